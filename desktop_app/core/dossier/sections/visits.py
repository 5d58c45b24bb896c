"""The table of contacts: date, direction, head, who received, content and result."""

from __future__ import annotations

from db.records import Participant, StopKind, Visit, VisitStatus
from desktop_app.core.dossier.context import Context, empty, join, say
from desktop_app.core.dossier.model import Block, Column, Heading, Paragraph, Table, Text
from desktop_app.core.dossier.text import clean, line, shorten
from desktop_app.core.dossier.wording import UNKNOWN, show_date
from desktop_app.labels import label

_COLUMNS = (
    Column("Thời gian", 0.19),
    Column("Trưởng đoàn", 0.20),
    Column("Bên tiếp", 0.20),
    Column("Nội dung, kết quả", 0.41),
)

_LONG = 900


def build(ctx: Context) -> tuple[Block, ...]:
    """Contacts held, then those still to come, then those called off."""
    held, coming = ctx.held(), ctx.coming()
    off = [v for v in ctx.visits() if v.status in (VisitStatus.POSTPONED, VisitStatus.CANCELLED)]
    if not (held or coming or off):
        return empty("Chưa ghi nhận đoàn ra, đoàn vào nào.")
    blocks: list[Block] = []
    if held:
        blocks.append(Table(_COLUMNS, tuple(_row(ctx, v) for v in held)))
        blocks += _in_full(ctx, held)
    for title, group in (("Sắp tới", coming), ("Hoãn, hủy", off)):
        if group:
            blocks += [Heading(title), Table(_COLUMNS, tuple(_row(ctx, v) for v in group))]
            blocks += _in_full(ctx, group)
    if any(v.stops for v in held):
        blocks += [Heading("Các chặng và nơi đã đến"), *_stops(ctx, held)]
    return tuple(blocks)


def who(ctx: Context, people: tuple[Participant, ...], by: str = "; ") -> str:
    """Names with the posts of that time."""
    words: list[str] = []
    for part in people:
        post = ", ".join(x for x in (line(part.title), line(part.organisation)) if x)
        words.append(f"{line(part.name)} – {ctx.places.say(post)}" if post else line(part.name))
    return by.join(words)


def _row(ctx: Context, visit: Visit) -> tuple[Text, ...]:
    status = label(visit.status) if visit not in ctx.held() else ""
    when = join(
        say(
            show_date(visit.period),
            ctx.marks("visit", visit.id, "period", "start", "end", limit=1),
            bold=True,
        ),
        say(label(visit.direction)),
        say(status, italic=True) if status else (),
    )
    return (
        when,
        _side(ctx, visit, visit.heads(), "heads"),
        _side(ctx, visit, visit.hosts(), "hosts"),
        _content(ctx, visit),
    )


def _side(ctx: Context, visit: Visit, people: tuple[Participant, ...], field: str) -> Text:
    body = line(visit.guest_organisation if field == "heads" else visit.host_organisation)
    words = who(ctx, people, "\n")
    organisation = say(ctx.places.say(body), italic=True) if body and body not in words else ()
    if not words:
        return organisation or say(UNKNOWN)
    return join(say(words, ctx.marks("visit", visit.id, field, limit=1)), organisation)


def _content(ctx: Context, visit: Visit) -> Text:
    texts = [say(ctx.places.say(visit.title), ctx.marks("visit", visit.id, "title", limit=2), bold=True)]
    if visit.location.strip():
        texts.append(
            say(
                "Địa điểm: " + ctx.places.say(visit.location),
                ctx.marks("visit", visit.id, "location", limit=1),
            )
        )
    for title, field, value in _told(visit):
        words = (
            clean(value) if len(value) <= _LONG else f"{shorten(value, _LONG // 3)} (toàn văn ở dưới bảng)"
        )
        texts.append(say(f"{title}: {words}", ctx.marks("visit", visit.id, field, limit=2)))
    if visit.fields:
        texts.append(say("Lĩnh vực: " + ", ".join(line(f) for f in visit.fields)))
    return join(*texts)


def _told(visit: Visit) -> list[tuple[str, str, str]]:
    texts = (
        ("Mục đích", "purpose", visit.purpose),
        ("Nội dung", "content", visit.content),
        ("Kết quả", "results", visit.results),
        ("Quà tặng", "gifts", visit.gifts),
    )
    return [item for item in texts if item[2].strip()]


def _in_full(ctx: Context, visits: list[Visit]) -> list[Block]:
    # A note of pages would make a column of pages; it stands below the table in the full width.
    blocks: list[Block] = []
    for visit in visits:
        for title, field, value in _told(visit):
            if len(value) > _LONG:
                blocks.append(Heading(f"{title} – {show_date(visit.period)}"))
                rows = [row for row in clean(value).split("\n") if row]
                marks = ctx.marks("visit", visit.id, field, limit=2)
                blocks += [Paragraph(say(row, marks if row is rows[-1] else ())) for row in rows]
    return blocks


def _stops(ctx: Context, visits: list[Visit]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for visit in visits:
        for kind, title in ((StopKind.LOCALITY, "địa phương"), (StopKind.SITE, "nơi khảo sát")):
            names = [_stop(ctx, s.name, s.note) for s in visit.stops if s.kind is kind]
            if names:
                words = f"{show_date(visit.period)}, {title}: {'; '.join(names)}."
                blocks.append(Paragraph(say(words, ctx.marks("visit", visit.id, "stops", limit=2))))
    return tuple(blocks)


def _stop(ctx: Context, name: str, note: str) -> str:
    return f"{ctx.places.say(name)} ({line(note)})" if note.strip() else ctx.places.say(name)
