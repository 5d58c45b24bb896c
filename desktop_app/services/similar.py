"""Articles like one article, as answers with the telling words marked."""

from __future__ import annotations

from dataclasses import replace

from db.records import RecordKind
from db.work import Work
from desktop_app.core.search.failures import IndexUnusable
from desktop_app.services.context import Context
from desktop_app.services.hits import Pages, SearchHit

SAME_TEXT = "cùng nội dung"


def similar_articles(
    context: Context, work: Work, pages: Pages, article_id: int, limit: int
) -> tuple[SearchHit, ...]:
    """Return the articles most like one, best first; those with the very same text say so.

    There are none while the index is not usable, or when the article is not there.
    """
    from desktop_app.core.search.similar import similar

    found = work.facts.texts([article_id])
    if not found:
        return ()
    _, title, _, text, *_ = found[0]
    try:
        answer = context.index.look(
            lambda snapshot: similar(snapshot, article_id, title, text, None, 2 * limit)
        )
    except IndexUnusable:
        return ()
    ranked = [(RecordKind.ARTICLE, hit.record_id, hit.score) for hit in answer.hits]
    same = work.facts.same_text(article_id)
    hits = pages.hits(work, ranked, answer.terms)[:limit]
    return tuple(_told(hit) if hit.record_id in same else hit for hit in hits)


def _told(hit: SearchHit) -> SearchHit:
    return replace(hit, detail=" · ".join(filter(None, [hit.detail, SAME_TEXT])))
