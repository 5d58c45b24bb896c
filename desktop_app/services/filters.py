"""Filters and facets of a search: they come from the database, never from the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from db.records import Direction, RecordKind
from desktop_app.core.text.fold import fold
from desktop_app.core.text.normalise import canon
from desktop_app.labels import label
from desktop_app.services.documents import INDEXED
from desktop_app.services.facts import (
    COUNTRY,
    DIRECTION,
    DONE,
    FIELD,
    NEW,
    NOTHING,
    OUTLET,
    PARTLY,
    PARTNER,
    PARTNER_ALONE,
    PERSON,
    STATE,
    TAG,
    Facts,
)

if TYPE_CHECKING:
    from desktop_app.core.search.columns import Condition
    from desktop_app.core.search.query import Filter

STATES = {
    NEW: "Chưa duyệt",
    PARTLY: "Đang duyệt dở",
    DONE: "Đã duyệt xong",
    NOTHING: "Không có gợi ý",
}
"""What the states of review of an article are called."""

_MOST = 30
_FEWEST_LETTERS = 2
_KIND, _YEAR, _DATE = "kind", "year", "date"
_FACETS = (_KIND, PARTNER, COUNTRY, DIRECTION, FIELD, TAG, _YEAR, OUTLET, STATE)
_KIND_WORDS = {
    "bai": RecordKind.ARTICLE,
    "bai bao": RecordKind.ARTICLE,
    "tin": RecordKind.ARTICLE,
    "article": RecordKind.ARTICLE,
    "doan": RecordKind.VISIT,
    "chuyen": RecordKind.VISIT,
    "visit": RecordKind.VISIT,
    "ban ghi nho": RecordKind.AGREEMENT,
    "agreement": RecordKind.AGREEMENT,
    "nguoi": RecordKind.PERSON,
    "person": RecordKind.PERSON,
    "partner": RecordKind.PARTNER,
    "commitment": RecordKind.COMMITMENT,
    "figure": RecordKind.FIGURE,
}
_DIRECTION_WORDS = {"vao": Direction.IN, "den": Direction.IN, "ra": Direction.OUT, "di": Direction.OUT}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search with its filters; empty filters do not filter.

    ``dated_from`` and ``dated_to`` are ISO days. ``strict_marks``: words must stand with just the marks they
    were typed with. ``with_predecessors``: a partner stands for those whose places went into its place too.
    ``typing``: the last word is not finished, so that longer words count too.
    """

    text: str
    kinds: tuple[RecordKind, ...] = ()
    partner_id: int | None = None
    country: str = ""
    direction: str = ""
    field: str = ""
    tag: str = ""
    year: int | None = None
    limit: int = 20
    offset: int = 0
    sort: str = "relevance"  # relevance | newest | oldest
    outlet: str = ""
    state: str = ""
    dated_from: str = ""
    dated_to: str = ""
    strict_marks: bool = False
    with_predecessors: bool = True
    typing: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """How many answers there are for one value of a filter."""

    name: str
    value: str
    label: str
    count: int


# -- what must hold -------------------------------------------------------------------------------------


def conditions_of(request: SearchRequest) -> tuple[Condition, ...]:
    """Return what the chosen filters demand."""
    from desktop_app.core.search.columns import Condition

    found: list[Condition] = []
    if request.kinds:
        found.append(Condition(_KIND, tuple(dict.fromkeys(request.kinds))))
    if request.partner_id is not None:
        found.append(Condition(_partner_column(request), (request.partner_id,)))
    if request.year is not None:
        found.append(Condition(_YEAR, (request.year,)))
    texts = {name: getattr(request, name) for name in (COUNTRY, DIRECTION, FIELD, TAG, OUTLET, STATE)}
    found += [Condition(name, (value,)) for name, value in texts.items() if value]
    if request.dated_from or request.dated_to:
        found.append(Condition(_DATE, (request.dated_from, request.dated_to)))
    return tuple(found)


def _partner_column(request: SearchRequest) -> str:
    return PARTNER if request.with_predecessors else PARTNER_ALONE


def typed_conditions(request: SearchRequest, facts: Facts) -> tuple[SearchRequest, tuple[Condition, ...]]:
    """Take the filters that stand in the text of a request out of it.

    What names nothing that is known is read as words: "nước:mắm" finds fish sauce.

    Returns:
        The request with the rest of the text, and what the filters demand.
    """
    from desktop_app.core.search.query import split_filters

    if ":" not in request.text:
        return request, ()
    rest, typed = split_filters(request.text)
    if not typed:
        return request, ()
    found: list[Condition] = []
    words: list[str] = []
    for item in typed:
        condition = _typed(item, request, facts)
        if condition is None:
            words.append(item.value)
        else:
            found.append(condition)
    return replace(request, text=" ".join(filter(None, [rest, *words]))), tuple(found)


