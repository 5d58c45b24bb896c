"""An article as JSON, for the way out of the reading process: nothing from there is ever unpickled."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any, cast

from db.dates import DatePrecision, PartialDate
from db.records import Passage, PassageKind
from desktop_app.core.importing.article import (
    DateProposal,
    ImportedArticle,
    Proposal,
    RefusalReason,
    Unreadable,
)


def to_json(result: ImportedArticle | Unreadable) -> bytes:
    """Return the result as JSON. The original bytes stay behind: the receiver has them."""
    slim = result if isinstance(result, Unreadable) else replace(result, original=b"")
    content = asdict(slim)
    content.pop("original", None)
    return json.dumps(content, ensure_ascii=False).encode("utf-8")


def from_json(content: bytes, original: bytes) -> ImportedArticle | Unreadable:
    """Return the result that ``to_json`` wrote, with the original bytes put back.

    Raises:
        ValueError: it is not what ``to_json`` writes.
    """
    loaded = json.loads(content)
    if not isinstance(loaded, dict):
        raise ValueError("no result")
    fields = cast("dict[str, Any]", loaded)
    try:
        if "sentence" in fields:
            return Unreadable(
                str(fields["file_name"]), RefusalReason(fields["reason"]), str(fields["sentence"])
            )
        return _article(fields, original)
    except (KeyError, TypeError) as error:
        raise ValueError("no result") from error


def _article(fields: dict[str, Any], original: bytes) -> ImportedArticle:
    text = str(fields["text"])
    passages = tuple(
        Passage(int(each["start"]), int(each["end"]), PassageKind(each["kind"]))
        for each in fields["passages"]
    )
    if any(not 0 <= passage.start < passage.end <= len(text) for passage in passages):
        raise ValueError("a passage lies outside the text")
    return ImportedArticle(
        text=text,
        passages=passages,
        file_name=str(fields["file_name"]),
        media_type=str(fields["media_type"]),
        original=original,
        title=_proposal(fields["title"]),
        outlet=_proposal(fields["outlet"]),
        author=_proposal(fields["author"]),
        address=_proposal(fields["address"]),
        published=_date(fields["published"]),
        external_id=str(fields["external_id"]),
        warnings=tuple(str(warning) for warning in fields["warnings"]),
    )


def _proposal(fields: dict[str, Any] | None) -> Proposal | None:
    if fields is None:
        return None
    return Proposal(str(fields["value"]), str(fields["reason"]), bool(fields["certain"]))


def _date(fields: dict[str, Any] | None) -> DateProposal | None:
    if fields is None:
        return None
    value = fields["value"]
    date = PartialDate(
        str(value["start"]),
        str(value["end"]),
        DatePrecision(value["precision"]),
        str(value["stated"]),
        bool(value["inferred"]),
    )
    return DateProposal(date, str(fields["reason"]), str(fields["warning"]))
