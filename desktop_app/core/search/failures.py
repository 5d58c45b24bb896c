"""What can go wrong with a search or with the index."""

from __future__ import annotations

from enum import StrEnum

from desktop_app.errors import UserFixable, WorldError


class QueryError(UserFixable):
    """The search text cannot be answered as it stands."""


class Trouble(StrEnum):
    """Why the index cannot be used now."""

    LOCKED = "locked"
    """Another writer is at work; nothing is broken, try again later."""
    MISSING = "missing"
    FOREIGN = "foreign"
    OLD = "old"
    DAMAGED = "damaged"
    DISK = "disk"
    """The disk refused a write; the index is as before."""


class IndexUnusable(WorldError):  # noqa: N818 - the name says what the caller has to know
    """The index cannot answer or take a change.

    The library itself is unharmed. Unless ``trouble`` is LOCKED or DISK, ``SearchIndex.rebuild`` is the way
    out.
    """

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        sentences = (
            "Phần tìm kiếm đang được chuẩn bị lại; dữ liệu của thư viện vẫn nguyên vẹn.",
            "Xin chờ trong giây lát rồi tìm lại.",
        )
        if trouble is Trouble.DISK:
            sentences = (
                (
                    "Ổ đĩa đã đầy hoặc không ghi được nên phần tìm kiếm chưa cập nhật; "
                    "dữ liệu của thư viện vẫn nguyên vẹn."
                ),
                "Hãy giải phóng chỗ trống trên ổ đĩa; phần tìm kiếm sẽ tự cập nhật sau đó.",
            )
        super().__init__(*sentences, detail)
        self.trouble = trouble
