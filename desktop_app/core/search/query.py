"""The search language: words, "quoted phrases", -exclusions, and ``word*`` for words that begin so.

There is nothing to get wrong in it: whatever cannot be read as one of these is read as words. Whoosh's own
parser is not used, because it raises on hostile text and runs for seconds on lone stars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_app.core.search.analyser import Word, words
from desktop_app.core.search.failures import QueryError
from desktop_app.core.text.normalise import clean

MAX_TERMS = 32
"""Words beyond these are not looked at."""

MIN_PREFIX = 3
_MAX_TEXT = 4_000
_PIECE = re.compile(
    r'(?<!\S)(?P<no>[-\u2013\u2212])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))|(?P<rest>[^\s"]+|")'
)
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"'))


@dataclass(frozen=True, slots=True)
class Term:
    """One word asked for. ``prefix``: words that only begin with it count too."""

    word: Word
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A read query: words that may be apart, phrases that must stand as typed, and what must not occur."""

    terms: tuple[Term, ...]
    phrases: tuple[tuple[Word, ...], ...] = ()
    excluded: tuple[tuple[Word, ...], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.terms and not self.phrases

    @property
    def marked(self) -> bool:
        """Whether the person types Vietnamese marks, so that a word without marks is meant so."""
        return any(term.word.marked for term in self.terms)

    def asked(self) -> Iterator[Word]:
        """Yield every word that is asked for."""
        for term in self.terms:
            yield term.word
        for phrase in self.phrases:
            yield from phrase


def parse(text: str, *, typing: bool = False) -> Query:
    """Read a search text.

    Args:
        text: anything a person or a program may hand over.
        typing: the last word is not finished, so longer words count too.

    Raises:
        QueryError: only exclusions were given.
    """
    text = clean(text[:_MAX_TEXT]).translate(_QUOTES)
    terms: list[Term] = []
    phrases: list[tuple[Word, ...]] = []
    excluded: list[tuple[Word, ...]] = []
    count = 0
    for match in _PIECE.finditer(text):
        found = words(match["phrase"] or match["word"] or match["rest"] or "")[: MAX_TERMS - count]
        count += len(found)
        if not found:
            continue
        if match["no"]:
            excluded.append(tuple(found))
        elif match["phrase"]:
            phrases.append(tuple(found))
        else:
            star = (match["word"] or match["rest"] or "").endswith("*")
            terms.extend(Term(word) for word in found[:-1])
            terms.append(Term(found[-1], prefix=star and _long_enough(found[-1])))
    if typing and terms and text[-1:].isalnum() and _long_enough(terms[-1].word):
        terms[-1] = Term(terms[-1].word, prefix=True)
    query = Query(tuple(terms), tuple(phrases), tuple(excluded))
    if excluded and query.empty:
        raise QueryError(
            "Cần ít nhất một từ phải có mặt, bên cạnh các từ cần loại trừ.", "Xin gõ thêm từ cần tìm."
        )
    return query


def _long_enough(word: Word) -> bool:
    return len(word.folded) >= MIN_PREFIX
