"""What a linear model sees of a suggestion: hashed words and signs around its passage."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, cast

from desktop_app.core.text.fold import fold

_BITS = 0xFFFFF
_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.;!?\n]")
_AROUND = 240
_MOST_WORDS = 60
_PARTS = 4
# Values of the payload that are one of a few words; everything else would learn names by heart.
_SIGNS = (
    "direction",
    "status",
    "strength",
    "grade",
    "side",
    "type",
    "unit",
    "indicator",
    "qualifier",
    "year_inferred",
    "approximate",
)
_PRESENT = (
    "heads",
    "hosts",
    "partners",
    "start",
    "title",
    "organisation",
    "by",
    "to",
    "quantity",
    "deadline",
    "parties",
    "date",
    "year",
    "scope",
    "value_max",
    "record_id",
)
_OPENINGS = ("content", "title", "what", "by", "visitor_org")


def features(
    kind: str, payload: dict[str, Any], spans: tuple[tuple[int, int], ...], rule: str, score: float, text: str
) -> tuple[int, ...]:
    """Return the numbers of the signs of a suggestion, each once, in rising order.

    Args:
        kind: visit, agreement, commitment …
        payload: the candidate's values.
        spans: [start, end) in ``text``; the first one counts.
        rule: the rule that found it.
        score: what the rule thinks of it, 0 to 1.
        text: the article.
    """
    # A score that a model lowered before says nothing of the suggestion.
    score = float(payload.get("score_by_rule", score))
    names = {"", f"rule {rule}", f"score {round(score * 10)}"}
    names.update(_values(payload))
    if spans:
        names.update(_place(kind, spans[0], text))
    return tuple(sorted({zlib.crc32(f"{kind} {name}".encode()) & _BITS for name in names}))


def _values(payload: dict[str, Any]) -> Iterator[str]:
    for name in _SIGNS:
        if name in payload:
            yield f"{name}={payload.get(f'{name}_by_rule', payload[name])}"
    for name in _PRESENT:
        if name in payload:
            yield f"{name}{'+' if payload[name] else '-'}"
    for name in _OPENINGS:
        words = _WORD.findall(fold(str(payload.get(name) or "")[:_AROUND]))[:3]
        yield from (f"{name}:{' '.join(words[:count])}" for count in range(1, len(words) + 1))
    partners = payload.get("partners")
    if isinstance(partners, list):
        for partner in cast("list[Any]", partners):
            if isinstance(partner, dict):
                yield f"country={cast('dict[str, Any]', partner).get('country')}"


def _place(kind: str, span: tuple[int, int], text: str) -> Iterator[str]:
    start, end = span
    yield f"part {_PARTS * start // max(1, len(text))}"
    yield f"long {min(6, (end - start) // 40)}"
    before, after = _clause(text, start, end)
    inside = _WORD.findall(fold(text[start : min(end, start + 2 * _AROUND)]))[:_MOST_WORDS]
    around = _WORD.findall(fold(text[before:start]))[-_MOST_WORDS:]
    behind = _WORD.findall(fold(text[end:after]))[:_MOST_WORDS]
    for where, words in (("b", around), ("i", inside), ("a", behind)):
        yield from (f"{where} {word}" for word in words)
    sentence = [*around, *inside, *behind]
    yield from (f"{one} {two}" for one, two in pairwise(sentence))
    if around:
        yield f"last {around[-1]}"
    if behind:
        yield f"next {behind[0]}"
    if kind == "figure" and any(word in ("nam", "thang") for word in inside):
        yield "year inside"


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The limits of the sentence around a passage, not further than a few lines away."""
    first = max(0, start - _AROUND)
    before = max((match.end() for match in _BREAK.finditer(text, first, start)), default=first)
    match = _BREAK.search(text, end, min(len(text), end + _AROUND))
    return before, match.start() if match else min(len(text), end + _AROUND)
