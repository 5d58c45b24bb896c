"""Agreements: signed, renewed, about to be signed or existing. A mere wish to sign is a commitment."""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_app.core.extraction.candidates import AgreementCandidate, Span, VisitCandidate
from desktop_app.core.extraction.fields import names_in
from desktop_app.core.extraction.places import PlaceMention
from desktop_app.core.extraction.reading import Reading, Sentence, level_name, province_name

_TYPES: tuple[tuple[str, str], ...] = (
    ("Biên bản ghi nhớ", r"biên bản ghi nhớ|\bBBGN\b"),
    ("Bản ghi nhớ", r"(?:bản )?(?:thỏa thuận |thoả thuận )?ghi nhớ|\bMOU\b"),
    ("Ý định thư", r"ý định thư|thư bày tỏ ý định|\bLOI\b"),
    ("Tuyên bố chung", r"tuyên bố chung|thông cáo chung"),
    ("Kế hoạch hợp tác", r"(?:bản )?kế hoạch hợp tác|chương trình hợp tác"),
    ("Biên bản thỏa thuận", r"biên bản (?:hợp tác|thỏa thuận|thoả thuận|hội đàm|làm việc)"),
    ("Thỏa thuận hợp tác", r"(?:bản |các |văn bản )?(?:thỏa thuận|thoả thuận)(?! chung rằng)"),
    (
        "Văn bản hợp tác",
        r"(?:\d+ )?(?:văn bản|văn kiện) (?:ghi nhớ |thỏa thuận |thoả thuận )?(?:về )?hợp tác(?: toàn diện)?",
    ),
    ("Kết nghĩa", r"quan hệ kết nghĩa|kết nghĩa"),
    ("Quan hệ hợp tác hữu nghị", r"(?:quan hệ )?(?:hợp tác hữu nghị|hữu nghị,? hợp tác|hữu nghị và hợp tác)"),
    ("Hợp tác chiến lược", r"hợp tác chiến lược"),
    ("Hợp đồng", r"hợp đồng"),
)
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _TYPES)
# One of these stands in whatever the patterns match; looking for them first saves most of the time.
_CORES = (
    "ghi nhớ", "bbgn", "mou", "loi", "ý định", "chung", "hợp tác", "biên bản", "thỏa thuận", "thoả thuận",
    "kết nghĩa", "hữu nghị", "hợp đồng",
)  # fmt: skip
_TIES = {"Kết nghĩa", "Quan hệ hợp tác hữu nghị", "Hợp tác chiến lược"}
_SIGN = re.compile(
    (
        r"\b(?:ký kết|kí kết|lễ ký|lễ kí|đã ký|đã kí|cùng ký|ký|kí|trao đổi văn kiện"
        r"|trao văn kiện)\b(?! (?:sự|hiệu|giả|ức|túc|quỹ))"
    ),
    re.IGNORECASE,
)
_SET_UP = re.compile(r"\b(?:thiết lập|xác lập|có|mối quan hệ|đã)\b", re.IGNORECASE)
_SET_UP_NOW = re.compile(r"\b(?:thiết lập|xác lập|đặt|đã có)\b", re.IGNORECASE)
_WISH = re.compile(
    (
        r"tiến tới|mong muốn|hướng tới|đề xuất|đề nghị|xem xét|nghiên cứu|kỳ vọng|hy vọng"
        r"|hi vọng|sớm ký|tiến đến|đi đến|khả năng|chưa"
    ),
    re.IGNORECASE,
)
_TO_SIGN = re.compile(
    r"(?:tiến tới|hướng tới|tiến đến|đi đến|sớm|đề nghị|đề xuất|mong muốn)\s+"
    r"(?:\w+ ){0,3}?(?:ký|kí)(?: kết)?\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"\bsẽ\b|dự kiến|chuẩn bị ký|sắp ký", re.IGNORECASE)
_RENEW = re.compile(r"ký lại|gia hạn|ký tiếp|ký mới|ký bổ sung", re.IGNORECASE)
_PAST = re.compile(
    (
        r"ký (?:kết )?(?:\w+ ){0,2}(?:từ|vào|năm|hồi|trước)|đã (?:được )?(?:ký"
        r"|kí)(?: kết)? (?:trước|từ|trong chuyến|năm)|theo (?:bản |các )?(?:thỏa|thoả) thuận"
        r"|thực hiện (?:\w+ ){0,4}(?:ghi nhớ|thỏa|thoả)|trên cơ sở|kể từ|đã thiết lập"
        r"|mối quan hệ|trước đó|trước đây"
    ),
    re.IGNORECASE,
)
# The words behind each status, for explaining a suggestion.
STATUS_CUES: dict[str, tuple[re.Pattern[str], ...]] = {
    "signed": (_SIGN, _SET_UP_NOW),
    "renewed": (_RENEW,),
    "to_be_signed": (_FUTURE, _SIGN),
    "proposed": (_TO_SIGN, _WISH),
    "existing": (_PAST, _SET_UP),
}
_SUBJECT = re.compile(
    r"\s*(?:hợp tác\s+)?(?:về(?: việc)?|trong lĩnh vực|liên quan đến|nhằm)\s+(?P<subject>[^.;,\n]{4,180})"
)
_ORG = re.compile(
    r"(?<!Ảnh: )(?<!tại )(?<!trụ sở )\b(?:UBND|HĐND|Sở|Bộ|bộ|Trường|trường|Đại học|Học viện|Tập đoàn"
    r"|tập đoàn|Công ty|công ty|Vụ|Hội|Liên hiệp|Đoàn TNCS|Trung tâm|Viện|Ngân hàng|Hiệp hội"
    r"|Phòng Thương mại)\s+"
    r"(?!trưởng|nghị|đàm|thảo|hợp |phận|máy|đồng )"
)
_ORG_END = re.compile(
    r"\s+(?:với|vào|từ|trên|đã|đang|sẽ|vừa|cũng|ký|kí|tại|ở|cùng|trong|cho|do|là|được|có|chọn|nhằm|để)\b"
    r"|[,;:()“”\"\n]|\.(?!\s?[A-ZĐ]{2,})|\s[-–]\s|$"
)
_ORG_LONGEST = 90


def _organs(reading: Reading, sentence: Sentence) -> list[str]:
    """Return the offices and firms of a sentence as they are written, without the persons behind them."""
    people = sorted(
        m.start for p in reading.people for m in p.mentions if sentence.start <= m.start < sentence.end
    )
    found: dict[str, None] = {}
    last = 0
    for match in _ORG.finditer(sentence.text):
        if match.start() < last:
            continue
        stop = _ORG_END.search(sentence.text, match.end())
        end = min(stop.start() if stop else len(sentence.text), match.start() + _ORG_LONGEST)
        named = next((at - sentence.start for at in people if at - sentence.start >= match.end()), end)
        words = _without_tail(sentence.text[match.start() : min(end, named)])
        last = match.start() + len(words)
        if re.search(r"\s[^\W\d_a-zà-ỹđ]", words):
            found[words] = None
    return list(found)


def _without_tail(words: str) -> str:
    """Cut "UBND tỉnh A và" and "Bộ B về" before the linking word; "và" inside a name stays."""
    parts = words.split()
    for at, word in enumerate(parts):
        follows = parts[at + 1] if at + 1 < len(parts) else ""
        if word == "và" and (not follows or _ORG.match(f"{follows} X") or follows.lower() in _OTHERS):
            parts = parts[:at]
            break
        if word == "về" and at > 1 and parts[0] != "Vụ":
            parts = parts[:at]
            break
    return " ".join(parts)


_OURS = re.compile(r"(?:UBND|HĐND|Sở)\b")


def _signers(reading: Reading, sentence: Sentence) -> list[str]:
    """Return the offices of those who sign, when the sentence names one of each side with a post."""
    named = [p for p in reading.people_in(sentence.start, sentence.end) if p.organisation]
    ours = next((p.organisation for p in named if p.side == "vn"), "")
    theirs = next((p.organisation for p in named if p.side == "foreign"), "")
    return [ours, theirs] if ours and theirs else []


_OTHERS = {
    "lãnh",
    "đại",
    "các",
    "một",
    "nhiều",
    "thứ",
    "bộ",
    "phó",
    "chủ",
    "giám",
    "tỉnh",
    "thành",
    "ông",
    "bà",
}


def find_agreements(
    reading: Reading, visits: tuple[VisitCandidate, ...]
) -> tuple[tuple[AgreementCandidate, ...], tuple[AgreementCandidate, ...]]:
    """Return the agreements between a Vietnamese and a foreign side, and papers one side wishes to sign.

    Two sentences about one document (a caption and the text) give one suggestion with both titles. What is
    only wished for is a commitment of the grade intention and no agreement; the exchange format alone tells
    it in both ways.
    """
    found = _all(reading, visits)
    told = [item for item in found if item.status != _PROPOSED]
    proposed = tuple(item for item in found if item.status == _PROPOSED)
    return _without_announcements(reading, told), proposed


_PROPOSED = "proposed"


def _all(reading: Reading, visits: tuple[VisitCandidate, ...]) -> list[AgreementCandidate]:
    found: list[AgreementCandidate] = []
    for sentence in reading.sentences:
        if sentence.repeated:
            continue
        candidate = _in_sentence(reading, sentence, visits)
        if candidate is not None:
            _merge_into(found, candidate)
    return found


def _without_announcements(
    reading: Reading, found: list[AgreementCandidate]
) -> tuple[AgreementCandidate, ...]:
    """Drop the opening's "ghi nhớ hợp tác was signed" where the text goes on to tell of the papers."""
    opening = reading.sentences[min(2, len(reading.sentences) - 1)].end

    def announces(candidate: AgreementCandidate) -> bool:
        told = [
            other for other in found if other is not candidate and _kind(other.type) == _kind(candidate.type)
        ]
        return (
            candidate.spans[0].end <= opening
            and not candidate.subject
            and candidate.status == "signed"
            and any(other.status == "signed" and len(other.title) > len(candidate.title) for other in told)
        )

    return tuple(candidate for candidate in found if not announces(candidate))


def _in_sentence(
    reading: Reading, sentence: Sentence, visits: tuple[VisitCandidate, ...]
) -> AgreementCandidate | None:
    low = sentence.text.lower()
    if not any(core in low for core in _CORES):
        return None
    for name, pattern in _COMPILED:
        for match in pattern.finditer(sentence.text):
            status = _status(sentence.text, match, name)
            if status is None:
                continue
            parties = _parties(reading, sentence, visits, status, name)
            if parties is None:
                continue
            return _candidate(reading, sentence, match, name, status, parties, visits)
    return None


def _status(text: str, match: re.Match[str], name: str) -> str | None:
    before = text[max(0, match.start() - 130) : match.start()]
    after = text[match.end() : match.end() + 130]
    near = text[max(0, match.start() - 110) : match.end() + 20]
    if name in _TIES and re.search(
        r"(?:hiệp ước|hiệp định|đối tác|giữa hai nước|hai nước|tình)\s*[\w ]{0,12}$", before, re.IGNORECASE
    ):
        return None
    if re.match(r"[^.;,]{0,60}\bđã (?:được )?(?:ký|kí)(?: kết)? (?:trước|từ|trong chuyến|năm)", after):
        return "existing"
    signing = list(_SIGN.finditer(before)) or list(_SIGN.finditer(after))
    if not signing:
        set_up = _SET_UP if name != "Quan hệ hợp tác hữu nghị" else _SET_UP_NOW
        if name in _TIES and set_up.search(before[-50:]) and not _WISH.search(near):
            return "existing"
        return (
            "existing"
            if name in _TIES and re.match(r"\s+(?:với|giữa)\b", after) and not _WISH.search(near)
            else None
        )
    if _WISH.search(near):
        return _PROPOSED if _TO_SIGN.search(near) else None
    if _RENEW.search(near + after[:40]):
        return "renewed"
    if _PAST.search(near + after[:60]):
        return "existing"
    if _FUTURE.search(near):
        return "to_be_signed"
    return "signed"


def _parties(
    reading: Reading, sentence: Sentence, visits: tuple[VisitCandidate, ...], status: str, tie: str
) -> tuple[str, ...] | None:
    places = reading.places_in(sentence.start, sentence.end)
    local = _first_names(reading, [p for p in places if p.vietnamese and p.kind in ("province", "vn_city")])
    abroad = _first_names(reading, [p for p in places if p.foreign and p.kind != "country"])
    organs = _signers(reading, sentence) or _organs(reading, sentence)
    if abroad and organs and all(_OURS.match(organ) for organ in organs):
        organs = []
    if tie in _TIES and status == "existing":
        return tuple(dict.fromkeys([*local[:5], *abroad[:6]])) if local and abroad else None
    if tie in _TIES and status == "signed" and len(organs) < 2 and _FIRM.search(sentence.text):
        other = re.search(r"\bvới\s+(?P<name>[A-ZĐ]\w+(?:\s+[A-ZĐ]\w+)*)", sentence.text)
        organs += [other["name"]] if other else []
    if len(organs) >= 2:
        # Outside a visit only offices count: firms sign with provinces every week.
        offices = bool(abroad) and not any(_FIRM.search(organ) for organ in organs)
        return tuple(organs[:4]) if visits or offices else None
    if not local and visits:
        ours = [p for p in reading.places if p.province in visits[0].vn_localities and p.kind == "province"]
        local = _first_names(reading, ours[:1]) or [
            province_name(name) for name in visits[0].vn_localities[:1]
        ]
    if not abroad:
        abroad = [p.name for v in visits[:1] for p in v.partners if p.name][:1]
    if not abroad:
        named = [p for p in (*places, *reading.places) if p.kind == "country" and p.foreign]
        named = [
            p for p in named if not visits or p.country in {v.country for v in visits[0].partners}
        ] or named
        abroad = [reading.text[p.start : p.end] for p in named[:1]]
    if not local or not abroad or not visits:
        return None
    return tuple(dict.fromkeys([*organs[:3], *local[:5], *abroad[:6]]))


_FIRM = re.compile(r"[Tt]ập đoàn|[Cc]ông ty")


def _first_names(reading: Reading, places: list[PlaceMention]) -> list[str]:
    return list(dict.fromkeys(level_name(reading, place) for place in places))


def _candidate(
    reading: Reading,
    sentence: Sentence,
    match: re.Match[str],
    name: str,
    status: str,
    parties: tuple[str, ...],
    visits: tuple[VisitCandidate, ...],
) -> AgreementCandidate:
    start = sentence.start + match.start()
    after = _SUBJECT.match(sentence.text, match.end())
    subject = " ".join(after["subject"].split()) if after else ""
    title_end = sentence.start + (after.end() if after else match.end())
    title = " ".join(reading.text[start:title_end].split())
    date, date_span, doubts = _date(reading, sentence, visits, status)
    spans = [Span(sentence.start, sentence.end, ""), Span(start, sentence.start + match.end(), "type")]
    spans.append(Span(start, title_end, "title"))
    if after:
        spans.append(Span(sentence.start + after.start("subject"), title_end, "subject"))
    if date_span:
        spans.append(date_span)
    spans += _party_spans(reading, sentence, parties)
    return AgreementCandidate(
        spans=tuple(spans),
        score=0.85 if status == "signed" else 0.6,
        rule=f"agreement.{status}",
        doubts=(*doubts, "bài không nêu người ký") if status == "signed" else doubts,
        type=name,
        title=title[0].upper() + title[1:],
        status=status,
        parties=parties,
        subject=subject,
        date=date,
        fields=names_in(sentence.text[match.start() :]),
    )


def _party_spans(reading: Reading, sentence: Sentence, parties: tuple[str, ...]) -> list[Span]:
    spans: list[Span] = []
    for party in parties:
        at = reading.text.find(party, sentence.start, sentence.end)
        hit = (at, at + len(party)) if at >= 0 else None
        if hit is None:
            place = next(
                (p for p in reading.places if level_name(reading, p) == party or p.name == party), None
            )
            place = place or next((p for p in reading.places if party.endswith(p.name)), None)
            hit = (place.start, place.end) if place else None
        if hit:
            spans.append(Span(*hit, field="parties"))
    return spans


def _date(
    reading: Reading, sentence: Sentence, visits: tuple[VisitCandidate, ...], status: str
) -> tuple[str | None, Span | None, tuple[str, ...]]:
    stated = [
        d
        for d in reading.dates_in(sentence.start, sentence.end)
        if d.kind in ("day", "range", "relative", "year", "month")
    ]
    if status == "existing":
        stated = [d for d in stated if d.kind in ("year", "month", "day")]
        return (
            (stated[0].date.start, Span(stated[0].start, stated[0].end, "date"), ())
            if stated
            else (None, None, ())
        )
    days = [d for d in stated if d.kind in ("day", "range", "relative")]
    if days:
        date = days[0].date
        return (
            (f"{date.start}/{date.end}" if date.end else date.start),
            Span(days[0].start, days[0].end, "date"),
            (),
        )
    if visits and visits[0].start and status in ("signed", "renewed"):
        start, end = visits[0].start, visits[0].end
        span = next((s for s in visits[0].spans if s.field == "start"), None)
        span = Span(span.start, span.end, "date") if span else None
        if end and end != start:
            return f"{start}/{end}", span, ("ngày ký không nêu, lấy khoảng thời gian của chuyến đi",)
        return start, span, ()
    return None, None, ()


def _kind(name: str) -> str:
    return "ghi nhớ" if "ghi nhớ" in name.lower() else name


def _own_organs(candidate: AgreementCandidate) -> set[str]:
    return {party for party in candidate.parties if re.match(r"Sở|UBND|HĐND|Trường|Đại học", party)}


def _bare(parties: tuple[str, ...]) -> set[str]:
    return {re.sub(r"^(?:Tỉnh|Thành phố|TP|Thủ đô|Huyện)\s+", "", party) for party in parties}


def _one_document(old: AgreementCandidate, new: AgreementCandidate) -> bool:
    """Whether two sentences speak of one document: same kind, same places, no two offices of our side."""
    if _kind(old.type) != _kind(new.type) or not _bare(old.parties) & _bare(new.parties):
        return False
    first, second = _own_organs(old), _own_organs(new)
    return not first or not second or bool(first & second)


def _merge_into(found: list[AgreementCandidate], new: AgreementCandidate) -> None:
    if new.type in _TIES and any(
        old.status == "signed" and _bare(old.parties) & _bare(new.parties) for old in found
    ):
        return
    for index, old in enumerate(found):
        if old.status != new.status or not _one_document(old, new):
            continue
        found[index] = _merged(old, new)
        return
    found.append(new)


def _merged(old: AgreementCandidate, new: AgreementCandidate) -> AgreementCandidate:
    main, other = (new, old) if len(new.subject) > len(old.subject) else (old, new)
    titles = dict.fromkeys((*main.other_titles, other.title, *other.other_titles))
    titles.pop(main.title, None)
    shown = [span for span in other.spans if span.field in ("title", "")]
    spans = [
        *main.spans,
        *(replace(span, field="other_titles" if span.field == "title" else "") for span in shown),
    ]
    parties = main.parties if len(main.parties) >= len(other.parties) else other.parties
    spans += [span for span in other.spans if span.field == "parties"]
    return replace(main, other_titles=tuple(titles), spans=tuple(spans), parties=parties)
