"""Other spellings: a word so like a place or person of the article that it may be the same one."""

from __future__ import annotations

import re
from collections import Counter

from desktop_app.core.extraction import gazetteer
from desktop_app.core.extraction.candidates import AliasCandidate, Span
from desktop_app.core.extraction.reading import Reading
from desktop_app.core.extraction.record_aliases import distance, find_record_aliases
from desktop_app.core.text.fold import fold
from desktop_app.core.text.names import CAPITAL_WORD, is_syllable

_WORD = re.compile(CAPITAL_WORD)


def find_aliases(reading: Reading) -> tuple[AliasCandidate, ...]:
    """Return spellings that may be slips of a foreign locality of the article, or a name of the records.

    Nothing is merged.

    Two places that are both in the lists, or both named as places by the text, are never offered ("Asan" and
    "Ansan" are two cities).
    """
    counts = Counter(place.name for place in reading.places if place.foreign and place.kind != "country")
    words = {reading.text[p.start : p.end] for p in reading.places if p.foreign and p.kind != "country"}
    inside = [(m.start, m.end) for person in reading.people for m in person.mentions]
    found: dict[str, list[Span]] = {}
    best: dict[str, str] = {}
    for match in _WORD.finditer(reading.text):
        word = match.group()
        if (
            len(word) < 5
            or is_syllable(word)
            or gazetteer.find_known(word)
            or any(a <= match.start() < b for a, b in inside)
        ):
            continue
        named = next((p for p in reading.places if p.start <= match.start() < p.end), None)
        if named is not None and named.stated_country:
            continue
        canonical = _nearest(word, words, counts)
        if canonical:
            found.setdefault(word, []).append(Span(match.start(), match.end(), "alias"))
            best[word] = canonical
    slips = tuple(
        AliasCandidate(
            spans=(*spans[:3], *_canonical_span(reading, best[word])),
            score=0.5,
            rule="alias.spelling",
            doubts=(f"“{word}” và “{best[word]}” có thể là một nơi: bài viết hai cách gần giống nhau",),
            alias=word,
            canonical=best[word],
        )
        for word, spans in found.items()
    )
    named = {slip.alias for slip in slips}
    return (*slips, *(item for item in find_record_aliases(reading) if item.alias not in named))


def _nearest(word: str, others: set[str], counts: Counter[str]) -> str:
    key = fold(word)
    near = [
        (letters, -counts[other], other)
        for other in others
        if other != word and fold(other)[:3] == key[:3] and 0 < (letters := distance(key, fold(other))) <= 2
    ]
    near = [item for item in near if len(item[2]) >= 6]
    return min(near)[2] if near else ""


def _canonical_span(reading: Reading, name: str) -> tuple[Span, ...]:
    at = reading.text.find(name)
    return (Span(at, at + len(name), "canonical"),) if at >= 0 else ()
