"""The question before two partners become one: it names both, and asks which name stays."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.records import PartnerSummary
from desktop_app.ui.dialogs.base import Choice, ask

_LONGEST = 40


def ask_merge(parent: QWidget, first: PartnerSummary, second: PartnerSummary) -> tuple[int, int] | None:
    """Ask; return (id that goes, id that stays), or None when the person turned away."""
    names = [_short(item.partner.name) for item in (first, second)]
    answer = ask(
        parent,
        parent.tr("Gộp “{0}” và “{1}” thành một đối tác?").format(*names),
        "\n".join(
            (
                _line(parent, first),
                _line(parent, second),
                parent.tr(
                    "Mọi đoàn, thỏa thuận, cam kết, số liệu, nhân sự về một chỗ; tên kia thành tên gọi khác. "
                    "Việc này hoàn tác được."
                ),
            )
        ),
        [
            Choice(parent.tr("Giữ tên {0}").format(names[1]), "second"),
            Choice(parent.tr("Giữ tên {0}").format(names[0]), "first", "primary"),
        ],
    )
    ids = first.partner.id, second.partner.id
    return {"first": (ids[1], ids[0]), "second": ids}.get(answer)


def _line(parent: QWidget, item: PartnerSummary) -> str:
    name = ", ".join(part for part in (item.partner.name, item.partner.country) if part)
    return parent.tr("• {0}: {1} đoàn, {2} thỏa thuận").format(name, item.visits, item.agreements)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
