import threading
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from desktop_app.ui.actions import FRAME_ACTIONS, LOCAL_KEYS
from desktop_app.ui.dialogs.shortcuts import ShortcutsDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.navigation import PAGES, Address
from desktop_app.ui.pages.base import Page, page_action
from desktop_app.ui.state import WindowState
from desktop_app.ui.tokens import Space
from resources import resource


class FakePage(Page):
    help_topic = "thu"

    def __init__(self, frame, name):
        super().__init__(frame)
        self.opened, self.refreshed, self.asked = [], [], []
        self.leave = True
        self.set_title(f"Trang {name} với một tên rất dài " * 3, "1.204 tin bài")
        self.set_actions(
            page_action(self, "Nhập tin bài", "download", lambda: self.asked.append("primary")),
            (page_action(self, "Xuất danh sách", "file-output", lambda: None),),
            (page_action(self, "Kiểm tra trùng", "copy", lambda: None),),
        )

    def open(self, address):
        self.opened.append(address)

    def refresh(self, changes=None):
        self.refreshed.append(changes)

    def find_here(self):
        self.asked.append("find_here")

    def save(self):
        self.asked.append("save")

    def may_leave(self):
        return self.leave


@pytest.fixture
def made():
    return {}


@pytest.fixture
def window(qtbot, runner, state, made):
    def make(name, frame):
        made[name] = FakePage(frame, name)
        return made[name]

    window = MainWindow(SimpleNamespace(), runner, state, make)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.start()
    window.show()
    window.activateWindow()
    return window


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.ControlModifier):
    qtbot.keyClick(window, key, modifier)


def test_a_page_is_made_only_when_it_is_visited(window, made):
    assert set(made) == {"desk"}
    window.go(Address("articles", 7, "tab"))
    assert made["articles"].opened == [Address("articles", 7, "tab")]


