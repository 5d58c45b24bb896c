"""What is kept, as frozen values: the only part of ``db`` that screens and the core may see.

One class for each kind of record. ``id`` is 0 for a record that is not stored yet. A reference to another
record is its id; names that a list shows beside it (``partner_name`` and the like) are filled in
when reading and ignored when writing. Text is NFC; offsets are code points of ``Article.text``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from db.dates import UNKNOWN_DATE, PartialDate
from db.enums import (
    Access as Access,
    AgreementEventKind as AgreementEventKind,
    AgreementKind as AgreementKind,
    AgreementStatus as AgreementStatus,
    Channel as Channel,
    CommitmentGrade as CommitmentGrade,
    CommitmentStatus as CommitmentStatus,
    Direction as Direction,
    Indicator as Indicator,
    PassageKind as PassageKind,
    RecordKind as RecordKind,
    RelationLevel as RelationLevel,
    Role as Role,
    Side as Side,
    StopKind as StopKind,
    SuccessionKind as SuccessionKind,
    SuggestionKind as SuggestionKind,
    SuggestionState as SuggestionState,
    VisitStatus as VisitStatus,
)

# -- articles and what is found in them ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of an article: ``text[start:end]``."""

    start: int
    end: int
    kind: PassageKind = PassageKind.BODY


@dataclass(frozen=True, slots=True)
class Article:
    """A newspaper article or paper as imported."""

    id: int
    title: str
    text: str
    outlet: str = ""
    author: str = ""
    address: str = ""
    published: PartialDate = UNKNOWN_DATE
    language: str = "vi"
    kind: str = "article"
    access: Access = Access.PUBLIC
    external_id: str = ""
    file_name: str = ""
    original_sha256: str = ""
    text_hash: str = ""
    batch_id: int | None = None
    captured_at: dt.datetime | None = None
    deleted_at: dt.datetime | None = None
    passages: tuple[Passage, ...] = ()
    fields: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    pending: int = 0
    accepted: int = 0

    @property
    def label(self) -> str:
        """Title, or the file name while a person has not given one."""
        return self.title or self.file_name or f"#{self.id}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage on which one field of a record rests; ``text[start:end]`` of the article."""

    article_id: int
    start: int
    end: int
    field: str = ""
    quote: str = ""
    id: int = 0
    record_kind: RecordKind | None = None
    record_id: int = 0


@dataclass(frozen=True, slots=True)
class SuggestionSpan:
    """Where a field of a suggestion stands in the article."""

    start: int
    end: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something found by a rule, not yet believed.

    ``payload`` is the candidate's JSON for this kind (``desktop_app.core.extraction.candidates``).
    ``doubts`` are reasons in plain Vietnamese why a person should look twice; a suggestion with doubts is
    never accepted in bulk. ``decision`` is what is known of a person's decision beside ``state``: ``changed``
    ({field of the draft: [before, after]}) of an edit, ``merged``, ``reason`` of a rejection.
    """

    id: int
    article_id: int
    kind: SuggestionKind
    payload: dict[str, Any]
    spans: tuple[SuggestionSpan, ...]
    score: float
    rule: str
    doubts: tuple[str, ...] = ()
    state: SuggestionState = SuggestionState.PENDING
    record_kind: RecordKind | None = None
    record_id: int | None = None
    decided_at: dt.datetime | None = None
    decided_by: str = ""
    decision: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One import of one or more files, which can be undone as a whole."""

    id: int
    started_at: dt.datetime
    source: str = ""
    articles: int = 0
    undone_at: dt.datetime | None = None


