"""What one may mean to type: names, saved searches, filters and words, while the text is not finished.

Everything that can be offered stands in sorted lists, so that an offer costs a few look-ups. Marks that are
not typed do not matter; marks that are typed put what has them first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from db.records import Direction
from desktop_app.core.search.aliases import bare_name
from desktop_app.core.text.fold import fold
from desktop_app.core.text.normalise import canon, clean_line
from desktop_app.labels import label
from desktop_app.services.documents import INDEXED
from desktop_app.services.facts import COUNTRY, FIELD, OUTLET, PARTNER_ALONE, PERSON, TAG, Facts

if TYPE_CHECKING:
    from desktop_app.core.search.lexicon import Lexicon

MOST = 10
_MOST_NAMES, _MOST_WORDS, _MOST_SAVED, _MOST_FILTERS = 6, 5, 3, 3
_LONGEST_TAIL = 4
_LOOKED_AT = 200
_FEWEST = 2
_LONGEST_NAME = 120
_LAST_WORDS = re.compile(r"\S+")
_OPENING = '-\u2013"“„«('
_OPERATOR = re.compile(r'(?P<name>[^\W\d]{2,8}):"?(?P<value>[^":]*)\Z')
_EXPLAINED = {
    "title": "chỉ tìm trong tiêu đề",
    "partner": "lọc theo đối tác",
    "country": "lọc theo quốc gia",
    "person": "lọc theo nhân vật",
    "outlet": "lọc theo nguồn tin",
    "tag": "lọc theo nhãn",
    "field": "lọc theo lĩnh vực",
    "direction": "đoàn vào, đoàn ra…",
    "year": "năm 2022, hoặc 2019..2024",
    "kind": "bài, đoàn, thỏa thuận…",
}


@dataclass(frozen=True, slots=True)
class Completion:
    """One offer. ``kind`` is "word", "partner", "person", "saved" or "field".

    ``text`` is the whole text of the search box after taking it; ``label`` and ``detail`` are to be shown.
    """

    kind: str
    text: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that can be offered; ``count`` records concern it."""

    kind: str
    number: int
    name: str
    detail: str
    count: int


class Names:
    """Names sorted by their folded forms, from each of their words on: "gwan" finds "Thành phố Gwangju"."""

    def __init__(self, names: Iterable[tuple[_Name, str]]) -> None:
        """Take names to offer, each with a spelling under which it is found."""
        entries = sorted(
            ((key, spelling, name) for name, spelling in names for key in _beginnings(spelling)),
            key=lambda entry: entry[0],
        )
        self._commonest = sorted({name for _, _, name in entries}, key=lambda name: (-name.count, name.name))
        self._keys = [key for key, _, _ in entries]
        self._entries = [(spelling, name) for _, spelling, name in entries]

    def beginning(self, typed: str, limit: int, fewest: int = _FEWEST) -> list[tuple[_Name, bool]]:
        """Return names that begin with what was typed, or from one of their words on; the best first.

        Beside each stands whether it has the typed marks. Fewer than ``fewest`` letters say nothing.
        """
        key = _key(typed)
        if len(key) < fewest:
            return []
        exact = canon(typed.casefold())
        first, last = bisect_left(self._keys, key), bisect_left(self._keys, key + "\uffff")
        best: dict[tuple[str, int], tuple[bool, bool, int, str, _Name]] = {}
        for spelling, name in self._entries[first:last]:
            other_marks = exact != key and exact not in canon(spelling.casefold())
            rank = (other_marks, not _key(spelling).startswith(key), -name.count, name.name, name)
            known = best.get((name.kind, name.number))
            if known is None or rank[:4] < known[:4]:
                best[name.kind, name.number] = rank
        ranked = sorted(best.values(), key=lambda rank: rank[:4])[:limit]
        return [(rank[-1], not rank[0]) for rank in ranked]

    def common(self, limit: int) -> list[_Name]:
        """Return the names that most records concern."""
        return self._commonest[:limit]


def _key(text: str) -> str:
    return fold(canon(text)).replace("_", " ")


