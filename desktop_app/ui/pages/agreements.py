"""Sổ thỏa thuận quốc tế."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from db.records import RecordKind
from desktop_app.labels import label
from desktop_app.ui.pages.list_parts import Choice, Words, each, enum_value, years
from desktop_app.ui.pages.record_list import RecordListPage
from desktop_app.ui.tables.columns_records import agreement_columns
from desktop_app.ui.tables.model import Column


class AgreementsPage(RecordListPage):
    """The register of agreements, latest signing first."""

    name = "agreements"
    help_topic = "agreements"
    kind = RecordKind.AGREEMENT
    first_order = ("signed", Qt.SortOrder.DescendingOrder)

    def page_title(self) -> str:
        return self.tr("Thỏa thuận")

    def words(self) -> Words:
        return Words(
            self.tr("thỏa thuận"),
            self.tr("Tạo thỏa thuận mới"),
            self.tr("Chưa có thỏa thuận nào"),
            self.tr("Các thỏa thuận quốc tế đã duyệt từ tin bài hoặc tự nhập sẽ hiện ở đây."),
        )

    def columns(self) -> Sequence[Column]:
        return agreement_columns()

    def choices(self) -> Sequence[Choice]:
        return (
            Choice("status", self.tr("Tình trạng"), lambda a: enum_value(a.status, label(a.status))),
            Choice("kind", self.tr("Loại"), lambda a: enum_value(a.kind, label(a.kind))),
            Choice("year", self.tr("Năm ký"), lambda a: years(a.signed), descending=True),
            Choice("partner", self.tr("Đối tác"), lambda a: each(a.partner_names)),
            Choice("country", self.tr("Nước"), lambda a: each(self.names.countries(a))),
            Choice("field", self.tr("Lĩnh vực"), lambda a: each(a.fields)),
            Choice("tag", self.tr("Nhãn"), lambda a: each(a.tags)),
        )
