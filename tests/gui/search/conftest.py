from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.bootstrap import Services
from desktop_app.ui.background import ImmediateRunner, JobRunner
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page
from desktop_app.ui.pages.search import SearchPage
from desktop_app.ui.state import WindowState


def _only_search(name: str, frame: Frame) -> Page:
    return SearchPage(frame) if name == "search" else Page(frame)


@pytest.fixture
def open_page(
    qtbot: QtBot, sample_services: Services, state: WindowState
) -> Callable[[ImmediateRunner | JobRunner, str], SearchPage]:
    """The page in the real window, of the size of an office screen."""

    def make(runner: ImmediateRunner | JobRunner, text: str) -> SearchPage:
        window = MainWindow(sample_services, runner, state, make_page=_only_search)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.start(Address("search", extra=text))
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        page = window.page
        assert isinstance(page, SearchPage)
        return page

    return make


@pytest.fixture
def page(open_page, run_now: ImmediateRunner) -> SearchPage:
    return open_page(run_now, "")