def _beginnings(spelling: str) -> Iterator[str]:
    key = _key(spelling)
    yield key
    for match in re.finditer(r"[\s\-]+", key):
        if match.end() < len(key):
            yield key[match.end() :]


class Completions:
    """All that can be offered in one state of the library."""

    def __init__(self, facts: Facts, lexicon: Lexicon | None) -> None:
        """Take the names of the library and the words of its texts."""
        self.stamp = facts.stamp
        self._facts = facts
        self._lexicon = lexicon
        names = list(_names_of(facts))
        self._names = Names(names)
        self._partners = Names(pair for pair in names if pair[0].kind == "partner")
        self._people = Names(pair for pair in names if pair[0].kind == "person")
        self._values: dict[str, Names] = {}

    def complete(
        self, text: str, cursor: int, saved: Sequence[tuple[str, str]] = ()
    ) -> tuple[Completion, ...]:
        """Return what may be meant, the likeliest first.

        Args:
            text: what stands in the search box.
            cursor: before which of its code points the cursor stands.
            saved: names and texts of the saved searches.
        """
        cursor = max(0, min(cursor, len(text)))
        typing = _Typing(text[:cursor], text[cursor:])
        value = _OPERATOR.search(typing.before)
        if value is not None:
            offered = self._of_filter(typing, value)
            if offered is not None:
                return offered
        if not typing.before.strip():
            return ()
        named, words = list(self._named(typing)), list(self._words(typing))
        # Typed marks win: what has other marks comes after everything that fits.
        fitting = [one for one, fits in named if fits]
        spoken = [one for one, fits in words if fits]
        rest = [one for one, fits in (*named, *words) if not fits]
        found = [*fitting, *_saved(typing, saved), *_filters(typing), *spoken, *rest]
        unique = {one.text: one for one in reversed(found) if one.text != text}
        return tuple(reversed(unique.values()))[:MOST]

    def _named(self, typing: _Typing) -> Iterator[tuple[Completion, bool]]:
        """Offer partners and people for the last words, as many of them as make the beginning of a name."""
        given: set[tuple[str, int]] = set()
        for start, tail in typing.tails():
            for name, fits in self._names.beginning(tail, _MOST_NAMES - len(given)):
                if (name.kind, name.number) not in given:
                    given.add((name.kind, name.number))
                    whole = name.kind == "person" or _key(name.name).startswith(_key(tail))
                    words = name.name if whole else bare_name(name.name)
                    yield Completion(name.kind, typing.with_end(start, words), name.name, name.detail), fits
            if len(given) >= _MOST_NAMES:
                return

    def _words(self, typing: _Typing) -> Iterator[tuple[Completion, bool]]:
        tails = list(typing.tails())
        if not tails or self._lexicon is None or typing.before[-1:].isspace():
            return
        start, tail = tails[-1]
        exact = canon(tail.casefold())
        for word, count in self._lexicon.beginning(tail, _MOST_WORDS):
            if word != exact:
                fits = exact == _key(tail) or word.startswith(exact)
                yield Completion("word", typing.with_end(start, word), word, f"{_number(count)} mục"), fits

    def _of_filter(self, typing: _Typing, match: re.Match[str]) -> tuple[Completion, ...] | None:
        """Offer values of the filter that is being typed, ``None`` when it is none."""
        from desktop_app.core.search.query import FILTER_WORDS

        key = fold(match["name"]).replace("_", "")
        name = next((meant for word, meant in FILTER_WORDS.items() if fold(word).replace("_", "") == key), "")
        names = self._values_of(name)
        if names is None:
            return None
        found: list[Completion] = []
        typed = match["value"]
        offered = [one for one, _ in names.beginning(typed, MOST, 1)] if typed else names.common(MOST)
        for one in offered:
            value = f'"{one.name}"' if " " in one.name else one.name
            text = typing.with_end(match.start("name"), f"{match['name']}:{value}")
            found.append(Completion("field", text, one.name, one.detail))
        return tuple(one for one in found if one.text != typing.text)

    def _values_of(self, name: str) -> Names | None:
        if name == "partner":
            return self._partners
        if name == "person":
            return self._people
        if name not in self._values:
            values = _filter_values(name, self._facts)
            if values is None:
                return None
            self._values[name] = Names((value, value.name) for value in values)
        return self._values[name]


