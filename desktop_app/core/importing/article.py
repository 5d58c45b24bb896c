"""What a reader makes of a file: text, passages, and proposals for the facts about the article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from db.dates import PartialDate
from db.records import Passage


class RefusalReason(StrEnum):
    """Why a file cannot be taken in (sentences: ``readers.refusal_sentence``)."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    NO_TEXT = "no_text"
    DAMAGED = "damaged"
    BOMB = "bomb"
    TIMEOUT = "timeout"
    PROTECTED = "protected"
    MARKED_SECRET = "marked_secret"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value proposed for a field of the article, with the reason in Vietnamese ("từ địa chỉ bài")."""

    value: str
    reason: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class DateProposal:
    """A proposed publication date, with the reason and a warning when the text contradicts it."""

    value: PartialDate
    reason: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """An article as read, NFC, not stored yet.

    ``text`` is what will be stored: paragraphs separated by one blank line; all offsets count its code
    points. ``warnings`` are Vietnamese sentences about the reading (legacy font converted, text short …).
    """

    text: str
    passages: tuple[Passage, ...]
    file_name: str
    media_type: str
    original: bytes
    title: Proposal | None = None
    outlet: Proposal | None = None
    author: Proposal | None = None
    address: Proposal | None = None
    published: DateProposal | None = None
    external_id: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is not taken in, with the reason and the Vietnamese sentence for the person."""

    file_name: str
    reason: RefusalReason
    sentence: str
