"""Check, backup, restore: a backup counts only after it was re-opened and compared."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from db.engine import copy_file, file_check, translated
from db.errors import StorageError
from db.records import Counts
from db.work import Database
from desktop_app.errors import UserFixable, WorldError
from desktop_app.paths import LibraryPaths
from desktop_app.progress import Reporter
from desktop_app.services.context import Context, as_app_error, explained

_PREFIX = "bang-giao-"
_DAILY = f"{_PREFIX}tu-dong-"
_DAILY_KEPT = 14
_ORPHANS = {
    "evidence": "đoạn căn cứ không còn mục nào dựa vào.",
    "partner_link": "chỗ ghi đối tác của một mục không còn nữa.",
    "term_link": "nhãn hoặc lĩnh vực của một mục không còn nữa.",
    "suggestion": "gợi ý ghi là đã duyệt nhưng không còn mục tương ứng.",
    "span": "đoạn căn cứ nằm ngoài nội dung tin bài.",
}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; ``problems`` are sentences, empty when all is well."""

    articles: int
    originals: int
    problems: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """A backup file that was compared with the library."""

    path: Path
    made_at: dt.datetime
    size: int


class MaintenanceService:
    """What keeps a library safe."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def counts(self) -> Counts:
        """Counts for the desk and the rail."""
        with self._context.reading() as work:
            return work.counts.all()

    def check(self, reporter: Reporter | None = None) -> CheckReport:
        """Compare every article and original with its own hash, and let SQLite check its structure.

        Nothing is changed or deleted by a check.
        """
        reporter = reporter or Reporter()
        problems: list[str] = []
        with explained():
            reporter.step(0, 3, "Cấu trúc tệp")
            problems += [f"Tệp kho: {text}" for text in file_check(self._context.database.path)]
        with self._context.reading() as work:
            reporter.step(1, 3, "Tin bài")
            for article_id in work.articles.hash_mismatches():
                problems.append(f"Tin bài số {article_id}: nội dung không còn như khi lưu.")
            reporter.step(2, 3, "Tệp gốc")
            hashes = work.articles.original_hashes()
            problems += _damaged_originals(hashes, work.articles.original)
            problems += [
                f"{count} {_ORPHANS[name]}" for name, count in work.orphans.all().items() if name in _ORPHANS
            ]
            articles = len(work.articles.ids())
        return CheckReport(articles, len(hashes), tuple(problems))

    def daily_backup(self, reporter: Reporter | None = None) -> BackupInfo | None:
        """Back up once a day into the library's own folder; return it, ``None`` when nothing was due.

        The newest fourteen daily backups stay; backups made by hand are never touched.

        Raises:
            WorldError: it cannot be written, or the copy does not match.
        """
        if self._context.read_only or not self.counts().articles:
            return None
        known = self.backups()
        # Equal, not later: a backup dated ahead by a wrong clock must not stop all that follow.
        if any(info.made_at.date() == dt.datetime.now().astimezone().date() for info in known):
            return None
        made = self.backup(reporter=reporter, prefix=_DAILY)
        for old in sorted(self._context.paths.backups.glob(f"{_DAILY}*.db"), reverse=True)[_DAILY_KEPT:]:
            old.unlink(missing_ok=True)
        return made

    def backup(
        self, folder: Path | None = None, reporter: Reporter | None = None, *, prefix: str = _PREFIX
    ) -> BackupInfo:
        """Write a verified copy of the library into ``folder`` (default: the library's own ``backups``).

        The copy is made beside its final name, opened again, compared, and only then given the name.

        Raises:
            WorldError: it cannot be written, or the copy does not match.
        """
        reporter = reporter or Reporter()
        target = folder or self._context.paths.backups
        now = dt.datetime.now().astimezone()
        final = _unused(target, f"{prefix}{now:%Y%m%d-%H%M%S}")
        part = final.with_name(f"{final.stem}-{os.getpid()}.part")
        with explained(), translated():
            target.mkdir(parents=True, exist_ok=True)
            try:
                reporter.step(0, 3, "Sao chép")
                held = self._copy(part)
                reporter.step(1, 3, "So sánh")
                self._compare(part, held)
                reporter.step(2, 3, "Hoàn tất")
                _sync(part)
                part.replace(final)
            finally:
                part.unlink(missing_ok=True)
                part.with_name(f"{part.name}-journal").unlink(missing_ok=True)
        return BackupInfo(final, now, final.stat().st_size)

    def _copy(self, part: Path) -> list[Counts]:
        """Copy the library; return what it held before and after, which differ when another process wrote."""
        with self._context.database.resting():
            before = self.counts()
            copy_file(self._context.database.path, part)
            return [before, self.counts()]

    def _compare(self, copy: Path, held: list[Counts]) -> None:
        if file_check(copy):
            raise WorldError(
                "Bản sao lưu vừa tạo không đọc lại được, nên không được giữ. Kho vẫn nguyên vẹn.",
                "Hãy thử lại với ổ đĩa khác.",
            )
        database = Database.open_copy(copy)
        try:
            with database.read() as theirs:
                counts, damaged = theirs.counts.all(), theirs.articles.hash_mismatches()
        finally:
            database.close()
        if damaged:
            raise WorldError(
                f"Có {len(damaged)} tin bài trong kho không còn như khi lưu, nên bản sao lưu không được giữ. "
                "Các bản sao lưu cũ vẫn còn nguyên.",
                "Hãy chạy “Kiểm tra kho” để biết tin bài nào, rồi phục hồi từ một bản sao lưu trước đó.",
            )
        if counts not in held:
            raise WorldError(
                "Kho thay đổi trong lúc sao lưu nên bản sao không khớp và không được giữ.",
                "Hãy sao lưu lại.",
            )

    def backups(self) -> list[BackupInfo]:
        """The backups in the library's own folder, newest first."""
        found = [
            BackupInfo(
                path, dt.datetime.fromtimestamp(path.stat().st_mtime).astimezone(), path.stat().st_size
            )
            for path in self._context.paths.backups.glob(f"{_PREFIX}*.db")
        ]
        return sorted(found, key=lambda info: (info.made_at, info.path.name), reverse=True)


def restore(backup: Path, paths: LibraryPaths) -> Counts:
    """Put a backup into an empty library folder (older versions are upgraded there); return what it holds.

    Raises:
        UserFixable: the folder has a library already, or the file is no backup.
        WorldError: it cannot be written.
    """
    if paths.database.exists() and paths.database.stat().st_size > 0:
        raise UserFixable(
            "Thư mục này đã có một kho, nên không phục hồi đè lên.",
            "Hãy chọn một thư mục trống.",
        )
    if not backup.is_file():
        raise UserFixable(f"Không thấy tệp sao lưu {backup.name}.", "Hãy kiểm tra lại đường dẫn.")
    part = paths.database.with_suffix(".part")
    try:
        with translated():
            paths.make()
            part.unlink(missing_ok=True)
            copy_file(backup, part)
            # Left over from a lost library, they would be played into the restored one.
            for ending in ("-wal", "-shm", "-journal"):
                paths.database.with_name(f"{paths.database.name}{ending}").unlink(missing_ok=True)
            _sync(part)
            part.replace(paths.database)
            database = Database.open(paths.database, paths.backups)
        try:
            with database.read() as work:
                return work.counts.all()
        finally:
            database.close()
    except StorageError as error:
        part.unlink(missing_ok=True)
        paths.database.unlink(missing_ok=True)
        raise as_app_error(error) from error


def _damaged_originals(hashes: list[str], read: Callable[[str], bytes]) -> list[str]:
    problems: list[str] = []
    for digest in hashes:
        try:
            data = read(digest)
        except StorageError:
            data = b""
        if hashlib.sha256(data).hexdigest() != digest:
            problems.append(f"Tệp gốc {digest[:12]}…: không còn như khi nhập.")
    return problems


def _unused(folder: Path, stem: str) -> Path:
    """A name no other backup has: two within one second are two backups."""
    names = (f"{stem}{more}.db" for more in ("", *(f"-{number}" for number in range(2, 1000))))
    return next(folder / name for name in names if not (folder / name).exists())


def _sync(path: Path) -> None:
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())
