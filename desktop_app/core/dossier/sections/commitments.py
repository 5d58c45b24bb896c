"""Open commitments of both sides, with what each waits for and how late it is."""

from __future__ import annotations

import datetime as dt

from db.records import Commitment, Side
from desktop_app.core.dossier.context import SIDES, Context, empty, join, say
from desktop_app.core.dossier.model import Block, Bullets, Column, Heading, Table, Text
from desktop_app.core.dossier.text import clean, line, shorten
from desktop_app.core.dossier.wording import show_date
from desktop_app.labels import label

_COLUMNS = (
    Column("Số", 0.07, "centre"),
    Column("Nội dung", 0.43),
    Column("Mức độ, từ ngày", 0.27),
    Column("Hạn, tình trạng", 0.23),
)


def build(ctx: Context) -> tuple[Block, ...]:
    """One table for each side, the partner's first; what is settled follows in one line each."""
    if not ctx.commitments():
        return empty("Chưa ghi nhận cam kết nào.")
    blocks: list[Block] = []
    numbers = numbered(ctx)
    for side in SIDES:
        rows = tuple(_row(ctx, c, numbers) for c in ctx.open_commitments() if c.side is side)
        if rows:
            blocks += [Heading(_title(ctx, side)), Table(_COLUMNS, rows)]
    if not blocks:
        blocks += empty("Không còn cam kết nào đang mở.")
    closed = [c for c in ctx.commitments() if not c.is_open]
    if closed:
        blocks += [
            Heading("Đã xong hoặc không còn theo dõi"),
            Bullets(tuple(_closed(ctx, c) for c in closed)),
        ]
    return tuple(blocks)


def numbered(ctx: Context) -> dict[int, int]:
    """Number of each open commitment as printed."""
    return {c.id: n for n, c in enumerate(ctx.open_commitments(), 1)}


def lateness(item: Commitment, as_of: dt.date) -> str:
    """How the deadline stands on the day of the dossier."""
    last = item.deadline.last_day()
    if not item.deadline.known:
        return "hạn: chưa rõ"
    words = f"hạn: {show_date(item.deadline)}"
    return f"{words}, quá hạn {(as_of - last).days} ngày" if last is not None and last < as_of else words


def _title(ctx: Context, side: Side) -> str:
    if side is Side.THEIRS:
        return f"Phía bạn ({shorten(ctx.partner, 60)})"
    if side is Side.OURS:
        office = ctx.data.office
        return f"Phía ta ({shorten(office.province, 60)})" if office.province.strip() else "Phía ta"
    return label(side)


def _row(ctx: Context, item: Commitment, numbers: dict[int, int]) -> tuple[Text, ...]:
    content = [say(clean(item.content), ctx.marks("commitment", item.id, "content", limit=2))]
    for title, value in (
        ("Bên nêu", ctx.places.say(item.by_name)),
        ("Đối với", ctx.places.say(item.to_name)),
        ("Số lượng", line(item.quantity)),
        ("Nơi thực hiện", line(item.place)),
        ("Đơn vị đầu mối", line(item.lead_unit)),
    ):
        if value:
            content.append(say(f"{title}: {value}"))
    waits = _waits_for(ctx, item, numbers)
    if waits:
        content.append(say(waits, italic=True))
    since = f"từ {show_date(item.stated_on)}" if item.stated_on.known else "ngày nêu: chưa rõ"
    grade = join(
        say(label(item.grade), ctx.marks("commitment", item.id, "grade", limit=1), bold=True),
        say(
            since,
            ctx.marks("commitment", item.id, "stated_on", "date", limit=1) if item.stated_on.known else (),
        ),
    )
    state = join(say(label(item.status), bold=True), say(lateness(item, ctx.as_of)))
    return (say(str(numbers[item.id])), join(*content), grade, state)


def _waits_for(ctx: Context, item: Commitment, numbers: dict[int, int]) -> str:
    if item.depends_on_id is None:
        return ""
    if item.depends_on_id in numbers:
        return f"Phụ thuộc cam kết số {numbers[item.depends_on_id]}"
    other = next((c for c in ctx.commitments() if c.id == item.depends_on_id), None)
    return f"Phụ thuộc: {shorten(other.content, 120)} ({label(other.status).lower()})" if other else ""


def _closed(ctx: Context, item: Commitment) -> Text:
    note = f" ({clean(item.closing_note)})" if item.closing_note.strip() else ""
    words = f"{label(item.side)}, {label(item.status).lower()}: {clean(item.content)}{note}"
    return say(words, ctx.marks("commitment", item.id, limit=2))
