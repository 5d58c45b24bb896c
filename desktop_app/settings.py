"""Every setting of the program, declared once: name, kind, default, limits, label.

To add one: 1. add a ``Declaration`` below; 2. read it where it is decided and pass the value down as a plain
argument; 3. name it in the help page. The settings dialog builds its rows from this table.
Settings of the office (name, province …) belong to the library, not to the person: ``services.office``.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Declaration:
    """One setting. ``choices`` pairs a value with its label; ``low``/``high`` limit numbers."""

    name: str
    default: Any
    label: str
    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[tuple[str, str], ...] = ()


DECLARATIONS: tuple[Declaration, ...] = (
    Declaration(
        "theme",
        "system",
        "Giao diện",
        "Màu sáng, màu tối, hoặc theo máy tính.",
        choices=(("system", "Theo máy tính"), ("light", "Sáng"), ("dark", "Tối")),
    ),
    Declaration(
        "suggestion_threshold",
        0.3,
        "Ngưỡng gợi ý",
        "Gợi ý có độ chắc chắn thấp hơn ngưỡng này được ẩn đi, không bị xóa.",
        low=0.0,
        high=1.0,
    ),
    Declaration(
        "expiry_days",
        180,
        "Báo trước thỏa thuận sắp hết hạn (ngày)",
        "Thỏa thuận hết hạn trong số ngày này được nêu trên Bàn làm việc.",
        low=1,
        high=3650,
    ),
    Declaration(
        "user_name",
        "",
        "Tên cán bộ",
        "Ghi vào nhật ký thay đổi và dòng người lập hồ sơ.",
    ),
    Declaration(
        "article_zoom",
        0,
        "Cỡ chữ khi đọc tin bài",
        "Số bậc phóng to so với cỡ chữ thường.",
        low=-3,
        high=10,
    ),
)
_LONGEST = 200
_BY_NAME = {item.name: item for item in DECLARATIONS}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; unknown or senseless values have fallen back to their defaults."""

    values: dict[str, Any] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        """Return a setting.

        Raises:
            KeyError: no such setting is declared.
        """
        return self.values.get(name, _BY_NAME[name].default)

    def changed(self, name: str, value: Any) -> Settings:
        """Return settings with one value changed.

        Raises:
            ValueError: the value is outside the declared limits.
        """
        if not acceptable(_BY_NAME[name], value):
            raise ValueError(f"{name}: {value!r}")
        return Settings({**self.values, name: value})


def acceptable(declaration: Declaration, value: Any) -> bool:
    """Whether a value has the declared kind and lies within the limits."""
    default = declaration.default
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not type(default):
        return False
    if declaration.choices and value not in {choice for choice, _ in declaration.choices}:
        return False
    # Asked this way round, "not a number" is refused too.
    if declaration.low is not None and not value >= declaration.low:
        return False
    if declaration.high is not None and not value <= declaration.high:
        return False
    return not isinstance(value, str) or len(value) <= _LONGEST


def load(folder: Path) -> Settings:
    """Read the settings of the person; a missing or broken file gives the defaults."""
    try:
        found = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    return Settings(
        {
            name: value
            for name, value in found.items()
            if name in _BY_NAME and acceptable(_BY_NAME[name], value)
        }
    )


def save(folder: Path, settings: Settings) -> None:
    """Write the settings beside the old file and swap.

    Raises:
        OSError: the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"settings.json.{os.getpid()}.new"
    try:
        with fresh.open("w", encoding="utf-8") as stream:
            stream.write(json.dumps(settings.values, ensure_ascii=False, indent=1))
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(folder / "settings.json")
    finally:
        fresh.unlink(missing_ok=True)
