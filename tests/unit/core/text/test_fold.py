"""Folding and the way back from folded text."""

import pytest
from hypothesis import given, strategies as st

from desktop_app.core.text.fold import fold, fold_with_offsets


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đoàn", "doan"),
        ("ĐẶNG", "dang"),
        ("Nghệ An", "nghe an"),
        ("Ủy ban", "uy ban"),
        ("Hàn Quốc", "han quoc"),
        ("ưỡng", "uong"),
        ("Tỷ", "ty"),
        ("Édouard", "edouard"),
        ("straße", "strasse"),
        ("Ø", "ø"),
        ("한국", "한국"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_clean_vietnamese_keeps_its_length():
    text = "Đoàn công tác tỉnh Ninh Bình ký kết thỏa thuận"
    folded = fold_with_offsets(text)
    assert len(folded.text) == len(text)
    at = folded.text.index("ky ket")
    start, end = folded.span(at, at + 6)
    assert text[start:end] == "ký kết"


def test_span_covers_a_character_that_became_two():
    folded = fold_with_offsets("Hauptstraße 5")
    at = folded.text.index("strass")
    assert folded.span(at, at + 6) == (5, 10)
    assert folded.span(len(folded.text), len(folded.text)) == (13, 13)


@given(st.text(), st.data())
def test_offsets_lead_back(text, data):
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first <= last <= len(text)
    assert folded.text[start:end] in fold(text[first:last])


@given(st.text())
def test_fold_is_idempotent(text):
    assert fold(fold(text)) == fold(text)
