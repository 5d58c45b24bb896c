"""Numbers as people type them, and back."""

import pytest
from hypothesis import given, strategies as st

from db.records import Figure
from desktop_app.services.wording import number_to_edit, parse_typed_number


@pytest.mark.parametrize(
    ("typed", "value", "top", "qualifier", "rest"),
    [
        ("9.666", 9666, None, "", ""),
        ("81,56 tỷ USD", 81_560_000_000, None, "", "USD"),
        ("khoảng 135 triệu", 135_000_000, None, "khoảng", ""),
        ("500 - 700 người", 500, 700, "", "người"),
        ("−3,5", -3.5, None, "", ""),
    ],
)
def test_what_is_understood(typed, value, top, qualifier, rest):
    number = parse_typed_number(typed)
    assert (number.value, number.value_max, number.qualifier, number.rest) == (value, top, qualifier, rest)


@pytest.mark.parametrize("typed", ["", "nhiều", "3 và 4", "81.56", "là 5", "-2–3"])
def test_what_is_not_says_so_in_words(typed):
    with pytest.raises(ValueError, match=r"[Hh]ãy"):
        parse_typed_number(typed)


@given(st.integers(min_value=0, max_value=10**13), st.sampled_from(["USD", "người", "đồng", "%"]))
def test_a_number_shown_for_editing_is_read_back(value: int, unit: str):
    figure = Figure(1, "x", float(value), unit)
    text, shown_unit = number_to_edit(figure)
    assert shown_unit == unit
    read = parse_typed_number(text).value
    assert read == value


@given(st.floats(min_value=-1e9, max_value=1e12, allow_nan=False).map(lambda x: round(x, 4)))
def test_decimals_are_not_lost(value: float):
    text, _ = number_to_edit(Figure(1, "x", value, "%"))
    assert parse_typed_number(text).value == pytest.approx(value, abs=0.01)


def test_ordinary_money_is_short():
    assert number_to_edit(Figure(1, "x", 135e6, "USD")) == ("135 triệu", "USD")
    assert number_to_edit(Figure(1, "x", 81.56e9, "USD")) == ("81,56 tỷ", "USD")
    assert number_to_edit(Figure(1, "x", 500, "người", value_max=700)) == ("500–700", "người")
    assert number_to_edit(Figure(1, "x", 1_234_567_891, "USD")) == ("1.234.567.891", "USD")
