"""What one side said it will do, offers, proposes, intends or wishes."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from desktop_app.core.extraction.candidates import CommitmentCandidate, Span, VisitCandidate
from desktop_app.core.extraction.fields import names_in
from desktop_app.core.extraction.gazetteer import VIETNAM
from desktop_app.core.extraction.persons import Person
from desktop_app.core.extraction.reading import Reading, Sentence, level_name, province_name
from desktop_app.core.text.numbers import find_quantities

_ACTION = (
    r"cử|phái cử|hỗ trợ|tiếp nhận|cấp|tài trợ|đài thọ|tặng|đầu tư|mở|đào tạo|phối hợp"
    r"|giới thiệu|kết nối|cung cấp|giao cho|bố trí|kiến nghị"
    r"|triển khai|thành lập|tổ chức|tạo (?:mọi )?điều kiện|duy trì|cùng|đón|gửi|trao"
    r"|xây dựng|mời|chia sẻ|dành|quản lý|giúp"
)
_INTENTION = re.compile(
    r"(?:tiến tới|hướng tới|tiến đến|đi đến|mong muốn|sớm|xem xét)\s+(?:\w+ ){0,4}?(?:ký"
    r"|kí)(?: kết)?\b|(?:đề xuất|đề nghị) (?:\w+ ){0,2}(?:ký|kí) kết"
)
_KINDS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (strength, grade, re.compile(pattern))
    for strength, grade, pattern in (
        (
            "promise",
            "promise",
            r"(?<!các )(?<!những )(?<!định )(?<!thực hiện )\bcam kết\b(?! (?:đầu tư|quốc tế|vốn|của)\b)",
        ),
        (
            "promise",
            "offer",
            (
                r"\bsẵn sàng (?:\w+ ){0,2}?(?:tiếp nhận|hỗ trợ|hợp tác|cử|đón|tạo|phối hợp|chia sẻ"
                r"|cung cấp|đào tạo|giúp|làm|đầu tư|cùng)"
            ),
        ),
        ("promise", "promise", r"(?:[Hh]àng|[Hh]ằng|[Mm]ỗi) năm,?\s[^.;]{0,60}\bsẽ\b"),
        ("promise", "promise", rf"\bsẽ (?:tiếp tục |luôn |cùng |được )?(?:[\w ]{{0,30}}?)?\b(?:{_ACTION})\b"),
        (
            "promise",
            "promise",
            (
                r"\b(?:nhất trí|thống nhất)\b(?! đất nước| ý kiến| của)(?= (?:sẽ|ký|kí|hợp tác"
                r"|tăng cường|đẩy mạnh|triển khai|phối hợp|tiếp tục|thành lập|tổ chức|trao đổi))"
            ),
        ),
        (
            "proposal",
            "proposal",
            (
                r"(?<!các )(?<!những )(?<!sở )(?<!theo )(?<!về )(?<!với )(?<!hộ )(?<!trước )(?<!làm )"
                r"(?<!của )(?<!nhận được )\bđề (?:xuất|nghị)\b(?! (?:của|này|thanh toán)\b)"
                r"|\bkiến nghị\b|\btrân trọng mời\b"
                r"|\bmời (?=(?:Thủ tướng|Bí thư|Chủ tịch|[Ll]ãnh đạo|[Đđ]oàn|tỉnh|thành phố|doanh nghiệp"
                r"|ngài|ông|bà|đồng chí|các|cán bộ)\b)"
            ),
        ),
    )
)
_WISH = re.compile(r"\b(?:bày tỏ )?(?:mong muốn|mong rằng|kỳ vọng|hy vọng|hi vọng|mong được|mong)\b")
# The words behind each grade, for explaining a suggestion.
CUES: dict[str, tuple[re.Pattern[str], ...]] = {
    grade: tuple(pattern for _, name, pattern in _KINDS if name == grade)
    for grade in ("promise", "offer", "proposal")
} | {"intention": (_INTENTION,), "wish": (_WISH,)}
_PROMISE_IN_WISH = re.compile(r"(?:tin tưởng|mong|hy vọng|hi vọng|kỳ vọng|bày tỏ mong muốn)[^.;]{0,120}$")
_PHRASES = re.compile(
    r"^[^.]{0,80}(?:không ngừng|mãi mãi|luôn luôn|vun đắp|kế thừa|phát huy (?:di sản|truyền thống))"
)
# What everybody says at every meeting; nothing one could follow up.
_GENERAL = re.compile(
    r"^\W*(?:\w+ ){0,4}?(?:hai bên|hai nước|các bên)\s+(?:cùng |tiếp tục |cần |sẽ )*"
    r"(?:củng cố|tăng cường|thúc đẩy|đẩy mạnh|phát triển|vun đắp|quan tâm)\b"
)
_EVENT_SUBJECT = re.compile(
    r"(?:[Hh]ội nghị|[Tt]ọa đàm|[Tt]oạ đàm|[Dd]iễn đàn|[Tt]riển lãm|[Ll]ễ hội|[Cc]huỗi sự kiện|[Cc]hủ đề)"
    r"\b[^,;]{0,90}$"
)
_NATIONAL_SPEAKER = re.compile(r"\b(?:Thủ tướng|Chủ tịch nước|Tổng [Bb]í thư|Chủ tịch Quốc hội)\b")
_PART = re.compile(r"[;,]\s*(?=(?:trong đó|đồng thời|và|ngoài ra|song song)\b)")
_QUANTITY_UNIT = re.compile(r"\s*[\w²%]+(?: [^\W\d_]+){0,2}")


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    text: str
    sentence: Sentence
    order: int


def find_commitments(reading: Reading, visits: tuple[VisitCandidate, ...]) -> tuple[CommitmentCandidate, ...]:
    """Return commitments in the order of the text; a sentence that holds two gives two."""
    found: list[CommitmentCandidate] = []
    for sentence in reading.sentences:
        if sentence.repeated:
            continue
        first: int | None = None
        for part in _parts(sentence):
            candidate = _read(reading, part, visits)
            if candidate is None:
                continue
            if (
                part.order
                and first is not None
                and re.match(r"\W*trong đó\b", reading.text[part.start : part.end])
            ):
                candidate = replace(candidate, depends_on=first, by=candidate.by or found[first].by)
            if first is None:
                first = len(found)
            found.append(candidate)
    return tuple(found)


def _parts(sentence: Sentence) -> list[_Part]:
    cuts = [0, *(match.end() for match in _PART.finditer(sentence.text)), len(sentence.text)]
    return [
        _Part(sentence.start + a, sentence.start + b, sentence.text[a:b], sentence, order)
        for order, (a, b) in enumerate(itertools.pairwise(cuts))
        if b > a
    ]


def _read(reading: Reading, part: _Part, visits: tuple[VisitCandidate, ...]) -> CommitmentCandidate | None:
    intention = _INTENTION.search(part.text)
    if intention:
        return _make(
            reading,
            part,
            intention,
            ("wish" if "mong" in intention.group() else "proposal", "intention"),
            visits,
        )
    for strength, grade, pattern in _KINDS:
        match = pattern.search(part.text)
        if match is None:
            continue
        before = part.text[: match.start()]
        if strength == "promise" and (
            _PROMISE_IN_WISH.search(before) or re.search(r"\b(?:nếu|khi)\b[^,]{0,60}$", before)
        ):
            continue
        if strength == "promise" and (
            re.search(r"\bsẽ không\b", part.text)
            or _PHRASES.search(part.text[match.start() :])
            or _EVENT_SUBJECT.search(before)
        ):
            continue
        if _GENERAL.search(part.text[match.end() :]) and not find_quantities(part.text):
            continue
        return _make(reading, part, match, (strength, grade), visits)
    wish = _WISH.search(part.text)
    if wish and re.match(r"\W*[Vv]ới $", part.text[: wish.start()]):
        return None
    if wish is None:
        return None
    found = _make(reading, part, wish, ("wish", "wish"), visits)
    # A wish of nobody in particular helps nobody.
    return found if found.by else None


def _make(
    reading: Reading,
    part: _Part,
    match: re.Match[str],
    kind: tuple[str, str],
    visits: tuple[VisitCandidate, ...],
) -> CommitmentCandidate:
    strength, grade = kind
    begin = _content_start(part, match)
    start, end = part.start + begin, part.start + len(part.text.rstrip(" ,;."))
    end = min(end, start + 560)
    content = " ".join(reading.text[start:end].split())
    by, by_span = _by(reading, part, match, visits)
    to = _to(reading, part, match, by)
    spans = [Span(start, end, "content")]
    if by_span:
        spans.append(by_span)
    spans += [*_side_spans(reading, by, "by"), *_side_spans(reading, to, "to")]
    quantity, quantity_span = _quantity(part)
    if quantity_span:
        spans.append(quantity_span)
    deadline = next(
        (
            d
            for d in reading.dates_in(part.start, part.end)
            if d.date.known and d.start > part.start + match.start()
        ),
        None,
    )
    if deadline is not None:
        spans.append(Span(deadline.start, deadline.end, "deadline"))
    doubts: list[str] = []
    if not by:
        doubts.append("chưa rõ bên nào nói")
    if strength == "wish" and grade != "intention":
        doubts.append("mới là mong muốn, chưa phải cam kết")
    return CommitmentCandidate(
        spans=tuple(spans),
        score={"promise": 0.75, "proposal": 0.6, "wish": 0.4}[strength],
        rule=f"commitment.{grade}",
        doubts=tuple(doubts),
        strength=strength,
        grade=grade,
        by=by,
        to=to,
        content=content,
        quantity=quantity,
        deadline=deadline.date.last if deadline is not None else None,
        fields=names_in(content),
    )


def _content_start(part: _Part, match: re.Match[str]) -> int:
    """The clause of the verb: after "cho biết," and the like, else from the last comma before the verb."""
    before = part.text[: match.start()]
    cut = max(before.rfind(", "), before.rfind(": "), before.rfind("“"), before.rfind("; "))
    return cut + 1 + (1 if cut >= 0 and part.text[cut + 1 : cut + 2] == " " else 0) if cut >= 0 else 0


def _by(
    reading: Reading, part: _Part, match: re.Match[str], visits: tuple[VisitCandidate, ...]
) -> tuple[str, Span | None]:
    yearly = re.match(r"[HhMm]\w+ năm", match.group())
    limit = part.start + (match.end() if yearly else match.start())
    begin = part.sentence.start if part.order == 0 else part.start
    people = reading.people_in(begin, limit)
    places = [p for p in reading.places_in(begin, limit + 1) if p.kind != "country" or p.foreign]
    text = part.text[: match.start()]
    if re.search(r"\b[Hh]ai bên\b", text[-60:]):
        return "hai bên", Span(limit, part.start + match.end(), "by")
    if people:
        person = people[-1]
        mention = max((m for m in person.mentions if begin <= m.start < limit), key=lambda m: m.start)
        return _side_of(reading, person, visits), Span(mention.start, mention.end, "by")
    short = _called_by_short_name(reading, part, text)
    if short is not None:
        return _side_of(reading, short, visits), None
    if places:
        place = places[-1]
        return level_name(reading, place) if not place.province else province_name(place.province), Span(
            place.start, place.end, "by"
        )
    speaker = _speaker(reading, part, text)
    if speaker is not None:
        return _side_of(reading, speaker, visits), None
    if re.search(r"(?:Bí thư|Chủ tịch) (?:Tỉnh|Thành|UBND|HĐND)|[Ll]ãnh đạo (?:tỉnh|TP)", text):
        return _side_name(reading, "vn", visits), None
    after = re.match(r"\s*được\s+thành phố", part.text[match.start() :])
    if re.search(r"\b[Tt]hành phố\b", part.text) and after is None:
        return _side_name(reading, _side_of_the_city(visits), visits), None
    quoted = _speaker_behind(reading, part, match)
    return (_side_of(reading, quoted, visits), None) if quoted else ("", None)


def _side_of_the_city(visits: tuple[VisitCandidate, ...]) -> str:
    """Whose city "thành phố" alone means: the guests', unless ours travel or the guests are of no city."""
    guests = bool(visits) and visits[0].direction != "out" and any(p.name for p in visits[0].partners)
    return "foreign" if guests or not visits else "vn"