def test_one_goes_back_and_forward_through_visited_records(window, qtbot):
    for address in (Address("partners", 1), Address("partners", 2), Address("visits")):
        window.go(address)
    press(qtbot, window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.address == Address("partners", 2)
    press(qtbot, window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    press(qtbot, window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.address == Address("partners", 2)
    window.go(Address("search", extra="Huế"))
    assert not window.actions_by_name["forward"].isEnabled()


def test_the_same_address_twice_is_one_step(window):
    window.go(Address("partners", 1))
    window.go(Address("partners", 1))
    window.actions_by_name["back"].trigger()
    assert window.address == Address("desk")


def test_a_page_with_unsaved_fields_can_keep_the_person(window, made):
    made["desk"].leave = False
    window.go(Address("articles"))
    assert window.address == Address("desk")
    assert window.rail.buttons["desk"].isChecked()
    assert not window.close()
    made["desk"].leave = True


def test_pages_not_on_screen_read_again_when_they_come_back(window, made):
    window.go(Address("articles"))
    window.announce("changes")
    assert made["articles"].refreshed == ["changes"]
    assert made["desk"].refreshed == []
    window.go(Address("desk"))
    assert made["desk"].refreshed == [None]


@pytest.mark.parametrize(
    ("key", "page"),
    [
        (Qt.Key.Key_I, "articles"),
        (Qt.Key.Key_P, "dossier"),
        (Qt.Key.Key_2, "review"),
        (Qt.Key.Key_4, "partners"),
    ],
)
def test_keys_lead_to_pages(window, qtbot, key, page):
    press(qtbot, window, key)
    assert window.address.page == page


def test_f1_opens_the_help_on_this_page(window, qtbot):
    press(qtbot, window, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    assert window.address == Address("help", extra="thu")


def test_the_page_is_asked_for_its_filter_its_refresh_and_its_save(window, qtbot, made):
    press(qtbot, window, Qt.Key.Key_F)
    press(qtbot, window, Qt.Key.Key_S)
    press(qtbot, window, Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier)
    assert made["desk"].asked == ["find_here", "save"]
    assert made["desk"].refreshed == [None]


def test_the_search_over_everything_opens_the_search_page(window, qtbot, type_text, made):
    press(qtbot, window, Qt.Key.Key_K)
    assert window.header.search.hasFocus()
    type_text(window.header.search, "Quảng Châu")
    qtbot.keyClick(window.header.search, Qt.Key.Key_Return)
    assert window.address == Address("search", extra="Quảng Châu")
    type_text(window.header.search, " 2022")
    window.header.search.flush()
    assert made["search"].opened[-1] == Address("search", extra="Quảng Châu 2022")


def test_undo_belongs_to_the_text_field_that_has_the_focus(window, qtbot, type_text):
    asked = []
    window.undo_requested.connect(lambda: asked.append(1))
    press(qtbot, window, Qt.Key.Key_K)
    type_text(window.header.search, "a")
    press(qtbot, window.header.search, Qt.Key.Key_Z)
    assert asked == []
    window.rail.buttons["desk"].setFocus()
    press(qtbot, window.rail.buttons["desk"], Qt.Key.Key_Z)
    assert asked == [1]


def test_the_toast_offers_one_thing_to_do_and_goes(window, qtbot):
    undone = []
    window.toast("Đã duyệt", "Hoàn tác", lambda: undone.append(1))
    assert window.toast_bar.isVisible()
    qtbot.mouseClick(window.toast_bar.button, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert not window.toast_bar.isVisible()


def test_jobs_show_in_one_place_with_cancel(window, runner, qtbot):
    may_go, started = threading.Event(), threading.Event()

    def work(reporter):
        reporter.step(3, 10, "bài thứ ba")
        started.set()
        may_go.wait(10)
        reporter.step(4, 10)

    ended = []
    job = runner.run("Nhập tin bài", work, on_cancelled=lambda: ended.append("cancelled"))
    assert started.wait(10)
    qtbot.waitUntil(window.header.jobs.isVisible)
    (row,) = window.header.jobs.panel.rows
    qtbot.waitUntil(lambda: row.words == "3/10 · bài thứ ba")
    assert window.header.jobs.text() == "1 việc"
    row.cancel.click()
    assert row.words.startswith("Đang dừng")
    may_go.set()
    qtbot.waitUntil(lambda: job.is_finished)
    assert ended == ["cancelled"]
    assert not window.header.jobs.isVisible()


def test_the_rail_says_what_waits_and_shrinks_to_icons(window):
    window.rail.set_count("review", 12)
    button = window.rail.buttons["review"]
    assert button.accessibleName() == "Duyệt gợi ý, 12 việc đang chờ"
    window.resize(900, 700)
    assert window.rail.width() == Space.RAIL_NARROW
    assert button.toolTip().startswith("Duyệt gợi ý")
    window.resize(1366, 768)
    assert window.rail.width() == Space.RAIL
    window.actions_by_name["toggle_rail"].trigger()
    assert window.rail.width() == Space.RAIL_NARROW


def test_the_status_line_says_facts_in_words(window):
    window.status.set_part("index", "Chỉ mục: đủ", "success")
    window.status.set_part("backup", "Sao lưu: hôm nay 08:12")
    assert window.status.words() == "Chỉ mục: đủ · Sao lưu: hôm nay 08:12"
    window.status.set_part("index", "")
    assert window.status.words() == "Sao lưu: hôm nay 08:12"


def test_every_control_of_the_frame_has_a_name(window):
    window.rail.set_narrow(True)
    for kind in (QAbstractButton, QLineEdit, QComboBox):
        for control in window.findChildren(kind):
            if control.isVisibleTo(window) and not isinstance(control.parent(), QLineEdit):
                name = QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
                assert name.strip(), (type(control).__name__, control.objectName(), control.text())


@pytest.mark.parametrize("size", [(1366, 768), (1024, 700), (911, 512)])
def test_nothing_of_the_frame_is_cut_or_overlaps(window, size):
    """911 × 512 is what 1366 × 768 leaves at 150 %."""
    window.resize(*size)
    window.rail.set_count("articles", 123456)
    window.grab()
    assert (window.width(), window.height()) == size
    outer = window.rect()
    for control in window.findChildren(QWidget):
        if not control.isVisible() or not isinstance(control, (QAbstractButton, QLineEdit, QLabel)):
            continue
        if control.isWindow() or isinstance(control.parent(), QLineEdit):
            continue
        place = control.rect().translated(control.mapTo(window, QPoint(0, 0)))
        assert outer.contains(place), (type(control).__name__, control.accessibleName(), place)
        if isinstance(control, QAbstractButton) and control.text():
            assert control.width() >= control.minimumSizeHint().width(), control.text()
        if isinstance(control, QAbstractButton):
            assert control.height() >= min(control.fontMetrics().height() + 6, 30), control.text()


def test_rail_entries_have_room_for_their_words(window):
    for button in window.rail.buttons.values():
        assert button.sizeHint().width() <= button.width(), button.text()


def test_size_is_remembered(window, tmp_path, qtbot):
    window.close()
    assert WindowState(tmp_path / "config").restore_geometry(window)
    first, again = QWidget(), QWidget()
    for widget in (first, again):
        qtbot.addWidget(widget)
    first.setGeometry(20, 30, 300, 200)
    window.state.save_geometry(first)
    window.state.sync()
    assert WindowState(tmp_path / "config").restore_geometry(again)
    assert (again.width(), again.height()) == (300, 200)


def test_every_page_has_its_icon_and_no_key_is_given_twice():
    for spec in PAGES:
        assert resource(f"icons/{spec.icon}.svg")
    keys = [key for spec in FRAME_ACTIONS for key in spec.keys]
    assert len(keys) == len(set(keys))
    assert len({spec.name for spec in (*FRAME_ACTIONS, *LOCAL_KEYS)}) == len(FRAME_ACTIONS) + len(LOCAL_KEYS)


def test_the_sheet_of_shortcuts_names_them_all(qtbot):
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {spec.text for spec in FRAME_ACTIONS} <= words
    dialog.grab()
    assert dialog.height() <= 700


def test_pages_say_what_appears_when_there_is_nothing(window, made):
    page = made["desk"]
    action = page_action(page, "Nhập tin bài", "download", lambda: page.asked.append("empty"))
    page.show_empty("Chưa có tin bài nào", "Tin bài sẽ hiện ở đây.", action)
    button = next(
        one
        for one in page.findChildren(QAbstractButton)
        if one.isVisible()
        and one.parent().layout() is not None
        and "EmptyState" in type(one.parent()).__name__
    )
    button.click()
    assert page.asked == ["empty"]


def test_an_error_nobody_answers_is_shown_in_words(window, runner, qtbot):
    job = runner.run("", lambda _reporter: 1 // 0)
    qtbot.waitUntil(lambda: job.is_finished)
    dialog = next(
        child for child in window.children() if "Dialog" in type(child).__name__ and child.isVisible()
    )
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Dữ liệu đã lưu trước đó vẫn nguyên vẹn" in words
    assert "ZeroDivision" not in words
    dialog.close()
