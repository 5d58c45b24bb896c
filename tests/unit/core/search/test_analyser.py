from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, strategies as st

from desktop_app.core.search.analyser import MAX_WORD, words, words_with_spans

VIETNAMESE = st.text(
    "aăâeêioôơuưyđbcdghklmnpqrstvx àáảãạầấẩẫậòóỏõọùúủũụỳýỷỹỵ ĐÀỦ 0123456789.,/-'", max_size=60
)


def exact(text: str) -> list[str]:
    return [word.exact for word in words(text)]


def folded(text: str) -> list[str]:
    return [word.folded for word in words(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Y tế ở xã A", ["y", "te", "o", "xa", "a"]),
        ("K-Unicorn, G20; COVID-19", ["k", "unicorn", "g20", "covid", "19"]),
        ("TP.HCM", ["tp", "hcm"]),
        ("Ðoàn ĐOÀN đoàn", ["doan", "doan", "doan"]),
        ("Chăm-pa-sắc", ["cham", "pa", "sac"]),
        ("Ch'nang Ch’nang", ["ch'nang", "ch'nang"]),
        ("9/6 09/06", ["9/6", "9/6"]),
        ("81,56 81.56", ["81.56", "81.56"]),
        ("9.666 9,666 9666", ["9666", "9666", "9666"]),
        ("1.234.567", ["1234567"]),
        ("20-30 sinh viên", ["20", "30", "sinh", "vien"]),
        ("09-06-2022", ["9/6/2022"]),
        ("25%", ["25"]),
        ("한국", ["한국"]),
    ],
)
def test_words_of_a_text(text, found):
    assert folded(text) == [unicodedata.normalize("NFC", word) for word in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("Uỷ", "ủy"), ("kí kết", "ký kết"), ("kĩ", "kỹ"), ("thoả", "thỏa"), ("qúy", "quý")],
)
def test_spelling_variants_are_one_word(one, other):
    assert exact(one) == exact(other)


def test_words_that_differ_in_marks_stay_apart():
    assert exact("thị trưởng") != exact("thị trường")
    assert folded("thị trưởng") == folded("thị trường")
    assert words("nhà")[0].mark != words("nha")[0].mark


def test_a_full_date_is_also_found_by_day_and_by_year():
    assert set(words("9/6/2022")[0].also) == {"9/6", "6/2022", "2022"}


def test_endless_words_are_cut():
    assert len(exact("x" * 100_000)[0]) <= MAX_WORD


@given(VIETNAMESE)
def test_composed_and_decomposed_text_give_the_same_words(text):
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))


@given(st.text(max_size=80))
def test_spans_lie_in_the_text_in_order(text):
    last = 0
    for _, start, end in words_with_spans(text):
        assert last <= start < end <= len(text)
        last = end


@given(VIETNAMESE)
def test_spans_find_the_words_of_decomposed_text(text):
    text = unicodedata.normalize("NFD", text)
    assert [word.folded for word, _, _ in words_with_spans(text)] == folded(text)
