"""Words that only ask do not weigh; words that look like them do."""

from __future__ import annotations

import pytest

from desktop_app.core.search.asking import without_asking
from desktop_app.core.search.query import parse


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("Thanh Hóa chi bao nhiêu tiền cho đoàn", "thanh hóa chi tiền cho đoàn"),
        ("thành phố Vinh ký với thành phố nào của Nga", "thành phố vinh ký với thành phố của nga"),
        ("đoàn Gwangju đến Nghệ An năm nào", "đoàn gwangju đến nghệ an"),
        ("ai dẫn đầu đoàn Asan", "dẫn đầu đoàn asan"),
        ("Gwangju hứa những gì với Nghệ An", "gwangju hứa với nghệ an"),
        ("doan Gwangju den Nghe An khi nao", "doan gwangju den nghe an"),
        # The same letters, another word.
        ("hợp tác AI với Gwangju", "hợp tác ai với gwangju"),
        ("xuat khau hang may mac", "xuat khau hang may mac"),
        # Too little would be left.
        ("đoàn nào", "đoàn nào"),
        ("ký với ai", "ký với ai"),
    ],
)
def test_only_words_that_ask_are_left_out(typed: str, left: str):
    query = without_asking(parse(typed))
    assert " ".join(term.word.exact for term in query.terms) == left.replace("ký", "kí")


def test_a_quoted_phrase_stays_whole():
    query = without_asking(parse('"năm nào" đoàn vào tỉnh nhà'))
    assert [[word.exact for word in phrase] for phrase in query.phrases] == [["năm", "nào"]]


def test_strict_searches_keep_every_word():
    query = parse("đoàn Gwangju đến Nghệ An năm nào", strict=True)
    assert without_asking(query) == query
