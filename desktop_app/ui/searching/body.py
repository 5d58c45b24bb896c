"""The parts of the search screen and where they stand: box and switches above, filters, answers, preview."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.forms.fields import ChoiceBox
from desktop_app.ui.icons import set_icon
from desktop_app.ui.searching.cards import CardStrip
from desktop_app.ui.searching.chips import ChipRow
from desktop_app.ui.searching.filters import FilterPanel
from desktop_app.ui.searching.hits import HitModel, HitView
from desktop_app.ui.searching.preview import PreviewPane
from desktop_app.ui.searching.span import SpanPicker
from desktop_app.ui.searching.start import StartPanel
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.labels import ElidedLabel
from desktop_app.ui.widgets.search_field import SearchField

START, LIST, NOTHING = range(3)
_SIZES = [232, 500, 374]


class SearchBody(QWidget):
    """Lays the parts out; what they do is the page's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.query = SearchField(tr("Tìm trong tin bài, đối tác, đoàn, thỏa thuận…"))
        self.help_button = QToolButton()
        self.strict = QCheckBox(tr("Đúng dấu"))
        self.predecessors = QCheckBox(tr("Gồm cả đơn vị tiền thân"))
        self.chips = ChipRow()
        self.banner = Banner()
        self.total = ElidedLabel(role="muted")
        self.suggestion = QPushButton()
        self.sort = ChoiceBox(
            [
                ("relevance", tr("Liên quan nhất")),
                ("newest", tr("Mới nhất trước")),
                ("oldest", tr("Cũ nhất trước")),
            ]
        )
        self.preview_button = QPushButton(f" {tr('Xem trước')}")
        self.cards = CardStrip()
        self.span = SpanPicker()
        self.filters = FilterPanel()
        self.model = HitModel(self)
        self.hits = HitView(self.model)
        self.start = StartPanel()
        self.nothing = EmptyState()
        self.preview = PreviewPane()
        self.faces = QStackedWidget()
        self.side = QWidget()
        self.line = QWidget()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._dress()
        self._lay_out()

    def _dress(self) -> None:
        tr = self.tr
        self.query.setMaximumWidth(640)
        self.query.setMinimumWidth(160)
        self.help_button.setAccessibleName(tr("Cách tìm"))
        self.help_button.setToolTip(tr("Cách tìm, có ví dụ (F1)"))
        self.help_button.setIconSize(QSize(Space.ICON, Space.ICON))
        set_icon(self.help_button, "circle-question-mark", "text_muted")
        self.strict.setToolTip(tr("Chỉ lấy chữ đúng dấu như đã gõ: “má” không tìm ra “ma”."))
        self.predecessors.setToolTip(
            tr("Tìm tên tỉnh mới thì lấy cả việc của các tỉnh trước khi sáp nhập, và ngược lại.")
        )
        self.predecessors.setChecked(True)
        self.suggestion.setProperty("role", "link")
        self.suggestion.hide()
        self.sort.setAccessibleName(tr("Thứ tự kết quả"))
        self.sort.setFixedWidth(160)
        self.preview_button.setCheckable(True)
        self.preview_button.setAccessibleName(tr("Xem trước"))
        self.preview_button.setToolTip(tr("Đọc kết quả ngay bên phải danh sách"))
        set_icon(self.preview_button, "eye", "text", "on_accent_soft")
        self.preview_button.setProperty("dense", "true")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(Space.SMALL)
        top.addWidget(self.query, 1)
        top.addWidget(self.help_button)
        top.addSpacing(Space.SMALL)
        top.addWidget(self.strict)
        top.addWidget(self.predecessors)
        top.addStretch(0)
        side = QVBoxLayout(self.side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(Space.TIGHT)
        side.addWidget(self.span)
        side.addWidget(self.filters, 1)
        self.side.setMinimumWidth(150)
        for part in (self.side, self._middle(), self.preview):
            self.split.addWidget(part)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes(_SIZES)
        self.split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(top)
        layout.addWidget(self.chips)
        layout.addWidget(self.banner)
        layout.addWidget(self.split, 1)

    def _middle(self) -> QWidget:
        line = QHBoxLayout(self.line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.SMALL)
        line.addWidget(self.total)
        line.addStretch(1)
        line.addWidget(self.sort)
        line.addWidget(self.preview_button)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(Space.MEDIUM, 0, Space.SMALL, 0)
        column.setSpacing(Space.SMALL)
        column.addWidget(self.line)
        self.suggestion.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        column.addWidget(self.suggestion, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.cards)
        for face in (self.start, self.hits, self.nothing):
            self.faces.addWidget(face)
        column.addWidget(self.faces, 1)
        middle.setMinimumWidth(260)
        return middle
