import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.dates import PartialDate
from db.records import Direction, Visit
from desktop_app.bootstrap import Services, open_library
from desktop_app.ui.background import ImmediateRunner
from desktop_app.ui.main_window import MainWindow, load_page
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page
from desktop_app.ui.session import Session
from desktop_app.ui.state import WindowState

OWN = {"trash", "log", "settings", "help"}


class Desk(Page):
    help_topic = "doi-tac"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.heard: list[object] = []

    def refresh(self, changes: object | None = None) -> None:
        self.heard.append(changes)


def own_pages(name: str, frame: Frame) -> Page:
    return load_page(name, frame) if name in OWN else Desk(frame)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = open_library(tmp_path / "library", config=tmp_path / "settings")
    opened.office.accept_notice()
    yield opened
    opened.close()


@pytest.fixture
def add_visit(services: Services) -> Callable[[str], int]:
    def add(title: str = "Đoàn Gwangju thăm Nghệ An") -> int:
        return services.records.save(Visit(0, title, Direction.IN, period=PartialDate.from_iso("2023-05-12")))

    return add


@pytest.fixture
def import_articles(services: Services, tmp_path: Path) -> Callable[[int], None]:
    def take(count: int) -> None:
        file = tmp_path / "articles.jsonl"
        lines = [
            {
                "id": str(at),
                "title": f"Bài {at}",
                "text": f"Ngày {at}/6, hai bên trao đổi việc số {at}.",
                "source": "Báo mẫu",
            }
            for at in range(1, count + 1)
        ]
        file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
        plan = services.importing.plan_jsonl(file)
        services.importing.apply(replace(plan, items=tuple(replace(item, take=True) for item in plan.items)))

    return take


@pytest.fixture
def open_window(
    qtbot: QtBot, run_now: ImmediateRunner, state: WindowState
) -> Iterator[Callable[[Services], tuple[MainWindow, Session]]]:
    sessions: list[Session] = []

    def make(services: Services) -> tuple[MainWindow, Session]:
        window = MainWindow(services, run_now, state, own_pages)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.start()
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        session = Session(window)
        sessions.append(session)
        session.start()
        return window, session

    yield make
    for session in sessions:
        session.stop()


@pytest.fixture
def window(open_window, services) -> MainWindow:
    return open_window(services)[0]


@pytest.fixture
def page_at(window) -> Callable[[str], Page]:
    def go(page: str, extra: str = "") -> Page:
        window.go(Address(page, extra=extra))
        assert window.page is not None
        return window.page

    return go
