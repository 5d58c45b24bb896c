"""Columns say of records what plain Python would say, whatever they hold."""

import datetime as dt
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, strategies as st

from db.dates import PartialDate
from db.records import RecordKind
from desktop_app.core.search.columns import DATE, KIND, NEWEST, OLDEST, YEAR, Columns, Condition, Dates, Days
from desktop_app.core.search.rows import KINDS, Pairs, Rows, Table, joined

DATES = st.sampled_from(
    ["", "2019", "2021-03", "2021-03-09", "2020-02-29", "--06-09", "2019-12-31", "1999-01-01", "2021-13", "x"]
)
RECORDS = st.lists(
    st.tuples(
        st.sampled_from([RecordKind.ARTICLE, RecordKind.VISIT]),
        st.integers(1, 60),
        DATES,
        st.frozensets(st.sampled_from(["Lào", "Hàn Quốc", "Đức"])),
    ),
    unique_by=lambda record: record[:2],
    max_size=40,
)


def columns_of(records) -> Columns:
    by_kind = {
        kind: [record for record in records if record[0] is kind]
        for kind in (RecordKind.ARTICLE, RecordKind.VISIT)
    }
    rows = Rows({kind: np.array([one[1] for one in found], np.int64) for kind, found in by_kind.items()})
    dates, countries = Dates(rows.size, Days()), Pairs()
    for kind, found in by_kind.items():
        table = Table([(one[1], one[2], "") for one in found], 3, (1, 2))
        dates.put(rows.of(kind, table.columns[0]), table.text(1), table.text(2))
        pairs = Table([(one[1], name) for one in found for name in one[3]], 2, (1,))
        countries.add(rows.of(kind, pairs.columns[0]), *pairs.text(1))
    return Columns(1, rows, dates, {"country": countries})


def keys(columns: Columns, flags) -> set:
    return set(columns.page(flags, 0, 1000))


@given(RECORDS, st.sampled_from(["Lào", "Hàn Quốc", "Đức", "Pháp"]))
def test_filters_and_counts_are_those_of_plain_python(records, country) -> None:
    columns = columns_of(records)
    chosen = columns.chosen([Condition("country", (country,))])
    expected = [record for record in records if country in record[3]]
    assert keys(columns, chosen) == {record[:2] for record in expected}
    assert columns.count(chosen) == len(expected)
    assert dict(columns.counts("country", chosen)) == Counter(name for one in expected for name in one[3])
    assert dict(columns.counts(KIND, chosen)) == Counter(record[0] for record in expected)


@given(RECORDS)
def test_years_and_spans_follow_partial_dates(records) -> None:
    columns = columns_of(records)
    first, last = dt.date(2019, 6, 1), dt.date(2021, 3, 9)
    within, in_2021 = set(), set()
    for kind, number, text, _ in records:
        try:
            date = PartialDate.from_iso(text)
        except ValueError:
            continue
        start, end = date.first_day(), date.last_day()
        if start and end and start <= last and end >= first:
            within.add((kind, number))
        if date.year == 2021:
            in_2021.add((kind, number))
    span = Condition(DATE, ("2019-06-01", "2021-03-09"))
    assert keys(columns, columns.chosen([span])) == within
    assert keys(columns, columns.chosen([Condition(YEAR, (2021,))])) == in_2021
    both = columns.chosen([span, Condition(YEAR, (2021,))])
    assert keys(columns, both) == within & in_2021


@given(RECORDS)
def test_undated_records_are_last_in_both_orders(records) -> None:
    columns = columns_of(records)
    dated = {
        record[:2]: record[2] for record in records if record[2][:4].isdigit() and record[2] != "2021-13"
    }
    everything = columns.chosen([])
    newest, oldest = (columns.page(everything, 0, 100, order) for order in (NEWEST, OLDEST))
    for page, backwards in ((newest, True), (oldest, False)):
        assert all(key in dated for key in page[: len(dated)])
        texts = [dated[key] for key in page[: len(dated)]]
        assert texts == sorted(texts, reverse=backwards)
    assert columns.page(everything, 2, 3, NEWEST) == newest[2:5]


