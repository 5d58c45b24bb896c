"""``log`` and ``undo``."""

from __future__ import annotations

from typing import Any

from db.records import Action
from desktop_app.cli.call import DONE, NOTHING, Call


def log(call: Call) -> int:
    """List what was done, newest first."""
    from desktop_app.services.history import action_label

    with call.open() as services:
        actions = services.history.actions(call.args.limit)
    for action in actions:
        undone = " (đã hoàn tác)" if action.undone_at else ""
        when = action.at.astimezone()
        detail = f" · {action.detail}" if action.detail else ""
        call.out.line(
            f"{action.id}\t{when:%d/%m/%Y %H:%M}\t{action.who}\t{action_label(action)}{detail}{undone}"
        )
    call.out.value([_plain(action) for action in actions])
    return DONE


def _plain(action: Action) -> dict[str, Any]:
    return {
        "id": action.id,
        "at": action.at.isoformat(),
        "who": action.who,
        "name": action.name,
        "detail": action.detail,
        "undone_at": action.undone_at.isoformat() if action.undone_at else None,
    }


def undo(call: Call) -> int:
    """Take back the latest action, or the one named."""
    from desktop_app.services.history import action_label

    with call.open() as services:
        number = call.args.action
        action = services.history.undo_last() if number is None else services.history.undo(number)
        call.index_paid(services)
    if action is None:
        call.out.note("Không có việc nào để hoàn tác.")
        return NOTHING
    call.out.value(_plain(action))
    call.out.line(f"Đã hoàn tác: {action_label(action)} {action.detail}".rstrip())
    return DONE
