"""Records as JSON values, as lines for people, and changed by what a person typed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import StrEnum
from typing import Any, cast

from db.dates import PartialDate
from desktop_app.core.text.dates import find_dates
from desktop_app.core.text.fold import fold
from desktop_app.errors import UserFixable
from desktop_app.labels import label

_UNSEEN = {"id", "text", "text_hash", "original_sha256", "passages", "deleted_at", "batch_id", "captured_at"}
_NAMES = {
    "title": "Tên",
    "name": "Tên",
    "content": "Nội dung",
    "what": "Chỉ tiêu",
    "direction": "Chiều",
    "status": "Trạng thái",
    "period": "Thời gian",
    "published": "Ngày đăng",
    "signed": "Ngày ký",
    "stated_on": "Ngày nêu",
    "deadline": "Thời hạn",
    "since": "Quan hệ từ",
    "country": "Nước",
    "countries": "Nước",
    "native_name": "Tên gốc",
    "romanised": "Tên phiên âm",
    "aliases": "Tên gọi khác",
    "relation_level": "Mức quan hệ",
    "partner_names": "Đối tác",
    "localities": "Địa phương",
    "fields": "Lĩnh vực",
    "tags": "Nhãn",
    "host_organisation": "Cơ quan tiếp",
    "guest_organisation": "Cơ quan khách",
    "location": "Địa điểm",
    "purpose": "Mục đích",
    "results": "Kết quả",
    "gifts": "Quà tặng",
    "note": "Ghi chú",
    "kind": "Loại",
    "own_party": "Bên ta",
    "partner_party": "Bên bạn",
    "signers": "Người ký",
    "signed_place": "Nơi ký",
    "subject": "Nội dung hợp tác",
    "effective": "Hiệu lực từ",
    "term": "Thời hạn",
    "ends": "Hết hạn",
    "renewal": "Gia hạn",
    "other_titles": "Tên khác",
    "number": "Số",
    "grade": "Mức độ",
    "side": "Bên",
    "by_name": "Ai nêu",
    "to_name": "Với ai",
    "quantity": "Số lượng",
    "lead_unit": "Đơn vị đầu mối",
    "value": "Giá trị",
    "value_max": "Đến",
    "unit": "Đơn vị",
    "stated": "Nguyên văn",
    "indicator": "Loại chỉ tiêu",
    "scope_from": "Phạm vi từ",
    "scope_to": "Phạm vi đến",
    "outlet": "Báo",
    "author": "Tác giả",
    "address": "Địa chỉ bài",
    "access": "Mức tiếp cận",
    "file_name": "Tệp",
    "honorific": "Cách gọi",
    "languages": "Ngôn ngữ",
    "participants": "Người tham gia",
    "stops": "Nơi đến",
    "posts": "Chức vụ",
    "events": "Quá trình",
    "contact": "Liên hệ",
    "channel": "Kênh",
}


def plain(value: Any) -> Any:
    """Return a record as JSON values. An unknown date is ``null``; a known one an object with ISO texts."""
    if isinstance(value, PartialDate):
        if not value.known and not value.stated:
            return None
        return {
            "start": value.start or None,
            "end": value.end or None,
            "precision": value.precision.value,
            "stated": value.stated,
            "inferred": value.inferred,
        }
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in cast("dict[Any, Any]", value).items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in cast("list[Any]", value)]
    return value


def lines(record: Any) -> list[str]:
    """Return "Tên: giá trị" lines of what is filled in, for people."""
    shown: list[str] = []
    for item in dataclasses.fields(record):
        if item.name in _UNSEEN or item.name not in _NAMES:
            continue
        text = words(getattr(record, item.name))
        if text:
            shown.append(f"{_NAMES[item.name]}: {text}")
    return shown


def words(value: Any) -> str:
    """Return a value as people read it, ``""`` when there is nothing to say."""
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, PartialDate):
        return value.display() if value.known else value.stated
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, bool):
        return "có" if value else ""
    if isinstance(value, float):
        return f"{value:,.10g}".replace(",", " ").replace(".", ",")
    if isinstance(value, tuple):
        return "; ".join(filter(None, (words(item) for item in cast("tuple[Any, ...]", value))))
    if dataclasses.is_dataclass(value):
        parts = [
            words(getattr(value, name, "")) for name in ("name", "title", "organisation", "kind", "date")
        ]
        return ", ".join(dict.fromkeys(part for part in parts if part))
    return str(value)


def changed(record: Any, assignments: list[str]) -> Any:
    """Return the record with ``field=value`` texts applied.

    Raises:
        UserFixable: no such field, or the value does not fit it.
    """
    values: dict[str, Any] = {}
    for assignment in assignments:
        name, sign, text = assignment.partition("=")
        if not sign or not hasattr(record, name) or name == "id" or name.startswith("_"):
            known = ", ".join(item.name for item in dataclasses.fields(record) if item.name != "id")
            raise UserFixable(f"Không có trường “{name}”.", f"Các trường: {known}.")
        try:
            values[name] = _read(getattr(record, name), text.strip())
        except ValueError as error:
            raise UserFixable(f"Giá trị “{text}” không hợp với trường “{name}”.", str(error)) from error
    return dataclasses.replace(record, **values)


def _read(old: Any, text: str) -> Any:
    if isinstance(old, PartialDate):
        return date(text)
    if isinstance(old, StrEnum):
        return _member(type(old), text)
    if isinstance(old, bool):
        return text.lower() in ("1", "true", "có", "co")
    if isinstance(old, (int, float)):
        return type(old)(text.replace(",", "."))
    if isinstance(old, tuple):
        parts = tuple(part.strip() for part in text.split(";") if part.strip())
        if any(not isinstance(item, str) for item in cast("tuple[Any, ...]", old)):
            raise ValueError("Trường này chỉ sửa được trong cửa sổ.")
        return parts
    if old is None:
        return int(text) if text else None
    return text


def _member(cls: type[StrEnum], text: str) -> StrEnum:
    for member in cls:
        if fold(text) in (fold(member.value), fold(label(member))):
            return member
    raise ValueError("Có thể chọn: " + ", ".join(member.value for member in cls) + ".")


def date(text: str) -> PartialDate:
    """Return the date of a text: partial ISO, a range "a/b" of such, or as Vietnamese write it.

    Raises:
        ValueError: it is none of these.
    """
    if not text:
        return PartialDate()
    start, _, end = text.partition("/") if text[:4].isdigit() else (text, "", "")
    try:
        return PartialDate.from_iso(start, end)
    except (ValueError, KeyError):
        found = find_dates(text)
        if not found or not found[0].date.known:
            raise ValueError("Hãy ghi ngày như 2024-06-24, 2024-06, 2024 hoặc 24/6/2024.") from None
        return found[0].date
