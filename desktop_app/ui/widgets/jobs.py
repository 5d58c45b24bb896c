"""What runs in the background, in one place: a button at the top right and the panel under it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.background import Job
from desktop_app.ui.icons import set_icon
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import ElidedLabel, PlainLabel


class JobRow(QWidget):
    """Name, bar, how far, how long still, and cancel."""

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job = job
        self._what = ElidedLabel(role="caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(job.name)
        self.cancel = QPushButton(self.tr("Dừng"))
        self.cancel.setAccessibleName(self.tr("Dừng: {0}").format(job.name))
        self.cancel.clicked.connect(self._on_cancel)
        words = QVBoxLayout()
        words.setSpacing(Space.TIGHT)
        words.addWidget(ElidedLabel(job.name, role="strong"))
        words.addWidget(self._bar)
        words.addWidget(self._what)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.MEDIUM)
        layout.addLayout(words, 1)
        layout.addWidget(self.cancel)
        job.progress.connect(self.show_state)
        self.show_state()

    @property
    def words(self) -> str:
        """The line under the bar."""
        return self._what.text()

    def show_state(self) -> None:
        """Show how far the job is now."""
        last = self.job.last
        self._bar.setRange(0, max(0, last.total))
        self._bar.setValue(last.done)
        parts = [f"{last.done:,}/{last.total:,}".replace(",", ".")] if last.total else []
        left = self.job.seconds_left()
        if self.job.is_cancelling:
            parts = [self.tr("Đang dừng…")]
        elif left is not None:
            parts.append(self._left_words(left))
        if last.label:
            parts.append(last.label)
        self._what.setText(" · ".join(parts) or self.tr("Đang chờ đến lượt…"))

    def _left_words(self, seconds: float) -> str:
        if seconds < 60:
            return self.tr("còn khoảng {0} giây").format(max(1, round(seconds)))
        return self.tr("còn khoảng {0} phút").format(round(seconds / 60))

    def _on_cancel(self) -> None:
        self.job.cancel()
        self.cancel.setEnabled(False)
        self.show_state()


class JobsPanel(QFrame):
    """The list that drops from the button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("frameRole", "popup")
        self.setFixedWidth(400)
        self.rows: list[JobRow] = []
        self._nothing = PlainLabel(self.tr("Không có việc nào đang chạy."), role="muted")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        self._layout.setSpacing(Space.MEDIUM)
        self._layout.addWidget(PlainLabel(self.tr("Việc đang chạy"), role="section"))
        self._layout.addWidget(self._nothing)

    def add(self, job: Job) -> None:
        """Show ``job``."""
        row = JobRow(job)
        self.rows.append(row)
        self._layout.addWidget(row)
        self._settle()

    def remove(self, job: Job) -> None:
        """Take ``job`` off the list."""
        for row in [row for row in self.rows if row.job is job]:
            self.rows.remove(row)
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._settle()

    def _settle(self) -> None:
        self._nothing.setVisible(not self.rows)
        self.adjustSize()


class JobsButton(QToolButton):
    """Says how many jobs run; opens the panel. Hidden when nothing runs.

    Signals:
        count_changed: how many jobs are shown now.
    """

    count_changed = Signal(int)
    PATIENCE_MS = 400

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel = JobsPanel(self)
        self._waiting: dict[Job, QTimer] = {}
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(Space.ICON, Space.ICON))
        set_icon(self, "refresh-cw", "accent")
        self.clicked.connect(self.open_panel)
        self._count()

    def add(self, job: Job) -> None:
        """Show ``job`` once it has lasted long enough to be worth it; one without a name never shows."""
        if not job.name:
            return
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(self.PATIENCE_MS)
        timer.timeout.connect(lambda: self._show(job))
        self._waiting[job] = timer
        timer.start()

    def remove(self, job: Job) -> None:
        """``job`` has ended."""
        timer = self._waiting.pop(job, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
        self.panel.remove(job)
        self._count()

    def open_panel(self) -> None:
        """Drop the panel under the button."""
        self.panel.adjustSize()
        corner = self.mapToGlobal(QPoint(self.width() - self.panel.width(), self.height() + Space.TIGHT))
        self.panel.move(corner)
        self.panel.show()

    def _show(self, job: Job) -> None:
        timer = self._waiting.pop(job, None)
        if timer is not None:
            timer.deleteLater()
        if not job.is_finished:
            self.panel.add(job)
            self._count()

    def _count(self) -> None:
        count = len(self.panel.rows)
        self.setText(self.tr("{0} việc").format(count))
        self.setAccessibleName(self.tr("{0} việc đang chạy").format(count))
        self.setVisible(count > 0)
        self.count_changed.emit(count)