_SAID = re.compile(
    r"\W*(?:đã |cũng )?(?:nói|cho hay|cho biết|chia sẻ|khẳng định|nhấn mạnh|phát biểu|bày tỏ)\b"
)


def _speaker_behind(reading: Reading, part: _Part, match: re.Match[str]) -> Person | None:
    """Who speaks when the words stand first: "…", Bí thư Nguyễn Văn A cho hay."""
    begin = part.start + match.end()
    for person in reading.people_in(begin, part.sentence.end):
        ends = [m.end for m in person.mentions if begin <= m.start < part.sentence.end]
        if any(_SAID.match(reading.text, end) for end in ends):
            return person
    return None


def _side_spans(reading: Reading, name: str, field: str) -> list[Span]:
    """Where the place stands that a side is named after, the first time."""
    for place in reading.places:
        if name and name in (
            place.country,
            level_name(reading, place),
            place.province and province_name(place.province),
        ):
            return [Span(place.start, place.end, field)]
    return []


_POST = re.compile(
    r"Thủ tướng|Bí thư|Chủ tịch|Thống đốc|Thị trưởng|Đại sứ|Tỉnh trưởng|Bộ trưởng|Tổng [Ll]ãnh sự"
)


_SHORT_NAME = re.compile(
    r"(?:[Ôô]ng|[Bb]à|[Nn]gài|[Bb]í thư|[Cc]hủ tịch|[Gg]iám đốc|[Tt]hị trưởng|[Đđ]ại sứ)\s+"
    r"(?P<name>[^\W\d_a-zà-ỹđ][\w’'-]+)\b(?!\s+[^\W\d_a-zà-ỹđ])"
)


