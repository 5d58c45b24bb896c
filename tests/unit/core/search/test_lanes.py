"""Numbers side by side: what is added for all documents at once is what would be added one by one."""

from hypothesis import given, strategies as st

from desktop_app.core.search.lanes import (
    chosen,
    credit_of,
    flags,
    least,
    matched,
    matches_of,
    numbers_of,
)

_COUNT = 40
_DOCUMENTS = st.frozensets(st.integers(0, _COUNT - 1))
_GROUP = st.lists(st.tuples(st.sampled_from([3, 5, 8, 10]), _DOCUMENTS), max_size=4)


@given(st.lists(_GROUP, max_size=40), _DOCUMENTS)
def test_matches_and_best_credits_are_added(
    groups: list[list[tuple[int, frozenset[int]]]], allowed: frozenset[int]
) -> None:
    total = sum(
        matched((credit, flags(documents, _COUNT)) for credit, documents in group) for group in groups
    )
    numbers = numbers_of(total & chosen(allowed, _COUNT), _COUNT)
    for document in range(_COUNT):
        best = [
            max((credit for credit, documents in group if document in documents), default=0)
            for group in groups
        ]
        if document not in allowed:
            best = []
        assert matches_of(numbers[document]) == sum(map(bool, best))
        assert round(credit_of(numbers[document]) * 10) == sum(best)
        assert (numbers[document] >= least(2)) == (sum(map(bool, best)) >= 2)


def test_a_segment_without_documents_is_empty() -> None:
    assert list(numbers_of(flags((), 0), 0)) == []
