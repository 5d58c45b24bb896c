"""Facts about the partner place that an article tells in passing."""

from __future__ import annotations

import re

from desktop_app.core.extraction.candidates import ProfileCandidate, Span
from desktop_app.core.extraction.places import PlaceMention
from desktop_app.core.extraction.reading import Reading, Sentence

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "Quy mô",
            (
                r"(?P<value>(?:lớn|đông dân) (?:thứ (?:\d+|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)"
                r"|nhất)(?: của| ở| tại)?(?: [A-ZĐ]\w+(?: [A-ZĐ]\w+)*)?)"
            ),
        ),
        ("Đơn vị hành chính", r"(?P<value>trực thuộc [Tt]rung ương)"),
        ("Vị trí", r"(?P<value>(?:nằm|tọa lạc|toạ lạc) (?:ở|tại|về|bên) [^,.;]{4,80})"),
        (
            "Dân số",
            r"(?P<value>(?:dân số|số dân)[^,.;]{0,30}\d[\d.,]*\s*(?:triệu|nghìn|vạn)?\s*(?:người|dân)?)",
        ),
        ("Diện tích", r"(?P<value>diện tích[^,.;]{0,30}\d[\d.,]*\s*(?:km2|km²|ha))"),
        ("GRDP", r"(?P<value>(?:GRDP|GDP)[^.;]{0,60}\d[\d.,]*\s*(?:tỷ|tỉ|triệu|nghìn)?\s*(?:USD|đô la)?)"),
        (
            "Doanh nghiệp lớn",
            (
                r"(?:tập đoàn|công ty|doanh nghiệp)[^.:]{0,60}(?:như"
                r"|gồm)\s*:?\s*(?P<value>[A-Z]\w+(?:,\s*[A-Z]\w+)*(?:\s+và\s+[A-Z]\w+)?)"
            ),
        ),
        (
            "Ngành mạnh",
            (
                r"(?:dẫn đầu[^.]{0,40}trong|thế mạnh(?: về| là| trong)?|mũi nhọn là"
                r"|nổi tiếng về)\s+(?P<value>[^.;“\"]{4,100}?)(?= thông qua|[.;,“\"]|$)"
            ),
        ),
        (
            "Ngành mạnh",
            (
                r"(?:sản phẩm chủ lực|mặt hàng chủ lực|ngành chủ lực)(?: là| như"
                r"| gồm)?:?\s+(?P<value>[^.;]{3,80}?)(?=[.;]|$)"
            ),
        ),
        ("Ngành mạnh", r"(?P<value>tổ hợp công nghiệp [^.;]{4,60}|nền nông nghiệp phát triển)"),
        (
            "Văn hóa, di sản",
            (
                r"(?:mệnh danh là|được gọi là|được biết đến là|xây dựng thành|thủ đô của|cái nôi của"
                r"|chiếc nôi)\s+(?P<value>[^.;]{4,90}?)(?=[.;,]| và đang|$)"
            ),
        ),
        ("Văn hóa, di sản", r"(?P<value>\d+ di sản (?:thế giới|quốc gia|văn hóa)[^.;,]{0,20})"),
    )
)
_SUBJECT_AGAIN = re.compile(r"^(?:Đây|Nơi đây|Thành phố|Tỉnh|Thành phố này|Địa phương này)\b")


def find_profile(reading: Reading, partners: tuple[str, ...]) -> tuple[ProfileCandidate, ...]:
    """Return facts about foreign localities: ``partners`` first, any foreign locality else.

    A sentence that begins "Đây là …" goes on about the place of the sentence before.
    """
    found: list[ProfileCandidate] = []
    subject: PlaceMention | None = None
    for sentence in reading.sentences:
        if sentence.repeated:
            continue
        named = _subject(reading, sentence)
        if named is not None:
            subject = named
        elif subject is not None and not _goes_on(reading, sentence, subject):
            subject = None
        if subject is not None:
            found += _facts(sentence, subject)
    return tuple(found)


def _goes_on(reading: Reading, sentence: Sentence, subject: PlaceMention) -> bool:
    inside = reading.places_in(sentence.start, sentence.end)
    return bool(_SUBJECT_AGAIN.match(sentence.text)) or any(place.name == subject.name for place in inside)


def _subject(reading: Reading, sentence: Sentence) -> PlaceMention | None:
    """The locality the sentence is about: a foreign one named at its beginning."""
    for place in reading.places_in(sentence.start, sentence.start + 45):
        if place.foreign and place.kind != "country":
            before = sentence.text[: place.start - sentence.start]
            return (
                place
                if re.fullmatch(
                    (
                        r"(?:(?:Thành phố|Tỉnh|Thủ đô|Bang|TP\.?|Hiện tại|Hiện nay|Hiện"
                        r"|Khu di tích(?: lịch sử)?(?: thành phố)?),?\s*)*"
                    ),
                    before,
                )
                else None
            )
    return None


def _facts(sentence: Sentence, place: PlaceMention) -> list[ProfileCandidate]:
    out: list[ProfileCandidate] = []
    for name, pattern in _RULES:
        for match in pattern.finditer(sentence.text):
            value = match["value"].strip(' ,“”"')
            begin = sentence.start + sentence.text.index(value, match.start("value"))
            spans = (Span(begin, begin + len(value), "value"), Span(place.start, place.end, "place"))
            out.append(
                ProfileCandidate(
                    spans=spans,
                    score=0.7,
                    rule="profile.phrase",
                    place=place.name,
                    name=name,
                    value=" ".join(value.split()),
                )
            )
    return out
