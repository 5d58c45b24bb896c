import pytest
from hypothesis import given, strategies as st

from desktop_app.ui.widgets.vietnamese import Utf16Map, fold, matches, sort_key


@pytest.mark.parametrize(
    ("needle", "text"),
    [
        ("da nang", "Đà Nẵng"),
        ("ĐÀ", "thành phố Đà Nẵng"),
        ("nang da", "Đà Nẵng"),
        ("quang", "Quảng Châu"),
        ("de\u0302", "Đề án"),
        ("", "bất kỳ"),
    ],
)
def test_a_filter_finds_words_without_their_marks(needle, text):
    assert matches(needle, text)


@pytest.mark.parametrize(("needle", "text"), [("hue", "Hà Nội"), ("nangg", "Đà Nẵng")])
def test_a_filter_does_not_find_what_is_not_there(needle, text):
    assert not matches(needle, text)


def test_names_stand_in_the_order_of_a_vietnamese_dictionary():
    ordered = ["An", "Ăn", "Ân", "Ẩn", "Dũng", "Đà", "Đức", "Em", "Êm", "O", "Ô", "Ơ", "Ukraina", "Ý"]
    shuffled = [*ordered[5:], *ordered[:5]]
    assert sorted(shuffled, key=sort_key) == ordered


def test_tones_decide_only_between_equal_letters():
    ordered = ["ma", "mà", "mả", "mã", "má", "mạ", "mai"]
    shuffled = [*ordered[5:], *ordered[:5]]
    assert sorted(shuffled, key=sort_key) == ordered


def test_numbers_stand_by_their_value():
    assert sorted(["Đoàn 10", "Đoàn 9", "Đoàn 100"], key=sort_key) == ["Đoàn 9", "Đoàn 10", "Đoàn 100"]


def test_decomposed_text_sorts_and_compares_like_composed():
    assert fold("Đa\u0300 Na\u0306\u0303ng") == fold("Đà Nẵng")
    assert sort_key("a\u0301")[:2] == sort_key("á")[:2]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.integers(0, 50))
def test_offsets_count_as_python_and_as_utf16_do(text, offset):
    offset = min(offset, len(text))
    units = Utf16Map(text).to_units(offset)
    assert units == len(text[:offset].encode("utf-16-le")) // 2
    assert Utf16Map(text).to_points(units) == offset
