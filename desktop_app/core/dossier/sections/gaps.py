"""What is not known and what contradicts itself: printed, never hidden."""

from __future__ import annotations

from collections.abc import Iterator

from db.dates import DatePrecision, PartialDate
from db.records import Side, StopKind, Visit
from desktop_app.core.dossier.context import Context, empty, say
from desktop_app.core.dossier.model import Block, Bullets, Heading, Text
from desktop_app.core.dossier.sections.agreements import signed_on
from desktop_app.core.dossier.sections.conflicts import conflicts
from desktop_app.core.dossier.text import line, shorten
from desktop_app.core.dossier.wording import is_stale, post_title, show_date
from desktop_app.labels import label

_MOST = 60
_NAMES = 12
_NO_CONTENT = "chưa có nội dung"


def build(ctx: Context) -> tuple[Block, ...]:
    """Contradictions first, then what is missing, by kind of record."""
    blocks: list[Block] = []
    for title, items in (
        ("Mâu thuẫn cần đối chiếu", list(conflicts(ctx))),
        ("Chưa rõ về đoàn ra, đoàn vào", list(_visits(ctx))),
        ("Chưa rõ về thỏa thuận", list(_agreements(ctx))),
        ("Chưa rõ về cam kết", list(_commitments(ctx))),
        ("Chưa rõ về số liệu", list(_figures(ctx))),
        ("Chưa rõ về đối tác và nhân vật", list(_people(ctx))),
        ("Nhập tay, chưa gắn nguồn", list(_without_source(ctx))),
    ):
        if items:
            rest = [say(f"và {len(items) - _MOST} điểm tương tự", italic=True)] if len(items) > _MOST else []
            blocks += [Heading(title), Bullets((*items[:_MOST], *rest))]
    return tuple(blocks) or empty("Không có điểm nào chưa rõ.")


def _visits(ctx: Context) -> Iterator[Text]:
    for visit in ctx.visits():
        name = f"{label(visit.direction)} {show_date(visit.period)} ({shorten(visit.title, 80)})"
        missing = list(_visit(visit))
        if missing:
            yield say(
                f"{name}: {'; '.join(missing)}.",
                ctx.marks("visit", visit.id, "period", "start", "end", limit=1),
            )


def _visit(visit: Visit) -> Iterator[str]:
    yield from _date(visit.period, "thời gian")
    if not visit.heads():
        yield "chưa rõ trưởng đoàn"
    if not visit.hosts():
        yield "chưa rõ người tiếp"
    if not (visit.content.strip() or visit.results.strip()):
        yield "chưa có nội dung, kết quả"
    if visit.gifts.strip() and "chưa rõ" in line(visit.gifts).casefold():
        yield f"quà tặng chưa rõ hiện vật ({shorten(visit.gifts, 100)})"
    told = line(f"{visit.content} {visit.results}").casefold()
    for stop in visit.stops:
        unnamed = not stop.note.strip() and line(stop.name).casefold() not in told
        silent = unnamed or _NO_CONTENT in line(stop.note).casefold()
        if silent and stop.kind is StopKind.LOCALITY:
            yield f"chặng {line(stop.name)} {_NO_CONTENT}"


def _date(date: PartialDate, what: str) -> Iterator[str]:
    if not date.known:
        yield f"{what} chưa rõ"
    elif date.inferred:
        yield f"năm {date.start[:4]} là suy đoán, nguồn không ghi năm"
    elif date.precision is DatePrecision.NO_YEAR:
        yield "chưa rõ năm"
    elif date.precision in (DatePrecision.MONTH, DatePrecision.QUARTER, DatePrecision.YEAR):
        yield f"chưa rõ ngày chính xác ({show_date(date)})"


