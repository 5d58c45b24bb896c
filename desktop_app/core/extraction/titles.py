"""Posts and the names beside them: "Chủ tịch UBND tỉnh … Nguyễn …", "Nguyễn …, Chủ tịch …"."""

from __future__ import annotations

import re
from typing import NamedTuple

from desktop_app.core.extraction import gazetteer, wordlists
from desktop_app.core.text.names import UPPER, foreign_surnames, is_syllable, vietnamese_surnames

_TOKEN = re.compile(
    r"(?:TP|Tp|T\.Ư|T\.P|TW)\.(?=\s?\w)|T\.Ư|[^\W\d_]\.(?=\s?["
    + UPPER
    + r"])|[^\W_](?:[\w’']|-(?=\w))*|\n|\S",
    re.UNICODE,
)
_LINKS = {"và", "tại", "ở", "của", "nước", "kiêm"}
_LEVELS = {"phố", "tỉnh", "bang", "huyện", "quận", "tp", "đô", "vùng", "hạt", "châu"}
_PARTICLES = {"van", "von", "de", "del", "da", "der", "den", "di", "la", "el", "bin", "al", "dos"}


# Posts of one person with their offices have been seen with up to forty words.
_LONGEST = 60


class Token(NamedTuple):
    """A word or a mark; offsets into the text. ``low``: in lower case."""

    text: str
    start: int
    end: int
    low: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


def tokens(text: str) -> list[Token]:
    """Return the words and marks of ``text``; a line break is a token."""
    return [
        Token(word, match.start(), match.end(), word.lower())
        for match in _TOKEN.finditer(text)
        for word in (match.group(),)
    ]


def head_at(words: list[Token], index: int) -> int:
    """Return how many tokens the head of a post at ``index`` has, 0 when none stands there."""
    if index >= len(words):
        return 0
    for head in wordlists.title_heads_from(words[index].low):
        length = len(head)
        if all(words[index + at].low == low for at, low in enumerate(head) if index + at < len(words)) and (
            index + length <= len(words)
        ):
            after = words[index + length].low if index + length < len(words) else ""
            mission = after == "quán" or (after == "phủ" and head[-1] == "sự")
            return 0 if mission else length
    return 0


def run_end(words: list[Token], index: int) -> int:
    """Return one past the run of capital words at ``index``."""
    end = index
    while end < len(words) and words[end].text[0].isalpha():
        word = words[end]
        if not (
            word.capital
            or (end > index and word.text in _PARTICLES and end + 1 < len(words) and words[end + 1].capital)
        ):
            break
        end += 1
    return end


def office_pair(words: list[Token], index: int) -> bool:
    """Whether the token at ``index`` and the next make up the name of an office."""
    if index + 1 >= len(words):
        return False
    return (words[index].low, words[index + 1].low) in wordlists.office_words()


def place_length(text: str, words: list[Token], index: int, end: int) -> int:
    """Return how many tokens from ``index`` are the name of a listed place, 0 for none."""
    for stop in range(min(end, index + 7), index, -1):
        if gazetteer.find_known(text[words[index].start : words[stop - 1].end]) is not None:
            return stop - index
    return 0


def title_end(text: str, words: list[Token], index: int, *, after_name: bool) -> int:
    """Return one past the post that begins at ``index`` (which must be the head of a post).

    ``after_name``: the name stands before, so commas may go on with the name of the office.
    """
    at = index + head_at(words, index)
    limit = min(len(words), index + _LONGEST)
    while at < limit:
        step = _step(text, words, at, after_name=after_name)
        if step == 0:
            break
        at += step
    while at > index and words[at - 1].low in _LINKS | {",", "-", "–", "("} and not _whole(words, at):
        at -= 1
    return at


def _whole(words: list[Token], end: int) -> bool:
    """Whether the post ends with "Chủ tịch nước", whose last word else only links."""
    return (words[end - 2].low, words[end - 1].low) == ("tịch", "nước")


def _step(text: str, words: list[Token], at: int, *, after_name: bool) -> int:
    word = words[at]
    after = words[at + 1] if at + 1 < len(words) else None
    if word.text == "(":
        close = next((k for k in range(at + 1, min(at + 7, len(words))) if words[k].text == ")"), 0)
        known = close and gazetteer.find_known(text[words[at + 1].start : words[close - 1].end])
        return close - at + 1 if known else 0
    if word.text in {",", "-", "–", "/"}:
        return _after_mark(text, words, at, after_name=after_name)
    if word.low in {"đồng", "đ"} and after is not None and after.low in {"chí", "/"}:
        return 0
    if word.low == "và":
        stays = (
            after is not None
            and head_at(words, at + 1) == 0
            and (after.capital or after.low in wordlists.title_words())
        )
        # "… UBND tỉnh và lãnh đạo Sở …": the next words are other people, not more of the post.
        others = after is not None and (
            after.low in {"đồng", "các"} or after.text in {"lãnh", "đại", "một", "nhiều"}
        )
        return 1 if stays and not others else 0
    if word.low in {"ông", "bà", "ngài"}:
        return 0
    if after is not None and not word.capital and f"{word.low} {after.low}" in wordlists.title_rules("verb"):
        return 0
    head = head_at(words, at)
    if head:
        return head
    if office_pair(words, at - 1) or _whole(words, at + 1) or (words[at - 1].low, word.low) == ("thứ", "hai"):
        return 1
    return 1 if word.capital or word.low in wordlists.title_words() or word.low == "kiêm" else 0


