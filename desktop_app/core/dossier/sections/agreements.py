"""Agreements with status, parties, date as stated and term."""

from __future__ import annotations

import datetime as dt

from db.dates import DatePrecision
from db.records import Agreement, AgreementEventKind, AgreementStatus
from desktop_app.core.dossier.context import NOT_YET_AGREED, Context, empty, join, say
from desktop_app.core.dossier.model import Block, Column, Heading, Table, Text
from desktop_app.core.dossier.text import clean, line
from desktop_app.core.dossier.wording import UNKNOWN, show_date
from desktop_app.labels import label

_COLUMNS = (
    Column("Văn bản", 0.39),
    Column("Các bên, người ký", 0.24),
    Column("Ngày ký", 0.19),
    Column("Tình trạng, thời hạn", 0.18),
)
_SOON_DAYS = 183
_RUNNING = (
    AgreementStatus.SIGNED,
    AgreementStatus.IN_FORCE,
    AgreementStatus.RENEWED,
    AgreementStatus.INHERITED,
)


def build(ctx: Context) -> tuple[Block, ...]:
    """Concluded agreements first; intentions and drafts apart, because they are not agreements."""
    concluded = ctx.concluded()
    drafts = [a for a in ctx.agreements() if a.status in NOT_YET_AGREED]
    blocks: list[Block] = []
    if concluded:
        blocks.append(Table(_COLUMNS, tuple(_row(ctx, a) for a in concluded)))
    if drafts:
        blocks += [Heading("Mới là ý định hoặc đang chuẩn bị, chưa ký")]
        blocks.append(Table(_COLUMNS, tuple(_row(ctx, a) for a in drafts)))
    return tuple(blocks) or empty("Chưa ghi nhận thỏa thuận nào.")


def signed_on(agreement: Agreement) -> str:
    """The date as stated; a range of days means "on one of them"."""
    text = show_date(agreement.signed)
    return f"trong {text}" if agreement.signed.precision is DatePrecision.DAY_RANGE else text


def state_of(agreement: Agreement, as_of: dt.date) -> str:
    """Status in words, with a warning when the term is over or nearly so."""
    words = label(agreement.status)
    ends = agreement.ends.last_day()
    if agreement.status in _RUNNING and ends is not None:
        if ends < as_of:
            return f"{words}, đã quá thời hạn"
        if (ends - as_of).days <= _SOON_DAYS:
            return f"{words}, sắp hết hiệu lực"
    return words


def _row(ctx: Context, item: Agreement) -> tuple[Text, ...]:
    return (_title(ctx, item), _parties(ctx, item), _date(ctx, item), _term(ctx, item))


def _title(ctx: Context, item: Agreement) -> Text:
    texts = [
        say(
            ctx.places.say(item.title) or label(item.kind),
            ctx.marks("agreement", item.id, "title", "type", limit=2),
            bold=True,
        )
    ]
    others = [line(t) for t in item.other_titles if t.strip()]
    if others:
        words = "Tên khác trong nguồn: " + "; ".join(f"“{t}”" for t in others)
        texts.append(say(words, ctx.marks("agreement", item.id, "other_titles", limit=2)))
    texts.append(
        say("Loại: " + label(item.kind) + (f", số {line(item.number)}" if item.number.strip() else ""))
    )
    if item.subject.strip():
        texts.append(
            say("Nội dung: " + clean(item.subject), ctx.marks("agreement", item.id, "subject", limit=2))
        )
    if item.fields:
        texts.append(say("Lĩnh vực: " + ", ".join(line(f) for f in item.fields)))
    return join(*texts, *_events(ctx, item))


def _events(ctx: Context, item: Agreement) -> list[Text]:
    texts: list[Text] = []
    for event in item.events:
        if event.kind is AgreementEventKind.SIGNING and event.date == item.signed:
            continue
        words = f"{label(event.kind)}: {show_date(event.date)}"
        if event.reference.strip():
            words += f" ({line(event.reference)})"
        texts.append(
            say(words, ctx.marks("agreement", item.id, "events", limit=1) if event.date.known else ())
        )
    return texts


def _parties(ctx: Context, item: Agreement) -> Text:
    own, theirs = ctx.places.say(item.own_party), line(item.partner_party)
    parties = " – ".join(p for p in (own, theirs) if p) or UNKNOWN
    texts = [say(parties, ctx.marks("agreement", item.id, "parties", "own_party", "partner_party", limit=1))]
    signers = line(item.signers)
    texts.append(
        say("Người ký: " + signers, ctx.marks("agreement", item.id, "signers", limit=1))
        if signers
        else say("Người ký: chưa rõ")
    )
    if item.responsible_now.strip():
        texts.append(say("Nay do: " + ctx.places.say(item.responsible_now)))
    return join(*texts)


def _date(ctx: Context, item: Agreement) -> Text:
    when = say(signed_on(item), ctx.marks("agreement", item.id, "signed", "date", limit=1))
    place = line(item.signed_place)
    return join(
        when,
        say("Nơi ký: " + place, ctx.marks("agreement", item.id, "signed_place", limit=1)) if place else (),
    )


def _term(ctx: Context, item: Agreement) -> Text:
    term = line(item.term) or (f"đến {show_date(item.ends)}" if item.ends.known else "chưa rõ")
    texts = [
        say(state_of(item, ctx.as_of), ctx.marks("agreement", item.id, "status", limit=1), bold=True),
        say(
            "Thời hạn: " + term,
            ctx.marks("agreement", item.id, "term", "ends", limit=1) if term != "chưa rõ" else (),
        ),
    ]
    if item.effective.known:
        texts.append(say("Hiệu lực từ: " + show_date(item.effective)))
    return join(*texts)
