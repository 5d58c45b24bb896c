"""The evaluator takes whole lists at a time; its answers are those of adding posting by posting."""

import random
from collections.abc import Iterator
from math import ceil
from pathlib import Path

import pytest

from db.records import RecordKind
from desktop_app.core.search.aliases import shipped_aliases
from desktop_app.core.search.closeness import Closeness, phrase_in_field
from desktop_app.core.search.compiling import Choice, compile_query
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.index import SearchIndex
from desktop_app.core.search.postings import K1, Segment, Snapshot
from desktop_app.core.search.query import parse
from desktop_app.core.search.ranking import RERANKED, Ranker
from desktop_app.core.search.sampler import generate_articles, shipped_words
from desktop_app.core.text.fold import fold

_COUNT = 500
_ALL = slice(0, 10_000)


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


def _weights(segment: Segment, choice: Choice) -> dict[int, float]:
    if choice.form:
        return dict(phrase_in_field(segment, choice.name, choice.form, strict=choice.strict))
    posting = segment.posting(choice.name, choice.term)
    return dict(zip(posting.documents, posting.weights, strict=True))


def _one_by_one(snapshot: Snapshot, typed: str) -> dict[str, float]:
    compiled = compile_query(parse(typed), snapshot, shipped_aliases())
    closeness = Closeness(compiled.order, marked=compiled.marked)
    count = len(compiled.groups)
    found: dict[str, tuple[int, float]] = {}
    for segment in snapshot.segments:
        for document in range(segment.documents):
            score, earned = 0.0, list[float]()
            for group in compiled.groups:
                best = 0.0
                for choice in group:
                    weights = _weights(segment, choice)
                    if document not in weights:
                        continue
                    frequency = len(weights) if choice.form else snapshot.frequency(choice.name, choice.term)
                    norm = snapshot.norms(choice.name)[segment.lengths(choice.name)[document]]
                    weight = weights[document]
                    idf = choice.weight * snapshot.weight_of(frequency)
                    score += idf * (K1 + 1) * weight / (weight + norm)
                    best = max(best, choice.credit)
                earned.append(best)
            if any(earned) and document not in segment.deleted:
                total = score * (sum(earned) / count) ** 2 * closeness.factor(segment, document)
                found[segment.keys()[document]] = sum(map(bool, earned)), total
    needed = count if count <= 2 else ceil(0.6 * count)
    needed = min(needed, max((matches for matches, _ in found.values()), default=0))
    return {key: score for key, (matches, score) in found.items() if matches >= needed}


@pytest.mark.parametrize("words", [1, 2, 4])
@pytest.mark.parametrize("marks", [True, False])
def test_scores_are_those_of_adding_posting_by_posting(large: SearchIndex, words: int, marks: bool) -> None:
    chance = random.Random(words)
    vocabulary = [word for word in shipped_words() if " " not in word]
    for _ in range(2):
        typed = " ".join(chance.sample(vocabulary, words))
        typed = f"{typed if marks else fold(typed)} năm 2015"

        def compare(snapshot: Snapshot, typed: str = typed) -> None:
            expected = _one_by_one(snapshot, typed)
            ranker = Ranker(snapshot, compile_query(parse(typed), snapshot, shipped_aliases()))
            ranked, total = ranker.rank(None, None, _ALL)
            assert total == len(expected)
            assert {ranker.key(place) for _, place in ranked} == set(expected)
            best = {ranker.key(place): score for score, place in ranked[:RERANKED]}
            assert best == pytest.approx({key: expected[key] for key in best}, rel=1e-5)

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


def test_filters_leave_the_order_and_the_count_of_the_rest(large: SearchIndex) -> None:
    typed = _common(large)
    whole = [hit.record_id for hit in large.search(typed, limit=10_000).hits]
    allowed = {f"article:{number}" for number in range(1, 150)}
    found = large.search(typed, allowed=allowed, limit=10_000)
    assert {hit.record_id for hit in found.hits} == {number for number in whole if number < 150}
    assert found.total == len(found.hits)
    assert large.search(typed, allowed=set()).total == 0
    assert large.search(typed, kinds=[RecordKind.VISIT]).total == 0


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
