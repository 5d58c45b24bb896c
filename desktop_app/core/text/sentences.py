"""Paragraphs and sentences with their offsets."""

from __future__ import annotations

import re
from typing import NamedTuple


class TextSpan(NamedTuple):
    """``text[start:end]``, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words of this span."""
        return text[self.start : self.end]


_LINE = re.compile(r"[^\n]+")

_UPPER = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_LOWER = "a-zß-öø-ÿăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
_CLOSING = "\"'”’»)\\]"
_OPENING = "\"'“‘«(\\["

# A stop with blanks behind it, or a full stop glued to the next sentence ("(Trung Quốc).Đón đoàn").
_STOP = re.compile(
    rf"(?P<stop>[.!?…]+[{_CLOSING}]*)(?:\s+(?=\S)|(?<=[.{_CLOSING}])(?=[{_OPENING}]?[{_UPPER}][{_LOWER}]))"
)
_ABBREVIATION = re.compile(
    rf"(?:^|[^{_UPPER}{_LOWER}])"
    rf"(?:TP|Tp|TX|Tx|TT|TS|Ths|ThS|PGS|GS|BS|KS|CN|T|Th|Tr|tr|NXB|Nxb|Q|P|Mr|Mrs|Ms|Dr|St|No|đ/c|Đ/c|[{_UPPER}])\.$"
)
_LOWER_NEXT = re.compile(rf"[{_OPENING}–-]*\s*[{_LOWER}]")


def paragraphs(text: str) -> list[TextSpan]:
    """Return the paragraphs: every line that is not blank, without the blanks at its ends."""
    found: list[TextSpan] = []
    for match in _LINE.finditer(text):
        line = match.group()
        body = line.strip()
        if body:
            start = match.start() + len(line) - len(line.lstrip())
            found.append(TextSpan(start, start + len(body)))
    return found


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    marks = stop["stop"]
    if _LOWER_NEXT.match(text, stop.end()):
        return False
    return not (marks == "." and _ABBREVIATION.search(text, start, stop.end("stop")))


def _split(text: str, span: TextSpan) -> list[TextSpan]:
    found: list[TextSpan] = []
    start = span.start
    for stop in _STOP.finditer(text, span.start, span.end):
        # The abbreviation is at most a few letters long; looking further back would be quadratic.
        # The letter before the sentence is looked at too: "TP. Huế" may begin one.
        if _ends_sentence(text, max(start - 1, stop.start() - 6, 0), stop):
            found.append(TextSpan(start, stop.end("stop")))
            start = stop.end()
    if start < span.end:
        found.append(TextSpan(start, span.end))
    return found


def sentences(text: str) -> list[TextSpan]:
    """Return the sentences in order; none crosses a line end, blanks between them belong to none."""
    return [sentence for span in paragraphs(text) for sentence in _split(text, span)]
