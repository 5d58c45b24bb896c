"""From when to when: handles, keys, exact days."""

import pytest
from PySide6.QtCore import QPoint, Qt

from desktop_app.ui.searching.span import SpanPicker, span_words

YEARS = {2019: 2, 2021: 10, 2022: 4, 2024: 1}


@pytest.fixture
def span(qtbot, themed):
    made = SpanPicker()
    qtbot.addWidget(made)
    made.resize(220, 120)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.set_counts(YEARS)
    made.told = []
    made.changed.connect(lambda *what: made.told.append(what))
    return made


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("", "", ""),
        ("2019-01-01", "2024-12-31", "2019–2024"),
        ("2022-01-01", "2022-12-31", "2022"),
        ("2022-06-09", "", "từ 09/06/2022"),
        ("2022-01-01", "", "từ 2022"),
        ("", "2020-12-31", "đến 2020"),
        ("2022-06-09", "2022-12-31", "09/06/2022–2022"),
    ],
)
def test_the_span_in_words(first, last, words):
    assert span_words(first, last) == words


def test_keys_move_the_handles_year_by_year_and_ends_are_open(span, qtbot):
    slider = span.slider
    assert slider.years() == (0, 0)
    qtbot.keyClick(slider.low, Qt.Key.Key_Right)
    assert span.told[-1] == ("2020-01-01", "", "từ 2020")
    qtbot.keyClick(slider.high, Qt.Key.Key_Left)
    assert span.told[-1] == ("2020-01-01", "2023-12-31", "2020–2023")
    assert slider.low.accessibleName() == "Từ năm 2020"
    assert slider.high.accessibleName() == "Đến năm 2023"
    qtbot.keyClick(slider.low, Qt.Key.Key_Home)
    qtbot.keyClick(slider.high, Qt.Key.Key_End)
    assert span.told[-1] == ("", "", "")
    assert span.words.text() == "Tất cả, 2019–2024"


def test_handles_stop_at_each_other(span, qtbot):
    qtbot.keyClick(span.slider.low, Qt.Key.Key_End)
    assert span.span == ("2024-01-01", "")
    qtbot.keyClick(span.slider.high, Qt.Key.Key_Home)
    assert span.slider.high.value() == 2024
    for _ in range(2):
        qtbot.keyClick(span.slider.low, Qt.Key.Key_Left)
    qtbot.keyClick(span.slider.high, Qt.Key.Key_Home)
    assert span.span == ("2022-01-01", "2022-12-31")


def _place(slider, year):
    first, last = slider.low.minimum(), slider.low.maximum()
    return QPoint(round(slider.width() * (year - first + 0.5) / (last - first + 1)), 20)


def test_a_handle_is_dragged_and_asks_once(span, qtbot):
    slider = span.slider
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(4, 44))
    for year in (2020, 2021, 2022):
        qtbot.mouseMove(slider, _place(slider, year))
    assert span.told == []
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=_place(slider, 2022))
    assert span.told == [("2022-01-01", "", "từ 2022")]
    assert slider.low.hasFocus()


def test_a_double_click_takes_one_year(span, qtbot):
    qtbot.mouseDClick(span.slider, Qt.MouseButton.LeftButton, pos=_place(span.slider, 2021))
    assert span.span == ("2021-01-01", "2021-12-31")


def test_exact_days_are_typed_as_papers_state_them(span, type_text, qtbot):
    assert not span.from_field.isVisible()
    span.exact.click()
    assert span.from_field.line.hasFocus()
    type_text(span.from_field.line, "9/6/2022")
    qtbot.keyClick(span.from_field.line, Qt.Key.Key_Return)
    assert span.told[-1][:2] == ("2022-06-09", "")
    span.to_field.line.setFocus()
    type_text(span.to_field.line, "tháng 5/2023")
    qtbot.keyClick(span.to_field.line, Qt.Key.Key_Return)
    assert span.told[-1] == ("2022-06-09", "2023-05-31", "09/06/2022–31/05/2023")
    assert span.slider.low.value() == 2022


def test_days_in_the_wrong_order_are_turned_and_nonsense_waits(span, type_text, qtbot):
    span.exact.click()
    type_text(span.from_field.line, "2023")
    qtbot.keyClick(span.from_field.line, Qt.Key.Key_Return)
    span.to_field.line.setFocus()
    type_text(span.to_field.line, "2021")
    qtbot.keyClick(span.to_field.line, Qt.Key.Key_Return)
    assert span.span == ("2021-01-01", "2023-12-31")
    told = len(span.told)
    span.to_field.line.setText("không phải ngày")
    qtbot.keyClick(span.to_field.line, Qt.Key.Key_Return)
    assert len(span.told) == told
    assert span.to_field.error


def test_one_year_or_none_cannot_be_narrowed(span, qtbot):
    for counts in ({2022: 3}, {}):
        span.set_counts(counts)
        assert not span.slider.low.isEnabled()
        span.grab()


def test_a_span_outside_the_years_stays_what_it_is(span):
    span.set_span("1999-01-01", "2000-12-31")
    assert span.span == ("1999-01-01", "2000-12-31")
    assert span.words.text() == "1999–2000"
    span.set_counts(YEARS)
    assert span.span == ("1999-01-01", "2000-12-31")
    assert span.told == []
