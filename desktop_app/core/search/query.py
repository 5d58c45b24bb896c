"""The search language: words, "quoted phrases", -exclusions, ``word*``, this HOẶC that, ``tiêu_đề:word``.

There is nothing to get wrong in it: whatever cannot be read as one of these is read as words. Whoosh's own
parser is not used, because it raises on hostile text and runs for seconds on lone stars. Filters such as
``nước:Lào`` are taken out beforehand (``split_filters``): the database answers them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from desktop_app.core.search.analyser import Word, words
from desktop_app.core.search.failures import QueryError
from desktop_app.core.text.fold import fold
from desktop_app.core.text.normalise import clean

MAX_TERMS = 32
"""Words beyond these are not looked at."""

MIN_PREFIX = 3
MAX_TEXT = 4_000
"""Letters beyond these are not looked at."""

MAX_FILTERS = 12
"""Filters beyond these are read as words."""

_EITHER = frozenset({"HOẶC", "HOAC", "OR", "|"})
"""In capitals, because "hoặc" is also a word of texts that people paste."""

_PIECE = re.compile(
    r"(?<!\S)(?P<no>[-\u2013\u2212])?(?P<title>(?:tiêu[ _]?đề|tieu[ _]?de|title):(?=[^\s:]))?"
    r'(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))|(?P<rest>[^\s"]+|")',
    re.IGNORECASE,
)
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"'))


@dataclass(frozen=True, slots=True)
class Term:
    """One word asked for. ``prefix``: words that only begin with it count too."""

    word: Word
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """Words in a row, where one of several will do or only titles count.

    ``phrase``: they were quoted, so marks that were typed must stand. ``prefix`` concerns a word alone.
    """

    words: tuple[Word, ...]
    title: bool = False
    phrase: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A read query: words that may be apart, phrases that must stand as typed, and what must not occur.

    An answer must match at least one option of each entry of ``either``. ``strict``: every word must stand
    with just the marks it was typed with.
    """

    terms: tuple[Term, ...]
    phrases: tuple[tuple[Word, ...], ...] = ()
    excluded: tuple[Option, ...] = ()
    either: tuple[tuple[Option, ...], ...] = ()
    strict: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.terms and not self.phrases and not self.either

    @property
    def marked(self) -> bool:
        """Whether the person types Vietnamese marks, so that a word without marks is meant so."""
        options = chain.from_iterable(self.either)
        return any(term.word.marked for term in self.terms) or any(
            word.marked for option in options for word in option.words
        )

    def asked(self) -> Iterator[Word]:
        """Yield every word that is asked for."""
        for term in self.terms:
            yield term.word
        for phrase in self.phrases:
            yield from phrase
        for option in chain.from_iterable(self.either):
            yield from option.words


def parse(text: str, *, typing: bool = False, strict: bool = False) -> Query:
    """Read a search text.

    Args:
        text: anything a person or a program may hand over.
        typing: the last word is not finished, so longer words count too.
        strict: words must stand with just the marks they were typed with.

    Raises:
        QueryError: only exclusions were given.
    """
    text = _tidy(text)
    query = _arranged(_joined(_read(text.replace("|", " | "))))
    terms = query.terms
    if typing and terms and text[-1:].isalnum() and _long_enough(terms[-1].word):
        query = replace(query, terms=(*terms[:-1], Term(terms[-1].word, prefix=True)))
    if query.excluded and query.empty:
        raise QueryError(
            "Cần ít nhất một từ phải có mặt, bên cạnh các từ cần loại trừ.", "Xin gõ thêm từ cần tìm."
        )
    return replace(query, strict=strict)


