"""Names of places, read once from the shipped lists.

Provinces are told apart from countries by longest match ("Lào Cai" is no Laos), and a Vietnamese name is
tried before a foreign one of the same letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from resources import read_rows

VIETNAM = "Việt Nam"


@dataclass(frozen=True, slots=True)
class Known:
    """A place of the lists.

    Attributes:
        name: the name to show.
        kind: country | province | vn_city | locality | subdivision.
        country: Vietnamese name of its country.
        province: Vietnamese province it belongs to (of before July 2025), ``""`` abroad.
        level: "capital", "city", "province" … as listed, ``""`` when unknown.
    """

    name: str
    kind: str
    country: str
    province: str = ""
    level: str = ""


def _rows(file: str) -> list[list[str]]:
    return read_rows(f"gazetteer/{file}")


def _list(field: str) -> list[str]:
    return [part for part in field.split(";") if part]


def key(name: str) -> str:
    """Return the key a listed name is found by: case, hyphens and kinds of blank do not count."""
    return re.sub(r"[\s\-–]+", " ", name).strip().lower()


@cache
def countries() -> dict[str, Known]:
    """Return countries by key."""
    found: dict[str, Known] = {}
    for _, name, variants in (row + [""] * (3 - len(row)) for row in _rows("countries.tsv")):
        item = Known(name, "country", name)
        for form in [name, *_list(variants)]:
            found.setdefault(key(form), item)
    return found


@cache
def country_names() -> dict[str, str]:
    """Return Vietnamese country names by ISO code."""
    return {row[0]: row[1] for row in _rows("countries.tsv")}


@cache
def provinces() -> dict[str, Known]:
    """Return Vietnamese provinces of both times by key."""
    found: dict[str, Known] = {}
    for name, level, _, variants in (row + [""] * (4 - len(row)) for row in _rows("provinces.tsv")):
        item = Known(name, "province", VIETNAM, name, level)
        for form in [name, *_list(variants)]:
            found.setdefault(key(form), item)
    return found


@cache
def vn_cities() -> dict[str, Known]:
    """Return Vietnamese cities and towns below the province by key."""
    return {key(name): Known(name, "vn_city", VIETNAM, province) for name, province in _rows("vn_cities.tsv")}


_LEVEL_NAME = re.compile(r"(?:Tỉnh|Thành phố|Thủ đô|Bang|Vùng|Châu|Khu tự trị dân tộc Choang)\s+")


@cache
def localities() -> dict[str, Known]:
    """Return foreign localities with Vietnamese names by key."""
    found: dict[str, Known] = {}
    for name, country, level, variants in (row + [""] * (4 - len(row)) for row in _rows("exonyms.tsv")):
        item = Known(name, "locality", country, level=level)
        for form in [name, _LEVEL_NAME.sub("", name), *_list(variants)]:
            found.setdefault(key(form), item)
    return found


@cache
def long_names() -> re.Pattern[str]:
    """Return the pattern of listed foreign names that hold small words ("Thung lũng Silicon")."""
    forms = {row[0] for row in _rows("exonyms.tsv")}
    inner = [
        form
        for form in forms
        if any(word[0].islower() for word in form.split()[1:]) and not _LEVEL_NAME.match(form)
    ]
    inner += [form for form in forms if form.startswith("Khu tự trị")]
    names = sorted(set(inner), key=len, reverse=True)
    return re.compile("|".join(re.escape(name).replace(r"\ ", r"[ ,\-]+") for name in names))


@cache
def subdivisions() -> dict[str, Known]:
    """Return first-level regions of all countries by key; a name of two countries is left out."""
    names = country_names()
    found: dict[str, Known | None] = {}
    for code, name in _rows("subdivisions.tsv"):
        country = names.get(code, "")
        at = key(name)
        if country and len(at) > 3:
            found[at] = None if at in found else Known(name, "subdivision", country, level="province")
    taken = {**countries(), **provinces(), **vn_cities(), **localities()}
    return {at: item for at, item in found.items() if item is not None and at not in taken}


@cache
def find_known(name: str) -> Known | None:
    """Return the place of this name, Vietnamese provinces first, ``None`` when it is in no list."""
    at = key(name)
    for listing in (provinces(), countries(), vn_cities(), localities(), subdivisions()):
        if at in listing:
            return listing[at]
    return None