def test_a_range_of_days_counts_in_both_its_years() -> None:
    rows = Rows({RecordKind.VISIT: np.array([7])})
    dates = Dates(1, Days())
    table = Table([(7, "2023-12-30", "2024-01-02")], 3, (1, 2))
    dates.put(rows.of(RecordKind.VISIT, table.columns[0]), table.text(1), table.text(2))
    columns = Columns(1, rows, dates, {})
    assert dict(columns.counts(YEAR, columns.chosen([]))) == {2023: 1, 2024: 1}
    assert columns.count(columns.chosen([Condition(DATE, ("2024-01-01", ""))])) == 1
    assert columns.count(columns.chosen([Condition(DATE, ("", "2023-12-29"))])) == 0


@given(RECORDS, st.lists(st.tuples(st.sampled_from(list(range(len(KINDS)))), st.integers(-2, 70))))
def test_a_view_lets_documents_through_that_are_there_and_fit(records, documents) -> None:
    columns = columns_of(records)
    kinds = np.array([kind for kind, _ in documents], np.uint8)
    ids = np.array([number for _, number in documents], np.int64)
    view = columns.view([Condition("country", ("Lào",))], OLDEST)
    there = {record[:2]: record for record in records}
    allowed, order = view.allowed(kinds, ids), view.order(kinds, ids)
    for place, (kind, number) in enumerate(documents):
        record = there.get((KINDS[kind], number))
        assert allowed[place] == (record is not None and "Lào" in record[3])
    assert order is not None
    assert len(order) == len(documents)
    plain = columns.view([])
    assert plain.order(kinds, ids) is None
    assert plain.stamp != view.stamp
    assert keys(columns, columns.matched(kinds, ids)) == {
        (KINDS[kind], number) for kind, number in documents if (KINDS[kind], number) in there
    }


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5))), st.lists(st.integers(0, 9), max_size=20))
def test_joining_finds_every_pair(pairs, wanted) -> None:
    columns = np.array([key for key, _ in pairs], np.int64), np.array([value for _, value in pairs], np.int64)
    places, values = joined(np.array(wanted, np.int64), *columns)
    expected = sorted((at, value) for at, key in enumerate(wanted) for other, value in pairs if other == key)
    assert sorted(zip(places.tolist(), values.tolist(), strict=True)) == expected


def test_rows_are_found_where_ids_are_few_and_far_between() -> None:
    rows = Rows({RecordKind.FIGURE: np.array([5, 3_000_000, 9])})
    assert rows.of(RecordKind.FIGURE, np.array([9, 5, 3_000_000, 4, -1, 9_000_000])).tolist() == [
        1,
        0,
        2,
        -1,
        -1,
        -1,
    ]
    assert rows.of(RecordKind.VISIT, np.array([1])).tolist() == [-1]


@pytest.mark.parametrize(("gone", "fresh"), [([2], [(2, "c")]), ([1, 3], []), ([9], [(9, "a")])])
def test_a_table_takes_new_rows_in_place_of_old(gone, fresh) -> None:
    before = [(1, "a"), (2, "b"), (3, "a")]
    table = Table(before, 2, (1,)).replaced(gone, fresh)
    codes, texts = table.text(1)
    after = {(key, texts[code]) for key, code in zip(table.columns[0].tolist(), codes.tolist(), strict=True)}
    assert after == {row for row in before if row[0] not in gone} | set(fresh)


def test_an_heir_has_what_is_known_of_the_others_and_keeps_its_own() -> None:
    pairs = Pairs()
    pairs.add(np.array([0, 1, 1]), np.array([0, 0, 1]), ["Lào", "Đức"])
    pairs.inherit(np.array([0, 2, -1]), np.array([1, 0, 1]))
    rows, codes = pairs.arrays()
    values = pairs.values()
    assert {(int(row), values[code]) for row, code in zip(rows, codes, strict=True)} == {
        (0, "Lào"),
        (0, "Đức"),
        (1, "Lào"),
        (1, "Đức"),
        (2, "Lào"),
    }
