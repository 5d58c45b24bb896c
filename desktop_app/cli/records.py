"""``partner``, ``visit``, ``agreement`` … ``list`` and ``show``: accepted records and the articles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from db.records import RecordKind
from desktop_app.cli import streams
from desktop_app.cli.call import DONE, Call
from desktop_app.cli.searching import partner_id
from desktop_app.cli.values import lines, plain, words
from desktop_app.core.text.fold import fold
from desktop_app.errors import UserFixable

if TYPE_CHECKING:
    from desktop_app.bootstrap import Services

_LISTS = {
    "partner": "partners",
    "visit": "visits",
    "agreement": "agreements",
    "commitment": "commitments",
    "figure": "figures",
    "person": "people",
    "article": "articles",
}
_DATES = ("period", "signed", "stated_on", "published", "since")
_QUOTE = 300


def run_list(call: Call) -> int:
    """List the records of a kind that pass the filters."""
    from desktop_app.services.records import title_of

    with call.open() as services:
        partner = partner_id(services, call.args.partner)
        found: Iterable[Any] = getattr(services.records, _LISTS[call.args.kind])()
    chosen = [record for record in found if _passes(record, call, partner)]
    for record in chosen:
        when = words(_date(record)) or "–"
        call.out.line(f"{record.id}\t{when}\t{title_of(record)}{_beside(record)}")
    call.out.value([_plain(record) for record in chosen])
    call.out.note(f"{len(chosen)} mục.")
    return DONE


def _passes(record: Any, call: Call, partner: int | None) -> bool:
    from desktop_app.services.records import title_of

    args = call.args
    status = getattr(record, "status", "")
    names = " ".join([title_of(record), *getattr(record, "aliases", ())])
    years = {str(getattr(_date(record), name, ""))[:4] for name in ("start", "end")}
    return (
        fold(streams.typed(args.text)) in fold(names)
        and (partner is None or partner in _partners(record))
        and (not args.country or fold(streams.typed(args.country)) in map(fold, _countries(record)))
        and (not args.direction or getattr(record, "direction", "") == args.direction)
        and (not args.status or args.status in (status, words(status)))
        and (not args.field or fold(streams.typed(args.field)) in map(fold, getattr(record, "fields", ())))
        and (not args.tag or fold(streams.typed(args.tag)) in map(fold, getattr(record, "tags", ())))
        and (args.year is None or str(args.year) in years)
        and (not args.open or bool(getattr(record, "is_open", False)))
    )


def _partners(record: Any) -> set[int]:
    if hasattr(record, "relation_level"):
        return {record.id}
    return {*getattr(record, "partner_ids", ()), getattr(record, "partner_id", None) or 0}


def _countries(record: Any) -> list[str]:
    return [*getattr(record, "countries", ()), getattr(record, "country", "")]


def _date(record: Any) -> Any:
    return next((getattr(record, name) for name in _DATES if hasattr(record, name)), None)


def _beside(record: Any) -> str:
    names = ", ".join(getattr(record, "partner_names", ())) or getattr(record, "country", "")
    status = words(getattr(record, "status", None))
    return "".join(f" · {part}" for part in (names, status) if part)


def _plain(record: Any) -> dict[str, Any]:
    values = plain(record)
    for name in ("text", "passages"):
        values.pop(name, None)
    return values


def run_show(call: Call) -> int:
    """Show one record and the passages it rests on; a partner with everything about it."""
    kind = RecordKind(call.args.kind)
    with call.open() as services:
        record = services.records.get(kind, _id(services, kind, call.args.which))
        answer = plain(record)
        for text in lines(record):
            call.out.line(text)
        if kind is RecordKind.PARTNER:
            answer |= _page(call, services, record.id)
        elif kind is RecordKind.ARTICLE:
            call.out.line()
            call.out.line(record.text)
        answer["evidence"] = _evidence(call, services, kind, record.id)
    call.out.value(answer)
    return DONE


def _id(services: Services, kind: RecordKind, which: str) -> int:
    if kind is RecordKind.PARTNER:
        return partner_id(services, which) or 0
    # isdecimal and not isdigit: "²" is a digit that int() refuses.
    if not which.isdecimal() or len(which) > 15:
        raise UserFixable(
            f"“{streams.printable(which)}” không phải là số của một mục.", "Hãy xem số bằng lệnh list."
        )
    return int(which)


def _page(call: Call, services: Services, number: int) -> dict[str, Any]:
    page = services.partners.page(number)
    for entry in page.timeline:
        call.out.line(f"  {words(entry.date) or 'chưa rõ ngày'}\t{entry.title}")
    for item in page.open_commitments:
        call.out.line(f"  Chưa xong: {item.content}")
    for gap in page.gaps:
        call.out.line(f"  Còn thiếu: {gap}")
    return {
        "timeline": [plain(entry) for entry in page.timeline],
        "visits": [item.id for item in page.visits],
        "agreements": [item.id for item in page.agreements],
        "commitments": [item.id for item in page.commitments],
        "figures": [item.id for item in page.figures],
        "people": [item.id for item in page.people],
        "articles": [item.id for item in page.articles],
        "gaps": list(page.gaps),
    }


def _evidence(call: Call, services: Services, kind: RecordKind, number: int) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    texts: dict[int, str] = {}
    for item in services.records.evidence(kind, number):
        if item.article_id not in texts:
            texts[item.article_id] = services.records.get(RecordKind.ARTICLE, item.article_id).text
        quote = texts[item.article_id][item.start : item.end]
        answers.append(
            {
                "article": item.article_id,
                "start": item.start,
                "end": item.end,
                "field": item.field,
                "quote": quote,
            }
        )
        call.out.line(f"  Căn cứ (tin bài {item.article_id}): “{' '.join(quote.split())[:_QUOTE]}”")
    return answers
