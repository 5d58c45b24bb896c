"""The two narrow bars of the frame: the header above the pages and the status line below them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.jobs import JobsButton
from desktop_app.ui.widgets.labels import CountDot, ElidedLabel, PlainLabel
from desktop_app.ui.widgets.search_field import SearchField


class Header(QFrame):
    """Menu button, name, back and forward, the search over everything, jobs, shortcuts and help."""

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.search = SearchField(self.tr("Tìm trong tất cả…   Ctrl+K"))
        self.search.setAccessibleName(self.tr("Tìm trong tất cả"))
        self.search.setMaximumWidth(520)
        self.search.setMinimumWidth(180)
        self.jobs = JobsButton()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.SMALL, Space.SMALL, Space.MEDIUM, Space.SMALL)
        layout.setSpacing(Space.TIGHT)
        layout.addWidget(_tool(actions["toggle_rail"]))
        layout.addWidget(PlainLabel("Bang Giao", role="brand"))
        layout.addSpacing(Space.LARGE)
        layout.addWidget(_tool(actions["back"]))
        layout.addWidget(_tool(actions["forward"]))
        layout.addStretch(1)
        layout.addWidget(self.search, 4)
        layout.addStretch(1)
        layout.addWidget(self.jobs)
        layout.addWidget(_tool(actions["undo"]))
        layout.addWidget(_tool(actions["shortcuts"]))
        layout.addWidget(_tool(actions["help"]))

    def focus_search(self) -> None:
        """Put the cursor into the search box and select what is there."""
        self.search.setFocus()
        self.search.selectAll()


class StatusLine(QFrame):
    """Facts in words, side by side: "Tìm kiếm: sẵn sàng · Sao lưu: hôm nay 08:12"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self._parts: dict[str, tuple[CountDot, ElidedLabel | StatusButton]] = {}
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(Space.LARGE, Space.TIGHT, Space.LARGE, Space.TIGHT)
        self._layout.setSpacing(Space.SMALL)
        self._layout.addStretch(1)
        self.setMinimumHeight(28)

    def add_button(self, name: str, on_click: Callable[[], object]) -> StatusButton:
        """Let the fact ``name`` be clicked; before it is said for the first time."""
        button = StatusButton()
        button.clicked.connect(lambda _checked=False: on_click())
        self._add(name, button)
        return button

    def set_part(self, name: str, text: str, kind: str = "") -> None:
        """Show ``text`` as the fact ``name`` ("" hides it); ``kind``: "", "success", "warning", "danger"."""
        if name not in self._parts:
            self._add(name, ElidedLabel(role="caption"))
        dot, label = self._parts[name]
        label.setText(text)
        label.setVisible(bool(text))
        dot.setVisible(bool(text) and bool(kind))
        if kind:
            dot.set_token(kind)

    def words(self) -> str:
        """Everything that is said, in one line."""
        return " · ".join(label.text() for _, label in self._parts.values() if label.text())

    def _add(self, name: str, label: ElidedLabel | StatusButton) -> None:
        dot, place = CountDot("success"), self._layout.count() - 1
        dot.hide()
        self._layout.insertWidget(place, dot)
        self._layout.insertWidget(place + 1, label)
        self._layout.insertSpacing(place + 2, Space.LARGE)
        self._parts[name] = (dot, label)


class StatusButton(QPushButton):
    """A fact one can click; it ends in "…" when there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setProperty("role", "status")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._whole

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + 2 * Space.TIGHT, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(self.width() - 2 * Space.TIGHT, 0)
        super().setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


def _tool(action: QAction) -> QToolButton:
    """A button with the icon alone; its word is the tooltip and the accessible name."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setIconSize(QSize(Space.ICON, Space.ICON))
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{action.text()} ({keys})" if keys else action.text())
    button.setAccessibleName(action.text())
    return button
