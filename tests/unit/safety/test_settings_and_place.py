"""Nonsense in settings, a full disk beside the lock, rows nobody can read: a sentence, never a crash."""

import json
import os
import sqlite3
from pathlib import Path

import pytest

from desktop_app import paths, settings
from desktop_app.bootstrap import Services, open_library
from desktop_app.errors import AppError, WorldError


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "null",
        "[]",
        "\ufeff{}",
        '{"suggestion_threshold": NaN, "theme": ["dark"], "expiry_days": 1e999, "user_name": {"a": 1}}',
        '{"suggestion_threshold": -Infinity, "expiry_days": true, "article_zoom": 99, "nobody": 1}',
        json.dumps({"user_name": "x" * 100_000}),
        "\x00",
    ],
)
def test_nonsense_in_the_settings_gives_the_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_text(text, encoding="utf-8")
    found = settings.load(tmp_path)
    assert [found.get(item.name) for item in settings.DECLARATIONS] == [
        item.default for item in settings.DECLARATIONS
    ]


def test_a_setting_that_cannot_be_kept_holds_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    with open_library(tmp_path / "kho", config=tmp_path / "config") as services:
        with pytest.raises(WorldError):
            services.change_setting("theme", "dark")
        assert services.settings.get("theme") == "dark"


def test_the_old_settings_stay_when_there_is_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.save(tmp_path, settings.Settings({"theme": "dark"}))

    def full(_: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        settings.save(tmp_path, settings.Settings({"theme": "light"}))
    assert settings.load(tmp_path).get("theme") == "dark"
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_the_lock_holds_when_its_names_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(28, "no space")

    monkeypatch.setattr(Path, "write_text", full)
    first, second = paths.LibraryLock(tmp_path / "l.lock"), paths.LibraryLock(tmp_path / "l.lock")
    assert first.acquire() is None
    assert second.acquire() == paths.Holder("", "", 0)
    first.release()
    assert second.acquire() is None
    second.release()


def test_a_computer_without_account_names_can_write(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown() -> str:
        raise KeyError("uid")

    monkeypatch.setattr("getpass.getuser", unknown)
    from db.records import Partner

    assert services.records.save(Partner(0, "Thành phố A"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE setting SET value = '{' WHERE key = 'office'",
        "UPDATE setting SET value = '[1]' WHERE key = 'office'",
        "UPDATE partner SET relation_level = 'nonsense'",
        "UPDATE partner SET aliases = '{'",
        "UPDATE partner SET since_start = 'yesterday'",
        "UPDATE partner SET deleted_at = 'yesterday'",
        "UPDATE partner SET name = CAST(x'ff' AS TEXT)",
    ],
)
def test_a_row_that_cannot_be_read_ends_in_a_sentence(sample_services: Services, statement: str) -> None:
    connection = sqlite3.connect(sample_services.paths.database)
    connection.execute("PRAGMA ignore_check_constraints=ON")
    connection.execute(statement)
    connection.commit()
    connection.close()
    said: list[str] = []
    for look in (sample_services.records.partners, sample_services.office.office):
        try:
            look()
        except AppError as error:
            said.append(str(error))
    assert all("hỏng" in text or "Không đọc" in text for text in said)
