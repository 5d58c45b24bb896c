"""The doors of the dossier: text, addresses, quotes, letters of passages, old place names."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given, strategies as st
from lxml import etree

from db.dates import UNKNOWN_DATE, PartialDate
from db.records import Article, Figure, Passage, PlaceSuccession, SuccessionKind
from desktop_app.core.dossier.citing import quoted_span
from desktop_app.core.dossier.fonts import MissingGlyph
from desktop_app.core.dossier.markup import safe
from desktop_app.core.dossier.model import letter
from desktop_app.core.dossier.text import bind, clean, lines, shorten, web_address
from desktop_app.core.dossier.wording import Places, figure_value, full_date, number


@given(st.text(max_size=400))
def test_clean_text_is_nfc_visible_and_stable(text):
    once = clean(text)
    assert unicodedata.is_normalized("NFC", once)
    assert clean(once) == once
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in once if c != "\n")


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=200))
def test_markup_gives_back_the_words_and_nothing_else(text):
    words = clean(text)
    root = etree.fromstring(f"<p>{safe(words)}</p>")
    back = "".join(
        ("\n" if node.tag == "br" else node.text or "") + (node.tail or "") for node in root.iter()
    )
    assert back.replace("\u00a0", " ") == words.replace("\u00a0", " ")


@given(st.text(max_size=60))
def test_markup_of_anything_is_well_formed_or_refused(text):
    words = clean(text)
    refused = ""
    try:
        etree.fromstring(f"<p>{safe(words)}</p>")
    except MissingGlyph as missing:
        refused = missing.characters
    assert set(refused) <= set(words)


def test_endless_words_get_places_to_break():
    assert max(len(word) for word in clean("a" * 5000).split()) == 120


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("135 triệu USD", "135\u00a0triệu\u00a0USD"),
        ("ngày 09 tháng 6 năm 2022", "ngày\u00a009\u00a0tháng\u00a06\u00a0năm\u00a02022"),
        ("20–30 sinh viên giỏi", "20–30\u00a0sinh viên giỏi"),
        ("3 mục tiêu", "3 mục tiêu"),
    ],
)
def test_numbers_stay_with_their_units(text, bound):
    assert bind(text) == bound


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.vn/a?b=1&c=2", True),
        ("http://example.vn/tin-bài", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("//example.vn", False),
        ("https://", False),
        ("https://a.vn/<b>", False),
        ("https://a.vn/ b", False),
        ("https://[x", False),
        ("data:text/html,x", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(address, kept):
    assert web_address(address) == (address if kept else "")


def test_shorten_cuts_between_words():
    assert shorten("một hai ba bốn", 9) == "một hai…"
    assert shorten("một\nhai", 9) == "một hai"
    assert len(shorten("x" * 50, 10)) == 10


def test_lines_of_a_note():
    assert lines(" - a\r\n\r\n+ b\n1) c\n2024: d") == ("a", "b", "c", "2024: d")


@given(st.integers(0, 2000), st.integers(0, 2000), st.integers(1, 60))
def test_a_quote_holds_the_evidence_and_stays_in_the_article(start, length, size):
    text = "\n".join(f"Câu thứ {n} của bài thử. Câu tiếp theo {n}!" for n in range(size))
    end = start + length
    low, high = quoted_span(Article(1, "x", text), start, end)
    assert 0 <= low <= high <= len(text)
    inside = (min(start, len(text)), min(end, len(text)))
    if inside[0] < inside[1]:
        assert low <= inside[0]
        assert high >= inside[1]
    else:
        assert low == high


def test_a_long_paragraph_is_quoted_by_the_sentence():
    text = " ".join(f"Đây là câu thứ {n} ở TP. Vinh của một đoạn văn rất dài." for n in range(40))
    at = text.index("câu thứ 20")
    low, high = quoted_span(Article(1, "x", text, passages=(Passage(0, len(text)),)), at, at + 10)
    assert text[low:high].strip() == "Đây là câu thứ 20 ở TP. Vinh của một đoạn văn rất dài."


def test_letters_of_passages():
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["a", "z", "aa", "zz", "aaa"]


def succession(old, new, kind=SuccessionKind.MERGED, date=UNKNOWN_DATE):
    return PlaceSuccession(1, 1, 2, kind, date, "", old, new)


@pytest.mark.parametrize(
    ("item", "text", "said"),
    [
        (
            succession("tỉnh Nam Định", "tỉnh Ninh Bình"),
            "tỉnh Nam Định",
            "tỉnh Nam Định (nay thuộc tỉnh Ninh Bình)",
        ),
        (
            succession("Nam Định", "Ninh Bình"),
            "UBND tỉnh Nam Định ký",
            "UBND tỉnh Nam Định (nay thuộc tỉnh Ninh Bình) ký",
        ),
        (succession("Ninh Bình", "Ninh Bình"), "tỉnh Ninh Bình", "tỉnh Ninh Bình"),
        (
            succession("TP. Vinh", "TP. Vinh mới", SuccessionKind.RENAMED),
            "TP. Vinh",
            "TP. Vinh (nay là TP. Vinh mới)",
        ),
        (succession("Nam Định", "Ninh Bình"), "Nam Địnhx", "Nam Địnhx"),
        (succession("", "Ninh Bình"), "Hà Nam", "Hà Nam"),
    ],
)
def test_old_names_are_explained(item, text, said):
    places = Places([item], dt.date(2026, 1, 1))
    assert places.say(text) == said
    assert places.say(text) == text


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Figure(1, "x", 135e6, "USD", approximate=True), "khoảng 135 triệu USD"),
        (Figure(1, "x", 81.56e9, "USD"), "81,56 tỷ USD"),
        (Figure(1, "x", 9666, "dự án"), "9.666 dự án"),
        (Figure(1, "x", 500, "người", value_max=700), "500–700 người"),
        (Figure(1, "x", 900e6, "USD", value_max=1.2e9), "0,9–1,2 tỷ USD"),
        (Figure(1, "x", 12.5, "%"), "12,5%"),
        (Figure(1, "x", 0, "USD"), "0 USD"),
        (Figure(1, "x", 10_000, "lao động", qualifier="gần"), "gần 10.000 lao động"),
    ],
)
def test_figures_as_printed(figure, shown):
    assert figure_value(figure) == shown


def test_days_and_months_take_leading_zeros_as_the_decree_says():
    assert full_date(dt.date(2022, 6, 9)) == "ngày 09 tháng 6 năm 2022"
    assert full_date(dt.date(2026, 2, 12)) == "ngày 12 tháng 02 năm 2026"
    assert PartialDate.from_day(dt.date(2022, 6, 9)).display() == "09/6/2022"


def test_numbers_have_vietnamese_separators():
    assert [number(n) for n in (9666, 81.56, 1e9, 0.5)] == ["9.666", "81,56", "1.000.000.000", "0,5"]
