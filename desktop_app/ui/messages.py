"""From an exception to Vietnamese sentences: the only place of the window that words errors."""

from __future__ import annotations

import errno
import traceback
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop_app.errors import AppError, WorldError


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, what to do, and what only a technician wants to read."""

    title: str
    text: str
    remedy: str
    detail: str


def describe(error: BaseException) -> Message:
    """Return the sentences for ``error``; an error nobody foresaw is a bug."""
    if isinstance(error, AppError):
        title = (
            _tr("Máy tính gặp trở ngại") if isinstance(error, WorldError) else _tr("Chưa làm được việc này")
        )
        return Message(title, error.message, error.remedy, error.detail or _trace_of_cause(error))
    if isinstance(error, OSError):
        return _describe_system(error)
    return Message(
        _tr("Chương trình gặp lỗi ngoài dự kiến"),
        _tr("Việc vừa làm chưa hoàn thành. Dữ liệu đã lưu trước đó vẫn nguyên vẹn."),
        _tr("Hãy thử lại. Nếu lỗi lặp lại, chép phần chi tiết gửi người phụ trách."),
        trace_of(error),
    )


def trace_of(error: BaseException) -> str:
    """Return the technical account of ``error``."""
    return "".join(traceback.format_exception(error))


def _trace_of_cause(error: BaseException) -> str:
    return trace_of(error.__cause__) if error.__cause__ is not None else ""


def _describe_system(error: OSError) -> Message:
    where = f" ({error.filename})" if error.filename else ""
    safe = _tr("Dữ liệu đã lưu trước đó vẫn nguyên vẹn.")
    if error.errno == errno.ENOSPC:
        text, remedy = _tr("Ổ đĩa đã đầy."), _tr("Hãy giải phóng dung lượng rồi thử lại.")
    elif isinstance(error, PermissionError):
        text = _tr("Không được phép đọc hoặc ghi tệp{0}.").format(where)
        remedy = _tr("Tệp có thể đang mở ở chương trình khác: hãy đóng lại rồi thử lại.")
    elif isinstance(error, FileNotFoundError):
        text = _tr("Không tìm thấy tệp{0}.").format(where)
        remedy = _tr("Hãy kiểm tra tên tệp, ổ đĩa hoặc ổ USB rồi thử lại.")
    else:
        text = _tr("Không đọc hoặc ghi được tệp{0}.").format(where)
        remedy = _tr("Hãy kiểm tra ổ đĩa rồi thử lại.")
    return Message(_tr("Máy tính gặp trở ngại"), f"{text} {safe}", remedy, trace_of(error))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Messages", text)
