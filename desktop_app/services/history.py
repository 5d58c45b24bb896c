"""The log and undo."""

from __future__ import annotations

from db.records import Action, RecordKind
from desktop_app.errors import ConflictError, UserFixable
from desktop_app.labels import label
from desktop_app.services import journal
from desktop_app.services.context import Context
from desktop_app.services.journal import (
    ChangedRow as ChangedRow,
    FieldChange as FieldChange,
    LogEntry as LogEntry,
)

UNDO = "undo"

# What actions are called on screen (Nhật ký, "Đã duyệt · Hoàn tác").
ACTION_LABELS: dict[str, str] = {
    "accept": "Duyệt gợi ý",
    "accept_all": "Duyệt các gợi ý không nghi ngờ",
    "reject": "Bác bỏ gợi ý",
    "merge": "Gộp vào mục đã có",
    "create": "Tạo mục từ đoạn văn",
    "evidence": "Thêm căn cứ",
    "import_batch": "Bắt đầu lần nhập",
    "import": "Nhập tin bài",
    "undo_batch": "Hoàn tác lần nhập",
    "distinct": "Đánh dấu không trùng",
    "reread": "Tìm lại gợi ý",
    "save": "Lưu",
    "tags": "Sửa nhãn",
    "trash": "Chuyển vào thùng rác",
    "restore": "Khôi phục từ thùng rác",
    "merge_partner": "Gộp đối tác",
    "office": "Sửa thông tin cơ quan",
    "notes": "Sửa nội dung nhập tay của hồ sơ",
    "samples": "Mở kho mẫu",
    UNDO: "Hoàn tác",
}


def action_label(action: Action) -> str:
    """What an action is called."""
    if action.name == "save":
        kind, _, number = action.detail.partition(":")
        if kind in RecordKind._value2member_map_:
            noun = label(RecordKind(kind)).lower()
            return f"Thêm {noun}" if number in ("", "0") else f"Sửa {noun}"
    return ACTION_LABELS.get(action.name, action.name)


class HistoryService:
    """What was done, and taking it back."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def actions(self, limit: int = 500) -> list[Action]:
        """The latest actions, newest first."""
        with self._context.reading() as work:
            return work.actions.latest(limit)

    def action(self, action_id: int) -> Action:
        """One action with every changed row.

        Raises:
            UserFixable: there is none with this id.
        """
        with self._context.reading() as work:
            action = work.actions.get(action_id)
        if action is None:
            raise UserFixable("Không còn dòng nhật ký này.", "Hãy làm mới màn hình (F5).")
        return action

    def undo(self, action_id: int) -> Action:
        """Take an action back; return it.

        Raises:
            ConflictError: something later stands on it, or it was taken back already.
        """
        try:
            with self._context.writing(UNDO, str(action_id)) as work:
                return work.undo(action_id)
        except ConflictError as error:
            raise self._explained(action_id, error) from error

    def undo_last(self, since: int = 0) -> Action | None:
        """Take back the latest action that has not been; ``None`` when there is nothing.

        Args:
            since: only actions with a greater id are considered.
        """
        target = self._latest(undone=False)
        return None if target is None or target.id <= since else self.undo(target.id)

    def last_id(self) -> int:
        """The id of the latest action, 0 when there is none."""
        with self._context.reading() as work:
            latest = work.actions.latest(1)
        return latest[0].id if latest else 0

    def entries(self, limit: int = 500) -> list[LogEntry]:
        """The latest actions in words, newest first."""
        with self._context.reading() as work:
            latest = work.actions.latest(limit)
            subjects = journal.subjects(work, latest, ACTION_LABELS)
        return [
            LogEntry(
                action,
                action_label(action),
                subjects[action.id],
                can_undo=action.undone_at is None and action.name != UNDO,
            )
            for action in latest
        ]

    def changed_rows(self, action_id: int) -> tuple[list[ChangedRow], int]:
        """What an action changed, in words, and how many rows are not listed.

        Raises:
            UserFixable: there is no action with this id.
        """
        action = self.action(action_id)
        with self._context.reading() as work:
            return journal.changed_rows(work, action)

    def redo_last(self) -> Action | None:
        """Do again what was last taken back; ``None`` when there is nothing."""
        with self._context.reading() as work:
            latest = work.actions.latest(200)
            undone = {
                action.id: work.actions.get(int(action.detail)) for action in latest if action.name == UNDO
            }
        for action in latest:
            if action.name != UNDO:
                return None
            target = undone[action.id]
            is_redo = target is not None and target.name == UNDO
            if not is_redo and action.undone_at is None:
                self.undo(action.id)
                return self.action(int(action.detail))
        return None

    def _explained(self, action_id: int, error: ConflictError) -> ConflictError:
        """Say what stands in the way of taking an action back."""
        with self._context.reading() as work:
            action = work.actions.get(action_id)
            later = work.actions.later_on_same_rows(action_id)
        if action is not None and action.undone_at is not None:
            return ConflictError("Việc này đã được hoàn tác rồi. Không có gì thay đổi.", "", error.detail)
        if not later:
            return ConflictError(
                "Chưa hoàn tác được vì có nội dung thêm về sau đang dựa vào mục này. Không có gì thay đổi.",
                "Hãy hoàn tác các việc sau trước, rồi thử lại.",
                error.detail,
            )
        first = later[0]
        return ConflictError(
            f"Chưa hoàn tác được vì sau đó mục này đã được thay đổi: “{action_label(first)}” "
            f"lúc {first.at.astimezone():%H:%M ngày %d/%m/%Y} ({first.who}). Không có gì thay đổi.",
            "Hãy hoàn tác việc sau trước, rồi thử lại.",
            error.detail,
        )

    def _latest(self, *, undone: bool) -> Action | None:
        with self._context.reading() as work:
            latest = work.actions.latest(200)
        return next(
            (
                action
                for action in latest
                if action.name not in (UNDO, "index", "window") and (action.undone_at is not None) is undone
            ),
            None,
        )
