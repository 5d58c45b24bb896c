"""A small number for each document of a segment, side by side in one large integer.

Adding two such integers adds the numbers of all documents at once, at the speed of C. Each number has 16
bits: the lower nine hold tenths of credit, the upper seven how many words of the query matched.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence

_CREDIT_BITS = 9
_CREDIT_MASK = (1 << _CREDIT_BITS) - 1
_FULL = 0xFFFF


def flags(documents: Iterable[int], count: int) -> int:
    """Return 1 for each of the documents and 0 for the others, ``count`` in all."""
    numbers = array("H", bytes(2 * count))
    for document in documents:
        numbers[document] = 1
    return int.from_bytes(numbers.tobytes(), sys.byteorder)


def chosen(documents: Iterable[int], count: int) -> int:
    """Return all bits for each of the documents and none for the others."""
    return flags(documents, count) * _FULL


def matched(levels: Iterable[tuple[int, int]]) -> int:
    """Return one match with its credit for each document that any way to match a word leads to.

    Args:
        levels: tenths of credit with the flags of the documents that earn them; the best one counts.
    """
    total = seen = 0
    for credit, documents in sorted(levels, reverse=True):
        fresh = documents & ~seen
        seen |= documents
        total += fresh * ((1 << _CREDIT_BITS) + credit)
    return total


def numbers_of(total: int, count: int) -> Sequence[int]:
    """Return the numbers one by one."""
    return array("H", total.to_bytes(2 * count, sys.byteorder))


def matches_of(number: int) -> int:
    """Return how many words matched."""
    return number >> _CREDIT_BITS


def least(matches: int) -> int:
    """Return the least number with so many matches."""
    return matches << _CREDIT_BITS


def credit_of(number: int) -> float:
    """Return the credit, in words."""
    return (number & _CREDIT_MASK) / 10
