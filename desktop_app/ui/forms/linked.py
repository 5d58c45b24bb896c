"""Forms of records that concern partners: known ones by id, new ones by the name that was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_app.services.editing import FormChoices
from desktop_app.ui.forms.base import Doubt, RecordForm
from desktop_app.ui.widgets.chip_edit import ChipEdit

PARTNERS = "partner_names"


class LinkedForm(RecordForm):
    """A form with the chips "Đối tác"."""

    def __init__(self, choices: FormChoices, parent: QWidget | None = None) -> None:
        self._ids: dict[str, int] = {}
        self._countries: dict[str, str] = {}
        super().__init__(choices, parent)

    def add_partners(self) -> None:
        """Add the chips of the partners."""
        self.add_chips(
            PARTNERS,
            self.tr("Đối tác"),
            [item.name for item in self.choices.partners],
            hint=self.tr("Tên chưa có trong danh sách sẽ được tạo thành đối tác mới khi lưu."),
        )

    def loaded(self, record: Any) -> None:
        self._ids = dict(zip(record.partner_names, record.partner_ids, strict=False))
        named = [self.choices.partner_by_id(partner_id) for partner_id in record.partner_ids]
        if not record.partner_names:
            self._ids = {item.name: item.id for item in named if item is not None}
            self._chips().set_words(tuple(self._ids))

    def stored(self, record: Any) -> Any:
        if PARTNERS not in self.dirty_fields():
            return record
        pairs = [(name, self._id_of(name)) for name in self._chips().words]
        ids = tuple(dict.fromkeys(partner_id for _, partner_id in pairs if partner_id is not None))
        return replace(record, partner_ids=ids)

    def set_partners(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show the partners of a draft, (name, country), as what was there from the beginning."""
        self._countries = dict(pairs)
        self._chips().set_words(tuple(dict.fromkeys([*self._chips().words, *self._countries])))
        self.mark_clean()
        self.show_doubts()

    def partner_pairs(self) -> tuple[tuple[str, str], ...]:
        """All partners shown, as (name, country), for a draft."""
        self.commit()
        return tuple((name, self._countries.get(name, "")) for name in self._chips().words)

    def new_partners(self) -> tuple[tuple[str, str], ...]:
        """The partners nobody knows yet, as (name, country); they are made when the record is saved."""
        self.commit()
        return tuple(
            (name, self._countries.get(name, "")) for name in self._chips().words if self._id_of(name) is None
        )

    def doubts(self) -> list[Doubt]:
        return self.partner_doubts()

    def partner_doubts(self) -> list[Doubt]:
        """Say which partners would be new, so that a slip of the pen makes none."""
        new = [name for name in self._chips().words if self._id_of(name) is None]
        if not new:
            return []
        return [Doubt(self.tr("Sẽ tạo đối tác mới: {0}.").format(", ".join(new)))]

    def _chips(self) -> ChipEdit:
        chips = self.field(PARTNERS)
        if not isinstance(chips, ChipEdit):
            raise TypeError(PARTNERS)
        return chips

    def _id_of(self, name: str) -> int | None:
        if name in self._ids:
            return self._ids[name]
        known = self.choices.partner(name)
        return known.id if known is not None else None


class OnePartnerForm(RecordForm):
    """A form with one line for the partner a person or a fact belongs to."""

    def add_partner(self, *, required: bool = False, half: bool = True) -> None:
        """Add the line."""
        names = [item.name for item in self.choices.partners]
        self.add_line("partner", self.tr("Đối tác"), offers=names, required=required, half=half)

    def loaded(self, record: Any) -> None:
        known = self.choices.partner_by_id(record.partner_id)
        self._show_partner(known.name if known is not None else "")

    def set_partners(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show the partner of a draft, (name, country), as what was there from the beginning."""
        if pairs:
            self._show_partner(pairs[0][0])
            self.mark_clean()
            self.show_doubts()

    def stored(self, record: Any) -> Any:
        name = str(self.value("partner"))
        if "partner" not in self.dirty_fields():
            return record
        if not name:
            return replace(record, partner_id=_none_for(record))
        known = self.choices.partner(name)
        return replace(record, partner_id=known.id) if known is not None else record

    def new_partners(self) -> tuple[tuple[str, str], ...]:
        """The partner as (name, country) when nobody knows it yet."""
        name = str(self.value("partner"))
        return ((name, self._country()),) if name and self.choices.partner(name) is None else ()

    def doubts(self) -> list[Doubt]:
        return [Doubt(self.tr("Sẽ tạo đối tác mới: {0}.").format(name)) for name, _ in self.new_partners()]

    def _show_partner(self, name: str) -> None:
        line = self.field("partner")
        line.setText(name)  # type: ignore[attr-defined]

    def _country(self) -> str:
        return str(self.value("country")) if "country" in self._bound else ""


def _none_for(record: Any) -> int | None:
    return None if hasattr(record, "posts") else 0
