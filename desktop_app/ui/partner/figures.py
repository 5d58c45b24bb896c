"""Số liệu: numbers under the scope they hold for, and bars only of what can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QWidget

from db.records import Figure, Indicator, RecordKind
from desktop_app.services.partners import PartnerPage
from desktop_app.services.wording import figure_period, figure_value
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Size, Space
from desktop_app.ui.widgets.action_button import ActionButton, page_action
from desktop_app.ui.widgets.card_columns import CardColumns, ListCard
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.labels import PlainLabel
from desktop_app.ui.widgets.record_line import RecordLine
from desktop_app.ui.widgets.vietnamese import fold


def by_scope(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Figures under their scope, in the order of first appearance."""
    groups: dict[str, list[Figure]] = {}
    for item in figures:
        groups.setdefault(item.scope, []).append(item)
    return groups


def comparable(figures: Iterable[Figure]) -> list[list[Figure]]:
    """Groups of two or more that say the same thing in the same unit and scope at different times."""
    groups: dict[tuple[str, ...], list[Figure]] = {}
    for item in figures:
        if item.value <= 0 or item.period.year is None:
            continue
        what = fold(item.what) if item.indicator is Indicator.OTHER else item.indicator.value
        groups.setdefault((item.scope, item.unit, what), []).append(item)
    return [
        sorted(group, key=lambda item: item.period.sort_key)
        for group in groups.values()
        if len({item.period.sort_key for item in group}) > 1
    ]


class BarChart(QWidget):
    """One bar for each period, with the number and the period in words."""

    def __init__(self, figures: Sequence[Figure], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = tuple(figures)
        first = self.figures[0]
        words = "; ".join(f"{figure_period(item)}: {figure_value(item)}" for item in self.figures)
        self.title = self.tr("{0}, phạm vi {1}").format(first.what, first.scope)
        self.setAccessibleName(self.tr("Biểu đồ {0}").format(self.title))
        self.setAccessibleDescription(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(420, self._line() * (len(self.figures) + 1) + Space.SMALL)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._caption_font())
        metrics = painter.fontMetrics()
        line = self._line()
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(theme().colour("text_muted"))
        title = metrics.elidedText(self.title, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QRectF(0, 0, self.width(), line), flags, title)
        left = max(metrics.horizontalAdvance(figure_period(item)) for item in self.figures) + Space.MEDIUM
        right = max(metrics.horizontalAdvance(figure_value(item)) for item in self.figures) + Space.SMALL
        room = max(20.0, self.width() - left - right - Space.SMALL)
        top = max(item.value_max or item.value for item in self.figures)
        for place, item in enumerate(self.figures, start=1):
            y = place * line
            painter.setPen(theme().colour("text_muted"))
            painter.drawText(QRectF(0, y, left, line), flags, figure_period(item))
            width = max(2.0, room * (item.value_max or item.value) / top)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("accent"))
            painter.drawRoundedRect(QRectF(left, y + 5, width, line - 10), 2, 2)
            painter.setPen(theme().colour("text"))
            painter.drawText(QRectF(left + width + Space.SMALL, y, right, line), flags, figure_value(item))

    def _caption_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(Size.CAPTION)
        return font

    def _line(self) -> int:
        return QFontMetrics(self._caption_font()).height() + Space.SMALL


class FiguresTab(QWidget):
    """One card for each scope.

    Signals:
        record_chosen: kind and id of the figure to open.
        create_wanted: the kind of record to write by hand.
    """

    record_chosen = Signal(object, int)
    create_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = PlainLabel(role="muted", wrap=True)
        self.cards: list[ListCard] = []
        self.add_action = page_action(
            self, self.tr("Thêm số liệu"), "plus", lambda: self.create_wanted.emit(RecordKind.FIGURE)
        )
        self.columns = CardColumns(2, 370)
        top = QHBoxLayout()
        top.setSpacing(Space.LARGE)
        top.addWidget(self.note, 1)
        top.addWidget(ActionButton(self.add_action))
        self.columns.head.addLayout(top)
        self._empty = EmptyState()
        self._empty.show_message(
            self.tr("Chưa có số liệu nào"),
            self.tr("Số liệu được duyệt từ tin bài sẽ hiện ở đây, xếp theo phạm vi."),
            self.add_action,
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.columns)
        self._stack.addWidget(self._empty)

    def show_page(self, page: PartnerPage, *, may_edit: bool) -> None:
        """Show the figures of ``page`` under their scopes."""
        self.columns.clear()
        self.cards = []
        self.add_action.setEnabled(may_edit)
        self._stack.setCurrentIndex(0 if page.figures else 1)
        self.note.setText(
            self.tr(
                "Mỗi số liệu chỉ đúng trong phạm vi ghi ở đầu khung. "
                "Phạm vi không ghi tên {0} thì không phải là số liệu riêng của {0}."
            ).format(page.partner.name)
        )
        heights = [0, 0]
        for scope, figures in by_scope(page.figures).items():
            card = self._card(scope, figures)
            shortest = heights.index(min(heights))
            heights[shortest] += len(card.lines) + 1
            self.cards.append(card)
            self.columns.add(card, shortest)

    def _card(self, scope: str, figures: list[Figure]) -> ListCard:
        card = ListCard(self.tr("Phạm vi: {0}").format(scope))
        lines: list[QWidget] = []
        for figure in figures:
            is_same = figure.stated.casefold() in ("", figure_value(figure).casefold())
            said = "" if is_same else self.tr("nguồn viết “{0}”").format(figure.stated)
            caption = " · ".join(part for part in (figure_period(figure), said) if part)
            line = RecordLine(f"{figure.what}: {figure_value(figure)}", caption, caption_lines=3)
            line.setAccessibleName(f"{figure.what}: {figure_value(figure)}. {scope}. {caption}")
            line.clicked.connect(
                lambda _checked=False, wanted=figure.id: self.record_chosen.emit(RecordKind.FIGURE, wanted)
            )
            lines.append(line)
        lines += [BarChart(group) for group in comparable(figures)]
        card.show_lines(lines, "")
        return card
