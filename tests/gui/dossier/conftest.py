from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.bootstrap import Services
from desktop_app.ui.background import ImmediateRunner, JobRunner
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page
from desktop_app.ui.pages.dossier import DossierPage
from desktop_app.ui.state import WindowState


def _only_dossier(name: str, frame: Frame) -> Page:
    return DossierPage(frame) if name == "dossier" else Page(frame)


@pytest.fixture
def partner_ids(sample_services: Services) -> dict[str, int]:
    return {one.partner.romanised: one.partner.id for one in sample_services.partners.summaries()}


@pytest.fixture
def open_page(
    qtbot: QtBot, sample_services: Services, state: WindowState
) -> Callable[[ImmediateRunner | JobRunner, int | None], DossierPage]:
    """The page in the real window, of the size of an office screen."""

    def make(runner: ImmediateRunner | JobRunner, partner_id: int | None) -> DossierPage:
        window = MainWindow(sample_services, runner, state, make_page=_only_dossier)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.start(Address("dossier", partner_id))
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        page = window.page
        assert isinstance(page, DossierPage)
        return page

    return make


@pytest.fixture
def page(open_page, run_now: ImmediateRunner, partner_ids: dict[str, int]) -> DossierPage:
    return open_page(run_now, partner_ids["Xiengkhouang"])
