"""Our writer makes what the writer of Whoosh makes: the same terms, documents, weights, values and scores."""

import pickle
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from whoosh.index import FileIndex
from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.terms import Term
from whoosh.searching import Searcher
from whoosh.writing import SegmentWriter

from db.records import RecordKind
from desktop_app.core.search.analyser import _CLEAN, _WORD, cleaned, tokens, words
from desktop_app.core.search.building import make_segment
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.moments import times_of
from desktop_app.core.search.sampler import generate_articles, shipped_words
from desktop_app.core.search.schema import (
    BODY_EXACT,
    BODY_FOLDED,
    KEY,
    KIND,
    KINDS,
    LAST_POSITION,
    NUMBER,
    TIME,
    TITLE_EXACT,
    TITLE_FOLDED,
    Item,
    Occurrences,
    make_schema,
    number_of,
    positions_of,
    records_of,
    value_of,
)
from desktop_app.core.search.storage import SyncedStorage
from desktop_app.core.search.writing import commit, create, join
from desktop_app.core.text.normalise import clean

_COUNT = 1_100
"""More than one block of a common word."""


def _documents() -> list[IndexDocument]:
    made = [
        IndexDocument(RecordKind.ARTICLE, number, article.title, article.text[:400], "2017-06-13")
        for number, article in enumerate(generate_articles(_COUNT, 7, shipped_words()), start=1)
    ]
    long = " ".join(["nhà khoa học"] * 30_000)
    return [
        *made,
        IndexDocument(RecordKind.VISIT, 1, "nha nhà nhá", long),
        IndexDocument(RecordKind.FIGURE, 1, "", ""),
    ]


def _text_items(text: str) -> tuple[list[Item], list[Item]]:
    """Return the postings of a text with marks and without."""
    found = words(text)
    # Words are shared objects, so most of the text is grouped without comparing a letter.
    places: defaultdict[int, list[int]] = defaultdict(list)
    for position, number in enumerate(map(id, found)):
        places[number].append(position)
    exact: defaultdict[str, int] = defaultdict(int)
    folded: dict[str, list[tuple[int, list[int]]]] = {}
    for at in places.values():
        word = found[at[0]]
        exact[word.exact] += len(at)
        for form in (word.folded, *word.also):
            folded.setdefault(form, []).append((word.mark, at))
    return _counted(exact), [_folded_item(form, parts) for form, parts in folded.items()]


def _folded_item(form: str, parts: list[tuple[int, list[int]]]) -> Item:
    """Return the posting of a folded form; ``parts`` are the mark checks and positions of its words."""
    if len(parts) == 1:
        mark, at = parts[0]
        marks = [mark]
    else:
        pairs = sorted((position, mark) for mark, positions in parts for position in positions)
        at, marks = [position for position, _ in pairs], [mark for _, mark in pairs]
    if at[-1] > LAST_POSITION:
        at = [min(position, LAST_POSITION) for position in at]
    return form.encode("utf-8", "replace"), len(at), float(len(at)), value_of(at, marks)


def _counted(counts: Mapping[str, int]) -> list[Item]:
    return [(term.encode("utf-8", "replace"), count, float(count), b"") for term, count in counts.items()]


def _time_items(document: IndexDocument) -> list[Item]:
    return _counted(
        times_of(cleaned(f"{document.title}\n{document.body}"), document.dated, document.dated_to)
    )


def field_values(document: IndexDocument) -> dict[str, Any]:
    """Return the keyword arguments of Whoosh's ``add_document``: postings made one document at a time."""
    title_exact, title_folded = _text_items(document.title)
    body_exact, body_folded = _text_items(document.body)
    return {
        TITLE_EXACT: title_exact,
        TITLE_FOLDED: title_folded,
        BODY_EXACT: body_exact,
        BODY_FOLDED: body_folded,
        TIME: _time_items(document),
        KIND: document.kind.value,
        KEY: document.key,
        NUMBER: number_of(document.kind, document.record_id),
    }


def _written(folder: Path, write: Callable[[Path, Any, list[IndexDocument]], None]) -> Any:
    folder.mkdir()
    index: Any = FileIndex.create(SyncedStorage(folder), make_schema())  # type: ignore[no-untyped-call]
    documents = _documents()
    for part in (documents[:600], documents[600:]):
        write(folder, index, part)
    return index.reader()


def _by_us(folder: Path, _index: Any, documents: list[IndexDocument]) -> None:
    commit(folder, [make_segment(folder, documents)], set())


def _by_whoosh(_folder: Path, index: Any, documents: list[IndexDocument]) -> None:
    writer: Any = SegmentWriter(index, compound=False)  # type: ignore[no-untyped-call]
    for document in documents:
        writer.add_document(**field_values(document))
    writer.commit(merge=False)


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any]]:
    folder = tmp_path_factory.mktemp("segments")
    both = _written(folder / "ours", _by_us), _written(folder / "stock", _by_whoosh)
    yield both
    for reader in both:
        reader.close()


def _postings(reader: Any) -> Iterator[tuple[str, bytes, list[tuple[int, float, bytes | None]]]]:
    for name, term in reader.all_terms():
        matcher = reader.postings(name, term)
        found: list[tuple[int, float, bytes | None]] = []
        while matcher.is_active():
            value = matcher.value() if name.endswith("folded") else None
            found.append((matcher.id(), float(matcher.weight()), value))
            matcher.next()
        yield name, term, found


