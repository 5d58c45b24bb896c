"""How the index is, cheaply enough to ask after every change."""

from __future__ import annotations

from dataclasses import dataclass

from db.work import Work
from desktop_app.core.search.failures import IndexUnusable
from desktop_app.services.context import Context


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """The state of the index ("ready", "missing" …), what it holds, and how many changes it lacks."""

    state: str
    documents: int
    waiting: int


def index_health(context: Context, work: Work) -> IndexHealth:
    """Look at the index without reading its files."""
    waiting = work.index_queue.count()
    state = context.index.state(quick=True)
    documents = 0
    if state == "ready":
        try:
            documents = context.index.document_count()
        except IndexUnusable:
            state = context.index.state(quick=True)
    return IndexHealth(state, documents, waiting)
