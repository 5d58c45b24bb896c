"""Searches that are kept with the library: the last ones, and those a person saved under a name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop_app.services.searching import SearchRequest
from desktop_app.ui.searching.chosen import Chosen, narrowed

RECENT, SAVED = "recent_searches", "saved_searches"
MOST_RECENT, MOST_SAVED = 8, 40
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """Text, order and filters (group → value → words).

    ``title`` is the name a person gave, ``seen`` the moment (ISO, UTC) of the last look at the answers;
    neither makes it another search.
    """

    text: str
    sort: str = "relevance"
    filters: Chosen = field(default_factory=dict[str, dict[str, str]])
    title: str = field(default="", compare=False)
    seen: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """What the search is called: the name it was given, or its text and the words of its filters."""
        return self.title or self.own_name

    @property
    def own_name(self) -> str:
        """The text and the words of the filters."""
        words = [word for values in self.filters.values() for word in values.values()]
        return " · ".join([f"“{self.text}”" if self.text else "", *words]).strip(" ·")

    def request(self, limit: int = 20) -> SearchRequest:
        """The search as the service knows it."""
        return narrowed(SearchRequest(self.text, limit=limit, sort=self.sort), self.filters)

    def to_json(self) -> dict[str, Any]:
        """The search as plain values."""
        return {
            "text": self.text,
            "sort": self.sort,
            "filters": self.filters,
            "title": self.title,
            "seen": self.seen,
        }


def now() -> str:
    """This moment, as ``seen`` keeps it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def kept_from(values: object) -> list[KeptSearch]:
    """Read a kept list; what is not understood is left out."""
    return [one for one in map(_one, values if isinstance(values, list) else []) if one and one.name]


def with_first(searches: list[KeptSearch], search: KeptSearch, most: int) -> list[KeptSearch]:
    """The list with ``search`` in front, once, and no longer than ``most``."""
    return [search, *(one for one in searches if one != search)][:most]


def moved(searches: list[KeptSearch], search: KeptSearch, by: int) -> list[KeptSearch]:
    """The list with ``search`` ``by`` places further down (negative: up), as far as there is room."""
    if search not in searches:
        return searches
    place = searches.index(search)
    rest = [one for one in searches if one != search]
    rest.insert(max(0, min(place + by, len(rest))), searches[place])
    return rest


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
        str(values.get("title", ""))[:LONGEST_TITLE],
        str(values.get("seen", "")),
    )
