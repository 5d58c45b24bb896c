"""FTS5 of SQLite on the very words that our index gets: with marks and without, title and text apart."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from desktop_app.cli.bench.corpus import Corpus, Entry
from desktop_app.cli.bench.peers.base import LIMIT, Asker, asked, columns
from desktop_app.cli.bench.questions import Question
from desktop_app.cli.bench.tables import size_of
from desktop_app.cli.bench.watch import Clock, Taken

_FILE = "fts5.db"
# Columns title_exact, title_folded, body_exact, body_folded: as light on the title as our box.
_RANK = "bm25(found, 2.0, 0.3, 1.0, 0.1)"

Row = tuple[int, str, str, str, int]
"""Number, title, text, kind and day (as a number) of an article."""


def build(path: Path, rows: Iterable[Row]) -> None:
    """Make the table of the articles in one transaction, synced like the library."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(
            "CREATE VIRTUAL TABLE found USING fts5(title_exact, title_folded, body_exact, body_folded, "
            "content='', tokenize='unicode61 remove_diacritics 0')"
        )
        connection.execute("CREATE TABLE meta(id INTEGER PRIMARY KEY, kind TEXT, day INTEGER)")
        connection.executemany(
            "INSERT INTO found(rowid, title_exact, title_folded, body_exact, body_folded) "
            "VALUES (?, ?, ?, ?, ?)",
            _found(connection, rows),
        )
        connection.execute("INSERT INTO found(found) VALUES ('optimize')")
        connection.commit()
    finally:
        connection.close()


def _found(connection: sqlite3.Connection, rows: Iterable[Row]) -> Iterator[tuple[int, str, str, str, str]]:
    for number, title, text, kind, day in rows:
        connection.execute("INSERT INTO meta VALUES (?, ?, ?)", (number, kind, day))
        made = columns(title, text)
        yield number, made.title_exact, made.title_folded, made.body_exact, made.body_folded


class Fts5Asker:
    """Asks the table; ``every``: all words must be there, else any, the best by bm25 in both cases."""

    def __init__(self, path: Path, *, every: bool) -> None:
        self._every = every
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("PRAGMA mmap_size=1073741824")
        self._connection.execute("PRAGMA cache_size=-65536")

    def ask(self, question: Question) -> list[int]:
        """Return the numbers of the best articles."""
        match = self._match(question)
        # CROSS JOIN and the plus signs keep the planner from starting at the other end: seconds.
        sql = "SELECT found.rowid FROM found "
        values: list[object] = [match]
        if question.filtered or question.by_date:
            sql += "CROSS JOIN meta ON meta.id = found.rowid "
        sql += "WHERE found MATCH ? "
        if question.filtered:
            sql += "AND +meta.kind = ? AND +meta.day BETWEEN ? AND ? "
            days = (dt.date.fromisoformat(day).toordinal() for day in (question.first, question.last))
            values += [question.kind, *days]
        sql += f"ORDER BY {'meta.day DESC' if question.by_date else _RANK} LIMIT {LIMIT}"
        return [int(row[0]) for row in self._connection.execute(sql, values)]

    def _match(self, question: Question) -> str:
        found = asked(question)
        if question.phrase:
            exact, folded = (" ".join(pair[form] for pair in found) for form in (0, 1))
            if exact != folded:
                return f'{{title_exact body_exact}}: "{exact}"'
            return f'{{title_folded body_folded}}: "{folded}"'
        groups = [_group(exact, folded) for exact, folded in found]
        if question.prefix:
            groups[-1] = f'{{title_folded body_folded}}: "{found[-1][1]}" *'
        return (" AND " if self._every else " OR ").join(f"({group})" for group in groups)

    def takes(self, question: Question) -> bool:
        """Whether this way of asking is measured."""
        return self._every or (len(question.words) > 1 and not question.phrase)

    def save(self, number: int, title: str, text: str, day: dt.date) -> None:
        """Add one article."""
        self._connection.execute("INSERT INTO meta VALUES (?, 'article', ?)", (number, day.toordinal()))
        self._connection.execute(
            "INSERT INTO found(rowid, title_exact, title_folded, body_exact, body_folded) "
            "VALUES (?, ?, ?, ?, ?)",
            (number, *columns(title, text)),
        )
        self._connection.commit()

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()


def _group(exact: str, folded: str) -> str:
    without = f'{{title_folded body_folded}}: "{folded}"'
    return without if exact == folded else f'{{title_exact body_exact}}: "{exact}" OR {without}'


def _row(entry: Entry) -> Row:
    return entry.number, entry.title, entry.text, entry.kind.value, entry.day.toordinal()


class Fts5:
    """The engine."""

    title = "FTS5"

    def version(self) -> str:
        """Return the version of SQLite."""
        return sqlite3.sqlite_version

    def build(self, folder: Path, corpus: Corpus) -> Taken:
        """Make the table."""
        clock = Clock()
        build(
            folder / _FILE,
            ((e.number, e.title, e.text, e.kind.value, e.day.toordinal()) for e in corpus.entries()),
        )
        return clock.taken()

    def size(self, folder: Path) -> int:
        """Return the bytes of the file."""
        return size_of(folder / _FILE)

    def askers(self, folder: Path) -> Mapping[str, Asker]:
        """Open the table for both ways of asking."""
        return {
            "FTS5 đủ từ": Fts5Asker(folder / _FILE, every=True),
            "FTS5 có xếp hạng": Fts5Asker(folder / _FILE, every=False),
        }


ENGINE = Fts5()