class _Typing:
    """What stands in the box: the text before the cursor, whose last words are unfinished, and after it."""

    def __init__(self, before: str, after: str) -> None:
        self.before = before
        self._after = after

    @property
    def text(self) -> str:
        """The whole text."""
        return self.before + self._after

    def tails(self) -> Iterator[tuple[int, str]]:
        """Yield where the last words begin and the words, the longest run first."""
        start = max(0, len(self.before) - _LOOKED_AT)
        places = [start + match.start() for match in _LAST_WORDS.finditer(self.before[start:])]
        for place in places[-_LONGEST_TAIL:]:
            while place < len(self.before) and self.before[place] in _OPENING:
                place += 1
            if place < len(self.before):
                yield place, self.before[place:]

    def with_end(self, start: int, words: str) -> str:
        """Return the text with ``words`` in place of the last words from ``start`` on."""
        if " " in words and self.before[:start].endswith(("-", "\u2013")):
            words = f'"{words}"'
        gap = " " if self._after[:1].isalnum() else ""
        return f"{self.before[:start]}{words}{gap}{self._after}"


def _saved(typing: _Typing, saved: Sequence[tuple[str, str]]) -> list[Completion]:
    typed = _key(clean_line(typing.before))
    if len(typed) < _FEWEST:
        return []
    found = [
        Completion("saved", text, name)
        for name, text in saved
        if any(key.startswith(typed) for key in _beginnings(name))
    ]
    return found[:_MOST_SAVED]


def _filters(typing: _Typing) -> list[Completion]:
    """Offer what can stand before a colon."""
    from desktop_app.core.search.query import FILTER_WORDS

    tails = list(typing.tails())[-2:]
    return [
        Completion("field", typing.with_end(start, f"{word}:"), f"{word}:", _EXPLAINED.get(name, ""))
        for start, tail in tails
        for word, name in FILTER_WORDS.items()
        if len(tail) >= _FEWEST and _begins(word, tail)
    ][:_MOST_FILTERS]


def _begins(word: str, tail: str) -> bool:
    """Whether a word begins with what was typed, with its marks if it has any."""
    typed, key = canon(tail.casefold()), _key(tail)
    return word.startswith(typed) if typed != key else _key(word).startswith(key)


def _names_of(facts: Facts) -> Iterator[tuple[_Name, str]]:
    chosen = facts.columns.chosen(())
    for kind, words, column, known in (
        ("partner", "Đối tác", PARTNER_ALONE, facts.partners),
        ("person", "Nhân vật", PERSON, facts.people),
    ):
        counts = dict(facts.columns.counts(column, chosen))
        for number, names in known.items():
            if names:
                detail = " · ".join(filter(None, [words, facts.countries.get((kind, number), "")]))
                name = _Name(kind, number, names[0], detail, int(counts.get(number, 0)))
                for spelling in names:
                    yield name, spelling[:_LONGEST_NAME]


def _filter_values(name: str, facts: Facts) -> list[_Name] | None:
    """Return the values of a filter that has a list of them, the commonest first."""
    if name in (COUNTRY, OUTLET, TAG, FIELD):
        counts = facts.columns.counts(name, facts.columns.chosen(()))
        return [
            _Name("field", place, str(value), f"{_number(count)} mục", count)
            for place, (value, count) in enumerate(counts)
        ]
    if name == "kind":
        return [_Name("field", place, label(kind), "", -place) for place, kind in enumerate(INDEXED)]
    if name == "direction":
        return [_Name("field", place, label(one), "", -place) for place, one in enumerate(Direction)]
    return None


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def saved_names(stored: Any) -> list[tuple[str, str]]:
    """Return names and texts of the searches that the window saved; what is not understood is left out."""
    found: list[tuple[str, str]] = []
    for entry in cast("list[Any]", stored) if isinstance(stored, list) else []:
        if isinstance(entry, Mapping):
            values = cast("Mapping[str, Any]", entry)
            text = str(values.get("text", "")).strip()
            if text:
                found.append((str(values.get("title", "")).strip() or text, text))
    return found
