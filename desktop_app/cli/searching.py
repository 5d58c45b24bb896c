"""``search``: one query for people, or many queries line by line for scripts."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any, cast

from db.records import RecordKind
from desktop_app.cli import streams
from desktop_app.cli.call import DONE, REFUSALS, Call
from desktop_app.errors import AppError, UserFixable
from desktop_app.labels import label

if TYPE_CHECKING:
    from desktop_app.bootstrap import Services
    from desktop_app.services.answers import AnswerCard
    from desktop_app.services.searching import SearchHit, SearchRequest, SearchResults

_LINES_LIMIT = 20


def run(call: Call) -> int:
    """Search."""
    with call.open() as services:
        call.index_paid(services)
        if call.args.jsonl:
            return _lines(call, services)
        if not (call.args.query or "").strip():
            raise UserFixable("Chưa có từ nào để tìm.", "Hãy ghi từ cần tìm sau lệnh search.")
        found = services.search.search(_request(call, services))
    call.out.value(_answer(found) | {"cards": [_card(card) for card in found.cards]})
    _show(call, found)
    return DONE


def _request(call: Call, services: Services) -> SearchRequest:
    from desktop_app.services.searching import SearchRequest

    args = call.args
    return SearchRequest(
        text=streams.typed(args.query),
        kinds=tuple(RecordKind(kind) for kind in args.kind),
        partner_id=partner_id(services, args.partner),
        country=streams.typed(args.country),
        direction=args.direction,
        field=streams.typed(args.field),
        tag=streams.typed(args.tag),
        year=args.year,
        limit=args.limit,
        offset=args.offset,
        sort=args.sort,
    )


def partner_id(services: Services, text: str) -> int | None:
    """Return the id of the partner a person named, ``None`` when none was named.

    Raises:
        UserFixable: there is no such partner.
    """
    if not text.strip():
        return None
    partner = services.partners.find(streams.typed(text).strip())
    if partner is None:
        raise UserFixable(
            f"Không có đối tác “{streams.printable(text)}”.", "Hãy xem danh sách bằng lệnh: partner list"
        )
    return partner.id


def _lines(call: Call, services: Services) -> int:
    from desktop_app.services.searching import SearchRequest

    status = DONE
    for number, line in enumerate(streams.input_lines(), start=1):
        if not line.strip():
            continue
        identifier: Any = None
        try:
            loaded = json.loads(line.decode("utf-8-sig"))
            given = cast("dict[str, Any]", loaded) if isinstance(loaded, dict) else {}
            identifier = given.get("qid")
            text = given.get("query")
            if not isinstance(text, str):
                raise UserFixable(f"Dòng {number} không có câu tìm.")
            request = SearchRequest(streams.typed(text), kinds=(RecordKind.ARTICLE,), limit=_LINES_LIMIT)
            call.out.json_line({"qid": identifier, **_answer(services.search.search(request))})
        except (AppError, ValueError, RecursionError) as error:
            status = REFUSALS
            sentence = str(error) if isinstance(error, AppError) else f"Dòng {number} không đọc được."
            call.out.note(sentence)
            call.out.json_line({"qid": identifier, "error": sentence, "total": 0, "hits": []})
    return status


def _answer(found: SearchResults) -> dict[str, Any]:
    return {
        "total": found.total,
        "elapsed_ms": round(found.elapsed_ms, 2),
        "suggestion": found.suggestion or None,
        "fallback": found.fallback,
        "hits": [_hit(hit) for hit in found.hits],
    }


def _card(card: AnswerCard) -> dict[str, Any]:
    return {
        "kind": card.kind.value,
        "id": card.record_id,
        "title": card.title,
        "date": card.date or None,
        "lines": list(card.lines),
    }


def _hit(hit: SearchHit) -> dict[str, Any]:
    return {
        "external_id": hit.external_id or None,
        "id": hit.record_id,
        "kind": hit.kind.value,
        "title": hit.title,
        "published": hit.published or None,
        "score": round(hit.score, 4),
        "snippet": marked(hit.snippet, hit.marks),
    }


def marked(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    """Return the text escaped for HTML, with ``<mark>`` round the marks."""
    pieces: list[str] = []
    place = 0
    for start, end in marks:
        pieces += [html.escape(text[place:start]), "<mark>", html.escape(text[start:end]), "</mark>"]
        place = end
    pieces.append(html.escape(text[place:]))
    return "".join(pieces)


def _show(call: Call, found: SearchResults) -> None:
    say = call.out.line
    for card in found.cards:
        say(f"» {label(card.kind)} {card.record_id}: {card.title}{f' ({card.date})' if card.date else ''}")
        for line in card.lines:
            say(f"    {line}")
    if found.cards:
        say()
    for hit in found.hits:
        date = f" ({hit.date})" if hit.date else ""
        say(f"{label(hit.kind)} {hit.record_id}: {hit.title}{date}")
        if hit.snippet:
            say(f"    {_emphasised(hit)}")
    if found.suggestion:
        call.out.note(f"Có phải bạn muốn tìm: {found.suggestion}")
    if found.fallback:
        call.out.note("Chỉ mục tìm kiếm chưa dùng được; kết quả lấy thẳng từ kho nên chậm hơn.")
    call.out.note(f"{found.total} kết quả.")


def _emphasised(hit: SearchHit) -> str:
    text = hit.snippet
    for start, end in reversed(hit.marks):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text
