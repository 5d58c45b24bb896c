"""What the search page shows before anything is asked: how to ask, what was asked, what was saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.ui.icons import set_icon
from desktop_app.ui.searching.kept import KeptSearch
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel, SectionHeader, plain_tooltip
from desktop_app.ui.widgets.scroll_column import ScrollColumn

_LONGEST = 70
EXAMPLES: tuple[tuple[str, str], ...] = (
    ("nong nghiep", "gõ không dấu cũng tìm được “nông nghiệp”"),
    ('"bản ghi nhớ"', "trong ngoặc kép: đúng cụm từ này"),
    ("lao động -thời vụ", "dấu trừ: bỏ những bài có từ này"),
    ("nông ngh*", "dấu sao: mọi từ bắt đầu như vậy"),
    ("9/6", "ngày tháng và con số cũng tìm được"),
)


class StartPanel(ScrollColumn):
    """Links to searches.

    Signals:
        asked: the ``KeptSearch`` that was chosen.
        forgotten: the saved ``KeptSearch`` one wants no more.
    """

    asked = Signal(object)
    forgotten = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=Space.WIDE)
        self.saved = _Group(self.tr("Tìm kiếm đã lưu"))
        self.recent = _Group(self.tr("Vừa tìm"))
        self.examples = _Group(self.tr("Ví dụ"))
        for group in (self.saved, self.recent, self.examples):
            self.body.addWidget(group)
        self.body.addStretch(1)
        for text, words in EXAMPLES:
            self.examples.add(
                text, lambda asked=text: self.asked.emit(KeptSearch(asked)), self._explain(words)
            )
        self.show_searches([], [])

    def show_searches(self, saved: Sequence[KeptSearch], recent: Sequence[KeptSearch]) -> None:
        """Show these searches."""
        self.saved.clear()
        for one in saved:
            self.saved.add(one.name, lambda search=one: self.asked.emit(search), self._forget_button(one))
        self.recent.clear()
        for one in recent:
            self.recent.add(one.name, lambda search=one: self.asked.emit(search))
        self.saved.setVisible(bool(saved))
        self.recent.setVisible(bool(recent))

    def _forget_button(self, search: KeptSearch) -> QToolButton:
        button = QToolButton()
        words = self.tr("Bỏ tìm kiếm đã lưu {0}").format(search.name)
        button.setAccessibleName(words)
        button.setToolTip(plain_tooltip(words))
        button.setIconSize(QSize(Space.ICON, Space.ICON))
        set_icon(button, "x", "text_muted")
        button.clicked.connect(lambda: self.forgotten.emit(search))
        return button

    def _explain(self, words: str) -> PlainLabel:
        return PlainLabel(QCoreApplication.translate("StartPanel", words), role="muted", wrap=True)


class _Group(QWidget):
    """A heading with links below."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._lines: list[QWidget] = []
        self.links: list[QPushButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addWidget(SectionHeader(title))

    def add(self, words: str, answer: Callable[[], object], beside: QWidget | None = None) -> None:
        """Add a link, perhaps with something beside it."""
        link = QPushButton((words if len(words) <= _LONGEST else words[:_LONGEST] + "…").replace("&", "&&"))
        link.setProperty("role", "link")
        link.setAccessibleName(words)
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.clicked.connect(lambda: answer())
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(link)
        if isinstance(beside, PlainLabel):
            row.addWidget(beside, 1)
        else:
            if beside is not None:
                row.addWidget(beside)
            row.addStretch(1)
        self._layout.addWidget(line)
        self._lines.append(line)
        self.links.append(link)

    def clear(self) -> None:
        """Take the links away."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines, self.links = [], []
