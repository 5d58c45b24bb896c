"""What a question in plain words asks the records for: "đoàn Gwangju đến Nghệ An năm nào", "Asan hứa gì"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from db.records import AgreementKind, Direction, RecordKind
from desktop_app.core.search.analyser import Word, words
from desktop_app.core.search.moments import Moment, moments_in
from resources import read_text

MOST_WORDS = 32
_LONGEST_NAME = 8
_KINDS = (RecordKind.VISIT, RecordKind.AGREEMENT, RecordKind.COMMITMENT, RecordKind.PERSON)
_DIRECTIONS = (Direction.IN, Direction.OUT)
_PROMISING = frozenset({"hứa", "cam kết", "đề nghị", "đề xuất"})


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that a name in a question may mean: a partner, person or place.

    ``exact`` is its spelling as words; ``ours`` says that it is a place of this country.
    """

    kind: RecordKind
    name: str
    exact: tuple[str, ...]
    record_id: int = 0
    ours: bool = False


Lexicon = Mapping[tuple[str, ...], Sequence[Reference]]
"""References by the words of the name without marks."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A question as understood.

    ``direction`` is asked for in so many words, ``toward`` follows from where somebody goes. ``by`` is who
    makes the promise. ``rest`` are the words that nothing explains.
    """

    kinds: frozenset[RecordKind]
    references: tuple[Reference, ...]
    moments: tuple[Moment, ...]
    direction: Direction | None = None
    toward: Direction | None = None
    by: Reference | None = None
    head: bool = False
    promise: bool = False
    agreements: frozenset[AgreementKind] = frozenset()
    post: str = ""
    marked: bool = False
    rest: tuple[Word, ...] = ()


def entry(name: str, meant: Reference) -> tuple[tuple[str, ...], Reference] | None:
    """Return a line of a lexicon, None for a name without words or with too many."""
    form = words(name)
    if not 0 < len(form) <= _LONGEST_NAME:
        return None
    return tuple(word.folded for word in form), replace(meant, exact=tuple(word.exact for word in form))


def understand(text: str, lexicon: Lexicon) -> Intent:
    """Read a question.

    Args:
        text: what was typed, with or without marks.
        lexicon: the names known.
    """
    typed = words(text)[:MOST_WORDS]
    marked = any(word.marked for word in typed)
    taken: set[int] = set()
    named = _references(typed, lexicon, taken, marked=marked)
    moments = tuple(
        moment for moment in moments_in(typed) if taken.isdisjoint(range(moment.first, moment.last))
    )
    for moment in moments:
        taken.update(range(moment.first, moment.last))
    places = _signs(typed, taken, marked=marked)
    signs = frozenset(places)
    fillers = _fillers(marked=marked)
    return Intent(
        kinds=frozenset(kind for kind in _KINDS if _means(signs, kind)),
        references=tuple(dict.fromkeys(reference for _, _, reference in named)),
        moments=moments,
        direction=next((way for way in _DIRECTIONS if _means(signs, way)), None),
        toward=_toward(typed, named, marked=marked),
        by=next((who for _, last, who in named for sign in _PROMISING & signs if places[sign] == last), None),
        head=_means(signs, "head"),
        promise=_means(signs, "promise"),
        agreements=frozenset(kind for kind in AgreementKind if _means(signs, f"agreement:{kind.value}")),
        post=min(signs & _meanings()[RecordKind.PERSON], default=""),
        marked=marked,
        rest=tuple(
            word
            for place, word in enumerate(typed)
            if place not in taken and (word.exact if marked else word.folded) not in fillers
        ),
    )


_Named = tuple[int, int, Reference]
"""A name in a question: its first word, the word behind it, and what it may mean."""


def _means(signs: frozenset[str], meaning: str) -> bool:
    return not signs.isdisjoint(_meanings().get(meaning, frozenset()))


def _references(typed: Sequence[Word], lexicon: Lexicon, taken: set[int], *, marked: bool) -> list[_Named]:
    """Return the names, longest first; their places are taken."""
    found: list[_Named] = []
    for length in range(min(_LONGEST_NAME, len(typed)), 0, -1):
        for first in range(len(typed) - length + 1):
            places = range(first, first + length)
            if not taken.isdisjoint(places):
                continue
            run = typed[first : first + length]
            exact = tuple(word.exact for word in run)
            here = [
                reference
                for reference in lexicon.get(tuple(word.folded for word in run), ())
                if not marked or reference.exact == exact or not any(word.marked for word in run)
            ]
            if here:
                taken.update(places)
                found += [(first, first + length, reference) for reference in here]
    return found


def _toward(typed: Sequence[Word], named: Sequence[_Named], *, marked: bool) -> Direction | None:
    """Return which way somebody goes: "đến Nghệ An" is in, "đi Hàn Quốc" is out."""
    forms = [word.exact if marked else word.folded for word in typed]
    going, levels = (_spelled(name, marked=marked) for name in ("going", "level"))
    for first, _, reference in named:
        before = first - 1
        while before >= 0 and forms[before] in levels:
            before -= 1
        if before >= 0 and forms[before] in going and reference.kind is not RecordKind.PERSON:
            return Direction.IN if reference.ours else Direction.OUT
    return None


def _signs(typed: Sequence[Word], taken: set[int], *, marked: bool) -> dict[str, int]:
    """Return what stands for records and posts with its first place, the longest first; they are taken."""
    table = _by_words(marked=marked)
    found: dict[str, int] = {}
    for length in range(4, 0, -1):
        for first in range(len(typed) - length + 1):
            places = range(first, first + length)
            run = tuple(word.exact if marked else word.folded for word in typed[first : first + length])
            if run in table and taken.isdisjoint(places):
                taken.update(places)
                found[table[run]] = first
    return found


@cache
def _meanings() -> dict[str, frozenset[str]]:
    """Return words and runs of words of questions by what they mean."""
    found: dict[str, set[str]] = {}
    for line in read_text("search/questions.tsv").splitlines():
        if line and not line.startswith("#"):
            meaning, *signs = line.split("\t")
            found.setdefault(meaning, set()).update(signs)
    return {meaning: frozenset(signs) for meaning, signs in found.items()}


def spellings(meaning: str) -> frozenset[str]:
    """Return the words and runs of words with a meaning of ``resources/search/questions.tsv``."""
    return _meanings()[meaning]


@cache
def _by_words(*, marked: bool) -> dict[tuple[str, ...], str]:
    """Return all signs for records and posts by their words."""
    return {
        tuple(word.exact if marked else word.folded for word in words(sign)): sign
        for kind in _KINDS
        for sign in _meanings()[kind]
    }


def _fillers(*, marked: bool) -> frozenset[str]:
    return (
        _spelled("filler", marked=marked)
        | _spelled("level", marked=marked)
        | _spelled("going", marked=marked)
    )


@cache
def _spelled(meaning: str, *, marked: bool) -> frozenset[str]:
    return frozenset(
        word.exact if marked else word.folded for sign in _meanings()[meaning] for word in words(sign)
    )
