"""Places in a text: countries, Vietnamese localities, foreign localities known and unknown."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from desktop_app.core.extraction import gazetteer
from desktop_app.core.extraction.gazetteer import VIETNAM, Known
from desktop_app.core.text.names import CAPITAL_WORD, foreign_surnames, is_syllable, vietnamese_surnames

LEVEL = (
    r"thành phố|tp\.?|tỉnh|thủ đô|bang|vùng|huyện|quận|hạt|thị trấn|thị xã|đặc khu|châu"
    r"|khu tự trị dân tộc choang[,\-]?"
    r"|khu tự trị"
)
_WORD = re.compile(rf"{CAPITAL_WORD}\.?")
_GAP = re.compile(r"\s?[-–]\s?|[ \u00a0]")
_HCMC = re.compile(
    r"\b(?:TP\.?\s?HCM|TPHCM|Tp\.?\s?HCM|(?:[Tt]hành [Pp]hố|TP\.?|Tp\.?|T\.P\.?)\s*Hồ Chí Minh|Sài Gòn)\b"
)
_LEVELLED = re.compile(
    rf"\b(?P<level>{LEVEL})\s*(?P<name>{CAPITAL_WORD}(?:[ \u00a0]{CAPITAL_WORD}){{0,4}})", re.UNICODE
)
_LEVEL_ANY_CASE = re.compile(
    rf"\b(?<!liên )(?:các |những |hai |ba |bốn |\d+ )?(?P<level>{LEVEL})\s*$", re.IGNORECASE
)
_LIST = re.compile(
    r"\b(?:các|hai|ba|bốn|những|\d)\s+(?P<level>thành phố|tỉnh|địa phương|bang"
    r"|nước)\s*(?:như|gồm|là)?\s*:?\s+"
    rf"(?P<names>{CAPITAL_WORD}(?:[ \u00a0]{CAPITAL_WORD}){{0,3}}(?:(?:,\s*"
    rf"|\s+và\s+)(?:tỉnh\s+|thành phố\s+|TP\.?\s*)?{CAPITAL_WORD}(?:["
    rf" \u00a0]{CAPITAL_WORD}){{0,3}})+)"
)
# One syllable that is also a given name or a common word.
_SHORT = {
    "anh",
    "mỹ",
    "nga",
    "đức",
    "bỉ",
    "áo",
    "ý",
    "úc",
    "nhật",
    "séc",
    "pháp",
    "lào",
    "síp",
    "huế",
    "vinh",
}
# "Pháp chế", "Ý kiến", "Mỹ thuật", "Đức tin": the second syllable makes a common word of it.
_COMMON_WORD = re.compile(
    r"\s+(?:luật|lý|lệnh|nhân|giới|quyền|chế|danh|y|điển|kiến|thức|nghĩa|tưởng|chí|thuật|phẩm|tin|dục|hùng)\b"
)
_NOT_PLACE = {"ubnd", "hđnd", "đảng", "đoàn", "nhân", "việt", "mttq", "ủy", "uỷ", "hội", "ta", "bạn"}


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place where it stands.

    Attributes:
        start: first code point of the name, the level word not included.
        end: one past the name.
        name: the name to show.
        kind: country | province | vn_city | locality | subdivision | unknown.
        country: Vietnamese name of the country, ``""`` when it could not be told.
        province: Vietnamese province, ``""`` abroad.
        level: the level word before it ("thành phố"), ``""`` without one.
        stated_country: the country stands beside the name.
    """

    start: int
    end: int
    name: str
    kind: str
    country: str
    province: str = ""
    level: str = ""
    stated_country: bool = False

    @property
    def vietnamese(self) -> bool:
        """Whether it lies in Vietnam."""
        return self.country == VIETNAM

    @property
    def foreign(self) -> bool:
        """Whether it is known to lie abroad."""
        return bool(self.country) and self.country != VIETNAM


def find_places(text: str) -> list[PlaceMention]:
    """Return the places of ``text`` in order; they do not overlap."""
    found = _known(text)
    found += _unknown(text, found)
    found.sort(key=lambda place: place.start)
    return _with_countries(text, _levels_through_lists(text, found))