def _agreements(ctx: Context) -> Iterator[Text]:
    for item in ctx.agreements():
        name = shorten(item.title, 110) or label(item.kind)
        missing: list[str] = []
        if item in ctx.concluded():
            missing += [] if item.signers.strip() else ["chưa rõ người ký"]
            missing += list(_date(item.signed, "ngày ký"))
            if item.signed.precision is DatePrecision.DAY_RANGE:
                missing.append(f"chưa rõ ngày ký chính xác ({signed_on(item)})")
            missing += [] if item.term.strip() or item.ends.known else ["chưa rõ thời hạn"]
            missing += [] if item.effective.known else ["chưa rõ ngày có hiệu lực"]
        missing += [] if item.own_party.strip() and item.partner_party.strip() else ["chưa rõ các bên"]
        if missing:
            yield say(
                f"{name}: {'; '.join(missing)}.", ctx.marks("agreement", item.id, "title", "signed", limit=1)
            )


def _commitments(ctx: Context) -> Iterator[Text]:
    for item in ctx.open_commitments():
        missing = [] if item.deadline.known else ["chưa rõ thời hạn"]
        missing += ["chưa rõ bên thực hiện"] if item.side is Side.UNKNOWN else []
        missing += ["ngày nêu là suy đoán"] if item.stated_on.inferred else []
        if missing:
            words = f"{shorten(item.content, 110)}: {'; '.join(missing)}."
            yield say(words, ctx.marks("commitment", item.id, "content", limit=1))


def _figures(ctx: Context) -> Iterator[Text]:
    for item in ctx.figures():
        missing = [] if item.scope_from.strip() or item.scope_to.strip() else ["chưa rõ phạm vi"]
        missing += [] if item.period.known else ["chưa rõ thời kỳ"]
        missing += ["thời kỳ là suy đoán"] if item.period.inferred else []
        if missing:
            words = f"{shorten(item.what, 80)} ({line(item.scope)}): {'; '.join(missing)}."
            yield say(words, ctx.marks("figure", item.id, limit=1))


def _without_source(ctx: Context) -> Iterator[Text]:
    groups: tuple[tuple[str, str, list[tuple[int, str]]], ...] = (
        ("visit", "Đoàn", [(v.id, f"{show_date(v.period)} – {v.title}") for v in ctx.visits()]),
        ("agreement", "Thỏa thuận", [(a.id, a.title or label(a.kind)) for a in ctx.agreements()]),
        ("commitment", "Cam kết", [(c.id, c.content) for c in ctx.commitments()]),
        ("figure", "Số liệu", [(f.id, f"{f.what} ({f.scope})") for f in ctx.figures()]),
        ("profile_fact", "Thông tin đối tác", [(f.id, f.name) for f in ctx.facts()]),
    )
    for kind, title, records in groups:
        names = [shorten(name, 100) for number, name in records if not ctx.data.evidence.get((kind, number))]
        if names:
            yield say(f"{title}: {'; '.join(names[:_NAMES])}{'…' if len(names) > _NAMES else ''}.")


def _people(ctx: Context) -> Iterator[Text]:
    partner = ctx.data.partner
    for value, words in (
        (partner.native_name, "tên bản ngữ"),
        (partner.contact, "đầu mối liên hệ"),
        ("có" if partner.since.known else "", "thời điểm thiết lập quan hệ"),
    ):
        if not value.strip():
            yield say(f"{ctx.partner}: chưa rõ {words}.")
    theirs = [p for p in ctx.people() if p.side is Side.THEIRS]
    for person in theirs:
        if not person.posts:
            yield say(f"{line(person.name)}: chưa rõ chức vụ.", ctx.marks("person", person.id, limit=1))
        old = [post for post in person.posts if is_stale(post, ctx.as_of)]
        if old and len(old) == len(person.posts):
            title = "; ".join(dict.fromkeys(post_title(post) for post in old))
            words = f"{line(person.name)}: chức vụ {title} cần kiểm tra lại, thông tin đã quá 2 năm."
            yield say(words, ctx.marks("post", old[-1].id, limit=1))
    if theirs:
        yield say("Chưa có ảnh của các nhân vật phía bạn.")
