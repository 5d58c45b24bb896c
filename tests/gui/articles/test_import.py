import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from db.records import Access, RecordKind
from desktop_app.bootstrap import Services
from desktop_app.errors import WorldError
from desktop_app.services.importing import PlanState
from desktop_app.ui.background import JobRunner
from desktop_app.ui.importing.incoming import incoming_from
from desktop_app.ui.importing.view import ImportView
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.navigation import Address
from desktop_app.ui.widgets.marked_text import Mark

from .conftest import FIRST, SECOND, UNTITLED

Write = Callable[[str, str], Path]
SHARED = Path(os.environ.get("BANG_GIAO_SHARED", Path(__file__).parents[4] / "shared"))


def view_of(window: MainWindow) -> ImportView:
    return window.page.importing


def drop(window: MainWindow, data: QMimeData) -> None:
    place, action, button = QPoint(400, 300), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, action, data, button, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert window.drops.hint.isVisibleTo(window)
    QApplication.sendEvent(window, QDropEvent(QPointF(place), action, data, button, none))
    assert not window.drops.hint.isVisibleTo(window)


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def stored(services: Services) -> list[str]:
    return [article.title for article in services.records.articles()]


def states(window: MainWindow) -> dict[str, PlanState]:
    return {entry.item.file_name: entry.item.state for entry in view_of(window).model.entries}


def type_title(window: MainWindow, title: str) -> None:
    view_of(window).detail.fields.lines["title"].setText(title)


# -- taking in -------------------------------------------------------------------------------------------


def test_a_dropped_folder_is_planned_and_nothing_is_stored_before_the_button(
    window: MainWindow, services: Services, write: Write, folder: Path
) -> None:
    write("bài một.txt", FIRST)
    write("bài hai.txt", SECOND)
    drop(window, files(folder))
    assert states(window) == {"bài hai.txt": PlanState.NEW, "bài một.txt": PlanState.NEW}
    assert stored(services) == []
    assert services.importing.batches() == []
    assert services.history.actions() == []
    assert window.page.store_action.text() == "Nhập 2 tin bài"

    view_of(window).apply()
    assert set(stored(services)) == {FIRST.splitlines()[0], SECOND.splitlines()[0]}
    assert "Đã nhập 2 tin bài" in window.page.result.words.text()
    assert not view_of(window).has_plan


def test_a_file_handed_over_by_another_start_reaches_the_plan(window: MainWindow, write: Write) -> None:
    window.receive([str(write("một.txt", FIRST))])
    assert states(window) == {"một.txt": PlanState.NEW}


def test_pasted_text_becomes_an_article(window: MainWindow, services: Services) -> None:
    QGuiApplication.clipboard().setText(FIRST)
    window.page._on_paste()
    assert stored(services) == []
    view_of(window).apply()
    assert stored(services) == [FIRST.splitlines()[0]]


def test_the_browsers_html_is_read_and_stays_text(window: MainWindow, services: Services) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in SECOND.split("\n\n"))
    data = QMimeData()
    data.setText("không dùng")
    data.setHtml(f"<html><body><!--StartFragment-->{paragraphs}<script>alert(1)</script><!--EndFragment-->")
    QGuiApplication.clipboard().setMimeData(data)
    window.page._on_paste()
    text = view_of(window).model.entry(0).item.imported.text
    assert "khảo sát cảng cạn" in text
    assert "alert" not in text
    view_of(window).apply()
    assert stored(services) == [SECOND.splitlines()[0]]


