"""Which documents answer a query, and in what order.

Each word of the query is a group of alternatives (the word as typed, without marks, its other spellings).
A document scores by how well it matches each group (BM25), times the square of the share of the query that
it matches; a match only without the typed marks counts half. Rare words make up more of a query than common
ones: "Gwangju" more than "cho bao nhiêu". The best are then ordered by how many query words stand side by
side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.core.search.arrays import Postings
from desktop_app.core.search.closeness import Closeness
from desktop_app.core.search.compiling import Choice, Compiled, Group
from desktop_app.core.search.documents import KINDS, RecordView
from desktop_app.core.search.phrases import phrase
from desktop_app.core.search.postings import K1, Snapshot

RERANKED, RERANKED_WITHOUT_MARKS = 200, 600
"""How many of the best are looked at for closeness. Without marks more texts hold all the words by chance."""

_NEEDED_SHARE = 0.6
_CREDIT = 100
"""Credits are counted in hundredths of a word."""
_NEARLY_FULL = 0.8
"""How common a word is counts by the ways to match it that earn at least so much."""

_STRETCH = 4096

_Numbers = NDArray[Any]
_Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """A page of ``(score, document)``, best first, and the numbers of all documents that answer."""

    page: list[tuple[float, int]]
    documents: _Numbers


class Ranker:
    """Answers one compiled query over one snapshot."""

    def __init__(self, snapshot: Snapshot, compiled: Compiled) -> None:
        self._snapshot = snapshot
        self._compiled = compiled
        self._matched = np.zeros(snapshot.count, np.uint8)
        self._credit = np.zeros(snapshot.count, np.float32)
        self._whole = 0.0

    def rank(self, view: RecordView | None, kinds: frozenset[str] | None, page: slice) -> Ranking:
        """Return a page of the documents that answer, and all of them.

        Best first, equals by their keys; or in the order of the view.

        Args:
            view: what the database says of the records, None for no filter and no order.
            kinds: only documents of these kinds, None for all.
            page: which places of the order to return.
        """
        for group in self._compiled.groups:
            self._match(group)
        self._matched *= self._within(view, kinds)
        accepted = self._matched >= self._needed(int(self._matched.max(initial=0)))
        documents = np.flatnonzero(accepted)
        order = None if view is None else self._order(view)
        if order is None:
            return Ranking(self._best(documents, self._scored(documents), page), documents)
        chosen = _first(order, accepted, page.stop)[page]
        sorted_page = np.sort(chosen)
        scores = self._scored(sorted_page)[np.searchsorted(sorted_page, chosen)]
        return Ranking(list(zip(scores.tolist(), chosen.tolist(), strict=True)), documents)

    def _best(self, documents: _Numbers, scores: _Numbers, page: slice) -> list[tuple[float, int]]:
        """Return a page of the documents: the best by closeness as well, those after them by score only."""
        reranked = RERANKED if self._compiled.marked else RERANKED_WITHOUT_MARKS
        first = np.sort(_top(scores, reranked))
        factors = Closeness(self._compiled.order, marked=self._compiled.marked).factors(
            self._snapshot, documents[first]
        )
        better = scores[first] * factors
        key = self._snapshot.key
        again = list(zip(better.tolist(), documents[first].tolist(), strict=True))
        if len(np.unique(better)) < len(better):
            again.sort(key=lambda pair: (-pair[0], key(pair[1])))
        else:
            again.sort(reverse=True)
        if page.stop > reranked and len(documents) > len(again):
            rest = _top(scores, len(scores))[len(again) :]
            again += zip(scores[rest].tolist(), documents[rest].tolist(), strict=True)
        return again[page]

    def _needed(self, most: int) -> int:
        """Return how many words an answer must match, ``most`` being the most that any does."""
        count = len(self._compiled.groups)
        needed = count if count <= 2 else ceil(_NEEDED_SHARE * count)
        return max(1, min(needed, most))

    # -- groups ------------------------------------------------------------------------------------

    def _match(self, group: Group) -> None:
        """Add to each document that it matches a group, and the credit of the best choice."""
        best = np.zeros(self._snapshot.count, np.uint8)
        held = 0
        for choice in group:
            postings = self._postings(choice)
            held = max(held, len(postings) if choice.credit >= _NEARLY_FULL else 0)
            credit = np.uint8(round(_CREDIT * choice.credit))
            if postings.spread is not None:
                np.maximum(best, (postings.spread > 0) * credit, out=best)
            elif len(postings):
                documents = postings.documents
                best[documents] = np.maximum(best[documents], credit)
        share = self._snapshot.weight_of(held)
        self._matched += best > 0
        self._credit += best * np.float32(share / _CREDIT)
        self._whole += share

    def _scored(self, documents: _Numbers) -> _Numbers:
        """Return the scores of some documents, ascending, without closeness."""
        snapshot = self._snapshot
        scores = np.zeros(len(documents), np.float32)
        slots = np.full(snapshot.count, -1, np.int32)
        slots[documents] = np.arange(len(documents))
        norms: dict[str, _Numbers] = {}
        for choice in chain.from_iterable(self._compiled.groups):
            postings = self._postings(choice)
            if not len(postings):
                continue
            here = norms.get(choice.name)
            if here is None:
                here = norms[choice.name] = snapshot.norms(choice.name)[documents]
            factor = np.float32(choice.weight * snapshot.weight_of(len(postings)) * (K1 + 1))
            if postings.spread is not None:
                weights = postings.spread[documents].astype(np.float32)
                scores += factor * weights / (weights + here)
            else:
                where = slots[postings.documents]
                there = where >= 0
                where, weights = where[there], postings.weights[there].astype(np.float32)
                scores[where] += factor * weights / (weights + here[where])
        return scores * np.square(self._credit[documents] / np.float32(self._whole or 1.0))

    def _postings(self, choice: Choice) -> Postings:
        if choice.form:
            return phrase(self._snapshot, choice.name, choice.form, strict=choice.strict, bare=choice.bare)
        return self._snapshot.postings(choice.name, choice.term)

    # -- what else there is to an answer -----------------------------------------------------------

    def _within(self, view: RecordView | None, kinds: frozenset[str] | None) -> _Flags:
        """Return the documents that deletions, filters, required and barred words leave."""
        snapshot = self._snapshot
        within = snapshot.alive.copy()
        if kinds is not None:
            within &= np.array([kind.value in kinds for kind in KINDS])[snapshot.kinds]
        if view is not None:
            allowed = snapshot.remembered(
                ("allowed", view.stamp), lambda: view.allowed(snapshot.kinds, snapshot.ids)
            )
            if allowed is not None:
                within &= allowed
        for group in self._compiled.required:
            within &= self._holding(group)
        for group in self._compiled.barred:
            within &= ~self._holding(group)
        return within

    def _holding(self, group: Iterable[Choice]) -> _Flags:
        """Return which documents match any choice."""
        found = np.zeros(self._snapshot.count, np.bool_)
        for choice in group:
            found[self._postings(choice).documents] = True
        return found

    def _order(self, view: RecordView) -> _Numbers | None:
        """Return all documents in the order of the view, None when it has none."""
        snapshot = self._snapshot

        def ordered() -> _Numbers | None:
            keys = view.order(snapshot.kinds, snapshot.ids)
            return None if keys is None else np.lexsort((snapshot.ids, snapshot.kinds, keys))

        return snapshot.remembered(("order", view.stamp), ordered)


def _first(order: _Numbers, accepted: _Flags, count: int) -> _Numbers:
    """Return the first ``count`` accepted documents in an order."""
    found: list[_Numbers] = [order[:0]]
    left = count
    for start in range(0, len(order), _STRETCH):
        stretch = order[start : start + _STRETCH]
        found.append(stretch[accepted[stretch]])
        left -= len(found[-1])
        if left <= 0:
            break
    return np.concatenate(found)[:count]


def _top(scores: _Numbers, count: int) -> _Numbers:
    """Return where the ``count`` greatest scores are, greatest first; of equals the last come first."""
    if len(scores) > count:
        least = np.partition(scores, -count)[-count]
        good = np.flatnonzero(scores >= least)
    else:
        good = np.arange(len(scores))
    return good[np.argsort(scores[good], kind="stable")][::-1][:count]
