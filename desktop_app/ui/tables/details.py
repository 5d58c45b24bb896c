"""A record as lines to read: what stands in the pane beside a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db.records import Agreement, Commitment, Figure, Person, Visit
from desktop_app.labels import label
from desktop_app.services.wording import figure_value, post_dates, post_title
from desktop_app.ui.tables.columns_records import Names, commitment_state, day, is_overdue


@dataclass(frozen=True, slots=True)
class Detail:
    """A heading and what stands under it; ``kind`` "warning" or "danger" colours it."""

    label: str
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the pane shows: badges as (words, kind)."""

    title: str
    badges: tuple[tuple[str, str], ...] = ()
    details: tuple[Detail, ...] = ()


def sheet_of(record: Any, names: Names) -> Sheet:
    """What there is to read about a record.

    Raises:
        TypeError: there is no such sheet for this kind.
    """
    match record:
        case Visit():
            return _visit(record)
        case Agreement():
            return _agreement(record)
        case Commitment():
            return _commitment(record)
        case Figure():
            return _figure(record)
        case Person():
            return _person(record, names)
        case _:
            raise TypeError(type(record).__name__)


def _sheet(title: str, badges: list[tuple[str, str]], details: list[Detail]) -> Sheet:
    return Sheet(
        title,
        tuple(badge for badge in badges if badge[0]),
        tuple(detail for detail in details if detail.text),
    )


def _date(title: str, date: Any, *, ask: bool = False) -> Detail:
    is_doubtful = date.known and (date.inferred or date.year is None)
    if not date.known:
        return Detail(title, "chưa rõ" if ask else "", "warning")
    return Detail(title, day(date), "warning" if is_doubtful else "")


def _visit(visit: Visit) -> Sheet:
    people = "\n".join(
        " – ".join(part for part in (f"{label(p.role)}: {p.name}", p.title, p.organisation) if part)
        for p in visit.participants
    )
    stops = "\n".join(
        " – ".join(part for part in (stop.name, stop.country, day(stop.period), stop.note) if part)
        for stop in visit.stops
    )
    return _sheet(
        visit.title,
        [(label(visit.direction), "accent"), (label(visit.status), "")],
        [
            _date("Thời gian", visit.period, ask=True),
            Detail("Địa điểm", visit.location),
            Detail("Đối tác", ", ".join(visit.partner_names)),
            Detail("Nước", ", ".join(visit.countries)),
            Detail("Thành phần", people),
            Detail("Cơ quan khách", visit.guest_organisation),
            Detail("Cơ quan đón tiếp", visit.host_organisation),
            Detail("Mục đích", visit.purpose),
            Detail("Nội dung làm việc", visit.content),
            Detail("Kết quả", visit.results),
            Detail("Chặng và nơi khảo sát", stops),
            Detail("Quà tặng", visit.gifts),
            Detail("Lĩnh vực", ", ".join(visit.fields)),
            Detail("Nhãn", ", ".join(visit.tags)),
            Detail("Ghi chú", visit.note),
        ],
    )


def _agreement(item: Agreement) -> Sheet:
    events = "\n".join(
        ": ".join(
            part
            for part in (
                label(event.kind),
                day(event.date) or (f"hạn {day(event.due)}" if event.due.known else ""),
            )
            if part
        )
        for event in item.events
    )
    days = f"{item.notice_days} ngày" if item.notice_days is not None else ""
    return _sheet(
        item.title,
        [(label(item.kind), "accent"), (label(item.status), "")],
        [
            _date("Ngày ký", item.signed, ask=True),
            Detail("Nơi ký", item.signed_place),
            Detail("Bên ký Việt Nam", item.own_party),
            Detail("Bên ký nước ngoài", item.partner_party),
            Detail("Người ký", item.signers or "chưa rõ", "" if item.signers else "warning"),
            Detail("Nội dung hợp tác", item.subject),
            _date("Có hiệu lực từ", item.effective),
            _date("Hết hiệu lực", item.ends, ask=True),
            Detail("Thời hạn", item.term),
            Detail("Gia hạn", item.renewal),
            Detail("Báo trước khi chấm dứt", days),
            Detail("Diễn biến", events),
            Detail("Đơn vị phụ trách hiện nay", item.responsible_now),
            Detail("Tên gọi khác trên báo", "\n".join(item.other_titles)),
            Detail("Lĩnh vực", ", ".join(item.fields)),
            Detail("Nhãn", ", ".join(item.tags)),
            Detail("Ghi chú", item.note),
        ],
    )


def _commitment(item: Commitment) -> Sheet:
    state = commitment_state(item)
    return _sheet(
        item.content,
        [(label(item.grade), "accent"), (state, "danger" if is_overdue(item) else "")],
        [
            Detail("Bên thực hiện", " – ".join(part for part in (label(item.side), item.by_name) if part)),
            Detail("Với ai", item.to_name),
            Detail("Đối tác", ", ".join(item.partner_names)),
            _date("Hạn", item.deadline),
            _date("Nêu ra ngày", item.stated_on, ask=True),
            Detail("Số lượng", item.quantity),
            Detail("Nơi thực hiện", item.place),
            Detail("Đơn vị chủ trì", item.lead_unit),
            Detail("Kết quả khi khép lại", item.closing_note),
            Detail("Lĩnh vực", ", ".join(item.fields)),
            Detail("Nhãn", ", ".join(item.tags)),
            Detail("Ghi chú", item.note),
        ],
    )


def _figure(figure: Figure) -> Sheet:
    has_scope = bool(figure.scope_from or figure.scope_to)
    return _sheet(
        figure.what,
        [(label(figure.indicator), "accent")],
        [
            Detail("Giá trị", figure_value(figure)),
            Detail("Phạm vi", figure.scope, "" if has_scope else "warning"),
            _date("Thời kỳ", figure.period, ask=True),
            Detail("Nguồn viết là", figure.stated),
            Detail("Đối tác", ", ".join(figure.partner_names)),
            Detail("Nhãn", ", ".join(figure.tags)),
        ],
    )


def _person(person: Person, names: Names) -> Sheet:
    posts = "\n".join(f"{post_title(post)} ({post_dates(post)})" for post in person.posts)
    return _sheet(
        person.name,
        [(label(person.side), "accent")],
        [
            Detail("Chức vụ theo thời gian", posts or "chưa rõ", "" if posts else "warning"),
            Detail("Tên bản ngữ", person.native_name),
            Detail("Tên gọi khác", ", ".join(person.aliases)),
            Detail("Đối tác", names.partner(person.partner_id)),
            Detail("Nước", person.country),
            Detail("Cách xưng hô", person.honorific),
            Detail("Ngôn ngữ dùng khi làm việc", person.languages),
            Detail("Ghi chú", person.note),
        ],
    )
