"""Nhân vật."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from db.records import Person, RecordKind
from desktop_app.labels import label
from desktop_app.ui.pages.list_parts import Choice, Words, each, enum_value
from desktop_app.ui.pages.record_list import RecordListPage
from desktop_app.ui.tables.columns_records import person_columns
from desktop_app.ui.tables.model import Column


class PeoplePage(RecordListPage):
    """All people, filed under the given name."""

    name = "people"
    help_topic = "people"
    kind = RecordKind.PERSON
    has_tags = False
    first_order = ("name", Qt.SortOrder.AscendingOrder)

    def page_title(self) -> str:
        return self.tr("Nhân vật")

    def words(self) -> Words:
        return Words(
            self.tr("nhân vật"),
            self.tr("Tạo nhân vật mới"),
            self.tr("Chưa có nhân vật nào"),
            self.tr("Người có chức vụ của hai bên, duyệt từ tin bài hoặc tự nhập, sẽ hiện ở đây."),
        )

    def columns(self) -> Sequence[Column]:
        return person_columns(self.names)

    def choices(self) -> Sequence[Choice]:
        return (
            Choice("side", self.tr("Bên"), lambda p: enum_value(p.side, label(p.side))),
            Choice("partner", self.tr("Đối tác"), self._partner),
            Choice("country", self.tr("Nước"), lambda p: each(self.names.countries(p))),
        )

    def _partner(self, person: Person) -> tuple[tuple[str, str], ...]:
        return each([self.names.partner(person.partner_id)])
