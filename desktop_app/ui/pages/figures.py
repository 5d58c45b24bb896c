"""Số liệu, luôn kèm phạm vi và thời kỳ."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from db.records import Figure, RecordKind
from desktop_app.labels import label
from desktop_app.ui.pages.list_parts import Choice, Words, each, enum_value, years
from desktop_app.ui.pages.record_list import RecordListPage
from desktop_app.ui.tables.columns_records import figure_columns
from desktop_app.ui.tables.model import Column
from desktop_app.ui.tables.record_table import RecordTable

_ALWAYS_SHOWN = ("value", "unit", "scope", "period")


class _FigureTable(RecordTable):
    """A table in which a number cannot be parted from its unit, scope and period."""

    def make_column_menu(self, parent: QWidget) -> QMenu:
        menu = super().make_column_menu(parent)
        fixed = {column.title for column in self.model.columns if column.name in _ALWAYS_SHOWN}
        for entry in menu.actions():
            if entry.text() in fixed:
                entry.setEnabled(False)
        return menu


def _indicator(figure: Figure) -> tuple[tuple[str, str], ...]:
    return enum_value(figure.indicator, label(figure.indicator))


class FiguresPage(RecordListPage):
    """All figures."""

    name = "figures"
    help_topic = "figures"
    kind = RecordKind.FIGURE
    first_order = ("what", Qt.SortOrder.AscendingOrder)

    def page_title(self) -> str:
        return self.tr("Số liệu")

    def words(self) -> Words:
        return Words(
            self.tr("số liệu"),
            self.tr("Tạo số liệu mới"),
            self.tr("Chưa có số liệu nào"),
            self.tr("Các con số đã duyệt từ tin bài hoặc tự nhập, kèm phạm vi và thời kỳ, sẽ hiện ở đây."),
        )

    def columns(self) -> Sequence[Column]:
        return figure_columns()

    def make_table(self, columns: Sequence[Column]) -> RecordTable:
        return _FigureTable(
            self.kind.value,
            columns,
            lambda record: record.id,
            self.frame.state,
            title=self.page_title(),
            export=self._export,
            make_menu=self._menu,
        )

    def choices(self) -> Sequence[Choice]:
        return (
            Choice("indicator", self.tr("Chỉ tiêu"), lambda f: enum_value(f.indicator, label(f.indicator))),
            Choice("scope", self.tr("Phạm vi"), lambda f: each([f.scope])),
            Choice("year", self.tr("Năm"), lambda f: years(f.period), descending=True),
            Choice("partner", self.tr("Đối tác"), lambda f: each(f.partner_names)),
            Choice("country", self.tr("Nước"), lambda f: each(self.names.countries(f))),
            Choice("tag", self.tr("Nhãn"), lambda f: each(f.tags)),
        )
