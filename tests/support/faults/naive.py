"""The obvious way, kept as proof that the harness sees faults.

Store the row, then add it to a stock Whoosh index; a commit for each article, nothing owed, nothing synced.
The index is made anew only when it is missing.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh.index import create_in, exists_in, open_dir
from whoosh.qparser import QueryParser

_SCHEMA = fields.Schema(key=fields.ID(unique=True, stored=True), text=fields.TEXT)
_WANTED = range(1, 9)


def index_of(folder: Path) -> Path:
    return folder / "index"


def _database(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "rows.db")
    connection.execute("CREATE TABLE IF NOT EXISTS article(id INTEGER PRIMARY KEY, text TEXT)")
    return connection


def _import(folder: Path, numbers: range) -> None:
    place = index_of(folder)
    place.mkdir(exist_ok=True)
    index = open_dir(place) if exists_in(place) else create_in(place, _SCHEMA)
    rows = _database(folder)
    known = {number for (number,) in rows.execute("SELECT id FROM article")}
    for number in numbers:
        if number in known:
            continue
        rows.execute("INSERT INTO article VALUES(?, ?)", (number, f"khapnoi ma{number}x1"))
        rows.commit()
        writer = index.writer()
        writer.update_document(key=str(number), text=f"khapnoi ma{number}x1")
        writer.commit()
    rows.close()
    index.close()


def make(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    _import(folder, range(1, 6))


def add(folder: Path) -> None:
    _import(folder, _WANTED)


def heal(folder: Path) -> dict[str, Any]:
    """Import again and compare."""
    began = time.perf_counter()
    problems: list[str] = []
    try:
        _import(folder, _WANTED)
        rows = _database(folder)
        true = {str(number) for (number,) in rows.execute("SELECT id FROM article")}
        rows.close()
        index = open_dir(index_of(folder))
        with index.searcher() as searcher:
            hits = searcher.search(QueryParser("text", _SCHEMA).parse("khapnoi"), limit=None)
            found = {hit["key"] for hit in hits}
        index.close()
        problems += [f"article {number} differs" for number in sorted(found ^ true)]
    except Exception as error:
        problems.append(repr(error))
    return {"problems": problems, "seconds": time.perf_counter() - began}
