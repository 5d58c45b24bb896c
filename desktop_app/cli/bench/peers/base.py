"""What an engine of the measurement has to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from desktop_app.cli.bench.corpus import Corpus
from desktop_app.cli.bench.questions import Question
from desktop_app.cli.bench.watch import Taken
from desktop_app.core.search.analyser import Word, words

LIMIT = 20
"""Answers of a page."""


class Asker(Protocol):
    """An open engine, or one way of asking it."""

    def ask(self, question: Question) -> list[int]:
        """Return the numbers of the best articles, the best first."""
        ...

    def takes(self, question: Question) -> bool:
        """Whether this way of asking differs from the plainest one of the same engine here."""
        ...

    def save(self, number: int, title: str, text: str, day: dt.date) -> None:
        """Add one article and see to it that the next question finds it."""
        ...

    def close(self) -> None:
        """Let the files go."""
        ...


class Engine(Protocol):
    """An engine; a module of this room has one called ``ENGINE``."""

    @property
    def title(self) -> str:
        """The name in the tables."""
        ...

    def version(self) -> str:
        """Return its version, ``""`` when it is not installed."""
        ...

    def build(self, folder: Path, corpus: Corpus) -> Taken:
        """Make the index of all articles in an empty folder; return the time without preparations."""
        ...

    def size(self, folder: Path) -> int:
        """Return the bytes of the index."""
        ...

    def askers(self, folder: Path) -> Mapping[str, Asker]:
        """Open the index; return the ways to ask it by their names in the tables, the plainest first."""
        ...


class Columns(NamedTuple):
    """The words of an article, normalised as ours: title and text, with marks and without."""

    title_exact: str
    title_folded: str
    body_exact: str
    body_folded: str


def columns(title: str, text: str) -> Columns:
    """Return an article as words set apart by blanks."""
    return Columns(*both(title), *both(text))


def both(text: str) -> tuple[str, str]:
    """Return the words of a text with marks and without, letters and digits only."""
    found = words(text)
    return " ".join(map(_bare_exact, found)), " ".join(map(_bare_folded, found))


def asked(question: Question) -> list[tuple[str, str]]:
    """Return the words of a question with marks and without; equal when they were typed without."""
    return [(_bare_exact(word), _bare_folded(word)) for word in words(" ".join(question.words))]


def _bare_exact(word: Word) -> str:
    return word.exact if word.exact.isalnum() else "".join(filter(str.isalnum, word.exact))


def _bare_folded(word: Word) -> str:
    return word.folded if word.folded.isalnum() else "".join(filter(str.isalnum, word.folded))
