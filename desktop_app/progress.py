"""How long work speaks to whoever started it, without Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` steps (0 when unknown) and what is being worked on."""

    done: int
    total: int
    label: str = ""


class Cancelled(Exception):  # noqa: N818 - it is a fact, not an error
    """The person pressed cancel; what was done stays done and whole."""


class Reporter:
    """Passes progress on and carries the wish to cancel. Safe to use from any thread."""

    def __init__(self, on_progress: Callable[[Progress], None] | None = None) -> None:
        self._on_progress = on_progress
        self._cancel = threading.Event()

    def step(self, done: int, total: int, label: str = "") -> None:
        """Report progress; the place where a cancel takes effect.

        Raises:
            Cancelled: the person asked to stop.
        """
        if self._cancel.is_set():
            raise Cancelled
        if self._on_progress is not None:
            self._on_progress(Progress(done, total, label))

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancel.set()

    @property
    def cancelled(self) -> bool:
        """Whether a cancel was asked for."""
        return self._cancel.is_set()
