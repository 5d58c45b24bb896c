"""What the partner page says in words, and how its records become entries of the timeline."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase

from db.dates import PartialDate
from db.records import (
    Agreement,
    Commitment,
    CommitmentStatus,
    Direction,
    Figure,
    Partner,
    RecordKind,
    RelationLevel,
    Visit,
)
from desktop_app.labels import label
from desktop_app.services.overview import overdue_days
from desktop_app.services.partners import PartnerPage
from desktop_app.services.wording import figure_period, figure_value, show_date
from resources import read_bytes

_SCRIPT_FONTS = ("DroidSansFallback.ttf", "NotoSansLao-Regular.ttf", "NotoSansThai-Regular.ttf")
_loaded_fonts: list[str] = []


def load_scripts(text: str) -> None:
    """Make sure that names in Korean, Chinese, Lao or Thai letters can be drawn.

    Windows draws them itself; the fonts weigh megabytes, so they are read at the first such name only.
    """
    if _loaded_fonts or sys.platform == "win32" or all(ord(letter) < 0x0E00 for letter in text):
        return
    for name in _SCRIPT_FONTS:
        QFontDatabase.addApplicationFontFromData(read_bytes(f"fonts/{name}"))
        _loaded_fonts.append(name)


def names_line(partner: Partner) -> str:
    """The other names and the country: "광주광역시 · Gwangju · Hàn Quốc"."""
    names = [partner.native_name]
    if partner.romanised and partner.romanised != partner.native_name:
        names.append(partner.romanised)
    return " · ".join(part for part in (*names, partner.country) if part)


def relation_words(partner: Partner) -> str:
    """The level of the relation and since when: "Hữu nghị, hợp tác từ 27/10/2022"."""
    words = (
        _tr("Chưa rõ mức quan hệ")
        if partner.relation_level is RelationLevel.UNKNOWN
        else label(partner.relation_level)
    )
    return _tr("{0} từ {1}").format(words, show_date(partner.since)) if partner.since.known else words


def last_met_words(visit: Visit | None) -> str:
    """The latest meeting: "Lần gặp gần nhất: 19/5/2023, tại Gwangju"."""
    if visit is None:
        return _tr("Chưa ghi nhận lần gặp nào")
    text = _tr("Lần gặp gần nhất: {0}").format(show_date(visit.period))
    place = visit.location.strip()
    if not place:
        return text
    online = _tr("trực tuyến")
    return (
        f"{text}, {online}"
        if place.casefold().startswith(online)
        else _tr("{0}, tại {1}").format(text, place)
    )


def side_badge(commitment: Commitment, today: dt.date) -> tuple[str, str]:
    """The badge of an open commitment and its kind: overdue days first, else whose it is."""
    days = overdue_days(commitment, today)
    if days:
        return _tr("Quá hạn {0} ngày").format(f"{days:,}".replace(",", ".")), "danger"
    return label(commitment.side), ""


def commitment_caption(commitment: Commitment, today: dt.date) -> str:
    """What the badge does not say: side of an overdue one, grade of another; then the deadline."""
    parts = [label(commitment.side) if overdue_days(commitment, today) else label(commitment.grade)]
    if commitment.status in (CommitmentStatus.RUNNING, CommitmentStatus.PARTLY):
        parts.append(label(commitment.status))
    if commitment.deadline.known:
        parts.insert(1, _tr("hạn {0}").format(show_date(commitment.deadline)))
    return " · ".join(parts)


def agreement_caption(agreement: Agreement) -> str:
    """When it was signed and how long it holds."""
    signed = _tr("ký {0}").format(show_date(agreement.signed))
    ends = (
        _tr("đến {0}").format(show_date(agreement.ends))
        if agreement.ends.known
        else agreement.term or _tr("chưa rõ thời hạn")
    )
    return f"{signed} · {ends}"


def figure_title(figure: Figure) -> str:
    """How much, and what is counted: a long wording may be cut, the number may not."""
    return f"{figure_value(figure)} · {figure.what}"


def figure_caption(figure: Figure) -> str:
    """Between whom and when; a number never stands without them."""
    return f"{figure.scope} · {figure_period(figure)}"


@dataclass(frozen=True, slots=True)
class Event:
    """A dated entry of the timeline. ``lane`` is "out", "in", "agreement" or "other"."""

    date: PartialDate
    lane: str
    kind: RecordKind
    record_id: int
    title: str
    kind_words: str
    place: str = ""

    @property
    def words(self) -> str:
        """All of it in one line."""
        parts = (show_date(self.date), self.kind_words, self.title, self.place)
        return " · ".join(part for part in parts if part)


_LANES = {Direction.OUT: "out", Direction.IN: "in"}


def events_of(page: PartnerPage) -> list[Event]:
    """The entries of the timeline, latest first; those without any date come last."""
    events = [
        Event(
            visit.period,
            _LANES.get(visit.direction, "other"),
            RecordKind.VISIT,
            visit.id,
            visit.title,
            label(visit.direction),
            visit.location,
        )
        for visit in page.visits
    ]
    events += [
        Event(
            item.signed,
            "agreement",
            RecordKind.AGREEMENT,
            item.id,
            item.title,
            label(item.kind),
            item.signed_place,
        )
        for item in page.agreements
    ]
    return sorted(events, key=lambda event: event.date.sort_key.removeprefix("--"), reverse=True)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Partner", text)
