"""The life of the index: paying what it does not know yet, and building it anew when it cannot be used."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from db.records import IndexItem
from db.work import Work
from desktop_app.core.search.failures import IndexUnusable, Trouble
from desktop_app.progress import Reporter
from desktop_app.services.context import Context, explained
from desktop_app.services.documents import all_documents, count_documents, documents_of

if TYPE_CHECKING:
    from desktop_app.core.search.documents import IndexDocument

log = logging.getLogger(__name__)

_AT_ONCE = 20_000
"""Debts paid in one step: many, because child processes have to be started for each large one."""
_LABEL = "Chỉ mục tìm kiếm"


class IndexKeeper:
    """Keeps the index of a library in step with the database."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def catch_up(self, reporter: Reporter | None = None) -> int:
        """Pay the debt to the index; rebuild it when it cannot be used. Returns how many entries were paid.

        Safe to call at any time from any thread; a second caller waits for the first.
        """
        if self._context.read_only:
            return 0
        with self._context.index_lock:
            # Reads every file, but only those that this process has not seen yet.
            if self._context.index.state() != "ready":
                return self.rebuild(reporter)
            try:
                paid = self._pay(reporter or Reporter())
                self._tidy(reporter)
            except IndexUnusable as error:
                if error.trouble in (Trouble.LOCKED, Trouble.DISK):
                    raise
                log.warning("index unusable (%s), rebuilding", error.trouble)
                return self.rebuild(reporter)
            return paid

    def _tidy(self, reporter: Reporter | None) -> None:
        """Put right what makes searching slow; when that does not work now, nothing is lost."""
        index = self._context.index
        try:
            while index.tidy():
                (reporter or Reporter()).step(0, 0, _LABEL)
            if index.wants_rebuild():
                self.rebuild(reporter)
        except IndexUnusable as error:
            if error.trouble not in (Trouble.LOCKED, Trouble.DISK):
                raise
            log.warning("index left as it is: %s", error.trouble)

    def _pay(self, reporter: Reporter) -> int:
        paid = 0
        while True:
            with self._context.reading() as work:
                items = work.index_queue.pending(_AT_ONCE)
                if not items:
                    return paid
                keys = dict.fromkeys((item.record_kind, item.record_id) for item in items)
                reporter.step(paid, paid + len(items), _LABEL)
                self._context.index.apply(
                    documents_of(work, keys),
                    [f"{kind.value}:{record_id}" for kind, record_id in keys],
                    reporter,
                    total=len(keys),
                )
            self.paid(items[-1].id, items)
            paid += len(items)

    def paid(self, last_id: int, items: Sequence[IndexItem] = ()) -> None:
        """Forget debts. When another process paid some meanwhile, ours may be older than its: again."""
        with explained(), self._context.database.write(self._context.who, "index") as work:
            if work.index_queue.paid(last_id) < len(items):
                for item in items:
                    work.queue_index(item.record_kind, item.record_id)

    def rebuild(self, reporter: Reporter | None = None) -> int:
        """Build the index anew from the database, beside the old one, and swap."""
        last = 0

        def documents(work: Work) -> Iterator[IndexDocument]:
            # First asked for when the index is locked: no other process can write to it after this look.
            nonlocal last
            last = work.index_queue.last_id()
            yield from all_documents(work)

        with self._context.reading() as work:
            self._context.index.rebuild(documents(work), reporter, count_documents(work))
            count = self._context.index.document_count()
        if last and not self._context.read_only:
            self.paid(last)
        return count
