"""Stops of a journey: localities, sites visited, persons met on the way, gifts."""

from __future__ import annotations

import re

from desktop_app.core.extraction.candidates import PersonRef, Span, StopRef
from desktop_app.core.extraction.persons import Person
from desktop_app.core.extraction.places import PlaceMention
from desktop_app.core.extraction.reading import Reading, Sentence

_SITE_NOUN = (
    r"[Ll]àng cổ|[Ll]àng|[Nn]hà máy|[Cc]ông ty|[Hh]ọc viện|[Pp]him trường|[Bb]ảo tàng"
    r"|[Cc]ảng(?: quốc tế)?|[Bb]ệnh viện|[Tt]rường [Đđ]ại học|[Đđ]ại học"
    r"|[Kk]hu công nghiệp|[Kk]hu công nghệ cao|[Kk]hu di tích"
    r"|[Tt]rung tâm|[Vv]iện|[Ss]ân bay|[Tt]ượng đài|[Cc]ông viên|[Tt]ập đoàn"
    r"|[Nn]ông trường|[Hh]ợp tác xã|[Cc]ửa khẩu(?: quốc tế)?|[Kk]hu kinh tế|[Cc]hùa|[Đđ]ền"
    r"|[Tt]rang trại|[Dd]inh|[Nn]hà (?:văn hóa|văn hoá|hát|thờ|lưu niệm|tù|khách)|[Tt](?:òa|oà) thị chính"
    r"|[Đđ]ịa đạo|[Vv]ịnh|[Pp]hố cổ|[Qq]uảng trường|[Nn]ghĩa trang(?: liệt [sS][ĩỹ])?|[Đđ]ài tưởng niệm"
    r"|[Tt]rường|[Kk]hu du lịch|[Kk]hu lưu niệm|[Hh]ang|[Đđ]ộng|[Hh]ội trường|[Vv]ườn quốc gia|[Tt]háp"
    r"|[Cc]ung|[Ll]ăng|[Dd]i tích|[Tt]hành cổ|[Cc]ố đô|[Đđ]ại sứ quán|[Cc]hợ|[Mm]ốc(?: giới)?"
)
_SITE = re.compile(
    rf"\b(?P<site>(?:{_SITE_NOUN})\s+[^.;:()“”\"\n]{{2,70}}?)"
    r"(?=\s*[.;:()“”\"\n]|,|\s+(?:tại|ở|của|thuộc|để|và|nhằm|do|đã|với|trong|trên|theo|là|nơi|cùng"
    r"|sáng|trưa|chiều|tối|ngày|hôm|đã|đang|sẽ|được|có|bằng|[-–])\s|$)"
)
_SEEN = re.compile(
    r"thăm|đến với|tham quan|khảo sát|tìm hiểu|làm việc (?:tại|với)|dâng hương|dâng hoa"
    r"|đặt vòng hoa|viếng|cập",
    re.IGNORECASE,
)
_AMBASSADOR = re.compile(
    r"(?:thăm|chào xã giao|gặp|làm việc với|thăm và (?:chào xã giao"
    r"|làm việc với))\s+(?:và (?:chào xã giao|làm việc với)\s+)?(?P<title>(?:Đại sứ"
    r"|Tổng [Ll]ãnh sự)(?: quán)? (?:đặc mệnh toàn quyền )?Việt Nam tại [A-ZĐÀ-Ỹ]\w+(?:"
    r" [A-ZĐÀ-Ỹ]\w+)*)"
)
_GIFT = re.compile(
    r"(?P<verb>tặng|trao tặng|trao)\s+(?P<gift>(?:quà|bức|tranh|tượng|kỷ niệm chương"
    r"|lưu niệm|hoa|sách|quà lưu niệm|bộ)[^.;,\n]{0,60}?)(?=\s+cho\b"
    r"|[.;,\n])(?P<to>\s+cho\s+(?P<who>[^.;,\n]{3,80}?)(?=\s+[-–(]|[.;,\n]|$))?"
)
_HERE = re.compile(r"\b(?:tại|đến|tới|ra|ở)\s+(?:các |khu vực |trụ sở )?$")
_EVENT = re.compile(r"\b(?:diễn ra|tổ chức|tiếp|làm việc|hội đàm|lễ|gặp|đón|cắt băng|khánh thành|dự)\b")
_PLURAL_PROVINCE = re.compile(r"các tỉnh\s*$")


