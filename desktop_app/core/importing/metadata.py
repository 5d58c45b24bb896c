"""Proposals for the facts about an article, from its text and address, each with its reason."""

from __future__ import annotations

import datetime as dt
import re

from db.dates import PartialDate
from desktop_app.core.importing.article import DateProposal, Proposal
from desktop_app.core.importing.outlets import outlet_of_host, outlet_of_mark
from desktop_app.core.importing.passages import (
    addresses,
    byline_author,
    followed_outlet,
    is_name_line,
    is_source_line,
)
from desktop_app.core.text.sentences import paragraphs, sentences

_FIRST_YEAR, _LAST_YEAR = 1996, 2079
_NARRATED_AFTER_DAYS = 45
_LONGEST_TITLE_WORDS = 40
_LONGEST_TITLE = 250
_SUGGESTED_WORDS = 22

_LEAD_MARK = re.compile(r"\A\s*(?:\((?P<inside>[^()]{2,40})\)|(?P<short>[A-Z]{2,6}))\s*[-–—]\s*")
_NO_TITLE = re.compile(
    r"\A(?:\(|[-–—•*+]|\d+[.)/]|ubnd|ủy ban|cộng hòa|độc lập|số\s*:|kính gửi|https?:|nguồn\s*:"
    r"|(?:thứ|chủ nhật)[^,]{0,6},)",
    re.IGNORECASE,
)
_SHORT_DATE = re.compile(r"\A[\d\s/:.,|-]+(?:AM|PM)?\Z")
_PAPER_KIND = re.compile(
    r"\A(?:BÁO CÁO|KẾ HOẠCH|TỜ TRÌNH|THÔNG BÁO|CÔNG VĂN|QUYẾT ĐỊNH|BIÊN BẢN(?: GHI NHỚ)?|CHƯƠNG TRÌNH|ĐỀ ÁN|"
    r"BẢN GHI NHỚ|THỎA THUẬN|THƯ MỜI|GIẤY MỜI)\Z"
)
_STAMPED_ADDRESS = re.compile(
    r"(?<!\d)((?:19|20)\d{2})([01]\d)([0-3]\d)([0-2]\d)([0-5]\d)([0-5]\d)?\d{0,3}(?!\d)"
)
_SLASHED_ADDRESS = re.compile(r"[/_-]((?:19|20)\d{2})[/-]([01]?\d)[/-]([0-3]?\d)(?=[/_.-]|\Z)")
_EIGHT_DIGITS = re.compile(r"[/_-]((?:19|20)\d{2})([01]\d)([0-3]\d)(?=[/_.-]|\Z)")
_DAY_FIRST_ADDRESS = re.compile(r"[/_-]([0-3]?\d)-([01]?\d)-((?:19|20)\d{2})(?=[/_.-]|\Z)")
_FULL_DATE = re.compile(r"(?<![\d/.-])([0-3]?\d)\s?[/.-]\s?([01]?\d)\s?[/.-]\s?((?:19|20)\d{2})(?![\d/])")
_WRITTEN_DATE = re.compile(
    r"\bngày\s+([0-3]?\d)\s+tháng\s+([01]?\d)\s+năm\s+((?:19|20)\d{2})\b", re.IGNORECASE
)

FROM_ADDRESS = "từ địa chỉ bài"


def title_line(text: str) -> Proposal | None:
    """Return the title the text begins with, ``None`` when its first lines do not look like one."""
    lines = [span.of(text) for span in paragraphs(text)[:20]]
    if len(lines) < 2:
        return None
    for number, line in enumerate(lines[:-1]):
        if _PAPER_KIND.match(line):
            return Proposal(
                f"{line.capitalize()}: {lines[number + 1]}"[:_LONGEST_TITLE], "từ tên loại văn bản"
            )
    first = lines[0]
    if not _looks_like_title(first) or len(first) >= len(lines[1]) * 4:
        return None
    return Proposal(first, "từ dòng đầu của bài")


def _looks_like_title(line: str) -> bool:
    words = line.split()
    if not 3 <= len(words) <= _LONGEST_TITLE_WORDS or len(line) > _LONGEST_TITLE:
        return False
    if line.endswith((".", ";", ":", ",", "…")) or _NO_TITLE.match(line) or _SHORT_DATE.match(line):
        return False
    return not (_LEAD_MARK.match(line) or byline_author(line) or addresses(line) or line[:1].islower())


_OPENING_CIRCUMSTANCE = re.compile(
    r"\A(?:(?:sáng|trưa|chiều|tối|đêm|ngày|hôm|vừa qua|mới đây|tại|nhân dịp|trong|từ|nằm trong|thực hiện"
    r"|nhận lời|trước đó|cũng trong|theo lời mời)\b[^,]{0,160},\s*)",
    re.IGNORECASE,
)
_TITLE_END = re.compile(
    r"\s+(?:do (?:ông|bà|đồng chí|ngài)|để|nhằm|với mục đích|làm [Tt]rưởng đoàn|với sự tham dự|gồm)\b|[,;:]\s"
)


