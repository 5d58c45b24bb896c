"""Names that the office confirmed, found again by their letters in every later article.

A name matches as whole words, the longest first. Case, hyphens and blanks within a name do not count
("Oh Se-hyun" = "Oh Sehyun"). A mark typed in the article counts; words typed without any mark match the
marked name ("Nguyen Van A" = "Nguyễn Văn A").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from desktop_app.core.text.fold import fold
from desktop_app.core.text.normalise import canon

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_JOINT = re.compile(r"[ \u00a0]|[ \u00a0]?[-–][ \u00a0]?|\.[ \u00a0]?")
_LONGEST = 8
_SHORTEST_PLACE = 4
_SHORTEST_ABBREVIATION = 3
# A post that nobody has seen for longer than a term of office is not offered any more.
_TERM_YEARS = 5


@dataclass(frozen=True, slots=True)
class KnownPost:
    """A post with dates as partial ISO texts, ``""`` unknown; ``seen`` is an event that shows it."""

    title: str
    organisation: str = ""
    started: str = ""
    ended: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A confirmed person. ``names``: the chosen spelling first. ``side``: vn | foreign | ``""``."""

    record_id: int
    names: tuple[str, ...]
    side: str = ""
    country: str = ""
    partner: str = ""
    posts: tuple[KnownPost, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A confirmed partner. ``names``: the chosen name first, then other spellings and abbreviations."""

    record_id: int
    names: tuple[str, ...]
    country: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A known name in a text; several ``people`` when they share the name."""

    start: int
    end: int
    people: tuple[KnownPerson, ...] = ()
    places: tuple[KnownPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    owner: KnownPerson | KnownPlace
    name: str


@dataclass(frozen=True)
class Known:
    """What the office confirmed so far. Empty by default; the index is built with the first article."""

    people: tuple[KnownPerson, ...] = ()
    places: tuple[KnownPlace, ...] = ()

    @cached_property
    def _entries(self) -> dict[str, list[_Entry]]:
        found: dict[str, list[_Entry]] = {}
        for owner in (*self.people, *self.places):
            for name in dict.fromkeys(owner.names):
                for form in _forms(owner, name):
                    key = _key(form)
                    if _worth_finding(owner, form, key):
                        found.setdefault(key, []).append(_Entry(owner, form))
        return found

    @cached_property
    def _openings(self) -> frozenset[str]:
        return frozenset(key[:2] for key in self._entries)

    @cached_property
    def people_by_opening(self) -> dict[str, list[tuple[str, KnownPerson]]]:
        """Spellings of people by the first three letters of their names."""
        found: dict[str, list[tuple[str, KnownPerson]]] = {}
        for person in self.people:
            for name in person.names:
                found.setdefault(name_letters(name)[:3], []).append((name, person))
        return found

    def places_called(self, name: str) -> list[KnownPlace]:
        """Return the places that have ``name``, level words aside."""
        bare = bare_place(name)
        return [
            entry.owner
            for entry in self._entries.get(_key(bare), [])
            if isinstance(entry.owner, KnownPlace) and _letters(entry.name) == _letters(bare)
        ]

    def people_called(self, name: str) -> list[KnownPerson]:
        """Return the people that have ``name``."""
        return [
            entry.owner
            for entry in self._entries.get(_key(name), [])
            if isinstance(entry.owner, KnownPerson) and _agrees(entry, [name])
        ]

    def find(self, text: str) -> list[Match]:
        """Return the known names in ``text`` in order; they do not overlap."""
        if not self._entries:
            return []
        words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
        out: list[Match] = []
        index = 0
        while index < len(words):
            hit = self._longest(text, words, index)
            if hit is None:
                index += 1
                continue
            last, match = hit
            out.append(match)
            index = last + 1
        return out

    def _longest(self, text: str, words: list[tuple[int, int, str]], index: int) -> tuple[int, Match] | None:
        start, _, first = words[index]
        if not first[0].isupper() or _inside_word(text, start):
            return None
        opening = _key(first[:3])[:2]
        if len(opening) == 2 and opening not in self._openings:
            return None
        best: tuple[int, Match] | None = None
        key, parts = "", list[str]()
        for at in range(index, min(index + _LONGEST, len(words))):
            if at > index:
                joint = text[words[at - 1][1] : words[at][0]]
                if not _JOINT.fullmatch(joint):
                    break
                if "-" in joint or "–" in joint:
                    parts[-1] += "-" + words[at][2]
                else:
                    parts.append(words[at][2])
            else:
                parts.append(first)
            key += _key(words[at][2])
            entries = self._entries.get(key)
            if entries and _ends_word(text, words[at][1]):
                match = _match(entries, parts, start, words[at][1])
                best = best if match is None else (at, match)
        return best


NOTHING_KNOWN = Known()


def _match(entries: list[_Entry], parts: list[str], start: int, end: int) -> Match | None:
    owners = [entry.owner for entry in entries if _agrees(entry, parts)]
    people = tuple(dict.fromkeys(owner for owner in owners if isinstance(owner, KnownPerson)))
    places = tuple(dict.fromkeys(owner for owner in owners if isinstance(owner, KnownPlace)))
    return Match(start, end, people, places) if people or places else None


def _agrees(entry: _Entry, parts: list[str]) -> bool:
    """Whether case, marks and word limits of the article allow the name."""
    written = " ".join(parts)
    if _is_abbreviation(entry.name):
        return written == entry.name
    if isinstance(entry.owner, KnownPerson) and not all(part[0].isupper() for part in written.split()):
        return False
    letters, known = _letters(written), _letters(entry.name)
    if letters != known and (letters != fold(letters) or letters != fold(known)):
        return False
    bounds, limits = _bounds(written), _bounds(entry.name)
    return bounds <= limits or limits <= bounds


def _forms(owner: KnownPerson | KnownPlace, name: str) -> Iterator[str]:
    name = " ".join(name.split())
    yield name
    if isinstance(owner, KnownPlace):
        bare = bare_place(name)
        if bare != name:
            yield bare


def _worth_finding(owner: KnownPerson | KnownPlace, name: str, key: str) -> bool:
    """Whether a name is long enough to mean somebody: one word of a person is shared by too many."""
    words = len(re.findall(r"[\s\-–]+", name)) + 1
    if not key or words > _LONGEST:
        return False
    if isinstance(owner, KnownPerson):
        return words > 1
    return len(key) >= (_SHORTEST_ABBREVIATION if _is_abbreviation(name) else _SHORTEST_PLACE)


def _is_abbreviation(name: str) -> bool:
    return name.isupper() and name.isalpha() and len(name) <= _LONGEST


_LEVEL = re.compile(
    r"(?:thành phố|tp\.?|tỉnh|thủ đô|quận|huyện|bang|vùng|châu|hạt|đặc khu|khu tự trị|thị xã|thị trấn)\s+",
    re.IGNORECASE,
)


def bare_place(name: str) -> str:
    """Return a place name without its level ("Thành phố Gwangju" → "Gwangju")."""
    shorter = _LEVEL.sub("", name, count=1) if _LEVEL.match(name) else name
    return shorter if shorter and shorter[0].isupper() else name


def name_letters(name: str) -> str:
    """Return the letters of a name without marks, case, blanks and hyphens."""
    return fold(_letters(name))


def _key(name: str) -> str:
    return "".join(filter(str.isalpha, fold(name))).replace("y", "i")


@lru_cache(maxsize=10_000)
def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, canon(name)))


