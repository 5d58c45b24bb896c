"""Contradictions between accepted records: two dates for one signing, two values for one thing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from db.dates import PartialDate
from db.records import Agreement, AgreementEventKind, Figure, ProfileFact, Visit
from desktop_app.core.dossier.context import Context, say
from desktop_app.core.dossier.model import Text
from desktop_app.core.dossier.sections.agreements import signed_on
from desktop_app.core.dossier.text import line, shorten
from desktop_app.core.dossier.wording import figure_period, figure_value, show_date
from desktop_app.labels import label

_NEAR_DAYS = 62


def conflicts(ctx: Context) -> Iterator[Text]:
    """Every contradiction as one sentence with the marks of both sides."""
    yield from _signing_dates(ctx)
    yield from _same_agreement(ctx)
    yield from _same_visit(ctx)
    yield from _profile(ctx)
    yield from _figures(ctx)


def compatible(one: PartialDate, other: PartialDate) -> bool:
    """Whether two statements can be about the same day."""
    first, last = one.first_day(), one.last_day()
    start, end = other.first_day(), other.last_day()
    if first is None or last is None or start is None or end is None:
        return True
    return first <= end and start <= last


def _near(one: PartialDate, other: PartialDate) -> bool:
    days = [one.first_day(), other.first_day()]
    return None not in days and abs((days[0] - days[1]).days) <= _NEAR_DAYS  # type: ignore[operator]


def _signing_dates(ctx: Context) -> Iterator[Text]:
    visits = {v.id: v for v in ctx.visits()}
    for item in ctx.agreements():
        name, own = shorten(item.title, 90), ctx.marks("agreement", item.id, "signed", "date", limit=2)
        visit = visits.get(item.visit_id or 0)
        if visit is not None and not compatible(item.signed, visit.period):
            words = f"{name}: ngày ký ghi {signed_on(item)}, nhưng đoàn đi {show_date(visit.period)}."
            yield say(words, (*own, *ctx.marks("visit", visit.id, "period", limit=1)))
        for event in item.events:
            if event.kind is AgreementEventKind.SIGNING and not compatible(event.date, item.signed):
                yield say(
                    f"{name}: ngày ký ghi {signed_on(item)}, nơi khác ghi {show_date(event.date)}.", own
                )


def _same_agreement(ctx: Context) -> Iterator[Text]:
    for one, other in combinations(ctx.concluded(), 2):
        if compatible(one.signed, other.signed) or one.kind is not other.kind:
            continue
        if _titles(one) & _titles(other) or _near(one.signed, other.signed):
            words = (
                f"“{shorten(one.title, 90)}” ({signed_on(one)}) và “{shorten(other.title, 90)}” "
                f"({signed_on(other)}) có thể là một văn bản với hai ngày ký khác nhau."
            )
            marks = (ctx.marks("agreement", a.id, "signed", "date", "title", limit=1) for a in (one, other))
            yield say(words, tuple(run for text in marks for run in text))


def _titles(item: Agreement) -> set[str]:
    return {line(t).casefold() for t in (item.title, *item.other_titles) if t.strip()}


def _same_visit(ctx: Context) -> Iterator[Text]:
    for one, other in combinations(ctx.held(), 2):
        if (
            one.direction is other.direction
            and _title(one) == _title(other)
            and not compatible(one.period, other.period)
        ):
            if not _near(one.period, other.period):
                continue
            dates = f"{show_date(one.period)} và {show_date(other.period)}"
            words = f"{label(one.direction)} “{shorten(one.title, 90)}” có hai thời gian: {dates}."
            marks = (ctx.marks("visit", v.id, "period", limit=1) for v in (one, other))
            yield say(words, tuple(run for text in marks for run in text))


def _title(visit: Visit) -> str:
    return line(visit.title).casefold()


def _profile(ctx: Context) -> Iterator[Text]:
    groups: dict[tuple[str, str], list[ProfileFact]] = {}
    for fact in ctx.facts():
        groups.setdefault((line(fact.name).casefold(), fact.as_of.start), []).append(fact)
    for group in groups.values():
        values = list(dict.fromkeys(line(f.value) for f in group))
        # Several industries or festivals add up; two numbers for one thing contradict each other.
        if len(values) > 1 and all(any(c.isdigit() for c in v) for v in values):
            marks = tuple(run for f in group for run in ctx.marks("profile_fact", f.id, limit=1))
            said = "; ".join(shorten(v, 80) for v in values)
            yield say(f"{line(group[0].name)}: các nguồn ghi khác nhau ({said}).", marks)


def _figures(ctx: Context) -> Iterator[Text]:
    groups: dict[tuple[str, str, str, str, str], list[Figure]] = {}
    for item in ctx.figures():
        key = (
            line(item.what).casefold(),
            line(item.scope),
            line(item.unit),
            item.period.start,
            item.period.end,
        )
        groups.setdefault(key, []).append(item)
    for group in groups.values():
        values = list(dict.fromkeys(figure_value(f) for f in group))
        if len(values) > 1:
            marks = tuple(run for f in group for run in ctx.marks("figure", f.id, limit=1))
            head = f"{line(group[0].what)} ({line(group[0].scope)}; {figure_period(group[0])})"
            yield say(f"{head}: các nguồn ghi khác nhau: {'; '.join(values)}.", marks)