def suggested_title(text: str) -> Proposal | None:
    """Return a title made from the first sentence, for articles that have none; never certain.

    Circumstances of time and place at the start and clauses behind the news are left out.
    """
    opening = _LEAD_MARK.sub("", text, count=1)[:3000]
    first = next((span.of(opening) for span in sentences(opening)), "")
    line = first.strip(" .!?…–-")
    for _ in range(3):
        shorter = _OPENING_CIRCUMSTANCE.sub("", line)
        if shorter == line or len(shorter.split()) < 4:
            break
        line = shorter
    end = _TITLE_END.search(line, 12)
    if end is not None and len(line[: end.start()].split()) >= 5:
        line = line[: end.start()]
    words = line.split()
    if len(words) < 2:
        return None
    if len(words) > _SUGGESTED_WORDS:
        line = " ".join(words[:_SUGGESTED_WORDS]) + "…"
    return Proposal(line[:1].upper() + line[1:], "gợi ý từ câu đầu, cần xem lại", certain=False)


def address_in(text: str) -> Proposal | None:
    """Return the address the article gives as its source, from its last paragraphs."""
    for span in reversed(paragraphs(text)[-6:]):
        line = span.of(text)
        found = addresses(line)
        if found and is_source_line(line):
            return Proposal(found[0], "từ dòng nguồn ở cuối bài")
    return None


def outlet_in(text: str, address: str = "") -> Proposal | None:
    """Return the newspaper: from the mark in the lead, the address, the source line, or "Theo …"."""
    lines = [span.of(text) for span in paragraphs(text)]
    for line in lines[:4]:
        mark = _LEAD_MARK.match(line)
        if mark is not None:
            name = outlet_of_mark(mark["inside"] or mark["short"])
            if name:
                return Proposal(name, f"từ dòng đầu “{(mark['inside'] or mark['short']).strip()}”")
    if address and (name := outlet_of_host(address)):
        return Proposal(name, FROM_ADDRESS)
    for line in reversed(lines[-5:]):
        named = re.match(r"nguồn(?: tin)?\s*:\s*(?P<who>[^:/]{3,60})\Z", line, re.IGNORECASE)
        if named is not None:
            who = named["who"].strip(" .")
            return Proposal(outlet_of_mark(who) or who, "từ dòng nguồn ở cuối bài")
        who = followed_outlet(line)
        if who and (name := outlet_of_mark(who)):
            return Proposal(name, "từ dòng “Theo …” ở cuối bài", certain=False)
    return None


def author_in(text: str) -> Proposal | None:
    """Return the author: from a byline, "Theo …", or a name that stands alone at the end."""
    lines = [span.of(text) for span in paragraphs(text)]
    for line in [*reversed(lines[-6:]), *lines[1:4]]:
        who = byline_author(line)
        if who:
            return Proposal(who, "từ dòng ghi tác giả")
    for line in reversed([line for line in lines[-3:] if not is_source_line(line)]):
        who = followed_outlet(line)
        if who:
            return Proposal(who, "từ dòng “Theo …” ở cuối bài", certain=False)
        if len(lines) > 2 and is_name_line(line):
            return Proposal(line, "từ tên ở cuối bài", certain=False)
    return None


def date_in_address(address: str) -> dt.date | None:
    """Return the day that newspapers write into their addresses (``/d20240625154219177.htm``)."""
    for pattern in (_STAMPED_ADDRESS, _SLASHED_ADDRESS, _EIGHT_DIGITS):
        for match in pattern.finditer(address):
            day = _day(match[1], match[2], match[3])
            if day is not None:
                return day
    match = _DAY_FIRST_ADDRESS.search(address)
    return _day(match[3], match[2], match[1]) if match else None


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def published_from(address: str, text: str) -> DateProposal | None:
    """Return the publication date the address tells, warning when the text tells of later events."""
    day = date_in_address(address)
    if day is None:
        return None
    return DateProposal(PartialDate.from_day(day), FROM_ADDRESS, late_events_warning(day, text, FROM_ADDRESS))


def late_events_warning(published: dt.date, text: str, reason: str) -> str:
    """Return a warning when the text names full dates shortly after its publication, else ``""``."""
    last_credible = published + dt.timedelta(days=_NARRATED_AFTER_DAYS)
    found = [*_FULL_DATE.finditer(text), *_WRITTEN_DATE.finditer(text)]
    days = [day for match in found if (day := _day(match[3], match[2], match[1])) is not None]
    later = [day for day in days if published < day <= last_credible]
    if not later:
        return ""
    return (
        f"Bài kể việc đến ngày {_shown(max(later))}, sau ngày đăng {_shown(published)} ({reason}). "
        "Hãy kiểm tra lại ngày đăng."
    )


def _shown(day: dt.date) -> str:
    return PartialDate.from_day(day).display()