# -- places, organisations, people -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit or other place, valid from–to."""

    id: int
    name: str
    country: str = ""
    level: str = ""
    native_name: str = ""
    romanised: str = ""
    parent_id: int | None = None
    valid_from: PartialDate = UNKNOWN_DATE
    valid_to: PartialDate = UNKNOWN_DATE
    note: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceSuccession:
    """``successor`` took over from ``predecessor``; many-to-one and one-to-many are several rows."""

    id: int
    predecessor_id: int
    successor_id: int
    kind: SuccessionKind
    date: PartialDate = UNKNOWN_DATE
    legal_ref: str = ""
    predecessor_name: str = ""
    successor_name: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner place (or organisation) of the office, and the tie with it."""

    id: int
    name: str
    country: str = ""
    native_name: str = ""
    romanised: str = ""
    place_id: int | None = None
    relation_level: RelationLevel = RelationLevel.UNKNOWN
    since: PartialDate = UNKNOWN_DATE
    contact: str = ""
    note: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    deleted_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class PartnerSummary:
    """A line of the partner list."""

    partner: Partner
    visits: int = 0
    agreements: int = 0
    open_commitments: int = 0
    articles: int = 0
    last_met: PartialDate = UNKNOWN_DATE


@dataclass(frozen=True, slots=True)
class ProfileFact:
    """One field of a partner's profile (population, strong industries …) as of a date."""

    id: int
    partner_id: int
    name: str
    value: str
    as_of: PartialDate = UNKNOWN_DATE
    deleted_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body on either side; two bodies of one name are two records."""

    id: int
    name: str
    native_name: str = ""
    short_name: str = ""
    place_id: int | None = None
    place_name: str = ""
    side: Side = Side.UNKNOWN
    valid_from: PartialDate = UNKNOWN_DATE
    valid_to: PartialDate = UNKNOWN_DATE


@dataclass(frozen=True, slots=True)
class Post:
    """A post held by a person, with dates as far as known. ``seen_on`` is the event that shows it."""

    id: int
    person_id: int
    title: str
    organisation_id: int | None = None
    organisation: str = ""
    started: PartialDate = UNKNOWN_DATE
    ended: PartialDate = UNKNOWN_DATE
    seen_on: PartialDate = UNKNOWN_DATE


@dataclass(frozen=True, slots=True)
class Person:
    """A public person: facts of office only (Law 91/2025/QH15)."""

    id: int
    name: str
    native_name: str = ""
    honorific: str = ""
    side: Side = Side.UNKNOWN
    country: str = ""
    partner_id: int | None = None
    languages: str = ""
    note: str = ""
    aliases: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
    deleted_at: dt.datetime | None = None


# -- visits, agreements, commitments, figures ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VisitStop:
    """A locality on the way, or a site visited."""

    name: str
    kind: StopKind = StopKind.LOCALITY
    country: str = ""
    period: PartialDate = UNKNOWN_DATE
    note: str = ""
    place_id: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Participant:
    """Who took part, with the post held at that time."""

    name: str
    role: Role = Role.MEMBER
    side: Side = Side.UNKNOWN
    title: str = ""
    organisation: str = ""
    person_id: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """A delegation, in or out, or another working contact."""

    id: int
    title: str
    direction: Direction
    status: VisitStatus = VisitStatus.DONE
    period: PartialDate = UNKNOWN_DATE
    channel: Channel = Channel.STATE
    code: str = ""
    host_organisation: str = ""
    guest_organisation: str = ""
    location: str = ""
    purpose: str = ""
    content: str = ""
    results: str = ""
    gifts: str = ""
    note: str = ""
    previous_visit_id: int | None = None
    partner_ids: tuple[int, ...] = ()
    partner_names: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    localities: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    stops: tuple[VisitStop, ...] = ()
    participants: tuple[Participant, ...] = ()
    deleted_at: dt.datetime | None = None

    def heads(self) -> tuple[Participant, ...]:
        """Who led the delegation."""
        return tuple(p for p in self.participants if p.role is Role.HEAD)

    def hosts(self) -> tuple[Participant, ...]:
        """Who received it."""
        return tuple(p for p in self.participants if p.role in (Role.HOST, Role.CO_HOST))


@dataclass(frozen=True, slots=True)
class AgreementEvent:
    """Something that happened to an agreement."""

    kind: AgreementEventKind
    date: PartialDate = UNKNOWN_DATE
    due: PartialDate = UNKNOWN_DATE
    reference: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """An international agreement (thỏa thuận quốc tế) of the province or one of its bodies."""

    id: int
    title: str
    kind: AgreementKind = AgreementKind.MEMORANDUM
    status: AgreementStatus = AgreementStatus.SIGNED
    other_titles: tuple[str, ...] = ()
    number: str = ""
    in_the_name_of: str = ""
    own_party: str = ""
    partner_party: str = ""
    responsible_now: str = ""
    signers: str = ""
    signed: PartialDate = UNKNOWN_DATE
    signed_place: str = ""
    visit_id: int | None = None
    effective: PartialDate = UNKNOWN_DATE
    term: str = ""
    ends: PartialDate = UNKNOWN_DATE
    renewal: str = ""
    notice_days: int | None = None
    subject: str = ""
    parent_id: int | None = None
    note: str = ""
    partner_ids: tuple[int, ...] = ()
    partner_names: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    events: tuple[AgreementEvent, ...] = ()
    deleted_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """What one side said it will do, offers, proposes or wishes."""

    id: int
    content: str
    grade: CommitmentGrade
    side: Side = Side.UNKNOWN
    by_name: str = ""
    to_name: str = ""
    status: CommitmentStatus = CommitmentStatus.OPEN
    stated_on: PartialDate = UNKNOWN_DATE
    deadline: PartialDate = UNKNOWN_DATE
    quantity: str = ""
    place: str = ""
    depends_on_id: int | None = None
    visit_id: int | None = None
    agreement_id: int | None = None
    lead_unit: str = ""
    closing_note: str = ""
    note: str = ""
    partner_ids: tuple[int, ...] = ()
    partner_names: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    deleted_at: dt.datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in (
            CommitmentStatus.OPEN,
            CommitmentStatus.RUNNING,
            CommitmentStatus.PARTLY,
            CommitmentStatus.OVERDUE,
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its scope and period; never shown without them.

    ``scope_from`` → ``scope_to`` says between whom: "Hàn Quốc" → "tỉnh Nghệ An". ``value`` is in
    ``unit``; money keeps the multiplier in the value (81 560 000 000 with unit "USD").
    """

    id: int
    what: str
    value: float
    unit: str
    stated: str = ""
    value_max: float | None = None
    approximate: bool = False
    qualifier: str = ""
    indicator: Indicator = Indicator.OTHER
    scope_from: str = ""
    scope_to: str = ""
    period: PartialDate = UNKNOWN_DATE
    partner_ids: tuple[int, ...] = ()
    partner_names: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    deleted_at: dt.datetime | None = None

    @property
    def scope(self) -> str:
        """Between whom the figure holds, as it is printed beside every number."""
        return " – ".join(part for part in (self.scope_from, self.scope_to) if part) or "chưa rõ phạm vi"


# -- the log ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowChange:
    """One changed row, with its columns before and after as JSON values."""

    table: str
    row_id: str
    operation: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person did, with all rows it changed; the unit of undo."""

    id: int
    at: dt.datetime
    who: str
    name: str
    detail: str = ""
    undone_at: dt.datetime | None = None
    changes: tuple[RowChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of the desk (Bàn làm việc)."""

    articles: int = 0
    pending_suggestions: int = 0
    articles_to_review: int = 0
    visits: int = 0
    agreements: int = 0
    partners: int = 0
    open_commitments: int = 0
    persons: int = 0
    figures: int = 0
    index_queue: int = 0
    trash: int = 0


AnyRecord = (
    Article | Partner | Person | Visit | Agreement | Commitment | Figure | ProfileFact | Organisation | Place
)


@dataclass(frozen=True, slots=True)
class IndexItem:
    """A record the search index has to read again (or forget)."""

    id: int
    record_kind: RecordKind
    record_id: int
