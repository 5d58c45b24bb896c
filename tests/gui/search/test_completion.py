"""Offers under the box: they help and never stand in the way."""

import threading
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible

from desktop_app.ui.navigation import Address
from desktop_app.ui.searching.completion import Completer


@dataclass(frozen=True)
class Offer:
    kind: str
    text: str
    label: str
    detail: str = ""


OFFERS = (
    Offer("word", "nha khoa", "nha khoa"),
    Offer("partner", "Gwangju", "Thành phố Gwangju", "Hàn Quốc"),
    Offer("field", "đối_tác:", "đối_tác:"),
)


@pytest.fixture
def offers(sample_services):
    """Let the service offer these; returns what it was asked."""
    asked: list[tuple[str, int]] = []

    def complete(text, cursor):
        asked.append((text, cursor))
        return OFFERS

    sample_services.search.complete = complete
    return asked


@pytest.fixture
def box(offers, page, type_text):
    """The page with offers open under "nh"."""
    page.query.setFocus()
    type_text(page.query, "nh")
    page.completer.ask_now()
    assert page.completer.is_open
    return page


def test_typing_offers_and_the_box_keeps_the_cursor(box, offers):
    assert offers[-1] == ("nh", 2)
    shown = box.completer.list
    assert [shown.offers.item(row).text() for row in range(3)] == [offer.label for offer in OFFERS]
    assert shown.chosen_row() == -1
    assert box.query.hasFocus()
    assert shown.window() is box.window()
    under = box.query.mapTo(box.window(), QPoint(0, box.query.height()))
    assert abs(shown.y() - under.y()) <= 4
    assert shown.width() >= 360


def test_enter_asks_what_was_typed(box, qtbot):
    qtbot.keyClick(box.query, Qt.Key.Key_Return)
    assert box.query.text() == "nh"
    assert not box.completer.is_open
    assert [link.text() for link in box.start.recent.links] == ["“nh”"]


def test_enter_before_the_offers_came_closes_the_door(offers, page, type_text, qtbot):
    page.query.setFocus()
    type_text(page.query, "nh")
    qtbot.keyClick(page.query, Qt.Key.Key_Return)
    assert not page.completer._timer.isActive()
    assert not page.completer.is_open
    assert offers == []


def test_arrows_choose_and_enter_takes(box, qtbot):
    for _ in range(2):
        qtbot.keyClick(box.query, Qt.Key.Key_Down)
    assert box.completer.list.chosen_row() == 1
    assert box.query.accessibleDescription() == "Thành phố Gwangju"
    qtbot.keyClick(box.query, Qt.Key.Key_Return)
    assert box.query.text() == "Gwangju"
    assert box.model.rowCount() > 0
    assert not box.completer.is_open
    assert box.query.hasFocus()
    qtbot.keyClick(box.query, Qt.Key.Key_Down)
    assert box.hits.hasFocus()


def test_up_goes_round_by_what_was_typed(box, qtbot):
    qtbot.keyClick(box.query, Qt.Key.Key_Up)
    assert box.completer.list.chosen_row() == 2
    qtbot.keyClick(box.query, Qt.Key.Key_Down)
    assert box.completer.list.chosen_row() == -1
    qtbot.keyClick(box.query, Qt.Key.Key_Return)
    assert box.query.text() == "nh"


def test_tab_takes_the_first_and_then_leaves(box, qtbot):
    qtbot.keyClick(box.query, Qt.Key.Key_Tab)
    assert box.query.text() == "nha khoa"
    assert box.query.hasFocus()
    qtbot.keyClick(box.query, Qt.Key.Key_Tab)
    assert not box.query.hasFocus()


def test_escape_closes_the_offers_first_and_empties_the_box_then(box, qtbot):
    qtbot.keyClick(box.query, Qt.Key.Key_Escape)
    assert not box.completer.is_open
    assert box.query.text() == "nh"
    qtbot.keyClick(box.query, Qt.Key.Key_Escape)
    assert box.query.text() == ""


