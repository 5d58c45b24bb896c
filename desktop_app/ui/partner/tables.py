"""The columns of the lists on the partner pages."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from db.dates import PartialDate
from db.records import Article, PartnerSummary, Person, RelationLevel
from desktop_app.labels import label
from desktop_app.services.partners import PartnerPage
from desktop_app.services.sorting import person_key
from desktop_app.services.wording import post_dates, post_title, show_date
from desktop_app.ui.partner.wording import Event
from desktop_app.ui.tables.columns_records import latest_post
from desktop_app.ui.tables.model import Column


def number(value: int) -> str:
    """A count for a cell; nothing for zero, so that what there is stands out."""
    return f"{value:,}".replace(",", ".") if value else "–"


def _day(date: PartialDate, unknown: str = "") -> str:
    return show_date(date) if date.known else unknown


def _doubtful(date: PartialDate) -> str:
    return "warning" if date.known and (date.inferred or date.year is None) else ""


def partner_columns() -> list[Column]:
    """The list of partners (``PartnerSummary``)."""

    def count(name: str, title: str, width: int) -> Column:
        def value(item: PartnerSummary) -> int:
            return int(getattr(item, name))

        return Column(
            name, title, lambda s: number(value(s)), "right", width, value, lambda s: "", searched=False
        )

    return [
        Column("name", _tr("Đối tác"), lambda s: s.partner.name, width=190),
        Column("country", _tr("Nước"), lambda s: s.partner.country, width=110),
        Column(
            "level",
            _tr("Mức quan hệ"),
            lambda s: label(s.partner.relation_level),
            width=150,
            sort_key=lambda s: list(RelationLevel).index(s.partner.relation_level),
        ),
        Column(
            "last_met",
            _tr("Gặp gần nhất"),
            lambda s: _day(s.last_met, _tr("chưa ghi nhận")),
            width=204,
            sort_key=lambda s: s.last_met.sort_key,
            token=lambda s: _doubtful(s.last_met) or ("" if s.last_met.known else "text_muted"),
        ),
        count("visits", _tr("Đoàn"), 64),
        count("agreements", _tr("Thỏa thuận"), 96),
        count("open_commitments", _tr("Cam kết mở"), 104),
        count("articles", _tr("Tin bài"), 76),
        Column("since", _tr("Quan hệ từ"), lambda s: _day(s.partner.since), width=120, hidden=True),
        Column("tags", _tr("Nhãn"), lambda s: ", ".join(s.partner.tags), width=160, hidden=True),
        Column("names", _tr("Tên khác"), _other_names, width=100),
    ]


def _other_names(item: PartnerSummary) -> str:
    partner = item.partner
    names = (partner.native_name, partner.romanised, *partner.aliases)
    return ", ".join(dict.fromkeys(name for name in names if name))


def event_columns() -> list[Column]:
    """The readable list below the painted timeline (``Event``)."""
    return [
        Column(
            "date",
            _tr("Thời gian"),
            lambda e: show_date(e.date),
            width=190,
            sort_key=lambda e: e.date.sort_key.removeprefix("--"),
            token=lambda e: _doubtful(e.date) or ("" if e.date.known else "warning"),
        ),
        Column("kind", _tr("Loại"), lambda e: e.kind_words, width=180),
        Column("title", _tr("Nội dung"), lambda e: e.title, width=400),
        Column("place", _tr("Địa điểm"), lambda e: e.place, width=200),
    ]


def event_key(event: Event) -> tuple[str, int]:
    """What tells entries apart."""
    return event.kind.value, event.record_id


def person_columns(meetings: dict[int, int]) -> list[Column]:
    """People of a partner; a post never stands without its date. ``meetings`` counts by person id."""
    return [
        Column("name", _tr("Họ tên"), lambda p: p.name, width=166, sort_key=lambda p: person_key(p.name)),
        Column("native", _tr("Tên bản ngữ"), lambda p: p.native_name, width=104),
        Column("post", _tr("Chức vụ"), _post, width=330),
        Column("as_of", _tr("Thời điểm của chức vụ"), _post_dates, width=272, sort_key=_post_key),
        Column("side", _tr("Bên"), lambda p: label(p.side), width=90),
        Column(
            "meetings",
            _tr("Số lần gặp"),
            lambda p: number(meetings.get(p.id, 0)),
            "right",
            92,
            lambda p: meetings.get(p.id, 0),
        ),
        Column("aliases", _tr("Tên gọi khác"), lambda p: ", ".join(p.aliases), width=160, hidden=True),
    ]


def _post(person: Person) -> str:
    post = latest_post(person)
    return post_title(post) if post is not None else _tr("chưa rõ")


def _post_dates(person: Person) -> str:
    post = latest_post(person)
    return post_dates(post) if post is not None else ""


def _post_key(person: Person) -> str:
    post = latest_post(person)
    return "" if post is None else max(post.seen_on.sort_key, post.started.sort_key, post.ended.sort_key)


def count_meetings(page: PartnerPage) -> dict[int, int]:
    """How many of the partner's visits each person took part in, by person id."""
    counts: dict[int, int] = {}
    for visit in page.visits:
        for person_id in {member.person_id for member in visit.participants if member.person_id}:
            counts[person_id] = counts.get(person_id, 0) + 1
    return counts


def article_columns() -> list[Column]:
    """Articles on which the partner's records rest."""

    def pending(article: Article) -> str:
        return number(article.pending)

    return [
        Column("title", _tr("Tiêu đề"), lambda a: a.label, width=470),
        Column("outlet", _tr("Báo, trang tin"), lambda a: a.outlet, width=170),
        Column(
            "published",
            _tr("Ngày đăng"),
            lambda a: _day(a.published, _tr("chưa rõ")),
            width=150,
            sort_key=lambda a: a.published.sort_key,
            token=lambda a: _doubtful(a.published),
        ),
        Column("pending", _tr("Gợi ý chờ duyệt"), pending, "right", 130, lambda a: a.pending),
    ]


def without(columns: list[Column], *names: str) -> list[Column]:
    """The columns without those that say the same in every row here."""
    return [column for column in columns if column.name not in names]


def record_key(record: Any) -> int:
    """What tells records of one kind apart."""
    return int(record.id)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Partner", text)