def _after_mark(text: str, words: list[Token], at: int, *, after_name: bool) -> int:
    if at + 1 >= len(words) or words[at].text == "/":
        return 0
    if words[at + 1].low in {"nguyên", "quyền", "cựu", "tân"} and head_at(words, at + 2):
        return 2
    if head_at(words, at + 1):
        return 1
    after = words[at + 1]
    glued = words[at].text in {"-", "–"}
    spaced = words[at - 1].end < words[at].start
    if glued and (after.capital or (after.low in wordlists.title_words() and not spaced)) and not after_name:
        return 1 if not _name_like(words, at + 1) else 0
    if not after_name:
        return 0
    if (
        after.low in {"tỉnh", "thành", "huyện", "nước", "bộ", "bang"}
        and at + 2 < len(words)
        and words[at + 2].text[0].isalpha()
    ):
        return 1
    return (
        1
        if after.capital
        and not _name_like(words, at + 1)
        and (glued or place_length(text, words, at + 1, run_end(words, at + 1)))
        else 0
    )


def _name_like(words: list[Token], at: int) -> bool:
    end = run_end(words, at)
    return end - at >= 2 and words[at].text in vietnamese_surnames() and not office_pair(words, at)


def name_after_title(text: str, words: list[Token], index: int, end: int) -> tuple[int, int] | None:
    """Find the name inside the post read as ``words[index:end]`` (name behind its post).

    Returns:
        Token indexes ``[first, last)`` of the name, ``None`` when the post names nobody.
    """
    at = index + head_at(words, index)
    while at < end:
        if not words[at].capital:
            at += 1
            continue
        head = head_at(words, at)
        if head:
            at += head
            continue
        stop = run_end(words, at)
        found = _name_in_run(text, words, at, stop)
        if found is not None:
            return found
        at = max(stop, at + 1)
    return None


def _name_in_run(text: str, words: list[Token], first: int, stop: int) -> tuple[int, int] | None:
    at = _skip_office(text, words, first, stop)
    if at >= stop:
        return None
    stop = trim_name(words, at, stop)
    before = words[first - 1].low if first else ""
    rest = stop - at
    if rest < 2:
        return (at, stop) if rest == 1 and "-" in words[at].text and not is_syllable(words[at].text) else None
    if before in wordlists.title_rules("firm") and at == first:
        return _surname_inside(words, at + 1, stop)
    if before in _LEVELS and at == first and not _vietnamese_name(words, at, stop):
        return _surname_inside(words, at + 1, stop)
    for tail in (stop - 3, stop - 4):
        if tail > at and words[at].text not in vietnamese_surnames() and _vietnamese_name(words, tail, stop):
            return (tail, stop)
    return (at, stop) if plausible_name(words, at, stop) else None


def _surname_inside(words: list[Token], at: int, stop: int) -> tuple[int, int] | None:
    for index in range(at, stop - 1):
        if words[index].text in vietnamese_surnames() or words[index].text in foreign_surnames():
            return (index, stop)
    return None


def _skip_office(text: str, words: list[Token], at: int, stop: int) -> int:
    while at < stop:
        if _vietnamese_name(words, at, stop):
            return at
        length = place_length(text, words, at, stop)
        if length:
            at += length
            continue
        word = words[at].text
        if word.isupper() and len(word.rstrip(".")) > 1 and (len(word) <= 6 or at + 1 == stop):
            at += 1
            continue
        if office_pair(words, at):
            at += 2 if at + 1 < stop else 1
            continue
        if (
            word
            in {
                "TP",
                "Trung",
                "Đảng",
                "Nhân",
                "Ban",
                "Bộ",
                "Sở",
                "Hội",
                "Tỉnh",
                "Thành",
                "Asean",
                "ASEAN",
                "Giáo",
                "Quốc",
            }
            and at + 1 == stop
        ):
            at += 1
            continue
        break
    return at


def _vietnamese_name(words: list[Token], at: int, stop: int) -> bool:
    """Whether a name begins here that could also begin a place ("Lâm Văn A" against "Lâm Đồng")."""
    if words[at].text not in vietnamese_surnames() or stop - at < 3:
        return False
    if gazetteer.find_known(" ".join(word.text for word in words[at : at + 3])) is not None:
        return False
    return (
        gazetteer.find_known(f"{words[at].text} {words[at + 1].text}") is None
        and all(is_syllable(word.text) for word in words[at : at + 3])
        and not office_pair(words, at)
    )


def trim_name(words: list[Token], at: int, stop: int) -> int:
    """Return the end of a name that begins at ``at``: before an office, a post or a place run into it."""
    limit = 4 if words[at].text in vietnamese_surnames() and is_syllable(words[at].text) else 6
    end = at
    while end < stop and end - at < limit:
        word = words[end].text
        if end > at and (
            head_at(words, end)
            or (
                word.isupper()
                and 1 < len(word) < 6
                and not words[at].text.isupper()
                and word in {"UBND", "HĐND", "MTTQ", "TP", "PCT"}
            )
        ):
            break
        # "… Nguyễn Văn A Sở Ngoại vụ": the last word may begin an office.
        if end > at + 1 and end + 1 == stop and office_pair(words, end):
            break
        end += 1
    return end


def plausible_name(words: list[Token], at: int, stop: int) -> bool:
    """Whether the capital words are a person's name."""
    first = words[at].text
    if first in wordlists.title_rules("never") or stop - at < 2 or office_pair(words, at):
        return False
    if any(word.text.rstrip(".") in wordlists.title_rules("no_name") for word in words[at:stop]):
        return False
    if (
        stop - at == 2
        and first in wordlists.title_rules("stem")
        and words[at + 1].text in wordlists.title_rules("branch")
    ):
        return False
    if first in vietnamese_surnames():
        return True
    if first in foreign_surnames() and all(word.text.isascii() for word in words[at:stop]):
        return True
    return any(not is_syllable(word.text) for word in words[at:stop])
