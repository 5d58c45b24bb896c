"""The columns of the lists of visits, agreements, commitments, figures and people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from db.dates import PartialDate
from db.records import (
    Agreement,
    AgreementStatus,
    Commitment,
    CommitmentStatus,
    Figure,
    Person,
    Post,
    Side,
    Visit,
)
from desktop_app.labels import label
from desktop_app.services.editing import Listing
from desktop_app.services.overview import overdue_days
from desktop_app.services.sorting import person_key
from desktop_app.services.wording import number_to_edit, post_dates, post_title
from desktop_app.ui.tables.model import Column

_ENDED = (AgreementStatus.EXPIRED, AgreementStatus.TERMINATED, AgreementStatus.REPLACED)


class Names:
    """Partners by id, for records that know only the id; renewed at every reading."""

    def __init__(self) -> None:
        self._listing = Listing()

    def take(self, listing: Listing) -> None:
        """Use the partners of ``listing`` from now on."""
        self._listing = listing

    def partner(self, partner_id: int | None) -> str:
        """The name of a partner, "" when there is none."""
        found = self._listing.partners.get(partner_id or 0)
        return found.name if found is not None else ""

    def countries(self, record: Any) -> tuple[str, ...]:
        """The countries a record concerns: its own, or those of its partners."""
        own: Iterable[str] = getattr(record, "countries", ()) or ()
        one = getattr(record, "country", "")
        ids = [*getattr(record, "partner_ids", ()), getattr(record, "partner_id", None)]
        found = [self._listing.partners[i].country for i in ids if i in self._listing.partners]
        return tuple(dict.fromkeys(name for name in (*own, one, *found) if name))


def day(date: PartialDate, unknown: str = "") -> str:
    """A date for a cell; ``unknown`` when nothing is known."""
    return date.display().replace("(năm suy đoán)", "(suy đoán)") if date.known else unknown


def _joined(names: Iterable[str]) -> str:
    return ", ".join(name for name in names if name)


def _doubtful(date: PartialDate) -> str:
    """Amber for a date that is concluded or lacks its year."""
    return "warning" if date.known and (date.inferred or date.year is None) else ""


def visit_columns() -> list[Column]:
    """Đoàn ra – Đoàn vào."""
    return [
        Column("direction", "Hướng", lambda v: label(v.direction), width=92),
        Column(
            "period",
            "Thời gian",
            lambda v: day(v.period, "chưa rõ"),
            width=160,
            sort_key=lambda v: v.period.sort_key,
            token=lambda v: _doubtful(v.period) or ("" if v.period.known else "warning"),
        ),
        Column("title", "Tên đoàn", lambda v: v.title, width=248),
        Column("heads", "Trưởng đoàn", lambda v: _joined(p.name for p in v.heads()), width=132),
        Column("partners", "Đối tác", lambda v: _joined(v.partner_names), width=136),
        Column("location", "Địa điểm", lambda v: v.location, width=120),
        Column("status", "Tình trạng", lambda v: label(v.status), width=150),
        Column("countries", "Nước", lambda v: _joined(v.countries), width=120, hidden=True),
        Column("fields", "Lĩnh vực", lambda v: _joined(v.fields), width=180, hidden=True),
        Column("tags", "Nhãn", lambda v: _joined(v.tags), width=140, hidden=True),
        Column("code", "Số, ký hiệu", lambda v: v.code, width=110, hidden=True),
        Column("people", "Thành phần", _crew, width=200, hidden=True),
    ]


def _crew(visit: Visit) -> str:
    return _joined(member.name for member in visit.participants)


def agreement_columns() -> list[Column]:
    """Thỏa thuận."""
    return [
        Column("title", "Tên văn bản", lambda a: a.title, width=250),
        Column("kind", "Loại", lambda a: label(a.kind), width=104),
        Column("parties", "Các bên", _parties, width=160),
        Column(
            "signed",
            "Ngày ký",
            lambda a: day(a.signed, "chưa rõ"),
            width=112,
            sort_key=lambda a: a.signed.sort_key,
            token=lambda a: _doubtful(a.signed),
        ),
        Column(
            "status",
            "Tình trạng",
            lambda a: label(a.status),
            width=130,
            token=lambda a: "text_muted" if a.status in _ENDED else "",
        ),
        Column(
            "ends",
            "Hết hiệu lực",
            lambda a: day(a.ends, "chưa rõ"),
            width=112,
            sort_key=lambda a: a.ends.sort_key or "9999",
            token=lambda a: _doubtful(a.ends),
        ),
        Column("partners", "Đối tác", lambda a: _joined(a.partner_names), width=160, hidden=True),
        Column("fields", "Lĩnh vực", lambda a: _joined(a.fields), width=180, hidden=True),
        Column("tags", "Nhãn", lambda a: _joined(a.tags), width=140, hidden=True),
        Column("number", "Số, ký hiệu", lambda a: a.number, width=110, hidden=True),
        Column("signers", "Người ký", lambda a: a.signers, width=200, hidden=True),
    ]


def _parties(item: Agreement) -> str:
    return " – ".join(party for party in (item.own_party, item.partner_party) if party)


def commitment_columns() -> list[Column]:
    """Cam kết; what is overdue bears a sign, the number of days and the colour of danger."""
    return [
        Column("content", "Nội dung", lambda c: c.content, width=270),
        Column(
            "status",
            "Tình trạng",
            commitment_state,
            width=180,
            sort_key=lambda c: (-_overdue(c), commitment_state(c)),
            token=lambda c: "danger" if is_overdue(c) else "",
            icon=lambda c: "clock" if is_overdue(c) else "",
        ),
        Column(
            "deadline",
            "Hạn",
            lambda c: day(c.deadline, "không ghi hạn"),
            width=116,
            sort_key=lambda c: c.deadline.sort_key or "9999",
        ),
        Column("side", "Bên", lambda c: label(c.side), width=84),
        Column("partners", "Đối tác", lambda c: _joined(c.partner_names), width=130),
        Column("grade", "Mức độ", lambda c: label(c.grade), width=140),
        Column("by", "Ai thực hiện", lambda c: c.by_name, width=160, hidden=True),
        Column("unit", "Đơn vị chủ trì", lambda c: c.lead_unit, width=150, hidden=True),
        Column(
            "stated",
            "Nêu ra ngày",
            lambda c: day(c.stated_on, "chưa rõ"),
            width=116,
            sort_key=lambda c: c.stated_on.sort_key,
            hidden=True,
        ),
        Column("fields", "Lĩnh vực", lambda c: _joined(c.fields), width=150, hidden=True),
        Column("tags", "Nhãn", lambda c: _joined(c.tags), width=140, hidden=True),
    ]


def _overdue(item: Commitment) -> int:
    return overdue_days(item, dt.date.today())


def is_overdue(item: Commitment) -> bool:
    """Whether the deadline has passed and somebody still has to do something."""
    return _overdue(item) > 0 or item.status is CommitmentStatus.OVERDUE


def commitment_state(item: Commitment) -> str:
    """The status in words; "Quá hạn 35 ngày" once the deadline has passed."""
    days = _overdue(item)
    return f"Quá hạn {days:,} ngày".replace(",", ".") if days else label(item.status)


def figure_columns() -> list[Column]:
    """Số liệu: a number never stands without its scope and period."""
    return [
        Column("what", "Số liệu", lambda f: f.what, width=180),
        Column(
            "value", "Giá trị", lambda f: number_to_edit(f)[0], align="right", width=104, sort_key=_value_key
        ),
        Column("unit", "Đơn vị", lambda f: f.unit, width=76),
        Column("scope", "Phạm vi", lambda f: f.scope, width=190, token=_scope_token),
        Column(
            "period",
            "Thời kỳ",
            lambda f: day(f.period, "chưa rõ thời kỳ"),
            width=150,
            sort_key=lambda f: f.period.sort_key,
            token=lambda f: _doubtful(f.period) or ("" if f.period.known else "warning"),
        ),
        Column("qualifier", "Mức chính xác", _qualifier, width=110),
        Column("indicator", "Chỉ tiêu", lambda f: label(f.indicator), width=150, hidden=True),
        Column("partners", "Đối tác", lambda f: _joined(f.partner_names), width=150, hidden=True),
        Column("stated", "Nguồn viết", lambda f: f.stated, width=180, hidden=True),
        Column("tags", "Nhãn", lambda f: _joined(f.tags), width=140, hidden=True),
    ]


def _value_key(figure: Figure) -> tuple[str, float]:
    return figure.unit, figure.value


def _scope_token(figure: Figure) -> str:
    return "" if figure.scope_from or figure.scope_to else "warning"


def _qualifier(figure: Figure) -> str:
    return figure.qualifier or ("khoảng" if figure.approximate else "")


def person_columns(names: Names) -> list[Column]:
    """Nhân vật, filed under the given name."""
    return [
        Column("name", "Họ tên", lambda p: p.name, width=170, sort_key=lambda p: person_key(p.name)),
        Column("post", "Chức vụ", _post, width=270),
        Column("as_of", "Thời điểm", _post_dates, width=130),
        Column("side", "Bên", lambda p: label(p.side), width=96),
        Column("partner", "Đối tác", lambda p: names.partner(p.partner_id), width=170),
        Column("country", "Nước", lambda p: p.country, width=110),
        Column("native", "Tên bản ngữ", lambda p: p.native_name, width=120, hidden=True),
        Column("aliases", "Tên gọi khác", lambda p: _joined(p.aliases), width=160, hidden=True),
    ]


def latest_post(person: Person) -> Post | None:
    """The post with the newest sign."""
    return max(
        person.posts,
        key=lambda post: max(post.seen_on.sort_key, post.started.sort_key, post.ended.sort_key),
        default=None,
    )


def _post(person: Person) -> str:
    post = latest_post(person)
    return post_title(post) if post is not None else ("chưa rõ" if person.side is not Side.UNKNOWN else "")


def _post_dates(person: Person) -> str:
    post = latest_post(person)
    return post_dates(post).removeprefix("tại thời điểm ") if post is not None else ""
