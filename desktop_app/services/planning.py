"""What an import would do: the plan, and how a fresh article is compared with what is known."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from db.dates import UNKNOWN_DATE, PartialDate
from db.records import Access
from desktop_app.core.importing import fingerprint
from desktop_app.core.importing.article import ImportedArticle, RefusalReason, Unreadable
from desktop_app.core.importing.isolated import IsolatedReader
from desktop_app.core.importing.jsonl import read_jsonl
from desktop_app.core.importing.metadata import suggested_title
from desktop_app.core.importing.readers import load
from desktop_app.core.importing.refusals import unreadable
from desktop_app.errors import UserFixable

_LARGEST_LINES = 200 * 1024 * 1024


class PlanState(StrEnum):
    """What would happen to a file."""

    NEW = "new"
    IDENTICAL = "identical"
    NEAR = "near"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence that differs between two texts, or that only one of them has (the other side is empty).

    The spans are ``(start, end)`` in the new and in the known text, ``None`` where there is nothing.
    """

    fresh: str
    known: str
    fresh_span: tuple[int, int] | None = None
    known_span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One file of a plan. The person may change the fields and ``take`` before the plan is applied.

    ``known_id`` is None when the other article is an earlier file of the same plan; ``known_text`` is filled
    for near-duplicates; ``marked``: refused for a secrecy mark; ``suggested_title`` is for a person to take.
    ``text_hash`` and ``signature`` are those of the text, worked out once. ``source``: the bytes of
    the file are not held but read again (``original_of``).
    """

    file_name: str
    state: PlanState
    imported: ImportedArticle | None = None
    sentence: str = ""
    title: str = ""
    outlet: str = ""
    author: str = ""
    address: str = ""
    published: PartialDate = UNKNOWN_DATE
    access: Access = Access.PUBLIC
    take: bool = True
    known_id: int | None = None
    known_title: str = ""
    similarity: float = 0.0
    differences: tuple[Difference, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    suggested_title: str = ""
    known_text: str = ""
    known_trashed: bool = False
    marked: bool = False
    text_hash: str = ""
    signature: bytes = b""
    source: Path | None = None
    source_sha256: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields that the person is asked for: ``title``, ``outlet``, ``published``."""
        values = {"title": self.title, "outlet": self.outlet, "published": self.published.start}
        return tuple(name for name, value in values.items() if not value)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do. Nothing is stored yet."""

    items: tuple[PlanItem, ...]
    source: str = ""

    def count(self, state: PlanState) -> int:
        """How many files would end this way."""
        return sum(item.state is state for item in self.items)


@dataclass(frozen=True, slots=True)
class Other:
    """An article something is compared with; ``text`` only for one of the same plan."""

    article_id: int | None
    title: str
    text_hash: str
    signature: bytes
    text: str = ""
    trashed: bool = False


@dataclass
class Known:
    """Fingerprints of what is in the library or earlier in the same plan."""

    by_hash: dict[str, Other] = field(default_factory=dict[str, Other])
    distinct: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    _by_band: dict[tuple[int, bytes], list[Other]] = field(
        default_factory=dict[tuple[int, bytes], list[Other]]
    )

    def add(self, other: Other) -> None:
        """Compare with ``other`` from now on."""
        self.by_hash.setdefault(other.text_hash, other)
        for band in fingerprint.bands(other.signature):
            self._by_band.setdefault(band, []).append(other)

    def nearest(self, text_hash: str, signature: bytes) -> tuple[Other, float] | None:
        """The most similar article that nobody called different, with its likeness (0 to 1)."""
        best: tuple[Other, float] | None = None
        # Only articles that share a band are compared: a library of 50,000 costs a look-up, not a walk.
        candidates = {
            id(other): other for band in fingerprint.bands(signature) for other in self._by_band.get(band, ())
        }
        for other in candidates.values():
            first, second = sorted((text_hash, other.text_hash))
            if (first, second) in self.distinct:
                continue
            likeness = fingerprint.similarity(signature, other.signature)
            if likeness >= fingerprint.NEAR_DUPLICATE and (best is None or likeness > best[1]):
                best = other, likeness
        return best


def compare(article: ImportedArticle, known: Known, text_of: Callable[[int], str]) -> PlanItem:
    """Plan one article and add it to ``known``; ``text_of`` gives the text of a stored article."""
    item = proposed(article)
    fresh = as_other(article, item.title)
    item = replace(item, text_hash=fresh.text_hash, signature=fresh.signature)
    same = known.by_hash.get(fresh.text_hash)
    if same is not None:
        return replace(
            item,
            state=PlanState.IDENTICAL,
            take=False,
            known_id=same.article_id,
            known_title=same.title,
            known_trashed=same.trashed,
            similarity=1.0,
        )
    near = known.nearest(fresh.text_hash, fresh.signature)
    known.add(fresh)
    if near is None:
        return item
    other, likeness = near
    text = other.text if other.article_id is None else text_of(other.article_id)
    return replace(
        item,
        state=PlanState.NEAR,
        take=False,
        known_id=other.article_id,
        known_title=other.title,
        known_text=text,
        known_trashed=other.trashed,
        similarity=likeness,
        differences=_differences(article.text, text),
    )


def _differences(fresh: str, known: str) -> tuple[Difference, ...]:
    return tuple(
        Difference(
            fresh=pair.one.of(fresh) if pair.one else "",
            known=pair.other.of(known) if pair.other else "",
            fresh_span=(pair.one.start, pair.one.end) if pair.one else None,
            known_span=(pair.other.start, pair.other.end) if pair.other else None,
        )
        for pair in fingerprint.differing_sentences(fresh, known)
    )


def as_other(article: ImportedArticle, title: str) -> Other:
    """What later articles of the same plan are compared with."""
    return Other(
        None,
        title or article.file_name,
        fingerprint.text_hash(article.text),
        fingerprint.signature(article.text),
        article.text,
    )


def refused(article: Unreadable) -> PlanItem:
    """The plan item of a file that cannot or may not be taken in; nothing of its text is in it."""
    return PlanItem(
        article.file_name,
        PlanState.UNREADABLE,
        sentence=article.sentence,
        take=False,
        marked=article.reason is RefusalReason.MARKED_SECRET,
    )


def _offered_title(article: ImportedArticle) -> str:
    """A title to offer where the article names none for certain."""
    if article.title is not None:
        return "" if article.title.certain else article.title.value
    offered = suggested_title(article.text)
    return offered.value if offered else ""


def proposed(article: ImportedArticle) -> PlanItem:
    """The plan item with the values the reader proposes, and why."""
    proposals: dict[str, Any] = {
        "title": article.title,
        "outlet": article.outlet,
        "author": article.author,
        "address": article.address,
    }
    reasons = [(name, item.reason) for name, item in proposals.items() if item is not None and item.reason]
    if article.published is not None:
        text = article.published.reason
        if article.published.warning:
            text = f"{text}; {article.published.warning}"
        reasons.append(("published", text))
    return PlanItem(
        file_name=article.file_name,
        state=PlanState.NEW,
        imported=article,
        title=article.title.value if article.title and article.title.certain else "",
        outlet=article.outlet.value if article.outlet else "",
        author=article.author.value if article.author else "",
        address=article.address.value if article.address else "",
        published=article.published.value if article.published else UNKNOWN_DATE,
        reasons=tuple(reasons),
        suggested_title=_offered_title(article),
    )


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named and those in the folders named, hidden ones left out, in a stable order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(_children(path))
        else:
            yield path


def _children(folder: Path) -> Iterator[Path]:
    # os.walk goes on where a folder vanishes or may not be read, and does not follow links in circles.
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            child = Path(place, name)
            if not name.startswith((".", "~$")) and child.is_file():
                yield child


def read_path(reader: IsolatedReader, path: Path) -> Iterator[ImportedArticle | Unreadable]:
    """The articles of a file: several in a JSON-lines file, one or a refusal in any other."""
    if path.suffix.lower() == ".jsonl":
        yield from read_lines(path)
    else:
        yield reader.read_file(path)


def read_lines(path: Path) -> Iterator[ImportedArticle | Unreadable]:
    """The articles of a JSON-lines file; one refusal when it cannot be opened or is too large."""
    try:
        # A pipe would wait for ever.
        if not path.is_file():
            yield unreadable(path.name, RefusalReason.UNREADABLE)
        elif path.stat().st_size > _LARGEST_LINES:
            yield unreadable(path.name, RefusalReason.TOO_LARGE)
        else:
            with path.open("rb") as stream:
                yield from read_jsonl(stream)
    except OSError:
        yield unreadable(path.name, RefusalReason.UNREADABLE)


def original_of(item: PlanItem) -> bytes:
    """The bytes of the file of an item, read again when the plan does not hold them.

    Raises:
        UserFixable: the file is gone, or is no longer what the person saw.
    """
    assert item.imported is not None
    if item.source is None:
        return item.imported.original
    data = load(item.source)
    if isinstance(data, Unreadable) or hashlib.sha256(data).hexdigest() != item.source_sha256:
        raise UserFixable(
            "Tệp đã thay đổi hoặc không còn ở chỗ cũ kể từ lúc xem trước nên chưa nhập.",
            "Hãy chọn lại tệp này để xem trước lần nữa.",
        )
    return data
