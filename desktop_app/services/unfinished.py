"""An edit that was open when the window closed: kept for this person on this computer, and offered again."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, cast

from db import dates, records
from desktop_app.services import drafts
from desktop_app.services.drafts import AliasDraft, Draft, FieldDraft, LinkedDraft, ProfileDraft, VisitDraft

_DRAFTS = (VisitDraft, LinkedDraft, ProfileDraft, FieldDraft, AliasDraft)
_CLASS, _ENUM = "class", "enum"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What was being edited.

    Attributes:
        article_id: the article on the desk.
        suggestion_id: the suggestion, 0 for a record made by hand.
        draft: the fields as they were.
        title: what the form was called.
        start: first code point of the passage of a record made by hand.
        end: one past the last.
        also: suggestions of other articles that the edit concerned.
    """

    article_id: int
    suggestion_id: int
    draft: Draft
    title: str
    start: int = 0
    end: int = 0
    also: tuple[int, ...] = ()


class UnfinishedStore:
    """One unfinished edit for each library, in a small file beside the settings."""

    def __init__(self, config: Path, library: Path) -> None:
        self._file = config / "unfinished.json"
        self._library = str(library)

    def keep(self, item: Unfinished) -> bool:
        """Keep ``item`` in place of what was kept before.

        Returns:
            Whether it is kept; not when the folder cannot be written.
        """
        values = {part.name: getattr(item, part.name) for part in fields(item) if part.name != "draft"}
        return self._write({**self._read(), self._library: {**values, "draft": _plain(item.draft)}})

    def get(self) -> Unfinished | None:
        """What is kept, ``None`` when nothing is or it cannot be read."""
        data: Any = self._read().get(self._library)
        try:
            draft = _value(data["draft"])
            if not isinstance(draft, _DRAFTS):
                return None
            numbers = {name: int(data[name]) for name in ("article_id", "suggestion_id", "start", "end")}
            also = tuple(int(one) for one in data["also"])
            return Unfinished(draft=draft, title=str(data["title"]), also=also, **numbers)
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    def drop(self) -> None:
        """Forget what is kept."""
        kept = self._read()
        if kept.pop(self._library, None) is not None:
            self._write(kept)

    def _read(self) -> dict[str, Any]:
        try:
            found: object = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return cast("dict[str, Any]", found) if isinstance(found, dict) else {}

    def _write(self, kept: dict[str, Any]) -> bool:
        beside = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
            beside.replace(self._file)
        except OSError:
            return False
        return True


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return {_ENUM: type(value).__name__, "value": value.value}
    if is_dataclass(value) and not isinstance(value, type):
        inner = {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
        return {_CLASS: type(value).__name__, "fields": inner}
    if isinstance(value, tuple):
        return [_plain(item) for item in cast("tuple[Any, ...]", value)]
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    # A moment (of the trash): a draft has none.
    return None


def _value(plain: Any) -> Any:
    """The value of ``_plain`` again.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: it is not of ours.
    """
    if isinstance(plain, list):
        return tuple(_value(item) for item in cast("list[Any]", plain))
    if not isinstance(plain, dict):
        return plain
    data = cast("dict[str, Any]", plain)
    kind = _known(str(data[_ENUM] if _ENUM in data else data[_CLASS]))
    if issubclass(kind, Enum):
        return kind(data["value"])
    return kind(**{key: _value(inner) for key, inner in data["fields"].items()})


def _known(name: str) -> Any:
    """The enum or record of this name.

    Raises:
        TypeError: there is none.
    """
    found = next((getattr(room, name) for room in (records, dates, drafts) if hasattr(room, name)), None)
    if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
        return found
    raise TypeError(name)
