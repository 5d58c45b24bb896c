"""Vietnamese order, as ICU has it."""

import itertools

from hypothesis import given, strategies as st

from desktop_app.core.text.collation import person_sort_key, sort_key

WORDS = [
    "An",
    "Anh",
    "Ảnh",
    "Ánh",
    "Ăn",
    "Ân",
    "Bách",
    "Bắc",
    "da",
    "dao",
    "Dân",
    "Doãn",
    "đa",
    "Đa",
    "Đà",
    "Đan",
    "đao",
    "Đoàn",
    "Hoa",
    "Hoà",
    "Hòa",
    "Hóa",
    "Huệ",
    "Hùng",
    "Hưng",
    "la",
    "lả",
    "lá",
    "lạ",
    "ma",
    "mà",
    "mả",
    "mã",
    "má",
    "mạ",
    "Nghệ",
    "Nghi",
    "Nghĩa",
    "Oanh",
    "Ông",
    "Ơn",
    "Quang",
    "Quảng",
    "thuỷ",
    "thủy",
    "thúy",
    "Tú",
    "Tư",
    "Từ",
    "Út",
    "Uyên",
    "Ưng",
    "Ý",
    "Yên",
]
LETTERS = [
    "a",
    "ă",
    "â",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "ê",
    "g",
    "h",
    "i",
    "k",
    "l",
    "m",
    "n",
    "o",
    "ô",
    "ơ",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "ư",
    "v",
    "x",
    "y",
]
NAMES = [
    "Lê Văn Ảnh",
    "Lê Vân Anh",
    "Nguyen Van An",
    "Nguyễn Văn An",
    "Nguyễn Văn Ân",
    "Trần Khanh Thục",
    "Trần Khánh Thục",
]


def rises(keys):
    return all(one < two for one, two in itertools.pairwise(keys))


def test_letters_words_and_names_are_in_order():
    for texts in (LETTERS, WORDS, NAMES, ["a", "à", "ả", "ã", "á", "ạ"]):
        assert rises([sort_key(text) for text in texts]), texts


def test_key_order_is_the_same_as_utf8_bytes():
    keys = [sort_key(word) for word in WORDS]
    assert rises([key.encode() for key in keys])


def test_people_are_sorted_by_given_name():
    names = ["Trần Thị An", "Lê Bình", "Nguyễn Văn Bình", "Đỗ Cường"]
    assert sorted(names, key=person_sort_key) == names
    assert person_sort_key("Carl Bednar", as_written=True) == sort_key("Carl Bednar")


def test_blanks_and_unicode_form_do_not_matter():
    assert sort_key(" Nghe\u0323\u0302  An ") == sort_key("Nghệ An")
    assert sort_key("") == ""


@given(st.text(), st.text())
def test_any_text_has_a_key_and_a_longer_one_comes_later(text, more):
    key = sort_key(text)
    key.encode()
    assert sort_key(text + "z" + more) >= key or text[-1:] == "" or not text.strip()
