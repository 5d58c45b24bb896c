import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from db.records import Counts, RecordKind
from desktop_app.bootstrap import open_library
from desktop_app.progress import Progress
from desktop_app.services.maintenance import BackupInfo
from desktop_app.ui.header import StatusLine
from desktop_app.ui.navigation import Address
from desktop_app.ui.searching.index_cell import IndexNews, index_sentence, index_words
from desktop_app.ui.session import Session
from desktop_app.ui.status import Health, backup_words

NOW = dt.datetime(2026, 11, 21, 15, 30, tzinfo=dt.UTC)
CTRL = Qt.KeyboardModifier.ControlModifier


def made(moment):
    return Health(Counts(articles=3), last_backup=BackupInfo(Path("b.db"), moment, 10))


@pytest.mark.parametrize(
    ("health", "words", "kind"),
    [
        (made(NOW.replace(hour=8, minute=12)), "Sao lưu: hôm nay 08:12", "success"),
        (made(NOW - dt.timedelta(hours=22)), "Sao lưu: hôm qua 17:30", "success"),
        (made(NOW - dt.timedelta(days=4)), "Sao lưu: 17/11/2026", "success"),
        (made(NOW - dt.timedelta(days=30)), "Sao lưu: 22/10/2026", "warning"),
        (Health(Counts(articles=3)), "Sao lưu: chưa có", "warning"),
        (Health(Counts()), "Sao lưu: chưa có", ""),
    ],
)
def test_the_latest_backup_in_words(health, words, kind):
    assert backup_words(health, NOW) == (words, kind)


@pytest.mark.parametrize(
    ("news", "words", "kind"),
    [
        (IndexNews(documents=1234), "Tìm kiếm: sẵn sàng · 1.234 mục", "success"),
        (IndexNews(waiting=300), "Tìm kiếm: đang cập nhật 300 mục", "warning"),
        (
            IndexNews(waiting=300, progress=Progress(100, 250)),
            "Tìm kiếm: đang cập nhật 150 mục",
            "warning",
        ),
        (IndexNews("missing"), "Tìm kiếm: đang chuẩn bị…", "warning"),
        (IndexNews("missing", progress=Progress(2, 5)), "Tìm kiếm: đang dựng lại 40 %", "warning"),
        (
            IndexNews("damaged", progress=Progress(1200, 0)),
            "Tìm kiếm: đang dựng lại, xong 1.200 mục",
            "warning",
        ),
        (
            IndexNews("damaged", has_failed=True),
            "Tìm kiếm: chưa dựng lại được, tạm tìm chậm",
            "warning",
        ),
        (IndexNews(waiting=3, has_failed=True), "Tìm kiếm: 3 mục chưa cập nhật được", "warning"),
        (
            IndexNews(waiting=3, read_only=True),
            "Tìm kiếm: 3 mục chờ cửa sổ đang sửa kho",
            "warning",
        ),
        (IndexNews("missing", read_only=True), "Tìm kiếm: chờ cửa sổ đang sửa kho", "warning"),
    ],
)
def test_the_index_in_words(news, words, kind):
    assert index_words(news) == (words, kind)
    assert index_sentence(news).endswith(".")


def test_the_words_on_searching_explain_themselves_and_build_anew(window, services, import_articles, qtbot):
    import_articles(2)
    qtbot.waitUntil(lambda: window.status.words().endswith("2 tin bài"))
    session = window.findChild(Session)
    cell = session.status.index_button
    assert cell.text().startswith("Tìm kiếm: sẵn sàng")
    cell.click()
    bubble = session.status.bubble
    assert bubble.isVisible()
    assert bubble.sentence.text().startswith("Mọi tin bài")
    names: set[str] = set()
    window.runner.job_started.connect(lambda job: names.add(job.name))
    bubble.rebuild.click()
    assert not bubble.isVisible()
    assert "Dựng lại phần tìm kiếm" in names
    assert session.status.index_button.text().startswith("Tìm kiếm: sẵn sàng")
    cell.click()
    bubble.settings.click()
    assert window.address == Address("settings", extra="library")


def test_on_start_the_index_catches_up_and_the_day_is_backed_up(services, import_articles, open_window):
    import_articles(3)
    assert services.search.state()[1] > 0
    window, _ = open_window(services)
    assert services.search.state() == ("ready", 0)
    assert len(services.maintenance.backups()) == 1
    words = window.findChild(StatusLine).words()
    assert words.startswith("Tìm kiếm: sẵn sàng · ")
    assert " · Sao lưu: hôm nay " in words
    assert words.endswith(" · 3 tin bài")


