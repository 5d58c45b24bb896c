"""The migrations make exactly what the models say, go down again, and keep rows."""

import sqlite3
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from db import models, upgrade
from db.engine import open_engine, prepare_file
from db.records import Partner
from db.work import Database


def test_the_newest_revision_equals_the_models(tmp_path: Path) -> None:
    engine = upgrade.prepare(tmp_path / "library.db")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, models.Base.metadata) == []


def test_the_constant_names_the_newest_migration() -> None:
    assert upgrade.newest() == upgrade.HEAD


def test_every_constraint_has_a_name(tmp_path: Path) -> None:
    engine = upgrade.prepare(tmp_path / "library.db")
    inspector = inspect(engine)
    for table in inspector.get_table_names():
        if table in ("alembic_version", "sqlite_sequence"):
            continue
        for constraint in [*inspector.get_check_constraints(table), *inspector.get_foreign_keys(table)]:
            assert constraint["name"], (table, constraint)


def test_down_and_up_again(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    prepare_file(path)
    engine = open_engine(path)
    upgrade.upgrade(engine)
    upgrade.downgrade(engine, "base")
    assert (
        inspect(engine).get_table_names() == ["alembic_version"]
        or "article" not in inspect(engine).get_table_names()
    )
    upgrade.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, models.Base.metadata) == []


def test_a_copy_is_made_before_an_upgrade(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "library.db"
    with Database.open(path).write("thử", "thêm") as work:
        work.partners.add(Partner(0, "Gwangju"))
    monkeypatch.setattr(upgrade, "HEAD", "0002-thử")
    upgrade.prepare(path, tmp_path / "backups")
    (copy,) = (tmp_path / "backups").iterdir()
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT name FROM partner").fetchall() == [("Gwangju",)]
    connection.close()


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Database.open(path).close()
    before = path.read_bytes()
    Database.open(path).close()
    assert path.read_bytes() == before
