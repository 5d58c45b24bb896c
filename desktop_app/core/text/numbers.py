"""Numbers as Vietnamese papers write them: "9.666", "81,56 tỷ", "500 - 700", "30 nghìn".

A full stop followed by exactly three digits parts thousands, a comma parts decimals. A single full stop
before one or two digits ("6.5") is read as a decimal and marked doubtful, because it is not Vietnamese.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

MULTIPLIERS: dict[str, float] = {
    "nghìn tỷ": 1e12,
    "nghìn tỉ": 1e12,
    "ngàn tỷ": 1e12,
    "ngàn tỉ": 1e12,
    "triệu tỷ": 1e15,
    "trăm triệu": 1e8,
    "tỷ": 1e9,
    "tỉ": 1e9,
    "triệu": 1e6,
    "vạn": 1e4,
    "nghìn": 1e3,
    "ngàn": 1e3,
}
WORDS: dict[str, int] = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
APPROXIMATE = (
    "hơn",
    "trên",
    "gần",
    "khoảng",
    "ước tính",
    "ước đạt",
    "ước",
    "xấp xỉ",
    "chừng",
    "ít nhất",
    "tối thiểu",
    "tối đa",
    "không quá",
    "dưới",
    "hàng",
)
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}|\d+(?:[.,]\d+)?"
_MULTIPLIER = "|".join(sorted(MULTIPLIERS, key=len, reverse=True))
_QUALIFIER = "|".join(sorted(APPROXIMATE, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?:\b(?P<qualifier>{_QUALIFIER})\s+)?"
    rf"(?<![\w/.,\-–])(?P<low>{_NUMBER})(?:\s*(?P<low_by>{_MULTIPLIER})\b)?"
    rf"(?:\s*(?:-|–|—|đến|tới)\s*(?P<high>{_NUMBER}))?"
    rf"(?:\s*(?P<by>{_MULTIPLIER})\b)?"
    r"(?![\d/])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text.

    Attributes:
        start: first code point, the word of approximation included.
        number_start: first code point of the digits.
        end: one past the number and its multiplier.
        value: multiplier worked out; the lower end of a range.
        value_max: upper end of a range, ``None`` otherwise.
        qualifier: "hơn", "gần", "khoảng" …, ``""`` when the number stands alone.
        doubtful: the way it is written is not the Vietnamese one.
        multiplied: a multiplier word stands behind it.
    """

    start: int
    number_start: int
    end: int
    value: float
    value_max: float | None
    qualifier: str
    doubtful: bool
    multiplied: bool


def parse_number(text: str) -> float:
    """Return the value of one number without a multiplier.

    Raises:
        ValueError: ``text`` is no number.
    """
    text = text.strip()
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        return float(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}", text):
        return float(text.replace(",", ""))
    if not re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        raise ValueError(f"not a number: {text!r}")
    return float(text.replace(",", "."))


def find_quantities(text: str) -> list[Quantity]:
    """Return all numbers of ``text``, in order, with offsets into it."""
    return list(_quantities(text))


@lru_cache(maxsize=16)
def _quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a sentence, which is asked once for each of them."""
    return tuple(_quantity(match) for match in _QUANTITY.finditer(text))


def _quantity(match: re.Match[str]) -> Quantity:
    by = MULTIPLIERS.get((match["by"] or "").lower(), 1.0)
    low_by = MULTIPLIERS.get((match["low_by"] or "").lower(), by)
    low = parse_number(match["low"]) * low_by
    high = parse_number(match["high"]) * by if match["high"] else None
    if high is not None and high <= low:
        high = None
    written = [match["low"], match["high"] or ""]
    return Quantity(
        start=match.start(),
        number_start=match.start("low"),
        end=match.end(),
        value=_whole(low),
        value_max=None if high is None else _whole(high),
        qualifier=(match["qualifier"] or "").lower(),
        doubtful=any(re.fullmatch(r"\d+\.(?:\d{1,2}|\d{4,})", part) for part in written),
        multiplied=bool(match["by"] or match["low_by"]),
    )


def _whole(value: float) -> float:
    """81.56 × 1e9 is not exact in binary; figures are exact to the hundredth at least."""
    return round(value, 6) if abs(value) < 1e6 else float(round(value, 2))
