"""What stands around the list: preview, chips, dates, switches, cards, help, export."""

import csv
import threading
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from db.records import RecordKind
from desktop_app.progress import Cancelled, Reporter
from desktop_app.services.searching import SearchRequest
from desktop_app.ui.navigation import Address
from desktop_app.ui.searching.asking import counts_for, found_for
from desktop_app.ui.searching.bubble import FORMS
from desktop_app.ui.searching.cards import CardStrip
from desktop_app.ui.searching.chosen import filters_only, narrowed, span_of, span_value
from desktop_app.ui.searching.preview import together
from desktop_app.ui.searching.taking import export_hits


@pytest.fixture
def found(page, type_text):
    """The page with the answers to "nha khoa"."""

    def ask(text="nha khoa"):
        page.query.setFocus()
        page.query.clear()
        type_text(page.query, text)
        page.query.flush()
        page.reading.read_now()
        QApplication.processEvents()
        return page

    return ask


def stand_on_article(page):
    row = next(row for row, hit in enumerate(page.model.hits) if hit.kind is RecordKind.ARTICLE)
    page.hits.setCurrentIndex(page.model.index(row))
    page.reading.read_now()
    QApplication.processEvents()
    return page.model.hit(row)


# -- preview -------------------------------------------------------------------------------------------


def test_the_preview_shows_the_first_answer_and_follows(found):
    page = found()
    pane = page.parts.preview
    assert pane.isVisible()
    assert pane.shown == page.model.hit(0)
    hit = stand_on_article(page)
    assert pane.shown == hit
    text = page.frame.services.records.get(RecordKind.ARTICLE, hit.record_id).text
    assert pane.text.article_text() == text
    assert pane.title.text() == hit.title


