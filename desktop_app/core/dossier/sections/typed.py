"""Sections that people type; what nobody has typed is left as lines to write on."""

from __future__ import annotations

from desktop_app.core.dossier.context import Context, say
from desktop_app.core.dossier.model import Block, Bullets, Column, Heading, Paragraph, Table
from desktop_app.core.dossier.text import clean, line, lines
from desktop_app.core.dossier.wording import show_date

NOT_TYPED = "(chưa nhập)"
_GIFTS = (Column("Thời gian", 0.24), Column("Quà tặng đã trao đổi", 0.76))


def objectives(ctx: Context) -> tuple[Block, ...]:
    """Ours and theirs."""
    notes = ctx.request.notes
    return (
        *_list("Mục tiêu của ta", notes.objectives),
        *_list("Mục tiêu có thể có của bạn", notes.their_objectives),
    )


def talking_points(ctx: Context) -> tuple[Block, ...]:
    """What to bring up and what to avoid."""
    notes = ctx.request.notes
    return (*_list("Ta nêu", notes.points), *_list("Nên tránh, chỉ trả lời khi bạn hỏi", notes.avoid))


def programme(ctx: Context) -> tuple[Block, ...]:
    """The programme as typed, line by line."""
    return _text(ctx.request.notes.programme)


def protocol(ctx: Context) -> tuple[Block, ...]:
    """Protocol notes as typed, and the gifts of earlier meetings."""
    blocks: list[Block] = [*_text(ctx.request.notes.protocol)]
    rows = [
        (say(show_date(v.period)), say(clean(v.gifts), ctx.marks("visit", v.id, "gifts", limit=2)))
        for v in ctx.held()
        if v.gifts.strip()
    ]
    if rows:
        blocks += [Heading("Quà tặng các lần trước"), Table(_GIFTS, tuple(rows))]
    return tuple(blocks)


def _list(title: str, note: str) -> tuple[Block, ...]:
    items = lines(note)
    body = (Bullets(tuple(say(item) for item in items)),) if items else _blank()
    return (Heading(title), *body)


def _text(note: str) -> tuple[Block, ...]:
    rows = [line(row) for row in clean(note).split("\n") if row]
    return tuple(Paragraph(say(row)) for row in rows) or _blank()


def _blank() -> tuple[Block, ...]:
    return (Paragraph(say(NOT_TYPED, italic=True), "blank"),)
