"""From a read query to the answer: rank, try raw keystrokes for unknown words, suggest a better spelling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from db.records import RecordKind
from desktop_app.core.search.aliases import AliasTable
from desktop_app.core.search.compiling import compile_query, unknown_terms
from desktop_app.core.search.did_you_mean import suggest
from desktop_app.core.search.documents import IndexAnswer, IndexHit
from desktop_app.core.search.postings import Snapshot
from desktop_app.core.search.query import Query, parse
from desktop_app.core.search.ranking import Ranker
from desktop_app.core.search.telex import compose

_KINDS = {kind.value: kind for kind in RecordKind}


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: the text as typed and read, the filters, and which part of the hits to return.

    ``vocabulary`` is read only when a word is unknown.
    """

    text: str
    query: Query
    kinds: frozenset[str] | None
    allowed: set[str] | None
    page: slice
    typing: bool
    aliases: AliasTable
    vocabulary: Iterable[str]


def answer(request: Request, snapshot: Snapshot) -> IndexAnswer:
    """Answer a request from a snapshot.

    Raises:
        Exception: anything that broken files make Whoosh raise.
    """
    query = request.query
    found = _run(request, query, snapshot)
    suggestion = ""
    if unknown_terms(query, snapshot):
        composed = compose(request.text, snapshot.known, snapshot.known_exact)
        if composed != request.text:
            query = parse(composed, typing=request.typing, strict=query.strict)
            found = _run(request, query, snapshot)
        suggestion = suggest(composed, query, snapshot, request.vocabulary)
    return replace(found, suggestion=suggestion)


def _run(request: Request, query: Query, snapshot: Snapshot) -> IndexAnswer:
    compiled = compile_query(query, snapshot, request.aliases)
    ranker = Ranker(snapshot, compiled)
    ranked, total = ranker.rank(request.allowed, request.kinds, request.page)
    hits = tuple(_hit(ranker.key(place), score) for score, place in ranked)
    return IndexAnswer(hits, total, compiled.shown)


def _hit(key: str, score: float) -> IndexHit:
    kind, _, number = key.partition(":")
    return IndexHit(_KINDS[kind], int(number), score)
