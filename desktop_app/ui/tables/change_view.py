"""What one action of the log changed: row by row, before and after."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.services.history import ChangedRow, FieldChange, LogEntry
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import Badge, Card, PlainLabel
from desktop_app.ui.widgets.scroll_column import ScrollColumn


class ChangeView(QWidget):
    """Cards of changed rows; says what to do while nothing is selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(260)
        self.setAccessibleName(self.tr("Thay đổi của việc đang chọn"))
        self._said: list[str] = []
        self._scroll = ScrollColumn(margin=0)
        self._scroll.setAccessibleName(self.tr("Thay đổi của việc đang chọn"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, 0, 0, 0)
        layout.addWidget(self._scroll)
        self.show_message(self.tr("Chọn một dòng để xem việc đó đã thay đổi những gì."))

    def text(self) -> str:
        """Everything that is shown, for tests."""
        return "\n".join(self._said)

    def show_message(self, text: str) -> None:
        """Show words instead of rows."""
        self._clear()
        self._add(PlainLabel(text, role="muted", wrap=True), text)
        self._scroll.body.addStretch(1)

    def show_rows(self, entry: LogEntry, rows: Sequence[ChangedRow], more: int) -> None:
        """Show the rows of ``entry``; ``more`` are not listed."""
        self._clear()
        self._add(PlainLabel(entry.label, role="section", wrap=True), entry.label)
        about = " · ".join(
            part
            for part in (
                entry.action.who,
                f"{entry.action.at.astimezone():%H:%M ngày %d/%m/%Y}",
                entry.subject,
            )
            if part
        )
        self._add(PlainLabel(about, role="muted", wrap=True), about)
        if entry.action.undone_at is not None:
            words = self.tr("Việc này đã được hoàn tác.")
            self._add(PlainLabel(words, wrap=True), words)
        for row in rows:
            self._scroll.body.addWidget(self._card(row))
        if not rows:
            words = self.tr("Việc này chỉ thay đổi thông tin kỹ thuật của kho.")
            self._add(PlainLabel(words, role="muted", wrap=True), words)
        if more:
            words = self.tr("… và {0} thay đổi khác.").format(f"{more:,}".replace(",", "."))
            self._add(PlainLabel(words, role="muted", wrap=True), words)
        self._scroll.body.addStretch(1)
        self._scroll.verticalScrollBar().setValue(0)

    # -- inside --------------------------------------------------------------------------------------

    def _add(self, widget: QWidget, words: str) -> None:
        self._said.append(words)
        self._scroll.body.addWidget(widget)

    def _clear(self) -> None:
        self._said.clear()
        while (item := self._scroll.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _card(self, row: ChangedRow) -> Card:
        words = {
            "insert": (self.tr("Thêm"), "success"),
            "update": (self.tr("Sửa"), "accent"),
            "delete": (self.tr("Bỏ"), "danger"),
        }
        verb, kind = words[row.operation]
        card = Card()
        card.body.setSpacing(Space.TIGHT)
        head = QHBoxLayout()
        head.setSpacing(Space.SMALL)
        head.addWidget(Badge(verb, kind), 0, Qt.AlignmentFlag.AlignTop)
        title = f"{row.kind}: {row.title}" if row.title else row.kind
        head.addWidget(_selectable(PlainLabel(title, role="strong", wrap=True)), 1)
        card.body.addLayout(head)
        self._said.append(f"{verb} {title}")
        for field in row.fields:
            card.body.addWidget(PlainLabel(field.label, role="label"))
            card.body.addWidget(_selectable(PlainLabel(self._change(row, field), wrap=True)))
            self._said.append(f"{field.label}: {self._change(row, field)}")
        return card

    def _change(self, row: ChangedRow, field: FieldChange) -> str:
        before, after = field.before, field.after
        if row.operation == "insert":
            return after
        if row.operation == "delete":
            return before
        nothing = self.tr("(trống)")
        return f"{before or nothing} → {after or nothing}"


def _selectable(words: PlainLabel) -> PlainLabel:
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return words
