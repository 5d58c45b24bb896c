"""What a search is narrowed to, as group → value → words, and how that becomes part of a request.

Besides the groups with counts there are three that have a place of their own on the screen: the span of
dates, and the two switches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from db.records import RecordKind
from desktop_app.services.searching import SearchRequest

Chosen = dict[str, dict[str, str]]

GROUPS: tuple[tuple[str, str], ...] = (
    ("kind", "Loại"),
    ("partner", "Đối tác"),
    ("country", "Quốc gia"),
    ("direction", "Hướng đoàn"),
    ("field", "Lĩnh vực"),
    ("year", "Năm"),
    ("outlet", "Nguồn"),
    ("tag", "Nhãn"),
    ("state", "Duyệt"),
)
DATED, STRICT, ALONE = "dated", "strict", "alone"
SWITCHES = (STRICT, ALONE)
KNOWN_GROUPS = frozenset({*(group for group, _ in GROUPS), DATED, *SWITCHES})
_WORDS = ("country", "direction", "field", "tag", "outlet", "state")
_BETWEEN = ".."


def span_value(first: str, last: str) -> str:
    """The value of the group ``dated`` for the days from ``first`` to ``last`` ("" leaves a side open)."""
    return f"{first}{_BETWEEN}{last}" if first or last else ""


def span_of(chosen: Mapping[str, Mapping[str, str]]) -> tuple[str, str]:
    """The first and the last day that are chosen, "" for an open side."""
    first, _, last = _one(chosen, DATED).partition(_BETWEEN)
    return first, last


def narrowed(request: SearchRequest, chosen: Mapping[str, Mapping[str, str]]) -> SearchRequest:
    """Return ``request`` with what is chosen; values that are not understood do not narrow."""
    parts: dict[str, Any] = {group: _one(chosen, group) for group in _WORDS if _one(chosen, group)}
    kinds = set(RecordKind)
    parts["kinds"] = tuple(RecordKind(value) for value in chosen.get("kind", {}) if value in kinds)
    partner, year = _one(chosen, "partner"), _one(chosen, "year")
    parts["partner_id"] = int(partner) if partner.isdecimal() else None
    parts["year"] = int(year) if year.isdecimal() else None
    first, last = span_of(chosen)
    if first:
        parts["dated_from"] = first
    if last:
        parts["dated_to"] = last
    if _one(chosen, STRICT):
        parts["strict_marks"] = True
    if _one(chosen, ALONE):
        parts["with_predecessors"] = False
    return replace(request, **parts)


def filters_only(chosen: Mapping[str, Mapping[str, str]]) -> Chosen:
    """What is chosen without the two switches: they say how to read the words, not what to leave out."""
    return {group: dict(values) for group, values in chosen.items() if values and group not in SWITCHES}


def _one(chosen: Mapping[str, Mapping[str, str]], group: str) -> str:
    return next(iter(chosen.get(group, {})), "")