def find_stops(reading: Reading, country: str, direction: str) -> tuple[tuple[StopRef, ...], list[Span]]:
    """Return localities (journeys abroad only) and sites, in the order of the text."""
    stops: list[tuple[int, StopRef]] = []
    spans: list[Span] = []
    if direction == "out":
        for place in _localities(reading, country):
            note = "" if _told(reading, place) else "chưa có nội dung"
            stops.append(
                (
                    place.start,
                    StopRef(reading.text[place.start : place.end], country=place.country, note=note),
                )
            )
            spans.append(Span(place.start, place.end, "stops"))
    else:
        for place in _cities_visited(reading):
            stops.append((place.start, StopRef(reading.text[place.start : place.end])))
            spans += [Span(place.start, place.end, "stops"), Span(place.start, place.end, "places")]
    seen: set[str] = set()
    for sentence in reading.sentences:
        if sentence.repeated or not (_SEEN.search(sentence.text) or _EVENT.search(sentence.text)):
            continue
        for match in _SITE.finditer(sentence.text):
            name = _site_name(match["site"])
            if not any(word[0].isupper() for word in name.split()[1:]):
                continue
            before = sentence.text[: match.start()]
            if (
                not (_SEEN.search(before[-140:]) or (_HERE.search(before) and _EVENT.search(sentence.text)))
                or name.lower() in seen
                or re.search(r"(?:của|giám đốc|chủ tịch|thuộc|là)\s*$", before, re.IGNORECASE)
            ):
                continue
            seen.add(name.lower())
            start = sentence.start + match.start("site")
            stops.append((start, StopRef(name, site=True, country=country if direction == "out" else "")))
            spans += [
                Span(start, start + len(match["site"]), "stops"),
                Span(start, start + len(match["site"]), "places"),
            ]
    stops.sort(key=lambda pair: pair[0])
    return tuple(stop for _, stop in stops), spans


_VISITED_CITY = re.compile(r"(?:tại|thăm|đến|tới|cập cảng)\s+(?:TP\.?|Tp\.?|[Tt]hành phố|[Tt]hị xã)?\s*$")


def _cities_visited(reading: Reading) -> list[PlaceMention]:
    """Cities of provinces that the guests came to, each where it is named first as such."""
    out: dict[str, PlaceMention] = {}
    for place in reading.places:
        before = reading.text[max(0, place.start - 28) : place.start]
        if place.kind == "vn_city" and place.name not in out and _VISITED_CITY.search(before):
            out[place.name] = place
    return list(out.values())


def _site_name(words: str) -> str:
    return " ".join(words.split())


def _localities(reading: Reading, country: str) -> list[PlaceMention]:
    """Foreign localities the delegation went to, each where it is named first as such."""
    out: dict[str, PlaceMention] = {}
    for place in reading.places:
        if place.kind == "country" or place.country != country or place.name in out:
            continue
        sentence = reading.sentence_at(place.start)
        if re.search(
            r"làm việc|thăm|khảo sát|hội đàm|đến|tới|tại", reading.text[sentence.start : place.start]
        ):
            out[place.name] = place
    return list(out.values())


def _told(reading: Reading, place: PlaceMention) -> bool:
    """Whether more than a list of names is told of a place."""
    for other in reading.places:
        if other.name != place.name:
            continue
        sentence = reading.sentence_at(other.start)
        same = [
            p for p in reading.places_in(sentence.start, sentence.end) if p.foreign and p.kind != "country"
        ]
        if len({p.name for p in same}) <= 2:
            return True
    return False


def find_met(reading: Reading, exclude: list[Person]) -> tuple[tuple[PersonRef, ...], list[Span]]:
    """Return those met on the way who are neither head nor host: the own ambassador, often without a name."""
    out: list[PersonRef] = []
    spans: list[Span] = []
    for match in _AMBASSADOR.finditer(reading.text):
        title = " ".join(match["title"].split())
        sentence = reading.sentence_at(match.start())
        named = next(
            (
                p
                for p in reading.people_in(match.start(), sentence.end)
                if p not in exclude and p.side == "vn" and p.title in title
            ),
            None,
        )
        if not any(ref.title == title for ref in out):
            out.append(PersonRef(named.name if named else "", title))
            spans.append(Span(match.start("title"), match.end("title"), "met"))
    return tuple(out), spans


def find_gifts(reading: Reading) -> tuple[str, list[Span]]:
    """Return the gift told of: giver, receiver and item; "chưa rõ" for an item without a name."""
    for sentence in reading.sentences:
        match = _GIFT.search(sentence.text)
        if match is None:
            continue
        gift = _gift(reading, sentence, match)
        return gift, [Span(sentence.start, sentence.end, "gifts")]
    return "", []


def _gift(reading: Reading, sentence: Sentence, match: re.Match[str]) -> str:
    givers = reading.people_in(sentence.start, sentence.start + match.start())
    item = " ".join(match["gift"].split())
    vague = re.fullmatch(r"quà(?: lưu niệm)?|lưu niệm", item)
    parts = [f"{givers[-1].name} tặng" if givers else "Tặng", f"{item} (vật phẩm chưa rõ)" if vague else item]
    if match["who"]:
        parts.append("cho " + " ".join(match["who"].split()))
    return " ".join(parts)


def called_provinces(reading: Reading) -> list[PlaceMention]:
    """Cities that the article calls provinces ("các tỉnh A, B")."""
    out: list[PlaceMention] = []
    for index, place in enumerate(reading.places):
        if not place.foreign or not _PLURAL_PROVINCE.search(
            reading.text[max(0, place.start - 12) : place.start]
        ):
            continue
        end = place.end
        for other in reading.places[index:]:
            if other.start - end > 6:
                break
            cities = [p for p in reading.places if p.name == other.name and p.level == "thành phố"]
            if other.foreign and cities:
                out.append(other)
            end = other.end
    return out
