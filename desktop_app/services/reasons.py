"""Why a suggestion was made: its rule, the words that made the rule speak, and the words it took over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.records import Suggestion
from desktop_app.core.extraction.cues import cues

# The fields whose passages say what a suggestion is about, the most telling first.
_TELLING = {
    "visit": ("partners",),
    "agreement": ("type", "title"),
    "person": ("title",),
    "figure": ("value",),
    "field": ("name",),
    "profile": ("value",),
    "alias": ("alias",),
}
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Words:
    """A passage ``[start, end)`` of the article in code points and what stands there, on one line."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a suggestion was made.

    Attributes:
        rule: the rule, such as "commitment.promise".
        cues: the words that made the rule speak; may be empty.
        about: the words it took over (place, kind of paper, post, number); may be empty.
        who: who said it, "" when not told or not asked.
    """

    rule: str
    cues: tuple[Words, ...] = ()
    about: tuple[Words, ...] = ()
    who: str = ""

    @property
    def family(self) -> str:
        """The part of the rule before the dot."""
        return self.rule.partition(".")[0]

    @property
    def words(self) -> tuple[Words, ...]:
        """Everything to point out in the article."""
        return (*self.cues, *(word for word in self.about if word not in self.cues))


UNEXPLAINED = Reason("")


def reason_of(suggestion: Suggestion, text: str) -> Reason:
    """Return why ``suggestion`` was made; passages outside ``text`` (of the article) are left out."""
    spans = [
        (span.start, span.end, span.field)
        for span in suggestion.spans
        if 0 <= span.start < span.end <= len(text)
    ]
    rule = suggestion.rule or suggestion.kind.value
    family = rule.partition(".")[0]
    return Reason(
        rule=rule,
        cues=_words(text, cues(rule, text, spans)),
        about=_about(text, spans, _TELLING.get(family, ())),
        who=str(suggestion.payload.get("by", "")) if family == "commitment" else "",
    )


def _about(text: str, spans: Sequence[tuple[int, int, str]], fields: Sequence[str]) -> tuple[Words, ...]:
    """The first passage of the first field that has one."""
    for field in fields:
        found = [(start, end) for start, end, name in spans if name == field]
        if found:
            return _words(text, found[:1])
    return ()


def _words(text: str, ranges: Sequence[tuple[int, int]]) -> tuple[Words, ...]:
    return tuple(Words(start, end, _line(text[start:end])) for start, end in ranges)


def _line(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]}…"