def _levels_through_lists(text: str, found: list[PlaceMention]) -> list[PlaceMention]:
    """Give the level word of a list to all of it ("các thành phố A, B và C")."""
    out: list[PlaceMention] = []
    level, end = "", -1
    for place in found:
        joined = end >= 0 and text[end : place.start] in (", ", " và ", ",", " - ", " – ")
        plural = place.level and re.search(
            rf"\bcác\s+{re.escape(place.level)}\s*$", text[: place.start][-24:]
        )
        if not (joined and level and not place.level):
            level = place.level if plural else ""
        elif place.kind != "country":
            place = replace(place, level=level)
        end = place.end
        out.append(place)
    return out


def _known(text: str) -> list[PlaceMention]:
    found = [
        PlaceMention(m.start(), m.end(), "Hồ Chí Minh", "province", VIETNAM, "Hồ Chí Minh", "thành phố")
        for m in _HCMC.finditer(text)
    ]
    for match in gazetteer.long_names().finditer(text):
        item = gazetteer.find_known(re.sub(r"[ ,\-]+", " ", match.group()))
        if item is not None:
            found.append(PlaceMention(match.start(), match.end(), item.name, item.kind, item.country))
    taken = [(place.start, place.end) for place in found]
    position = 0
    words = list(_WORD.finditer(text))
    for index, match in enumerate(words):
        if match.start() < position or any(a <= match.start() < b for a, b in taken):
            continue
        hit = _longest(text, words, index)
        if hit is None:
            continue
        item, end = hit
        if _plausible(text, words, index, end, item):
            level = _level_before(text, match.start())
            found.append(
                PlaceMention(match.start(), end, item.name, item.kind, item.country, item.province, level)
            )
            position = end
    return found


def _longest(text: str, words: list[re.Match[str]], index: int) -> tuple[Known, int] | None:
    start = words[index].start()
    ends = [words[index].end()]
    for after in words[index + 1 : index + 6]:
        if not _GAP.fullmatch(text, ends[-1], after.start()):
            break
        ends.append(after.end())
    for end in reversed(ends):
        item = gazetteer.find_known(text[start:end].rstrip("."))
        if item is not None and item.name != "Hồ Chí Minh":
            return item, end - (1 if text[end - 1] == "." else 0)
    return None


def _plausible(text: str, words: list[re.Match[str]], index: int, end: int, item: Known) -> bool:
    name = text[words[index].start() : end]
    before = text[: words[index].start()].rstrip(" ")
    level = bool(_level_before(text, words[index].start()))
    previous = words[index - 1] if index else None
    run_on = previous is not None and text[previous.end() : words[index].start()] in (" ", "\u00a0")
    if item.kind == "subdivision":
        return (level or text[end : end + 2] == " (") or (
            " " in name and not run_on and not all(is_syllable(w) for w in name.split())
        )
    if _COMMON_WORD.match(text, end) or (text[end : end + 6] == " Dương" and name in {"Thái Bình", "Ấn Độ"}):
        return False
    if key_short(name) and not level:
        following = next((w for w in words[index + 1 : index + 2] if text[end : w.start()] == " "), None)
        if (
            run_on
            and previous is not None
            and not previous.group().isupper()
            and is_syllable(previous.group())
        ):
            return bool(_office_end(previous.group()))
        if following is not None and is_syllable(following.group()):
            return following.group() in vietnamese_surnames() and bool(before) and before[-1].islower()
        return not (name == "Anh" and (not before or before[-1] in '.\n"“:'))
    if item.kind in ("province", "vn_city") and run_on and previous is not None and not level:
        # "Nguyễn Hòa Bình" is a person, "UBND Nghệ An" is not.
        return previous.group().isupper() or previous.group() not in vietnamese_surnames()
    return True


def _office_end(word: str) -> bool:
    return word in {"TNCS", "CHDCND", "CHLB", "LB"}


def key_short(name: str) -> bool:
    """Whether the name is one syllable that is also a word or a given name."""
    return gazetteer.key(name) in _SHORT


def _level_before(text: str, start: int) -> str:
    match = _LEVEL_ANY_CASE.search(text, max(0, start - 32), start)
    return match["level"].lower().rstrip(".,-") if match else ""


