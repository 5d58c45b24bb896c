"""From the host of an address, or a mark in the text, to the name of the newspaper."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

import resources
from desktop_app.core.text.fold import fold

_TAILS = (
    ".com.vn",
    ".org.vn",
    ".net.vn",
    ".gov.vn",
    ".edu.vn",
    ".info.vn",
    ".vn",
    ".com",
    ".net",
    ".org",
    ".info",
)


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """Hosts (or marks, folded) → names; provinces without marks and blanks → provinces."""
    named: dict[str, str] = {}
    provinces: dict[str, str] = {}
    for line in resources.read_text("wordlists/outlets.tsv").splitlines():
        kind, _, rest = line.partition("\t")
        if kind == "outlet":
            key, _, name = rest.partition("\t")
            named[key] = name
        elif kind == "province":
            provinces[re.sub(r"[\W_]+", "", fold(rest))] = rest
    return named, provinces


def host_of(address: str) -> str:
    """Return the host of an address in small letters, without "www." and "m."; ``""`` when there is none."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return re.sub(r"\A(?:www|m|mobile|amp)\.(?=[^.]+\.)", "", host.casefold())


def outlet_of_host(host: str) -> str:
    """Return the newspaper's name for a host ("baonghean.vn" → "Báo Nghệ An"), ``""`` when unknown."""
    named, provinces = _table()
    host = host_of(host)
    labels = host.split(".")
    for start in range(len(labels) - 1):
        known = named.get(".".join(labels[start:]))
        if known:
            return known
    tail = next((end for end in _TAILS if host.endswith(end)), "")
    if not tail:
        return ""
    name = host.removesuffix(tail).rpartition(".")[2].replace("-", "")
    if name.startswith("bao") and name[3:] in provinces:
        return f"Báo {provinces[name[3:]]}"
    if name.removesuffix("tv") in provinces and name.endswith("tv"):
        return f"Đài Phát thanh và Truyền hình {provinces[name[:-2]]}"
    if tail == ".gov.vn" and name in provinces:
        office = host.removesuffix(f"{name}{tail}").strip(".")
        if "ngoaivu" in office.replace("-", ""):
            return f"Sở Ngoại vụ {provinces[name]}"
        return f"Cổng thông tin điện tử {provinces[name]}"
    return ""


def outlet_of_mark(mark: str) -> str:
    """Return the newspaper's name for what stands in a lead ("Baonghean.vn", "TTXVN", "Dân trí")."""
    mark = mark.strip(" -–—.:")
    if "." in mark and " " not in mark:
        return outlet_of_host(mark)
    if fold(mark).startswith("bao "):
        return mark
    named, provinces = _table()
    squeezed = re.sub(r"[\W_]+", "", fold(mark))
    if squeezed in named:
        return named[squeezed]
    return f"Báo {provinces[squeezed]}" if squeezed in provinces else ""
