import csv
import threading
from functools import partial
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLineEdit, QMenu

from db.records import RecordKind
from desktop_app.services.searching import SearchHit, SearchRequest
from desktop_app.ui.navigation import Address
from desktop_app.ui.searching.hits import HitModel, marked_ranges
from desktop_app.ui.searching.kept import KeptSearch, kept_from, with_first


def ask(page, type_text, text):
    page.query.clear()
    page.query.setFocus()
    type_text(page.query, text)
    page.query.flush()


def check(page, qtbot, group, value):
    """Check the value of a filter with the keyboard."""
    tree = page.filters
    for place in range(tree.topLevelItemCount()):
        head = tree.topLevelItem(place)
        for row in range(head.childCount()):
            item = head.child(row)
            if item.data(0, Qt.ItemDataRole.UserRole)[:2] == (group, value):
                tree.setCurrentItem(item)
                before = page._asked
                qtbot.keyClick(tree, Qt.Key.Key_Space)
                qtbot.waitUntil(partial(_was_asked, page, before))
                return
    raise AssertionError((group, value))


def _was_asked(page, before):
    return page._asked > before


@pytest.mark.parametrize("typed", ["nha khoa", "Nha Khoa", "NHA KHOA"])
def test_typing_finds(page, type_text, typed):
    ask(page, type_text, typed)
    assert page.hits.isVisible()
    assert "nha khoa" in page.model.hit(0).title
    assert page.total.text() == "14 kết quả"


def test_words_still_being_composed_are_searched(page, compose, type_text):
    type_text(page.query, "nha ")
    compose(page.query, "khoa")
    page.query.flush()
    assert page.request().text == "nha khoa"
    assert page.total.text() == "14 kết quả"
    assert page.query.text() == "nha "


def test_the_box_of_the_header_asks_here_and_keeps_the_cursor(page, type_text, qtbot):
    box = page.window().header.search
    box.setFocus()
    type_text(box, "gyeonggi")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert page.query.text() == "gyeonggi"
    assert page.model.rowCount() > 0
    assert box.hasFocus()
    type_text(box, "xx")
    box.flush()
    assert page.query.text() == "gyeonggixx"
    assert page.nothing.isVisible()


def test_an_answer_that_comes_late_is_dropped(open_page, runner, sample_services, qtbot):
    page = open_page(runner, "")
    qtbot.waitUntil(lambda: not runner.jobs)
    may_answer, real = threading.Event(), sample_services.search.search

    def search(request: SearchRequest):
        if request.text == "gwangju":
            may_answer.wait(10)
        return real(request)

    page.frame.services.search.search = search
    page.query.setText("gwangju")
    page.query.flush()
    page.query.setText("niigata")
    page.query.flush()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    shown = page.model.hits
    may_answer.set()
    qtbot.waitUntil(lambda: not runner.jobs)
    assert page.model.hits == shown
    assert all(page._results.request.text != "gwangju" for _ in shown)


@pytest.mark.parametrize(("typed", "meant"), [("gwangjoo", "Gwangju"), ("gyeongi", "Gyeonggi")])
def test_a_slip_of_the_fingers_gets_an_offer(page, type_text, typed, meant):
    ask(page, type_text, typed)
    assert page.suggestion.text() == f"Có phải bạn muốn tìm: {meant}"
    page.suggestion.click()
    assert page.query.text() == meant
    assert page.model.rowCount() > 0
    assert not page.suggestion.isVisible()


def test_a_known_slip_that_is_another_name_is_found_at_once(page, type_text):
    ask(page, type_text, "gwanju")
    assert page.model.hit(0).title == "Thành phố Gwangju"


# -- filters -------------------------------------------------------------------------------------------


def test_filters_narrow_the_answers_and_count_them(page, type_text, qtbot, sample_services):
    ask(page, type_text, "lao dong")
    everything = page._results.total
    check(page, qtbot, "kind", "visit")
    assert {hit.kind for hit in page.model.hits} == {RecordKind.VISIT}
    check(page, qtbot, "kind", "article")
    assert {hit.kind for hit in page.model.hits} == {RecordKind.VISIT, RecordKind.ARTICLE}
    check(page, qtbot, "direction", "out")
    expected = sample_services.search.search(
        SearchRequest("lao dong", kinds=(RecordKind.VISIT, RecordKind.ARTICLE), direction="out", limit=100)
    )
    assert [hit.record_id for hit in page.model.hits] == [hit.record_id for hit in expected.hits]
    assert 0 < page._results.total < everything
    check(page, qtbot, "direction", "out")
    check(page, qtbot, "kind", "article")
    check(page, qtbot, "kind", "visit")
    assert page._results.total == everything


