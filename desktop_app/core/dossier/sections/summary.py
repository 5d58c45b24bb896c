"""The one page a leader reads in the car: last meeting, what is signed, what is open, numbers, people.

Everything here is cut to size; the sections behind it hold the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from db.records import Agreement, Commitment, Direction, Person, Side
from desktop_app.core.dossier.context import Context, join, say
from desktop_app.core.dossier.model import Block, Bullets, Facts, Heading, Paragraph, Text
from desktop_app.core.dossier.sections.agreements import signed_on, state_of
from desktop_app.core.dossier.sections.commitments import lateness
from desktop_app.core.dossier.sections.figures import in_words
from desktop_app.core.dossier.sections.people import name_of
from desktop_app.core.dossier.sections.profile import identity
from desktop_app.core.dossier.sections.visits import who
from desktop_app.core.dossier.text import line, shorten
from desktop_app.core.dossier.wording import post_dates, post_title, show_date
from desktop_app.labels import label

_T = TypeVar("_T")
_MOST = 4
_LINE = 150


def build(ctx: Context) -> tuple[Block, ...]:
    """Blocks that fit one page."""
    blocks: list[Block] = [Facts(_box(ctx)), *_last_meeting(ctx)]
    for title, items, nothing in (
        ("Đã ký kết", _agreements(ctx), "Chưa ghi nhận thỏa thuận đã ký."),
        ("Cam kết còn mở", _commitments(ctx), "Không có cam kết nào đang mở."),
        ("Số liệu chính", _figures(ctx), "Chưa ghi nhận số liệu."),
        ("Nhân vật chính phía bạn", _people(ctx), "Chưa ghi nhận nhân vật phía bạn."),
    ):
        blocks.append(Heading(title))
        blocks.append(Bullets(items) if items else Paragraph(say(nothing, italic=True), "note"))
    return tuple(blocks)


def _box(ctx: Context) -> tuple[tuple[str, Text], ...]:
    kept = {"Tên bản ngữ", "Quốc gia", "Mức quan hệ"}
    rows = [(name, _cut(text)) for name, text in identity(ctx) if name in kept]
    held = ctx.held()
    out = sum(v.direction is Direction.OUT for v in held)
    into = sum(v.direction is Direction.IN for v in held)
    rows.append(("Đã trao đổi", say(f"{out} đoàn ra, {into} đoàn vào; {len(ctx.concluded())} thỏa thuận")))
    return tuple(rows)


def _cut(text: Text) -> Text:
    first, *rest = text
    return (type(first)(shorten(first.text, _LINE), first.bold, first.italic), *rest)


def _last_meeting(ctx: Context) -> list[Block]:
    visit = ctx.last_met()
    if visit is None:
        return [Paragraph(say("Lần gặp gần nhất: chưa ghi nhận.", bold=True), "lead")]
    marks = ctx.marks("visit", visit.id, "period", "start", "end", limit=2)
    lead = say(f"Lần gặp gần nhất: {show_date(visit.period)}", marks, bold=True)
    words = f"{label(visit.direction)} – {shorten(visit.title, _LINE)}."
    if visit.heads():
        words += f" Trưởng đoàn: {shorten(who(ctx, visit.heads()), _LINE)}."
    if visit.hosts():
        words += f" Bên tiếp: {shorten(who(ctx, visit.hosts()), _LINE)}."
    if visit.results.strip():
        words += f" Kết quả: {shorten(visit.results, 200)}"
    people = ctx.marks("visit", visit.id, "heads", "hosts", "title", "results", limit=2)
    coming = ctx.coming()
    blocks: list[Block] = [Paragraph(join(lead, say(words, people)), "lead")]
    if coming:
        soon = coming[0]
        status = label(soon.status).lower()
        words = f"Sắp tới: {show_date(soon.period)} – {shorten(soon.title, _LINE)} ({status})."
        blocks.append(Paragraph(say(words, ctx.marks("visit", soon.id, limit=1)), "note"))
    return blocks


def _agreements(ctx: Context) -> tuple[Text, ...]:
    return _first(list(reversed(ctx.concluded())), lambda a: _agreement(ctx, a), "thỏa thuận")


def _agreement(ctx: Context, item: Agreement) -> Text:
    title = shorten(ctx.places.say(item.title) or label(item.kind), _LINE)
    state = state_of(item, ctx.as_of).lower()
    return say(
        f"{title} – {signed_on(item)}; {state}",
        ctx.marks("agreement", item.id, "title", "signed", "date", limit=1),
    )


def _commitments(ctx: Context) -> tuple[Text, ...]:
    late = sorted(ctx.open_commitments(), key=lambda c: (c.deadline.last_day() or ctx.as_of) >= ctx.as_of)
    return _first(late, lambda c: _commitment(ctx, c), "cam kết")


def _commitment(ctx: Context, item: Commitment) -> Text:
    head = f"{label(item.side)} – {label(item.grade).lower()}"
    words = f"{head}: {shorten(item.content, _LINE)} ({lateness(item, ctx.as_of)})"
    return say(words, ctx.marks("commitment", item.id, "content", limit=1))


def _figures(ctx: Context) -> tuple[Text, ...]:
    return _first(ctx.figures(), lambda f: in_words(ctx, f), "số liệu")


def _people(ctx: Context) -> tuple[Text, ...]:
    theirs = [p for p in ctx.people() if p.side is Side.THEIRS]
    if theirs:
        return _first(theirs, lambda p: _person(ctx, p), "người")
    met = [
        (v, p)
        for v in reversed(ctx.held())
        for p in v.participants
        if p.side is Side.THEIRS and p.name.strip()
    ]
    seen = {line(p.name): (v, p) for v, p in reversed(met)}
    return _first(
        list(seen.values()),
        lambda pair: say(
            f"{shorten(who(ctx, (pair[1],)), _LINE)} (tại thời điểm {show_date(pair[0].period)})",
            ctx.marks("visit", pair[0].id, "participants", "heads", "hosts", limit=1),
        ),
        "người",
    )


def _person(ctx: Context, person: Person) -> Text:
    marks = ctx.marks("person", person.id, limit=1)
    if not person.posts:
        return say(f"{shorten(name_of(person), 80)} – chưa rõ chức vụ", marks)
    post = person.posts[-1]
    words = f"{shorten(name_of(person), 80)} – {shorten(post_title(post), 100)} ({post_dates(post)})"
    return say(words, ctx.marks("post", post.id, limit=1) or marks)


def _first(items: Sequence[_T], word: Callable[[_T], Text], what: str) -> tuple[Text, ...]:
    texts = [word(item) for item in items[:_MOST]]
    if len(items) > _MOST:
        texts.append(say(f"và {len(items) - _MOST} {what} khác, xem các mục sau", italic=True))
    return tuple(texts)
