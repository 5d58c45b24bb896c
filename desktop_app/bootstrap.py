"""The only place where concrete things meet: paths, settings, database and index become the services."""

from __future__ import annotations

import uuid
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from db.work import Database
from desktop_app import logs, paths, settings
from desktop_app.core.text.normalise import clean_line
from desktop_app.errors import WorldError
from desktop_app.services.context import Context, Feed, explained
from desktop_app.services.dossiers import DossierService
from desktop_app.services.editing import EditingService
from desktop_app.services.history import HistoryService
from desktop_app.services.importing import ImportService
from desktop_app.services.learning import LearningService
from desktop_app.services.maintenance import MaintenanceService
from desktop_app.services.office import OfficeService
from desktop_app.services.overview import OverviewService
from desktop_app.services.partners import PartnerService
from desktop_app.services.records import RecordService
from desktop_app.services.review import ReviewService
from desktop_app.services.samples import SampleService
from desktop_app.services.searching import SearchService
from desktop_app.services.unfinished import UnfinishedStore

if TYPE_CHECKING:
    from desktop_app.core.search.index import SearchIndex

_LIBRARY_ID = "library_id"


class Services:
    """Everything a user can do with one open library. Close it, or use it as a context manager."""

    def __init__(self, context: Context, lock: paths.LibraryLock | None, config: Path) -> None:
        self._context = context
        self._lock = lock
        self._config = config
        self.importing = ImportService(context)
        self.review = ReviewService(context)
        self.records = RecordService(context)
        self.editing = EditingService(context)
        self.partners = PartnerService(context)
        self.search = SearchService(context)
        self.dossiers = DossierService(context)
        self.history = HistoryService(context)
        self.maintenance = MaintenanceService(context)
        self.office = OfficeService(context)
        self.overview = OverviewService(context, self.maintenance)
        self.samples = SampleService(context, self.importing)
        self.learning = LearningService(context)
        self.unfinished = UnfinishedStore(config, context.paths.folder)

    @property
    def feed(self) -> Feed:
        """Tells what changed."""
        return self._context.feed

    @property
    def paths(self) -> paths.LibraryPaths:
        """Where the library lives."""
        return self._context.paths

    @property
    def config_folder(self) -> Path:
        """Where the settings of the person live."""
        return self._config

    @property
    def held_by(self) -> paths.Holder | None:
        """Who else has the library open for writing; the library is read-only then."""
        return self._context.held_by

    @property
    def settings(self) -> settings.Settings:
        """The settings in force."""
        return self._context.settings

    def change_setting(self, name: str, value: object) -> None:
        """Change a setting and keep it.

        Raises:
            ValueError: the value is outside the declared limits.
            WorldError: it holds until the program is closed, but could not be kept.
        """
        if isinstance(value, str):
            value = clean_line(value)
        self._context.settings = self._context.settings.changed(name, value)
        try:
            settings.save(self._config, self._context.settings)
        except OSError as error:
            raise WorldError(
                "Không ghi được tùy chọn nên lần sau mở lại sẽ không còn. Dữ liệu trong kho vẫn nguyên vẹn.",
                "Hãy kiểm tra chỗ trống trên ổ đĩa rồi chọn lại.",
                str(error),
            ) from error

    def close(self) -> None:
        """Let the library go."""
        self._context.close_index()
        self._context.database.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Services:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_library(folder: Path, *, config: Path | None = None, exclusive: bool = False) -> Services:
    """Open (or make) the library in ``folder``.

    Args:
        folder: the library folder.
        config: where the settings of the person are; the usual place when ``None``.
        exclusive: take the library lock, as the window does; when somebody holds it the library is read-only.

    Raises:
        WorldError: it cannot be opened; the sentence says why. A damaged or newer file is left untouched.
    """
    config = config or paths.config_folder()
    place = paths.LibraryPaths(folder)
    try:
        place.make()
    except OSError as error:
        raise WorldError(
            f"Không tạo được thư mục kho “{folder}”.",
            "Hãy kiểm tra quyền ghi, hoặc chọn nơi khác bằng tùy chọn --library.",
            str(error),
        ) from error
    lock = paths.LibraryLock(place.lock) if exclusive else None
    holder = _acquire(lock)
    try:
        with explained():
            database = Database.open(place.database, place.backups)
            library_id = _library_id(database)
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    logs.to_file(place.logs)
    context = Context(
        database=database,
        open_index=lambda: _index(place.index, library_id),
        paths=place,
        settings=settings.load(config),
        held_by=holder,
    )
    return Services(context, lock, config)


def _index(folder: Path, library_id: str) -> SearchIndex:
    # Here, because Whoosh and NumPy take longer to load than the rest of the start.
    from desktop_app.core.search.index import SearchIndex

    return SearchIndex(folder, library_id)


def _acquire(lock: paths.LibraryLock | None) -> paths.Holder | None:
    if lock is None:
        return None
    try:
        return lock.acquire()
    except OSError as error:
        raise WorldError(
            "Không ghi được vào thư mục của kho. Dữ liệu đã lưu trước đó vẫn nguyên vẹn.",
            "Hãy kiểm tra quyền ghi của thư mục hoặc chọn nơi khác cho kho.",
            str(error),
        ) from error


def _library_id(database: Database) -> str:
    """The id that ties the index to this library; made once."""
    with database.read() as work:
        known = work.settings.get(_LIBRARY_ID)
    if known:
        return str(known)
    fresh = uuid.uuid4().hex
    with database.write("", "library") as work:
        work.settings.set(_LIBRARY_ID, fresh)
    return fresh
