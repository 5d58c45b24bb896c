"""Log files; no other module configures logging. Text of documents never goes into a log."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def to_file(folder: Path) -> Path | None:
    """Log to ``folder/bang-giao.log`` (rotating); return its path, ``None`` when it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "bang-giao.log"
        handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    except OSError:
        return None
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger("desktop_app")
    for old in [item for item in root.handlers if isinstance(item, RotatingFileHandler)]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return path