def test_the_words_of_a_filter_are_vietnamese(page, type_text):
    ask(page, type_text, "lao dong")
    tree = page.filters
    words = [tree.topLevelItem(place).text(0) for place in range(tree.topLevelItemCount())]
    assert words[:4] == ["Loại", "Đối tác", "Quốc gia", "Hướng đoàn"]
    values = {tree.topLevelItem(3).child(row).text(0) for row in range(tree.topLevelItem(3).childCount())}
    assert values <= {"Đoàn ra", "Đoàn vào", "Trực tuyến", "Làm việc trong nước"}
    assert values


def test_a_filter_can_be_clicked_on_its_words(page, type_text, qtbot):
    ask(page, type_text, "lao dong")
    item = page.filters.topLevelItem(0).child(0)
    QApplication.processEvents()
    box = page.filters.visualItemRect(item)
    qtbot.mouseClick(
        page.filters.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.left() + 60, box.center().y())
    )
    qtbot.waitUntil(lambda: page.filters.chosen == {"kind": {"article": "Tin bài"}})
    assert {hit.kind for hit in page.model.hits} == {RecordKind.ARTICLE}


def test_one_value_of_a_filter_takes_the_place_of_another(page, type_text, qtbot):
    ask(page, type_text, "lao dong")
    page.filters.choose("partner", "1", "Thành phố Gwangju")
    page.filters.choose("partner", "2", "Thành phố Asan")
    assert page.filters.chosen == {"partner": {"2": "Thành phố Asan"}}


def test_no_answers_under_filters_offers_to_leave_them(page, type_text):
    ask(page, type_text, "gwangju")
    page.filters.choose("year", "1901", "1901")
    assert page.nothing.isVisible()
    button = next(one for one in page.nothing.findChildren(QAbstractButton) if one.isVisible())
    button.click()
    assert page.filters.chosen == {}
    assert page.hits.isVisible()


def test_filters_alone_list_everything_they_let_through(page):
    page.filters.choose("kind", "agreement", "Thỏa thuận")
    assert {hit.kind for hit in page.model.hits} == {RecordKind.AGREEMENT}


def test_the_order_can_be_by_date(page, type_text):
    ask(page, type_text, "gwangju")
    page.sort.set_value("newest")
    days = [hit.published for hit in page.model.hits if hit.published]
    assert days == sorted(days, reverse=True)
    page.sort.set_value("oldest")
    days = [hit.published for hit in page.model.hits if hit.published]
    assert days == sorted(days)


# -- the list ------------------------------------------------------------------------------------------


def test_more_answers_come_when_one_scrolls(page, type_text, qtbot):
    ask(page, type_text, "thành phố")
    total = page._results.total
    assert total > page.model.rowCount() == 30
    page.hits.setFocus()
    qtbot.keyClick(page.hits, Qt.Key.Key_End)
    qtbot.keyClick(page.hits, Qt.Key.Key_End)
    assert page.model.rowCount() > 30
    keys = [(hit.kind, hit.record_id) for hit in page.model.hits]
    assert len(keys) == len(set(keys))


def test_keys_lead_from_the_box_into_the_list_and_to_the_record(page, type_text, qtbot):
    ask(page, type_text, "nha khoa")
    qtbot.keyClick(page.query, Qt.Key.Key_Down)
    assert page.hits.hasFocus()
    first = page.model.hit(0)
    qtbot.keyClick(page.hits, Qt.Key.Key_Up)
    assert page.query.hasFocus()
    qtbot.keyClick(page.query, Qt.Key.Key_Down)
    qtbot.keyClick(page.hits, Qt.Key.Key_Return)
    assert page.window().address == Address("visits", first.record_id)
    page.window().actions_by_name["back"].trigger()
    assert page.window().address == Address("search", extra="nha khoa")
    assert page.query.text() == "nha khoa"