def test_a_session_that_was_stopped_begins_nothing_any_more(window, services):
    session = Session(window)
    session.stop()
    session.start()
    assert not session.looking.isActive()
    assert session.first_start is None


def test_one_backup_a_day_and_the_newest_fourteen_stay(services, import_articles):
    import_articles(1)
    assert services.maintenance.daily_backup() is not None
    assert services.maintenance.daily_backup() is None
    folder = services.paths.backups
    import os

    for made_backup in list(folder.glob("*.db")):
        os.utime(made_backup, (0, 0))
    for day in range(1, 20):
        (folder / f"bang-giao-tu-dong-202501{day:02}-080000.db").write_bytes(b"")
    by_hand = folder / "bang-giao-20240101-080000.db"
    by_hand.write_bytes(b"")
    for path in folder.glob("*.db"):
        os.utime(path, (0, 0))
    assert services.maintenance.daily_backup() is not None
    assert by_hand.exists()
    assert len(list(folder.glob("bang-giao-tu-dong-*.db"))) == 14


def test_a_change_reaches_the_page_the_index_and_the_rail(window, services, import_articles, qtbot):
    import_articles(4)
    qtbot.waitUntil(lambda: window.status.words().endswith("4 tin bài"))
    assert window.page.heard[-1].concerns(RecordKind.ARTICLE)
    assert services.search.state() == ("ready", 0)
    pending = services.maintenance.counts().pending_suggestions
    assert ("việc đang chờ" in window.rail.buttons["review"].accessibleName()) is (pending > 0)


def test_many_changes_at_once_are_told_once(window, import_articles, qtbot):
    before = len(window.page.heard)
    import_articles(6)
    qtbot.waitUntil(lambda: len(window.page.heard) > before)
    assert len(window.page.heard) == before + 1


def test_ctrl_z_and_ctrl_y_name_what_they_did(window, services, add_visit, qtbot):
    first, second = add_visit("Đoàn một"), add_visit("Đoàn hai")
    window.rail.buttons["desk"].setFocus()
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
        assert window.toast_bar.text == "Đã hoàn tác: Thêm đoàn"
    assert services.maintenance.counts().visits == 0
    for count in (1, 2):
        qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
        assert window.toast_bar.text == "Đã làm lại: Thêm đoàn"
        assert services.maintenance.counts().visits == count
    qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
    assert window.toast_bar.text == "Không có việc nào để làm lại."
    assert services.records.get(RecordKind.VISIT, first).title == "Đoàn một"
    assert services.records.get(RecordKind.VISIT, second).title == "Đoàn hai"


def test_what_was_done_before_the_window_opened_is_left_to_the_log(services, add_visit, open_window, qtbot):
    add_visit("Đoàn hôm qua")
    window, _ = open_window(services)
    window.rail.buttons["desk"].setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert services.maintenance.counts().visits == 1
    window.toast_bar.button.click()
    assert window.address.page == "log"


def test_while_one_types_undo_belongs_to_the_text(window, services, add_visit, qtbot, type_text):
    add_visit()
    search = window.header.search
    search.setFocus()
    type_text(search, "a")
    qtbot.keyClick(search, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(search, Qt.Key.Key_Z, CTRL)
    window.undo_requested.emit()
    assert search.text() == ""
    assert services.maintenance.counts().visits == 1


@pytest.fixture
def held(tmp_path):
    folder, config = tmp_path / "shared", tmp_path / "settings"
    with open_library(folder, config=config, exclusive=True) as owner:
        owner.office.accept_notice()
        with open_library(folder, config=config, exclusive=True) as guest:
            yield guest


def test_a_library_held_elsewhere_says_so_and_refuses_changes(held, open_window):
    window, session = open_window(held)
    assert held.held_by is not None
    assert window.banner.isVisible()
    assert held.held_by.host in window.banner.text()
    assert session.first_start is None
    from desktop_app.ui.navigation import Address

    window.go(Address("settings", extra="office"))
    page = window.page
    page.office.form.office_name.setText("Sở")
    page.office.form.province.setText("Huế")
    page.office.store.click()
    dialog = next(child for child in window.children() if "Dialog" in type(child).__name__)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "nên cửa sổ này chỉ xem được" in words
    assert not page.library.buttons["rebuild"].isEnabled()
    dialog.close()
    page.office.form.mark_clean()