def test_a_field_is_taken_and_its_values_are_offered_next(box, offers, qtbot):
    qtbot.keyClick(box.query, Qt.Key.Key_Up)
    qtbot.keyClick(box.query, Qt.Key.Key_Return)
    assert box.query.text() == "đối_tác:"
    assert offers[-1] == ("đối_tác:", 8)
    assert box.completer.is_open


def test_the_mouse_takes_too(box, qtbot):
    shown = box.completer.list
    place = shown.visualRect(shown.offers.index(1, 0)).center()
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert box.query.text() == "Gwangju"
    assert box.query.hasFocus()


def test_leaving_the_box_a_click_elsewhere_or_another_size_closes(box, type_text, qtbot):
    qtbot.mouseClick(box.parts.banner.parentWidget(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not box.completer.is_open
    box.query.setFocus()
    box.completer.ask_now()
    assert box.completer.is_open
    box.window().resize(1300, 700)
    assert not box.completer.is_open
    box.completer.ask_now()
    box.sort.setFocus()
    assert not box.completer.is_open


def test_letters_being_composed_count_and_are_not_doubled(offers, page, type_text, compose, qtbot):
    page.query.setFocus()
    type_text(page.query, "xã ")
    compose(page.query, "nha")
    page.completer.ask_now()
    assert offers[-1] == ("xã nha", 6)
    qtbot.keyClick(page.query, Qt.Key.Key_Down)
    qtbot.keyClick(page.query, Qt.Key.Key_Return)
    assert page.query.text() == "nha khoa"
    assert page.query.search_text() == "nha khoa"


def test_the_backspaces_of_a_keyboard_driver_are_typing_like_any_other(offers, page, qtbot, type_text):
    page.query.setFocus()
    type_text(page.query, "tieng")
    for _ in range(3):
        qtbot.keyClick(page.query, Qt.Key.Key_Backspace)
    type_text(page.query, "ếng")
    qtbot.waitUntil(lambda: page.completer.is_open)
    assert offers == [("tiếng", 5)]


def test_an_answer_that_comes_late_is_dropped(open_page, runner, sample_services, type_text, qtbot):
    may_answer = threading.Event()

    def complete(text, _cursor):
        if text == "gw":
            may_answer.wait(10)
            return (Offer("word", "cũ", "cũ"),)
        return OFFERS

    sample_services.search.complete = complete
    page = open_page(runner, "")
    qtbot.waitUntil(lambda: not runner.jobs)
    page.query.setFocus()
    type_text(page.query, "gw")
    page.completer.ask_now()
    type_text(page.query, "a")
    page.completer.ask_now()
    qtbot.waitUntil(lambda: page.completer.is_open)
    may_answer.set()
    qtbot.waitUntil(lambda: not runner.jobs)
    assert page.completer.list.offers.item(0).text() == "nha khoa"


def test_without_offers_one_still_finds(page, sample_services, type_text):
    def broken(_text, _cursor):
        raise RuntimeError

    sample_services.search.complete = broken
    page.query.setFocus()
    type_text(page.query, "nha khoa")
    page.completer.ask_now()
    page.query.flush()
    assert not page.completer.is_open
    assert page.model.rowCount() > 0


def test_what_is_put_there_by_a_click_is_not_completed(offers, page):
    page.start.examples.links[0].click()
    assert not page.completer._timer.isActive()
    assert offers == []


def test_the_header_offers_too_and_leads_to_the_answers(offers, page, type_text, qtbot):
    window = page.window()
    field = window.header.search
    completer = Completer(field, window)
    completer.accepted.connect(lambda offer: window.go(Address("search", extra=offer.text)))
    field.setFocus()
    type_text(field, "gw")
    completer.ask_now()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.query.text() == "nha khoa"
    assert page.model.rowCount() > 0


def test_hostile_offers_are_letters(box):
    box.completer.list.show_offers([Offer("partner", "x", "<img src=x>\n" * 30, "<b>" * 90)] * 10)
    box.completer.list.place_under(box.query)
    box.window().grab()
    inside = box.window().rect()
    assert inside.contains(box.completer.list.geometry())
    name = QAccessible.queryAccessibleInterface(box.completer.list).text(QAccessible.Text.Name)
    assert name == "Gợi ý khi gõ"
