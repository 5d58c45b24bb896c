"""The peer of the measurements: FTS5 of SQLite on the very words that our index gets."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from desktop_app.core.search.analyser import words
from desktop_app.core.search.sampler import GeneratedArticle

_LIMIT = 20


def folded(text: str) -> str:
    """Return the text as words without marks: the same normalisation as ours, letters and digits only."""
    return " ".join("".join(filter(str.isalnum, word.folded)) for word in words(text))


def build(path: Path, articles: Iterable[GeneratedArticle]) -> None:
    """Make the FTS5 table of the articles in one transaction, synced like the library."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE VIRTUAL TABLE found USING fts5(title, body, content='')")
        rows = ((number, folded(a.title), folded(a.text)) for number, a in enumerate(articles, start=1))
        connection.executemany("INSERT INTO found(rowid, title, body) VALUES (?, ?, ?)", rows)
        connection.commit()
    finally:
        connection.close()


class Peer:
    """Answers searches from the table in ``path``: all words, ranked by bm25, titles counting three times."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)

    def search(self, text: str) -> list[int]:
        """Return the numbers of the best articles; a text in quotes is a phrase."""
        bare = folded(text)
        query = f'"{bare}"' if text.startswith('"') else " ".join(f'"{word}"' for word in bare.split())
        rows = self._connection.execute(
            "SELECT rowid FROM found WHERE found MATCH ? ORDER BY bm25(found, 3.0, 1.0) LIMIT ?",
            (query, _LIMIT),
        )
        return [int(row[0]) for row in rows]

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()
