"""Persons with the posts they hold in the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop_app.core.extraction import gazetteer, wordlists
from desktop_app.core.extraction.candidates import PersonCandidate, Span
from desktop_app.core.extraction.places import PlaceMention
from desktop_app.core.extraction.titles import (
    Token,
    head_at,
    name_after_title,
    plausible_name,
    run_end,
    title_end,
    tokens,
    trim_name,
)
from desktop_app.core.text.names import is_vietnamese, name_key, vietnamese_surnames

_HONORIFIC = {"ông", "bà", "ngài", "cô", "thầy"}
_DEGREES = {"ts", "ths", "pgs", "gs", "tiến", "sĩ", "giáo", "sư", "thạc", "."}
# People of history and those a place, school or street is called after; they act in no article.
_HISTORY = {
    name_key(name)
    for name in (
        "Hồ Chí Minh",
        "Bác Hồ",
        "Fidel Castro",
        "Kaysone Phomvihane",
        "Cay-xỏn Phôm-vi-hản",
        "Xu-pha-nu-vông",
        "Võ Nguyên Giáp",
        "Kim Nhật Thành",
        "Mao Trạch Đông",
        "Karl Marx",
        "Vladimir Ilyich Lenin",
    )
}
_CREDIT = re.compile(r"(?:Ảnh|ảnh|Tin|Bài|Theo|Video|Clip|Thực hiện)(?:\s*,\s*\w+)?\s*[:;]?\s*$")


@dataclass
class Mention:
    """Where a person is named; offsets into the text. ``titles``: [start, end) of each post."""

    start: int
    end: int
    name: str
    titles: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    rule: str = ""


@dataclass
class Person:
    """All mentions of a person, the best title among them."""

    name: str
    mentions: list[Mention]
    title: str = ""
    title_span: tuple[int, int] | None = None
    side: str = "vn"
    country: str = ""
    locality: str = ""
    organisation: str = ""

    @property
    def start(self) -> int:
        """Where the person is named first."""
        return self.mentions[0].start


def find_persons(text: str, places: list[PlaceMention]) -> list[Person]:
    """Return the persons of ``text`` in the order of their first mention."""
    words = tokens(text)
    mentions = sorted(_mentions(text, words), key=lambda m: (m.start, -len(m.titles)))
    kept: list[Mention] = []
    for mention in mentions:
        if (
            _CREDIT.search(text[max(0, mention.start - 20) : mention.start])
            or name_key(mention.name) in _HISTORY
        ):
            continue
        same = next((k for k in kept if k.start < mention.end and mention.start < k.end), None)
        if same is None:
            kept.append(mention)
        elif mention.start == same.start and mention.end == same.end:
            same.titles += [title for title in mention.titles if title not in same.titles]
    people = _merged(kept)
    for person in people:
        _describe(text, person, places)
    return people


def candidates(people: list[Person]) -> tuple[PersonCandidate, ...]:
    """Return people as suggestions."""
    return tuple(_candidate(person) for person in people)


def _candidate(person: Person) -> PersonCandidate:
    key = name_key(person.name)
    # A shorter form of the name is evidence of a mention, not of the whole name.
    fields = [(m, "name" if name_key(m.name) == key else "name_part") for m in person.mentions[:6]]
    spans = [Span(m.start, m.end, field) for m, field in fields]
    if person.title_span:
        spans.append(Span(*person.title_span, field="title"))
        spans.append(Span(*person.title_span, field="organisation"))
    doubts: list[str] = []
    if not person.title:
        doubts.append("bài không nêu chức vụ")
    if len(person.name.split()) < 2:
        doubts.append("tên chỉ có một chữ")
    return PersonCandidate(
        spans=tuple(spans),
        score=0.9 if person.title else 0.5,
        rule=f"person.{person.mentions[0].rule}",
        doubts=tuple(doubts),
        name=person.name,
        title=person.title,
        organisation=person.organisation,
        side=person.side,
        country=person.country,
        locality=person.locality,
    )


# -- finding names ---------------------------------------------------------------------------------


def _mentions(text: str, words: list[Token]) -> Iterator[Mention]:
    index = 0
    openings = wordlists.title_openings() | _HONORIFIC | {"đồng", "đ"}
    while index < len(words):
        if words[index].low not in openings and not words[index].capital:
            index += 1
            continue
        yield from _honorific(text, words, index)
        if head_at(words, index) and not (index and head_at(words, index - 1) > 1):
            found, index = _behind_title(text, words, index)
            yield from found
            continue
        if words[index].capital:
            yield from _bare(text, words, index)
        index += 1


def _honorific(text: str, words: list[Token], index: int) -> Iterator[Mention]:
    low = words[index].low
    at = index + 1
    if low == "đồng" and at < len(words) and words[at].low == "chí":
        at += 1
    elif low == "đ" and at + 1 < len(words) and words[at].text == "/" and words[at + 1].low == "c":
        at += 2
    elif low not in _HONORIFIC:
        return
    while at < len(words) and words[at].low in _DEGREES:
        at += 1
    if at >= len(words) or not words[at].capital or head_at(words, at):
        return
    end = trim_name(words, at, run_end(words, at))
    if end - at >= 2 or "-" in words[at].text:
        mention = _with_title_behind(text, words, at, end, "honorific")
        post = _post_before_dash(words, index)
        if post is not None and not mention.titles and name_after_title(text, words, post, index - 1) is None:
            mention.titles.append((words[post].start, words[index - 2].end))
        yield mention


_SENTENCE_MARKS = {".", ";", "\n", "!", "?", "“", "”", '"', ":"}
_LONGEST_POST = 24


def _post_before_dash(words: list[Token], honorific: int) -> int | None:
    """Return where the post begins in "vụ trưởng Vụ … - bà A", read back from the form of address."""
    if honorific < 2 or words[honorific - 1].text not in {"-", "–"}:
        return None
    for at in range(honorific - 2, max(-1, honorific - _LONGEST_POST), -1):
        if words[at].text in _SENTENCE_MARKS or words[at].low in _HONORIFIC:
            return None
        if head_at(words, at):
            while at and head_at(words, at - 1) > 1:
                at -= 1
            return at
    return None


def _behind_title(text: str, words: list[Token], index: int) -> tuple[list[Mention], int]:
    end = title_end(text, words, index, after_name=False)
    found = name_after_title(text, words, index, end)
    if found is None:
        return _behind_dash(text, words, index, end), index + head_at(words, index)
    first, stop = found
    mention = _with_title_behind(text, words, first, stop, "title")
    mention.titles.insert(0, (words[index].start, words[first - 1].end))
    return [mention], stop


def _behind_dash(text: str, words: list[Token], index: int, end: int) -> list[Mention]:
    """Read the name behind a dash, with or without a form of address ("Thứ trưởng Bộ … - ông A")."""
    at = end
    if at >= len(words) or words[at].text not in {"-", "–", ":"}:
        return []
    at += 1
    while at < len(words) and words[at].low in {"ông", "bà", "ngài", "đồng", "chí"}:
        at += 1
    stop = run_end(words, at) if at < len(words) else at
    if stop - at < 2 or head_at(words, at) or not plausible_name(words, at, stop):
        return []
    if gazetteer.find_known(text[words[at].start : words[stop - 1].end]) is not None:
        return []
    stop = trim_name(words, at, stop)
    mention = Mention(
        words[at].start, words[stop - 1].end, text[words[at].start : words[stop - 1].end], rule="dash"
    )
    mention.titles.append((words[index].start, words[end - 1].end))
    return [mention]


def _bare(text: str, words: list[Token], index: int) -> Iterator[Mention]:
    """A name without any address, told by the post right behind it: "Nguyễn Văn A - Chủ tịch …"."""
    if index and words[index - 1].capital and words[index - 1].end + 1 == words[index].start:
        return
    stop = run_end(words, index)
    if not 2 <= stop - index <= 6 or stop + 1 >= len(words):
        return
    at = stop + 1
    if words[stop].text not in {",", "-", "–", "("} or not (head_at(words, at) or _former(words, at)):
        return
    if gazetteer.find_known(text[words[index].start : words[stop - 1].end]) is not None:
        return
    if plausible_name(words, index, stop) and trim_name(words, index, stop) == stop:
        yield _with_title_behind(text, words, index, stop, "bare")


def _former(words: list[Token], at: int) -> bool:
    return (
        at + 1 < len(words)
        and words[at].low in {"nguyên", "quyền", "cựu", "tân"}
        and head_at(words, at + 1) > 0
    )


def _with_title_behind(text: str, words: list[Token], first: int, stop: int, rule: str) -> Mention:
    name = text[words[first].start : words[stop - 1].end]
    mention = Mention(words[first].start, words[stop - 1].end, " ".join(name.split()), rule=rule)
    at = stop
    if at < len(words) and words[at].text in {",", "-", "–", "("}:
        at += 1
        if at < len(words) and (head_at(words, at) or _former(words, at)):
            begin = at
            if not head_at(words, at):
                at += 1
            end = title_end(text, words, at, after_name=True)
            named = name_after_title(text, words, at, end)
            if named is not None:
                # "…, Bí thư Nguyễn Văn A nêu ý kiến": the last post belongs to the next person.
                end = _comma_before(words, begin, named[0])
            if end > begin:
                mention.titles.append((words[begin].start, words[end - 1].end))
    return mention


def _comma_before(words: list[Token], begin: int, name: int) -> int:
    """Return where the posts end that stand before the post of the person named at ``name``."""
    for at in range(name - 1, begin, -1):
        if words[at].text == "," and head_at(words, at + 1):
            return at
    return begin


# -- one person, many mentions ----------------------------------------------------------------------


def _merged(mentions: list[Mention]) -> list[Person]:
    people: list[Person] = []
    for mention in mentions:
        same = next((p for p in people if _same(p.name, mention.name)), None)
        if same is None:
            people.append(Person(mention.name, [mention]))
            continue
        same.mentions.append(mention)
        if len(mention.name.split()) > len(same.name.split()):
            same.name = mention.name
    return people


def _same(first: str, second: str) -> bool:
    if name_key(first) == name_key(second):
        return True
    long, short = sorted((first.split(), second.split()), key=len, reverse=True)
    if len(short) < 2 or (long[0] in vietnamese_surnames() and is_vietnamese(first)):
        return False
    keys, part = [name_key(w) for w in long], [name_key(w) for w in short]
    if any(keys[i : i + len(part)] == part for i in range(len(keys) - len(part) + 1)):
        return True
    if not is_vietnamese(first) and keys[0] == part[0] and keys[-1] == part[-1]:
        rest = iter(keys)
        return all(word in rest for word in part)
    return _slip(keys, part) and not is_vietnamese(first) and not is_vietnamese(second)


def _slip(first: list[str], second: list[str]) -> bool:
    """Whether two names differ by one letter in one word: a foreign name mistyped within an article."""
    if len(first) != len(second) or sum(map(len, first)) < _LONG_ENOUGH:
        return False
    unequal = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return len(unequal) == 1 and unequal[0][0][0] == unequal[0][1][0] and _one_letter(*unequal[0])


_LONG_ENOUGH = 7


def _one_letter(first: str, second: str) -> bool:
    """Whether one letter was left out, doubled or changed."""
    long, short = sorted((first, second), key=len, reverse=True)
    if len(long) - len(short) > 1 or len(short) < 4:
        return False
    at = next((i for i, (a, b) in enumerate(zip(long, short, strict=False)) if a != b), len(short))
    return long[at + 1 :] == (short[at + 1 :] if len(long) == len(short) else short[at:])


def _describe(text: str, person: Person, places: list[PlaceMention]) -> None:
    best: list[tuple[int, int]] = []
    for mention in person.mentions:
        if sum(b - a for a, b in mention.titles) > sum(b - a for a, b in best):
            best = mention.titles
    parts: list[str] = []
    for a, b in best:
        part = " ".join(text[a:b].split())
        if part not in parts:
            parts.append(part)
    person.title = _post(", ".join(parts))
    # The evidence of a post shows whose it is: from the post to the name beside it.
    holder = next((m for m in person.mentions if m.titles and m.titles == best), None)
    if holder is not None:
        person.title_span = (
            min([holder.start, *(a for a, _ in best)]),
            max([holder.end, *(b for _, b in best)]),
        )
    person.organisation = _organisation(person.title)
    _take_side(text, person, places)


# Leading a delegation is a role in the visit, not a post.
_ROLE = re.compile(
    r"(?:,|\s[-–])\s*(?:[Pp]hó )?[Tt]rưởng [Đđ]oàn(?: công tác| đại biểu(?! [Qq]uốc hội))?(?=,|$)"
)


def _post(title: str) -> str:
    return _ROLE.sub("", title).strip(" ,-–")


_ORGANISATION = re.compile(
    r"\b(?:UBND|HĐND|Ủy ban|Uỷ ban|Hội đồng|Sở|Ban|Bộ|Cục|Vụ|Tỉnh ủy|Thành ủy|Tỉnh uỷ"
    r"|Thành uỷ|Khu ủy|Đảng ủy|Quốc hội|Chính phủ|Đại sứ quán|Tổng Lãnh sự quán"
    r"|Viện|Trường|Đại học|Tập đoàn|Công ty|Liên đoàn|Hiệp hội|Hội|Trung ương|Tổ chức"
    r"|Ngân hàng|Văn phòng|Phòng|Trung tâm|Liên hiệp|Mặt trận|thành phố|Thành phố|TP|tỉnh"
    r"|Tỉnh)\b(?! trưởng\b).*"
)


def _organisation(title: str) -> str:
    parts = re.split(r",\s+", title) if title else []
    for part in [*reversed(parts), title]:
        match = _ORGANISATION.search(part)
        if match:
            return match.group().strip(" ,-–")
    return ""


_OWN_ENVOY = re.compile(
    r"(?:đại sứ|lãnh sự|đại diện)(?: quán)?(?: đặc mệnh toàn quyền)?(?: của)?(?: nước)? Việt Nam\b",
    re.IGNORECASE,
)


def _take_side(text: str, person: Person, places: list[PlaceMention]) -> None:
    spans = [span for mention in person.mentions for span in mention.titles]
    inside = [p for a, b in spans for p in places if a <= p.start < b]
    represents = _OWN_ENVOY.search(person.title)
    foreign = [p for p in inside if p.foreign]
    home = [p for p in inside if p.vietnamese]
    if represents:
        person.side = "vn"
    elif foreign and (
        not home or foreign[0].start < home[0].start or re.search(r"[Đđ]ại sứ|[Ll]ãnh sự", person.title)
    ):
        person.side = "foreign"
        person.country = foreign[0].country
        person.locality = next((p.name for p in foreign if p.kind != "country"), "")
    elif home:
        person.side = (
            "vn"
            if is_vietnamese(person.name) or re.search(r"Tỉnh ủy|Thành ủy|UBND", person.title)
            else "foreign"
        )
    else:
        person.side = "vn" if is_vietnamese(person.name) else "foreign"
    if person.side == "vn":
        person.locality = next((p.province for p in home if p.province), "")
        person.country = gazetteer.VIETNAM
