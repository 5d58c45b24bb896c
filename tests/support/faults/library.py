"""The library under test: how it is made, the steps that are struck, and how it is told whether all is found.

Every record carries the word ``EVERYWHERE`` and a word of its own that changes when the record does, so that
the index can be compared with the database in both directions, old contents included.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from db.records import Partner, RecordKind
from desktop_app.bootstrap import Services, open_library
from desktop_app.core.search.failures import IndexUnusable
from desktop_app.core.search.sampler import generate_articles, shipped_words
from desktop_app.errors import AppError
from desktop_app.services.documents import all_documents
from desktop_app.services.searching import SearchRequest

EVERYWHERE = "khapnoi"
_OWN = re.compile(r"\bma\d+x\d+\b")
_PART = re.compile(r"part-[0-9a-f]{12}")
_QUERIES = (f'"thành phố" {EVERYWHERE}', "kha* -ma2x1", "khapnooi")
_ALL = 10_000
_WORDS = 60
SECONDS = 60.0

Step = Callable[[Services], None]


def open_at(folder: Path) -> Services:
    """Open the library as the program does."""
    return open_library(folder / "kho", config=folder / "cai-dat")


def import_articles(services: Services, numbers: range, seed: int = 1) -> None:
    """Import invented articles with these numbers."""
    texts = list(generate_articles(len(numbers), seed, shipped_words()))
    chance = random.Random(seed)
    lines = [
        json.dumps(
            {
                "id": f"f{number}",
                "title": f"{article.title} ma{number}x1",
                "text": f"{' '.join(article.text.split()[:_WORDS])} {EVERYWHERE}",
                "published": (dt.date(2020, 1, 1) + dt.timedelta(days=chance.randint(0, 900))).isoformat(),
            }
        )
        for number, article in zip(numbers, texts, strict=True)
    ]
    source = services.paths.index.parent / "import.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    services.importing.apply(services.importing.plan_jsonl(source))
    source.unlink()


def partner(number: int, version: int = 1) -> Partner:
    """Return a partner that is not stored yet."""
    return Partner(0, f"Thành phố số {number}", note=f"{EVERYWHERE} ma{number}x{version}")


def make(folder: Path) -> None:
    """Make the library: twelve articles and four partners in one segment."""
    with open_at(folder) as services:
        import_articles(services, range(1, 13))
        for number in range(101, 105):
            services.records.save(partner(number))
        services.search.catch_up()
        services.search.rebuild()


def scatter(services: Services) -> None:
    """Seven more segments of one partner each: the next one joins them."""
    for number in range(201, 208):
        services.records.save(partner(number))
        services.search.catch_up()


# -- steps ---------------------------------------------------------------------------------------------


def add(services: Services) -> None:
    """Two articles are imported."""
    import_articles(services, range(21, 23), seed=2)
    services.search.catch_up()


def edit(services: Services) -> None:
    """A partner and the title of an article change."""
    known = services.records.partners()[0]
    services.records.save(replace(known, note=_next(known.note)))
    article = services.records.get(RecordKind.ARTICLE, services.records.articles()[0].id)
    services.records.save(replace(article, title=_next(article.title)))
    services.search.catch_up()


def delete(services: Services) -> None:
    """An article and a partner go into the trash."""
    services.records.trash(RecordKind.ARTICLE, [services.records.articles()[3].id])
    services.records.trash(RecordKind.PARTNER, [services.records.partners()[1].id])
    services.search.catch_up()


def restore(services: Services) -> None:
    """What was put into the trash comes back."""
    article = services.records.articles()[2].id
    services.records.trash(RecordKind.ARTICLE, [article])
    services.search.catch_up()
    services.records.restore(RecordKind.ARTICLE, [article])
    services.search.catch_up()


def rebuild(services: Services) -> None:
    """The index is made anew beside the old one and takes its place."""
    services.search.rebuild()


def catch_up(services: Services) -> None:
    """A debt of all kinds is paid at once."""
    import_articles(services, range(31, 33), seed=3)
    known = services.records.partners()[2]
    services.records.save(replace(known, note=_next(known.note)))
    services.records.save(partner(131))
    services.records.trash(RecordKind.ARTICLE, [services.records.articles()[5].id])
    services.search.catch_up()


def first(services: Services) -> None:
    """There is no index yet."""
    services.search.catch_up()


STEPS: dict[str, Step] = {
    "add": add,
    "edit": edit,
    "delete": delete,
    "restore": restore,
    "rebuild": rebuild,
    "catch_up": catch_up,
    "first": first,
    "join": edit,
    "swap_old": first,
}


def prepare(folder: Path, step: str) -> None:
    """Bring a copy of the library into the state in which the step begins."""
    if step == "join":
        with open_at(folder) as services:
            scatter(services)
    elif step == "first":
        with open_at(folder) as services:
            place = services.paths.index
        place.rename(folder / "gone")
    elif step == "swap_old":
        marker = folder / "kho" / "index" / "live.json"
        known = json.loads(marker.read_text(encoding="utf-8"))
        marker.write_text(json.dumps({**known, "version": 0}), encoding="utf-8")


def index_of(folder: Path) -> Path:
    """Return where the index of the library is."""
    return folder / "kho" / "index"


def _next(text: str) -> str:
    found = _OWN.search(text)
    assert found is not None
    number, version = found[0][2:].split("x")
    return text.replace(found[0], f"ma{number}x{int(version) + 1}")


# -- the invariant -------------------------------------------------------------------------------------


def compare(services: Services) -> list[str]:
    """Return where the found records differ from those of the database; nothing when all is well."""
    with services._context.reading() as work:
        true = {
            document.key: set(_OWN.findall(f"{document.title}\n{document.body}"))
            for document in all_documents(work)
        }
    results = services.search.search(SearchRequest(EVERYWHERE, limit=_ALL))
    problems = ["the database answered"] if results.fallback else []
    everything = {f"{hit.kind.value}:{hit.record_id}" for hit in results.hits}
    problems += [
        f"{key}: {'in the index only' if key in everything else 'never found'}"
        for key in sorted(everything ^ {key for key, own in true.items() if own})
    ]
    index = services._context.index
    numbers = sorted({word[: word.index("x")] for own in true.values() for word in own})
    try:
        if index.document_count() != len(true):
            problems.append(f"{index.document_count()} documents for {len(true)} records")
        for word in [f"{number}x{version}" for number in numbers for version in (1, 2)]:
            found = {
                f"{hit.kind.value}:{hit.record_id}" for hit in index.search(f'"{word}"', limit=_ALL).hits
            }
            if found != {key for key, own in true.items() if word in own}:
                problems.append(f"{word} is found in {sorted(found)}")
    except IndexUnusable as error:
        problems.append(repr(error.trouble))
    state, waiting = services.search.state()
    if (state, waiting) != ("ready", 0):
        problems.append(f"state {state}, {waiting} waiting")
    return problems


def _newest(services: Services) -> list[str]:
    total = services.search.search(SearchRequest("ma901x1")).total
    return [] if total == 1 else [f"{total} for the newest"]


def usable(services: Services) -> list[str]:
    """Ask what a window asks; return what went wrong. Only sentences may come out of it."""
    problems: list[str] = []
    for text in _QUERIES:
        request = SearchRequest(text)
        for ask in (services.search.search, services.search.facets):
            try:
                ask(request)
            except Exception as error:
                problems.append(f"{ask.__name__} {text}: {error!r}")
    try:
        services.search.state()
    except Exception as error:
        problems.append(f"state: {error!r}")
    return problems


def heal(folder: Path, more: bool = True) -> dict[str, Any]:
    """Open the library in this fresh process, do what the program does at its start, and compare.

    Returns:
        ``problems`` and the ``seconds`` until all was found again.
    """
    began = time.perf_counter()
    with open_at(folder) as services:
        problems = usable(services)
        try:
            services.search.catch_up()
        except AppError as error:
            problems.append(f"catch_up: {error!r}")
        seconds = time.perf_counter() - began
        problems += compare(services)
        if seconds > SECONDS:
            problems.append(f"{seconds:.0f} s")
        if more and not problems:
            services.records.save(partner(901))
            services.search.catch_up()
            problems += [f"afterwards: {text}" for text in _newest(services)]
            parts = [path for path in index_of(folder).iterdir() if _PART.fullmatch(path.name)]
            if len(parts) > 1:
                problems.append(f"left: {[part.name for part in parts]}")
    return {"problems": problems, "seconds": seconds}
