"""What all rules share: one article, read once."""

from __future__ import annotations

import bisect
from collections import Counter
from dataclasses import dataclass

from desktop_app.core.extraction import gazetteer
from desktop_app.core.extraction.candidates import Context
from desktop_app.core.extraction.known_reading import add_people, add_places, read_known
from desktop_app.core.extraction.persons import Person, find_persons
from desktop_app.core.extraction.places import PlaceMention, find_places, main_country
from desktop_app.core.text.dates import FoundDate, find_dates, guess_year
from desktop_app.core.text.sentences import sentences

_WITH_LEVEL = {"Thành", "Tỉnh", "Thủ", "Bang", "Khu", "Vùng", "Thung", "Châu", "Đặc"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the article; ``repeated`` when its words stood there before (a caption printed twice)."""

    start: int
    end: int
    text: str
    index: int
    repeated: bool = False


class Reading:
    """An article with its sentences, dates, places and persons."""

    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context
        self.sentences = _sentences(text)
        self._starts = [sentence.start for sentence in self.sentences]
        self.dates = find_dates(text, context.published)
        self.known = read_known(text, context.known)
        self.places = add_places(text, find_places(text), self.known)
        self.people = add_people(text, find_persons(text, self.places), self.known)
        self.guessed_year = None if context.published else guess_year(text, self.dates)
        self.country = main_country(self.places)
        self.levels = _levels(self.places)

    def sentence_at(self, position: int) -> Sentence:
        """Return the sentence that ``position`` lies in (the nearest before it)."""
        return self.sentences[max(0, bisect.bisect_right(self._starts, position) - 1)]

    def places_in(self, start: int, end: int) -> list[PlaceMention]:
        """Return the places named between two offsets."""
        return [place for place in self.places if start <= place.start < end]

    def dates_in(self, start: int, end: int) -> list[FoundDate]:
        """Return the dates stated between two offsets."""
        return [date for date in self.dates if start <= date.start < end]

    def people_in(self, start: int, end: int) -> list[Person]:
        """Return the persons named between two offsets, in the order they stand there."""
        at = [
            (mention.start, person)
            for person in self.people
            for mention in person.mentions
            if start <= mention.start < end
        ]
        out: list[Person] = []
        for _, person in sorted(at, key=lambda pair: pair[0]):
            if person not in out:
                out.append(person)
        return out

    @property
    def home(self) -> str:
        """The province of the office as the lists name it, ``""`` when not known."""
        item = gazetteer.find_known(self.context.home) if self.context.home else None
        return item.province if item is not None else ""


def _sentences(text: str) -> list[Sentence]:
    seen: set[str] = set()
    out: list[Sentence] = []
    for span in sentences(text):
        words = text[span.start : span.end]
        key = " ".join(words.lower().split())
        out.append(Sentence(span.start, span.end, words, len(out), key in seen))
        seen.add(key)
    return out


def _levels(places: list[PlaceMention]) -> dict[str, str]:
    """The level word most often used with each name; the first of equals."""
    counts: dict[str, Counter[str]] = {}
    for place in places:
        if place.level:
            counts.setdefault(place.name, Counter())[place.level] += 1
    common = {name: levels.most_common(1)[0][0] for name, levels in counts.items()}
    return {name: {"tp": "thành phố"}.get(level, level) for name, level in common.items()}


def level_name(reading: Reading, place: PlaceMention) -> str:
    """The name as the article writes it, with its level ("Thành phố Asan"), bare when it never has one."""
    written = " ".join(reading.text[place.start : place.end].split())
    if place.name == "Hồ Chí Minh" or written.split()[0] in _WITH_LEVEL:
        return written
    level = reading.levels.get(place.name, "")
    return f"{level[0].upper()}{level[1:]} {written}" if level else written


def province_name(name: str) -> str:
    """The name of a Vietnamese province with its level: "Tỉnh Nghệ An", "Thành phố Huế"."""
    item = gazetteer.find_known(name)
    return f"{'Thành phố' if item is not None and item.level == 'city' else 'Tỉnh'} {name}"
