"""Whether an article tells of a Vietnamese locality meeting a foreign side, and which way the visit goes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_app.core.extraction.persons import Person
from desktop_app.core.extraction.reading import Reading, Sentence

LOCAL_BODY = re.compile(
    r"\b(?:UBND|HĐND|[ỦU]y ban [Nn]hân dân|Uỷ ban [Nn]hân dân|[Tt]ỉnh ủy|[Tt]ỉnh uỷ"
    r"|[Tt]hành ủy|[Tt]hành uỷ|[Ss]ở Ngoại vụ|[Cc]hủ tịch (?:tỉnh|thành phố|TP)"
    r"|[Ll]ãnh đạo (?:tỉnh|thành phố|TP|các tỉnh)|chính quyền (?:tỉnh|thành phố)"
    r"|[Đđ]oàn (?:công tác|đại biểu|cán bộ)(?: cấp cao)?(?: của)? (?:tỉnh|thành phố|TP))"
)
_LOCAL_TITLE = re.compile(
    r"[Tt]ỉnh ủy|[Tt]ỉnh uỷ|[Tt]hành ủy|[Tt]hành uỷ|UBND|HĐND|[ỦU]y ban [Nn]hân dân|[Ss]ở "
    r"|[Cc]hủ tịch (?:tỉnh|thành phố|TP)|\btỉnh\b|\bTP\b"
)
CUE = re.compile(
    (
        r"\b(?:tiếp(?! tục| theo| nhận| cận| xúc| sức| viện| giáp| nối)|đón tiếp|đón đoàn"
        r"|làm việc|hội đàm|hội kiến|chào xã giao|chào từ biệt|thăm(?! dò| khám| hỏi)"
        r"|chuyến công tác|gặp gỡ|gặp mặt"
        r"|ký kết|kí kết|lễ ký|ghi nhớ|hợp tác|dẫn đầu|trưởng đoàn|lễ kỷ niệm|mít-tinh"
        r"|hội nghị|diễn đàn|tọa đàm|toạ đàm|cập cảng|giao lưu|khánh thành|thông xe|kết nghĩa"
        r"|hữu nghị)\b"
    ),
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    (
        r"đại sứ|lãnh sự|thống đốc|thị trưởng|đô trưởng|tỉnh trưởng|huyện trưởng|quận trưởng"
        r"|bí thư|chủ tịch|bộ trưởng|thứ trưởng|thủ tướng|tổng thống|nghị s[ĩỹ]"
        r"|giám đốc sở|trưởng đoàn|đặc phái viên|tham tán|công sứ|hoàng|trưởng ban|tư lệnh"
        r"|chỉ huy|tham mưu|phái viên|trưởng đại diện|ngoại trưởng|toàn quyền"
    ),
    re.IGNORECASE,
)
_DELEGATION = re.compile(
    r"\b(?<![Tt]ập )(?<![Tt]rưởng )(?<!liên )(?<!Liên )(?<!công )(?<!Công )[Đđ]oàn\b(?!"
    r" viên| thể| kết| TNCS| Thanh niên| ĐBQH| phim)(?P<rest>[^.;\n]{0,90})"
)
_DELEGATION_STOP = re.compile(
    r"\b(?:do|đến|sang|đi|thăm|đã|sẽ|có|làm việc|tiếp|tới|nhập cảnh|cùng|tại|ở|về|với|trong)\b|,"
)
RECEIVE = re.compile(
    r"\b(?:tiếp|đón|đón tiếp|tiếp đón|tiếp xã giao)\b(?! tục| theo| nhận| cận| xúc| giáp"
    r"| nối| viện| thu| sức)"
)
_GO = re.compile(r"(?:thăm|làm việc|công tác|sang|đến|tới|tại|dự|khảo sát|hội đàm|gặp)\b")
_NATIONAL = re.compile(
    r"(?:Tổng [Bb]í thư|Chủ tịch nước|Thủ tướng|Chủ tịch Quốc hội|Bộ trưởng|Thứ trưởng"
    r"|Phó Thủ tướng)(?! .{0,30}(?:Tỉnh|Thành) ủy)"
)
LED = re.compile(r"\b(?:dẫn đầu|làm [Tt]rưởng [Đđ]oàn|[Tt]rưởng [Đđ]oàn)\b")
_INCIDENT = re.compile(
    (
        r"\b(?:tai nạn|tử vong|thi thể|bắt giữ|khởi tố|bị cáo|tòa án|toà án|công an điều tra"
        r"|tội phạm|nạn nhân|nghi phạm|truy nã|trận đấu|bàn thắng|huấn luyện viên|cầu thủ)\b"
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Event:
    """What the article as a whole tells.

    Attributes:
        sentence: the sentence that tells it best.
        direction: in | out | none.
        country: Vietnamese name of the foreign side's country.
        score: 0 to 1.
        doubts: reasons in Vietnamese.
    """

    sentence: Sentence
    direction: str
    country: str
    score: float
    doubts: tuple[str, ...]


def local(person: Person) -> bool:
    """Whether the person acts for a Vietnamese province or city."""
    return person.side == "vn" and bool(_LOCAL_TITLE.search(person.title))


def official(person: Person) -> bool:
    """Whether a foreign person holds an office (a firm's manager does not)."""
    return person.side == "foreign" and bool(_OFFICIAL.search(person.title))


def assess(reading: Reading) -> Event | None:
    """Return the event the article tells, ``None`` when it tells of none."""
    if not reading.country or not reading.sentences:
        return None
    lead = lead_end(reading)
    score = _score(reading, lead)
    if score < 5.0:
        return None
    direction, doubts = _direction(reading)
    direction = _parties_met(reading, direction, lead)
    if not direction:
        return None
    return Event(
        sentence=_main_sentence(reading, lead),
        direction=direction,
        country=_country(reading, lead),
        score=round(min(0.95, score / 12), 2),
        doubts=doubts,
    )


def lead_end(reading: Reading) -> int:
    """Where the opening of the article ends: about its first 900 characters, whole sentences."""
    end = 0
    for sentence in reading.sentences:
        end = sentence.end
        if end > 900:
            break
    return end


_OWN_DELEGATION = re.compile(
    r"\b[Đđ]oàn (?:công tác|đại biểu|cán bộ|lãnh đạo|doanh nghiệp)\b|\b[Tt]rưởng [Đđ]oàn\b|\bdẫn đầu\b"
)
_MISSION = re.compile(
    r"\b(?:[Đđ]ại sứ|[Ll]ãnh sự|[Cc]hiến hạm"
    r"|[Tt]àu (?:[Hh]ải quân|huấn luyện|chiến|sân bay|khu trục|hộ vệ))\b"
)
_FOREIGN_BODY = re.compile(
    r"\b(?:[Ll]ãnh đạo|[Cc]hính quyền|[Pp]hái đoàn|UBND)\b"
    r"(?:(?!\b(?:và|tại|với|ở|[Tt]ập đoàn|[Cc]ông ty)\b)[^.;\n]){0,60}"
)


def _foreign_side(reading: Reading, lead: int) -> bool:
    """Whether the text names a foreign official, delegation, authority, mission or ship."""
    return (
        any(map(official, reading.people))
        or _foreign_delegation(reading, lead)
        or bool(_MISSION.search(reading.text, 0, lead))
        or any(
            place.foreign and place.kind != "country"
            for match in _FOREIGN_BODY.finditer(reading.text, 0, lead)
            for place in reading.places_in(match.start(), match.end())
        )
    )


def _parties_met(reading: Reading, direction: str, lead: int) -> str:
    """Return the direction when a locality meets a foreign side, ``""`` when firms or fairs are told of."""
    if _between_governments(reading, lead):
        return ""
    foreign = _foreign_side(reading, lead)
    own = bool(_OWN_DELEGATION.search(reading.text, 0, lead))
    if direction == "in" and not foreign and own and _abroad(reading, lead):
        return "out"
    if direction == "out":
        return direction if own or (foreign and any(map(local, reading.people))) else ""
    return direction if foreign else ""


def _between_governments(reading: Reading, lead: int) -> bool:
    """Whether only ministers and national leaders act, and the opening names no Vietnamese province."""
    if any(map(local, reading.people)):
        return False
    national = any(p.side == "vn" and _NATIONAL.search(p.title) for p in reading.people_in(0, lead))
    return national and not any(place.province for place in reading.places_in(0, lead))


def _abroad(reading: Reading, lead: int) -> bool:
    """Whether the text says "at" a foreign place before any Vietnamese one."""
    for match in re.finditer(r"\b[Tt]ại\s+(?:thành phố |TP\.? ?|tỉnh |thủ đô )?", reading.text[:lead]):
        spot = next((p for p in reading.places_in(match.end() - 1, match.end() + 2)), None)
        if spot is not None:
            return spot.foreign
    return False


def _score(reading: Reading, lead: int) -> float:
    text = reading.text[:lead]
    head = reading.sentences[:3]
    opening = head[-1].end
    score = 0.0
    local_people = [p for p in reading.people if local(p)]
    foreign_people = [p for p in reading.people if official(p)]
    score += 2.0 if any(p.start < lead for p in local_people) else (1.0 if local_people else 0.0)
    score += 1.0 if LOCAL_BODY.search(text) else 0.0
    score += 1.5 if any(p.vietnamese and p.kind != "country" for p in reading.places_in(0, lead)) else -2.0
    score += 2.5 if any(p.start < lead for p in foreign_people) else (1.5 if foreign_people else 0.0)
    score += 1.5 if _foreign_delegation(reading, lead) else 0.0
    score += 1.5 if any(p.foreign for p in reading.places_in(0, opening)) else -1.5
    score += (
        1.0
        if any(CUE.search(s.text) and any(p.foreign for p in reading.places_in(s.start, s.end)) for s in head)
        else -1.0
    )
    score += 0.5 * min(3, len(re.findall(r"hợp tác|hữu nghị|thăm và làm việc|hai bên", reading.text[:2500])))
    in_province = bool(foreign_people) and _in_a_province(reading, opening)
    if not local_people and not LOCAL_BODY.search(reading.text) and not in_province:
        score -= 3.0
    if not local_people and _NATIONAL.search(text) and not in_province:
        score -= 1.5
    score -= 1.5 * min(3, len(_INCIDENT.findall(reading.text[:2500])))
    return score


_GUESTS_AT = re.compile(r"\b(?:thăm|làm việc tại|đến thăm|tới thăm)\b[^.;\n]{0,30}$")


def _in_a_province(reading: Reading, end: int) -> bool:
    """Whether the opening says that somebody visits a province other than the capital."""
    return any(
        place.province not in ("", "Hà Nội") and bool(_GUESTS_AT.search(reading.text[: place.start][-60:]))
        for place in reading.places_in(0, end)
    )


def _foreign_delegation(reading: Reading, end: int) -> bool:
    for match in _DELEGATION.finditer(reading.text, 0, end):
        stop = _DELEGATION_STOP.search(match["rest"])
        limit = match.start("rest") + (stop.start() if stop else len(match["rest"]))
        if any(place.foreign for place in reading.places_in(match.start(), limit)):
            return True
    return False


def _main_sentence(reading: Reading, lead: int) -> Sentence:
    best, top = reading.sentences[0], -1.0
    for sentence in reading.sentences[:10]:
        if sentence.start > lead:
            break
        days = [
            d
            for d in reading.dates_in(sentence.start, sentence.end)
            if d.kind in ("day", "range", "relative")
        ]
        points = 2.0 * bool(days) + 1.0 * bool(CUE.search(sentence.text)) - 0.15 * sentence.index
        points += 0.7 * bool(reading.people_in(sentence.start, sentence.end))
        points += 0.7 * any(p.foreign for p in reading.places_in(sentence.start, sentence.end))
        if points > top:
            best, top = sentence, points
    return best


def _country(reading: Reading, lead: int) -> str:
    votes: dict[str, float] = {}
    for person in reading.people:
        if official(person) and person.country:
            votes[person.country] = votes.get(person.country, 0) + (3 if person.start < lead else 1)
    for place in reading.places:
        if place.foreign:
            votes[place.country] = votes.get(place.country, 0) + (1 if place.start < lead else 0.3)
    return max(votes, key=lambda name: votes[name]) if votes else reading.country


def _direction(reading: Reading) -> tuple[str, tuple[str, ...]]:
    votes = {"in": 0.0, "out": 0.0}
    for sentence in reading.sentences[:12]:
        if sentence.repeated:
            continue
        weight = 2.0 if sentence.start < 900 else 0.7
        for side, points in _votes(reading, sentence):
            votes[side] += weight * points
    if re.search(
        r"(?:[Tt]ổng lãnh sự quán|[Đđ]ại sứ quán)[^.]{0,80}(?:tổ chức|chiêu đãi|khai trương)",
        reading.text[:700],
    ) and re.search(r"Quốc khánh|khai trương|lễ kỷ niệm", reading.text[:700]):
        return "none", ("sự kiện của cơ quan đại diện nước ngoài, có thể không phải đoàn vào",)
    if votes["in"] == votes["out"] == 0:
        return "in", ("chưa rõ đoàn ra hay đoàn vào",)
    side = "in" if votes["in"] >= votes["out"] else "out"
    total = votes["in"] + votes["out"]
    doubts = ("chiều của chuyến thăm chưa chắc chắn",) if votes[side] < 0.65 * total else ()
    return side, doubts


def _votes(reading: Reading, sentence: Sentence) -> list[tuple[str, float]]:
    out: list[tuple[str, float]] = []
    text, start = sentence.text, sentence.start
    places = reading.places_in(start, sentence.end)
    people = reading.people_in(start, sentence.end)
    for match in _DELEGATION.finditer(text):
        out += _delegation_votes(reading, sentence, match)
    for match in RECEIVE.finditer(text):
        after = start + match.end()
        foreign_after = any(p.foreign for p in places if after <= p.start < after + 140) or any(
            p.side == "foreign" for p in reading.people_in(after, after + 160)
        )
        host_before = list(reading.people_in(start, start + match.start()))
        if foreign_after and not any(p.side == "foreign" for p in host_before):
            out.append(("in", 1.5))
        elif host_before and host_before[-1].side == "foreign":
            out.append(("out", 1.5))
    if re.search(r"\(giờ (?:địa phương|[A-ZĐ])|giờ địa phương", text) and not re.search(
        r"giờ (?:Hà Nội|Việt Nam)\)", text
    ):
        out.append(("out", 2.0))
    if re.search(r"[Đđ]ại sứ (?:quán )?Việt Nam tại|[Tt]ổng [Ll]ãnh sự (?:quán )?Việt Nam tại", text):
        out.append(("out", 1.0))
    for person in people:
        mention = next(m for m in person.mentions if start <= m.start < sentence.end)
        out += _person_votes(reading, sentence, person, mention.end)
    for match in re.finditer(r"\b(?:thăm|cập cảng|cập|ghé)\b", text):
        at = start + match.start()
        before = [p for p in places if at - 70 <= p.start < at]
        after = [p for p in places if at < p.start < at + 60]
        if before and after and before[-1].foreign and after[0].vietnamese:
            out.append(("in", 1.2))
        elif before and after and before[-1].vietnamese and after[0].foreign:
            out.append(("out", 1.2))
    for match in re.finditer(r"\b(?:tại|ở|đến|tới|sang|thăm) ", text):
        spot = next((p for p in places if 0 <= p.start - (start + match.end()) <= 22), None)
        if (
            spot is not None
            and spot.foreign
            and not re.search(
                r"(?:sứ|lãnh sự|Việt Nam|người|sinh viên|quán|thị trường)\s*$", text[: match.start()]
            )
        ):
            out.append(("out", 1.0 if local_near(people) else 0.5))
        elif spot is not None and spot.vietnamese and any(p.side == "foreign" for p in people):
            out.append(("in", 0.6))
    return out


def local_near(people: list[Person]) -> bool:
    """Whether a person of a Vietnamese locality is among them."""
    return any(local(person) for person in people)


def _delegation_votes(reading: Reading, sentence: Sentence, match: re.Match[str]) -> list[tuple[str, float]]:
    stop = _DELEGATION_STOP.search(match["rest"])
    limit = sentence.start + match.start("rest") + (stop.start() if stop else len(match["rest"]))
    own = reading.places_in(sentence.start + match.start(), limit)
    if any(place.foreign for place in own):
        return [("in", 1.5)]
    home = any(p.vietnamese for p in own) or re.match(
        r"\s*(?:công tác|đại biểu|cán bộ)?\s*(?:cấp cao )?(?:của )?(?:tỉnh|thành phố|TP)", match["rest"]
    )
    going = [p for p in reading.places_in(limit, sentence.end) if p.foreign]
    if going and home and _GO.search(reading.text[limit : going[0].start]):
        return [("out", 1.5)]
    return []


def _person_votes(reading: Reading, sentence: Sentence, person: Person, end: int) -> list[tuple[str, float]]:
    tail = reading.text[end : min(sentence.end, end + 170)]
    verb = re.search(
        (
            r"(?:đã |đang |sẽ )?(?:có |dẫn đầu |làm [Tt]rưởng [Đđ]oàn|đến |sang "
            r"|tới )?(?:chuyến )?(?:thăm|làm việc|chào|dẫn đầu|làm [Tt]rưởng)"
        ),
        tail,
    )
    if verb is None:
        return []
    goal = [p for p in reading.places_in(end + verb.start(), sentence.end) if p.start - end < 200]
    if person.side == "foreign" and (not goal or any(p.vietnamese for p in goal)):
        return [("in", 1.0)]
    if (
        local(person)
        and goal
        and goal[0].foreign
        and re.search(r"(?:tại|đến|tới|sang|thăm)\s+(?:\w+\s+){0,4}$", reading.text[end : goal[0].start])
    ):
        return [("out", 1.2)]
    return []
