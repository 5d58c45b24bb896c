"""What our evaluator answers is what the searcher of Whoosh answers on the same index, only sooner.

One field with marks at a time, where nothing but BM25 decides; phrases in the fields without marks. The index
has several segments, deleted and replaced documents.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from whoosh.index import FileIndex
from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query
from whoosh.query.terms import Term
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from db.records import RecordKind
from desktop_app.core.search.analyser import words
from desktop_app.core.search.compiling import Choice, Compiled
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.index import SearchIndex
from desktop_app.core.search.postings import K1, B, Snapshot
from desktop_app.core.search.ranking import Ranker
from desktop_app.core.search.sampler import generate_articles, shipped_words
from desktop_app.core.search.schema import BODY_EXACT, BODY_FOLDED, KEY, TITLE_FOLDED, make_schema
from desktop_app.core.search.storage import SyncedStorage, read_marker
from desktop_app.core.text.fold import fold

_COUNT = 700
_WHOLE = slice(0, 10_000)

Scores = dict[str, float]


def _documents() -> list[IndexDocument]:
    return [
        IndexDocument(RecordKind.ARTICLE, number, made.title, made.text[:700])
        for number, made in enumerate(generate_articles(_COUNT, 23, shipped_words()), start=1)
    ]


class Both:
    """The index, and Whoosh's own searcher on the very same files."""

    def __init__(self, folder: Path) -> None:
        self.index = SearchIndex(folder, "library")
        documents = _documents()
        self.index.rebuild(documents[:400])
        self.index.apply(documents[350:600])
        self.index.apply(documents[600:])
        gone = [document.key for document in documents[::9]]
        self.index.apply([], gone)
        self.alive = {document.key: document for document in documents if document.key not in gone}
        marker = read_marker(folder)
        assert marker is not None
        self._storage = SyncedStorage(folder / marker.part)
        opened: Any = FileIndex
        self.reader: Any = opened(self._storage, schema=make_schema()).reader()
        self._searcher = Searcher(self.reader, weighting=BM25F(B=B, K1=K1))
        self._keys = {
            document: str(term, "utf-8")
            for term in self.reader.lexicon(KEY)
            for document in self.reader.postings(KEY, term).all_ids()
        }

    def close(self) -> None:
        self._searcher.close()
        self._storage.close_all()
        self.index.close()

    def stock(self, query: Query) -> Scores:
        found: Any = self._searcher.search(query, limit=None)
        return {self._keys[hit.docnum]: float(hit.score or 0) for hit in found}

    def ours(self, groups: list[list[str]], barred: tuple[str, ...] = ()) -> Scores:
        """Scores of documents that hold a word of each group, in the text with marks."""

        def ask(snapshot: Snapshot) -> Scores:
            compiled = Compiled(
                groups=[[Choice(BODY_EXACT, term, 1.0, 1.0) for term in group] for group in groups],
                required=(),
                barred=tuple([Choice(BODY_EXACT, term, 1.0, 1.0)] for term in barred),
                order=(),
                marked=True,
                shown=(),
            )
            ranking = Ranker(snapshot, compiled).rank(None, None, _WHOLE)
            return {snapshot.key(document): score for score, document in ranking.page}

        return self.index.look(ask)

    def found(self, text: str) -> set[str]:
        """Keys that a typed search finds."""
        hits = self.index.search(text, limit=10_000).hits
        return {f"{hit.kind.value}:{hit.record_id}" for hit in hits}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    made = Both(tmp_path_factory.mktemp("stock") / "index")
    yield made
    made.close()


def _pairs(count: int) -> list[tuple[str, str]]:
    """Different words, common ones and rare ones."""
    known = list(dict.fromkeys(word.exact for word in words(" ".join(shipped_words()))))
    chance = random.Random(4)
    return list(pairwise(known[:12])) + [tuple(chance.sample(known, 2)) for _ in range(count)]  # type: ignore[misc]


def test_the_index_has_segments_and_deletions(both: Both) -> None:
    leaves = [leaf for leaf, _ in both.reader.leaf_readers()]
    assert len(leaves) >= 3
    assert sum(leaf.doc_count_all() - leaf.doc_count() for leaf in leaves) > 50
    assert both.reader.doc_count() == len(both.alive) == both.index.document_count()


@pytest.mark.parametrize("pair", _pairs(30), ids=" ".join)
def test_hits_and_scores_of_words_are_those_of_whoosh(both: Both, pair: tuple[str, str]) -> None:
    first, second = (Term(BODY_EXACT, word) for word in pair)
    for groups, query in (
        ([[pair[0]]], first),
        ([[pair[1]]], second),
        ([[pair[0]], [pair[1]]], And([first, second])),
        ([list(pair)], Or([first, second])),
    ):
        expected = both.stock(query)
        # Where no document holds both words, ours answers with those that hold one.
        if expected or len(groups) == 1:
            assert both.ours(groups) == pytest.approx(expected, abs=0.01)


def test_what_is_excluded_is_not_in_the_text(both: Both) -> None:
    """By the texts themselves: Whoosh's own AndNot lets a document through now and then."""
    texts = {key: {word.exact for word in words(document.body)} for key, document in both.alive.items()}
    left_out = 0
    for first, second in _pairs(10):
        holding = {key for key, text in texts.items() if first in text}
        assert set(both.ours([[first]])) == holding
        expected = {key for key in holding if second not in texts[key]}
        assert set(both.ours([[first]], barred=(second,))) == expected
        left_out += len(holding) - len(expected)
    assert left_out > 0


def _phrases(both: Both, length: int, count: int) -> list[list[str]]:
    """Words that stand side by side somewhere, deleted articles included."""
    chance = random.Random(length)
    texts = [[word.exact for word in words(document.body)] for document in _documents()]
    cut: list[list[str]] = []
    while len(cut) < count:
        text = chance.choice(texts)
        at = chance.randrange(len(text) - length)
        if all(word.isalpha() for word in text[at : at + length]):
            cut.append(text[at : at + length])
    return cut


@pytest.mark.parametrize("length", [2, 3, 4])
def test_phrases_without_marks_are_those_of_whoosh(both: Both, length: int) -> None:
    found = 0
    for phrase in _phrases(both, length, 40):
        bare = [fold(word) for word in phrase]
        query = Or([Phrase(BODY_FOLDED, bare), Phrase(TITLE_FOLDED, bare)])
        expected = set(both.stock(query))
        assert both.found(f'"{" ".join(bare)}"') == expected, bare
        found += len(expected)
    assert found > 40


@pytest.mark.parametrize("length", [2, 3])
def test_phrases_with_marks_stand_so_in_the_text(both: Both, length: int) -> None:
    texts = {
        key: [f" {' '.join(word.exact for word in words(part))} " for part in (document.title, document.body)]
        for key, document in both.alive.items()
    }
    for phrase in _phrases(both, length, 40):
        if all(fold(word) != word for word in phrase):
            typed = " ".join(phrase)
            expected = {key for key, parts in texts.items() if any(f" {typed} " in part for part in parts)}
            assert both.found(f'"{typed}"') == expected, typed


def test_two_words_without_marks_are_both_there(both: Both) -> None:
    """What a person types: every article that holds both words, in the title or in the text."""
    for phrase in _phrases(both, 2, 40):
        bare = sorted({fold(word) for word in phrase})
        query = And([Or([Term(BODY_FOLDED, word), Term(TITLE_FOLDED, word)]) for word in bare])
        assert both.found(" ".join(bare)) >= set(both.stock(query)), bare
