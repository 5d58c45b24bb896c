"""What can go wrong with a library; translated into sentences by the services."""

from __future__ import annotations


class StorageError(Exception):
    """Base of all storage errors."""


class Missing(StorageError):  # noqa: N818
    """A record that was asked for does not exist (any more)."""


class Conflict(StorageError):  # noqa: N818
    """The record was changed or decided by somebody else in the meantime."""


class TooNew(StorageError):  # noqa: N818
    """The library was written by a newer program and is left untouched."""


class Locked(StorageError):  # noqa: N818
    """Another process holds the library and did not let go in time."""


class Vanished(StorageError):  # noqa: N818
    """There was a library here, as its backups show, but its file is gone or empty."""


class Damaged(StorageError):  # noqa: N818
    """The file is no library of ours, or its content does not check out."""


class DiskFull(StorageError):  # noqa: N818
    """There is no room left on the disk; nothing was changed."""


class ReadOnly(StorageError):  # noqa: N818
    """The folder or the file cannot be written to; nothing was changed."""
