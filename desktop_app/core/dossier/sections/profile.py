"""The partner: the key-facts box and what is known of the place."""

from __future__ import annotations

from db.records import ProfileFact, RelationLevel
from desktop_app.core.dossier.context import Context, empty, join, say
from desktop_app.core.dossier.model import Block, Facts, Heading, Paragraph, Text
from desktop_app.core.dossier.text import clean, line
from desktop_app.core.dossier.wording import UNKNOWN, show_date
from desktop_app.labels import label

_STALE_YEARS = 2


def build(ctx: Context) -> tuple[Block, ...]:
    """Names, tie, contact; then the profile facts, newest value of each field last."""
    blocks: list[Block] = [Facts(identity(ctx))]
    facts = ctx.facts()
    if facts:
        rows: dict[str, list[Text]] = {}
        for fact in facts:
            rows.setdefault(line(fact.name), []).append(_fact(ctx, fact))
        blocks += [
            Heading("Thông tin về đối tác"),
            Facts(tuple((n, join(*texts)) for n, texts in rows.items())),
        ]
    else:
        blocks += empty("Chưa có thông tin về dân số, diện tích, kinh tế của đối tác.")
    note = ctx.data.partner.note
    if note.strip():
        blocks += [Heading("Ghi chú của cơ quan"), *_note(note)]
    return tuple(blocks)


def identity(ctx: Context) -> tuple[tuple[str, Text], ...]:
    """The rows of the key-facts box that come from the partner's own record."""
    partner = ctx.data.partner
    tie = label(partner.relation_level) if partner.relation_level is not RelationLevel.UNKNOWN else UNKNOWN
    since = f", từ {show_date(partner.since)}" if partner.since.known else ""
    rows = [
        ("Tên gọi", say(ctx.partner, ctx.marks("partner", partner.id, "name", limit=1), bold=True)),
        ("Tên bản ngữ", say(line(partner.native_name) or UNKNOWN)),
        ("Tên Latinh", say(line(partner.romanised)) if partner.romanised.strip() else ()),
        ("Cách viết khác", say(", ".join(line(a) for a in partner.aliases)) if partner.aliases else ()),
        ("Quốc gia", say(line(partner.country) or UNKNOWN)),
        (
            "Mức quan hệ",
            say(tie + since, ctx.marks("partner", partner.id, "relation_level", "since", limit=1)),
        ),
        ("Đầu mối liên hệ", say(clean(partner.contact) or UNKNOWN)),
    ]
    return tuple((title, text) for title, text in rows if text)


def _fact(ctx: Context, fact: ProfileFact) -> Text:
    words = clean(fact.value)
    last = fact.as_of.last_day()
    if fact.as_of.known:
        words += f" ({show_date(fact.as_of)})"
    if last is not None and (ctx.as_of - last).days > 365 * _STALE_YEARS:
        words += " – thông tin đã quá 2 năm"
    return say(words, ctx.marks("profile_fact", fact.id, limit=2))


def _note(note: str) -> list[Paragraph]:
    return [Paragraph(say(row)) for row in clean(note).split("\n") if row]
