"""The tables. Live objects of these classes never leave ``db``; see ``db.records`` for what callers get.

Changes of ``Row`` tables are written to the change log, which undo reads (``db.history``); ``index_key()``
names the record the search index has to hear about.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import Base, enum_column, partial_date

# SQLAlchemy resolves the annotations of PartialDate's fields in this module's names.
from db.dates import DatePrecision as DatePrecision, PartialDate
from db.records import (
    Access,
    AgreementEventKind,
    AgreementKind,
    AgreementStatus,
    Channel,
    CommitmentGrade,
    CommitmentStatus,
    Direction,
    Indicator,
    PassageKind,
    RecordKind,
    RelationLevel,
    Role,
    Side,
    StopKind,
    SuccessionKind,
    SuggestionKind,
    SuggestionState,
    VisitStatus,
)

IndexKey = tuple[RecordKind, int] | None


class Row(Base):
    """A table whose changes are logged."""

    __abstract__ = True

    def index_key(self) -> IndexKey:
        """The record the index must hear about when this row changes, if any."""
        return None


class Deletable:
    """Rows that go to the trash instead of being deleted."""

    deleted_at: Mapped[dt.datetime | None] = mapped_column(default=None, index=True)


# -- articles --------------------------------------------------------------------------------------


class OriginalRow(Base):
    """The bytes of an imported file, kept once, byte for byte (compressed, under the hash of the content)."""

    __tablename__ = "original"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100), default="")
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ImportBatchRow(Row):
    """One import of one or more files."""

    __tablename__ = "import_batch"
    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[dt.datetime]
    source: Mapped[str] = mapped_column(default="")
    undone_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class ArticleRow(Deletable, Row):
    """An imported article; ``content_hash`` covers what a person could lose and is checked by ``check``."""

    __tablename__ = "article"
    # What filters ask of all articles stands in here alone: the rows themselves are spread over the texts.
    __table_args__ = (
        Index("ix_article_facts", "deleted_at", "id", "published_start", "published_end", "outlet"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(String(200), default="", index=True)
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    outlet: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    published: Mapped[PartialDate] = partial_date("published", index=True)
    language: Mapped[str] = mapped_column(String(10), default="vi")
    kind: Mapped[str] = mapped_column(String(32), default="article")
    access: Mapped[Access] = enum_column(Access, default=Access.PUBLIC)
    file_name: Mapped[str] = mapped_column(default="")
    original_sha256: Mapped[str] = mapped_column(ForeignKey("original.sha256"), index=True)
    text_hash: Mapped[str] = mapped_column(String(64), index=True)
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    signature: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    captured_at: Mapped[dt.datetime]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True, default=None)

    def index_key(self) -> IndexKey:
        """The article itself."""
        return RecordKind.ARTICLE, self.id


class PassageRow(Row):
    """A paragraph of an article and what it is."""

    __tablename__ = "passage"
    __table_args__ = (CheckConstraint("start_offset >= 0 AND end_offset >= start_offset", name="offsets"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), index=True)
    start: Mapped[int] = mapped_column("start_offset")
    end: Mapped[int] = mapped_column("end_offset")
    kind: Mapped[PassageKind] = enum_column(PassageKind, default=PassageKind.BODY)


class DistinctPairRow(Row):
    """A person said that these two texts are not duplicates; never asked again."""

    __tablename__ = "distinct_pair"
    __table_args__ = (UniqueConstraint("first_hash", "second_hash", name="uq_distinct_pair_hashes"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    first_hash: Mapped[str] = mapped_column(String(64))
    second_hash: Mapped[str] = mapped_column(String(64))


class SuggestionRow(Row):
    """Something a rule found. The score is kept, not a verdict, so that a later threshold can show more."""

    __tablename__ = "suggestion"
    __table_args__ = (
        CheckConstraint("score >= 0 AND score <= 1", name="score"),
        Index("ix_suggestion_article_state", "article_id", "state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    kind: Mapped[SuggestionKind] = enum_column(SuggestionKind)
    payload: Mapped[dict[str, Any]]
    spans: Mapped[list[Any]]
    score: Mapped[float] = mapped_column(Float)
    rule: Mapped[str] = mapped_column(String(100))
    doubts: Mapped[list[str]] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[SuggestionState] = enum_column(SuggestionState, default=SuggestionState.PENDING)
    record_kind: Mapped[RecordKind | None] = enum_column(RecordKind, default=None)
    record_id: Mapped[int | None] = mapped_column(default=None)
    decided_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    decided_by: Mapped[str] = mapped_column(default="")
    decision: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")


class EvidenceRow(Row):
    """A passage on which a field of a record rests."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("start_offset >= 0 AND end_offset > start_offset", name="offsets"),
        Index("ix_evidence_record", "record_kind", "record_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    record_kind: Mapped[RecordKind] = enum_column(RecordKind)
    record_id: Mapped[int]
    field: Mapped[str] = mapped_column(String(64), default="")
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    start: Mapped[int] = mapped_column("start_offset")
    end: Mapped[int] = mapped_column("end_offset")
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"), index=True, default=None)


# -- places, partners, people ----------------------------------------------------------------------


class PlaceRow(Row):
    """An administrative unit or other place, valid from–to."""

    __tablename__ = "place"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    country: Mapped[str] = mapped_column(default="")
    level: Mapped[str] = mapped_column(default="")
    native_name: Mapped[str] = mapped_column(default="")
    romanised: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    valid_from: Mapped[PartialDate] = partial_date("valid_from")
    valid_to: Mapped[PartialDate] = partial_date("valid_to")
    note: Mapped[str] = mapped_column(default="")
    aliases: Mapped[list[str]] = mapped_column(default=list)


class PlaceSuccessionRow(Row):
    """One unit took over from another."""

    __tablename__ = "place_succession"
    __table_args__ = (CheckConstraint("predecessor_id <> successor_id", name="not_itself"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    kind: Mapped[SuccessionKind] = enum_column(SuccessionKind)
    date: Mapped[PartialDate] = partial_date("date")
    legal_ref: Mapped[str] = mapped_column(default="")


class PartnerRow(Deletable, Row):
    """A partner place and the tie with it."""

    __tablename__ = "partner"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    country: Mapped[str] = mapped_column(default="")
    native_name: Mapped[str] = mapped_column(default="")
    romanised: Mapped[str] = mapped_column(default="")
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    relation_level: Mapped[RelationLevel] = enum_column(RelationLevel, default=RelationLevel.UNKNOWN)
    since: Mapped[PartialDate] = partial_date("since")
    contact: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    aliases: Mapped[list[str]] = mapped_column(default=list)

    def index_key(self) -> IndexKey:
        """The partner itself."""
        return RecordKind.PARTNER, self.id


class ProfileFactRow(Deletable, Row):
    """A fact of a partner's profile as of a date."""

    __tablename__ = "profile_fact"
    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    name: Mapped[str]
    value: Mapped[str]
    as_of: Mapped[PartialDate] = partial_date("as_of")

    def index_key(self) -> IndexKey:
        """The partner it describes."""
        return RecordKind.PARTNER, self.partner_id


class OrganisationRow(Row):
    """A body on either side; the place keeps two bodies of one name apart."""

    __tablename__ = "organisation"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    native_name: Mapped[str] = mapped_column(default="")
    short_name: Mapped[str] = mapped_column(default="")
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    place_name: Mapped[str] = mapped_column(default="")
    side: Mapped[Side] = enum_column(Side, default=Side.UNKNOWN)
    valid_from: Mapped[PartialDate] = partial_date("valid_from")
    valid_to: Mapped[PartialDate] = partial_date("valid_to")


class PersonRow(Deletable, Row):
    """A public person."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    native_name: Mapped[str] = mapped_column(default="")
    honorific: Mapped[str] = mapped_column(default="")
    side: Mapped[Side] = enum_column(Side, default=Side.UNKNOWN)
    country: Mapped[str] = mapped_column(default="")
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True, default=None)
    languages: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    aliases: Mapped[list[str]] = mapped_column(default=list)

    def index_key(self) -> IndexKey:
        """The person."""
        return RecordKind.PERSON, self.id


class PostRow(Row):
    """A post held by a person."""

    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    organisation: Mapped[str] = mapped_column(default="")
    started: Mapped[PartialDate] = partial_date("started")
    ended: Mapped[PartialDate] = partial_date("ended")
    seen_on: Mapped[PartialDate] = partial_date("seen_on")

    def index_key(self) -> IndexKey:
        """The person who held it."""
        return RecordKind.PERSON, self.person_id


# -- visits ----------------------------------------------------------------------------------------


class VisitRow(Deletable, Row):
    """A delegation or another working contact."""

    __tablename__ = "visit"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    direction: Mapped[Direction] = enum_column(Direction)
    status: Mapped[VisitStatus] = enum_column(VisitStatus, default=VisitStatus.DONE)
    period: Mapped[PartialDate] = partial_date("period", index=True)
    channel: Mapped[Channel] = enum_column(Channel, default=Channel.STATE)
    code: Mapped[str] = mapped_column(String(64), default="")
    host_organisation: Mapped[str] = mapped_column(default="")
    guest_organisation: Mapped[str] = mapped_column(default="")
    location: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    content: Mapped[str] = mapped_column(default="")
    results: Mapped[str] = mapped_column(default="")
    gifts: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    countries: Mapped[list[str]] = mapped_column(default=list)
    localities: Mapped[list[str]] = mapped_column(default=list)
    previous_visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), default=None)

    def index_key(self) -> IndexKey:
        """The visit."""
        return RecordKind.VISIT, self.id


class VisitStopRow(Row):
    """A locality on the way or a site visited."""

    __tablename__ = "visit_stop"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    kind: Mapped[StopKind] = enum_column(StopKind, default=StopKind.LOCALITY)
    country: Mapped[str] = mapped_column(default="")
    period: Mapped[PartialDate] = partial_date("period")
    note: Mapped[str] = mapped_column(default="")
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)

    def index_key(self) -> IndexKey:
        """The visit it belongs to."""
        return RecordKind.VISIT, self.visit_id


class ParticipantRow(Row):
    """Who took part, with the post of that time."""

    __tablename__ = "participant"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    role: Mapped[Role] = enum_column(Role, default=Role.MEMBER)
    side: Mapped[Side] = enum_column(Side, default=Side.UNKNOWN)
    title: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True, default=None)

    def index_key(self) -> IndexKey:
        """The visit it belongs to."""
        return RecordKind.VISIT, self.visit_id


# -- agreements, commitments, figures --------------------------------------------------------------


class AgreementRow(Deletable, Row):
    """An international agreement. Term and renewal are as written, empty when not stated."""

    __tablename__ = "agreement"
    __table_args__ = (CheckConstraint("notice_days IS NULL OR notice_days >= 0", name="notice_days"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[AgreementKind] = enum_column(AgreementKind)
    status: Mapped[AgreementStatus] = enum_column(AgreementStatus)
    other_titles: Mapped[list[str]] = mapped_column(default=list)
    number: Mapped[str] = mapped_column(default="")
    in_the_name_of: Mapped[str] = mapped_column(default="")
    own_party: Mapped[str] = mapped_column(default="")
    partner_party: Mapped[str] = mapped_column(default="")
    responsible_now: Mapped[str] = mapped_column(default="")
    signers: Mapped[str] = mapped_column(default="")
    signed: Mapped[PartialDate] = partial_date("signed")
    signed_place: Mapped[str] = mapped_column(default="")
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), index=True, default=None)
    effective: Mapped[PartialDate] = partial_date("effective")
    term: Mapped[str] = mapped_column(default="")
    ends: Mapped[PartialDate] = partial_date("ends")
    renewal: Mapped[str] = mapped_column(default="")
    notice_days: Mapped[int | None] = mapped_column(Integer, default=None)
    subject: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), default=None)
    note: Mapped[str] = mapped_column(default="")

    def index_key(self) -> IndexKey:
        """The agreement."""
        return RecordKind.AGREEMENT, self.id


class AgreementEventRow(Row):
    """Something that happened to an agreement."""

    __tablename__ = "agreement_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"), index=True)
    kind: Mapped[AgreementEventKind] = enum_column(AgreementEventKind)
    date: Mapped[PartialDate] = partial_date("date")
    due: Mapped[PartialDate] = partial_date("due")
    reference: Mapped[str] = mapped_column(default="")


class CommitmentRow(Deletable, Row):
    """What one side said it will do, offers, proposes or wishes."""

    __tablename__ = "commitment"
    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str]
    grade: Mapped[CommitmentGrade] = enum_column(CommitmentGrade)
    side: Mapped[Side] = enum_column(Side, default=Side.UNKNOWN)
    by_name: Mapped[str] = mapped_column(default="")
    to_name: Mapped[str] = mapped_column(default="")
    status: Mapped[CommitmentStatus] = enum_column(CommitmentStatus, default=CommitmentStatus.OPEN)
    stated_on: Mapped[PartialDate] = partial_date("stated_on")
    deadline: Mapped[PartialDate] = partial_date("deadline")
    quantity: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    depends_on_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"), default=None)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), index=True, default=None)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True, default=None)
    lead_unit: Mapped[str] = mapped_column(default="")
    closing_note: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    def index_key(self) -> IndexKey:
        """The commitment."""
        return RecordKind.COMMITMENT, self.id


class FigureRow(Deletable, Row):
    """A number with scope and period."""

    __tablename__ = "figure"
    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str]
    value: Mapped[float] = mapped_column(Float)
    value_max: Mapped[float | None] = mapped_column(Float, default=None)
    unit: Mapped[str] = mapped_column(default="")
    stated: Mapped[str] = mapped_column(default="")
    approximate: Mapped[bool] = mapped_column(default=False)
    qualifier: Mapped[str] = mapped_column(default="")
    indicator: Mapped[Indicator] = enum_column(Indicator, default=Indicator.OTHER)
    scope_from: Mapped[str] = mapped_column(default="")
    scope_to: Mapped[str] = mapped_column(default="")
    period: Mapped[PartialDate] = partial_date("period")

    def index_key(self) -> IndexKey:
        """The figure."""
        return RecordKind.FIGURE, self.id


# -- links -----------------------------------------------------------------------------------------


class PartnerLinkRow(Row):
    """A record concerns a partner (visits, agreements, commitments and figures can concern several)."""

    __tablename__ = "partner_link"
    __table_args__ = (
        UniqueConstraint("record_kind", "record_id", "partner_id", name="uq_partner_link_record"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    record_kind: Mapped[RecordKind] = enum_column(RecordKind)
    record_id: Mapped[int]
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)

    def index_key(self) -> IndexKey:
        """The record that is linked."""
        return self.record_kind, self.record_id


class TermRow(Row):
    """A tag (nhãn) or a field of cooperation (lĩnh vực)."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("kind", "name", name="uq_term_name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str]
    colour: Mapped[str] = mapped_column(String(16), default="")


class TermLinkRow(Row):
    """A record bears a tag or concerns a field."""

    __tablename__ = "term_link"
    __table_args__ = (UniqueConstraint("record_kind", "record_id", "term_id", name="uq_term_link_record"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    record_kind: Mapped[RecordKind] = enum_column(RecordKind)
    record_id: Mapped[int]
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"), index=True)

    def index_key(self) -> IndexKey:
        """The record that bears it."""
        return self.record_kind, self.record_id


# -- the library itself ----------------------------------------------------------------------------


class SettingRow(Base):
    """A setting that belongs to the library (office identity, typed dossier notes …)."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[str]


class ActionRow(Base):
    """Something a person did; the unit of undo."""

    __tablename__ = "action"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    who: Mapped[str]
    name: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    undone_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class ChangeRow(Base):
    """One row changed by an action; ``before`` and ``after`` hold the changed columns as JSON."""

    __tablename__ = "change"
    __table_args__ = (CheckConstraint("operation IN ('insert', 'update', 'delete')", name="operation"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    table: Mapped[str] = mapped_column("table_name", String(64))
    row_id: Mapped[int]
    operation: Mapped[str] = mapped_column(String(8))
    before: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    after: Mapped[dict[str, Any] | None] = mapped_column(default=None)


class IndexQueueRow(Base):
    """What the search index still owes; written in the transaction of the change itself."""

    __tablename__ = "index_queue"
    id: Mapped[int] = mapped_column(primary_key=True)
    record_kind: Mapped[RecordKind] = enum_column(RecordKind)
    record_id: Mapped[int]


# Ids are never used again: an undone record's address, index key or log entry must not mean another one.
for _mapper in Base.registry.mappers:
    if issubclass(_mapper.class_, Row):
        _mapper.local_table.dialect_kwargs["sqlite_autoincrement"] = True  # type: ignore[attr-defined]
