"""The log and undo."""

from __future__ import annotations

from db.records import Action
from desktop_app.errors import UserFixable
from desktop_app.services.context import Context

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
        with self._context.writing(UNDO, str(action_id)) as work:
            return work.undo(action_id)

    def undo_last(self) -> Action | None:
        """Take back the latest action that has not been; ``None`` when there is nothing."""
        target = self._latest(undone=False)
        return None if target is None else self.undo(target.id)

    def redo_last(self) -> Action | None:
        """Do again what was last taken back; ``None`` when there is nothing."""
        with self._context.reading() as work:
            latest = work.actions.latest(200)
        for action in latest:
            if action.name != UNDO:
                return None
            if action.undone_at is None:
                self.undo(action.id)
                return self.action(int(action.detail))
        return None

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
