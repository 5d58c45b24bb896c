"""The log in words: what an action was about, and its changed rows before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from db.dates import PartialDate
from db.errors import Missing
from db.records import (
    Access,
    Action,
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
    RowChange,
    Side,
    StopKind,
    SuccessionKind,
    SuggestionKind,
    SuggestionState,
    VisitStatus,
)
from db.work import Work
from desktop_app.labels import label
from desktop_app.services.records import repository, title_of

_LONGEST = 400

_TABLES = {
    "import_batch": "Lần nhập",
    "article": "Tin bài",
    "passage": "Đoạn văn",
    "distinct_pair": "Cặp tin bài không trùng",
    "suggestion": "Gợi ý",
    "evidence": "Căn cứ",
    "place": "Địa danh",
    "place_succession": "Thay đổi địa giới",
    "partner": "Đối tác",
    "profile_fact": "Thông tin đối tác",
    "organisation": "Cơ quan, tổ chức",
    "person": "Nhân vật",
    "post": "Chức vụ",
    "visit": "Đoàn",
    "visit_stop": "Điểm đến",
    "participant": "Người tham gia",
    "agreement": "Thỏa thuận",
    "agreement_event": "Diễn biến thỏa thuận",
    "commitment": "Cam kết",
    "figure": "Số liệu",
    "partner_link": "Đối tác của mục",
    "term": "Nhãn, lĩnh vực",
    "term_link": "Nhãn, lĩnh vực của mục",
}
_COLUMNS = {
    "title": "Tên",
    "name": "Tên",
    "outlet": "Nguồn",
    "author": "Tác giả",
    "address": "Địa chỉ bài",
    "published": "Ngày đăng",
    "access": "Phạm vi",
    "file_name": "Tên tệp",
    "text": "Nội dung",
    "deleted_at": "Bỏ vào thùng rác",
    "state": "Tình trạng",
    "decided_by": "Người duyệt",
    "quote": "Đoạn trích",
    "country": "Nước",
    "relation_level": "Quan hệ",
    "since": "Quan hệ từ",
    "native_name": "Tên gốc",
    "romanised": "Tên chữ Latinh",
    "short_name": "Tên ngắn",
    "contact": "Đầu mối",
    "note": "Ghi chú",
    "aliases": "Tên gọi khác",
    "value": "Giá trị",
    "as_of": "Tính đến",
    "honorific": "Cách xưng hô",
    "side": "Bên",
    "languages": "Ngôn ngữ",
    "organisation": "Cơ quan",
    "started": "Từ",
    "ended": "Đến",
    "seen_on": "Ghi nhận ngày",
    "direction": "Loại đoàn",
    "status": "Tình trạng",
    "period": "Thời gian",
    "channel": "Kênh",
    "code": "Số hiệu",
    "host_organisation": "Bên đón",
    "guest_organisation": "Bên khách",
    "location": "Nơi làm việc",
    "purpose": "Mục đích",
    "content": "Nội dung",
    "results": "Kết quả",
    "gifts": "Quà tặng",
    "countries": "Các nước",
    "localities": "Các địa phương",
    "kind": "Loại",
    "role": "Vai trò",
    "other_titles": "Tên khác",
    "number": "Số",
    "in_the_name_of": "Ký nhân danh",
    "own_party": "Bên ký phía ta",
    "partner_party": "Bên ký phía bạn",
    "responsible_now": "Nơi theo dõi",
    "signers": "Người ký",
    "signed": "Ngày ký",
    "signed_place": "Nơi ký",
    "effective": "Hiệu lực từ",
    "term": "Thời hạn",
    "ends": "Hết hạn",
    "renewal": "Gia hạn",
    "notice_days": "Báo trước (ngày)",
    "subject": "Nội dung hợp tác",
    "date": "Ngày",
    "due": "Hạn",
    "reference": "Căn cứ",
    "grade": "Mức độ",
    "by_name": "Người nêu",
    "to_name": "Nêu với",
    "stated_on": "Nêu ngày",
    "deadline": "Hạn",
    "quantity": "Số lượng",
    "place": "Nơi",
    "lead_unit": "Đơn vị phụ trách",
    "closing_note": "Kết quả thực hiện",
    "what": "Chỉ tiêu",
    "value_max": "Đến",
    "unit": "Đơn vị",
    "stated": "Ghi trong bài",
    "approximate": "Gần đúng",
    "qualifier": "Mức",
    "indicator": "Loại chỉ tiêu",
    "scope_from": "Từ phía",
    "scope_to": "Đến phía",
    "valid_from": "Từ ngày",
    "valid_to": "Đến ngày",
    "legal_ref": "Văn bản",
    "undone_at": "Hoàn tác lúc",
    "source": "Nguồn",
}
_ENUMS: dict[tuple[str, str], type[StrEnum]] = {
    ("article", "access"): Access,
    ("passage", "kind"): PassageKind,
    ("suggestion", "kind"): SuggestionKind,
    ("suggestion", "state"): SuggestionState,
    ("place_succession", "kind"): SuccessionKind,
    ("organisation", "side"): Side,
    ("partner", "relation_level"): RelationLevel,
    ("person", "side"): Side,
    ("visit", "direction"): Direction,
    ("visit", "status"): VisitStatus,
    ("visit", "channel"): Channel,
    ("visit_stop", "kind"): StopKind,
    ("participant", "role"): Role,
    ("participant", "side"): Side,
    ("agreement", "kind"): AgreementKind,
    ("agreement", "status"): AgreementStatus,
    ("agreement_event", "kind"): AgreementEventKind,
    ("commitment", "grade"): CommitmentGrade,
    ("commitment", "side"): Side,
    ("commitment", "status"): CommitmentStatus,
    ("figure", "indicator"): Indicator,
}
_LINKS = {
    "partner_id": RecordKind.PARTNER,
    "person_id": RecordKind.PERSON,
    "visit_id": RecordKind.VISIT,
    "agreement_id": RecordKind.AGREEMENT,
    "article_id": RecordKind.ARTICLE,
    "previous_visit_id": RecordKind.VISIT,
    "parent_id": RecordKind.AGREEMENT,
}
_LINK_LABELS = {
    "partner_id": "Đối tác",
    "person_id": "Nhân vật",
    "visit_id": "Đoàn",
    "agreement_id": "Thỏa thuận",
    "article_id": "Tin bài",
    "previous_visit_id": "Đoàn trước",
    "parent_id": "Thuộc thỏa thuận",
    "record_id": "Mục",
}
_DATE_PARTS = ("start", "end", "stated")
# Tables whose rows only repeat what another row of the same action says.
_SILENT = {"passage", "distinct_pair", "term"}
_MANY = 60


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a changed row: its name, what it said before and says after ("" for nothing)."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One changed row. ``operation`` is "insert", "update" or "delete"; ``title`` names it, perhaps empty."""

    kind: str
    title: str
    operation: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A line of the log: the action, its name and what it was about, in words."""

    action: Action
    label: str
    subject: str
    can_undo: bool = False


def changed_rows(work: Work, action: Action, limit: int = _MANY) -> tuple[list[ChangedRow], int]:
    """The rows an action changed, in words, at most ``limit``; and how many more there are."""
    telling = [change for change in action.changes if change.table not in _SILENT]
    names = _Names(work)
    rows = [_row(change, names) for change in telling[:limit]]
    rows = [row for row in rows if row.fields or row.operation != "update"]
    return rows, max(0, len(telling) - limit)


def subjects(work: Work, actions: Iterable[Action], labels: dict[str, str]) -> dict[int, str]:
    """What each action was about, by the action's id."""
    names = _Names(work)
    found = list(actions)
    by_id = {action.id: action for action in found}
    return {action.id: _subject(action, by_id, names, work, labels) for action in found}


