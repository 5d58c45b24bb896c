"""Shipped files and the only way to reach them."""

from __future__ import annotations

import unicodedata
from importlib.resources import files
from importlib.resources.abc import Traversable


def resource(name: str) -> Traversable:
    """Return the shipped file or folder ``name`` (parts separated by ``/``).

    Raises:
        FileNotFoundError: no such file is shipped.
    """
    node = files(__name__)
    for part in name.split("/"):
        node = node.joinpath(part)
    if not (node.is_file() or node.is_dir()):
        raise FileNotFoundError(name)
    return node


def read_text(name: str) -> str:
    """Return the shipped file ``name`` as text (UTF-8)."""
    return resource(name).read_text(encoding="utf-8")


def read_rows(name: str) -> list[list[str]]:
    """Return the rows of a shipped table (parted by tabs) without its head and blank lines; words are NFC."""
    lines = unicodedata.normalize("NFC", read_text(name)).splitlines()[1:]
    return [line.split("\t") for line in lines if line.strip()]


def read_bytes(name: str) -> bytes:
    """Return the bytes of the shipped file ``name``."""
    return resource(name).read_bytes()