def _typed(item: Filter, request: SearchRequest, facts: Facts) -> Condition | None:
    from desktop_app.core.search.columns import Condition
    from desktop_app.core.search.query import days_of

    if item.name == _YEAR:
        return Condition(_DATE, days_of(item.value), typed=True)
    name = _partner_column(request) if item.name == PARTNER else item.name
    values = _VALUES[item.name](item.value, facts) if item.name in _VALUES else ()
    return Condition(name, values, typed=True) if values else None


def _key(text: str) -> str:
    return " ".join(fold(canon(text)).replace("_", " ").split())


def _fits(wanted: str, name: str) -> bool:
    """Whether a name, or the words in it from one of them on, begin with what was typed."""
    key = _key(name)
    return key.startswith(wanted) or f" {wanted}" in key


def _named(value: str, names: dict[int, tuple[str, ...]]) -> tuple[int, ...]:
    """Return who is called so; if nobody is, whose name holds it at the beginning of a word."""
    wanted = _key(value)
    exact = [number for number, known in names.items() if any(_key(name) == wanted for name in known)]
    if exact or len(wanted) < _FEWEST_LETTERS:
        return tuple(exact)
    return tuple(number for number, known in names.items() if any(_fits(wanted, name) for name in known))


def _words(name: str) -> Callable[[str, Facts], tuple[Any, ...]]:
    def values(value: str, facts: Facts) -> tuple[Any, ...]:
        wanted = _key(value)
        known = facts.columns.values(name)
        exact = tuple(word for word in known if _key(str(word)) == wanted)
        if exact or len(wanted) < _FEWEST_LETTERS:
            return exact
        return tuple(word for word in known if _fits(wanted, str(word)))

    return values


def _kinds(value: str, _facts: Facts) -> tuple[RecordKind, ...]:
    wanted = _key(value)
    known = _KIND_WORDS.get(wanted)
    if known is not None:
        return (known,)
    return tuple(kind for kind in INDEXED if len(wanted) > 1 and _fits(wanted, label(kind)))


def _directions(value: str, _facts: Facts) -> tuple[str, ...]:
    wanted = _key(value)
    known = _DIRECTION_WORDS.get(wanted)
    if known is not None:
        return (known.value,)
    return tuple(one.value for one in Direction if wanted == one.value or _fits(wanted, label(one)))


_VALUES: dict[str, Callable[[str, Facts], tuple[Any, ...]]] = {
    PARTNER: lambda value, facts: _named(value, facts.partners),
    PERSON: lambda value, facts: _named(value, facts.people),
    COUNTRY: _words(COUNTRY),
    OUTLET: _words(OUTLET),
    TAG: _words(TAG),
    FIELD: _words(FIELD),
    DIRECTION: _directions,
    _KIND: _kinds,
}


# -- how many there are ---------------------------------------------------------------------------------


def facets_of(
    facts: Facts,
    request: SearchRequest,
    conditions: tuple[Condition, ...],
    matched: Callable[[Iterable[Condition]], Any],
) -> tuple[Facet, ...]:
    """Count the answers for each value of each filter, the commonest 30 of each, and for every year.

    Each filter is counted over the answers under all others but itself, so that the number beside a value
    is what choosing it brings.

    Args:
        facts: all facts.
        request: which filter the partners are counted by.
        conditions: what the answers must meet.
        matched: gives the answers that meet some of the conditions, as flags of rows.
    """
    found: list[Facet] = []
    everything = matched(conditions)
    for name in _FACETS:
        column = _partner_column(request) if name == PARTNER else name
        others = tuple(item for item in conditions if item.name != column or item.typed)
        chosen = everything if len(others) == len(conditions) else matched(others)
        counts = facts.columns.counts(column, chosen)
        # All years: they are drawn side by side, and a gap would look as if nothing had happened.
        most = len(counts) if name == _YEAR else _MOST
        found += [
            Facet(name, str(value), _shown(name, value, facts), count) for value, count in counts[:most]
        ]
    return tuple(found)


def _shown(name: str, value: Any, facts: Facts) -> str:
    if name == _KIND:
        return label(value)
    if name == DIRECTION:
        return label(Direction(value))
    if name == PARTNER:
        return facts.partners.get(value, ("",))[0]
    return STATES.get(value, "") if name == STATE else str(value)
