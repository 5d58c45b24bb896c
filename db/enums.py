"""The enumerations of the records: English values in the file, Vietnamese words in ``desktop_app.labels``."""

from __future__ import annotations

from enum import StrEnum


class RecordKind(StrEnum):
    """Kinds of records that can bear evidence, tags, links and log entries."""

    ARTICLE = "article"
    PARTNER = "partner"
    PLACE = "place"
    ORGANISATION = "organisation"
    PERSON = "person"
    POST = "post"
    VISIT = "visit"
    AGREEMENT = "agreement"
    COMMITMENT = "commitment"
    FIGURE = "figure"
    PROFILE_FACT = "profile_fact"


class Access(StrEnum):
    """Nothing higher exists: marked material is refused (Law 117/2025/QH15)."""

    PUBLIC = "public"
    INTERNAL = "internal"


class PassageKind(StrEnum):
    """What a paragraph of an article is."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"
    CAPTION = "caption"
    BYLINE = "byline"
    SOURCE = "source"
    REPEATED = "repeated"


class SuggestionKind(StrEnum):
    """What the rules may propose from an article."""

    VISIT = "visit"
    AGREEMENT = "agreement"
    COMMITMENT = "commitment"
    PERSON = "person"
    FIGURE = "figure"
    FIELD = "field"
    PROFILE = "profile"
    ALIAS = "alias"


class SuggestionState(StrEnum):
    """Where a suggestion stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Direction(StrEnum):
    """Direction of a visit."""

    OUT = "out"
    IN = "in"
    ONLINE = "online"
    DOMESTIC = "domestic"


class Channel(StrEnum):
    """Channels of external relations in the yearly reports."""

    PARTY = "party"
    STATE = "state"
    ELECTED = "elected"
    PEOPLE = "people"


class VisitStatus(StrEnum):
    """Life of a delegation's file."""

    PLANNED = "planned"
    APPROVED = "approved"
    PERMITTED = "permitted"
    RUNNING = "running"
    DONE = "done"
    REPORTED = "reported"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Side(StrEnum):
    """Which side of the relation."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """Role of a participant in a visit."""

    HEAD = "head"
    DEPUTY = "deputy"
    MEMBER = "member"
    INTERPRETER = "interpreter"
    ESCORT = "escort"
    HOST = "host"
    CO_HOST = "co_host"
    MET = "met"


class StopKind(StrEnum):
    """A stop is a locality on the way or a site visited there."""

    LOCALITY = "locality"
    SITE = "site"


class AgreementKind(StrEnum):
    """The nine names of Law 70/2020/QH14, article 6, and any other name."""

    ACCORD = "accord"  # Thỏa thuận
    COMMUNIQUE = "communique"  # Thông cáo
    DECLARATION = "declaration"  # Tuyên bố
    LETTER_OF_INTENT = "letter_of_intent"  # Ý định thư
    MEMORANDUM = "memorandum"  # Bản ghi nhớ
    MINUTES = "minutes"  # Biên bản thỏa thuận
    EXCHANGE_MINUTES = "exchange_minutes"  # Biên bản trao đổi
    PROGRAMME = "programme"  # Chương trình hợp tác
    PLAN = "plan"  # Kế hoạch hợp tác
    OTHER = "other"  # Tên gọi khác


class AgreementStatus(StrEnum):
    """Life of an agreement."""

    INTENTION = "intention"
    NEGOTIATING = "negotiating"
    AWAITING_OPINION = "awaiting_opinion"
    PERMITTED = "permitted"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    RENEWED = "renewed"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    REPLACED = "replaced"
    INHERITED = "inherited"
    UNKNOWN = "unknown"


class AgreementEventKind(StrEnum):
    """Life events named by Law 70/2020/QH14 and Decree 177/2025/NĐ-CP."""

    OPINION = "opinion"
    PERMISSION = "permission"
    SIGNING = "signing"
    REPORT_PM = "report_pm"
    COPY_MOFA = "copy_mofa"
    EFFECT = "effect"
    AMENDMENT = "amendment"
    RENEWAL = "renewal"
    SUSPENSION = "suspension"
    TERMINATION = "termination"
    WITHDRAWAL = "withdrawal"
    REPLACEMENT = "replacement"
    INHERITANCE = "inheritance"


class CommitmentGrade(StrEnum):
    """How binding the words are."""

    PROMISE = "promise"  # Cam kết (sẽ làm)
    OFFER = "offer"  # Đề nghị sẵn sàng
    PROPOSAL = "proposal"  # Đề xuất
    INTENTION = "intention"  # Ý định (tiến tới ký kết)
    WISH = "wish"  # Bày tỏ mong muốn


class CommitmentStatus(StrEnum):
    """Where a commitment stands."""

    OPEN = "open"
    RUNNING = "running"
    DONE = "done"
    PARTLY = "partly"
    OVERDUE = "overdue"
    NOT_DONE = "not_done"
    UNKNOWN = "unknown"


class RelationLevel(StrEnum):
    """Level of the tie with a partner."""

    SISTER = "sister"
    FRIENDSHIP = "friendship"
    SECTORAL = "sectoral"
    EXPLORING = "exploring"
    DORMANT = "dormant"
    ENDED = "ended"
    UNKNOWN = "unknown"


class Indicator(StrEnum):
    """What a figure counts."""

    FDI_REGISTERED = "fdi_registered"
    FDI_REALISED = "fdi_realised"
    PROJECTS = "projects"
    EXPORT = "export"
    IMPORT = "import"
    TRADE = "trade"
    WORKERS_ABROAD = "workers_abroad"
    WORKERS_FDI = "workers_fdi"
    STUDENTS = "students"
    TOURISTS = "tourists"
    AID = "aid"
    OTHER = "other"


class SuccessionKind(StrEnum):
    """How one administrative unit became another."""

    MERGED = "merged"  # Hợp nhất
    ABSORBED = "absorbed"  # Sáp nhập
    SPLIT = "split"  # Chia tách
    RENAMED = "renamed"  # Đổi tên
    UPGRADED = "upgraded"  # Nâng cấp
    DISSOLVED = "dissolved"  # Giải thể, bàn giao
