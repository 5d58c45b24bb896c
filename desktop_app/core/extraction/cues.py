"""The words that made a rule speak, found again in the passage of a suggestion.

A suggestion keeps the name of its rule and its passages, not the words in between; the same patterns that
found it show them.
"""

from __future__ import annotations

import re

from desktop_app.core.extraction import agreements, commitments, events, visits

_SENTENCE_END = re.compile(r"[.;!?](?=\s)|\n")
_HONORIFIC = re.compile(r"\b(?:đồng chí|đ/c|ông|bà|ngài|anh|chị)\s*$", re.IGNORECASE)
_LOOK_BACK = 240
_MOST = 3

Range = tuple[int, int]


def cues(rule: str, text: str, spans: list[tuple[int, int, str]]) -> tuple[Range, ...]:
    """Return the ranges of the cue words of ``rule``, at most three, in the order of the text.

    Args:
        rule: name of the rule, such as "visit.in".
        text: the article.
        spans: (start, end, field) of the suggestion's passages.

    Returns:
        ``[start, end)`` in code points; empty when the rule needs no words of its own (figures, fields).
    """
    family, _, kind = rule.partition(".")
    whole = [(start, end) for start, end, field in spans if not field]
    match family:
        case "visit":
            patterns = (visits.NEXT_LEG,) if kind == "next_leg" else (events.RECEIVE, events.LED, events.CUE)
            return _first(patterns, text, whole)
        case "agreement":
            return _first(agreements.STATUS_CUES.get(kind, ()), text, whole)
        case "commitment":
            content = next(((start, end) for start, end, field in spans if field == "content"), None)
            return _nearest(commitments.CUES.get(kind, ()), text, content)
        case "person":
            names = [start for start, _, field in spans if field == "name"]
            return _honorific(text, names[0]) if names and kind == "honorific" else ()
        case _:
            return ()


def _first(patterns: tuple[re.Pattern[str], ...], text: str, where: list[Range]) -> tuple[Range, ...]:
    """One hit of each pattern, without those inside another."""
    found: list[Range] = []
    for start, end in where[:1]:
        for pattern in patterns:
            match = pattern.search(text, start, end)
            if match is not None and all(match.end() <= a or match.start() >= b for a, b in found):
                found.append((match.start(), match.end()))
    return tuple(sorted(found)[:_MOST])


def _nearest(patterns: tuple[re.Pattern[str], ...], text: str, content: Range | None) -> tuple[Range, ...]:
    """The hit nearest to the beginning of ``content``; the cue often stands right before it."""
    if content is None:
        return ()
    begin = max(0, content[0] - _LOOK_BACK)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, begin, content[0])]
    begin = ends[-1] if ends else begin
    hits = [
        (match.start(), match.end())
        for pattern in patterns
        for match in pattern.finditer(text, begin, content[1])
        if match.end() > match.start()
    ]
    return (min(hits, key=lambda hit: (abs(hit[0] - content[0]), hit[0] - hit[1])),) if hits else ()


def _honorific(text: str, name: int) -> tuple[Range, ...]:
    start = max(0, name - 12)
    match = _HONORIFIC.search(text[start:name])
    if match is None:
        return ()
    return ((start + match.start(), start + match.start() + len(match.group().rstrip())),)