def test_every_hit_is_marked_and_f3_goes_round(found, qtbot):
    page = found()
    pane = page.parts.preview
    stand_on_article(page)
    marks, text = pane.text.marks, pane.text.article_text()
    assert len(marks) > 2
    assert all("khoa" in text[mark.start : mark.end].casefold() for mark in marks)
    total, begin = len(marks), int(pane.count.text().split("/")[0])
    assert pane.count.text().endswith(f"/{total}")
    page.hits.setFocus()
    qtbot.keyClick(page.hits, Qt.Key.Key_F3)
    assert pane.count.text() == f"{begin % total + 1}/{total}"
    assert pane.text.current == begin % total
    qtbot.keyClick(page.hits, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert pane.count.text() == f"{begin}/{total}"
    for _ in range(total):
        pane.after.click()
    assert pane.count.text() == f"{begin}/{total}"
    assert pane.count.accessibleName() == f"Chỗ tìm thấy thứ {begin} trong {total}"


def test_opening_leads_to_the_hit_one_stands_on_and_back(found):
    page = found()
    hit = stand_on_article(page)
    page.parts.preview.after.click()
    start, end = page.parts.preview.place
    page.parts.preview.open_button.click()
    assert page.window().address == Address("articles", hit.record_id, f"{start}-{end}")
    page.window().actions_by_name["back"].trigger()
    assert page.query.text() == "nha khoa"


def test_similar_articles_are_listed_and_opened(found, sample_services):
    articles = sample_services.search.search(
        SearchRequest("gwangju", kinds=(RecordKind.ARTICLE,), limit=9)
    ).hits
    sample_services.search.similar = lambda _article, limit=10: articles[:limit]
    page = found()
    stand_on_article(page)
    pane = page.parts.preview
    assert pane.similar.count() == min(6, len(articles))
    pane.similar.itemClicked.emit(pane.similar.item(1))
    assert page.window().address == Address("articles", articles[1].record_id)


def test_a_narrow_window_hides_the_preview_unless_asked_for_and_remembers(found, qtbot):
    page = found()
    pane, window, button = page.parts.preview, page.window(), page.parts.preview_button
    window.resize(1100, 700)
    assert not pane.isVisible()
    assert not button.isChecked()
    button.click()
    assert pane.isVisible()
    window.resize(1366, 768)
    assert pane.isVisible()
    button.click()
    assert not pane.isVisible()
    window.resize(1100, 700)
    window.resize(1366, 768)
    assert not pane.isVisible()
    button.click()
    assert pane.isVisible()
    window.resize(1100, 700)
    assert not pane.isVisible()
    qtbot.keyClick(page.query, Qt.Key.Key_F3)
    assert pane.isVisible()


def test_an_answer_that_is_gone_leaves_the_preview_empty(found, sample_services):
    page = found()
    hit = stand_on_article(page)
    sample_services.editing.trash(hit.kind, [hit.record_id])
    page.reading.read_now()
    pane = page.parts.preview
    assert pane.shown is None or pane.shown == hit


def test_a_record_is_read_whole_with_the_names_of_its_fields(found):
    page = found()
    row = next(row for row, hit in enumerate(page.model.hits) if hit.kind is RecordKind.VISIT)
    page.hits.setCurrentIndex(page.model.index(row))
    page.reading.read_now()
    pane = page.parts.preview
    text = pane.text.article_text()
    visit = page.frame.services.records.get(RecordKind.VISIT, page.model.hit(row).record_id)
    assert f"\nĐịa điểm: {visit.location}\n" in text
    assert all(person.name in text for person in visit.participants)
    marked = [text[mark.start : mark.end].casefold() for mark in pane.text.marks]
    assert marked
    assert set(marked) <= {"nha khoa", "nha", "khoa"}


def test_names_of_fields_are_not_found(found):
    page = found("loại:đoàn thành phần")
    page.hits.setCurrentIndex(page.model.index(0))
    page.reading.read_now()
    pane = page.parts.preview
    text = pane.text.article_text()
    assert "\nThành phần:" in text
    assert all(text[mark.end : mark.end + 1] != ":" for mark in pane.text.marks)


def test_a_partner_shows_the_words_that_were_found(found):
    page = found("loại:đối_tác gwangju")
    page.hits.setCurrentIndex(page.model.index(0))
    page.reading.read_now()
    pane, hit = page.parts.preview, page.model.hit(0)
    assert hit.kind is RecordKind.PARTNER
    text = pane.text.article_text()
    marked = [text[mark.start : mark.end] for mark in pane.text.marks]
    assert marked == [hit.snippet[start:end] for start, end in hit.marks]


def test_words_side_by_side_are_one_hit():
    assert together("nha khoa, nha", [(0, 3), (4, 8), (10, 13)]) == ((0, 8), (10, 13))
    assert together("", []) == ()


# -- what is chosen ------------------------------------------------------------------------------------


def test_chips_name_what_is_chosen_and_take_it_away(found, qtbot):
    page = found("lao dong")
    chips = page.parts.chips
    assert not chips.isVisible()
    page.filters.choose("direction", "out", "Đoàn ra")
    page.filters.choose("kind", "visit", "Đoàn")
    assert [chip.text() for chip in chips.chips] == ["Hướng đoàn: Đoàn ra", "Loại: Đoàn"]
    assert chips.chips[0].accessibleName() == "Bỏ điều kiện Hướng đoàn: Đoàn ra"
    chips.chips[0].setFocus()
    qtbot.keyClick(chips.chips[0], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(chips.chips) == 1)
    assert page.filters.chosen == {"kind": {"visit": "Đoàn"}}
    assert chips.chips[0].hasFocus()
    qtbot.mouseClick(chips.chips[0], Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    qtbot.waitUntil(lambda: not chips.isVisible())
    assert page.filters.chosen == {}


def test_years_have_bars_and_narrow(found, sample_services):
    page = found("lao dong")
    total, slider = page._results.total, page.parts.span.slider
    years = counts_for(page.frame.services.search, page.request())[1]
    assert sum(years.values()) > 0
    assert (slider.low.minimum(), slider.low.maximum()) == (min(years), max(years))
    page.parts.span.changed.emit("2024-01-01", "2024-12-31", "2024")
    assert [chip.text() for chip in page.parts.chips.chips] == ["Thời gian: 2024"]
    assert 0 < page._results.total < total
    assert all(hit.published.startswith("2024") for hit in page.model.hits if hit.kind is RecordKind.ARTICLE)
    assert slider.counts == years
    assert page.parts.span.span == ("2024-01-01", "2024-12-31")


def test_the_switches_say_how_words_are_read(found):
    page = found("nha khoa")
    page.parts.strict.click()
    assert page.request().strict_marks
    assert page.parts.chips.chips == []
    page.parts.predecessors.click()
    assert not page.request().with_predecessors
    page.filters.clear_chosen()
    assert page.request().strict_marks
    assert page.parts.strict.isChecked()
    page.query.clear()
    page.query.flush()
    assert page.start.isVisible()


def test_saved_switches_and_dates_come_back(found):
    page = found("lao dong")
    page.parts.strict.click()
    page.parts.span.changed.emit("2024-01-01", "", "từ 2024")
    page.save_action.trigger()
    page.filters.set_chosen({})
    page.query.clear()
    page.query.flush()
    (link,) = page.start.saved.links
    assert link.text() == "“lao dong” · Đúng dấu · từ 2024"
    link.click()
    assert page.parts.strict.isChecked()
    assert page.request().dated_from == "2024-01-01"


def test_values_from_another_time_do_not_narrow():
    chosen = {"kind": {"visit": "Đoàn", "spaceship": "?"}, "year": {"x": "x"}, "partner": {"-1": "?"}}
    request = narrowed(SearchRequest("a"), chosen)
    assert request == SearchRequest("a", kinds=(RecordKind.VISIT,))
    assert span_of({"dated": {span_value("2020-01-01", ""): "từ 2020"}}) == ("2020-01-01", "")
    assert filters_only({"strict": {"1": "Đúng dấu"}, "tag": {}}) == {}


def test_an_unfinished_last_word_finds_too(page, type_text):
    page.query.setFocus()
    type_text(page.query, "ngh")
    page.query.flush()
    assert page.model.rowCount() > 0
    assert page._results.request.typing
    hit = page.model.hit(0)
    assert all(hit.snippet[start:end].casefold().startswith("ngh") for start, end in hit.marks)
    services = page.frame.services
    assert not found_for(services.search, SearchRequest("nha khoa")).request.typing


def test_what_cannot_be_asked_says_so_and_shows_no_old_answers(found, type_text):
    page = found()
    assert page.model.rowCount() > 0
    page.query.clear()
    type_text(page.query, "-khoa")
    page.query.flush()
    assert page.nothing.isVisible()
    assert page.model.rowCount() == 0
    assert not page.export_action.isEnabled()
    assert not page.parts.preview.isVisible()


def test_questions_that_wait_in_vain_are_not_asked(open_page, runner, sample_services, qtbot):
    page = open_page(runner, "")
    qtbot.waitUntil(lambda: not runner.jobs)
    gate, asked, real = threading.Event(), [], sample_services.search.search

    def search(request):
        asked.append(request.text)
        gate.wait(10)
        return real(request)

    sample_services.search.search = search
    for text in ("g", "gw", "gwa", "gwan", "gwang", "gwangju"):
        page.query.setText(text)
        page.query.flush()
    gate.set()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0 and not runner.jobs)
    assert "gwangju" in asked
    assert "gwang" not in asked
    assert page._results.request.text == "gwangju"


# -- cards, help, export -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    kind: RecordKind
    record_id: int
    title: str
    date: str
    lines: tuple[str, ...]


def test_cards_stand_above_the_list_and_open_their_record(found, sample_services, qtbot):
    page = found()
    page.parts.cards.show_cards(
        [
            Card(RecordKind.VISIT, number, f"Đoàn {number}", "09/6/2022", ("Vinh", "10 người"))
            for number in (3, 4)
        ]
    )
    strip = page.parts.cards
    first, second = strip.cards
    assert strip.isVisible()
    assert strip.y() < page.parts.faces.y()
    assert first.accessibleName() == "Đoàn 3. Đoàn · 09/6/2022. Vinh. 10 người"
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert page.window().address == Address("visits", 4)


def test_cards_with_anything_in_them_are_letters_and_stay_low(qtbot, themed):
    strip = CardStrip()
    qtbot.addWidget(strip)
    strip.resize(900, 400)
    strip.show()
    strip.show_cards([Card(RecordKind.PERSON, 1, "<b>&" * 60, "<i>", ("dòng " * 90,) * 9)] * 5)
    strip.grab()
    assert strip.height() < 170
    strip.show_cards([])
    assert not strip.isVisible()


def test_f1_explains_how_to_ask_and_examples_can_be_tried(found, qtbot):
    page = found()
    page.window().actions_by_name["help"].trigger()
    bubble = page.bubble
    assert bubble.isVisible()
    assert len(bubble.examples) == len(FORMS) >= 8
    assert bubble.examples[0].hasFocus()
    assert all(button.accessibleDescription() for button in bubble.examples)
    bubble.examples[1].click()
    assert not bubble.isVisible()
    assert page.query.text() == FORMS[1][0]
    page.parts.help_button.click()
    assert bubble.isVisible()
    qtbot.keyClick(bubble, Qt.Key.Key_Escape)
    assert not bubble.isVisible()
    assert page.window().address.page == "search"
    page.show_help()
    bubble.more.click()
    assert page.window().address == Address("help", extra="search")


@pytest.mark.parametrize("example", [example for example, _ in FORMS])
def test_every_example_of_the_help_is_understood(page, example):
    page._on_tried(example)
    assert page.query.text() == example
    assert not page.banner.isVisible()
    assert page.model.rowCount() > 0


def test_all_answers_are_exported_page_by_page(sample_services, tmp_path):
    search, seen = sample_services.search, []
    request = SearchRequest("thành phố", limit=30)
    total = search.search(request).total
    assert total > 30
    path = tmp_path / "tất cả.csv"
    export_hits(search, request, path, "Tất cả", Reporter(lambda progress: seen.append(progress)))
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file, delimiter=";"))) == total + 1
    assert seen[-1].done == seen[-1].total == total


def test_an_export_that_is_stopped_leaves_no_file(sample_services, tmp_path):
    reporter = Reporter()
    reporter.cancel()
    path = tmp_path / "a.csv"
    with pytest.raises(Cancelled):
        export_hits(sample_services.search, SearchRequest("thành phố"), path, "", reporter)
    assert not path.exists()


def test_sizes_and_schemes_leave_nothing_outside(found):
    page = found("lao dong")
    page.parts.cards.show_cards(
        [Card(RecordKind.VISIT, 1, "Đoàn " * 30, "09/6/2022", ("dòng " * 40,) * 3)] * 5
    )
    page.filters.choose("field", "x" * 90, "Một lĩnh vực có tên dài " * 4)
    for width, height in ((1366, 768), (911, 512), (683, 384)):
        page.window().resize(width, height)
        for _ in range(3):
            QApplication.processEvents()
        assert page.width() <= width
        assert page.minimumSizeHint().width() <= width
    assert replace(page.request(), limit=1).field
