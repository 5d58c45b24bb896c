"""A backup is whole or not there; restoring brings back just what was in it; a loss is never hidden."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from db.records import Partner
from desktop_app.bootstrap import Services, open_library
from desktop_app.errors import UserFixable, WorldError
from desktop_app.paths import LibraryPaths
from desktop_app.services import maintenance


def names(services: Services) -> list[str]:
    return [partner.name for partner in services.records.partners()]


@pytest.fixture
def lost(tmp_path: Path) -> tuple[Path, Path]:
    """A library folder whose library is to be lost, and a backup of it."""
    folder = tmp_path / "kho"
    with open_library(folder, config=tmp_path / "c") as services:
        services.records.save(Partner(0, "Thành phố A"))
        return folder, services.maintenance.backup().path


@pytest.mark.parametrize("how", ["deleted", "emptied"])
def test_a_lost_library_is_not_replaced_by_a_new_one(
    lost: tuple[Path, Path], how: str, tmp_path: Path
) -> None:
    folder, backup = lost
    (folder / "library.db").unlink()
    if how == "emptied":
        (folder / "library.db").touch()
    with pytest.raises(WorldError, match="từng là một kho"):
        open_library(folder, config=tmp_path / "c")
    assert how == "emptied" or not (folder / "library.db").exists()
    assert maintenance.restore(backup, LibraryPaths(folder)).partners == 1
    with open_library(folder, config=tmp_path / "c") as services:
        assert names(services) == ["Thành phố A"]


def test_an_emptied_library_with_its_log_beside_it_is_left_untouched(tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    folder.mkdir()
    (folder / "library.db").touch()
    (folder / "library.db-wal").write_bytes(b"7" * 5000)
    with pytest.raises(WorldError):
        open_library(folder, config=tmp_path / "c")
    assert (folder / "library.db-wal").read_bytes() == b"7" * 5000


def test_the_log_of_a_lost_library_is_not_played_into_the_restored_one(tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    with open_library(folder, config=tmp_path / "c") as services:
        services.records.save(Partner(0, "Thành phố A"))
        backup = services.maintenance.backup(tmp_path / "usb").path
        holder = sqlite3.connect(folder / "library.db")
        holder.execute("SELECT count(*) FROM partner").fetchone()
        for number in range(30):
            services.records.save(Partner(0, f"Thành phố B{number}"))
        shutil.copy(folder / "library.db-wal", tmp_path / "wal")
        holder.close()
    for path in folder.glob("library.db*"):
        path.unlink()
    shutil.copy(tmp_path / "wal", folder / "library.db-wal")
    maintenance.restore(backup, LibraryPaths(folder))
    with open_library(folder, config=tmp_path / "c") as services:
        assert names(services) == ["Thành phố A"]
        assert services.maintenance.check().sound


@pytest.mark.parametrize("content", [b"", b"not a backup", b"SQLite format 3\0" + b"\0" * 5000])
def test_what_is_no_backup_leaves_the_folder_empty(tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "bad.db"
    bad.write_bytes(content)
    folder = tmp_path / "mới"
    with pytest.raises((WorldError, UserFixable)):
        maintenance.restore(bad, LibraryPaths(folder))
    assert not [path.name for path in folder.glob("library.db*")]


def test_restore_never_writes_over_a_library(lost: tuple[Path, Path]) -> None:
    folder, backup = lost
    before = (folder / "library.db").read_bytes()
    with pytest.raises(UserFixable):
        maintenance.restore(backup, LibraryPaths(folder))
    assert (folder / "library.db").read_bytes() == before


def test_backups_made_while_threads_write_are_whole(services: Services, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            services.records.save(Partner(0, f"Thành phố {number}"))
            number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        made = [services.maintenance.backup(tmp_path / "usb").path for _ in range(4)]
    finally:
        stop.set()
        thread.join()
    assert len(set(made)) == 4
    for number, path in enumerate(made):
        folder = tmp_path / f"kho {number}"
        counts = maintenance.restore(path, LibraryPaths(folder))
        with open_library(folder, config=tmp_path / "c") as copy:
            assert len(copy.records.partners()) == counts.partners
            assert copy.maintenance.check().sound


def test_a_backup_leaves_nothing_but_itself(services: Services, tmp_path: Path) -> None:
    services.records.save(Partner(0, "Thành phố A"))
    made = services.maintenance.backup(tmp_path / "usb")
    assert list((tmp_path / "usb").iterdir()) == [made.path]


CHILD = """
import resource, signal, sys
from pathlib import Path
from desktop_app.bootstrap import open_library
from desktop_app.errors import AppError
folder, config, limit = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_library(folder, config=config) as services:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        services.maintenance.backup()
        print("made")
    except AppError as error:
        print("refused", type(error).__name__)
"""


@pytest.mark.skipif(os.name == "nt", reason="limits of a process differ there")
@pytest.mark.parametrize("limit", [0, 4096, 100_000])
def test_a_backup_that_finds_no_room_leaves_the_old_ones(
    sample_services: Services, tmp_path: Path, limit: int
) -> None:
    first = sample_services.maintenance.backup()
    before = first.path.read_bytes()
    folder = sample_services.paths.folder
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", CHILD, str(folder), str(tmp_path / "c"), str(limit)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert ran.stdout.strip() == "refused WorldError", ran.stderr
    assert [path.name for path in (folder / "backups").iterdir()] == [first.path.name]
    assert first.path.read_bytes() == before
    assert sample_services.maintenance.check().sound
