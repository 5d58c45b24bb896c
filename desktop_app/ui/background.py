"""Long work beside the window: the only module of the window that knows threads.

Two lanes: the write lane has one thread, so changes never meet; the read lane has two. The work is a plain
callable that takes a ``Reporter``. A ``Job`` and all its signals live on the GUI thread: results come over
one queued signal, so a slot may be anything.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from desktop_app.progress import Cancelled, Progress, Reporter

Work = Callable[[Reporter], Any]


class Lane(StrEnum):
    """Where work runs: changes one after the other, questions two at a time."""

    READ = "read"
    WRITE = "write"


class Job(QObject):
    """One piece of work under way. Created by a runner on the GUI thread.

    Signals:
        progress: a ``Progress``.
        succeeded: what the work returned.
        failed: the exception itself.
        cancelled: the person stopped it.
        finished: after any of the three ends.
    """

    progress = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    def __init__(self, name: str, reporter: Reporter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.last = Progress(0, 0)
        self.started = time.monotonic()
        self.is_finished = False
        self._reporter = reporter

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._reporter.cancel()

    @property
    def is_cancelling(self) -> bool:
        """Whether a cancel was asked for and has not taken effect yet."""
        return self._reporter.cancelled and not self.is_finished

    def seconds_left(self) -> float | None:
        """Return how long the rest will take at the pace so far, or None when that cannot be told."""
        spent = time.monotonic() - self.started
        if self.last.total <= 0 or self.last.done <= 0 or spent < 2:
            return None
        return spent * max(0, self.last.total - self.last.done) / self.last.done

    def note_progress(self, progress: Progress) -> None:
        """Remember and announce how far the work is."""
        self.last = progress
        self.progress.emit(progress)

    def end(self, outcome: Outcome) -> None:
        """Announce the end, once."""
        if self.is_finished:
            return
        self.is_finished = True
        if outcome.cancelled:
            self.cancelled.emit()
        elif outcome.error is not None:
            self.failed.emit(outcome.error)
        else:
            self.succeeded.emit(outcome.value)
        self.finished.emit()


class Outcome:
    """How a piece of work ended."""

    __slots__ = ("cancelled", "error", "value")

    def __init__(
        self, value: object = None, error: BaseException | None = None, *, cancelled: bool = False
    ) -> None:
        self.value = value
        self.error = error
        self.cancelled = cancelled


class _Latest:
    """The newest progress not shown yet: one message at a time, so fast work cannot flood the window."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value = Progress(0, 0)
        self._is_unread = False

    def put(self, progress: Progress) -> bool:
        """Keep ``progress``; return whether somebody must be told."""
        with self._lock:
            self._value = progress
            was_unread, self._is_unread = self._is_unread, True
            return not was_unread

    def take(self) -> Progress:
        with self._lock:
            self._is_unread = False
            return self._value


class Runner(Protocol):
    """What pages need of a runner; ``JobRunner`` in the program, ``ImmediateRunner`` in tests."""

    def run(
        self,
        name: str,
        work: Work,
        *,
        lane: Lane = Lane.READ,
        on_success: Callable[[Any], object] | None = None,
        on_failure: Callable[[Any], object] | None = None,
        on_progress: Callable[[Any], object] | None = None,
        on_cancelled: Callable[[], object] | None = None,
    ) -> Job:
        """Start ``work``; the callables are slots, best methods of a page. No ``name``: not listed."""
        ...


class _RunnerBase(QObject):
    """Signals: job_started, job_finished with the Job; job_failed with the exception nobody else answers."""

    job_started = Signal(object)
    job_finished = Signal(object)
    job_failed = Signal(object)

    def _prepare(
        self,
        name: str,
        reporter: Reporter,
        on_success: Callable[[Any], object] | None,
        on_failure: Callable[[Any], object] | None,
        on_progress: Callable[[Any], object] | None,
        on_cancelled: Callable[[], object] | None,
    ) -> Job:
        job = Job(name, reporter, self)
        if on_success is not None:
            job.succeeded.connect(on_success)
        job.failed.connect(on_failure if on_failure is not None else self.job_failed)
        if on_progress is not None:
            job.progress.connect(on_progress)
        if on_cancelled is not None:
            job.cancelled.connect(on_cancelled)
        return job


