"""Posting lists as arrays say what plain lists say, however common a term is."""

from itertools import pairwise

import numpy as np
from hypothesis import given, strategies as st

from desktop_app.core.search.analyser import Word, words
from desktop_app.core.search.arrays import Postings, rows_of, taken
from desktop_app.core.search.closeness import Closeness
from desktop_app.core.search.phrases import phrase
from desktop_app.core.search.schema import BODY_FOLDED

_COUNT = 60
_MANY = 3_000
Places = list[tuple[int, int]]
"""Positions and mark checks in one document."""

_PLACES = st.dictionaries(st.integers(0, 30), st.integers(0, 3), min_size=1, max_size=5).map(
    lambda found: sorted(found.items())
)
_LIST = st.dictionaries(st.integers(0, _COUNT - 1), _PLACES, max_size=40).map(
    lambda found: dict(sorted(found.items()))
)


def _postings(found: dict[int, Places], count: int = _COUNT) -> Postings:
    counts = np.array([len(places) for places in found.values()], np.uint8)
    every = [one for places in found.values() for one in places]
    known = sorted({mark for _, mark in every})
    which = np.array([known.index(mark) for _, mark in every], np.uint8) if len(known) > 1 else None
    positions = np.array([at for at, _ in every], np.uint16)
    places = counts, positions, np.array(known, np.uint16), which
    return Postings(np.array(list(found), np.int32), counts, count, places)


class _Index:
    """A field of a few words, as a snapshot shows it."""

    def __init__(self, lists: dict[str, dict[int, Places]]) -> None:
        self.count = _COUNT
        self._lists = lists

    def postings(self, name: str, term: str) -> Postings:
        return _postings(self._lists.get(term, {}) if name == BODY_FOLDED else {})

    def kept(self, _key, make):
        return make()


@given(_LIST, st.lists(st.integers(0, _COUNT - 1), unique=True).map(sorted), st.sampled_from([_COUNT, _MANY]))
def test_a_list_says_where_its_term_stands(found: dict[int, Places], wanted: list[int], count: int) -> None:
    postings = _postings(found, count)
    assert postings.documents.tolist() == list(found)
    assert postings.weights.tolist() == [len(places) for places in found.values()]
    assert postings.holds(np.array(wanted, np.int64)).tolist() == [at in found for at in wanted]
    first, counts = postings.stretches(np.array(wanted, np.int64))
    assert counts.tolist() == [len(found.get(at, [])) for at in wanted]
    which, owners = taken(first, counts)
    assert [(wanted[owner], at) for owner, at in zip(owners, postings.positions[which], strict=True)] == [
        (document, at) for document in wanted for at, _ in found.get(document, [])
    ]


@given(_LIST, st.integers(0, _COUNT), st.sampled_from([_COUNT, _MANY]))
def test_the_first_documents_of_a_list_are_a_list(found: dict[int, Places], end: int, count: int) -> None:
    cut = _postings(found, count).before(end, count)
    expected = _postings({at: places for at, places in found.items() if at < end}, count)
    assert cut.documents.tolist() == expected.documents.tolist()
    assert cut.weights.tolist() == expected.weights.tolist()
    assert cut.positions.tolist() == expected.positions.tolist()


@given(st.lists(st.integers(0, 5_000), unique=True, min_size=1).map(sorted), st.integers(1, 3))
def test_rows_are_found_one_by_one_and_by_table(documents: list[int], step: int) -> None:
    many = np.arange(0, 5_001, step)
    _, there = rows_of(np.array(documents, np.int32), many)
    few = many[::7]
    rows, there_too = rows_of(np.array(documents, np.int32), few)
    assert there.tolist() == [at in set(documents) for at in many]
    assert there_too.tolist() == [at in set(documents) for at in few]
    assert np.array(documents)[rows[there_too]].tolist() == few[there_too].tolist()


def _moved(places: Places, offset: int, mark: int | None) -> set[int]:
    return {at - offset for at, known in places if mark is None or known == mark}


@given(st.lists(_LIST, min_size=2, max_size=4), st.booleans())
def test_phrases_are_those_of_sets(lists: list[dict[int, Places]], strict: bool) -> None:
    form = tuple(Word(f"w{at}\u0301", f"w{at}", mark=at % 2) for at in range(len(lists)))
    index = _Index({word.folded: found for word, found in zip(form, lists, strict=True)})
    expected = {
        document: len(starts)
        for document in sorted(set.intersection(*map(set, lists)))
        if (
            starts := set.intersection(
                *(
                    _moved(found[document], at, word.mark if strict else None)
                    for at, (found, word) in enumerate(zip(lists, form, strict=True))
                )
            )
        )
    }
    found = phrase(index, BODY_FOLDED, form, strict=strict)  # type: ignore[arg-type]
    assert dict(zip(found.documents.tolist(), found.weights.tolist(), strict=True)) == expected


@given(st.lists(_LIST, min_size=2, max_size=5), st.booleans())
def test_neighbours_are_those_of_sets(lists: list[dict[int, Places]], marked: bool) -> None:
    form = tuple(Word(f"w{at}\u0301", f"w{at}", mark=at % 2) for at in range(len(lists)))
    index = _Index({word.folded: found for word, found in zip(form, lists, strict=True)})
    documents = np.arange(_COUNT)
    pairs, triples = Closeness(form, marked=marked)._runs(index, BODY_FOLDED, documents)  # type: ignore[arg-type]
    for document in range(_COUNT):
        both = [
            _met(
                [
                    _moved(found.get(document, []), at, form[at].mark if right else None)
                    for at, found in enumerate(lists)
                ]
            )
            for right in (False, True)
        ]
        near, exact = both if marked else (both[0], both[0])
        assert pairs[document] == (near[0] + exact[0]) / 2
        assert triples[document] == (near[1] + exact[1]) / 2


def _met(moved: list[set[int]]) -> tuple[int, int]:
    twos = [one & other for one, other in pairwise(moved)]
    threes = [two & other for two, other in zip(twos, moved[2:], strict=False)]
    return sum(map(bool, twos)), sum(map(bool, threes))


def test_words_far_behind_are_no_phrase_twice() -> None:
    """Beyond the last position all words seem to stand in one place."""
    form = tuple(words("mot hai"))
    last = [(0xFFFF, 0)]
    index = _Index({"mot": {3: [(0xFFFE, 0), *last, *last]}, "hai": {3: [*last, *last]}})
    assert phrase(index, BODY_FOLDED, form, strict=False).weights.tolist() == [1]  # type: ignore[arg-type]
