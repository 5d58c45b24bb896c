"""The form of a figure: a number is never kept without saying between whom and when."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from db.records import Figure, Indicator
from desktop_app.services.wording import TypedNumber, number_to_edit, parse_typed_number
from desktop_app.ui.forms.base import Doubt
from desktop_app.ui.forms.fields import DoubtSign
from desktop_app.ui.forms.linked import LinkedForm
from desktop_app.ui.widgets.vietnamese import fold

_QUALIFIERS = ("khoảng", "hơn", "gần", "trên", "ước đạt", "ít nhất", "tối đa")


class FigureForm(LinkedForm):
    """A figure with its scope and period, which are always in sight."""

    title = "Số liệu"

    def build(self) -> None:
        choices = self.choices
        self.add_line("what", self.tr("Số liệu về điều gì"), required=True)
        self._number = self.add_line(
            "number",
            self.tr("Con số"),
            required=True,
            half=True,
            hint=self.tr("Ví dụ 9.666 hoặc 81,56 tỷ hoặc 500–700"),
        )
        self.add_line("unit", self.tr("Đơn vị tính"), offers=choices.units, required=True, half=True)
        self.add_section(self.tr("Phạm vi và thời kỳ"))
        unknown = self.tr("chưa rõ phạm vi")
        self._signs = [
            DoubtSign(self.add_line(name, label, offers=choices.scopes, half=True), unknown)
            for name, label in (("scope_from", self.tr("Từ đâu")), ("scope_to", self.tr("Đến đâu, với ai")))
        ]
        period = self.add_date("period", self.tr("Thời kỳ"))
        self._signs.append(DoubtSign(period.line, self.tr("chưa rõ thời kỳ")))
        self.add_line("qualifier", self.tr("Mức chính xác"), offers=_QUALIFIERS, half=True)
        self.place_doubts()
        self.add_enum("indicator", self.tr("Chỉ tiêu"), Indicator)
        self.add_line("stated", self.tr("Nguồn viết là"), half=True)
        self.add_partners()
        self.add_chips("tags", self.tr("Nhãn"), choices.tags)

    def loaded(self, record: Any) -> None:
        super().loaded(record)
        is_new = record.value == 0 and not record.stated and not record.what
        self._number.setText("" if is_new else number_to_edit(record)[0])

    def stored(self, record: Any) -> Any:
        record = super().stored(record)
        if "number" not in self.dirty_fields() or not isinstance(record, Figure):
            return record
        try:
            typed = self._typed()
        except ValueError:
            return record
        qualifier = record.qualifier or typed.qualifier
        return replace(
            record,
            value=typed.value,
            value_max=typed.value_max,
            unit=record.unit or typed.rest,
            qualifier=qualifier,
            approximate=bool(qualifier),
        )

    def own_errors(self) -> dict[str, str]:
        try:
            typed = self._typed()
        except ValueError as error:
            return {"number": str(error)}
        unit = str(self.value("unit"))
        if typed.rest and fold(typed.rest) != fold(unit):
            return {"number": self.tr("Chỉ ghi số ở đây; “{0}” ghi ở ô Đơn vị tính.").format(typed.rest)}
        return {}

    def doubts(self) -> list[Doubt]:
        found: list[Doubt] = []
        if not self.value("scope_from") and not self.value("scope_to"):
            text = self.tr("Chưa rõ phạm vi: số liệu giữa ai với ai? Khi in sẽ kèm chữ “chưa rõ phạm vi”.")
            found.append(Doubt(text))
        if not self.value("period").known:
            text = self.tr("Chưa rõ thời kỳ: số liệu này của năm nào? Khi in sẽ kèm chữ “chưa rõ thời kỳ”.")
            found.append(Doubt(text))
        return [*found, *self.partner_doubts()]

    def _typed(self) -> TypedNumber:
        return parse_typed_number(str(self.value("number")))