def _unknown(text: str, known: list[PlaceMention]) -> list[PlaceMention]:
    spans = [(place.start, place.end) for place in known]
    found: list[PlaceMention] = []
    for match in _LEVELLED.finditer(text):
        _add_unknown(text, match["level"], match.start("name"), match.end("name"), spans, found)
    for match in re.finditer(
        (
            rf"\b(?P<level>Thành phố|Tỉnh|Thủ đô|Bang|Huyện|Quận|Vùng"
            rf"|TP\.?)\s+(?P<name>{CAPITAL_WORD}(?:[ \u00a0]{CAPITAL_WORD}){{0,4}})"
        ),
        text,
    ):
        _add_unknown(text, match["level"], match.start("name"), match.end("name"), spans, found)
    for match in _LIST.finditer(text):
        if match["level"] == "nước":
            continue
        offset = match.start("names")
        for part in re.finditer(rf"{CAPITAL_WORD}(?:[ \u00a0]{CAPITAL_WORD})*", match["names"]):
            _add_unknown(text, match["level"], offset + part.start(), offset + part.end(), spans, found)
    return found


def _add_unknown(
    text: str, level: str, start: int, end: int, spans: list[tuple[int, int]], found: list[PlaceMention]
) -> None:
    for a, b in spans:
        if a <= start < b:
            return
        if start < a < end:
            end = a
    name = _place_part(text[start:end].strip(" -–"))
    if not name or name.split()[0].lower() in _NOT_PLACE or (name.isupper() and len(name) < 5):
        return
    end = start + len(name)
    spans.append((start, end))
    found.append(PlaceMention(start, end, name, "unknown", "", level=level.lower().rstrip(".,-")))


def _place_part(run: str) -> str:
    """The part of a run of capitals that is the place, a person's name behind it cut off."""
    words = run.split()
    for index, word in enumerate(words):
        if (
            index
            and len(words) - index >= 2
            and (word in vietnamese_surnames() or word in foreign_surnames())
        ):
            return " ".join(words[:index])
    return " ".join(words)


_BESIDE = re.compile(r"\s*(?:,|\(|-|–)?\s*(?:của\s+|nước\s+|tỉnh\s+|bang\s+|thuộc\s+)?")


def _with_countries(text: str, found: list[PlaceMention]) -> list[PlaceMention]:
    named: dict[str, str] = {}
    out: list[PlaceMention] = []
    for index, place in enumerate(found):
        beside = _country_beside(text, found, index)
        if place.kind == "unknown" and beside:
            place = replace(place, country=beside, stated_country=True)
            named.setdefault(gazetteer.key(place.name), beside)
        elif beside and beside == place.country:
            place = replace(place, stated_country=True)
        out.append(place)
    main = main_country(out)
    stated = {place.country for place in out if place.kind == "country"}
    return [_settled(place, named, main) for place in out if _credible(text, place, stated)]


def _credible(text: str, place: PlaceMention, stated: set[str]) -> bool:
    """A Sino-Vietnamese name is also a person's or a village's, and a peninsula is no state."""
    if place.kind == "country":
        return not text[: place.start].endswith("bán đảo ")
    words = text[place.start : place.end].split()
    if place.kind == "locality" and not place.level and all(is_syllable(word) for word in words):
        return place.country in stated
    return place.kind != "subdivision" or place.country in stated


def _settled(place: PlaceMention, named: dict[str, str], main: str) -> PlaceMention:
    if place.kind != "unknown" or place.country:
        return place
    country = named.get(gazetteer.key(place.name), "")
    if not country:
        home = all(is_syllable(word) for word in place.name.split()) and not place.name.isascii()
        country = VIETNAM if home or not main else main
    return replace(place, country=country)


def _country_beside(text: str, found: list[PlaceMention], index: int) -> str:
    place = found[index]
    for after in found[index + 1 : index + 3]:
        if after.start - place.end > 40:
            break
        between = text[place.end : after.start]
        if after.kind == "country" and _BESIDE.fullmatch(between) and re.search(r"[,(]|của|nước", between):
            return after.country
        if after.kind == "country" and re.fullmatch(
            r"\s*,\s*(?:tỉnh|bang|vùng)\s+[\w \-]+?\s*[,(]\s*", between
        ):
            return after.country
        if after.kind == "province" and _BESIDE.fullmatch(between) and re.search(r"[,(]|của", between):
            return VIETNAM
    return ""


def main_country(found: list[PlaceMention]) -> str:
    """The foreign country named most, the first of equals; ``""`` when none is."""
    counts = Counter(place.country for place in found if place.foreign)
    return counts.most_common(1)[0][0] if counts else ""