def _tidy(text: str) -> str:
    return clean(text[:MAX_TEXT]).translate(_QUOTES)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of the text: what it asks for, or the sign between two of which one will do."""

    option: Option
    barred: bool = False
    sign: bool = False


def _read(text: str) -> Iterator[_Piece]:
    count = 0
    for match in _PIECE.finditer(text):
        bare = match["word"] or match["rest"] or ""
        found = words(match["phrase"] or bare)[: MAX_TERMS - count]
        if bare in _EITHER and not match["no"] and not match["title"]:
            yield _Piece(Option(tuple(found)), sign=True)
        elif found:
            count += len(found)
            option = Option(
                tuple(found),
                title=bool(match["title"]),
                phrase=bool(match["phrase"]),
                prefix=bare.endswith("*") and _long_enough(found[-1]),
            )
            yield _Piece(option, barred=bool(match["no"]))


def _joined(pieces: Iterator[_Piece]) -> list[list[_Piece]]:
    """Return the pieces, those of which one will do in one list; a sign that joins nothing is left out."""
    groups: list[list[_Piece]] = []
    joining = False
    every = list(pieces)
    for piece in every:
        if piece.sign:
            joining = bool(groups)
        elif joining and not piece.barred and not groups[-1][0].barred:
            groups[-1].append(piece)
            joining = False
        else:
            groups.append([piece])
            joining = False
    if not groups:
        return [[replace(piece, sign=False)] for piece in every[:MAX_TERMS] if piece.option.words]
    return groups


def _arranged(groups: Sequence[Sequence[_Piece]]) -> Query:
    terms: list[Term] = []
    phrases: list[tuple[Word, ...]] = []
    excluded: list[Option] = []
    either: list[tuple[Option, ...]] = []
    for group in groups:
        option = group[0].option
        if group[0].barred:
            excluded.append(option)
        elif len(group) > 1 or option.title:
            either.append(tuple(piece.option for piece in group))
        elif option.phrase:
            phrases.append(option.words)
        else:
            terms.extend(Term(word) for word in option.words[:-1])
            terms.append(Term(option.words[-1], prefix=option.prefix))
    return Query(tuple(terms), tuple(phrases), tuple(excluded), tuple(either))


def _long_enough(word: Word) -> bool:
    return len(word.folded) >= MIN_PREFIX


# -- filters ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition that the database answers.

    ``name`` is ``partner``, ``country``, ``person``, ``outlet``, ``tag``, ``field``, ``direction``, ``kind``
    or ``year``; ``value`` is what was typed, a year as ``2022``, ``2019..2024``, ``2019..`` or ``..2024``.
    """

    name: str
    value: str


_FILTER_NAMES = {
    "doi tac": "partner",
    "partner": "partner",
    "nuoc": "country",
    "country": "country",
    "nguoi": "person",
    "person": "person",
    "nguon": "outlet",
    "bao": "outlet",
    "the": "tag",
    "nhan": "tag",
    "tag": "tag",
    "linh vuc": "field",
    "field": "field",
    "chieu": "direction",
    "nam": "year",
    "year": "year",
    "loai": "kind",
    "kind": "kind",
}
FILTER_WORDS = {
    "tiêu_đề": "title",
    "đối_tác": "partner",
    "nước": "country",
    "người": "person",
    "nguồn": "outlet",
    "thẻ": "tag",
    "lĩnh_vực": "field",
    "chiều": "direction",
    "năm": "year",
    "loại": "kind",
}
"""What stands before the colon, as it is offered to people, and what it means."""

_FILTER = re.compile(
    r"(?<!\S)(?P<name>đối[ _]?tác|doi[ _]?tac|lĩnh[ _]?vực|linh[ _]?vuc|[^\W\d_]{2,7}):"
    r'(?:"(?P<quoted>[^"]{1,80})"?|(?P<bare>[^\s":/]{1,80}))(?=\s|$)',
    re.IGNORECASE,
)
_YEARS = re.compile(r"((?:19|20)\d\d)|((?:19|20)\d\d)?\s?(?:\.\.+|…|-|–)\s?((?:19|20)\d\d)?")


def split_filters(text: str) -> tuple[str, tuple[Filter, ...]]:
    """Take the filters out of a search text; what does not read as one stays where it is.

    Returns:
        The rest of the text, to be handed to ``parse``, and the filters in the order typed.
    """
    text = _tidy(text)
    found: list[Filter] = []
    rest: list[str] = []
    place = 0
    for match in _FILTER.finditer(text):
        read = None if _inside_quotes(text, match.start()) else _filter(match)
        if read is not None and len(found) < MAX_FILTERS:
            found.append(read)
            rest.append(text[place : match.start()])
            place = match.end()
    rest.append(text[place:])
    left = " ".join(part.strip() for part in rest if part.strip()) if found else text
    return left, tuple(found)


def _inside_quotes(text: str, place: int) -> bool:
    return text.count('"', 0, place) % 2 == 1


def _filter(match: re.Match[str]) -> Filter | None:
    name = _FILTER_NAMES.get(" ".join(fold(match["name"]).replace("_", " ").split()))
    name = name or _FILTER_NAMES.get(_parted(fold(match["name"])))
    value = " ".join((match["quoted"] or match["bare"]).replace("_", " ").split())
    if name is None or not words(value):
        return None
    if name == "year":
        span = _years(value)
        return None if span is None else Filter(name, span)
    return Filter(name, value)


def _parted(name: str) -> str:
    return {"doitac": "doi tac", "linhvuc": "linh vuc"}.get(name, name)


def _years(value: str) -> str | None:
    """Return the years in one spelling, None when these are none."""
    match = _YEARS.fullmatch(value)
    if match is None:
        return None
    if match[1]:
        return match[1]
    first, last = match[2] or "", match[3] or ""
    if first and last and first > last:
        first, last = last, first
    return f"{first}..{last}" if first or last else None


def days_of(years: str) -> tuple[str, str]:
    """Return the first and the last ISO day of the value of a ``year`` filter, ``""`` for an open end."""
    first, parted, last = years.partition("..")
    last = last if parted else first
    return (f"{first}-01-01" if first else ""), (f"{last}-12-31" if last else "")
