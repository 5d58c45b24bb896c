"""Every shortcut of the window, in one table; the sheet under Ctrl+/ reads it too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence

from desktop_app.ui.icons import set_icon


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """``name`` in the code, words, keys (menus show the first), icon, the heading in the sheet."""

    name: str
    text: str
    keys: tuple[str, ...]
    icon: str
    group: str


_MOVE = "Đi lại"
_WORK = "Làm việc"
_REVIEW = "Duyệt gợi ý"

FRAME_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("back", "Quay lại", ("Alt+Left",), "arrow-left", _MOVE),
    ActionSpec("forward", "Đi tới", ("Alt+Right",), "arrow-right", _MOVE),
    ActionSpec("search_all", "Tìm trong tất cả", ("Ctrl+K",), "search", _MOVE),
    ActionSpec("find_here", "Tìm, lọc trên trang này", ("Ctrl+F",), "list-filter", _MOVE),
    ActionSpec("refresh", "Đọc lại trang này", ("F5",), "refresh-cw", _MOVE),
    ActionSpec("toggle_rail", "Thu gọn danh sách trang", ("Ctrl+B",), "menu", _MOVE),
    ActionSpec("import", "Nhập tin bài", ("Ctrl+I",), "download", _WORK),
    ActionSpec("print", "In hồ sơ", ("Ctrl+P",), "printer", _WORK),
    ActionSpec("save", "Lưu", ("Ctrl+S",), "save", _WORK),
    ActionSpec("edit", "Sửa", ("F2",), "pencil", _WORK),
    ActionSpec("undo", "Hoàn tác", ("Ctrl+Z",), "undo-2", _WORK),
    ActionSpec("redo", "Làm lại", ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2", _WORK),
    ActionSpec("help", "Trợ giúp về trang này", ("F1",), "circle-question-mark", _WORK),
    ActionSpec("shortcuts", "Bảng phím tắt", ("Ctrl+/",), "keyboard", _WORK),
)

# Answered by the page or the table that has the focus; listed for the sheet.
LOCAL_KEYS: tuple[ActionSpec, ...] = (
    ActionSpec("copy_rows", "Chép các dòng đang chọn", ("Ctrl+C",), "copy", _WORK),
    ActionSpec("leave", "Đóng hộp thoại, bỏ sửa", ("Esc",), "x", _WORK),
    ActionSpec("review_accept", "Duyệt", ("D",), "check", _REVIEW),
    ActionSpec("review_edit", "Sửa", ("S",), "pencil", _REVIEW),
    ActionSpec("review_reject", "Bác bỏ", ("B",), "x", _REVIEW),
    ActionSpec("review_merge", "Gộp vào bản ghi đã có", ("G",), "git-merge", _REVIEW),
    ActionSpec("review_all", "Duyệt tất cả, trừ mục nghi ngờ", ("A",), "list-checks", _REVIEW),
    ActionSpec("review_next", "Gợi ý tiếp theo", ("J",), "arrow-down", _REVIEW),
    ActionSpec("review_previous", "Gợi ý trước", ("K",), "arrow-up", _REVIEW),
    ActionSpec("review_article", "Bài tiếp theo, bài trước", ("N", "P"), "newspaper", _REVIEW),
    ActionSpec("review_choose", "Chọn cách ghi khi các bài khác nhau", ("1", "2"), "list-checks", _REVIEW),
    ActionSpec("review_evidence", "Chỉ lại đoạn làm căn cứ", ("Space",), "highlighter", _REVIEW),
)


def make_actions(parent: QObject, answers: dict[str, Callable[[], object]]) -> dict[str, QAction]:
    """Return the frame's actions by name; ``answers`` says what each does.

    Raises:
        KeyError: an action has no answer.
    """
    made: dict[str, QAction] = {}
    for spec in FRAME_ACTIONS:
        action = QAction(QCoreApplication.translate("Actions", spec.text), parent)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setObjectName(spec.name)
        set_icon(action, spec.icon)
        action.triggered.connect(answers[spec.name])
        made[spec.name] = action
    return made
