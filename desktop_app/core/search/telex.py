"""Raw keystrokes of the Telex and VNI input methods to Vietnamese: "thuowngf" and "thu7o7ng2" to "thường".

Only searches use it, only when nothing was found and the word is in no text: "asan" is also Telex for "ấn".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from desktop_app.core.text.normalise import canon

_TELEX_TONES = dict(zip("sfrxj", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_TONES = dict(zip("12345", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VOWELS = "aeiouyăâêôơư"
_SHAPED = "ăâêôơư"
_ROOF = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"o": "ơ", "u": "ư"}
_SYLLABLE = re.compile(
    r"(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    rf"([{_VOWELS}]{{1,3}})(ng|nh|ch|[cmnpt])?"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_LONGEST = 10


class _Keys:
    """The letters and the tone typed so far."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.tone = ""

    def last(self, wanted: str) -> int:
        """Return the place of the last letter out of ``wanted``, -1 for none."""
        for place in range(len(self.letters) - 1, -1, -1):
            if self.letters[place] in wanted:
                return place
        return -1

    def shape(self, table: dict[str, str]) -> bool:
        """Give the last letter that can take it its roof, horn or bowl; "uo" takes the horn twice."""
        place = self.last("".join(table))
        if place < 0:
            return False
        letter = self.letters[place]
        if table[letter] == "ơ" and place and self.letters[place - 1] == "u" and self.letters[0] != "q":
            self.letters[place - 1] = "ư"
        self.letters[place] = table[letter]
        return True

    def bar(self) -> bool:
        """Make the first letter "đ"."""
        if self.letters[:1] != ["d"]:
            return False
        self.letters[0] = "đ"
        return True

    def result(self) -> str | None:
        """Return the syllable, None when this is none."""
        match = _SYLLABLE.fullmatch("".join(self.letters))
        if match is None:
            return None
        onset, nucleus, coda = match[1] or "", match[2], match[3] or ""
        place = len(onset) + _tone_place(nucleus, coda)
        text = "".join(self.letters)
        return unicodedata.normalize("NFC", text[: place + 1] + self.tone + text[place + 1 :])


def _tone_place(nucleus: str, coda: str) -> int:
    shaped = [place for place, letter in enumerate(nucleus) if letter in _SHAPED]
    if shaped:
        return shaped[-1]
    if len(nucleus) == 1:
        return 0
    return 1 if coda or len(nucleus) == 3 else 0


def _telex(word: str) -> str | None:
    keys = _Keys()
    for letter in word:
        vowel = keys.last(_VOWELS) >= 0
        if letter in _TELEX_TONES and vowel:
            keys.tone = _TELEX_TONES[letter]
        elif (letter == "w" and keys.shape(_HORN | {"a": "ă"})) or (letter == "d" and keys.bar()):
            continue
        elif letter in _ROOF and keys.last(_VOWELS) >= 0 and keys.letters[keys.last(_VOWELS)] == letter:
            keys.letters[keys.last(_VOWELS)] = _ROOF[letter]
        else:
            keys.letters.append(letter)
    return keys.result()


def _vni(word: str) -> str | None:
    keys = _Keys()
    actions: dict[str, Callable[[], bool]] = {
        "6": lambda: keys.shape(_ROOF),
        "7": lambda: keys.shape(_HORN),
        "8": lambda: keys.shape({"a": "ă"}),
        "9": keys.bar,
    }
    for letter in word:
        if letter in _VNI_TONES and keys.last(_VOWELS) >= 0:
            keys.tone = _VNI_TONES[letter]
        elif letter not in actions or not actions[letter]():
            keys.letters.append(letter)
    return keys.result()


def compose_word(word: str) -> str:
    """Return the syllable that the keystrokes stand for, or the word as it is when they stand for none."""
    if not 2 <= len(word) <= _LONGEST or not word.isascii():
        return word
    low = word.lower()
    made = _vni(low) if any(letter.isdecimal() for letter in low) else _telex(low)
    return word if made is None or made == low else made


def compose(text: str, known: Callable[[str], bool], known_exact: Callable[[str], bool]) -> str:
    """Return the text with unknown words read as keystrokes, where that gives a word of the texts.

    Args:
        text: the search text.
        known: whether a folded word is in any text.
        known_exact: whether a word with marks, in the spelling for comparing, is.
    """

    def replace(match: re.Match[str]) -> str:
        word = match.group()
        made = word if known(word.lower()) else compose_word(word)
        return made if made != word and known_exact(canon(made)) else word

    return _WORD.sub(replace, text)
