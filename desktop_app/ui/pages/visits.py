"""Đoàn ra – Đoàn vào."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from db.records import RecordKind
from desktop_app.labels import label
from desktop_app.ui.pages.list_parts import Choice, Words, each, enum_value, years
from desktop_app.ui.pages.record_list import RecordListPage
from desktop_app.ui.tables.columns_records import visit_columns
from desktop_app.ui.tables.model import Column


class VisitsPage(RecordListPage):
    """All delegations, latest first."""

    name = "visits"
    help_topic = "visits"
    kind = RecordKind.VISIT
    first_order = ("period", Qt.SortOrder.DescendingOrder)

    def page_title(self) -> str:
        return self.tr("Đoàn ra – Đoàn vào")

    def words(self) -> Words:
        return Words(
            self.tr("đoàn"),
            self.tr("Tạo đoàn mới"),
            self.tr("Chưa có đoàn nào"),
            self.tr("Các đoàn đã duyệt từ tin bài và các đoàn tự nhập sẽ hiện ở đây."),
        )

    def columns(self) -> Sequence[Column]:
        return visit_columns()

    def choices(self) -> Sequence[Choice]:
        return (
            Choice("direction", self.tr("Hướng"), lambda v: enum_value(v.direction, label(v.direction))),
            Choice("year", self.tr("Năm"), lambda v: years(v.period), descending=True),
            Choice("partner", self.tr("Đối tác"), lambda v: each(v.partner_names)),
            Choice("country", self.tr("Nước"), lambda v: each(self.names.countries(v))),
            Choice("status", self.tr("Tình trạng"), lambda v: enum_value(v.status, label(v.status))),
            Choice("field", self.tr("Lĩnh vực"), lambda v: each(v.fields)),
            Choice("tag", self.tr("Nhãn"), lambda v: each(v.tags)),
        )
