import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from pytestqt.qtbot import QtBot

from desktop_app.bootstrap import Services, open_library
from desktop_app.ui.background import ImmediateRunner
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page
from desktop_app.ui.pages.review import ReviewPage
from desktop_app.ui.state import WindowState

# Our own wording; the two letters beyond the basic plane stand before everything that is marked.
FIRST = (
    "🌸🎋 Sáng 9/6, Sở Ngoại vụ Nghệ An tiếp đoàn công tác thành phố Gwangju (Hàn Quốc) do ông Park Min-ho, "
    "Giám đốc Sở Quan hệ quốc tế thành phố, làm trưởng đoàn đến thăm và làm việc tại TP. Vinh.\n\n"
    "Theo Sở Kế hoạch và Đầu tư, năm 2021 tỉnh xuất khẩu sang Hàn Quốc đạt 231 triệu USD.\n\n"
    "Ông Park Min-ho cam kết thành phố Gwangju sẽ cử 3 chuyên gia sang Nghệ An dạy tiếng Hàn.\n\n"
    "Ông Park Min-ho bày tỏ mong muốn tỉnh Nghệ An cử đoàn nghệ thuật sang biểu diễn."
)
SECOND = (
    "Ngày 12/10/2023, đoàn đại biểu thành phố Asan (Hàn Quốc) do ông Lee Joon-ki, Phó Thị trưởng, "
    "làm trưởng đoàn đã đến thăm, làm việc tại tỉnh Ninh Bình.\n\n"
    "Hai bên đã ký Bản ghi nhớ hợp tác về lao động thời vụ giữa tỉnh Ninh Bình và thành phố Asan."
)


class _Bridge(QObject):
    said = Signal(object)


def _only_review(name: str, frame: Frame) -> Page:
    return ReviewPage(frame) if name == "review" else Page(frame)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = open_library(tmp_path / "library", config=tmp_path / "settings")
    lines = [
        {
            "id": "1",
            "title": "Đoàn Gwangju thăm Nghệ An",
            "text": FIRST,
            "published": "",
        },
        {
            "id": "2",
            "title": "Đoàn Asan ở Ninh Bình",
            "text": SECOND,
            "published": "2023-10-13",
        },
    ]
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    plan = opened.importing.plan_jsonl(file)
    opened.importing.apply(replace(plan, items=tuple(replace(item, take=True) for item in plan.items)))
    yield opened
    opened.close()


@pytest.fixture
def open_page(
    qtbot: QtBot, services: Services, run_now: ImmediateRunner, state: WindowState
) -> Callable[[], ReviewPage]:
    """The desk in the real window, of the size of an office screen, with the feed tied to it."""
    bridges: list[_Bridge] = []

    def make() -> ReviewPage:
        window = MainWindow(services, run_now, state, make_page=_only_review)
        qtbot.addWidget(window)
        bridge = _Bridge(window)
        bridges.append(bridge)
        bridge.said.connect(window.announce, Qt.ConnectionType.QueuedConnection)
        services.feed.listen(bridge.said.emit)
        window.resize(1366, 768)
        window.start(Address("review"))
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        page = window.page
        assert isinstance(page, ReviewPage)
        page.open(Address("review"))
        return page

    return make


@pytest.fixture
def page(open_page: Callable[[], ReviewPage]) -> ReviewPage:
    return open_page()
