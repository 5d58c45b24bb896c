import threading

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage

from desktop_app.ui.widgets.pdf_pages import PageThumbnails, PdfPagesView

SIZES = [(595.0, 842.0)] * 40


class Paper:
    def __init__(self):
        self.drawn, self.threads = [], set()

    def render(self, page, scale):
        self.drawn.append(page)
        self.threads.add(threading.get_ident())
        image = QImage(max(1, round(595 * scale)), max(1, round(842 * scale)), QImage.Format.Format_RGB32)
        image.fill(QColor("#123456"))
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        return bytes(buffer.data().data())


@pytest.fixture
def view(qtbot, runner):
    view = PdfPagesView(runner)
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.show()
    return view


def test_only_pages_in_sight_are_drawn_and_never_on_the_gui_thread(view, qtbot):
    paper = Paper()
    with qtbot.waitSignal(view.page_drawn):
        view.set_document(SIZES, paper.render)
        view.grab()
    assert set(paper.drawn) <= {0, 1}
    assert threading.get_ident() not in paper.threads
    assert view.grab().toImage().pixelColor(300, 250).name() == "#123456"


def test_a_page_can_be_gone_to_and_is_announced(view, qtbot):
    view.set_document(SIZES, Paper().render)
    with qtbot.waitSignal(view.page_changed):
        view.show_page(20)
    assert view.page == 20
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 21
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.page == 39


def test_zoom_keeps_its_bounds_and_the_place(view):
    view.set_document(SIZES, Paper().render)
    view.show_page(20)
    view.set_zoom(2.0)
    assert abs(view.page - 20) <= 1
    view.set_zoom(99)
    assert view.zoom == 4.0


def test_pages_of_a_document_that_is_gone_do_not_appear(view, qtbot, runner):
    may_go = threading.Event()
    old = Paper()

    def slow(page, scale):
        may_go.wait(10)
        return old.render(page, scale)

    seen = []
    view.page_drawn.connect(seen.append)
    view.set_document(SIZES, slow)
    view.grab()
    view.clear()
    may_go.set()
    qtbot.waitUntil(lambda: not runner.jobs)
    assert seen == []
    assert view.page_count == 0


def test_thumbnails_are_drawn_one_after_the_other_and_lead_to_pages(qtbot, runner):
    small, paper = PageThumbnails(runner), Paper()
    qtbot.addWidget(small)
    small.set_document(SIZES[:5], paper.render)
    qtbot.waitUntil(lambda: paper.drawn == [0, 1, 2, 3, 4] and not runner.jobs)
    assert not small.item(4).icon().isNull()
    with qtbot.waitSignal(small.page_chosen) as heard:
        small.setCurrentRow(3)
    assert heard.args == [3]
