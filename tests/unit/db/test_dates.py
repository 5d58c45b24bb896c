import datetime as dt

import pytest
from hypothesis import given, strategies as st

from db.dates import UNKNOWN_DATE, DatePrecision, PartialDate

SHOWN = [
    (("2024-06-24", "2024-06-27"), "24–27/6/2024"),
    (("2024-06-28", "2024-07-02"), "28/6–02/7/2024"),
    (("2024-12-30", "2025-01-02"), "30/12/2024–02/01/2025"),
    (("2022-06-09", None), "09/6/2022"),
    (("2022-02-09", None), "09/02/2022"),
    (("2023-05", None), "tháng 5/2023"),
    (("2023-01", "2023-03"), "quý I/2023"),
    (("2023-05", "2023-06"), "tháng 5/2023 – 6/2023"),
    (("2021", None), "năm 2021"),
    (("2019", "2022"), "2019–2022"),
    (("--06-09", None), "09/6 (chưa rõ năm)"),
    (("--06-09", "--06-11"), "09–11/6 (chưa rõ năm)"),
    ((None, None), "chưa rõ"),
]


@pytest.mark.parametrize(("iso", "text"), SHOWN)
def test_prints_as_precisely_as_known(iso: tuple[str | None, str | None], text: str) -> None:
    assert PartialDate.from_iso(*iso).display() == text


def test_a_missing_year_is_asked_for_and_shown_as_inferred_until_confirmed() -> None:
    date = PartialDate.from_iso("--06-09", stated="Sáng 9/6").with_year(2022, inferred=True)
    assert date.display() == "09/6/2022 (năm suy đoán)"
    assert date.confirmed().display() == "09/6/2022"
    assert date.stated == "Sáng 9/6"


def test_a_range_without_year_may_run_over_new_year() -> None:
    date = PartialDate.from_iso("--12-28", "--01-03").with_year(2022)
    assert (date.start, date.end) == ("2022-12-28", "2023-01-03")


@pytest.mark.parametrize("text", ["2024-13", "2024-02-30", "24", "2024-6-1", "--13-01", "hôm qua", "0000"])
def test_refuses_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="not a partial ISO date"):
        PartialDate.from_iso(text)


def test_refuses_a_range_that_runs_backwards() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        PartialDate.from_iso("2024-06-27", "2024-06-24")


def test_first_and_last_day_of_partial_dates() -> None:
    assert PartialDate.from_iso("2024-02").last_day() == dt.date(2024, 2, 29)
    assert PartialDate.from_iso("2024").first_day() == dt.date(2024, 1, 1)
    assert PartialDate.from_iso("--06-09").first_day() is None
    assert UNKNOWN_DATE.last_day() is None


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.integers(0, 400))
def test_any_range_sorts_by_its_start_and_keeps_its_days(start: dt.date, length: int) -> None:
    end = min(start + dt.timedelta(days=length), dt.date(2100, 12, 31))
    date = PartialDate.from_iso(start.isoformat(), end.isoformat())
    assert date.first_day() == start
    assert date.last_day() == end
    assert date.precision in (DatePrecision.DAY, DatePrecision.DAY_RANGE)
    assert str(start.year) in date.display()
