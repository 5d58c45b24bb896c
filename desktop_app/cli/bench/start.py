"""``bench start``: from the start of a fresh process to the first events of a window that is shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import desktop_app
from desktop_app.cli.bench.tables import share, table
from desktop_app.cli.call import DONE, Call
from desktop_app.errors import WorldError

# The window knows it by the same name (desktop_app.__main__).
_REPORT = "BANG_GIAO_START_REPORT"
_SECONDS = 120


def run(call: Call) -> int:
    """Measure starts with a library of samples: cold where the system can forget files, then warm."""
    from desktop_app.bootstrap import open_library

    with tempfile.TemporaryDirectory(prefix="bang-giao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with open_library(folder / "kho", config=folder / "cai-dat") as services:
            services.samples.load()
            services.search.catch_up()
        _start(folder)
        cold = [_start(folder) for _ in range(call.args.runs) if _forget(folder)]
        warm = [_start(folder) for _ in range(call.args.runs)]
    rows = [
        (kind, len(times), *((share(times, 0.5), min(times), max(times)) if times else (None, None, None)))
        for kind, times in (("lạnh", cold), ("ấm", warm))
    ]
    for line in table(("mở cửa sổ", "số lần", "p50 (giây)", "nhanh nhất", "chậm nhất"), rows):
        call.out.line(line)
    call.out.note(
        "Lạnh: tệp của chương trình, Qt và kho đã được đẩy khỏi bộ nhớ đệm của hệ điều hành (chỉ đo được "
        "trên Linux; thư viện hệ thống vẫn còn trong bộ nhớ). Cửa sổ mở không có màn hình (offscreen)."
    )
    call.out.value({"cold": cold, "warm": warm})
    return DONE


def _start(folder: Path) -> float:
    variables = {**os.environ, "BANG_GIAO_CONFIG": str(folder / "cai-dat"), _REPORT: "1"}
    variables.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-P", "-m", "desktop_app", "--library", str(folder / "kho")]
    root = str(Path(desktop_app.__file__).parents[1])
    variables["PYTHONPATH"] = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    began = time.time()
    try:
        done = subprocess.run(command, capture_output=True, env=variables, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise WorldError("Cửa sổ không mở trong thời gian cho phép.", detail=str(error)) from error
    try:
        return float(json.loads(done.stdout.splitlines()[-1])["shown"]) - began
    except (ValueError, IndexError, KeyError) as error:
        detail = done.stderr.decode(errors="replace")[-2000:]
        raise WorldError("Cửa sổ không mở được để đo.", detail=detail) from error


def _forget(folder: Path) -> bool:
    """Let the system forget the files that a start reads; False where it cannot."""
    if not hasattr(os, "posix_fadvise"):
        return False
    for path in _files(folder):
        try:
            handle = os.open(path, os.O_RDONLY)
        except OSError:
            continue
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)
    return True


def _files(folder: Path) -> Iterator[Path]:
    root = Path(desktop_app.__file__).parents[1]
    packages = {Path(place) for place in sys.path if place.endswith("site-packages")}
    for place in (folder, *(root / name for name in ("desktop_app", "db", "resources")), *packages):
        yield from (path for path in place.rglob("*") if path.is_file())
