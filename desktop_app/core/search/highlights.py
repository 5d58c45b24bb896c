"""The words that were asked for, marked in the text: found without regard to marks, shown as written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import dropwhile, islice, pairwise

from desktop_app.core.search.analyser import (
    Word,
    is_plain,
    words,
    words_and_matches,
    words_with_spans,
)
from desktop_app.core.text.fold import fold

Span = tuple[int, int]
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage to show under a hit. ``marks`` are ``[start, end)`` offsets within ``text``."""

    text: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    term: int
    weight: float


_Table = dict[str, list[tuple[tuple[str, ...], int]]]
"""Terms by their first word: all their words, and their number."""


def _read_terms(terms: Iterable[str]) -> _Table:
    """Return the terms by their first word; a term of several words is a phrase."""
    table: _Table = {}
    for number, term in enumerate(terms):
        form = tuple(word.folded for word in words(term))
        if form:
            table.setdefault(form[0], []).append((form, number))
    for forms in table.values():
        forms.sort(key=lambda entry: -len(entry[0]))
    return table


class _Bare(dict[int, str]):
    """One letter for each letter: without marks and case, i for y (which spelling unites, see ``canon``)."""

    def __missing__(self, code: int) -> str:
        bare = self[code] = fold(chr(code)).replace("y", "i")
        return bare


_BARE = _Bare()


def _find(text: str, terms: Iterable[str]) -> list[_Found]:
    table = _read_terms(terms)
    if not table:
        return []
    if is_plain(text) and all(map(str.isalpha, table)):
        bare = text.translate(_BARE)
        if len(bare) == len(text):
            return _find_in_plain(text, bare, table)
    return _find_in_any(text, table)


def _find_in_plain(text: str, bare: str, table: _Table) -> list[_Found]:
    """Look at the letters of all words at once, and read only those words that may be meant."""
    firsts = {form.translate(_BARE) for form in table}
    wanted = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, firsts))})(?![^\W_])")
    longest = max(len(form) for forms in table.values() for form, _ in forms)
    found: list[_Found] = []
    free = 0
    for candidate in wanted.finditer(bare):
        at = candidate.start()
        if at < free:
            continue
        # No word has a blank in it: reading may begin behind the last one.
        begin = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
        spans = dropwhile(lambda span, at=at: span[1] < at, words_with_spans(text, begin))
        here = list(islice(spans, longest))
        if not here or here[0][1] != at:
            continue
        best = _longest(table, [word for word, _, _ in here], 0)
        if best is not None:
            length, number = best
            free = here[length - 1][2]
            found.append(_Found(at, free, number, float(length)))
    return found


def _find_in_any(text: str, table: _Table) -> list[_Found]:
    tokens, matches = words_and_matches(text)
    different = dict(zip(map(id, tokens), tokens, strict=True))
    # Few words of a text were asked for: the others are passed over without a look at their letters.
    asked = {
        key
        for key, word in different.items()
        if word.folded in table or (word.also and any(form in table for form in word.also))
    }
    found: list[_Found] = []
    free = 0
    for at in [place for place, key in enumerate(map(id, tokens)) if key in asked]:
        if at < free:
            continue
        best = _longest(table, tokens, at)
        if best is not None:
            length, number = best
            free = at + length
            found.append(_Found(matches[at].start(), matches[free - 1].end(), number, float(length)))
    return found


def _longest(table: _Table, tokens: Sequence[Word], at: int) -> tuple[int, int] | None:
    """Return the words and the number of the term that begins with word ``at``."""
    for name in (tokens[at].folded, *tokens[at].also):
        for form, number in table.get(name, ()):
            rest = tokens[at + 1 : at + len(form)]
            if len(rest) == len(form) - 1 and all(
                wanted == word.folded or wanted in word.also
                for wanted, word in zip(form[1:], rest, strict=True)
            ):
                return len(form), number
    return None


def mark(text: str, terms: Iterable[str]) -> list[Span]:
    """Return where the terms stand in the text, in order and without overlaps.

    Args:
        text: any text; the offsets are code points of it.
        terms: words or phrases, with or without marks (``IndexAnswer.terms``).
    """
    return [(found.start, found.end) for found in _find(text, terms)]


def _best_window(found: Sequence[_Found], width: int) -> tuple[int, int]:
    """Return the range of ``found`` that shows most different terms, the earliest of the best."""
    best = (0.0, 0, 1)
    first = close = 0
    weight = 0.0
    inside: dict[int, int] = {}
    # Which stand right after the one before, when that is of another term.
    follows = [a.term != b.term and b.start - a.end <= 2 for a, b in pairwise(found)]
    for last, entry in enumerate(found):
        count = inside[entry.term] = inside.get(entry.term, 0) + 1
        weight += entry.weight if count == 1 else 0.0
        close += last > 0 and first < last and follows[last - 1]
        while entry.end - found[first].start > width and first < last:
            gone = found[first]
            inside[gone.term] -= 1
            if not inside[gone.term]:
                del inside[gone.term]
                weight -= gone.weight
            close -= follows[first]
            first += 1
        score = 10.0 * len(inside) + weight + 3.0 * close + min(last + 1 - first, 8) * 0.1
        if score > best[0]:
            best = (score, first, last + 1)
    return best[1], best[2]


def snippet(text: str, terms: Iterable[str], *, width: int = 200) -> Snippet:
    """Return the best passage of about ``width`` characters, cut at blanks, with the terms marked.

    Without a match it is the beginning of the text. Line ends are shown as blanks.
    """
    found = _find(text, terms)
    start = 0
    if found:
        first, last = _best_window(found, width)
        spare = max(0, width - (found[last - 1].end - found[first].start))
        start = max(0, min(found[first].start - spare // 2, len(text) - width))
        start = _to_blank(text, start, found[first].start)
    end = min(len(text), start + width)
    if end < len(text):
        blank = text.rfind(" ", start, end)
        end = blank if blank > start + width // 2 else end
    inside = [entry for entry in found if start <= entry.start and entry.end <= end]
    before = f"{_ELLIPSIS} " if start else ""
    shift = len(before) - start
    body = text[start:end].replace("\n", " ").replace("\t", " ")
    marks = tuple((entry.start + shift, entry.end + shift) for entry in inside)
    return Snippet(before + body + (f" {_ELLIPSIS}" if end < len(text) else ""), marks)


def _to_blank(text: str, start: int, latest: int) -> int:
    """Move a cut forward to the beginning of a word, never beyond ``latest``."""
    if start == 0 or text[start - 1].isspace():
        return start
    while start < latest and not text[start - 1].isspace():
        start += 1
    return start