def test_ctrl_v_imports_beside_the_text_and_pastes_inside_a_field(
    qtbot, window: MainWindow, services: Services, write: Write
) -> None:
    import_one(window, write("một.txt", SECOND))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    QGuiApplication.clipboard().setText("chè")
    search = window.page.browser.table.filter_bar.search
    search.setFocus()
    qtbot.keyClick(search, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert search.text() == "chè"
    assert not view_of(window).has_plan
    QGuiApplication.clipboard().setText(FIRST)
    reader = window.page.browser.reader.text
    reader.setFocus()
    qtbot.keyClick(reader, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert view_of(window).is_planning
    assert view_of(window).model.count(PlanState.NEW) == 1


def test_an_empty_clipboard_is_said_in_words(window: MainWindow) -> None:
    QGuiApplication.clipboard().clear()
    view_of(window).paste_clipboard()
    assert "Chưa có chữ nào được chép" in view_of(window).banner.text()


@pytest.mark.parametrize("address", ["https://example.org/tin.htm", "www.example.org/a"])
def test_an_address_alone_is_not_fetched_but_explained(window: MainWindow, address: str) -> None:
    data = QMimeData()
    data.setText(address)
    drop(window, data)
    assert "không tải trang từ mạng" in view_of(window).banner.text()
    assert not view_of(window).has_plan


def test_files_of_a_drop_win_over_its_text() -> None:
    data = files(Path("/tmp/a b.txt"))
    data.setText("file:///tmp/a%20b.txt")
    incoming = incoming_from(data)
    assert incoming is not None
    assert incoming.paths == (Path("/tmp/a b.txt"),)


def test_chosen_files_are_planned(window: MainWindow, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("chọn.txt", FIRST)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(path)], ""))
    view_of(window).files.trigger()
    assert states(window) == {"chọn.txt": PlanState.NEW}


def test_an_empty_folder_is_said_in_words(window: MainWindow, folder: Path) -> None:
    drop(window, files(folder))
    assert "Không thấy tệp nào" in view_of(window).banner.text()


# -- the plan ----------------------------------------------------------------------------------------------


def test_a_missing_title_stops_the_import_and_the_offer_fills_it(
    window: MainWindow, services: Services, write: Write
) -> None:
    drop(window, files(write("không tiêu đề.txt", UNTITLED)))
    view = view_of(window)
    view.apply()
    assert stored(services) == []
    assert "chưa có tiêu đề" in view.banner.text()
    offered = view.model.entry(0).item.suggested_title
    assert offered
    view.detail.fields.offer.click()
    view.apply()
    assert stored(services) == [offered]


def test_typed_facts_are_stored_as_typed(window: MainWindow, services: Services, write: Write) -> None:
    drop(window, files(write("một.txt", FIRST)))
    fields = view_of(window).detail.fields
    type_title(window, "Tiêu đề do cán bộ sửa")
    fields.lines["outlet"].setText("Báo Hòa An")
    fields.date.line.setText("13/5/2023")
    fields.access[Access.INTERNAL].click()
    assert fields.notes["title"].text() == "bạn nhập"
    view_of(window).apply()
    article = services.records.articles()[0]
    assert (article.title, article.outlet, article.published.start, article.access) == (
        "Tiêu đề do cán bộ sửa",
        "Báo Hòa An",
        "2023-05-13",
        Access.INTERNAL,
    )


def test_an_unknown_day_does_not_stop_the_import(
    window: MainWindow, services: Services, write: Write
) -> None:
    drop(window, files(write("một.txt", FIRST)))
    assert "Chưa rõ ngày đăng" in view_of(window).detail.fields.notes["published"].text()
    view_of(window).apply()
    assert not services.records.articles()[0].published.known


def test_one_outlet_can_be_given_to_all_that_lack_it(
    window: MainWindow, services: Services, write: Write, folder: Path
) -> None:
    write("một.txt", FIRST)
    write("hai.txt", SECOND)
    drop(window, files(folder))
    fields = view_of(window).detail.fields
    fields.lines["outlet"].setText("Báo Hòa An")
    fields.spread.click()
    view_of(window).apply()
    assert {article.outlet for article in services.records.articles()} == {"Báo Hòa An"}


