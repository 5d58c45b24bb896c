"""What a person changed in a draft, as plain values that outlive the program's own classes."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, cast

from db.dates import PartialDate
from desktop_app.services.drafts import Draft


def changed_fields(before: Draft, after: Draft) -> dict[str, list[Any]]:
    """Return ``{field: [before, after]}`` of what differs; empty when nothing does.

    A field of the record inside a draft bears its own name ("period"), one of the draft too ("partners").
    """
    old, new = _flat(before), _flat(after)
    return {name: [old.get(name), new.get(name)] for name in {**old, **new} if old.get(name) != new.get(name)}


def _flat(value: Any) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for item in fields(value):
        inner = getattr(value, item.name)
        if is_dataclass(inner) and not isinstance(inner, PartialDate):
            flat.update(_flat(inner))
        else:
            flat[item.name] = _plain(inner)
    return flat


def _plain(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.start if value.end in ("", value.start) else f"{value.start}/{value.end}"
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in cast("list[Any]", value)]
    if is_dataclass(value):
        return _flat(value)
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
