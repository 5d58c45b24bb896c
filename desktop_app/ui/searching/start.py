"""What the search page shows before anything is asked: how to ask, what was asked, what was saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.searching.kept import KeptSearch
from desktop_app.ui.searching.saved import SavedList
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel, SectionHeader
from desktop_app.ui.widgets.scroll_column import ScrollColumn

_LONGEST = 70
EXAMPLES: tuple[tuple[str, str], ...] = (
    ("nong nghiep", "gõ không dấu cũng tìm được “nông nghiệp”"),
    ('"bản ghi nhớ"', "trong ngoặc kép: đúng cụm từ này"),
    ("lao động -thời vụ", "dấu trừ: bỏ những bài có từ này"),
    ("giáo dục HOẶC y tế", "HOẶC viết hoa: có một trong hai là được"),
    ("nông ngh*", "dấu sao: mọi từ bắt đầu như vậy"),
    ("9/6", "ngày tháng và con số cũng tìm được"),
)


class StartPanel(ScrollColumn):
    """Links to searches.

    Signals:
        asked: the ``KeptSearch`` that was chosen.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=Space.WIDE)
        self.saved = SavedList()
        self.saved.asked.connect(self.asked)
        self.recent = _Group(self.tr("Vừa tìm"))
        self.examples = _Group(self.tr("Ví dụ"))
        for group in (self.saved, self.recent, self.examples):
            self.body.addWidget(group)
        self.body.addStretch(1)
        for text, words in EXAMPLES:
            self.examples.add(
                text, lambda asked=text: self.asked.emit(KeptSearch(asked)), self._explain(words)
            )
        self.saved.show_searches([])
        self.show_recent([])

    def show_recent(self, searches: Sequence[KeptSearch]) -> None:
        """Show what was asked last."""
        self.recent.clear()
        for one in searches:
            self.recent.add(one.name, lambda search=one: self.asked.emit(search))
        self.recent.setVisible(bool(searches))

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
