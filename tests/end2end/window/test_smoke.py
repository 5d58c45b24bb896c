"""The program as a whole process: the window opens, does its round, and ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_smoke_run_ends_by_itself(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "BANG_GIAO_CONFIG": str(tmp_path / "c")}
    picture = tmp_path / "cửa sổ.png"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "desktop_app", "--smoke", "--screenshot", str(picture)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    assert "pages=" in done.stdout
    assert picture.stat().st_size > 10_000
