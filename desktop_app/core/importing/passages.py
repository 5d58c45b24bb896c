"""What each paragraph of an article is: title, lead, body, caption, byline, source, or a repetition."""

from __future__ import annotations

import re

from db.records import Passage, PassageKind
from desktop_app.core.text.fold import fold
from desktop_app.core.text.normalise import canon
from desktop_app.core.text.sentences import TextSpan, paragraphs

_LONGEST_CAPTION = 60
_LONGEST_BYLINE = 14

_CAPTION = re.compile(
    r"\A(?:chú thích ảnh|ảnh minh họa|ảnh tư liệu|trong ảnh|quang cảnh)\b"
    r"|[.(–-]\s*(?:ảnh|nguồn ảnh)\s*:\s*[^.]{1,60}\)?\.?\Z"
    r"|\(ảnh[^)]{0,60}\)\.?\Z",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"\A(?:tin|bài|ảnh|tin bài|bài viết|bài ảnh|tin ảnh|clip|video|thực hiện|tác giả|phóng viên|biên tập|"
    r"người viết)(?:\s*(?:,|và|&|-|/|\+)\s*(?:tin|bài|ảnh|clip|video|đồ họa))*\s*:\s*(?P<who>\S.*)\Z",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(r"\A\(?theo\s+(?P<who>[^.,;:]{2,60})\)?\.?\Z", re.IGNORECASE)
_SOURCE = re.compile(
    r"\A(?:nguồn(?:\s+[^:]{1,40})?\s*:|link gốc\s*:|xem bài gốc|đường dẫn\s*:)", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://[^\s<>\"'“”()]+[^\s<>\"'“”().,;:!?]", re.IGNORECASE)
_NAME = re.compile(
    r"\A(?:(?:PV|P\.V|BBT|CTV|Nhóm PV|Phóng viên|TS|ThS)\.?\s*)?"
    r"(?:[^\W\d_a-z][^\W\d_]*\.?(?:[ -][^\W\d_a-z][^\W\d_]*\.?){0,4})?"
    r"(?:\s*[-–/(]\s*[^\W\d_][\w .]{1,30}\)?){0,2}\Z"
)


def byline_author(paragraph: str) -> str:
    """Return who a byline names ("Tin, ảnh: Hải Minh" → "Hải Minh"), ``""`` when the paragraph is none."""
    if len(paragraph.split()) > _LONGEST_BYLINE:
        return ""
    found = _BYLINE.match(paragraph)
    if found is None or paragraph.casefold().startswith("ảnh"):
        return ""
    who = re.split(r"\s*[-–;.]?\s*\b(?:ảnh|clip|video)\s*:", found["who"], flags=re.IGNORECASE)[0]
    return who.strip(" .-–;")


def followed_outlet(paragraph: str) -> str:
    """Return whom the last line follows ("Theo TTXVN" → "TTXVN"), or ``""``."""
    found = _FOLLOWING.match(paragraph)
    return found["who"].strip(" )") if found and len(paragraph.split()) <= 8 else ""


def is_name_line(paragraph: str) -> bool:
    """Whether a paragraph is nothing but a name, as reporters sign ("Mai Lan", "PV", "Mai Lan/VOV")."""
    words = paragraph.split()
    return (
        0 < len(words) <= 6 and len(paragraph) <= 60 and _NAME.match(paragraph) is not None and words != ["-"]
    )


def addresses(paragraph: str) -> list[str]:
    """Return the web addresses in a paragraph."""
    return [match.group() for match in _ADDRESS.finditer(paragraph)]


def is_source_line(paragraph: str) -> bool:
    """Whether a paragraph names where the article comes from."""
    if _SOURCE.match(paragraph):
        return True
    found = addresses(paragraph)
    return bool(found) and len(found[0]) >= len(paragraph) - 3


def classify(text: str, *, title: str = "", captions: frozenset[str] = frozenset()) -> tuple[Passage, ...]:
    """Return the passages of a clean text, one for each paragraph, in order.

    Args:
        text: the article text; offsets count its code points.
        title: the title, when one of the first paragraphs may be it.
        captions: paragraphs that the file marks as captions.
    """
    spans = paragraphs(text)
    texts = [span.of(text) for span in spans]
    keys = [_key(paragraph) for paragraph in texts]
    title_key = _key(title)
    seen: set[str] = set()
    kinds: list[PassageKind] = []
    for number, paragraph in enumerate(texts):
        kind = PassageKind.BODY
        doubled = number + 1 < len(texts) and keys[number] == keys[number + 1]
        if keys[number] in seen:
            kind = PassageKind.REPEATED
        elif title_key and number < 3 and keys[number] == title_key:
            kind = PassageKind.TITLE
        elif _is_caption(paragraph, doubled=doubled, marked=paragraph in captions):
            kind = PassageKind.CAPTION
        else:
            kind = _edge_kind(paragraph, number, len(texts))
        seen.add(keys[number])
        kinds.append(kind)
    _mark_lead(spans, kinds)
    return tuple(Passage(span.start, span.end, kind) for span, kind in zip(spans, kinds, strict=True))


def _key(paragraph: str) -> str:
    return " ".join(canon(paragraph).split()).rstrip(" .")


def _is_caption(paragraph: str, *, doubled: bool, marked: bool) -> bool:
    if len(paragraph.split()) > _LONGEST_CAPTION:
        return False
    return marked or doubled or _CAPTION.search(paragraph) is not None


def _edge_kind(paragraph: str, number: int, count: int) -> PassageKind:
    """Bylines and sources stand at the ends of an article."""
    near_end = number >= max(1, count - 5)
    near_start = number < 3
    if is_source_line(paragraph) and near_end:
        return PassageKind.SOURCE
    if near_end or near_start:
        if byline_author(paragraph) or (
            _BYLINE.match(paragraph) and len(paragraph.split()) <= _LONGEST_BYLINE
        ):
            return PassageKind.BYLINE
        if near_end and followed_outlet(paragraph):
            return PassageKind.BYLINE
        if number >= count - 2 and number > 0 and is_name_line(paragraph) and fold(paragraph) != "":
            return PassageKind.BYLINE
    return PassageKind.BODY


def _mark_lead(spans: list[TextSpan], kinds: list[PassageKind]) -> None:
    """The first body paragraph is the lead, unless it is the whole article."""
    body = [number for number in range(len(spans)) if kinds[number] is PassageKind.BODY]
    if len(body) > 1:
        kinds[body[0]] = PassageKind.LEAD
