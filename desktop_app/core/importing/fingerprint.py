"""When are two articles the same, or nearly."""

from __future__ import annotations

import difflib
import hashlib
import re
from typing import NamedTuple

from desktop_app.core.text.fold import fold
from desktop_app.core.text.normalise import canon
from desktop_app.core.text.sentences import TextSpan, sentences

PERMUTATIONS = 64
SIGNATURE_BYTES = PERMUTATIONS * 8
NEAR_DUPLICATE = 0.6
_BAND_VALUES = 3

_SHINGLE = 5
_WORD = re.compile(r"[^\W_]+")
_MOST_SHINGLES = 20_000
_MASK = (1 << 64) - 1
_LONGEST_ALIGNMENT = 400


def text_hash(text: str) -> str:
    """Return a hash (hex, SHA-256) that is the same for the same words.

    Blanks, line ends, case, tone placement, i/y and the Unicode form do not matter; marks and punctuation do.
    """
    return hashlib.sha256(" ".join(canon(text).split()).encode("utf-8", "replace")).hexdigest()


def _multipliers() -> tuple[tuple[int, int], ...]:
    """Fixed numbers, the same on every machine: signatures are stored."""
    numbers: list[int] = []
    for index in range(PERMUTATIONS * 2):
        digest = hashlib.blake2b(index.to_bytes(4, "big"), digest_size=8, person=b"bang-giao").digest()
        numbers.append(int.from_bytes(digest, "big") | 1)
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


_MULTIPLIERS = _multipliers()


def signature(text: str) -> bytes:
    """Return the signature of a text for finding near duplicates: ``SIGNATURE_BYTES`` bytes, to be stored.

    A MinHash over runs of five syllables without marks and case. Empty for a text without words.
    """
    words = _WORD.findall(fold(text))
    if not words:
        return b""
    runs = {" ".join(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))}
    hashes = sorted(
        int.from_bytes(hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=8).digest(), "big")
        for run in runs
    )[:_MOST_SHINGLES]
    least = (min((value * a + b) & _MASK for value in hashes) for a, b in _MULTIPLIERS)
    return b"".join(value.to_bytes(8, "big") for value in least)


def bands(signature_: bytes) -> list[tuple[int, bytes]]:
    """Return the keys under which near duplicates meet.

    Two texts whose likeness is ``NEAR_DUPLICATE`` (0.6) share one of the 21 bands of three values with
    probability 0.994; at a likeness of 0.1, as any two articles may have, with 0.02.
    """
    width = 8 * _BAND_VALUES
    return [(at, signature_[at : at + width]) for at in range(0, len(signature_) - width + 1, width)]


def similarity(one: bytes, other: bytes) -> float:
    """Return the estimated share of common runs of two signatures, 0 to 1 (0 when one is empty)."""
    if len(one) != SIGNATURE_BYTES or len(other) != SIGNATURE_BYTES:
        return 0.0
    same = sum(one[at : at + 8] == other[at : at + 8] for at in range(0, SIGNATURE_BYTES, 8))
    return same / PERMUTATIONS


class Difference(NamedTuple):
    """A sentence of the one text and what stands for it in the other; ``None`` where there is nothing."""

    one: TextSpan | None
    other: TextSpan | None


def differing_sentences(one: str, other: str) -> list[Difference]:
    """Return the sentences that differ between two texts, in order, as spans into each."""
    spans_one, spans_other = sentences(one), sentences(other)
    keys_one, keys_other = _keys(one, spans_one), _keys(other, spans_other)
    matcher = difflib.SequenceMatcher(a=keys_one, b=keys_other, autojunk=False)
    if max(len(keys_one), len(keys_other)) > _LONGEST_ALIGNMENT:
        matcher = difflib.SequenceMatcher(a=keys_one, b=keys_other)
    found: list[Difference] = []
    for kind, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        for step in range(max(a_end - a_start, b_end - b_start)):
            in_one = spans_one[a_start + step] if a_start + step < a_end else None
            in_other = spans_other[b_start + step] if b_start + step < b_end else None
            found.append(Difference(in_one, in_other))
    return found


def _keys(text: str, spans: list[TextSpan]) -> list[str]:
    return [" ".join(canon(span.of(text)).split()) for span in spans]
