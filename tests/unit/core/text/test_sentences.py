"""Paragraphs and sentences: the hard cases of Vietnamese newspapers."""

import itertools

import pytest
from hypothesis import given, strategies as st

from desktop_app.core.text.sentences import paragraphs, sentences


def split(text):
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Đoàn đến TP. Vinh chiều nay.",
        "Tượng V.I. Lênin ở thành phố.",
        "Gặp TS. Vi-lay-vông tại trường.",
        "Văn phòng BCH T.Ư Đảng tham dự.",
        "Ông Marcos A. Bednarski phát biểu.",
        "Các đền, chùa, tháp, thành.. phản ánh phong tục.",
        "Trị giá 81,56 tỷ USD, tăng 3.5 lần so với năm trước.",
        "Tiếp đ/c Nguyễn A. và đoàn.",
    ],
)
def test_one_sentence_stays_one(text):
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Đạt 81,56 tỷ USD... Ngoài ra, hai bên ký.", ["Đạt 81,56 tỷ USD...", "Ngoài ra, hai bên ký."]),
        ("Thăm Vân Nam (Trung Quốc).Đón đoàn bạn.", ["Thăm Vân Nam (Trung Quốc).", "Đón đoàn bạn."]),
        ("Ông nói: “Rất vui.” Đoàn ra về!", ["Ông nói: “Rất vui.”", "Đoàn ra về!"]),
        ("Dòng một\nDòng hai", ["Dòng một", "Dòng hai"]),
        ("Có ký không? Có.", ["Có ký không?", "Có."]),
    ],
)
def test_sentences_are_told_apart(text, parts):
    assert split(text) == parts


def test_paragraphs_are_the_lines_that_are_not_blank():
    text = "  Một \n\n \nHai\n"
    assert [span.of(text) for span in paragraphs(text)] == ["Một", "Hai"]


@given(st.text(alphabet="aĐ.!?…”( \nT1"))
def test_sentences_cover_every_letter_once(text):
    spans = sentences(text)
    assert all(one.end <= two.start for one, two in itertools.pairwise(spans))
    kept = "".join(span.of(text) for span in spans)
    assert "".join(kept.split()) == "".join(text.split())


def test_a_million_stops_take_no_quadratic_time():
    assert len(sentences("A. " * 300_000)) >= 1
