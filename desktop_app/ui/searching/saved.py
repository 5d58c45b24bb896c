"""The saved searches as a list one can put in order: each with a badge for answers that are new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.ui.icons import set_icon
from desktop_app.ui.searching.kept import LONGEST_TITLE, KeptSearch
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import Badge, SectionHeader, plain_tooltip

_LONGEST = 70


class SavedList(QWidget):
    """Saved searches.

    Signals:
        asked: the ``KeptSearch`` that was chosen.
        forgotten: one that is wanted no more.
        renamed: a search and its new name ("" for its own words).
        moved: a search and by how many places (negative: up).
    """

    asked = Signal(object)
    forgotten = Signal(object)
    renamed = Signal(object, str)
    moved = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[SavedRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addWidget(SectionHeader(self.tr("Tìm kiếm đã lưu")))

    @property
    def links(self) -> list[QPushButton]:
        """The links, in order."""
        return [row.link for row in self.rows]

    def show_searches(self, searches: Sequence[KeptSearch], *, read_only: bool = False) -> None:
        """Show these searches; the focus stays with the search that had it."""
        focused = next((row.search for row in self.rows if row.link.hasFocus()), None)
        for row in self.rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(search, place, len(searches)) for place, search in enumerate(searches)]
        for row in self.rows:
            row.set_read_only(read_only)
            self._layout.addWidget(row)
            row.show()
            if focused is not None and row.search == focused:
                row.link.setFocus()
        self.setVisible(bool(searches))

    def rename_focused(self) -> None:
        """Let the search that has the focus be renamed."""
        for row in self.rows:
            if row.link.hasFocus() and not row.more.isHidden():
                row.start_rename()

    def show_new(self, counts: Mapping[int, int]) -> None:
        """Show how many answers are new, by place in the list."""
        for place, row in enumerate(self.rows):
            row.set_new(counts.get(place, 0))

    def _row(self, search: KeptSearch, place: int, total: int) -> SavedRow:
        row = SavedRow(search, is_first=place == 0, is_last=place == total - 1)
        row.link.clicked.connect(lambda: self.asked.emit(search))
        row.forget.clicked.connect(lambda: self.forgotten.emit(search))
        row.renamed.connect(lambda title: self.renamed.emit(search, title))
        # Not now: the list is built anew, and Qt is still busy with the menu of this row.
        row.moved.connect(lambda by: self.moved.emit(search, by), Qt.ConnectionType.QueuedConnection)
        return row


class SavedRow(QWidget):
    """A link, perhaps with a badge, and what one can do with it.

    Signals:
        renamed: the new name.
        moved: by how many places.
    """

    renamed = Signal(str)
    moved = Signal(int)

    def __init__(self, search: KeptSearch, *, is_first: bool, is_last: bool) -> None:
        super().__init__()
        self.search = search
        name = search.name
        self.link = QPushButton((name if len(name) <= _LONGEST else name[:_LONGEST] + "…").replace("&", "&&"))
        self.link.setProperty("role", "link")
        self.link.setAccessibleName(name)
        self.link.setToolTip(plain_tooltip(search.own_name) if search.title else "")
        self.link.setCursor(Qt.CursorShape.PointingHandCursor)
        self.badge = Badge("", "accent")
        self.badge.hide()
        self.editor = QLineEdit()
        self.editor.setMaxLength(LONGEST_TITLE)
        self.editor.setAccessibleName(self.tr("Tên mới của tìm kiếm"))
        self.editor.hide()
        self.more = self._button(self.tr("Việc khác với {0}").format(name), "ellipsis")
        self.forget = self._button(self.tr("Bỏ tìm kiếm đã lưu {0}").format(name), "x")
        self.menu = QMenu(self)
        self.rename_action = self.menu.addAction(self.tr("Đổi tên"), self.start_rename)
        self.up_action = self.menu.addAction(self.tr("Đưa lên"), lambda: self.moved.emit(-1))
        self.down_action = self.menu.addAction(self.tr("Đưa xuống"), lambda: self.moved.emit(1))
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Bỏ tìm kiếm này"), self.forget.click)
        self.up_action.setEnabled(not is_first)
        self.down_action.setEnabled(not is_last)
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.editor.returnPressed.connect(self._on_named)
        self.editor.installEventFilter(self)
        self.link.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(self.link)
        row.addWidget(self.editor, 1)
        row.addWidget(self.badge)
        row.addWidget(self.more)
        row.addWidget(self.forget)
        row.addStretch(1)

    def set_read_only(self, read_only: bool) -> None:
        """Leave only the link."""
        self.more.setVisible(not read_only)
        self.forget.setVisible(not read_only)

    def set_new(self, count: int) -> None:
        """Show a badge for ``count`` new answers, none for 0."""
        self.badge.setText(self.tr("{0} mới").format(count))
        self.badge.setToolTip(self.tr("Kết quả thêm vào kho từ lần xem trước"))
        self.badge.setVisible(count > 0)
        name = self.search.name
        self.link.setAccessibleName(self.tr("{0}, {1} kết quả mới").format(name, count) if count else name)

    def start_rename(self) -> None:
        """Let the name be typed in place: Enter keeps it, Esc leaves it."""
        self.editor.setText(self.search.title)
        self.editor.setPlaceholderText(self.search.own_name)
        self.link.hide()
        self.editor.show()
        self.editor.setFocus()
        self.editor.selectAll()

    def _on_named(self) -> None:
        title = " ".join(self.editor.text().split())
        self._stop_rename()
        if title != self.search.title:
            self.renamed.emit(title)

    def _stop_rename(self) -> None:
        self.editor.hide()
        self.link.show()

    def _button(self, words: str, icon_name: str) -> QToolButton:
        button = QToolButton()
        button.setAccessibleName(words)
        button.setToolTip(plain_tooltip(words))
        button.setIconSize(QSize(Space.ICON, Space.ICON))
        set_icon(button, icon_name, "text_muted")
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor and event.type() == QEvent.Type.FocusOut:
            self._stop_rename()
        if not isinstance(event, QKeyEvent):
            return False
        if watched is self.editor and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._stop_rename()
                self.link.setFocus()
            return True
        # Before the link sees them: a button goes to its neighbour with the arrow keys.
        return watched is self.link and event.type() == QEvent.Type.KeyPress and self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        """Answer a key on the link; return whether it was one of ours."""
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        match event.key():
            case _ if self.more.isHidden():
                return False
            case Qt.Key.Key_Delete:
                self.forget.click()
            case Qt.Key.Key_Up if is_alt and self.up_action.isEnabled():
                self.moved.emit(-1)
            case Qt.Key.Key_Down if is_alt and self.down_action.isEnabled():
                self.moved.emit(1)
            case _:
                return False
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.more.isHidden():
            self.menu.popup(event.globalPos())
