"""The drawn relation: contacts of both directions and signings."""

from __future__ import annotations

from db.records import Agreement, Visit
from desktop_app.core.dossier.context import Context, direction_of, empty, say
from desktop_app.core.dossier.model import Block, Event, Timeline
from desktop_app.core.dossier.sections.agreements import signed_on
from desktop_app.core.dossier.text import line, shorten
from desktop_app.core.dossier.wording import show_date
from desktop_app.labels import label


def build(ctx: Context) -> tuple[Block, ...]:
    """One drawing with its key; events without a year stand in the key only."""
    events = [_visit(ctx, v) for v in ctx.held()] + [_agreement(ctx, a) for a in ctx.concluded()]
    if not events:
        return empty("Chưa có sự kiện nào để vẽ dòng thời gian.")
    events.sort(key=lambda e: (e.day is None, e.day or ctx.as_of, e.side == "signed"))
    return (Timeline(tuple(events)),)


def _visit(ctx: Context, visit: Visit) -> Event:
    words = f"{label(visit.direction)}: {ctx.places.say(visit.title)}"
    return Event(
        day=visit.period.first_day(),
        last=visit.period.last_day(),
        when=show_date(visit.period),
        side=direction_of(visit),
        title=shorten(visit.title, 90),
        text=say(words, ctx.marks("visit", visit.id, "period", "start", "end", "title", limit=2)),
        inferred=visit.period.inferred,
    )


def _agreement(ctx: Context, item: Agreement) -> Event:
    title = ctx.places.say(item.title) or label(item.kind)
    return Event(
        day=item.signed.first_day(),
        last=item.signed.last_day(),
        when=signed_on(item),
        side="signed",
        title=shorten(line(item.title) or label(item.kind), 90),
        text=say(f"Ký kết: {title}", ctx.marks("agreement", item.id, "signed", "date", "title", limit=2)),
        inferred=item.signed.inferred,
    )
