"""The articles in a plain table, for engines that hold no texts: a page needs passages to show."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from desktop_app.cli.bench.corpus import Corpus
from desktop_app.core.search.highlights import Snippet, snippet


class TextStore:
    """Texts by the number of the article."""

    def __init__(self, path: Path, corpus: Corpus) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.execute("CREATE TABLE IF NOT EXISTS texts(id INTEGER PRIMARY KEY, body TEXT)")
        if self._connection.execute("SELECT count(*) FROM texts").fetchone()[0] != corpus.docs:
            self._connection.execute("DELETE FROM texts")
            rows = ((entry.number, entry.text) for entry in corpus.entries())
            self._connection.executemany("INSERT INTO texts VALUES (?, ?)", rows)
            self._connection.commit()

    def snippets(self, numbers: Sequence[int], words: Sequence[str]) -> list[Snippet]:
        """Return the best passage of each article, by our own highlighter."""
        marks = ",".join("?" * len(numbers))
        rows = self._connection.execute(f"SELECT body FROM texts WHERE id IN ({marks})", list(numbers))
        return [snippet(row[0], words) for row in rows]

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()
