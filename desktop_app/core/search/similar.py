"""Articles like one article: those that hold most of its most telling words.

A word tells the more, the oftener the article uses it and the fewer others do. How many of the words an
article holds does not matter beyond their weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import log

import numpy as np

from db.records import RecordKind
from desktop_app.core.search.analyser import words
from desktop_app.core.search.documents import KINDS, IndexAnswer, IndexHit, Matches, RecordView
from desktop_app.core.search.postings import Snapshot
from desktop_app.core.search.schema import BODY_EXACT

_TELLING = 24
_SHOWN = 10
"""So many of the words are marked in the passages."""
_TITLE = 3
"""A word of the title counts as often as this in the text."""
_TOO_COMMON = 0.2
_SMALL = 200
"""In fewer records than these no word is too common."""
_LONGEST = 4_000
_LEAST = 0.15
"""Answers with less of the weight of all telling words are not like the article."""


def telling(
    snapshot: Snapshot, title: str, text: str, frequency_of: Callable[[str], int]
) -> list[tuple[str, str, float]]:
    """Return the words of an article that tell most: with marks, without, and their weight.

    Words that no other record holds lead nowhere and are left out.
    """
    counts: Counter[str] = Counter()
    folded: dict[str, str] = {}
    for found, times in ((words(title), _TITLE), (words(text)[:_LONGEST], 1)):
        for word in found:
            if len(word.exact) > 1 and not word.exact[0].isdecimal():
                counts[word.exact] += times
                folded[word.exact] = word.folded
    weighed: list[tuple[str, str, float]] = []
    most = snapshot.documents * _TOO_COMMON if snapshot.documents > _SMALL else snapshot.documents
    for exact, count in counts.items():
        frequency = frequency_of(exact)
        if 1 < frequency <= most:
            weighed.append((exact, folded[exact], (1 + log(count)) * snapshot.weight_of(frequency)))
    return sorted(weighed, key=lambda entry: -entry[2])[:_TELLING]


def similar(
    snapshot: Snapshot,
    article_id: int,
    title: str,
    text: str,
    view: RecordView | None,
    limit: int,
    frequency_of: Callable[[str], int] | None = None,
) -> IndexAnswer:
    """Return the articles most like one.

    Args:
        snapshot: the index.
        article_id: the article itself, which is no answer.
        title: its title.
        text: its text.
        view: which records may be answers.
        limit: how many to return.
        frequency_of: about how many records hold a word, when that is known already: asking the index for
            every word of an article takes longer than all the rest.
    """
    terms = telling(
        snapshot, title, text, frequency_of or (lambda word: snapshot.frequency(BODY_EXACT, word))
    )
    scores = np.zeros(snapshot.count, np.float32)
    norms = snapshot.norms(BODY_EXACT)
    for exact, _, weight in terms:
        postings = snapshot.postings(BODY_EXACT, exact)
        weights = postings.weights.astype(np.float32)
        scores[postings.documents] += weight * weights / (weights + norms[postings.documents])
    least = _LEAST * sum(weight for _, _, weight in terms)
    passing = snapshot.alive & (snapshot.kinds == KINDS.index(RecordKind.ARTICLE)) & (scores > least)
    passing &= snapshot.ids != article_id
    allowed = None if view is None else view.allowed(snapshot.kinds, snapshot.ids)
    found = np.flatnonzero(passing if allowed is None else passing & allowed)
    best = found[np.lexsort((snapshot.ids[found], -scores[found]))][:limit]
    return IndexAnswer(
        tuple(IndexHit(RecordKind.ARTICLE, int(snapshot.ids[at]), float(scores[at])) for at in best),
        len(found),
        tuple(dict.fromkeys(plain for _, plain, _ in terms[:_SHOWN])),
        matches=Matches(snapshot.kinds[found], snapshot.ids[found]),
    )
