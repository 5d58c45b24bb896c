"""Brings a library file to the newest form; a newer file is refused and left untouched.

The file is copied before the first step, so that a failed upgrade can be put back.
"""

from __future__ import annotations

import sqlite3
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect

from db.engine import APPLICATION_ID, copy_file, open_engine, prepare_file, translated
from db.errors import Damaged, TooNew, Vanished

if TYPE_CHECKING:
    from alembic.config import Config


# The newest revision this program knows. A constant, so that opening a library that is up to date needs no
# Alembic, whose import takes longer than everything else (a test compares it with the migrations).
HEAD = "0003"


def prepare(path: Path, backups: Path | None = None) -> Engine:
    """Open the library file, creating or upgrading it as needed.

    Args:
        path: the library file; its folder must exist.
        backups: where a copy goes before an upgrade (beside the file when ``None``).

    Raises:
        Damaged: the file is not a library of ours.
        Vanished: the file is absent or empty, but there was a library here.
        TooNew: it was written by a newer program.
        StorageError: it cannot be opened or written.
    """
    with translated():
        fresh = not path.exists() or path.stat().st_size == 0
        if fresh and _was_library(path, backups):
            raise Vanished(path.name)
    if not fresh:
        _check_ours(path)
    if fresh:
        prepare_file(path)
    engine = open_engine(path)
    with translated():
        current = _current(engine)
        if current == HEAD:
            return engine
        if current is not None:
            _refuse_unknown(current)
            folder = backups or path.parent
            folder.mkdir(parents=True, exist_ok=True)
            copy_file(path, folder / f"{path.stem}-truoc-nang-cap-{current}.db")
        upgrade(engine)
    return engine


def _was_library(path: Path, backups: Path | None) -> bool:
    """Whether an absent or empty file must not be taken for a new library: a new one would hide the loss."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size > 0:
        return True
    return backups is not None and any(backups.glob("*.db"))


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the migrations up to ``revision`` in one transaction."""
    with engine.connect() as connection:
        # Batch migrations re-create tables: checks of foreign keys must rest meanwhile.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
        _run(connection, revision, downgrade=False)
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.commit()


def downgrade(engine: Engine, revision: str) -> None:
    """Run the migrations down to ``revision`` (used by the tests)."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
        _run(connection, revision, downgrade=True)


def newest() -> str:
    """The newest revision among the migrations."""
    from alembic.script import ScriptDirectory

    with as_file(files("db") / "migrations") as folder:
        revision = ScriptDirectory.from_config(_config(folder)).get_current_head()
    assert revision is not None
    return revision


def _run(connection: Connection, revision: str, *, downgrade: bool) -> None:
    from alembic import command

    with as_file(files("db") / "migrations") as folder:
        config = _config(folder)
        config.attributes["connection"] = connection
        if downgrade:
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)
    connection.commit()


def _config(folder: Path) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config


def _current(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _refuse_unknown(revision: str) -> None:
    from alembic.script import ScriptDirectory

    with as_file(files("db") / "migrations") as folder:
        known = {script.revision for script in ScriptDirectory.from_config(_config(folder)).walk_revisions()}
    if revision not in known:
        raise TooNew(revision)


def _check_ours(path: Path) -> None:
    """Refuse a file that is no library before anything is written to it."""
    with translated():
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            found = connection.execute("PRAGMA application_id").fetchone()[0]
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            connection.close()
    if found != APPLICATION_ID:
        raise Damaged("not a library")
