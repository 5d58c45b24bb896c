"""The database's own answer to a search, while the index is not usable.

It reads everything, so it stops after a while and says so; titles and the newest texts come first.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from db.records import RecordKind
from db.work import Work
from desktop_app.core.text.fold import fold
from desktop_app.services.documents import INDEXED, document
from desktop_app.services.hits import RankedKey
from desktop_app.services.records import repository

SECONDS = 1.5

_MOST_WORDS = 32
_AT_ONCE = 100
_TITLES_AT_ONCE = 500
_TITLES_SHARE = 0.3
"""Part of the time for the titles: on a slow disk they take as long as the texts."""
_NO_WORDS = str.maketrans(dict.fromkeys('"“”|*()', " "))
_JOINING = frozenset(("hoac", "or"))


@dataclass(frozen=True, slots=True)
class Scan:
    """All that was found, best first; ``words`` are to be marked. ``partial``: not everything was read."""

    ranked: tuple[RankedKey, ...]
    words: tuple[str, ...]
    partial: bool


def scan(
    work: Work,
    text: str,
    kinds: Sequence[RecordKind],
    articles: Sequence[int],
    allowed: Callable[[RecordKind, int], bool],
    *,
    seconds: float = SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> Scan:
    """Look for all words of a text in the folded title or text of every record.

    Args:
        work: an open unit of work.
        text: what was typed.
        kinds: where to look.
        articles: the articles, in the order in which to read them.
        allowed: whether a record passes the filters.
        seconds: when to stop.
        clock: tells the time in seconds.
    """
    words, barred = _words(text)
    if not words:
        return Scan((), (), partial=False)
    began = clock()
    ends = began + seconds
    found: dict[tuple[RecordKind, int], float] = {}
    partial = False
    for kind, number, title, body in _pieces(
        work, kinds, articles, lambda: clock() > began + seconds * _TITLES_SHARE
    ):
        if (kind, number) not in found and allowed(kind, number):
            score = _score(title, body, words, barred)
            if score is not None:
                found[kind, number] = score
        if clock() > ends:
            partial = True
            break
    ranked = sorted(((kind, number, score) for (kind, number), score in found.items()), key=_worst_last)
    return Scan(tuple(ranked), words, partial)


def _score(title: str, body: str | None, words: tuple[str, ...], barred: tuple[str, ...]) -> float | None:
    """How much of the words the title holds, ``None`` when it is no answer or only its text can tell."""
    head = fold(title)
    if body is None:
        return 1.0 if not barred and all(word in head for word in words) else None
    folded = f"{head}\n{fold(body)}"
    if not all(word in folded for word in words) or any(word in folded for word in barred):
        return None
    return sum(word in head for word in words) / len(words)


def _worst_last(entry: RankedKey) -> float:
    return -entry[2]


def _words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that must be there and those that must not."""
    typed = fold(text).translate(_NO_WORDS).split()[:_MOST_WORDS]
    wanted = [word for word in typed if not word.startswith("-") and word not in _JOINING]
    return tuple(wanted), tuple(word[1:] for word in typed if word.startswith("-") and len(word) > 1)


def _pieces(
    work: Work, kinds: Sequence[RecordKind], articles: Sequence[int], enough: Callable[[], bool]
) -> Iterator[tuple[RecordKind, int, str, str | None]]:
    """Yield kind, id, title and text of everything.

    The titles of the articles come first, without texts, until ``enough``; then the small kinds, then the
    articles.
    """
    kinds = kinds or INDEXED
    if RecordKind.ARTICLE in kinds:
        for start in range(0, len(articles), _TITLES_AT_ONCE):
            for number, title in work.facts.titles(articles[start : start + _TITLES_AT_ONCE]):
                yield RecordKind.ARTICLE, number, title, None
            if enough():
                break
    for kind in kinds:
        if kind is not RecordKind.ARTICLE:
            yield from _records(work, kind)
    if RecordKind.ARTICLE in kinds:
        for start in range(0, len(articles), _AT_ONCE):
            chunk = articles[start : start + _AT_ONCE]
            by_id: dict[int, Any] = {row[0]: row for row in work.facts.texts(chunk)}
            for number in chunk:
                if number in by_id:
                    _, title, _, text, outlet, *_ = by_id[number]
                    yield RecordKind.ARTICLE, number, title, f"{text}\n{outlet}"


def _records(work: Work, kind: RecordKind) -> Iterator[tuple[RecordKind, int, str, str]]:
    ids = [row[0] for row in work.facts.dated(kind)]
    for start in range(0, len(ids), _AT_ONCE):
        for record in repository(work, kind).get_many(ids[start : start + _AT_ONCE]):
            item = document(record)
            yield kind, record.id, item.title, item.body
        work.forget()
