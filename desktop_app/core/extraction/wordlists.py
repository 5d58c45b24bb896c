"""The shipped word lists of the rules, read once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from resources import read_text


@dataclass(frozen=True, slots=True)
class FieldName:
    """A field of cooperation: how it is shown, the field of the record, the phrases that name it."""

    name: str
    record_field: str
    phrases: tuple[str, ...]


def _lines(file: str) -> list[str]:
    text = unicodedata.normalize("NFC", read_text(f"wordlists/{file}"))
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def title_heads() -> frozenset[tuple[str, ...]]:
    """Return the first words of posts, each as its words in lower case."""
    return frozenset(tuple(line.split()) for line in _lines("title_heads.txt"))


@cache
def _heads_by_first() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for head in sorted(title_heads(), key=lambda head: -len(head)):
        found.setdefault(head[0], []).append(head)
    return {first: tuple(heads) for first, heads in found.items()}


@cache
def title_openings() -> frozenset[str]:
    """Return the words that posts begin with."""
    return frozenset(_heads_by_first())


def title_heads_from(first: str) -> tuple[tuple[str, ...], ...]:
    """Return the first words of posts that begin with ``first``, the longest first."""
    return _heads_by_first().get(first, ())


@cache
def title_words() -> frozenset[str]:
    """Return the small words that go on inside a post."""
    return frozenset(word for line in _lines("title_words.txt") for word in line.split())


@cache
def title_rules(kind: str) -> frozenset[str]:
    """Return the words of one kind (verb, firm, never, no_name, stem, branch) that bound posts and names."""
    rows = (line.split("\t") for line in _lines("title_rules.tsv"))
    return frozenset(next(words for name, words in rows if name == kind).split(";"))


@cache
def office_words() -> frozenset[tuple[str, str]]:
    """Return pairs of syllables that make up names of offices, in lower case."""
    pairs = (line.split() for line in _lines("offices.txt"))
    return frozenset((first, second) for first, second in pairs)


@cache
def units() -> re.Pattern[str]:
    """Return the pattern of what a figure may count, longest first."""
    names = sorted(_lines("units.txt"), key=len, reverse=True)
    return re.compile(
        r"\s*(?P<unit>" + "|".join(re.escape(name) for name in names) + r")(?![\w])", re.IGNORECASE
    )


@cache
def fields() -> tuple[FieldName, ...]:
    """Return the fields of cooperation."""
    rows = (line.split("\t") for line in _lines("fields.tsv"))
    return tuple(FieldName(name, kind, tuple(phrases.split(";"))) for name, kind, phrases in rows)
