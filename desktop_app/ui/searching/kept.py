"""Searches that are kept with the library: the last ones, and those a person saved under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RECENT, SAVED = "recent_searches", "saved_searches"
MOST_RECENT, MOST_SAVED = 8, 40


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """Text, order and filters (group → value → words)."""

    text: str
    sort: str = "relevance"
    filters: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    @property
    def name(self) -> str:
        """What the search is called: its text and the words of its filters."""
        words = [word for values in self.filters.values() for word in values.values()]
        return " · ".join([f"“{self.text}”" if self.text else "", *words]).strip(" ·")

    def to_json(self) -> dict[str, Any]:
        """The search as plain values."""
        return {"text": self.text, "sort": self.sort, "filters": self.filters}


def kept_from(values: object) -> list[KeptSearch]:
    """Read a kept list; what is not understood is left out."""
    return [one for one in map(_one, values if isinstance(values, list) else []) if one and one.name]


def with_first(searches: list[KeptSearch], search: KeptSearch, most: int) -> list[KeptSearch]:
    """The list with ``search`` in front, once, and no longer than ``most``."""
    return [search, *(one for one in searches if one != search)][:most]


def _one(values: object) -> KeptSearch | None:
    if not isinstance(values, Mapping):
        return None
    filters = values.get("filters")
    sort = str(values.get("sort", ""))
    return KeptSearch(
        str(values.get("text", "")),
        sort if sort in ("relevance", "newest", "oldest") else "relevance",
        {
            str(group): {str(value): str(words) for value, words in chosen.items()}
            for group, chosen in (filters.items() if isinstance(filters, Mapping) else ())
            if isinstance(chosen, Mapping) and chosen
        },
    )