def _bounds(name: str) -> frozenset[int]:
    """How many letters stand before each blank; hyphens are no limits of words."""
    bounds: set[int] = set()
    count = 0
    for word in name.split():
        count += sum(letter.isalpha() for letter in word)
        bounds.add(count)
    return frozenset(bounds)


def _inside_word(text: str, start: int) -> bool:
    """Whether the word is the tail of a hyphenated one ("Ju" in "Gwang-Ju")."""
    return start >= 2 and text[start - 1] in "-'’" and text[start - 2].isalpha()


def _ends_word(text: str, end: int) -> bool:
    return not (text[end : end + 1] in ("-", "'", "’") and text[end + 1 : end + 2].islower())


# -- posts -----------------------------------------------------------------------------------------


def post_on(person: KnownPerson, day: str) -> KnownPost | None:
    """Return the post a person held on a day, ``None`` when the records do not tell.

    Args:
        person: whose posts.
        day: partial ISO; nothing is guessed for a day without year.
    """
    if not day[:4].isdigit():
        return None
    held = [post for post in person.posts if post.title and _held(post, day)]
    return max(held, key=lambda post: (post.started or post.seen, post.seen), default=None)


def _held(post: KnownPost, day: str) -> bool:
    started, ended, seen = (
        date if date[:4].isdigit() else "" for date in (post.started, post.ended, post.seen)
    )
    if started and day[: len(started)] < started:
        return False
    if ended:
        return day[: len(ended)] <= ended and bool(started or (seen and seen <= day))
    latest = max(started, seen if seen[:4] <= day[:4] else "")
    if not started and not (seen and seen[: len(day)] <= day):
        return False
    return int(day[:4]) - int(latest[:4]) <= _TERM_YEARS
