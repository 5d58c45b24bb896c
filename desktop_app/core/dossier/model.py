"""A dossier as plain text, before any page exists: what the PDF and the Word twin are both made from.

A ``Text`` is a tuple of runs. A run with a ``mark`` points at a passage of the source list and has no
text of its own: its number is known only when the whole dossier has been put together (``mark_text``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from desktop_app.core.dossier.request import Office, Profile, Section


@dataclass(frozen=True, slots=True)
class Mark:
    """Passage ``passage`` (0-based) of source ``source`` (1-based)."""

    source: int
    passage: int

    @property
    def anchor(self) -> str:
        """Name of the link target of the passage."""
        return f"nguon-{self.source}-{self.passage}"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style, or a source mark."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    link: str = ""
    mark: Mark | None = None


Text = tuple[Run, ...]

# Dotted lines under "(chưa nhập)".
BLANK_LINES = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``note`` is smaller print, ``lead`` highlighted, ``blank`` room to write."""

    text: Text
    kind: str = "body"  # body | lead | note | blank


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """A box of label and value."""

    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, share of the width, and how its cells stand (left | centre | right)."""

    title: str
    share: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose caption and headings are repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A point of the timeline. ``day`` and ``last`` are ``None`` while the year is not known."""

    day: dt.date | None
    last: dt.date | None
    when: str
    side: str  # out | in | signed | other
    title: str
    text: Text
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawn relation: contacts of both directions and signings on one scale of years."""

    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it counts, its value in the unit of the chart, and the number as printed."""

    label: str
    value: float
    shown: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one scope and one unit; the title names both."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage that statements rest on."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """An article in the source list."""

    number: int
    title: str
    outlet: str
    date: str
    address: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The source list."""

    entries: tuple[Source, ...]


Block = Heading | Paragraph | Bullets | Facts | Table | Timeline | Chart | Sources


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the dossier with its number as printed ("1", "2", …)."""

    section: Section
    number: int
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on page 1 besides the contents."""

    kind: str
    partner: str
    other_names: str
    subject: str
    rows: tuple[tuple[str, str], ...]
    place_and_date: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole dossier. ``closing`` is the notice at its very end."""

    profile: Profile
    office: Office
    cover: Cover
    parts: tuple[Part, ...]
    closing: str
    as_of: dt.date
    drafter: str = ""
    with_cover: bool = True

    @property
    def title(self) -> str:
        """Title of the document."""
        return f"{self.cover.kind}: {self.cover.partner}"

    def sources(self) -> tuple[Source, ...]:
        """The entries of the source list."""
        for part in self.parts:
            for block in part.blocks:
                if isinstance(block, Sources):
                    return block.entries
        return ()


def mark_text(mark: Mark, sources: tuple[Source, ...]) -> str:
    """``[3]``, or ``[3b]`` when several passages of that source are quoted."""
    several = len(sources[mark.source - 1].quotes) > 1
    return f"[{mark.source}{letter(mark.passage) if several else ''}]"


def letter(index: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(97 + rest) + text
    return text


def plain(text: Text) -> str:
    """The words of a text without its marks."""
    return "".join(run.text for run in text)
