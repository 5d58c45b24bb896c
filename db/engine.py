"""Opens a library file: the only module that knows it is SQLite.

WAL with ``synchronous=FULL``: a commit that was acknowledged survives a power cut; with NORMAL the last ones
may be gone. Foreign keys on. Errors of the driver become ``db.errors`` here and nowhere else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.pool import NullPool

from db.errors import Conflict, Damaged, DiskFull, Locked, ReadOnly, StorageError

# The header field "application_id" of our files: "BGia".
APPLICATION_ID = 0x42476961
BUSY_SECONDS = 15
# On a full disk even reading fails, because the shared memory of the log has no room ("disk I/O error").
_NO_ROOM = frozenset(["SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_SHMOPEN", "SQLITE_IOERR_SHMMAP"])


def open_engine(path: Path, *, read_only: bool = False) -> Engine:
    """Return an engine for the library file (made when absent, unless ``read_only``).

    ``NullPool``: a connection belongs to the thread and the call that opened it, and on Windows an idle one
    would keep the file from being replaced by a restore. Parameters stay out of error texts, which are
    logged: they are the texts of documents.
    """
    if read_only:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        engine = create_engine(
            "sqlite+pysqlite://",
            creator=lambda: sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS),
            poolclass=NullPool,
            hide_parameters=True,
        )
    else:
        engine = create_engine(
            "sqlite+pysqlite://",
            creator=lambda: sqlite3.connect(path, timeout=BUSY_SECONDS),
            poolclass=NullPool,
            hide_parameters=True,
        )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver must not start transactions by itself: "begin" below does, so that reads are in one too.
    connection.isolation_level = None
    cursor = connection.cursor()
    for statement in (
        "PRAGMA foreign_keys=ON",
        "PRAGMA synchronous=FULL",
        "PRAGMA temp_store=MEMORY",
        "PRAGMA cell_size_check=ON",
        "PRAGMA trusted_schema=OFF",
    ):
        cursor.execute(statement)
    cursor.close()


def _begin(connection: Any) -> None:
    mode = connection.get_execution_options().get("begin_mode", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def prepare_file(path: Path) -> None:
    """Set what lives in the file itself: WAL and our application id."""
    with translated():
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.commit()
        finally:
            connection.close()


def file_check(path: Path) -> list[str]:
    """SQLite's own structure check; an empty list means it found nothing.

    It misses most single flipped bits, hence the content hashes (``services.maintenance.check``).
    """
    with translated():
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
        try:
            rows = connection.execute("PRAGMA integrity_check(20)").fetchall()
            rows += connection.execute("PRAGMA foreign_key_check").fetchall()
        finally:
            connection.close()
    return [str(row) for row in rows if row != ("ok",)]


def copy_file(source: Path, target: Path) -> None:
    """Copy a live library with SQLite's backup interface; the copy is complete when this returns."""
    with translated():
        origin = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
        copy = sqlite3.connect(target)
        try:
            origin.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        finally:
            copy.close()
            origin.close()


@contextmanager
def translated() -> Generator[None]:
    """Turn the driver's errors into ours.

    Raises:
        StorageError: one of its kinds, by cause.
    """
    try:
        yield
    except (IntegrityError, sqlite3.IntegrityError) as error:
        # What the services cannot check beforehand: another process took away what this refers to.
        raise Conflict(str(getattr(error, "orig", None) or error)) from error
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise _translate(error) from error
    except OSError as error:
        raise _translate_os(error) from error
    except (ValueError, LookupError) as error:
        if not _is_unreadable_row(error):
            raise
        raise Damaged(type(error).__name__) from error


def _is_unreadable_row(error: Exception) -> bool:
    """Whether a stored value could not be turned into what its column says (a flipped bit)."""
    if isinstance(error, UnicodeEncodeError):
        return False
    step = error.__traceback__
    while step is not None:
        if str(step.tb_frame.f_globals.get("__name__", "")).startswith("sqlalchemy."):
            return True
        step = step.tb_next
    return False


def _translate(error: Exception) -> StorageError:
    cause = getattr(error, "orig", None) or error
    text = str(cause).lower()
    if getattr(cause, "sqlite_errorname", "") in _NO_ROOM:
        return DiskFull(text)
    if "locked" in text or "busy" in text:
        return Locked(text)
    if "full" in text:
        return DiskFull(text)
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        return ReadOnly(text)
    # "disk i/o error" is not here: a pulled stick or a worn cable is no reason to call the file damaged.
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return Damaged(text)
    if isinstance(error, OperationalError | sqlite3.OperationalError) and "no such" in text:
        return Damaged(text)
    return StorageError(text)


def _translate_os(error: OSError) -> StorageError:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(str(error))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ReadOnly(str(error))
    return StorageError(str(error))
