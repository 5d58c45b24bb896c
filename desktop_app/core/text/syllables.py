"""Is this Vietnamese? Syllables have a strict shape, so wrongly decoded text shows at once."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")

_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en "
    "eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt "
    "iêu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet "
    "oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uan uang uanh uao uat "
    "uac uach uai uay uăc uăm uăn uăng uăt uân uâng uât uây ue uen ueo uet uê uêch uên uênh uêt uêu "
    "ui uc um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư "
    "ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu"
)
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?(?:"
    + "|".join(sorted(_RHYMES.split(), key=len, reverse=True))
    + r")\Z"
)
_TOKEN = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’…–—\u00a0]+")


class Share(NamedTuple):
    """How many words carry letters outside ASCII, and how many of these are Vietnamese syllables."""

    marked: int
    vietnamese: int

    @property
    def part(self) -> float:
        """Vietnamese part of the marked words, 0 when there are none."""
        return self.vietnamese / self.marked if self.marked else 0.0


def is_syllable(word: str) -> bool:
    """Whether the word (NFC) has the shape of one Vietnamese syllable, marks or none."""
    base: list[str] = []
    tones = 0
    for letter in unicodedata.normalize("NFD", word.lower()):
        if letter in _TONES:
            tones += 1
        else:
            base.append(letter)
    return tones <= 1 and _SYLLABLE.match(unicodedata.normalize("NFC", "".join(base))) is not None


def vietnamese_share(text: str, *, limit: int = 4000) -> Share:
    """Count the marked words of NFC text and the Vietnamese ones among them, at most ``limit`` words."""
    marked = vietnamese = 0
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word.isascii() or len(word) > 40:
            continue
        marked += 1
        vietnamese += is_syllable(word)
        if marked >= limit:
            break
    return Share(marked, vietnamese)