def test_an_entry_without_its_tick_is_not_imported(
    window: MainWindow, services: Services, write: Write, folder: Path
) -> None:
    write("một.txt", FIRST)
    write("hai.txt", SECOND)
    drop(window, files(folder))
    model = view_of(window).model
    assert model.setData(model.index(0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert window.page.store_action.text() == "Nhập 1 tin bài"
    view_of(window).apply()
    assert len(stored(services)) == 1


def test_the_filter_shows_one_state(window: MainWindow, write: Write, folder: Path) -> None:
    write("một.txt", FIRST)
    (folder / "ảnh chụp.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(400))
    drop(window, files(folder))
    view = view_of(window)
    view.tabs.choose(PlanState.UNREADABLE)
    assert view.model.rowCount() == 1
    assert view.tabs.button(PlanState.NEW).text() == "Mới 1"
    view.tabs.choose(None)
    assert view.model.rowCount() == 2


# -- duplicates ------------------------------------------------------------------------------------------


def import_one(window: MainWindow, path: Path) -> None:
    drop(window, files(path))
    view_of(window).apply()


def test_an_identical_article_is_not_imported_twice_and_leads_to_the_known_one(
    window: MainWindow, services: Services, write: Write
) -> None:
    import_one(window, write("một.txt", FIRST))
    drop(window, files(write("chép lại.txt", FIRST.replace("\n", "\r\n"))))
    view = view_of(window)
    assert states(window) == {"chép lại.txt": PlanState.IDENTICAL}
    assert not window.page.store_action.isEnabled()
    assert "giống hệt" in view.detail.verdict.text()
    view.detail.verdict.button.click()
    known = services.records.articles()[0].id
    assert window.address == Address("articles", known)
    assert window.page.browser.reader.article.id == known


def test_a_near_duplicate_shows_the_difference_and_can_be_called_distinct(
    window: MainWindow, services: Services, write: Write
) -> None:
    import_one(window, write("một.txt", FIRST))
    other = FIRST.replace("mười lăm học viên", "hai mươi học viên")
    path = write("gần giống.txt", other)
    drop(window, files(path))
    view = view_of(window)
    assert states(window) == {"gần giống.txt": PlanState.NEAR}
    compare = view.detail.compare
    marked = [words_of(compare.fresh.article_text(), mark) for mark in compare.fresh.marks]
    assert marked == ["Thành phố Minami cam kết tiếp nhận hai mươi học viên mỗi năm."]
    assert "mười lăm" in words_of(compare.known.article_text(), compare.known.marks[0])
    assert not window.page.store_action.isEnabled()

    before = len(services.history.actions())
    compare.distinct.click()
    assert len(services.history.actions()) == before
    view.apply()
    assert len(stored(services)) == 2

    services.records.trash(RecordKind.ARTICLE, [services.records.articles()[1].id])
    third = write("lần nữa.txt", other + "\nThêm một câu ở cuối bài để thành bài khác.\n")
    assert services.importing.plan_files([third]).items[0].state is PlanState.NEAR


def words_of(text: str, mark: Mark) -> str:
    return text[mark.start : mark.end]


def test_what_was_called_distinct_is_remembered(window: MainWindow, services: Services, write: Write) -> None:
    import_one(window, write("một.txt", FIRST))
    path = write("gần giống.txt", FIRST.replace("mười lăm", "hai mươi"))
    drop(window, files(path))
    item = view_of(window).model.entry(0).item
    services.importing.mark_distinct(item)
    assert services.importing.plan_files([path]).items[0].state is PlanState.NEW


def test_skipping_a_near_duplicate_leaves_it_out(
    window: MainWindow, services: Services, write: Write
) -> None:
    import_one(window, write("một.txt", FIRST))
    drop(window, files(write("gần.txt", FIRST.replace("mười lăm", "hai mươi"))))
    view_of(window).detail.compare.skip.click()
    view_of(window).apply()
    assert len(stored(services)) == 1


def test_files_added_to_an_open_plan_are_compared_with_it(window: MainWindow, write: Write) -> None:
    drop(window, files(write("một.txt", FIRST)))
    type_title(window, "Đã gõ")
    drop(window, files(write("lại.txt", FIRST), write("hai.txt", SECOND)))
    assert states(window) == {
        "một.txt": PlanState.NEW,
        "lại.txt": PlanState.IDENTICAL,
        "hai.txt": PlanState.NEW,
    }
    assert view_of(window).model.entry(0).item.title == "Đã gõ"


def test_an_article_in_the_trash_is_named_as_such(
    window: MainWindow, services: Services, write: Write
) -> None:
    import_one(window, write("một.txt", FIRST))
    services.records.trash(RecordKind.ARTICLE, [services.records.articles()[0].id])
    drop(window, files(write("lại.txt", FIRST)))
    assert "thùng rác" in view_of(window).detail.verdict.text()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real articles are not here")
def test_the_real_articles_identical_and_near(window: MainWindow, services: Services, write: Write) -> None:
    originals = sorted((SHARED / "samples").glob("*.txt"))
    drop(window, files(*originals))
    view = view_of(window)
    for place, entry in enumerate(view.model.entries):
        if entry.lacks_title:
            view.select(place)
            view.detail.fields.offer.click()
    dated = next(n for n, entry in enumerate(view.model.entries) if entry.item.published.known)
    view.select(dated)
    assert "từ địa chỉ bài" in view.detail.fields.notes["published"].text()
    assert "sau ngày đăng" in view.detail.fields.warning.text()
    view.apply()
    assert len(stored(services)) == 2
    text = originals[0].read_text(encoding="utf-8")
    drop(window, files(originals[0], write("sửa một câu.txt", text.replace("135 triệu", "136 triệu"))))
    assert list(states(window).values()) == [PlanState.IDENTICAL, PlanState.NEAR]
    view.select(1)
    assert len(view.detail.compare.fresh.marks) == 1


# -- what is not taken in --------------------------------------------------------------------------------


def test_a_picture_is_refused_with_a_way_out(window: MainWindow, services: Services, folder: Path) -> None:
    picture = folder / "ảnh chụp.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(400))
    drop(window, files(picture))
    verdict = view_of(window).detail.verdict
    assert "tệp ảnh" in verdict.text()
    assert verdict.button.text() == "Dán nội dung bài"
    assert not window.page.store_action.isEnabled()


def test_marked_material_is_refused_and_nothing_of_it_is_shown(
    window: MainWindow, services: Services, write: Write, tmp_path: Path
) -> None:
    drop(
        window,
        files(write("công văn.txt", "ỦY BAN NHÂN DÂN TỈNH\nTỐI MẬT\nNội dung phương án bí ẩn số bảy.\n")),
    )
    view = view_of(window)
    assert view.model.entry(0).item.marked
    assert "dấu chỉ độ mật" in view.detail.verdict.text()
    assert not view.detail.verdict.button.isVisibleTo(view.detail)
    for text in (view.detail.verdict_text, view.detail.text, view.detail.compare.fresh):
        assert "phương án" not in text.article_text()
    view.apply()
    assert stored(services) == []
    for path in (tmp_path / "kho tin bài").rglob("*"):
        if path.is_file():
            assert "phương án bí ẩn".encode() not in path.read_bytes()


def test_a_read_only_file_is_imported_and_left_alone(
    window: MainWindow, services: Services, write: Write
) -> None:
    path = write("chỉ đọc.txt", FIRST)
    path.chmod(stat.S_IRUSR)
    import_one(window, path)
    name, data = services.records.original(services.records.articles()[0].id)
    assert (name, data) == ("chỉ đọc.txt", FIRST.encode())
    assert path.read_bytes() == data


# -- stopping and taking back ----------------------------------------------------------------------------


def test_stopping_keeps_what_is_done_and_offers_the_rest(
    qtbot, open_window, runner: JobRunner, services: Services, write: Write, folder: Path, monkeypatch
) -> None:
    window = open_window(runner)
    write("a.txt", FIRST)
    write("b.txt", SECOND)
    write("c.txt", UNTITLED)
    drop(window, files(folder))
    view = view_of(window)
    qtbot.waitUntil(lambda: view.is_planning, timeout=60000)
    view.model.change(2, {"title": "Có tiêu đề rồi"})
    reached, go_on = threading.Event(), threading.Event()
    real = services.importing._store

    def held(*args):
        done = real(*args)
        reached.set()
        assert go_on.wait(30)
        return done

    monkeypatch.setattr(services.importing, "_store", held)
    view.apply()
    assert reached.wait(30)
    view.busy.stop.click()
    go_on.set()
    qtbot.waitUntil(lambda: not view.is_busy, timeout=30000)
    assert stored(services) == [FIRST.splitlines()[0]]
    assert [entry.item.file_name for entry in view.model.entries] == ["b.txt", "c.txt"]
    assert "Đã dừng. 1 tin bài" in view.banner.text()


def test_stopping_while_reading_stores_nothing(
    qtbot, open_window, runner: JobRunner, services: Services, write: Write, folder: Path, monkeypatch
) -> None:
    window = open_window(runner)
    write("a.txt", FIRST)
    reached, go_on = threading.Event(), threading.Event()
    real = services.importing._known

    def held(*args):
        reached.set()
        assert go_on.wait(30)
        return real(*args)

    monkeypatch.setattr(services.importing, "_known", held)
    drop(window, files(folder))
    view = view_of(window)
    assert reached.wait(60)
    view.busy.stop.click()
    go_on.set()
    qtbot.waitUntil(lambda: not view.is_busy, timeout=30000)
    assert not view.has_plan
    assert "Chưa có gì được lưu" in view.banner.text()
    assert services.history.actions() == []


def test_a_file_that_fails_is_listed_and_stops_no_other(
    window: MainWindow, services: Services, write: Write, folder: Path, monkeypatch
) -> None:
    write("hỏng.txt", FIRST)
    write("tốt.txt", SECOND)
    drop(window, files(folder))
    real = services.importing._store

    def failing(item, *rest):
        if item.file_name == "hỏng.txt":
            raise WorldError("Ổ đĩa đã đầy.", "Hãy giải phóng chỗ trống.")
        return real(item, *rest)

    monkeypatch.setattr(services.importing, "_store", failing)
    view_of(window).apply()
    assert stored(services) == [SECOND.splitlines()[0]]
    assert "hỏng.txt: Ổ đĩa đã đầy." in window.page.result.failures.text()


def test_an_import_is_taken_back_from_the_result(
    window: MainWindow, services: Services, write: Write
) -> None:
    import_one(window, write("một.txt", FIRST))
    window.page.result.undo.click()
    assert stored(services) == []
    assert [item.title for item in services.records.trash_list()] == [FIRST.splitlines()[0]]
    assert not window.page.result.isVisibleTo(window.page)


def test_an_open_plan_waits_while_one_looks_elsewhere(window: MainWindow, write: Write) -> None:
    drop(window, files(write("một.txt", FIRST)))
    window.go(Address("articles"))
    assert "1 tệp chờ" in window.page.waiting.text()
    window.page.waiting.button.click()
    assert view_of(window).is_planning
    assert window.page.store_action.text() == "Nhập 1 tin bài"


def test_giving_up_asks_only_when_something_was_typed(
    window: MainWindow, write: Write, answer_dialogs
) -> None:
    drop(window, files(write("một.txt", FIRST)))
    view_of(window).leave()
    assert not view_of(window).has_plan
    drop(window, files(write("một.txt", FIRST)))
    type_title(window, "Đã sửa")
    seen = answer_dialogs("")
    view_of(window).leave()
    assert len(seen) == 1
    assert view_of(window).has_plan
