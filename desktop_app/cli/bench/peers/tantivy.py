"""tantivy, when its Python package is there: the same words in the same four fields."""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.metadata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop_app.cli.bench.corpus import Corpus
from desktop_app.cli.bench.peers.base import LIMIT, Asker, asked, columns
from desktop_app.cli.bench.questions import Question
from desktop_app.cli.bench.tables import size_of
from desktop_app.cli.bench.watch import Clock, Taken

_HEAP = 256_000_000
_BOOSTS = {"title_exact": 2.0, "title_folded": 0.3, "body_exact": 1.0, "body_folded": 0.1}

_FOLDED = ("title_folded", "body_folded")


def _package() -> Any:
    return importlib.import_module("tantivy")


def _fields(title: str, text: str) -> dict[str, str]:
    return dict(columns(title, text)._asdict())


class TantivyAsker:
    """Asks the index: all words must be there, in any form."""

    def __init__(self, folder: Path) -> None:
        self._package = _package()
        self._index = self._package.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def ask(self, question: Question) -> list[int]:
        """Return the numbers of the best articles."""
        options: dict[str, Any] = {}
        if question.by_date:
            options = {"order_by_field": "day", "order": self._package.Order.Desc}
        found = self._searcher.search(self._query(question), LIMIT, **options)
        return [int(self._searcher.doc(address)["number"][0]) for _, address in found.hits]

    def _query(self, question: Question) -> Any:
        query, occur = self._package.Query, self._package.Occur
        found = asked(question)
        if question.phrase:
            form = "folded" if all(exact == folded for exact, folded in found) else "exact"
            terms = [folded if form == "folded" else exact for exact, folded in found]
            return query.boolean_query(
                [
                    (occur.Should, query.phrase_query(self._schema, f"{part}_{form}", list(terms)))
                    for part in ("title", "body")
                ]
            )
        groups = [self._group(exact, folded) for exact, folded in found]
        if question.prefix:
            groups[-1] = [
                query.regex_query(self._schema, name, f"{found[-1][1]}.*")
                for name in ("title_folded", "body_folded")
            ]
        wanted = [
            (occur.Must, query.boolean_query([(occur.Should, choice) for choice in group]))
            for group in groups
        ]
        if question.filtered:
            days = (dt.date.fromisoformat(day).toordinal() for day in (question.first, question.last))
            between = query.range_query(self._schema, "day", self._package.FieldType.Integer, *days)
            kind = query.term_query(self._schema, "kind", question.kind)
            wanted += [(occur.Must, query.const_score_query(only, 0.0)) for only in (kind, between)]
        return query.boolean_query(wanted)

    def _group(self, exact: str, folded: str) -> list[Any]:
        names = _BOOSTS if exact != folded else _FOLDED
        return [
            self._package.Query.boost_query(
                self._package.Query.term_query(
                    self._schema, name, exact if name.endswith("exact") else folded, "freq"
                ),
                _BOOSTS[name],
            )
            for name in names
        ]

    def takes(self, question: Question) -> bool:
        """Whether this way of asking is measured."""
        return bool(question.words)

    def save(self, number: int, title: str, text: str, day: dt.date) -> None:
        """Add one article."""
        writer = self._index.writer(_HEAP // 8, 1)
        writer.add_document(
            self._package.Document(number=number, day=day.toordinal(), kind="article", **_fields(title, text))
        )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def close(self) -> None:
        """Let the index go."""
        del self._searcher, self._index


class Tantivy:
    """The engine."""

    title = "tantivy"

    def version(self) -> str:
        """Return the version of the package."""
        try:
            return importlib.metadata.version("tantivy")
        except importlib.metadata.PackageNotFoundError:
            return ""

    def build(self, folder: Path, corpus: Corpus) -> Taken:
        """Make the index with as many threads as it likes."""
        package = _package()
        clock = Clock()
        made = package.SchemaBuilder()
        for name in _BOOSTS:
            made.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="position")
        made.add_integer_field("number", stored=True, indexed=True, fast=True)
        made.add_integer_field("day", stored=False, indexed=True, fast=True)
        made.add_text_field("kind", tokenizer_name="raw", index_option="basic")
        writer = package.Index(made.build(), str(folder)).writer(_HEAP, 0)
        for entry in corpus.entries():
            writer.add_document(
                package.Document(
                    number=entry.number,
                    day=entry.day.toordinal(),
                    kind=entry.kind.value,
                    **_fields(entry.title, entry.text),
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        return clock.taken()

    def size(self, folder: Path) -> int:
        """Return the bytes of the index."""
        return size_of(folder)

    def askers(self, folder: Path) -> Mapping[str, Asker]:
        """Open the index."""
        return {self.title: TantivyAsker(folder)}


ENGINE = Tantivy()