def test_every_posting_is_the_same(readers: tuple[Any, Any]) -> None:
    ours, stock = readers
    count = 0
    for mine, theirs in zip(_postings(ours), _postings(stock), strict=True):
        assert mine == theirs
        count += 1
    assert count > 1_000


def test_lengths_and_term_statistics_are_the_same(readers: tuple[Any, Any]) -> None:
    ours, stock = readers
    assert ours.doc_count() == stock.doc_count()
    for name in (BODY_EXACT, BODY_FOLDED, TITLE_FOLDED):
        assert ours.field_length(name) == stock.field_length(name)
        for number in range(0, ours.doc_count(), 37):
            assert ours.doc_field_length(number, name) == stock.doc_field_length(number, name)
    for name, term in list(stock.all_terms())[::23]:
        mine, theirs = ours.term_info(name, term), stock.term_info(name, term)
        for what in ("doc_frequency", "weight", "max_weight", "min_id", "max_id"):
            assert getattr(mine, what)() == getattr(theirs, what)()
        assert mine.min_length() <= theirs.min_length()
        assert mine.max_length() >= theirs.max_length()


def test_the_searcher_of_whoosh_finds_and_scores_the_same(readers: tuple[Any, Any]) -> None:
    ours, stock = (Searcher(reader) for reader in readers)
    terms = [word.folded for word in words(" ".join(shipped_words()[:60]))]
    for first, second in pairwise(terms):
        for query in (
            And([Term(BODY_FOLDED, first), Term(BODY_FOLDED, second)]),
            Or([Term(BODY_EXACT, first), Term(TITLE_FOLDED, second)]),
            Phrase(BODY_FOLDED, [first, second]),
        ):
            mine, theirs = (
                [(hit.docnum, round(float(hit.score or 0), 4)) for hit in searcher.search(query, limit=None)]
                for searcher in (ours, stock)
            )
            assert sorted(mine) == sorted(theirs)


def test_merged_segments_hold_the_same_postings(tmp_path: Path) -> None:
    documents = _documents()[:12]
    create(tmp_path)
    commit(tmp_path, [make_segment(tmp_path, documents[:6])], set())
    for document in documents[2:]:
        commit(tmp_path, [make_segment(tmp_path, [document])], {document.key})
    commit(tmp_path, [make_segment(tmp_path, [documents[11]])], {documents[11].key})
    assert join(tmp_path, len(documents)) is None
    assert join(tmp_path, len(documents) - 1) is not None
    reader: Any = FileIndex(SyncedStorage(tmp_path), schema=make_schema()).reader()
    assert len(reader.leaf_readers()) == 1
    assert not reader.has_deletions()
    numbers = [reader.column_reader(NUMBER)[number] for number in range(reader.doc_count())]
    kinds, ids = records_of(np.array(numbers))
    keys = [f"{KINDS[kind]}:{number}" for kind, number in zip(kinds, ids, strict=True)]
    assert sorted(keys) == sorted(document.key for document in documents)
    for name, term, found in _postings(reader):
        for number, weight, value in found:
            (document,) = [known for known in documents if known.key == keys[number]]
            values = {item[0]: item for item in make_schema()[name].index(field_values(document)[name])}
            assert values[term][2] == weight
            assert value is None or values[term][3] == value
    reader.close()


@given(st.lists(st.tuples(st.integers(0, 0xFFFF), st.integers(0, 0x7FFF)), min_size=1, max_size=40))
def test_positions_and_marks_come_back(pairs: list[tuple[int, int]]) -> None:
    positions, marks = [position for position, _ in pairs], [mark for _, mark in pairs]
    back = positions_of(value_of(positions, marks))
    assert (back[0].tolist(), back[1].tolist()) == (positions, marks)


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 0xFFFF), st.integers(0, 0x7FFF)), min_size=1, max_size=9),
        min_size=1,
        max_size=5,
    )
)
def test_values_of_a_block_come_back_one_by_one(places: list[list[tuple[int, int]]]) -> None:
    positions, marks = (array("H", [one[part] for each in places for one in each]) for part in (0, 1))
    known = sorted(set(marks))
    which = array("H", map(known.index, marks)).tobytes() if len(known) > 1 else b""
    counts = bytes(map(len, places))
    block = Occurrences(counts, positions.tobytes(), array("H", known).tobytes(), which)
    again, found = pickle.loads(pickle.dumps((counts, block), 4))
    assert found.counts is again
    assert len(found) == len(places)
    for at, each in enumerate(places):
        assert found[at] == value_of([place for place, _ in each], [mark for _, mark in each])


def test_letters_that_need_no_cleaning_are_clean() -> None:
    safe = [chr(code) for code in range(0x2030) if _CLEAN.fullmatch(chr(code))]
    assert len(safe) > 300
    for first in safe:
        for second in ("", " ", "a", "ậ", "đ"):
            assert clean(first + second) == first + second
            assert clean(second + first) == second + first


@given(st.text())
def test_cleaning_is_never_left_out_when_it_matters(text: str) -> None:
    assert cleaned(text) == clean(text)


_LETTERS = "".join(chr(code) for code in range(0x2030) if _CLEAN.fullmatch(chr(code)))


@given(st.text(st.sampled_from("0123456789/.-,'’ aằ_G\n") | st.sampled_from(_LETTERS)))
def test_clean_text_is_cut_into_the_same_words(text: str) -> None:
    assert tokens(text) == _WORD.findall(text)


@given(st.text())
def test_any_text_is_cut_into_words_after_cleaning(text: str) -> None:
    assert tokens(text) == _WORD.findall(clean(text))
