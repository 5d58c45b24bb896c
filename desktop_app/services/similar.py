"""Articles like one article, as answers with the telling words marked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from db.records import RecordKind
from db.work import Work
from desktop_app.core.search.failures import IndexUnusable
from desktop_app.services.context import Context
from desktop_app.services.hits import Pages, SearchHit

if TYPE_CHECKING:
    from desktop_app.core.search.lexicon import Lexicon
    from desktop_app.services.facts import Facts

SAME_TEXT = "cùng nội dung"


def similar_articles(
    context: Context,
    work: Work,
    pages: Pages,
    article_id: int,
    limit: int,
    *,
    facts: Facts | None,
    lexicon: Lexicon | None,
) -> tuple[SearchHit, ...]:
    """Return the articles most like one, best first; those with the very same text say so.

    There are none while the index is not usable, or when the article is not there. ``facts`` and ``lexicon``
    make it faster when they are at hand.
    """
    from desktop_app.core.search.similar import similar

    found = work.facts.texts([article_id])
    if not found:
        return ()
    _, title, _, text, *_ = found[0]
    view = None if facts is None else facts.columns.view(())
    # Without the facts some may turn out to be in the trash.
    most = limit if view is not None else 2 * limit
    frequency_of = None if lexicon is None else lexicon.frequency
    try:
        answer = context.index.look(
            lambda snapshot: similar(snapshot, article_id, title, text, view, most, frequency_of)
        )
    except IndexUnusable:
        return ()
    ranked = [(RecordKind.ARTICLE, hit.record_id, hit.score) for hit in answer.hits]
    same = work.facts.same_text(article_id)
    hits = pages.hits(work, ranked, answer.terms)[:limit]
    return tuple(_told(hit) if hit.record_id in same else hit for hit in hits)


def _told(hit: SearchHit) -> SearchHit:
    return replace(hit, detail=" · ".join(filter(None, [hit.detail, SAME_TEXT])))
