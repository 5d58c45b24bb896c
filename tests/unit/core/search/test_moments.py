"""Times: what a text says of them and what a question asks for."""

import pytest
from hypothesis import given, strategies as st

from db.records import RecordKind
from desktop_app.core.search.analyser import words
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.index import SearchIndex
from desktop_app.core.search.moments import Moment, moments_in, times_of


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("đoàn vào tháng 6/2017", (2017, (6,), 0)),
        ("doan vao thang 6/2017", (2017, (6,), 0)),
        ("đoàn tháng 6 năm 2017", (2017, (6,), 0)),
        ("đoàn tháng 06 2017", (2017, (6,), 0)),
        ("06/2017", (2017, (6,), 0)),
        ("tháng 6", (0, (6,), 0)),
        ("năm 2022", (2022, (), 0)),
        ("kim ngach nam 2022", (2022, (), 0)),
        ("kim ngạch 2022", (2022, (), 0)),
        ("ngày 9/6/2022", (2022, (6,), 9)),
        ("ngày 9 tháng 6 năm 2022", (2022, (6,), 9)),
        ("9/6", (0, (6,), 9)),
        ("quý II/2023", (2023, (4, 5, 6), 0)),
        ("quy 2 nam 2023", (2023, (4, 5, 6), 0)),
    ],
)
def test_a_time_is_read_from_a_question(typed: str, moment: tuple[int, tuple[int, ...], int]) -> None:
    (found,) = moments_in([*words(typed)])
    assert (found.year, found.months, found.day) == moment


@pytest.mark.parametrize(
    "typed",
    ["năm nào", "thắng 6", "tháng 13/2017", "Việt Nam", "nam sinh", "15 sinh viên", "tháng", "năm", "ngày"],
)
def test_what_is_no_time_stays_words(typed: str) -> None:
    assert moments_in(words(typed)) == []


def test_nam_in_a_text_with_marks_is_a_name_and_the_year_alone_counts() -> None:
    assert moments_in(words("Việt Nam 2017")) == [Moment(2, 3, 2017, numbers=(2,))]


@pytest.mark.parametrize(
    ("text", "filed", "terms"),
    [
        ("Ngày 13/6, đoàn đến.", "2017-06-14", {"2017-06-13", "2017-06", "06-13", "2017"}),
        ("Ngày 28/12, đoàn đến.", "2017-01-03", {"2016-12-28", "2016-12"}),
        ("Ngày 13/6, đoàn đến.", "", {"--06-13", "--06", "06-13", "06"}),
        ("Hôm qua 21.6 và 22-6", "", {"--06-21", "--06-22"}),
        ("ngày 9 tháng 6 năm 2022", "", {"2022-06-09"}),
        ("tháng 6 năm 2022", "", {"2022-06"}),
        ("tháng 6/2022", "", {"2022-06"}),
        ("năm 2022", "", {"2022"}),
        ("9-6-2022", "", {"2022-06-09"}),
    ],
)
def test_a_text_gives_the_times_it_states(text: str, filed: str, terms: set[str]) -> None:
    assert terms <= set(times_of(text, filed))


@pytest.mark.parametrize(
    "text", ["vốn 81,56 tỷ", "tăng 20.6%", "9.666 dự án", "điện thoại 0912 345 678", "45/99"]
)
def test_numbers_are_no_times(text: str) -> None:
    assert not times_of(text)


def test_the_months_of_a_long_visit_count() -> None:
    assert {"2019-05", "2019-06", "2019-07"} <= set(times_of("", "2019-05-28", "2019-07-02"))


@given(st.text(), st.sampled_from(["", "2017", "2017-06", "2017-06-13", "--06-13", "nonsense"]))
def test_any_text_is_read(text: str, filed: str) -> None:
    times_of(text, filed)
    moments_in(words(text))


def test_a_question_with_a_month_finds_what_happened_then(tmp_path) -> None:
    index = SearchIndex(tmp_path / "index", "library")
    made = [
        IndexDocument(RecordKind.ARTICLE, 1, "Đoàn Asan", "Đoàn thăm tỉnh.", "2017-06-14"),
        IndexDocument(RecordKind.ARTICLE, 2, "Đoàn Asan", "Ngày 13/6, đoàn thăm tỉnh.", "2019-06-14"),
        IndexDocument(RecordKind.ARTICLE, 3, "Đoàn Asan", "Ngày 13/6, đoàn thăm tỉnh."),
        IndexDocument(RecordKind.ARTICLE, 4, "Đoàn Asan", "Đoàn thăm tỉnh.", "2018-03-01"),
    ]
    index.rebuild(made)
    for typed in ("đoàn vào tháng 6/2017", "doan thang 6 nam 2017", "đoàn 06/2017"):
        assert index.search(typed).hits[0].record_id == 1
    assert {hit.record_id for hit in index.search("đoàn tháng 6").hits[:3]} == {1, 2, 3}
    assert index.search("đoàn năm 2018").hits[0].record_id == 4
    index.close()
