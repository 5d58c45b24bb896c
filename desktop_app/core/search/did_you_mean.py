"""A better spelling for words that no text holds: confirmed names first, then words of the index.

Names first, because the index also holds the misspellings of the newspapers.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.core.search.analyser import words, words_with_spans
from desktop_app.core.search.compiling import unknown_terms
from desktop_app.core.search.postings import Snapshot
from desktop_app.core.search.query import Query
from desktop_app.core.search.schema import BODY_EXACT, BODY_FOLDED, TITLE_FOLDED
from desktop_app.core.search.spelling import distance, one_edit
from desktop_app.core.text.normalise import clean

_MOST_WORDS = 4
_LENGTHS = range(3, 25)


def _allowed(word: str) -> int:
    """Return how many letters may be wrong: short words differ by one letter and are still other words."""
    return 1 if len(word) <= 5 else 2


def _from_names(word: str, vocabulary: Iterable[str]) -> str:
    best = ""
    nearest = _allowed(word) + 1
    for entry in vocabulary:
        for name, start, end in words_with_spans(entry):
            if name.folded[:1] != word[:1] and len(word) < 6:
                continue
            away = distance(word, name.folded, nearest)
            if 0 < away < nearest:
                best, nearest = entry[start:end], away
    return best


def _from_index(exact: str, snapshot: Snapshot) -> str:
    best = ""
    score = (-1, 0)
    for form in dict.fromkeys(one_edit(exact)):
        found = words(form)
        if len(found) != 1 or len(form) < 2:
            continue
        count = sum(snapshot.frequency(name, found[0].folded) for name in (BODY_FOLDED, TITLE_FOLDED))
        if count:
            candidate = (min(1, snapshot.frequency(BODY_EXACT, found[0].exact)), count)
            if candidate > score:
                best, score = form, candidate
    return best


def suggest(text: str, query: Query, snapshot: Snapshot, vocabulary: Iterable[str]) -> str:
    """Return the search text with the unknown words put right, ``""`` when nothing better is known.

    Args:
        text: what was typed.
        query: the same, read.
        snapshot: the index.
        vocabulary: confirmed names, in the spelling to show.
    """
    names = list(vocabulary)
    better: dict[str, str] = {}
    for term in unknown_terms(query, snapshot)[:_MOST_WORDS]:
        folded = term.word.folded
        if len(folded) in _LENGTHS and folded.isalpha():
            found = _from_names(folded, names) or _from_index(term.word.exact, snapshot)
            if found:
                better[folded] = found
    if not better:
        return ""
    shown = clean(text)
    for word, start, end in reversed(list(words_with_spans(shown))):
        if word.folded in better:
            shown = shown[:start] + better[word.folded] + shown[end:]
    return shown.strip()
