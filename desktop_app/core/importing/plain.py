"""Plain text files."""

from __future__ import annotations

import re

from desktop_app.core.importing.article import RefusalReason
from desktop_app.core.importing.decode import decode
from desktop_app.core.importing.raw import RawArticle, RawParagraph
from desktop_app.core.importing.refusals import ReadRefused

MAX_CHARACTERS = 5_000_000

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_BINARY = 0.02
# Text broken at a fixed width: every line of a block but the last is about this long.
_SHORTEST_WRAPPED, _LONGEST_WRAPPED = 55, 110


def read_plain(data: bytes) -> RawArticle:
    """Read a text file in any encoding.

    Raises:
        ReadRefused: it is no text, has none, or too much.
    """
    text, _encoding = decode(data)
    if len(text) > MAX_CHARACTERS:
        raise ReadRefused(RefusalReason.TOO_LARGE)
    if len(_BINARY.findall(text)) > len(text) * _MOST_BINARY:
        raise ReadRefused(RefusalReason.UNKNOWN_KIND)
    return RawArticle(tuple(RawParagraph(paragraph) for paragraph in text_blocks(text)), opening=text)


def text_blocks(text: str) -> list[str]:
    """Split text into paragraphs: one for each line, but lines broken at a fixed width are joined."""
    lines = _LINE_END.split(text)
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    found: list[str] = []
    for block in blocks:
        found.extend([" ".join(block)] if _is_wrapped(block) else block)
    return found


def _is_wrapped(block: list[str]) -> bool:
    if len(block) < 3:
        return False
    body = block[:-1]
    same_width = all(_SHORTEST_WRAPPED <= len(line) <= _LONGEST_WRAPPED for line in body)
    # A line that ends a sentence at the same place in most lines is a list, not a broken paragraph.
    ending = sum(line.endswith((".", "!", "?", ";", ":")) for line in body)
    return same_width and ending <= len(body) // 2
