"""The office's decisions as teachers: what was learned, whether it is used, and a way to forget it.

Everything stays on this computer, in a file beside the library that may be thrown away.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from db.records import Commitment, Direction, RecordKind, Suggestion, SuggestionKind, SuggestionState, Visit
from db.work import Work
from desktop_app.core.extraction.learning import (
    KINDS,
    Decision,
    Figures,
    Item,
    Learned,
    from_json,
    learn,
    to_json,
)
from desktop_app.errors import WorldError
from desktop_app.progress import Reporter
from desktop_app.services.context import Context
from desktop_app.services.records import repository

_SETTING = "learning"
_KINDS = tuple(SuggestionKind(kind) for kind in KINDS)
# Learning again pays off only after some more decisions, and the oldest ones say the least.
_FRESH = 10
_MOST = 3000
_LARGEST_FILE = 50_000_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LearningState:
    """What the settings page tells.

    Attributes:
        on: whether the office wants it.
        decisions: how many decisions the models rest on.
        figures: right answers of the models and of the rules, from cross-validation.
        in_force: whether any model beats the rules and is used.
        waiting: decisions there are; models need some before they exist.
    """

    on: bool
    decisions: int
    figures: Figures
    in_force: bool
    waiting: int


@dataclass(frozen=True, slots=True)
class _Wish:
    """``forgotten``: decisions up to this moment are not learned from."""

    on: bool = True
    forgotten: dt.datetime | None = None


def _wish(work: Work) -> _Wish:
    found = work.settings.get(_SETTING, {})
    if not isinstance(found, dict):
        return _Wish()
    values = cast("dict[str, Any]", found)
    try:
        moment = dt.datetime.fromisoformat(str(values.get("forgotten", "")))
    except ValueError:
        moment = None
    return _Wish(values.get("on") is not False, moment if moment and moment.tzinfo else None)


class LearnedModels:
    """The models in force, read again when their file changes."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._stamp: tuple[int, int] | None = None
        self._learned = Learned()

    def judge(self, suggestions: list[Suggestion], text: str) -> list[Suggestion]:
        """Return the suggestions of an article as learned; those that sank stand last of their kind."""
        learned = self.read()
        if not learned.in_force or not self._wanted():
            return suggestions
        judged = [_judged(learned, suggestion, text) for suggestion in suggestions]
        sunk = {id(new) for old, new in zip(suggestions, judged, strict=True) if new.score < old.score}
        kinds = list(dict.fromkeys(item.kind for item in judged))
        return sorted(judged, key=lambda item: (kinds.index(item.kind), id(item) in sunk))

    def _wanted(self) -> bool:
        with self._context.reading() as work:
            return _wish(work).on

    def read(self) -> Learned:
        """What was learned, whether it is in force or not."""
        path = self._context.paths.learned
        try:
            about = path.stat()
        except OSError:
            return Learned()
        stamp = about.st_mtime_ns, about.st_size
        if stamp != self._stamp:
            self._learned, self._stamp = _from_file(path), stamp
        return self._learned


def _from_file(path: Path) -> Learned:
    """Return what a file holds; a missing or strange one teaches nothing."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            return Learned()
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError):
        return Learned()


def _judged(learned: Learned, suggestion: Suggestion, text: str) -> Suggestion:
    item = _item(suggestion, text)
    judged = learned.judged(item)
    if judged is item:
        return suggestion
    return replace(suggestion, payload=judged.payload, score=judged.score, doubts=judged.doubts)


def _item(suggestion: Suggestion, text: str) -> Item:
    return Item(
        suggestion.kind.value,
        suggestion.payload,
        tuple((span.start, span.end) for span in suggestion.spans),
        suggestion.rule,
        suggestion.score,
        text,
        suggestion.doubts,
    )


class LearningService:
    """Learning from decisions, its state, and forgetting."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._models = LearnedModels(context)

    def state(self) -> LearningState:
        """What was learned so far."""
        learned = self._models.read()
        with self._context.reading() as work:
            wish = _wish(work)
            waiting = _count(work, wish)
        return LearningState(wish.on, learned.decisions, learned.figures, learned.in_force, waiting)

    def set_on(self, *, on: bool) -> None:
        """Use what was learned, or only the rules; what was learned is kept."""
        with self._context.writing("learning") as work:
            forgotten = _wish(work).forgotten
            kept = forgotten.isoformat() if forgotten else ""
            work.settings.set(_SETTING, {"on": on, "forgotten": kept})

    def forget(self) -> None:
        """Throw away what was learned; decisions made so far are not learned from again.

        Raises:
            WorldError: the file cannot be removed.
        """
        with self._context.writing("learning") as work:
            now = dt.datetime.now(dt.UTC).isoformat()
            work.settings.set(_SETTING, {"on": _wish(work).on, "forgotten": now})
        try:
            self._context.paths.learned.unlink(missing_ok=True)
        except OSError as error:
            raise WorldError(
                "Chưa xóa được tệp ghi những gì đã học. Dữ liệu trong kho vẫn nguyên vẹn.",
                "Hãy kiểm tra quyền ghi của thư mục kho rồi thử lại.",
                str(error),
            ) from error

    def catch_up(self, reporter: Reporter | None = None) -> bool:
        """Learn again when there are enough new decisions; return whether it did.

        It takes seconds: never call it on the thread of the window.

        Raises:
            Cancelled: the person asked to stop.
        """
        if self._context.held_by is not None:
            return False
        with self._context.reading() as work:
            wish = _wish(work)
            count = _count(work, wish)
            if not wish.on or abs(count - self._models.read().decisions) < _FRESH:
                return False
            decisions = _decisions(work, _decided(work, wish))
        reporter = reporter or Reporter()
        learned = learn(decisions, lambda done, total: reporter.step(done, total))
        return self._keep(replace(learned, decisions=count))

    def _keep(self, learned: Learned) -> bool:
        path = self._context.paths.learned
        fresh = path.with_suffix(".tmp")
        try:
            fresh.write_text(json.dumps(to_json(learned)), encoding="utf-8")
            fresh.replace(path)
        except OSError as error:
            # A cache: the rules go on without it.
            log.warning("what was learned is not kept: %s", type(error).__name__)
            return False
        return True


def _decided(work: Work, wish: _Wish) -> list[Suggestion]:
    """The decisions to learn from, the newest ones."""
    return work.suggestions.decided(_KINDS, wish.forgotten)[-_MOST:]


def _count(work: Work, wish: _Wish) -> int:
    return work.suggestions.count_decided(_KINDS, wish.forgotten)


def _decisions(work: Work, decided: Sequence[Suggestion]) -> list[Decision]:
    texts: dict[int, str] = {}
    decisions: list[Decision] = []
    for item in decided:
        if item.article_id not in texts:
            texts[item.article_id] = work.articles.get(item.article_id).text
        decisions.append(
            Decision(
                _item(item, texts[item.article_id]),
                item.article_id,
                accepted=item.state is SuggestionState.ACCEPTED,
                final=_final(work, item),
            )
        )
    return decisions


def _final(work: Work, item: Suggestion) -> str:
    """The direction or grade of the record that an accepted suggestion became, ``""`` when it has none."""
    if item.record_id is None or item.record_kind is None or item.decision.get("merged"):
        return ""
    if item.record_kind not in (RecordKind.VISIT, RecordKind.COMMITMENT):
        return ""
    record = repository(work, item.record_kind).get(item.record_id)
    match record:
        case Visit():
            return {Direction.IN: "in", Direction.OUT: "out"}.get(record.direction, "none")
        case Commitment():
            return record.grade.value
        case _:
            return ""
