"""Which documents answer a query, and in what order.

Each word of the query is a group of alternatives (the word as typed, without marks, its other spellings).
A document scores by how well it matches each group (BM25), times the square of the share of groups it
matches; a match only without the typed marks counts half. The best are then ordered by how many query words
stand side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest
from itertools import chain, repeat
from math import ceil
from operator import add, itemgetter, mul

from desktop_app.core.search.closeness import Closeness, Form, phrase_in_field
from desktop_app.core.search.compiling import Choice, Compiled, Group
from desktop_app.core.search.lanes import chosen, credit_of, least, matched, matches_of, numbers_of
from desktop_app.core.search.postings import K1, Posting, Segment, Snapshot

RERANKED = 200

_NEEDED_SHARE = 0.6
_MUCH_RARER = 4

Document = tuple[int, int]
"""A document of a snapshot: number of the segment, number in the segment."""


def _best(
    scores: Sequence[list[float]], documents: Sequence[list[int]], count: int
) -> list[tuple[float, Document]]:
    """Return the best ``count`` documents of all segments; of equals the last come first."""
    every = list(chain.from_iterable(scores))
    least_score = nlargest(count, every)[-1] if len(every) > count else 0.0
    good = [
        (score, (place, document))
        for place, found in enumerate(zip(scores, documents, strict=True))
        for score, document in zip(*found, strict=True)
        if score >= least_score
    ]
    good.sort(reverse=True)
    return good[:count]


class Ranker:
    """Answers one compiled query over one snapshot."""

    def __init__(self, snapshot: Snapshot, compiled: Compiled) -> None:
        self._snapshot = snapshot
        self._compiled = compiled
        self._closeness = Closeness(compiled.order, marked=compiled.marked)
        self._phrases: dict[tuple[int, str, Form, bool], Posting] = {}

    def rank(
        self, allowed: set[str] | None, kinds: frozenset[str] | None, page: slice
    ) -> tuple[list[tuple[float, Document]], int]:
        """Return a page of the documents that answer, best first, and how many there are.

        The order of equals is that of their keys.

        Args:
            allowed: only documents with these keys, None for all.
            kinds: only documents of these kinds, None for all.
            page: which places of the order to return.
        """
        segments = self._snapshot.segments
        numbers = [self._matched(segment, allowed, kinds) for segment in segments]
        needed = self._needed(matches_of(max(map(max, filter(len, numbers)), default=0)))
        documents = [[at for at, number in enumerate(found) if number >= needed] for found in numbers]
        scores = [
            self._final(self._scores(segment, chosen_here), found, chosen_here)
            for segment, chosen_here, found in zip(segments, documents, numbers, strict=True)
        ]
        total = sum(map(len, documents))
        best = _best(scores, documents, RERANKED)
        again = [
            (score * self._closeness.factor(segments[place[0]], place[1]), place) for score, place in best
        ]
        again.sort(key=lambda pair: (-pair[0], self.key(pair[1])))
        if page.stop > RERANKED and total > len(best):
            again += _best(scores, documents, total)[len(best) :]
        return again[page], total

    def _final(self, scores: list[float], numbers: Sequence[int], documents: list[int]) -> list[float]:
        """Return the scores times the square of the credit."""
        count = len(self._compiled.groups)
        here = [numbers[document] for document in documents]
        # Documents by the thousand have only a few different numbers.
        factors = {number: (credit_of(number) / count) ** 2 for number in set(here)}
        return list(map(mul, scores, map(factors.__getitem__, here)))

    def key(self, place: Document) -> str:
        """Return the key of a document."""
        return self._snapshot.segments[place[0]].keys()[place[1]]

    def _needed(self, most: int) -> int:
        """Return the least ``lanes`` number of an answer, ``most`` being the most words that one matches."""
        count = len(self._compiled.groups)
        needed = count if count <= 2 else ceil(_NEEDED_SHARE * count)
        return least(max(1, min(needed, most)))

    def _matched(
        self, segment: Segment, allowed: set[str] | None, kinds: frozenset[str] | None
    ) -> Sequence[int]:
        """Return for each document how many words it matches and with how much credit (``lanes``)."""
        count = segment.documents
        total = sum(
            matched(
                (round(10 * choice.credit), self._posting(segment, choice).flags(count)) for choice in group
            )
            for group in self._compiled.groups
        )
        within = self._bounds(segment, kinds)
        if within is not None:
            total &= chosen(within, count)
        if allowed is not None:
            keys = segment.keys()
            total &= chosen((at for at in range(count) if keys[at] in allowed), count)
        if segment.deleted:
            total &= ~chosen(segment.deleted, count)
        return numbers_of(total, count)

    def _bounds(self, segment: Segment, kinds: frozenset[str] | None) -> set[int] | None:
        """Return the documents that what is required, kinds and exclusions leave, None for all."""
        allowed: set[int] | None = None if kinds is None else segment.of_kinds(kinds)
        for group in self._compiled.required:
            holding = self._holding(segment, group)
            allowed = holding if allowed is None else allowed & holding
        for group in self._compiled.barred:
            if allowed is None:
                allowed = set(range(segment.documents))
            allowed -= self._holding(segment, group)
        return allowed

    def _holding(self, segment: Segment, group: Group) -> set[int]:
        return {document for choice in group for document in self._posting(segment, choice).documents}

    def _phrase(self, segment: Segment, name: str, form: Form, *, strict: bool) -> Posting:
        wanted = (id(segment), name, form, strict)
        found = self._phrases.get(wanted)
        if found is None:
            counts = phrase_in_field(segment, name, form, strict=strict)
            found = self._phrases[wanted] = Posting(list(counts), list(map(float, counts.values())), ())
        return found

    def _posting(self, segment: Segment, choice: Choice) -> Posting:
        if choice.form:
            return self._phrase(segment, choice.name, choice.form, strict=choice.strict)
        return segment.posting(choice.name, choice.term)

    def _scores(self, segment: Segment, documents: list[int]) -> list[float]:
        """Return the sum of the weights (BM25) of all ways in which each of the documents matches."""
        scores = [0.0] * len(documents)
        if not documents:
            return scores
        pick = itemgetter(*documents, documents[0])
        slots = dict(zip(documents, range(len(documents)), strict=True))
        for choice in chain.from_iterable(self._compiled.groups):
            posting = self._posting(segment, choice)
            if not posting.documents:
                continue
            if choice.form:
                frequency = len(posting.documents)
            else:
                frequency = self._snapshot.frequency(choice.name, choice.term)
            factor = choice.weight * self._snapshot.weight_of(frequency) * (K1 + 1)
            norms = segment.norms(choice.name, self._snapshot.norms(choice.name))
            if len(posting.documents) < len(documents) // _MUCH_RARER:
                for document, impact in zip(posting.documents, posting.some_impacts(norms), strict=True):
                    slot = slots.get(document)
                    if slot is not None:
                        scores[slot] += factor * impact
            else:
                # The weights of all documents at once: some are 0, but there is no step of Python for each.
                picked = pick(posting.impacts(norms))
                scores = list(map(add, scores, map(mul, picked, repeat(factor))))
        return scores
