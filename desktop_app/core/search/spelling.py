"""Words one slip of the keys away from each other."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

from desktop_app.core.search.postings import Snapshot
from desktop_app.core.search.schema import BODY_FOLDED
from desktop_app.core.text.names import is_syllable

_FAR = 3
_RARE = 3
"""A word in fewer documents may be a slip; in a small library only a word in none."""
_MANY_DOCUMENTS = 1_000
_COMMON = 3
_MOST_MEANT = 8
_LENGTHS = range(3, 9)


def distance(left: str, right: str, limit: int = _FAR) -> int:
    """Return the number of letters to add, drop, change or swap between two words, at most ``limit``."""
    if abs(len(left) - len(right)) >= limit:
        return limit
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, previous, row = row, before, [i]
        for j, b in enumerate(right, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if previous and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, previous[j - 2] + 1)
            row.append(best)
        if min(row) >= limit:
            return limit
    return min(row[-1], limit)


def one_edit(word: str) -> Iterator[str]:
    """Yield what one letter added, dropped, changed or swapped makes of a word, some more than once."""
    for at in range(len(word) + 1):
        yield from (word[:at] + letter + word[at:] for letter in ascii_lowercase)
        if at < len(word):
            yield word[:at] + word[at + 1 :]
            yield from (word[:at] + letter + word[at + 1 :] for letter in ascii_lowercase)
        if at + 1 < len(word):
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def likely_meant(folded: str, snapshot: Snapshot) -> list[str]:
    """Return the syllables that a word in hardly any document may be a slip for, the commonest first.

    Only Vietnamese syllables, never other names: "asan" must not find Ansan. Whoever types "hợp" as "hopj"
    or "hop" as "hpo" means a syllable that the library is full of.

    Args:
        folded: a word of a query, without marks.
        snapshot: the index.
    """
    if len(folded) not in _LENGTHS or not (folded.isascii() and folded.isalpha()):
        return []
    known = snapshot.frequency(BODY_FOLDED, folded)
    if known >= (_RARE if snapshot.documents >= _MANY_DOCUMENTS else 1):
        return []
    counts = {
        near: snapshot.frequency(BODY_FOLDED, near)
        for near in set(one_edit(folded))
        if near != folded and len(near) > 1 and is_syllable(near)
    }
    common = [near for near, count in counts.items() if count >= _COMMON]
    return sorted(common, key=lambda near: (-counts[near], near))[:_MOST_MEANT]
