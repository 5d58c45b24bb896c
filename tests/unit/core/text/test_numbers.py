"""Numbers as Vietnamese papers write them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from desktop_app.core.text.numbers import find_quantities, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9.666", 9666),
        ("81,56", 81.56),
        ("20.000", 20000),
        ("1.234.567,8", 1234567.8),
        ("1,234,567", 1234567),
        ("6.5", 6.5),
        ("7", 7),
    ],
)
def test_number(text: str, value: float):
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "1,2,3", "-5", "1 000"])
def test_no_number(text: str):
    with pytest.raises(ValueError, match="not a number"):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "value", "upper", "qualifier"),
    [
        ("9.666 dự án", 9666, None, ""),
        ("hơn 81,56 tỷ USD", 81_560_000_000, None, "hơn"),
        ("gần 10.000 lao động", 10_000, None, "gần"),
        ("khoảng 500 - 700 lao động", 500, 700, "khoảng"),
        ("từ 6 đến 8 tháng", 6, 8, ""),
        ("30 nghìn người", 30_000, None, ""),
        ("350 ngàn tấn", 350_000, None, ""),
        ("1,5 triệu khách", 1_500_000, None, ""),
        ("10,95 tỉ đồng", 10_950_000_000, None, ""),
        ("2 nghìn tỷ đồng", 2e12, None, ""),
        ("7 - 8 triệu USD", 7_000_000, 8_000_000, ""),
        ("800 triệu - 1 tỷ đồng", 800_000_000, 1_000_000_000, ""),
    ],
)
def test_quantity(text: str, value: float, upper: float | None, qualifier: str):
    (found,) = find_quantities(text)
    assert (found.value, found.value_max, found.qualifier) == (value, upper, qualifier)
    assert not found.doubtful


def test_full_stop_before_two_digits_is_doubtful():
    (found,) = find_quantities("đạt 6.55 triệu")
    assert found.value == 6_550_000
    assert found.doubtful


def test_part_of_a_date_or_number_plate_is_no_quantity():
    assert find_quantities("9/6") == []


@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_digits_are_read(value: int):
    assert parse_number(f"{value:,}".replace(",", ".")) == value


@given(st.text(alphabet="0123456789.,- /tỷtriệungđến", max_size=40))
def test_any_text(text: str):
    for found in find_quantities(text):
        assert 0 <= found.start <= found.number_start < found.end <= len(text)
        assert found.value_max is None or found.value_max > found.value
