from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, strategies as st

from desktop_app.core.search.highlights import (
    _find,
    _find_in_any,
    _read_terms,
    mark,
    snippet,
)

LONG = (
    "Mở đầu bài viết là phần chào hỏi dài dòng. " * 12
    + "Thành phố cử chuyên gia đào tạo nha khoa cho sinh viên. "
    + "Phần kết cũng dài và nói về khoa học cùng nhà máy. " * 12
)


def marked(text: str, terms) -> list[str]:
    return [text[start:end] for start, end in mark(text, terms)]


@pytest.mark.parametrize(
    ("text", "terms", "found"),
    [
        ("Đoàn công tác thăm ĐOÀN", ["doan"], ["Đoàn", "ĐOÀN"]),
        ("Uỷ ban nhân dân và ban ngành", ["uy ban nhan dan"], ["Uỷ ban nhân dân"]),
        ("ngày 9/6/2022, rồi 9/6", ["9/6"], ["9/6/2022", "9/6"]),
        ("81,56 tỷ", ["81.56"], ["81,56"]),
        ("Ansan và Asan", ["asan"], ["Asan"]),
        ("nha khoa", ["nha khoa", "khoa"], ["nha khoa"]),
        ("khoa nha", ["nha khoa"], []),
        ("không có gì", [], []),
        ("không có gì", ["", "*", '"'], []),
    ],
)
def test_marks_ignore_accents_and_case(text, terms, found):
    assert marked(text, terms) == found


def test_marks_in_decomposed_text_cover_whole_words():
    text = unicodedata.normalize("NFD", "Đoàn công tác")
    assert marked(text, ["cong"]) == [unicodedata.normalize("NFD", "công")]


def test_the_snippet_shows_the_words_side_by_side():
    shown = snippet(LONG, ["nha", "khoa"])
    assert "đào tạo nha khoa cho" in shown.text
    assert [shown.text[start:end] for start, end in shown.marks][:2] == ["nha", "khoa"]


def test_without_a_match_it_is_the_beginning():
    shown = snippet(LONG, ["vắngmặt"])
    assert shown.text.startswith("Mở đầu")
    assert shown.marks == ()


@given(st.text(max_size=300), st.lists(st.text(max_size=8), max_size=4), st.integers(20, 120))
def test_marks_of_a_snippet_are_the_marked_words(text, terms, width):
    terms = [*terms, *re.findall(r"\w+", text)[:2]]
    shown = snippet(text, terms, width=width)
    last = 0
    for start, end in shown.marks:
        assert last <= start < end <= len(shown.text)
        last = end
    assert len(shown.text) <= width + 4 or not shown.marks


def test_a_huge_text_is_marked_in_one_pass():
    assert len(mark("nha khoa " * 50_000, ["nha", "khoa", "nha khoa"])) == 50_000


_PIECES = st.sampled_from(
    [
        *(
            "nha",
            "khoa",
            "Nhà",
            "KHOA",
            "kĩ",
            "kỹ",
            "ki",
            "ky",
            "Đoàn",
            "doan",
            "20km",
            "9/6/2022",
            "km",
            "hoà",
            "hòa",
        ),
        *(" ", " ", " ", "\n", ".", ", ", "-", "_", "'", "’", "ß", "a\u0300", "3", "“", "–", "e"),
    ]
)


@given(
    st.lists(_PIECES, max_size=40).map("".join),
    st.lists(
        st.sampled_from(["nha", "khoa", "nha khoa", "kỹ", "ki", "km", "hoa", "doan nha", "e", "a"]),
        max_size=4,
    ),
)
def test_looking_at_all_letters_at_once_finds_what_reading_every_word_finds(text, terms):
    table = _read_terms(terms)
    assert _find(text, terms) == (_find_in_any(text, table) if table else [])
