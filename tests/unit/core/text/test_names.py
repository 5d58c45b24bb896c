"""Names of persons (invented ones)."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from desktop_app.core.text.names import (
    filing_order,
    is_syllable,
    is_vietnamese,
    name_key,
    split_name,
    strip_address,
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ông Nguyễn Văn An", "Nguyễn Văn An"),
        ("Đồng chí Đoàn Văn Bình", "Đoàn Văn Bình"),
        ("đ/c Lê Thị Hòa", "Lê Thị Hòa"),
        ("PGS.TS Trần Văn Cường", "Trần Văn Cường"),
        ("ngài Tanaka Ichiro", "Tanaka Ichiro"),
        ("Ông Ích Khiêm", "Ích Khiêm"),
        ("Nguyễn  Văn\tAn", "Nguyễn Văn An"),
    ],
)
def test_address_is_no_part_of_the_name(written: str, name: str):
    assert strip_address(written) == name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Mit-suo Oh", "Mitsuo OH"),
        ("Lê Thị Hoà", "Lê Thị Hòa"),
        ("ông Đỗ An Bình", "Đỗ An Bình"),
        ("Kim Nam-Gil", "Kim Nam Gil"),
    ],
)
def test_two_spellings_of_one_name(first: str, second: str):
    assert name_key(first) == name_key(second)


def test_different_names_stay_apart():
    assert name_key("Lê Văn An") != name_key("Lê Văn Ân Bình")


@pytest.mark.parametrize(
    ("name", "vietnamese"),
    [
        ("Nguyễn Văn An", True),
        ("Đoàn Thị Khánh Ngọc", True),
        ("Lữ Quang Minh", True),
        ("Chang Min Woo", False),
        ("Kim Nam Gil", False),
        ("Sergei Petrov", False),
        ("An", False),
        ("Tanaka Ichiro", False),
    ],
)
def test_shape_of_a_vietnamese_name(name: str, vietnamese: bool):
    assert is_vietnamese(name) is vietnamese


@pytest.mark.parametrize("word", ["Nguyễn", "Huỳnh", "Quyền", "Khuê", "Nghiêm", "Oanh", "thuỷ", "Đắk"[:2]])
def test_syllable(word: str):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Kyoon", "Park", "Jeong", "Woong", "Tanaka", "Schmidt", ""])
def test_no_syllable(word: str):
    assert not is_syllable(word)


def test_parts_and_order():
    parts = split_name("ông Nguyễn Văn An")
    assert (parts.family, parts.middle, parts.given) == ("Nguyễn", "Văn", "An")
    assert filing_order("Nguyễn Văn An") == ("An", "Nguyễn Văn")
    assert filing_order("Tanaka Ichiro") == ("Tanaka Ichiro", "")
    assert split_name("Pelé").given == "Pelé"


@given(st.text(max_size=60))
def test_any_text(text: str):
    name_key(text)
    filing_order(text)
    assert len(strip_address(text)) <= len(text)
