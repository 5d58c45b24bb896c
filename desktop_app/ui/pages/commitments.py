"""Sổ cam kết của hai bên."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from db.records import Commitment, RecordKind
from desktop_app.labels import label
from desktop_app.ui.pages.list_parts import Choice, Words, each, enum_value, years
from desktop_app.ui.pages.record_list import RecordListPage
from desktop_app.ui.tables.columns_records import commitment_columns, is_overdue
from desktop_app.ui.tables.model import Column


class CommitmentsPage(RecordListPage):
    """All commitments, the most overdue first."""

    name = "commitments"
    help_topic = "commitments"
    kind = RecordKind.COMMITMENT
    first_order = ("status", Qt.SortOrder.AscendingOrder)

    def page_title(self) -> str:
        return self.tr("Cam kết")

    def words(self) -> Words:
        return Words(
            self.tr("cam kết"),
            self.tr("Tạo cam kết mới"),
            self.tr("Chưa có cam kết nào"),
            self.tr("Điều hai bên đã hứa hoặc mong muốn, duyệt từ tin bài hay tự nhập, sẽ hiện ở đây."),
        )

    def columns(self) -> Sequence[Column]:
        return commitment_columns()

    def choices(self) -> Sequence[Choice]:
        return (
            Choice("status", self.tr("Tình trạng"), self._states),
            Choice("side", self.tr("Bên"), lambda c: enum_value(c.side, label(c.side))),
            Choice("grade", self.tr("Mức độ"), lambda c: enum_value(c.grade, label(c.grade))),
            Choice("partner", self.tr("Đối tác"), lambda c: each(c.partner_names)),
            Choice("year", self.tr("Năm"), lambda c: years(c.stated_on, c.deadline), descending=True),
            Choice("field", self.tr("Lĩnh vực"), lambda c: each(c.fields)),
            Choice("tag", self.tr("Nhãn"), lambda c: each(c.tags)),
        )

    def _states(self, item: Commitment) -> tuple[tuple[str, str], ...]:
        own = enum_value(item.status, label(item.status))
        extra = [("any_open", self.tr("Chưa xong"))] if item.is_open else []
        extra += [("overdue", self.tr("Quá hạn"))] if is_overdue(item) else []
        return (*own, *extra)