def test_an_article_opens_at_the_words(page, type_text, sample_services):
    ask(page, type_text, "nha khoa")
    article = next(hit for hit in page.model.hits if hit.kind is RecordKind.ARTICLE)
    page.open_hit(article)
    address = page.window().address
    assert (address.page, address.record_id) == ("articles", article.record_id)
    start, end = map(int, address.extra.split("-"))
    text = sample_services.records.get(RecordKind.ARTICLE, article.record_id).text
    assert "nha khoa" in text[start:end].casefold()


def test_marks_are_counted_as_qt_counts_and_content_is_never_mark_up(themed):
    text = "🌸<b>nha</b> khoa"
    start = text.index("nha")
    (piece,) = marked_ranges(text, [(start, start + 3)], QColor("black"))
    assert (piece.start, piece.length) == (start + 1, 3)


def test_hostile_answers_are_painted_and_named_as_text(page):
    hit = SearchHit(
        RecordKind.VISIT,
        1,
        "<img src=x>\n" + "dài " * 200,
        "09/6",
        "<i>",
        "<script>🌸 " * 50,
        ((0, 3), (7, 9)),
        1.0,
    )
    page.model.set_hits([hit] * 3, 3)
    page._show_face(1)
    page.window().grab()
    name = page.model.data(page.model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert "<img src=x>" in name
    assert "&lt;img" in page.model.data(page.model.index(0), Qt.ItemDataRole.ToolTipRole)


def test_the_model_is_a_proper_list(qtmodeltester):
    model = HitModel()
    model.set_hits([SearchHit(RecordKind.VISIT, 1, "Đoàn", "", "", "", (), 1.0)], 5)
    qtmodeltester.check(model)
    assert model.rowCount(model.index(0)) == 0
    model.add_hits([])
    assert not model.canFetchMore(model.index(-1))


def test_answers_that_could_not_be_read_are_asked_for_again(qtbot):
    model = HitModel()
    model.set_hits([SearchHit(RecordKind.VISIT, 1, "Đoàn", "", "", "", (), 1.0)], 5)
    top = model.index(-1)
    with qtbot.waitSignal(model.more_wanted):
        model.fetchMore(top)
    assert not model.canFetchMore(top)
    model.more_failed()
    assert model.canFetchMore(top)


# -- taking along --------------------------------------------------------------------------------------


def test_the_list_is_copied_and_exported(page, type_text, tmp_path):
    ask(page, type_text, "nha khoa")
    page.copy_action.trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["Loại", "Tiêu đề", "Ngày", "Đối tác hoặc nguồn", "Trích đoạn"]
    assert len(lines) == 15
    page.ask_path = lambda *_what: tmp_path / "kết quả.csv"
    page.export_action.trigger()
    with (tmp_path / "kết quả.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert len(rows) == 15
    page.ask_path = lambda *_what: tmp_path / "kết quả"
    page.export_action.trigger()
    assert (tmp_path / "kết quả.xlsx").stat().st_size > 3000


def test_an_export_that_cannot_be_written_is_a_sentence(page, type_text, tmp_path):
    ask(page, type_text, "nha khoa")
    page.ask_path = lambda *_what: tmp_path / "không có" / "a.xlsx"
    page.export_action.trigger()
    dialog = next(one for one in page.window().findChildren(QDialog) if one.isVisible())
    dialog.close()


def test_the_menu_of_an_answer(page, type_text):
    ask(page, type_text, "nha khoa")
    page.hits.enter()
    page._on_menu(QPoint(20, 20))
    (menu,) = [one for one in page.hits.findChildren(QMenu) if one.isVisible()]
    assert [action.text() for action in menu.actions()] == ["Mở", "Chép danh sách", "Xuất danh sách…"]
    menu.close()


# -- kept searches -------------------------------------------------------------------------------------


def test_a_search_is_saved_with_its_filters_and_asked_again(page, type_text, sample_services, qtbot):
    ask(page, type_text, "lao dong")
    page.filters.choose("direction", "out", "Đoàn ra")
    page.filters.choose("year", "2024", "2024")
    found = page.model.hits
    page.save_action.trigger()
    page.save_action.trigger()
    assert len(kept_from(sample_services.office.value("saved_searches"))) == 1
    page.filters.clear_chosen()
    page.query.clear()
    page.query.flush()
    assert page.start.isVisible()
    (link,) = page.start.saved.links
    assert link.text() == "“lao dong” · Đoàn ra · 2024"
    link.click()
    assert page.model.hits == found
    assert page.filters.chosen["year"] == {"2024": "2024"}


def test_saved_searches_can_be_forgotten_and_recent_ones_come_by_themselves(
    page, type_text, sample_services, qtbot
):
    ask(page, type_text, "niigata")
    page.save_action.trigger()
    qtbot.keyClick(page.query, Qt.Key.Key_Return)
    page.query.clear()
    page.query.flush()
    assert [link.text() for link in page.start.recent.links] == ["“niigata”"]
    forget = next(
        one for one in page.start.saved.findChildren(QAbstractButton) if one.accessibleName().startswith("Bỏ")
    )
    forget.click()
    assert not page.start.saved.isVisible()
    assert sample_services.office.value("saved_searches") == []


def test_before_anything_is_asked_there_are_examples_that_work(page):
    assert page.start.isVisible()
    assert not page.filters.isVisible()
    for link in list(page.start.examples.links):
        link.click()
        assert page.query.text() == link.accessibleName()
        assert page.model.rowCount() > 0, link.text()


def test_kept_lists_of_another_time_are_read_as_far_as_they_are_understood():
    good = KeptSearch("a", "newest", {"year": {"2024": "2024"}})
    kept = [good.to_json(), 5, {"text": ""}, {"text": "b", "sort": "x", "filters": [1]}, None]
    assert kept_from(kept) == [good, KeptSearch("b")]
    assert kept_from("x") == []
    assert with_first([KeptSearch("b"), good], good, 2) == [good, KeptSearch("b")]


# -- trouble, changes, looks ------------------------------------------------------------------------------


def test_while_the_index_is_made_anew_the_library_answers(page, type_text, monkeypatch, sample_services):
    from desktop_app.core.search.failures import IndexUnusable, Trouble

    def broken(*_what, **_more):
        raise IndexUnusable(Trouble.MISSING)

    monkeypatch.setattr(type(sample_services.search._context.index), "search", broken)
    ask(page, type_text, "nha khoa")
    assert page.banner.isVisible()
    assert page.banner.text() == ("Đang chuẩn bị lại phần tìm kiếm; kết quả tạm thời lấy trực tiếp từ kho.")
    assert page.model.rowCount() > 0
    monkeypatch.undo()
    page.refresh(None)
    assert not page.banner.isVisible()


def test_a_change_elsewhere_is_seen(page, type_text, sample_services):
    ask(page, type_text, "nha khoa")
    before = page._results.total
    first = page.model.hit(0)
    sample_services.editing.trash(first.kind, [first.record_id])
    sample_services.search.catch_up()
    page.refresh(SimpleNamespace(records={(first.kind, first.record_id)}))
    assert page._results.total == before - 1


def test_what_was_selected_stays_when_the_list_is_read_again(page, type_text):
    ask(page, type_text, "gwangju")
    page.hits.setFocus()
    page.hits.setCurrentIndex(page.model.index(12))
    chosen, place = page.hits.chosen(), page.hits.verticalScrollBar().value()
    assert place > 0
    page.refresh(None)
    assert page.hits.chosen() == chosen
    assert page.hits.verticalScrollBar().value() == place
    ask(page, type_text, "asan")
    assert page.hits.verticalScrollBar().value() == 0
    assert page.hits.chosen() == []


@pytest.mark.parametrize("size", [QSize(1366, 768), QSize(911, 512)])
def test_every_control_has_a_name_and_none_is_cut(page, type_text, size):
    window = page.window()
    window.resize(size)
    for text in ("", "lao dong", "gyeongi"):
        ask(page, type_text, text)
        for _ in range(4):
            QApplication.processEvents()
        for kind in (QAbstractButton, QLineEdit, QComboBox):
            for control in page.findChildren(kind):
                if not control.isVisible() or control.window() is not window:
                    continue
                name = QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
                inner = isinstance(control.parent(), (QLineEdit, QComboBox))
                assert inner or name.strip(), (type(control).__name__, control.objectName())
                left = control.mapTo(window, QPoint(0, 0)).x()
                assert left >= 0
                assert left + control.width() <= window.width(), (type(control).__name__, name)
