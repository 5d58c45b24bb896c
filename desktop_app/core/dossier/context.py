"""What every section works with: the records that count, the source book, the words for places."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from db.records import (
    Agreement,
    AgreementStatus,
    Commitment,
    Direction,
    Figure,
    Person,
    ProfileFact,
    Side,
    Visit,
    VisitStatus,
)
from desktop_app.core.dossier.citing import SourceBook
from desktop_app.core.dossier.model import Paragraph, Run, Text
from desktop_app.core.dossier.request import DossierData, DossierRequest
from desktop_app.core.dossier.text import NBSP, line
from desktop_app.core.dossier.wording import Places

_HELD = (VisitStatus.RUNNING, VisitStatus.DONE, VisitStatus.REPORTED)
_OFF = (VisitStatus.POSTPONED, VisitStatus.CANCELLED)
NOT_YET_AGREED = (
    AgreementStatus.INTENTION,
    AgreementStatus.NEGOTIATING,
    AgreementStatus.AWAITING_OPINION,
    AgreementStatus.PERMITTED,
)
_SHORT_WORD = 9
SIDES = (Side.THEIRS, Side.OURS, Side.BOTH, Side.UNKNOWN)


@dataclass(slots=True)
class Context:
    """The work of one dossier."""

    data: DossierData
    request: DossierRequest
    book: SourceBook = field(init=False)
    places: Places = field(init=False)

    def __post_init__(self) -> None:
        self.book = SourceBook(self.data)
        self.places = Places(self.data.successions, self.request.as_of)

    @property
    def as_of(self) -> dt.date:
        """The day for which the dossier holds."""
        return self.request.as_of

    @property
    def partner(self) -> str:
        """Name of the partner as printed."""
        return line(self.data.partner.name) or "(chưa có tên)"

    def marks(self, kind: str, record_id: int, *fields: str, limit: int = 3) -> Text:
        """See ``SourceBook.marks``."""
        return self.book.marks(kind, record_id, *fields, limit=limit)

    # -- records in the order of printing ---------------------------------------------------------

    def visits(self) -> list[Visit]:
        """All visits, oldest first; those without a year come last."""
        return sorted((v for v in self.data.visits if v.deleted_at is None), key=_when)

    def held(self) -> list[Visit]:
        """Visits that took place (or are under way) up to the day of the dossier."""
        return [v for v in self.visits() if v.status in _HELD and not self._ahead(v)]

    def coming(self) -> list[Visit]:
        """Visits still to come."""
        return [v for v in self.visits() if v.status not in _OFF and v not in self.held()]

    def last_met(self) -> Visit | None:
        """The last occasion the two sides met; a visit with a known year is preferred."""
        dated = [v for v in self.held() if v.period.last_day() is not None]
        if dated:
            return max(dated, key=lambda v: (v.period.last_day() or dt.date.min, v.id))
        return self.held()[-1] if self.held() else None

    def agreements(self) -> list[Agreement]:
        """All agreements, oldest first."""
        return sorted((a for a in self.data.agreements if a.deleted_at is None), key=_signed)

    def concluded(self) -> list[Agreement]:
        """Agreements that were concluded, whatever became of them."""
        return [a for a in self.agreements() if a.status not in NOT_YET_AGREED]

    def commitments(self) -> list[Commitment]:
        """All commitments, their side first, each side in the order of the dates."""
        kept = [c for c in self.data.commitments if c.deleted_at is None]
        return sorted(kept, key=lambda c: (SIDES.index(c.side), c.stated_on.sort_key, c.id))

    def open_commitments(self) -> list[Commitment]:
        """Commitments on which somebody still has to act."""
        return [c for c in self.commitments() if c.is_open]

    def figures(self) -> list[Figure]:
        """All figures in the order they were given."""
        return [f for f in self.data.figures if f.deleted_at is None]

    def people(self) -> list[Person]:
        """All people, the partner's side first."""
        kept = [p for p in self.data.people if p.deleted_at is None]
        return sorted(kept, key=lambda p: (SIDES.index(p.side), p.id))

    def facts(self) -> list[ProfileFact]:
        """All profile facts."""
        return [f for f in self.data.profile_facts if f.deleted_at is None]

    def _ahead(self, visit: Visit) -> bool:
        first = visit.period.first_day()
        return first is not None and first > self.as_of


def _when(visit: Visit) -> tuple[bool, str, int]:
    return (visit.period.first_day() is None, visit.period.sort_key, visit.id)


def _signed(agreement: Agreement) -> tuple[bool, str, int]:
    return (agreement.signed.first_day() is None, agreement.signed.sort_key, agreement.id)


def say(words: str, marks: Text = (), *, bold: bool = False, italic: bool = False) -> Text:
    """Words followed by their source marks."""
    return (Run(words, bold=bold, italic=italic), *_spaced(words, marks))


def join(*texts: Text, by: str = "\n") -> Text:
    """Texts one after the other, empty ones left out."""
    out: list[Run] = []
    for item in texts:
        if item:
            out.extend([*([Run(by)] if out else []), *item])
    return tuple(out)


def _spaced(words: str, marks: Text) -> Text:
    if not marks:
        return ()
    # A no-break space keeps the mark beside the last word; behind a date it would make too long a word.
    return (Run(NBSP if len(words) - words.rfind(" ") <= _SHORT_WORD else " "), *marks)


def empty(words: str) -> tuple[Paragraph]:
    """The sentence that stands where nothing is known."""
    return (Paragraph(say(words, italic=True), "note"),)


def direction_of(visit: Visit) -> str:
    """Which way a visit goes on the timeline."""
    return {Direction.OUT: "out", Direction.IN: "in"}.get(visit.direction, "other")
