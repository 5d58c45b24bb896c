# ruff: noqa: E501
"""The tables of the text notes: hygiene, tone placement, i/y variants."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from desktop_app.core.text.normalise import canon, clean, clean_line, tone_old, y_to_i

HYGIENE = [
    ("Vie\u0323\u0302t", "Việt"),
    ("Vie\u0302\u0323t", "Việt"),
    ("Vi\u00ea\u0323t", "Việt"),
    ("Vi\u1eb9\u0302t", "Việt"),
    ("e\u0301\u0302", "ế"),
    ("a\u0300\u0306", "ằ"),
    ("o\u0309\u0302", "ổ"),
    ("ho\u0300a", "hòa"),
    ("thu\u0301\u031b", "thứ"),
    ("a \u0300n", "àn"),
    ("\u00d0oàn", "Đoàn"),
    ("\u0189oàn", "Đoàn"),
    ("\u00f0ối tác", "đối tác"),
    ("það við", "það við"),
    ("Hà\u00a0Nội", "Hà Nội"),
    ("1\u202f000", "1 000"),
    ("Hà\u200bNội", "HàNội"),
    ("\ufeffTin", "Tin"),
    ("\u200eTin\u202c", "Tin"),
    ("đối\u00adtác", "đốitác"),
    ("9\u20445", "9/5"),
    ("Ninh\u2011Bình", "Ninh-Bình"),
    ("\u22125", "-5"),
    ("\ufb01", "fi"),
    ("100 \u20ab, 5 đ", "100 \u20ab, 5 đ"),
    ("Nam\u2013Hàn", "Nam\u2013Hàn"),
    ("a\x00b\x0bc\x9bd", "ab\ncd"),
    ("a\ud800b", "a\ufffdb"),
    ("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn"),
    ("a\tb", "a b"),
]


@pytest.mark.parametrize(("given_text", "expected"), HYGIENE)
def test_what_looks_the_same_becomes_the_same(given_text, expected):
    assert clean(given_text) == expected


TONES = """hoà→hòa · hoá→hóa · hoả→hỏa · hoạ→họa · toà→tòa · Toà án→Tòa án · HOÀ BÌNH→HÒA BÌNH · khoẻ→khỏe · xoè→xòe ·
loé→lóe · thuỷ→thủy · thuý→thúy · Thuý→Thúy · uỷ→ủy · Uỷ ban→Ủy ban · UỶ BAN→ỦY BAN · Tỉnh uỷ→Tỉnh ủy · luỹ→lũy ·
tuỳ→tùy · huỷ→hủy · luỵ→lụy · truỵ→trụy · Nguỵ→Ngụy · doạ→dọa · goá→góa · loà xoà→lòa xòa · văn hoá→văn hóa ·
Thanh Hoá→Thanh Hóa · Khánh Hoà→Khánh Hòa · Qúy→Quý · qủa→quả"""
SAME_TONES = (
    "suy · quý · Quý · quỳ · quỹ · quà · hoàn · toán · thuyền · huỳnh · ngoài · xoáy · khuỷu · khoẻo · ngoẻo · hòa · "
    "thủy · ủy · già · giá · Mỹ · Lý · boa · thuở · thuê · quyền · mùa · của"
)


@pytest.mark.parametrize("case", [part.strip() for part in TONES.split("·")])
def test_new_style_tones_move_to_the_old_place(case):
    new, old = case.split("→")
    assert tone_old(new) == old
    assert len(old) == len(new)


@pytest.mark.parametrize("word", [part.strip() for part in SAME_TONES.split("·")])
def test_other_words_keep_their_tones(word):
    assert tone_old(word) == word


IY = "Mỹ→Mĩ · kỹ→kĩ · lý→lí · ký kết→kí kết · tỷ→tỉ · quý→quí · sỹ→sĩ · hy vọng→hi vọng · công ty→công ti"
SAME_IY = "thúy · ủy · yên · ý · bay · thủy · ngày · nguyễn · y tế · Huy"


@pytest.mark.parametrize("case", [part.strip() for part in IY.split("·")])
def test_open_y_becomes_i(case):
    before, after = case.split("→")
    assert y_to_i(before) == after


@pytest.mark.parametrize("word", [part.strip() for part in SAME_IY.split("·")])
def test_other_y_stays(word):
    assert y_to_i(word) == word


def test_variants_compare_equal():
    assert canon("UỶ BAN, Mỹ") == canon("Ủy ban, Mĩ")
    assert canon("Hòa") != canon("Hóa")


def test_clean_line_has_single_blanks():
    assert clean_line("  Đoàn\n  công\u00a0tác ") == "Đoàn công tác"


MARKED = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "aăâeêioôơuưyđðÐAEO \n-\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u00ad\u200b\u1160"
        ),
        st.characters(),
    )
)


@given(MARKED)
def test_clean_is_idempotent_and_nfc(text):
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.normalize("NFC", once) == once
    assert once.encode("utf-8").decode("utf-8") == once


@given(MARKED)
def test_canon_does_not_depend_on_the_unicode_form(text):
    assert canon(unicodedata.normalize("NFD", text)) == canon(text)
