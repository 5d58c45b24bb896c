"""The glossary names every record and every word of the enumerations as they are."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from pathlib import Path

from db import dates, records
from desktop_app.labels import label

_PAGE = Path(__file__).resolve().parents[3] / "docs" / "GLOSSARY.md"


def _classes() -> list[type]:
    own = [*vars(records).items(), *vars(dates).items()]
    return [value for _, value in own if isinstance(value, type) and value.__module__.startswith("db.")]


def test_every_member_of_an_enumeration_has_its_line() -> None:
    page = _PAGE.read_text(encoding="utf-8")
    for cls in _classes():
        if issubclass(cls, StrEnum):
            _, _, section = page.partition(f"### `{cls.__name__}`\n")
            section = section.partition("\n### ")[0]
            lines = {line for line in section.splitlines() if line.startswith("| `")}
            assert lines == {f"| `{m.name}` | `{m.value}` | {label(m)} |" for m in cls}, cls.__name__


def test_every_record_has_its_line() -> None:
    page = _PAGE.read_text(encoding="utf-8")
    for cls in _classes():
        if dataclasses.is_dataclass(cls) and cls.__module__ == records.__name__:
            assert f"| `{cls.__name__}` |" in page, cls.__name__
