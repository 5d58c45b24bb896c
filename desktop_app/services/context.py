"""What all services share: the open library, the feed of changes, and how storage errors become sentences."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from db.errors import Conflict, Damaged, DiskFull, Locked, Missing, ReadOnly, StorageError, TooNew, Vanished
from db.records import RecordKind
from db.work import Database, Work, WritingWork
from desktop_app.errors import AppError, ConflictError, UserFixable, WorldError
from desktop_app.paths import Holder, LibraryPaths, account
from desktop_app.settings import Settings

if TYPE_CHECKING:
    from desktop_app.core.search.index import SearchIndex

log = logging.getLogger(__name__)

RecordKey = tuple[RecordKind, int]


@dataclass(frozen=True, slots=True)
class Changes:
    """What one action touched. ``action_id`` is what undo wants; ``message`` names it for people."""

    records: frozenset[RecordKey]
    action_id: int | None = None
    message: str = ""

    def concerns(self, *kinds: RecordKind) -> bool:
        """Whether a record of one of these kinds changed."""
        return any(kind in kinds for kind, _ in self.records)


class Feed:
    """Tells listeners what changed. They are called on the thread that made the change."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Changes], None]] = []

    def listen(self, listener: Callable[[Changes], None]) -> None:
        """Call ``listener`` after every change."""
        self._listeners.append(listener)

    def publish(self, changes: Changes) -> None:
        """Tell everybody."""
        for listener in list(self._listeners):
            try:
                listener(changes)
            except Exception:
                # The change is stored: a listener's mistake must not make it look failed.
                log.exception("a listener of changes failed")


@dataclass
class Context:
    """The open library, as the services see it."""

    database: Database
    open_index: Callable[[], SearchIndex]
    paths: LibraryPaths
    settings: Settings = field(default_factory=Settings)
    feed: Feed = field(default_factory=Feed)
    held_by: Holder | None = None
    index_lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def index(self) -> SearchIndex:
        """The index of the library, loaded when it is first asked: the window need not wait for it."""
        return self.open_index()

    def close_index(self) -> None:
        """Give the files of the index back."""
        if "index" in vars(self):
            self.index.close()

    @property
    def read_only(self) -> bool:
        """Whether somebody else has the library open for writing."""
        return self.held_by is not None

    @property
    def who(self) -> str:
        """The name that goes into the log."""
        return str(self.settings.get("user_name")) or account()

    @contextmanager
    def reading(self) -> Generator[Work]:
        """A consistent look at one moment, with storage errors as sentences."""
        with explained(), self.database.read() as work:
            yield work

    @contextmanager
    def writing(self, name: str, detail: str = "") -> Generator[WritingWork]:
        """One action: all or nothing; afterwards everybody is told.

        Raises:
            AppError: a sentence for the person.
        """
        if self.held_by is not None:
            raise WorldError(
                f"Kho đang được mở để sửa ở nơi khác ({describe_holder(self.held_by)}), "
                "nên cửa sổ này chỉ xem được.",
                "Hãy đóng chương trình ở nơi đó rồi mở lại.",
            )
        with explained(), self.database.write(self.who, name, detail) as work:
            yield work
        touched = frozenset(work.touched())
        if touched or work.action_id is not None:
            self.feed.publish(Changes(touched, work.action_id, name))


def describe_holder(holder: Holder) -> str:
    """Who holds the library, in words."""
    if not holder.user:
        return "chưa rõ ai"
    return f"người dùng {holder.user}, máy {holder.host}"


@contextmanager
def explained() -> Generator[None]:
    """Turn storage errors into errors with a sentence.

    Raises:
        AppError: always one of its kinds.
    """
    try:
        yield
    except StorageError as error:
        raise as_app_error(error) from error


def as_app_error(error: StorageError) -> AppError:
    """The sentence for a storage error: what happened, what is unharmed, the way out."""
    detail = f"{type(error).__name__}: {error}"
    match error:
        case Missing():
            return UserFixable("Mục này không còn trong kho.", "Hãy làm mới màn hình (F5).", detail)
        case Conflict():
            return ConflictError(
                "Mục này đã được thay đổi sau đó, nên không thể làm tiếp. Không có gì bị mất.",
                "Hãy mở lại mục để xem bản mới nhất.",
                detail,
            )
        case TooNew():
            return WorldError(
                "Kho này do một phiên bản Bang Giao mới hơn tạo ra. Kho được giữ nguyên, không thay đổi.",
                "Hãy cài phiên bản mới của chương trình rồi mở lại.",
                detail,
            )
        case Locked():
            return WorldError(
                "Kho đang bận vì một chương trình khác đang ghi. Chưa có gì thay đổi.",
                "Hãy chờ một lát rồi thử lại.",
                detail,
            )
        case DiskFull():
            return WorldError(
                "Ổ đĩa đã đầy nên không lưu được. Dữ liệu đã lưu trước đó vẫn nguyên vẹn.",
                "Hãy giải phóng chỗ trống trên ổ đĩa rồi thử lại.",
                detail,
            )
        case ReadOnly():
            return WorldError(
                "Không ghi được vào thư mục của kho. Dữ liệu đã lưu trước đó vẫn nguyên vẹn.",
                "Hãy kiểm tra quyền ghi của thư mục hoặc chọn nơi khác cho kho.",
                detail,
            )
        case Vanished():
            return WorldError(
                "Tệp kho không còn hoặc đã bị làm rỗng, nhưng thư mục này từng là một kho. "
                "Chương trình không tạo kho mới đè lên để khỏi che mất việc này.",
                "Hãy tìm lại tệp library.db, phục hồi từ bản sao lưu gần nhất, hoặc chọn thư mục khác.",
                detail,
            )
        case Damaged():
            return WorldError(
                "Tệp kho bị hỏng hoặc không phải là kho của Bang Giao. Tệp được giữ nguyên, không bị ghi đè.",
                "Hãy phục hồi từ bản sao lưu gần nhất.",
                detail,
            )
        case _:
            return WorldError(
                "Không đọc hoặc ghi được kho. Dữ liệu đã lưu trước đó vẫn nguyên vẹn.",
                "Hãy thử lại; nếu vẫn lỗi, hãy khởi động lại chương trình.",
                detail,
            )
