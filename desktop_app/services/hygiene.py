"""The gate every record passes before it is stored: clean text of bearable length, numbers that are numbers.

Everything typed or edited comes through here, whichever screen or command it came from.
"""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from desktop_app.core.text.normalise import clean, clean_line
from desktop_app.errors import UserFixable

T = TypeVar("T")

# Texts in which line ends mean something; every other text is one line.
_SEVERAL_LINES = frozenset(
    [
        "note",
        "content",
        "results",
        "purpose",
        "gifts",
        "subject",
        "contact",
        "closing_note",
        "value",
        "renewal",
        "term",
        "signers",
        "quantity",
    ]
)
_LONGEST_LINE = 2_000
_LONGEST_TEXT = 100_000
_LARGEST_WHOLE = 2**53


def cleaned(record: T) -> T:
    """Return the record with every text in it, also in what it contains, as it may be stored.

    Raises:
        UserFixable: a text is longer than anybody writes, or a number is none.
    """
    if not is_dataclass(record):
        return record
    found: dict[str, Any] = {
        item.name: _value(item.name, getattr(record, item.name)) for item in fields(record)
    }
    return cast("T", replace(cast("Any", record), **found))


def cleaned_line(text: str) -> str:
    """Return a title, name or tag as it may be stored.

    Raises:
        UserFixable: it is longer than anybody writes.
    """
    return str(_text("", text))


def _value(name: str, value: Any) -> Any:
    if isinstance(value, str) and type(value) is str:
        return _text(name, value)
    if isinstance(value, tuple):
        return tuple(_value(name, item) for item in cast("tuple[Any, ...]", value))
    if isinstance(value, float) and not math.isfinite(value):
        raise UserFixable("Giá trị số không hợp lệ.", "Hãy ghi lại bằng chữ số.")
    if isinstance(value, int) and abs(value) > _LARGEST_WHOLE:
        raise UserFixable("Giá trị số quá lớn.", "Hãy kiểm tra lại số đã ghi.")
    return cleaned(value)


def _text(name: str, value: str) -> str:
    several = name in _SEVERAL_LINES
    if len(value) > (_LONGEST_TEXT if several else _LONGEST_LINE):
        raise UserFixable(
            "Nội dung của một ô quá dài nên chưa lưu.",
            "Hãy rút gọn, hoặc lưu phần dài thành một tệp văn bản và nhập như tin bài.",
        )
    return clean(value).strip() if several else clean_line(value)
