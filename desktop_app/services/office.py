"""Whose library this is: the office, and what people typed for the dossiers of each partner."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import Any, cast

from db.work import Work
from desktop_app.core.dossier.request import Office as Office, TypedNotes as TypedNotes
from desktop_app.core.text.normalise import clean
from desktop_app.services.context import Context
from desktop_app.services.sorting import sort_key
from resources import read_rows

_OFFICE = "office"
_NOTICE = "notice_accepted"


def office_of(work: Work) -> Office:
    """The office of an open library."""
    return Office(**_known(Office, work.settings.get(_OFFICE, {})))


def _known(cls: Any, values: Any) -> dict[str, str]:
    if not isinstance(values, dict):
        return {}
    return {
        name: str(value)
        for name, value in cast("dict[str, Any]", values).items()
        if name in cls.__dataclass_fields__
    }


@cache
def province_names() -> tuple[str, ...]:
    """The 34 provinces since July 2025 in Vietnamese order, then the names that ended with it."""
    rows = read_rows("gazetteer/provinces.tsv")
    now = sorted({row[2] for row in rows}, key=sort_key)
    before = sorted({row[0] for row in rows} - set(now), key=sort_key)
    return (*now, *before)


class OfficeService:
    """Office identity, first start, typed notes."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def office(self) -> Office:
        """The office as entered; empty fields on a new library."""
        with self._context.reading() as work:
            return office_of(work)

    def save(self, office: Office) -> None:
        """Store the office."""
        with self._context.writing("office") as work:
            work.settings.set(_OFFICE, {name: clean(text) for name, text in asdict(office).items()})

    def is_first_start(self) -> bool:
        """Whether nobody has read the notice on secrecy and personal data in this library."""
        with self._context.reading() as work:
            return not work.settings.get(_NOTICE, default=False)

    def accept_notice(self) -> None:
        """Note that the notice was read."""
        with self._context.writing("notice") as work:
            work.settings.set(_NOTICE, value=True)

    def notes(self, partner_id: int) -> TypedNotes:
        """What people typed for a partner's dossier."""
        with self._context.reading() as work:
            return TypedNotes(**_known(TypedNotes, work.settings.get(f"notes:{partner_id}", {})))

    def save_notes(self, partner_id: int, notes: TypedNotes) -> None:
        """Store what people typed for a partner's dossier."""
        with self._context.writing("notes", str(partner_id)) as work:
            work.settings.set(
                f"notes:{partner_id}", {name: clean(text) for name, text in asdict(notes).items()}
            )

    def value(self, key: str, default: Any = None) -> Any:
        """A value of the library kept under a key of the window (table layouts, saved searches …)."""
        with self._context.reading() as work:
            return work.settings.get(f"window:{key}", default)

    def set_value(self, key: str, value: Any) -> None:
        """Keep a value of the window with the library."""
        with self._context.writing("window", key) as work:
            work.settings.set(f"window:{key}", value)
