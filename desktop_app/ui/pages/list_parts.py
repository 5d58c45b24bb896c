"""What a list of records is made of: the choices above it and the words it speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QComboBox

_ARROW, _WIDEST = 56, 200
Values = Callable[[Any], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice above the list. ``values`` gives (value, words) of a record; ``descending`` for years."""

    name: str
    all_text: str
    values: Values
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """How a page speaks about its records: "đoàn", and what stands in the empty list."""

    noun: str
    new: str
    empty_title: str
    empty_sentence: str


def enum_value(member: Any, words: str) -> tuple[tuple[str, str], ...]:
    """The pair of a member of an enumeration for a choice."""
    return ((member.value, words),)


def each(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The pairs of plain words for a choice."""
    return tuple((name, name) for name in names)


def years(*dates: Any) -> tuple[tuple[str, str], ...]:
    """The pair of the first year that is known, for a choice."""
    known = [date.year for date in dates if date.year is not None]
    return ((str(known[0]), str(known[0])),) if known else ()


def fit_to_text(box: QComboBox) -> None:
    """Make a choice as wide as what it says, so that seven of them stand in one line."""
    words = box.fontMetrics().horizontalAdvance(box.currentText())
    box.setFixedWidth(min(words + _ARROW, _WIDEST))
