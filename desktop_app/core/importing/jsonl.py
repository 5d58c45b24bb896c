"""Lines of JSON, one article each: ``{"id","title","text","published","source","address"}``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, cast

from db.dates import PartialDate
from desktop_app.core.importing.article import (
    DateProposal,
    ImportedArticle,
    Proposal,
    RefusalReason,
    Unreadable,
)
from desktop_app.core.importing.assemble import assemble
from desktop_app.core.importing.plain import MAX_CHARACTERS
from desktop_app.core.importing.raw import RawArticle, RawParagraph
from desktop_app.core.importing.refusals import ReadRefused, unreadable

_GIVEN = "ghi trong tệp"
_FIELDS = ("id", "title", "text", "published", "source", "address")


def read_jsonl(
    stream: Iterable[str] | Iterable[bytes], file_name: str = ""
) -> Iterator[ImportedArticle | Unreadable]:
    """Read articles line by line; blank lines are skipped.

    A line that cannot be read yields an ``Unreadable`` whose sentence names its number; the others go on.
    """
    for number, line in enumerate(stream, start=1):
        where = f"{file_name or 'danh sách bài'}, dòng {number}"
        try:
            given = line.decode("utf-8-sig") if isinstance(line, bytes) else line.lstrip("\ufeff")
        except UnicodeDecodeError:
            yield unreadable(where, RefusalReason.DAMAGED, _sentence(number, "không phải chữ đọc được"))
            continue
        if given.strip():
            yield _read_line(given.strip(), number, where)


def _sentence(number: int, what: str) -> str:
    return f"Dòng {number} {what} nên không nhập được bài ở dòng này. Hãy sửa dòng đó rồi nhập lại."


def _read_line(line: str, number: int, where: str) -> ImportedArticle | Unreadable:
    if len(line) > MAX_CHARACTERS:
        return unreadable(where, RefusalReason.TOO_LARGE)
    try:
        record: Any = json.loads(line)
    except (ValueError, RecursionError):
        return unreadable(where, RefusalReason.DAMAGED, _sentence(number, "không đúng khuôn dạng"))
    if not isinstance(record, dict):
        return unreadable(where, RefusalReason.DAMAGED, _sentence(number, "không đúng khuôn dạng"))
    fields = cast("dict[str, Any]", record)
    values = {name: _text(fields.get(name)) for name in _FIELDS}
    if not values["text"].strip():
        return unreadable(where, RefusalReason.NO_TEXT, _sentence(number, "không có nội dung bài"))
    raw = RawArticle(
        paragraphs=(RawParagraph(values["text"]),),
        title=_proposal(values["title"]),
        outlet=_proposal(values["source"]),
        address=_proposal(values["address"]),
        published=_date(values["published"]),
        external_id=values["id"],
    )
    try:
        return assemble(
            raw,
            file_name=file_name_of(values["id"], number),
            media_type="application/json",
            original=line.encode("utf-8", "surrogatepass"),
        )
    except ReadRefused as refused:
        return unreadable(where, refused.reason, refused.sentence)
    except Exception:
        return unreadable(where, RefusalReason.DAMAGED, _sentence(number, "không đọc được"))


def file_name_of(identifier: str, number: int) -> str:
    """Return the name under which the line of an article is kept."""
    safe = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in identifier)[:80]
    return f"{safe or f'dong-{number}'}.json"


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _proposal(value: str) -> Proposal | None:
    return Proposal(value, _GIVEN) if value.strip() else None


def _date(value: str) -> DateProposal | None:
    try:
        date = PartialDate.from_iso(value.strip()[:10])
    except (ValueError, KeyError):
        return None
    return DateProposal(date, _GIVEN) if date.known else None
