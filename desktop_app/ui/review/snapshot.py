"""What the desk reads at one moment."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db.records import Article
from desktop_app.errors import UserFixable
from desktop_app.services.review import Desk, ReviewService


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was read at one moment; ``queue`` None when only the desk was asked for."""

    queue: list[Article] | None
    desk: Desk | None


def read_snapshot(review: ReviewService, article_id: int, *, with_queue: bool) -> Snapshot:
    """Read the desk of an article, or of the first that waits when it is 0 or no longer there."""
    queue = review.queue() if with_queue else None
    first = queue[0].id if queue else 0
    return Snapshot(queue, desk_or_none(review, article_id or first) or desk_or_none(review, first))


def desk_or_none(review: ReviewService, article_id: int) -> Desk | None:
    """Return the desk of an article; None when the article is no longer there."""
    if not article_id:
        return None
    try:
        desk = review.desk(article_id)
    except UserFixable:
        return None
    return desk if desk.article.deleted_at is None else None


def light(desk: Desk) -> Article:
    """Return the article as the queue lists it, with what still waits on the desk."""
    return replace(desk.article, text="", passages=(), pending=len(desk.pending))
