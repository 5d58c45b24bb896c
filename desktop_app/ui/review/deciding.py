"""Decisions on their way to the library: every change runs on the write lane and can be taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from db.records import Action, Suggestion
from desktop_app.errors import UserFixable
from desktop_app.progress import Reporter
from desktop_app.services.drafts import Draft
from desktop_app.services.review import MergeCandidate
from desktop_app.ui.background import Lane, Runner

_DECISIONS = ("accept", "reject", "merge")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was done. ``suggestion_id`` is 0 when it was not about one suggestion; ``count`` how many.

    ``also`` are suggestions of other articles that were decided with it.
    """

    what: str
    suggestion_id: int = 0
    action_id: int | None = None
    count: int = 1
    article_id: int = 0
    also: tuple[int, ...] = ()

    @property
    def concerns_others(self) -> bool:
        """Whether other articles may have less to decide now."""
        return bool(self.also) or self.what == "accept_all"


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be done, and why."""

    decision: Decision
    error: BaseException


class Deciding(QObject):
    """Runs decisions one after the other and remembers them for Ctrl+Z.

    Signals:
        decided: a ``Decision`` is stored.
        taken_back: a ``Decision`` (or redone one: ``what`` is "redo") changed back.
        failed: a ``Failure``; nothing changed.
    """

    decided = Signal(object)
    taken_back = Signal(object)
    failed = Signal(object)

    def __init__(self, services: Any, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._runner = runner
        self._heard = threading.local()
        self._own: set[int] = set()
        self._done: list[Decision] = []
        self._undone: list[Decision] = []
        self._under_way = 0
        self._undo_after = 0
        services.feed.listen(self._hear)

    # -- for the page ------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether a decision made here can be taken back."""
        return bool(self._done)

    def is_own(self, action_id: int | None) -> bool:
        """Whether an action of the feed was made here."""
        return action_id in self._own

    def accept(self, suggestion: Suggestion, edited: Draft | None = None, also: tuple[int, ...] = ()) -> None:
        """Accept a suggestion, as found or as edited, with those of other articles that say the same."""
        review = self._services.review
        self._decide(_about("accept", suggestion, also), lambda: review.accept(suggestion.id, edited, also))

    def accept_all(self, article_id: int) -> None:
        """Accept what is pending and not doubtful."""
        review = self._services.review
        self._decide(Decision("accept_all", article_id=article_id), lambda: review.accept_all(article_id))

    def reject(self, suggestion: Suggestion, also: tuple[int, ...] = ()) -> None:
        """Note that a suggestion is wrong, in every article."""
        review = self._services.review
        self._decide(_about("reject", suggestion, also), lambda: review.reject(suggestion.id, "", also))

    def merge(self, suggestion: Suggestion, found: MergeCandidate, also: tuple[int, ...] = ()) -> None:
        """Let a suggestion be evidence of a known record."""
        review = self._services.review
        self._decide(
            _about("merge", suggestion, also),
            lambda: review.merge(suggestion.id, found.kind, found.record_id, also),
        )

    def create(self, article_id: int, item: Draft, spans: Sequence[tuple[int, int, str]]) -> None:
        """Make a record of a selected passage."""
        review = self._services.review
        self._decide(
            Decision("create", article_id=article_id), lambda: review.create(article_id, item, spans)
        )

    def add_evidence(self, found: MergeCandidate, article_id: int, start: int, end: int) -> None:
        """Let a selected passage support a known record."""
        review = self._services.review
        spans = [(start, end, "")]
        self._decide(
            Decision("evidence", article_id=article_id),
            lambda: review.add_evidence(found.kind, found.record_id, article_id, spans),
        )

    def undo(self) -> bool:
        """Take back the latest decision made here; return whether there was one.

        One that is still being stored is taken back as soon as it is.
        """
        if self._under_way:
            self._undo_after += 1
            return True
        if not self._done:
            return False
        self.take_back(self._done[-1])
        return True

    def redo(self) -> bool:
        """Do again what was last taken back here; return whether there was something."""
        if not self._undone:
            return False
        decision = self._undone.pop()
        self._run(
            replace(decision, what="redo"),
            self._services.history.redo_last,
            lambda _value, _action: self._on_redone(decision),
        )
        return True

    def take_back(self, decision: Decision) -> None:
        """Take one decision back."""
        action_id = decision.action_id
        if action_id is None:
            return
        if decision in self._done:
            self._done.remove(decision)
        self._run(
            replace(decision, what="undo"),
            lambda: self._services.history.undo(action_id),
            lambda _value, _action: self._on_taken_back(decision),
        )

    def reopen(self, suggestion_id: int) -> None:
        """Take back the decision about one suggestion, whoever made it and when."""
        known = next(
            (one for one in reversed(self._done) if suggestion_id in (one.suggestion_id, *one.also)), None
        )
        if known is not None:
            self.take_back(known)
            return
        self._run(
            Decision("undo", suggestion_id),
            lambda: self._undo_decision_about(suggestion_id),
            lambda value, _action: self._on_taken_back(Decision("accept", suggestion_id, value.id)),
        )

    # -- inside ------------------------------------------------------------------------------------------

    def _hear(self, changes: Any) -> None:
        # Called on the thread that made the change; only work started here has prepared the place.
        if getattr(self._heard, "is_listening", False):
            self._heard.action_id = changes.action_id
            self._own.add(changes.action_id)

    def _listening(self, work: Callable[[], Any]) -> Callable[[Reporter], Any]:
        def run(_reporter: Reporter) -> tuple[Any, int | None]:
            self._heard.is_listening = True
            self._heard.action_id = None
            try:
                return work(), self._heard.action_id
            finally:
                self._heard.is_listening = False

        return run

    def _run(
        self, decision: Decision, work: Callable[[], Any], done: Callable[[Any, int | None], object]
    ) -> None:
        self._runner.run(
            "",
            self._listening(work),
            lane=Lane.WRITE,
            on_success=lambda result: done(*result),
            on_failure=lambda error: self._on_failed(Failure(decision, error)),
        )

    def _on_failed(self, failure: Failure) -> None:
        if failure.decision.what not in ("undo", "redo"):
            self._under_way -= 1
            self._undo_after = 0
        self.failed.emit(failure)

    def _decide(self, decision: Decision, work: Callable[[], Any]) -> None:
        self._under_way += 1
        self._run(decision, work, lambda value, action: self._on_decided(decision, value, action))

    def _on_decided(self, decision: Decision, value: Any, action_id: int | None) -> None:
        self._under_way -= 1
        done = replace(decision, action_id=action_id, count=value if isinstance(value, int) else 1)
        if action_id is not None:
            self._done.append(done)
            self._undone.clear()
        self.decided.emit(done)
        while self._undo_after and not self._under_way and self._done:
            self._undo_after -= 1
            self.take_back(self._done[-1])

    def _on_taken_back(self, decision: Decision) -> None:
        self._undone.append(decision)
        self.taken_back.emit(replace(decision, what="undo"))

    def _on_redone(self, decision: Decision) -> None:
        self._done.append(decision)
        self.taken_back.emit(replace(decision, what="redo"))

    def _undo_decision_about(self, suggestion_id: int) -> Action:
        for action in self._services.history.actions():
            about = action.name in _DECISIONS and action.detail == str(suggestion_id)
            if about and action.undone_at is None:
                return self._services.history.undo(action.id)
        raise UserFixable(
            self.tr("Gợi ý này được xử lý cùng nhiều gợi ý khác nên không mở lại riêng được từ đây."),
            self.tr("Hãy sửa mục đã duyệt ở trang của nó, hoặc hoàn tác trong Nhật ký."),
        )


def _about(what: str, suggestion: Suggestion, also: tuple[int, ...]) -> Decision:
    return Decision(what, suggestion.id, article_id=suggestion.article_id, also=also)
