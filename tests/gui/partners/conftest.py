from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.bootstrap import Services
from desktop_app.ui.background import ImmediateRunner
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.partners import PartnersPage


@dataclass
class FakeFrame:
    """The window as the page sees it; remembers what it was asked."""

    services: Any
    runner: Any
    state: Any
    gone: list[Address] = field(default_factory=list)
    noted: list[Address] = field(default_factory=list)
    toasts: list[tuple[str, str, Any]] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)
    page: Any = None

    def go(self, address: Address) -> None:
        self.gone.append(address)
        if self.page is not None and address.page == self.page.name:
            self.page.open(address)

    def note_address(self, address: Address) -> None:
        self.noted.append(address)

    def toast(self, text: str, action: str = "", on_action: Any = None) -> None:
        self.toasts.append((text, action, on_action))

    def announce(self, changes: object) -> None:
        self.page.refresh(changes)

    def show_error(self, error: BaseException) -> None:
        self.errors.append(error)


@pytest.fixture
def frame(sample_services: Services, run_now: ImmediateRunner, state) -> FakeFrame:
    return FakeFrame(sample_services, run_now, state)


@pytest.fixture
def page(frame: FakeFrame, qtbot) -> Iterator[PartnersPage]:
    made = PartnersPage(frame)
    frame.page = made
    qtbot.addWidget(made)
    made.resize(1162, 691)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open(Address("partners"))
    yield made
    made.close()


@pytest.fixture
def partner_id(sample_services: Services):
    """The id of a partner by its name."""

    def find(name: str) -> int:
        found = sample_services.partners.find(name)
        assert found is not None
        return found.id

    return find


@pytest.fixture
def settle():
    """Let timers and layouts come to rest."""

    def wait() -> None:
        for _ in range(6):
            QApplication.processEvents()

    return wait
