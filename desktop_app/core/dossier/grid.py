"""A table that cuts a row only when the row cannot fit on any page."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable, Table

from desktop_app.core.dossier.styles import FRAME_HEIGHT

# Rows up to this height are moved to the next page as a whole.
_TALLEST_WHOLE_ROW = 0.6 * FRAME_HEIGHT
_LEAST_PIECE = 80.0


class Grid(Table):
    """ReportLab's table cuts its next row as soon as the rest of a page is too small for it.

    That leaves a repeated head with two lines of a row at the foot of nearly every page.
    """

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - ReportLab's names
        """Pieces for this page and the next; none when the table should start on the next page."""
        this: Any = self
        this._calc(availWidth, availHeight)  # noqa: SLF001 - ReportLab has no public name for it
        return [] if availHeight < self.least_height() else list(super().split(availWidth, availHeight))

    def least_height(self) -> float:
        """Room that the heads and the first row (or a fair piece of it) need; known after ``wrap``."""
        this: Any = self
        rows: list[float] = this._rowHeights  # noqa: SLF001 - see above
        heads: int = this.repeatRows or 0
        first = sum(rows[: heads + 1])
        return first if first <= _TALLEST_WHOLE_ROW else sum(rows[:heads]) + _LEAST_PIECE
