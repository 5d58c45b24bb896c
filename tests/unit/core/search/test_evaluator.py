"""The evaluator takes whole arrays; its answers are those of adding posting by posting, read by Whoosh."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.reading import TermNotFound
from whoosh.util.numeric import byte_to_length

from db.records import RecordKind
from desktop_app.core.search.aliases import shipped_aliases
from desktop_app.core.search.closeness import _PAIRS, _PAIRS_WITHOUT_MARKS, _TRIPLES
from desktop_app.core.search.compiling import Choice, Compiled, Group, compile_query
from desktop_app.core.search.documents import KINDS, IndexDocument
from desktop_app.core.search.index import SearchIndex
from desktop_app.core.search.postings import K1, B, Snapshot
from desktop_app.core.search.query import parse
from desktop_app.core.search.ranking import RERANKED, Ranker
from desktop_app.core.search.sampler import generate_articles, shipped_words
from desktop_app.core.search.schema import BODY_FOLDED, TITLE_FOLDED, positions_of
from desktop_app.core.text.fold import fold

_COUNT = 500
_ALL = slice(0, 10_000)
_LENGTHS = {"body": "_body_exact_len", "titl": "_title_exact_len", "time": "_time_len"}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    """Three segments, some documents deleted."""
    index = SearchIndex(tmp_path_factory.mktemp("large"), "library")
    documents = [
        IndexDocument(
            RecordKind.ARTICLE, number, article.title, article.text[:600], f"{2015 + number % 9}-06"
        )
        for number, article in enumerate(generate_articles(_COUNT, 11, shipped_words()), start=1)
    ]
    index.rebuild(documents[:250])
    index.apply(documents[200:])
    index.apply([], [f"article:{number}" for number in range(1, 40)])
    yield index
    index.close()


@dataclass
class _Plain:
    """The formula, one document after the other, on what Whoosh itself reads."""

    snapshot: Snapshot

    @cached_property
    def leaves(self) -> list[tuple[Any, int]]:
        return list(self.snapshot._reader.leaf_readers())

    @cached_property
    def memo(self) -> dict[Any, dict[int, tuple[float, list[tuple[int, int]]]]]:
        return {}

    def term(self, name: str, term: str) -> dict[int, tuple[float, list[tuple[int, int]]]]:
        """Weight, positions and mark checks of a term in each document."""
        if (name, term) not in self.memo:
            found: dict[int, tuple[float, list[tuple[int, int]]]] = {}
            for leaf, base in self.leaves:
                try:
                    matcher = leaf._terms.matcher(name, term.encode(), leaf.schema[name].format)
                except TermNotFound:
                    continue
                while matcher.is_active():
                    places: list[tuple[int, int]] = []
                    if name.endswith("folded"):
                        places = list(zip(*positions_of(matcher.value()), strict=True))
                    found[base + matcher.id()] = float(matcher.weight()), places
                    matcher.next()
            self.memo[name, term] = found
        return self.memo[name, term]

    def weights(self, choice: Choice) -> dict[int, float]:
        if not choice.form:
            return {at: weight for at, (weight, _) in self.term(choice.name, choice.term).items()}
        lists = [self.term(choice.name, word.folded) for word in choice.form]
        found: dict[int, float] = {}
        for document in set.intersection(*map(set, lists)):
            starts = set.intersection(
                *(
                    {
                        at - offset
                        for at, mark in known[document][1]
                        if not (choice.bare or (choice.strict and word.marked)) or mark == word.mark
                    }
                    for offset, (known, word) in enumerate(zip(lists, choice.form, strict=True))
                )
            )
            if starts:
                found[document] = float(len(starts))
        return found

    def norm(self, name: str, document: int) -> float:
        column = _LENGTHS[name[:4]]
        if column not in self.memo:
            codes: list[int] = []
            for leaf, _ in self.leaves:
                codes += list(leaf._perdoc.column_reader(column, LENGTHS_COLUMN))
            total = sum(leaf.field_length(column[1:-4]) for leaf, _ in self.leaves)
            self.memo[column] = codes, total / len(codes)  # type: ignore[assignment]
        codes, mean = self.memo[column]  # type: ignore[misc,assignment]
        return K1 * (1 - B + B * byte_to_length(codes[document]) / mean)

    def matches(self, groups: tuple[Group, ...]) -> list[set[int]]:
        return [{at for choice in group for at in self.weights(choice)} for group in groups]

    def factor(self, compiled: Compiled, document: int) -> float:
        count = len(compiled.order)
        best = 1.0
        for name in (BODY_FOLDED, TITLE_FOLDED) if count > 1 else ():
            known = [self.term(name, word.folded).get(document, (0, []))[1] for word in compiled.order]
            loose = [{at - offset for at, _ in places} for offset, places in enumerate(known)]
            exact = [
                {at - offset for at, mark in places if mark == word.mark}
                for offset, (places, word) in enumerate(zip(known, compiled.order, strict=True))
            ]
            pairs, triples = _runs(loose)
            if compiled.marked:
                right = _runs(exact)
                pairs, triples = (pairs + right[0]) / 2, (triples + right[1]) / 2
            weight = _PAIRS if compiled.marked else _PAIRS_WITHOUT_MARKS
            best = max(best, 1 + weight * pairs / (count - 1) + _TRIPLES * triples / max(1, count - 2))
        return best

    def answers(self, compiled: Compiled) -> dict[int, float]:
        """The score of each document that answers, closeness included."""
        count, whole = len(compiled.groups), 0.0
        required, barred = self.matches(compiled.required), self.matches(compiled.barred)
        scores: dict[int, float] = {}
        matched: dict[int, int] = {}
        earned: dict[int, float] = {}
        for group in compiled.groups:
            best: dict[int, float] = {}
            held = max(len(self.weights(choice)) for choice in group if choice.credit >= 0.8)
            share = self.snapshot.weight_of(held)
            whole += share
            for choice in group:
                weights = self.weights(choice)
                idf = choice.weight * self.snapshot.weight_of(len(weights))
                for document, weight in weights.items():
                    impact = idf * (K1 + 1) * weight / (weight + self.norm(choice.name, document))
                    scores[document] = scores.get(document, 0.0) + impact
                    best[document] = max(best.get(document, 0.0), choice.credit)
            for document, credit in best.items():
                matched[document] = matched.get(document, 0) + 1
                earned[document] = earned.get(document, 0.0) + credit * share
        left = {
            document
            for document in matched
            if self.snapshot.alive[document]
            and all(document in one for one in required)
            and not any(document in one for one in barred)
        }
        needed = count if count <= 2 else ceil(0.6 * count)
        needed = min(needed, max((matched[document] for document in left), default=0))
        return {
            document: scores[document] * (earned[document] / whole) ** 2 * self.factor(compiled, document)
            for document in left
            if matched[document] >= needed
        }


def _runs(moved: list[set[int]]) -> tuple[float, float]:
    pairs = [one & other for one, other in pairwise(moved)]
    triples = [pair & other for pair, other in zip(pairs, moved[2:], strict=False)]
    return sum(map(bool, pairs)), sum(map(bool, triples))


def _typed() -> list[str]:
    chance = random.Random(5)
    vocabulary = [word for word in shipped_words() if " " not in word]
    made = [
        "UBND tỉnh",
        "thoả thuận hop tac",
        'hội nghị "hợp tác"',
        "đoàn đại biểu -hợp",
        "hợp tác kinh tế 06/2017",
        "tiêu_đề:hợp HOẶC kinh tế",
        "hop* tac",
        "khôngcótừnày",
    ]
    for count in (1, 2, 3, 4, 6):
        typed = " ".join(chance.sample(vocabulary, count))
        made += [f"{typed} năm 2015", fold(typed), f'"{" ".join(chance.sample(vocabulary[:40], 2))}"']
    for article in list(generate_articles(_COUNT, 11, shipped_words()))[-8:]:
        words = article.text.replace(".", "").split()
        made += [" ".join(words[3:7]), fold(" ".join(words[8:12])), f'"{words[5]} {words[6]}"']
    return made


@pytest.mark.parametrize("typed", _typed())
def test_scores_are_those_of_adding_posting_by_posting(large: SearchIndex, typed: str) -> None:
    def compare(snapshot: Snapshot) -> None:
        compiled = compile_query(parse(typed), snapshot, shipped_aliases())
        expected = _Plain(snapshot).answers(compiled)
        ranking = Ranker(snapshot, compiled).rank(None, None, _ALL)
        assert set(ranking.documents.tolist()) == set(expected)
        assert {document for _, document in ranking.page} == set(expected)
        best = ranking.page[:RERANKED]
        assert [score for score, _ in best] == sorted((score for score, _ in best), reverse=True)
        assert {at: score for score, at in best} == pytest.approx(
            {at: expected[at] for _, at in best}, abs=0.005, rel=1e-5
        )

    large._read(compare)


def _common(index: SearchIndex) -> str:
    return max(shipped_words()[:150], key=lambda word: index.search(word, limit=1).total)


def test_pages_are_parts_of_one_order(large: SearchIndex) -> None:
    typed = _common(large)
    whole = [hit.record_id for hit in large.search(typed, limit=10_000).hits]
    assert len(whole) > RERANKED
    pages = [
        hit.record_id
        for first in range(0, len(whole) + 50, 50)
        for hit in large.search(typed, limit=50, offset=first).hits
    ]
    assert pages == whole
    assert large.search(typed, limit=1).total == len(whole)


class _View:
    """Articles below a number, later ones first."""

    def __init__(self, below: int) -> None:
        self.stamp = below

    def allowed(self, kinds: Any, ids: Any) -> Any:
        return (kinds == KINDS.index(RecordKind.ARTICLE)) & (ids < self.stamp)

    def order(self, kinds: Any, ids: Any) -> Any:
        del kinds
        return -ids // 3


class _Unsorted(_View):
    def order(self, kinds: Any, ids: Any) -> Any:
        del kinds, ids


def test_filters_leave_the_order_and_the_count_of_the_rest(large: SearchIndex) -> None:
    typed = _common(large)
    whole = [hit.record_id for hit in large.search(typed, limit=10_000).hits]
    for below in (150, 90, 150, 0):
        found = large.search(typed, view=_Unsorted(below), limit=10_000)
        assert {hit.record_id for hit in found.hits} == {number for number in whole if number < below}
        assert found.total == len(found.hits)
    assert large.search(typed, kinds=[RecordKind.VISIT]).total == 0


def test_the_view_says_the_order(large: SearchIndex) -> None:
    typed = _common(large)
    found = large.search(typed, view=_View(300), limit=10_000)
    ids = [hit.record_id for hit in found.hits]
    assert ids == sorted(ids, key=lambda number: (-number // 3, number))
    page = large.search(typed, view=_View(300), limit=7, offset=5)
    assert [hit.record_id for hit in page.hits] == ids[5:12]
    scores = {hit.record_id: hit.score for hit in found.hits}
    assert all(score > 0 for score in scores.values())


def test_all_matches_come_along(large: SearchIndex) -> None:
    typed = _common(large)
    whole = large.search(typed, limit=10_000)
    page = large.search(typed, limit=3)
    assert page.matches is not None
    assert len(page.hits) == 3
    assert sorted(page.matches.ids.tolist()) == sorted(hit.record_id for hit in whole.hits)
    assert set(page.matches.kinds.tolist()) == {KINDS.index(RecordKind.ARTICLE)}


def test_a_change_leaves_the_answers_of_a_fresh_index(tmp_path: Path) -> None:
    """What was read before a change is kept; the answers are those of an index that is opened anew."""
    index = SearchIndex(tmp_path / "index", "x")
    documents = [
        IndexDocument(RecordKind.ARTICLE, number, article.title, article.text[:400])
        for number, article in enumerate(generate_articles(120, 3, shipped_words()), start=1)
    ]
    index.rebuild(documents[:60])
    questions = ["hợp tác", "hop tac kinh te", '"hợp tác"', "nhà đầu tư", _common(index)]

    def answers(of: SearchIndex) -> list[Any]:
        return [of.search(typed, limit=500) for typed in questions]

    changes: list[Callable[[], None]] = [
        lambda: index.apply(documents[60:100]),
        lambda: index.apply([], ["article:7", "article:61"]),
        *(lambda number=number: index.apply([documents[number]]) for number in range(100, 120)),
        lambda: index.rebuild(documents[30:]),
    ]
    for change in changes:
        change()
        fresh = SearchIndex(tmp_path / "index", "x")
        assert answers(index) == answers(fresh)
        fresh.close()
    index.close()


def test_what_another_process_writes_is_seen_at_once(tmp_path: Path) -> None:
    reader, writer = SearchIndex(tmp_path / "index", "x"), SearchIndex(tmp_path / "index", "x")
    writer.rebuild([IndexDocument(RecordKind.ARTICLE, 1, "một", "")])
    for number in range(2, 30):
        assert reader.search("một", limit=50).total == number - 1
        writer.apply([IndexDocument(RecordKind.ARTICLE, number, "một", "")])
    writer.rebuild([IndexDocument(RecordKind.ARTICLE, 1, "hai", "")])
    assert reader.search("một").total == 0
    assert reader.search("hai").total == 1
    reader.close()
    writer.close()


def test_reading_ahead_changes_no_answer_and_can_be_stopped(large: SearchIndex) -> None:
    typed = _common(large)
    large.close()
    before = large.search(typed)
    large.close()
    asked: list[int] = []
    large.read_ahead(lambda: bool(asked.append(1)) or len(asked) > 3)
    assert len(asked) == 4
    large.read_ahead()
    assert large.search(typed) == before


def test_terms_are_found_as_whoosh_finds_them(large: SearchIndex) -> None:
    def compare(snapshot: Snapshot) -> None:
        leaves = [leaf for leaf, _ in snapshot._reader.leaf_readers()]
        every = sorted({term for leaf in leaves for term in leaf._terms.terms() if term[0] != "kind"})
        prefixes = {term.decode()[:2] for name, term in every if name == BODY_FOLDED}
        for name, term in every[::7]:
            expected = sum(leaf._terms.doc_frequency(name, term) for leaf in leaves if (name, term) in leaf)
            assert snapshot.frequency(name, term.decode()) == expected > 0
            assert snapshot.frequency(name, term.decode() + "zq") == 0
        for prefix in sorted(prefixes)[::5]:
            known = {
                term.decode()
                for name, term in every
                if name in (BODY_FOLDED, TITLE_FOLDED) and term.decode().startswith(prefix)
            }
            assert set(snapshot.completions(prefix, 10_000)) == known
        assert snapshot.frequency("no such field", "hop") == 0

    large._read(compare)


def test_arrays_of_the_records_are_those_of_the_database(large: SearchIndex) -> None:
    def compare(snapshot: Snapshot) -> None:
        assert snapshot.count == len(snapshot.kinds) == len(snapshot.ids) == len(snapshot.alive)
        assert snapshot.documents == int(snapshot.alive.sum()) == _COUNT - 39
        assert set(snapshot.ids[snapshot.alive].tolist()) == set(range(40, _COUNT + 1))
        assert snapshot.kinds.dtype == np.uint8

    large._read(compare)
