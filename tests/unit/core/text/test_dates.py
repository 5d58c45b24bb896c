"""Dates of papers and of forms."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given, strategies as st

from db.dates import DatePrecision, PartialDate
from desktop_app.core.text.dates import find_dates, guess_year, parse_date

OPEN_YEAR = [
    ("Sáng 9/6, tại TP. Vinh", "--06-09", ""),
    ("Chiều ngày 9⁄5, tỉnh ta", "--05-09", ""),
    ("ngày 6-11", "--11-06", ""),
    ("ngày 18.11 vừa qua", "--11-18", ""),
    ("vào 26/02 tại", "--02-26", ""),
    ("Trưa 24-5 (giờ địa phương)", "--05-24", ""),
    ("Chiều tối 10/2, tại", "--02-10", ""),
    ("các ngày 25-29/9 tại", "--09-25", "--09-29"),
    ("từ ngày 11 – 14.12,", "--12-11", "--12-14"),
    ("trong hai ngày 28 và 29/6,", "--06-28", "--06-29"),
    ("từ ngày 28/12 đến ngày 3/1", "--12-28", "--01-03"),
    ("11 ngày (8 - 19/9)", "--09-08", "--09-19"),
    ("từ ngày 22 đến 26/10", "--10-22", "--10-26"),
    ("Ngày 6 tháng 6", "--06-06", ""),
    ("Chiều cùng ngày (29-6)", "--06-29", ""),
    ("hôm qua (31/3)", "--03-31", ""),
]
FULL = [
    ("từ ngày 24/6 đến ngày 27/6/2024, đoàn", "2024-06-24", "2024-06-27"),
    ("từ ngày 28/12 đến ngày 3/1/2024", "2023-12-28", "2024-01-03"),
    ("trong các ngày từ 24 đến 26-3-2022", "2022-03-24", "2022-03-26"),
    ("ngày 23/11/2022 của Bộ", "2022-11-23", ""),
    ("Ngày 6 tháng 6 năm 2017", "2017-06-06", ""),
    ("ngày 15-12-2025", "2025-12-15", ""),
    ("tính đến tháng 5/2023", "2023-05", ""),
    ("tháng 5 năm 2023", "2023-05", ""),
    ("quý II/2023", "2023-04", "2023-06"),
    ("quý 4 năm 2023", "2023-10", "2023-12"),
    ("giai đoạn 2019-2022", "2019", "2022"),
    ("trong năm 2021, tỉnh", "2021", ""),
]


@pytest.mark.parametrize(("text", "start", "end"), OPEN_YEAR)
def test_day_without_a_year_stays_so(text: str, start: str, end: str):
    (found,) = find_dates(text)
    assert (found.date.start, found.date.end) == (start, end)
    assert found.date.precision is DatePrecision.NO_YEAR
    assert text[found.start : found.end] == found.date.stated


@pytest.mark.parametrize(("text", "start", "end"), FULL)
def test_stated_date(text: str, start: str, end: str):
    (found,) = find_dates(text, "2023-07-01")
    assert (found.date.start, found.date.end, found.date.inferred) == (start, end, False)
    assert found.reason == ""


@pytest.mark.parametrize(
    "text",
    [
        "trong 30 năm qua",
        "thời gian 8 tháng",
        "chiếm 9,6%",
        "Mốc 1088/2 - 1089",
        "ngày 31/2",
        "ngày 9/13",
        "Nghị quyết số 30-NQ/TW",
        "20 - 30 sinh viên",
        "phục vụ 24/24h",
    ],
)
def test_no_date(text: str):
    assert find_dates(text, "2023-07-01") == []


@pytest.mark.parametrize(
    ("text", "published", "start"),
    [
        ("Sáng 9/6", "2022-06-10", "2022-06-09"),
        ("Sáng 20/12", "2022-06-10", "2021-12-20"),
        ("Sáng 9/12", "2022-06-10", "2022-12-09"),
        ("Sáng 28/12", "2023-01-03", "2022-12-28"),
        ("Sáng 9/6", "2022", "2022-06-09"),
    ],
)
def test_year_from_the_day_of_publication(text: str, published: str, start: str):
    (found,) = find_dates(text, published)
    assert found.date.start == start
    assert found.date.inferred
    assert found.reason == "năm lấy theo ngày đăng bài"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Sáng nay, tại", "2022-06-10"),
        ("Chiều qua, ông", "2022-06-09"),
        ("hôm qua", "2022-06-09"),
        ("Sáng mai", "2022-06-11"),
    ],
)
def test_day_told_from_the_day_of_publication(text: str, start: str):
    (found,) = find_dates(text, "2022-06-10")
    assert (found.date.start, found.date.inferred) == (start, True)
    assert find_dates(text) == []


def test_same_day():
    first, second = find_dates(
        "Sáng 9/6, đoàn đến thăm. Chiều cùng ngày, đoàn làm việc với Sở.", "2022-06-10"
    )
    assert (first.date.start, second.date.start) == ("2022-06-09", "2022-06-09")


def test_year_of_the_last_data():
    text = "Năm 2020 đạt 5 triệu USD, năm 2021 đạt 7 triệu USD và sẽ tăng đến năm 2030."
    assert guess_year(text, find_dates(text)) == 2022
    assert guess_year("Sáng 9/6", find_dates("Sáng 9/6")) is None


@given(st.text(alphabet=st.sampled_from("0123456789/-. ngàythángnămtừđếnquýSángcù()"), max_size=60))
def test_any_text(text: str):
    found = find_dates(text, "2022-06-10")
    assert all(0 <= item.start < item.end <= len(text) for item in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


TYPED = [
    ("9/6", PartialDate.from_iso("--06-09")),
    ("9-6-2022", PartialDate.from_iso("2022-06-09")),
    ("9.6.2022", PartialDate.from_iso("2022-06-09")),
    ("09 06 2022", PartialDate.from_iso("2022-06-09")),
    ("2022-06-09", PartialDate.from_iso("2022-06-09")),
    ("ngày 9 tháng 6 năm 2022", PartialDate.from_iso("2022-06-09")),
    ("24–27/6/2024", PartialDate.from_iso("2024-06-24", "2024-06-27")),
    ("24-27/6/2024", PartialDate.from_iso("2024-06-24", "2024-06-27")),
    ("từ 28/12 đến 3/1/2024", PartialDate.from_iso("2023-12-28", "2024-01-03")),
    ("tháng 6/2024", PartialDate.from_iso("2024-06")),
    ("6/2024", PartialDate.from_iso("2024-06")),
    ("quý II/2023", PartialDate.from_iso("2023-04", "2023-06")),
    ("Quý 2 năm 2023", PartialDate.from_iso("2023-04", "2023-06")),
    ("2019-2022", PartialDate.from_iso("2019", "2022")),
    ("năm 2021", PartialDate.from_iso("2021")),
    ("2021", PartialDate.from_iso("2021")),
    ("chưa rõ", PartialDate()),
    ("  ", PartialDate()),
]


@pytest.mark.parametrize(("typed", "date"), TYPED)
def test_typed_date(typed: str, date: PartialDate):
    assert parse_date(typed) == date


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("31/2", "Không có ngày 31/2"),
        ("29/2/2023", "Không có ngày 29/2/2023"),
        ("9/13/2022", "Không có tháng 13"),
        ("27-24/6/2024", "Ngày kết thúc"),
        ("2022-2019", "Năm kết thúc"),
        ("hôm nọ", "Chưa hiểu"),
        ("9/6/22", "Chưa hiểu"),
    ],
)
def test_wrong_date_says_why(typed: str, reason: str):
    with pytest.raises(ValueError, match=reason):
        parse_date(typed)


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_printed_day_is_read_again(day: dt.date):
    date = PartialDate.from_day(day)
    assert parse_date(date.display()) == date


@given(st.text(max_size=30))
def test_anything_typed_is_read_or_refused(typed: str):
    reason = ""
    try:
        parse_date(typed)
    except ValueError as refused:
        reason = str(refused) or "?"
    assert reason != "?"
