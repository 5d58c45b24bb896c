from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, strategies as st

from db.records import Direction, PlaceSuccession, SuccessionKind, Visit
from desktop_app.core.search.query import parse
from desktop_app.core.text.fold import fold
from desktop_app.errors import UserFixable
from desktop_app.services.aliases import (
    MOST_FORMS,
    MOST_GROUPS,
    KnownNames,
    checked_groups,
    groups_of,
    save_groups,
)
from desktop_app.services.filters import SearchRequest


def others(table, text: str) -> set[str]:
    return {" ".join(word.folded for word in found.form) for found in table.alternatives(parse(text).terms)}


def test_groups_are_kept_in_the_library(services):
    context = services.search._context
    with context.reading() as work:
        assert groups_of(work) == ()
    with context.writing("aliases") as work:
        save_groups(work, [["BQL", " ban  quản lý "], ["", "  "], ["KKT", "khu kinh tế", "kkt"]])
    with context.reading() as work:
        assert groups_of(work) == (("BQL", "ban quản lý"), ("KKT", "khu kinh tế"))


@pytest.mark.parametrize(
    "groups",
    [
        [["UBND"]],
        [["UBND", "ubnd", "  UBND"]],
        [["UBND", "…"]],
        [["UBND", "một hai ba bốn năm sáu bảy tám chín"]],
        [["UBND", "a" * 500]],
        [[f"từ{number}" for number in range(MOST_FORMS + 1)]],
        [[f"từ{number}", f"lời{number}"] for number in range(MOST_GROUPS + 1)],
    ],
)
def test_groups_that_cannot_help_are_refused_in_plain_words(groups):
    with pytest.raises(UserFixable) as refused:
        checked_groups(groups)
    assert refused.value.remedy


@given(st.lists(st.lists(st.text(max_size=20), max_size=4), max_size=6))
def test_any_groups_are_stored_as_they_will_be_read_or_refused(groups):
    try:
        checked = checked_groups(groups)
    except UserFixable:
        return
    assert checked_groups(checked) == checked


@pytest.mark.parametrize(
    "stored", ["text", 7, None, {"a": 1}, [1, 2], [["one"]], [[1, 2]], [["a", "b"], "c"], [["x" * 999, "y"]]]
)
def test_a_strange_setting_stops_no_search(services, stored):
    context = services.search._context
    with context.writing("strange") as work:
        work.settings.set("aliases", stored)
    with context.reading() as work:
        assert set(groups_of(work)) <= {("a", "b")}
        assert KnownNames().of(work).table


def test_confirmed_names_and_own_groups_are_followed_and_kept_up_to_date(sample_services):
    context = sample_services.search._context
    known = KnownNames()
    with context.reading() as work:
        names = known.of(work)
        assert known.of(work) is names
    assert "gwanju" in others(names.table, "Gwangju")
    assert "kang gijung" in others(names.table, "Kang Gi-jung")
    assert "sao mai" not in others(names.table, "SMX")
    with context.writing("aliases") as work:
        save_groups(work, [["SMX", "Sao Mai"]])
        partner = work.partners.all()[0]
        work.partners.save(dataclasses.replace(partner, aliases=(*partner.aliases, "Quang Châu Hàn")))
    with context.reading() as work:
        names = known.of(work)
    assert "sao mai" in others(names.table, "SMX")
    assert "quang chau han" in others(names.table, "Gwangju")


def test_other_changes_do_not_read_the_names_again(sample_services):
    context = sample_services.search._context
    known = KnownNames()
    with context.reading() as work:
        names = known.of(work)
    with context.writing("visit") as work:
        visit = work.visits.all()[0]
        work.visits.save(dataclasses.replace(visit, note="khác"))
    with context.reading() as work:
        assert known.of(work) is names


def test_the_country_of_a_new_visit_can_be_asked_for_at_once(services):
    def titles() -> list[str]:
        return [card.title for card in services.search.search(SearchRequest("đoàn Mông Cổ")).cards]

    assert titles() == []
    services.records.save(Visit(0, "Đoàn khảo sát thảo nguyên", Direction.IN, countries=("Mông Cổ",)))
    assert titles() == ["Đoàn khảo sát thảo nguyên"]


def test_recorded_successions_are_followed_both_ways(sample_services):
    context = sample_services.search._context
    with context.writing("succession") as work:
        one, other = work.places.all()[:2]
        work.places.add_succession(PlaceSuccession(0, one.id, other.id, SuccessionKind.MERGED))
    with context.reading() as work:
        names = KnownNames().of(work)
    old, new = names.successions[-1]
    table = names.table_with_predecessors
    assert fold(new) in others(table, old)
    assert fold(old) in others(table, new)
    assert "nam dinh" in others(names.table_with_predecessors, "Ninh Bình")
    assert "nam dinh" not in others(names.table, "Ninh Bình")