def _called_by_short_name(reading: Reading, part: _Part, text: str) -> Person | None:
    """Who is meant by "Bí thư Nhân" or "ông Kerry": the last person named before who is called so."""
    names = [match["name"] for match in _SHORT_NAME.finditer(text)]
    if not names:
        return None
    before = reversed(reading.people_in(0, part.start + len(text)))
    return next((p for p in before if p.name.split()[-1] == names[-1]), None)


def _speaker(reading: Reading, part: _Part, text: str) -> Person | None:
    """Who speaks when only a post or "Ông" stands there: the last such person named before."""
    posts = _POST.findall(text)
    pronoun = re.match(r"\W*(?:Ông|Bà)\b", text)
    if not posts and not pronoun:
        return None
    before = reversed(reading.people_in(0, part.start))
    return next((p for p in before if not posts or posts[-1].lower() in p.title.lower()), None)


def _side_of(reading: Reading, person: Person, visits: tuple[VisitCandidate, ...]) -> str:
    """For whom a person speaks: a national leader for the country, anybody else for the locality."""
    if person.side == "vn" and _NATIONAL_SPEAKER.search(person.title):
        return VIETNAM
    return _side_name(reading, person.side, visits) or person.name


def _side_name(reading: Reading, side: str, visits: tuple[VisitCandidate, ...]) -> str:
    if not visits:
        return reading.country if side == "foreign" else ""
    if side == "foreign":
        partners = visits[0].partners
        return next(
            (p.name for p in partners if p.name), partners[0].country if partners else reading.country
        )
    return province_name(visits[0].vn_localities[0]) if visits[0].vn_localities else ""


def _to(reading: Reading, part: _Part, match: re.Match[str], by: str) -> str:
    for place in reading.places_in(part.start + match.end(), part.end):
        name = province_name(place.province) if place.province else level_name(reading, place)
        if name != by and place.kind != "country":
            return name
    return ""


def _quantity(part: _Part) -> tuple[str, Span | None]:
    for quantity in find_quantities(part.text):
        unit = _QUANTITY_UNIT.match(part.text, quantity.end)
        if unit is None or re.search(r"(?:thứ|top|[/-])\s*$", part.text[: quantity.number_start]):
            continue
        words = part.text[quantity.start : unit.end()]
        return " ".join(words.split()), Span(part.start + quantity.start, part.start + unit.end(), "quantity")
    return "", None
