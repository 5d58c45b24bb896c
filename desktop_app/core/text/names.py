"""Names of persons: what belongs to one, how it is ordered, when two are the same.

A form of address or a degree is no part of a name. Vietnamese names are filed under the given name (the last
syllable); foreign names as they are written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from resources import read_text

UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴÄÖÜÇÉÈÑŠŽČØÅÎÏ"
LOWER = UPPER.replace("A-Z", "a-z").lower() + "ßñ"
CAPITAL_WORD = rf"[{UPPER}][{UPPER}{LOWER}'’]*(?:-[{UPPER}{LOWER}][{UPPER}{LOWER}'’]*)*"

_HONORIFICS = (
    r"đồng chí|đ/c|các ông|ông bà|ông|bà|ngài|quý ngài|thầy|cô|anh|chị|gs\.?\s*ts"
    r"|pgs\.?\s*ts|gs|pgs|ts|ths|bs|cn|ks"
    r"|tiến sĩ|tiến sỹ|thạc sĩ|giáo sư|phó giáo sư|bác sĩ|luật sư|kỹ sư|nhà báo|mr|mrs|ms|dr|ngsnd|nsnd|nsưt"
)
_LEADING = re.compile(rf"(?:(?:{_HONORIFICS})(?:\.\s*|\s+))+(?=\S+\s+\S)", re.IGNORECASE)
_ONSET = r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_SYLLABLE = re.compile(_ONSET + r"[aăâeêioôơuưy]{1,3}(?:ch|nh|ng|[cmnpt])?\Z")
_RHYME_NOT = re.compile(r"oo|ee|aa|eo[nm]|[eiouy]{2}ng(?<!uong)(?<!ieng)(?<!uyng)|ae|uu[nm]")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart; ``family`` and ``middle`` are ``""`` when it is a single word."""

    family: str
    middle: str
    given: str


def _words(file: str) -> frozenset[str]:
    lines = (line for line in read_text(f"wordlists/{file}").splitlines() if not line.startswith("#"))
    return frozenset(unicodedata.normalize("NFC", word) for line in lines for word in line.split())


@cache
def vietnamese_surnames() -> frozenset[str]:
    """Return the Vietnamese family names, with their marks."""
    return _words("surnames_vn.txt")


@cache
def foreign_surnames() -> frozenset[str]:
    """Return foreign family names that come first, romanised."""
    return _words("surnames_foreign.txt")


def strip_address(name: str) -> str:
    """Return ``name`` without forms of address and degrees ("đồng chí", "ngài", "PGS.TS")."""
    name = " ".join(name.split())
    return _LEADING.sub("", name, count=1) if _LEADING.match(name) else name


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """Return the key that is equal for two spellings of one name (marks, case, hyphens, address aside)."""
    flat = unicodedata.normalize("NFD", strip_address(name).lower().replace("đ", "d"))
    return "".join(c for c in flat if c.isalnum())


def split_name(name: str) -> NameParts:
    """Take a name apart, family name first."""
    words = strip_address(name).split()
    if len(words) < 2:
        return NameParts("", "", words[0] if words else "")
    return NameParts(words[0], " ".join(words[1:-1]), words[-1])


def filing_order(name: str) -> tuple[str, str]:
    """Return what to sort people by: (given name, the rest) for Vietnamese names, else (name, "")."""
    plain = strip_address(name)
    if not is_vietnamese(plain):
        return plain, ""
    parts = split_name(plain)
    return parts.given, f"{parts.family} {parts.middle}".strip()


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether ``word`` could be a Vietnamese syllable."""
    plain = unicodedata.normalize("NFD", word.lower().replace("đ", "\0"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("\0", "đ")
    return bool(_SYLLABLE.match(plain)) and not _RHYME_NOT.search(plain)


@lru_cache(maxsize=20_000)
def is_vietnamese(name: str) -> bool:
    """Whether a name has the shape of a Vietnamese one: known family name, two to five plain syllables."""
    words = name.split()
    if not 2 <= len(words) <= 6 or words[0] not in vietnamese_surnames():
        return False
    if not all(is_syllable(word) for word in words):
        return False
    # "Kim Jong" and the like have no mark at all and a family name of both lists.
    return words[0] not in foreign_surnames() or any(not word.isascii() for word in words)
