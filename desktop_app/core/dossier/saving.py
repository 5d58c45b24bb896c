"""Puts a finished file in place of an old one, or leaves the old one as it was."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from desktop_app.errors import WorldError


def replace_file(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path``, force it to the disk, then put it in place.

    Raises:
        WorldError: the disk is full, the folder is missing or the file is open elsewhere; the old file is
            unharmed and no half-written file stays behind.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise _told(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        _keep_mode(path, temporary)
        temporary.replace(path)
    except OSError as error:
        _remove(temporary)
        raise _told(path, error) from error
    except BaseException:
        _remove(temporary)
        raise


def _keep_mode(path: Path, temporary: Path) -> None:
    # mkstemp makes files nobody else may read; a dossier in a shared folder is meant to be read.
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    with contextlib.suppress(OSError):
        temporary.chmod(mode)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _told(path: Path, error: OSError) -> WorldError:
    return WorldError(
        f"Không ghi được tệp “{path.name}”. Tệp cũ (nếu có) còn nguyên.",
        "Hãy kiểm tra chỗ trống trên ổ đĩa, quyền ghi vào thư mục, và đóng tệp nếu đang mở ở nơi khác.",
        f"{type(error).__name__}: {error}",
    )