class _Names:
    """Names of records by kind and id, read once each."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._known: dict[tuple[RecordKind, int], str] = {}

    def of(self, kind: RecordKind, record_id: int) -> str:
        """The name of a record, "" when it is gone."""
        key = (kind, record_id)
        if key not in self._known:
            try:
                self._known[key] = title_of(repository(self._work, kind).get(record_id))
            except (Missing, KeyError):
                self._known[key] = ""
        return self._known[key]

    def of_term(self, term_id: int) -> str:
        """A tag or field, "" when it is gone."""
        return self._work.links.name(term_id)

    def of_suggestion(self, suggestion_id: int) -> str:
        """The name of the article in which a suggestion stands."""
        try:
            suggestion = self._work.suggestions.get(suggestion_id)
        except Missing:
            return ""
        return f"{label(suggestion.kind)} – {self.of(RecordKind.ARTICLE, suggestion.article_id)}"


def _subject(
    action: Action, by_id: dict[int, Action], names: _Names, work: Work, labels: dict[str, str]
) -> str:
    detail = action.detail
    match action.name:
        case "undo" if detail.isdigit():
            known = by_id.get(int(detail)) or work.actions.get(int(detail))
            return labels.get(known.name, known.name) if known is not None else ""
        case "accept" | "reject" | "merge" if detail.isdigit():
            return names.of_suggestion(int(detail))
        case "accept_all" | "create" | "reread" if detail.isdigit():
            return names.of(RecordKind.ARTICLE, int(detail))
        case "trash" | "restore":
            return "; ".join(_counted(part) for part in detail.split(","))
        case "import":
            return detail
        case _:
            return _record_named(detail, names)


def _counted(detail: str) -> str:
    """Say "visit:3" as "Đoàn: 3 mục"."""
    kind, _, number = detail.partition(":")
    return f"{_TABLES.get(kind, kind)}: {number} mục"


def _record_named(detail: str, names: _Names) -> str:
    """Say "visit:12" as "Đoàn: its title"."""
    kind, _, number = detail.partition(":")
    if kind not in _TABLES or not number.isdigit():
        return ""
    title = names.of(RecordKind(kind), int(number)) if kind in RecordKind._value2member_map_ else ""
    return f"{_TABLES[kind]}: {title}" if title else f"{_TABLES[kind]} (mới)"


# -- rows ------------------------------------------------------------------------------------------


def _row(change: RowChange, names: _Names) -> ChangedRow:
    before = _readable(change.table, change.before or {}, names)
    after = _readable(change.table, change.after or {}, names)
    fields = tuple(
        FieldChange(name, before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys([*before, *after])
        if before.get(name, "") != after.get(name, "")
    )
    return ChangedRow(
        _TABLES.get(change.table, change.table), _title(change, names), change.operation, fields
    )


def _title(change: RowChange, names: _Names) -> str:
    values = change.after or change.before or {}
    if change.table in RecordKind._value2member_map_ and change.row_id.isdigit():
        found = names.of(RecordKind(change.table), int(change.row_id))
        if found:
            return found
    for column in ("title", "name", "content", "what", "value", "quote"):
        if isinstance(values.get(column), str) and values[column]:
            return _short(values[column], 120)
    return ""


def _readable(table: str, values: dict[str, Any], names: _Names) -> dict[str, str]:
    """The telling columns of a row: Vietnamese name to words."""
    shown: dict[str, str] = {}
    for column, value in values.items():
        stem, _, part = column.rpartition("_")
        if part in _DATE_PARTS and stem in _COLUMNS:
            shown[_COLUMNS[stem]] = _date(values, stem)
        elif column in _LINKS and isinstance(value, int):
            kind = RecordKind.PLACE if table == "place" else _LINKS[column]
            shown[_LINK_LABELS[column]] = names.of(kind, value)
        elif column == "record_id" and isinstance(value, int) and values.get("record_kind"):
            kind = RecordKind(values["record_kind"])
            shown[_LINK_LABELS[column]] = f"{label(kind)}: {names.of(kind, value)}"
        elif column == "term_id" and isinstance(value, int):
            shown["Nhãn, lĩnh vực"] = names.of_term(value)
        elif column in _COLUMNS and (column != "kind" or (table, column) in _ENUMS):
            shown[_COLUMNS[column]] = _words(table, column, value)
    return {name: words for name, words in shown.items() if words}


def _date(values: dict[str, Any], name: str) -> str:
    """A date of five columns; an update may have only some of them."""
    start, end = values.get(f"{name}_start") or "", values.get(f"{name}_end") or ""
    try:
        made = PartialDate.from_iso(start or end, end if start else "")
    except ValueError:
        return " – ".join(part for part in (start, end) if part)
    return made.display() if made.known else str(values.get(f"{name}_stated") or "")


def _words(table: str, column: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if column.endswith("_at") and isinstance(value, str):
        return f"{dt.datetime.fromisoformat(value).astimezone():%d/%m/%Y %H:%M}"
    enum = _ENUMS.get((table, column))
    if enum is not None and isinstance(value, str):
        try:
            return label(enum(value))
        except ValueError:
            return value
    if isinstance(value, float):
        return f"{value:,.10g}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return _short(str(value), _LONGEST)


def _short(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
