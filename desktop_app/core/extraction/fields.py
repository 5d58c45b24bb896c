"""Fields of cooperation that an article names."""

from __future__ import annotations

import re
from functools import cache

from desktop_app.core.extraction import wordlists
from desktop_app.core.extraction.candidates import FieldCandidate, Span
from desktop_app.core.extraction.reading import Reading

_COOPERATION = re.compile(
    (
        r"hợp tác|lĩnh vực|giao lưu|đẩy mạnh|tăng cường|thúc đẩy|xúc tiến|ký kết|trao đổi"
        r"|quan hệ|phối hợp|mong muốn|đề nghị|đề xuất|thỏa thuận|thoả thuận|ghi nhớ"
    ),
    re.IGNORECASE,
)
# Offices and the like are named after fields; they say nothing about cooperation.
_OFFICE = re.compile(
    r"(?:Sở|Bộ|bộ|sở|Cục|Vụ|Ban|ban|Khoa|Trường|Công ty|công ty|Trung tâm|khu|Khu|Ủy ban"
    r"|Tập đoàn|giám đốc|[Tt]rung ương|Đoàn|báo|Báo)"
    r"(?:\s+[^\W\d_]+(?:\s*(?:,|-|–|và))?){0,3}\s*$"
)


@cache
def _phrases() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    rows = [(phrase, item.name) for item in wordlists.fields() for phrase in item.phrases]
    rows.sort(key=lambda row: len(row[0]), reverse=True)
    return tuple(
        (phrase, name, re.compile(rf"(?<!\w){_loose(phrase)}(?!\w)(?! nghề)", re.IGNORECASE))
        for phrase, name in rows
    )


def _loose(phrase: str) -> str:
    """Let "khoa học kỹ thuật" also match "khoa học-kỹ thuật"."""
    return r"(?:\s|\s?[-–]\s?)".join(map(re.escape, phrase.split()))


# Words of many meanings count as a field only where fields are listed, not in "phát triển kinh tế - xã hội".
_WIDE = {"kinh tế", "khoa học", "công nghệ", "an ninh", "công nghiệp"}
_LISTED_BEFORE = re.compile(
    r"(?:lĩnh vực|mặt|ngành|về|như|là|quan hệ|:|,|và|;|hợp tác|quốc phòng\s?[-–])(?: về| như| hợp tác)?\s*$",
    re.IGNORECASE,
)
_LISTED_AFTER = re.compile(r"\s*(?:[,;.…)]|và\b|[-–](?!\s*xã hội)|giữa\b|với\b|$)")


def _counts(phrase: str, text: str, start: int, end: int) -> bool:
    if phrase not in _WIDE:
        return True
    return bool(_LISTED_BEFORE.search(text[max(0, start - 30) : start]) and _LISTED_AFTER.match(text, end))


def fields_in(text: str, start: int = 0) -> list[tuple[str, int, int]]:
    """Return (field, start, end) of the phrases in ``text``; ``start`` is added to the offsets."""
    taken: list[tuple[int, int]] = []
    found: list[tuple[str, int, int]] = []
    low = text.lower()
    for phrase, name, pattern in _phrases():
        if phrase.lower() not in low:
            continue
        for match in pattern.finditer(text):
            if any(match.start() < b and match.end() > a for a, b in taken):
                continue
            taken.append(match.span())
            if _counts(phrase, text, *match.span()) and not _OFFICE.search(
                text[max(0, match.start() - 40) : match.start()]
            ):
                found.append((name, start + match.start(), start + match.end()))
    return sorted(found, key=lambda item: item[1])


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of the fields in ``text``, each once."""
    return tuple(dict.fromkeys(name for name, _, _ in fields_in(text)))


def find_fields(reading: Reading) -> tuple[FieldCandidate, ...]:
    """Return the fields named where the article speaks of cooperation."""
    spans: dict[str, list[Span]] = {}
    for sentence in reading.sentences:
        if sentence.repeated or not _COOPERATION.search(sentence.text):
            continue
        for name, start, end in fields_in(sentence.text, sentence.start):
            spans.setdefault(name, []).append(Span(start, end, "name"))
    return tuple(
        FieldCandidate(
            spans=tuple(found[:4]), score=min(0.9, 0.5 + 0.1 * len(found)), rule="field.phrase", name=name
        )
        for name, found in spans.items()
    )
