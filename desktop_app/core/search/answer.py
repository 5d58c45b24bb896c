"""From a read query to the answer: rank, try raw keystrokes for unknown words, suggest a better spelling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from desktop_app.core.search.aliases import AliasTable
from desktop_app.core.search.asking import without_asking
from desktop_app.core.search.compiling import compile_query, unknown_terms
from desktop_app.core.search.did_you_mean import suggest
from desktop_app.core.search.documents import KINDS, IndexAnswer, IndexHit, Matches, RecordView
from desktop_app.core.search.postings import Snapshot
from desktop_app.core.search.query import Query, parse
from desktop_app.core.search.ranking import Ranker
from desktop_app.core.search.telex import compose


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: the text as typed and read, the filters, and which part of the hits to return.

    ``vocabulary`` is read only when a word is unknown.
    """

    text: str
    query: Query
    kinds: frozenset[str] | None
    view: RecordView | None
    page: slice
    typing: bool
    aliases: AliasTable
    vocabulary: Iterable[str]


def answer(request: Request, snapshot: Snapshot) -> IndexAnswer:
    """Answer a request from a snapshot.

    Raises:
        Exception: anything that broken files make Whoosh raise.
    """
    query = without_asking(request.query)
    found = _run(request, query, snapshot)
    suggestion = ""
    if unknown_terms(query, snapshot):
        composed = compose(request.text, snapshot.known, snapshot.known_exact)
        if composed != request.text:
            query = without_asking(parse(composed, typing=request.typing, strict=query.strict))
            found = _run(request, query, snapshot)
        suggestion = suggest(composed, query, snapshot, request.vocabulary)
    return replace(found, suggestion=suggestion)


def _run(request: Request, query: Query, snapshot: Snapshot) -> IndexAnswer:
    compiled = compile_query(query, snapshot, request.aliases)
    ranking = Ranker(snapshot, compiled).rank(request.view, request.kinds, request.page)
    kinds, ids = snapshot.kinds, snapshot.ids
    hits = tuple(
        IndexHit(KINDS[int(kinds[document])], int(ids[document]), score) for score, document in ranking.page
    )
    matches = Matches(kinds[ranking.documents], ids[ranking.documents])
    return IndexAnswer(hits, len(matches), compiled.shown, matches=matches)
