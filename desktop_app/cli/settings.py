"""``settings``: the settings of the person, and who the office is."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any

from desktop_app.cli import streams
from desktop_app.cli.call import DONE, Call
from desktop_app.core.dossier.request import Office
from desktop_app.errors import UserFixable
from desktop_app.settings import DECLARATIONS

_OFFICE = "office."
_OFFICE_LABELS = {
    "name": "Tên cơ quan",
    "parent": "Cơ quan chủ quản",
    "province": "Tỉnh, thành phố",
    "place": "Địa danh ghi trên văn bản",
    "signer_title": "Chức vụ người ký",
    "signer": "Người ký",
}


def show(call: Call) -> int:
    """List all settings with their values."""
    with call.open() as services:
        office = asdict(services.office.office())
        values = {item.name: services.settings.get(item.name) for item in DECLARATIONS}
    for item in DECLARATIONS:
        call.out.line(f"{item.name} = {values[item.name]}\t{item.label}")
    for name, value in office.items():
        call.out.line(f"{_OFFICE}{name} = {value}\t{_OFFICE_LABELS[name]}")
    call.out.value({**values, "office": office})
    return DONE


def change(call: Call) -> int:
    """Change settings; nothing is changed when one of them is wrong."""
    mine: dict[str, Any] = {}
    office: dict[str, str] = {}
    for text in map(streams.typed, call.args.values):
        name, sign, value = text.partition("=")
        if (
            sign
            and name.removeprefix(_OFFICE) in {item.name for item in fields(Office)}
            and name.startswith(_OFFICE)
        ):
            office[name.removeprefix(_OFFICE)] = value.strip()
        elif sign and name in {item.name for item in DECLARATIONS}:
            mine[name] = _value(name, value.strip())
        else:
            raise UserFixable(
                f"Không có cài đặt “{streams.printable(name)}”.", "Hãy xem tên bằng lệnh: settings list"
            )
    with call.open() as services:
        for name, value in mine.items():
            try:
                services.settings.changed(name, value)
            except ValueError as error:
                raise UserFixable(f"Cài đặt {name} không nhận giá trị “{value}”.", _allowed(name)) from error
        for name, value in mine.items():
            services.change_setting(name, value)
        if office:
            services.office.save(replace(services.office.office(), **office))
    call.out.value({**mine, **({"office": office} if office else {})})
    call.out.line("Đã lưu cài đặt.")
    return DONE


def _value(name: str, text: str) -> Any:
    default = next(item.default for item in DECLARATIONS if item.name == name)
    if not isinstance(default, (int, float)):
        return text
    try:
        return type(default)(text.replace(",", "."))
    except ValueError as error:
        raise UserFixable(f"Cài đặt {name} cần một con số.", _allowed(name)) from error


def _allowed(name: str) -> str:
    item = next(item for item in DECLARATIONS if item.name == name)
    if item.choices:
        return f"Có thể chọn: {', '.join(value for value, _ in item.choices)}."
    if item.low is not None or item.high is not None:
        return f"Từ {item.low} đến {item.high}."
    return ""
