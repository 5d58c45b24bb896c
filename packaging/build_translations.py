"""Compile resources/i18n/*.ts to the .qm files the program loads; run after a change, commit both."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import PySide6

SOURCES = Path(__file__).resolve().parent.parent / "resources" / "i18n"


def compile_all(folder: Path, target: Path | None = None) -> list[Path]:
    """Compile every .ts of ``folder`` into ``target`` (the same folder when None); return the files made."""
    tool = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    made = []
    for source in sorted(folder.glob("*.ts")):
        compiled = (target or folder) / source.with_suffix(".qm").name
        subprocess.run([str(tool), "-silent", str(source), "-qm", str(compiled)], check=True)
        made.append(compiled)
    return made


if __name__ == "__main__":
    for path in compile_all(SOURCES):
        print(path)
