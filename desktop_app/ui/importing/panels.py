"""Where an import begins, and what one sees while it works."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.progress import Progress
from desktop_app.ui.icons import pixmap
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.action_button import ActionButton
from desktop_app.ui.widgets.labels import ElidedLabel, PlainLabel


class DropZone(QWidget):
    """Says what can be taken in and how; the first action is the main one."""

    def __init__(self, actions: tuple[QAction, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = PlainLabel(self.tr("Kéo tệp hoặc thư mục vào đây"), role="section")
        words = PlainLabel(
            self.tr(
                "Nhận tệp văn bản, trang web đã lưu, Word (.docx), PDF có chữ.\n"
                "Cũng có thể chép bài trong trình duyệt rồi nhấn Ctrl+V.\n"
                "Chương trình đọc và so với kho trước; chưa lưu gì cho đến khi bạn đồng ý."
            ),
            role="muted",
        )
        secrecy = PlainLabel(
            self.tr("Không nhập tài liệu mang dấu chỉ độ mật."),
            role="caption",
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.SMALL)
        buttons.addStretch(1)
        for place, action in enumerate(actions):
            buttons.addWidget(ActionButton(action, "" if place else "primary"))
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.HUGE, Space.HUGE, Space.HUGE, Space.HUGE)
        layout.setSpacing(Space.MEDIUM)
        layout.addStretch(2)
        layout.addWidget(self._sign)
        for label in (title, words, secrecy):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(title)
        layout.addWidget(words)
        layout.addSpacing(Space.SMALL)
        layout.addLayout(buttons)
        layout.addWidget(secrecy)
        layout.addStretch(3)
        theme().changed.connect(self._draw_sign)
        self._draw_sign()

    def _draw_sign(self) -> None:
        self._sign.setPixmap(pixmap("download", 48, "accent", self.devicePixelRatioF()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("border_strong"), 1, Qt.PenStyle.DashLine))
        gap = Space.WIDE
        painter.drawRoundedRect(self.rect().adjusted(gap, gap, -gap, -gap), Space.RADIUS, Space.RADIUS)


class BusyPanel(QWidget):
    """What is being done, how far it is, and a button to stop.

    Signals:
        stop_requested: the person wants it to stop.
    """

    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = PlainLabel(role="section")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._words = ElidedLabel(role="muted")
        self.stop = QPushButton(self.tr("Dừng"))
        self.stop.clicked.connect(self._on_stop)
        inner = QWidget()
        inner.setFixedWidth(480)
        column = QVBoxLayout(inner)
        column.setSpacing(Space.MEDIUM)
        for widget in (self.title, self._bar, self._words):
            column.addWidget(widget)
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def begin(self, title: str) -> None:
        """Show that something begins."""
        self.title.setText(title)
        self._bar.setAccessibleName(title)
        self._bar.setRange(0, 0)
        self._words.setText("")
        self.stop.setEnabled(True)
        self.stop.setFocus()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        self._bar.setRange(0, max(0, progress.total))
        self._bar.setValue(progress.done)
        if self.stop.isEnabled():
            self._words.setText(
                self.tr("{0}/{1} · {2}").format(progress.done + 1, progress.total, progress.label)
            )

    def words(self) -> str:
        """The line under the bar."""
        return self._words.text()

    def _on_stop(self) -> None:
        self.stop.setEnabled(False)
        self._words.setText(self.tr("Đang dừng… những gì đã làm xong được giữ nguyên."))
        self.stop_requested.emit()


class FilterTabs(QWidget):
    """Buttons of which one is pressed: which files of the plan are shown.

    Signals:
        chosen: the value of the button.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[tuple[object, str, QPushButton]] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(Space.TIGHT)
        self._layout.addStretch(1)

    def add(self, value: object, words: str) -> QPushButton:
        """Add a button."""
        button = QPushButton(words)
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.setChecked(not self._buttons)
        button.setIconSize(QSize(Space.ICON, Space.ICON))
        button.clicked.connect(lambda: self.chosen.emit(value))
        self._buttons.append((value, words, button))
        self._layout.insertWidget(len(self._buttons) - 1, button)
        return button

    def button(self, value: object) -> QPushButton:
        """The button of ``value``."""
        return next(button for known, _, button in self._buttons if known == value)

    def choose(self, value: object) -> None:
        """Press the button of ``value``."""
        self.button(value).setChecked(True)
        self.chosen.emit(value)

    def show_counts(self, counts: dict[object, int]) -> None:
        """Say how many there are of each; a kind of which there is none cannot be chosen."""
        for value, words, button in self._buttons:
            button.setText(f"{words} {counts[value]}")
            button.setEnabled(counts[value] > 0 or button.isChecked())
