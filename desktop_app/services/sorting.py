"""The order of Vietnamese lists, for the window and the command line."""

from __future__ import annotations

from desktop_app.core.text.collation import person_sort_key, sort_key as sort_key
from desktop_app.core.text.names import is_vietnamese, strip_address


def person_key(name: str) -> str:
    """The key of a person in a list: Vietnamese names by given name, foreign ones as they are written."""
    plain = strip_address(name)
    return person_sort_key(plain, as_written=not is_vietnamese(plain))