class JobRunner(_RunnerBase):
    """Runs work on the two lanes until ``shut_down``."""

    _posted = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {
            Lane.WRITE: ThreadPoolExecutor(1, "write"),
            Lane.READ: ThreadPoolExecutor(2, "read"),
        }
        self._jobs: dict[Job, Reporter] = {}
        self._is_open = True
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """What is waiting or running, oldest first."""
        return tuple(self._jobs)

    def run(
        self,
        name: str,
        work: Work,
        *,
        lane: Lane = Lane.READ,
        on_success: Callable[[Any], object] | None = None,
        on_failure: Callable[[Any], object] | None = None,
        on_progress: Callable[[Any], object] | None = None,
        on_cancelled: Callable[[], object] | None = None,
    ) -> Job:
        """Queue ``work`` on ``lane``; see ``Runner.run``.

        Raises:
            RuntimeError: the runner was shut down.
        """
        if not self._is_open:
            raise RuntimeError("the runner is shut down")
        latest = _Latest()

        def pass_on(progress: Progress) -> None:
            if latest.put(progress):
                self._posted.emit(job, latest)

        reporter = Reporter(pass_on)
        job = self._prepare(name, reporter, on_success, on_failure, on_progress, on_cancelled)
        self._jobs[job] = reporter
        self.job_started.emit(job)
        future = self._lanes[lane].submit(_attempt, work, reporter)
        future.add_done_callback(lambda done: self._posted.emit(job, _outcome(done)))
        return job

    def shut_down(self) -> None:
        """Cancel everything and wait for the running work to stop; nothing is announced any more."""
        if not self._is_open:
            return
        self._is_open = False
        for reporter in self._jobs.values():
            reporter.cancel()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
        self._jobs.clear()

    def _on_posted(self, job: Job, message: _Latest | Outcome) -> None:
        if job not in self._jobs:
            return
        if isinstance(message, _Latest):
            job.note_progress(message.take())
            return
        del self._jobs[job]
        job.setParent(None)
        job.end(message)
        self.job_finished.emit(job)


class ImmediateRunner(_RunnerBase):
    """Runs work at once on the calling thread: the runner for tests of pages."""

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Nothing is ever under way."""
        return ()

    def run(
        self,
        name: str,
        work: Work,
        *,
        lane: Lane = Lane.READ,
        on_success: Callable[[Any], object] | None = None,
        on_failure: Callable[[Any], object] | None = None,
        on_progress: Callable[[Any], object] | None = None,
        on_cancelled: Callable[[], object] | None = None,
    ) -> Job:
        """Do ``work`` now; see ``Runner.run``."""
        jobs: list[Job] = []
        reporter = Reporter(lambda progress: jobs[0].note_progress(progress))
        job = self._prepare(name, reporter, on_success, on_failure, on_progress, on_cancelled)
        jobs.append(job)
        job.setParent(None)
        self.job_started.emit(job)
        job.end(_attempt(work, reporter))
        self.job_finished.emit(job)
        return job

    def shut_down(self) -> None:
        """Nothing to stop."""


def _attempt(work: Work, reporter: Reporter) -> Outcome:
    try:
        if reporter.cancelled:
            return Outcome(cancelled=True)
        return Outcome(work(reporter))
    except Cancelled:
        return Outcome(cancelled=True)
    except Exception as error:
        return Outcome(error=error)


def _outcome(done: Future[Outcome]) -> Outcome:
    if done.cancelled():
        return Outcome(cancelled=True)
    error = done.exception()
    return done.result() if error is None else Outcome(error=error)
