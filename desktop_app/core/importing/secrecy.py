"""Refusing material that carries a secrecy grade.

The grade stands as a stamp among the opening lines: a line of its own (MẬT, TỐI MẬT, TUYỆT MẬT, also with
spaced letters, brackets, without marks) or a field ("Độ mật: …"). Ordinary words with "mật" in them are no
stamp. What is found here carries nothing of the text, so that it can be shown and logged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from desktop_app.core.text.fold import fold
from desktop_app.core.text.normalise import clean

_OPENING_LINES = 40
_LONGEST_LINE = 400


class Grade(StrEnum):
    """The three grades of the law on state secrets."""

    SECRET = "Mật"
    TOP_SECRET = "Tối mật"
    ABSOLUTE_SECRET = "Tuyệt mật"


@dataclass(frozen=True, slots=True)
class Mark:
    """A secrecy mark; ``grade`` is ``None`` when the field names something unknown."""

    grade: Grade | None


_GRADES = {"mat": Grade.SECRET, "toimat": Grade.TOP_SECRET, "tuyetmat": Grade.ABSOLUTE_SECRET}
_STAMP = re.compile(
    r"(?:tailieu|vanban|hoso|dau|do|domat|loai)?(?P<grade>toimat|tuyetmat|mat)"
    r"(?:hoatoc|thuongkhan|khan|hengio|chinguoicotenmoiduocboc|thuhoi|ban\w{0,4})*\Z"
)
_CELLS = re.compile(r"\||\t|\s{3,}")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_FIELD = re.compile(
    r"(?:muc |cap )?do (?:bao )?mat(?: cua (?:tai lieu|van ban|ho so))?\s*(?::|-|–|=|\Z)(?P<value>.*)",
    re.DOTALL,
)
_OPEN = re.compile(r"\W*(?:khong|cong khai|thuong|binh thuong|pho thong|chua|none|no)\b", re.IGNORECASE)
_FIELD_VALUE = re.compile(r"[\W_]*(?P<grade>tuyet mat|toi mat|mat)\b(?! do\b)")
_LETTER_GRADES = {"a": Grade.ABSOLUTE_SECRET, "b": Grade.TOP_SECRET, "c": Grade.SECRET}
_LONGEST_VALUE = 3


def find_mark(text: str) -> Mark | None:
    """Return the secrecy mark among the opening lines of the text (any Unicode form), or ``None``."""
    lines = [line.strip() for line in clean(text[: _OPENING_LINES * _LONGEST_LINE * 4]).split("\n")]
    lines = [line for line in lines if line][:_OPENING_LINES]
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        for piece in (line, *_CELLS.split(line)):
            mark = _stamp(piece) or _field(piece, following)
            if mark is not None:
                return mark
    return None


def _stamp(piece: str) -> Mark | None:
    """A grade that stands alone: capitals, or anything that can only be a grade."""
    letters = _NOT_LETTERS.sub("", piece)
    if not 3 <= len(letters) <= 60:
        return None
    found = _STAMP.match(fold(letters))
    if found is None or not _marks_fit(letters):
        return None
    grade = _GRADES[found["grade"]]
    bracketed = piece.strip()[:1] in "([{*<«“\"'" and grade is Grade.SECRET and letters == "Mật"
    # Letters of capital fonts from before Unicode arrive as small ones: only the plain letters tell the case.
    capitals = all(letter.isupper() for letter in letters if letter.isascii())
    spelled = "ậ" in letters.lower() and grade is not Grade.SECRET
    return Mark(grade) if capitals or bracketed or spelled else None


def _marks_fit(letters: str) -> bool:
    """Whether the marks, where there are any, are those of the grade ("MÁT", "TÔI MẤT" are other words)."""
    low = letters.lower()
    return low.isascii() or re.search(r"(?:m[ậa]t|mật)", low) is not None


def _field(piece: str, following: str) -> Mark | None:
    if len(piece) > _LONGEST_LINE:
        return None
    found = _FIELD.match(fold(piece).strip("*([ "))
    if found is None:
        return None
    value = found["value"].strip(" .…_*-:") or fold(following).strip(" .…_*-:")
    if not value or _OPEN.match(value):
        return None
    named = _FIELD_VALUE.match(value)
    if named is not None:
        return Mark(_GRADES[named["grade"].replace(" ", "")])
    words = value.split()
    if not found["value"].strip() or len(words) > _LONGEST_VALUE:
        return None
    return Mark(_LETTER_GRADES.get(words[0].strip("()")))
