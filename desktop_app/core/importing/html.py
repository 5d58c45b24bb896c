"""Saved web pages. Only bytes are read: no address is ever opened, no picture loaded."""

# The library comes without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

import json
import re
from typing import Any, cast

from db.dates import PartialDate
from desktop_app.core.importing.article import DateProposal, Proposal, RefusalReason
from desktop_app.core.importing.assemble import outlet_proposal
from desktop_app.core.importing.blocks import Block, text_blocks
from desktop_app.core.importing.decode import decode
from desktop_app.core.importing.metadata import FROM_ADDRESS, date_in_address
from desktop_app.core.importing.outlets import outlet_of_host
from desktop_app.core.importing.raw import RawArticle, RawParagraph
from desktop_app.core.importing.refusals import ReadRefused
from desktop_app.core.text.normalise import clean_line

MAX_HTML_BYTES = 5 * 1024 * 1024
_SHORT_RESULT = 250
_SHORT_SHARE = 0.15

_CHARSET = re.compile(rb"<meta[^>]{0,300}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_ISO_DAY = re.compile(r"((?:19|20)\d{2})-(\d{2})-(\d{2})")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
_SITE_IN_TITLE = re.compile(r"\s+[|»–-]\s+[^|»–-]{2,40}\Z")

_WHOLE_PAGE = (
    "Không nhận ra phần chính của trang nên đã lấy toàn bộ chữ trên trang. "
    "Hãy xóa phần thừa (thực đơn, tin liên quan) trước khi lưu."
)


def read_html(data: bytes) -> RawArticle:
    """Read a saved web page: its main text, and what it says about itself.

    Raises:
        ReadRefused: the page is too large.
    """
    if len(data) > MAX_HTML_BYTES:
        raise ReadRefused(RefusalReason.TOO_LARGE)
    page = _decode_page(data)
    blocks = text_blocks(page)
    main, found_date, found_author = _main_text(page)
    everything = sum(len(block.text) for block in blocks)
    warnings: tuple[str, ...] = ()
    if len(main) < _SHORT_RESULT or len(main) < everything * _SHORT_SHARE:
        paragraphs = tuple(RawParagraph(block.text, block.caption) for block in blocks)
        warnings = (_WHOLE_PAGE,)
    else:
        paragraphs = _with_captions(main, blocks)
    facts = _Facts(page)
    return RawArticle(
        paragraphs=paragraphs,
        opening="\n".join(block.text for block in blocks[:200]),
        title=facts.title(),
        outlet=facts.outlet(),
        author=facts.author(found_author),
        address=facts.address,
        published=facts.published(found_date),
        warnings=warnings,
    )


def _decode_page(data: bytes) -> str:
    named = _CHARSET.search(data[:4096])
    if named is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            # The page claims a wrong encoding; its bytes decide.
            return decode(data)[0]
    return decode(data)[0]


def _main_text(page: str) -> tuple[str, str, str]:
    """Return main text, publication day (ISO) and author as ``trafilatura`` finds them."""
    # Imported here: it takes half a second, and most files are no pages.
    from trafilatura import bare_extraction

    found = bare_extraction(
        page, fast=True, include_comments=False, include_tables=True, with_metadata=True, favor_recall=False
    )
    if found is None:
        return "", "", ""
    fields: dict[str, Any] = found if isinstance(found, dict) else found.as_dict()
    return str(fields.get("text") or ""), str(fields.get("date") or ""), str(fields.get("author") or "")


def _with_captions(main: str, blocks: list[Block]) -> tuple[RawParagraph, ...]:
    captions = {clean_line(block.text) for block in blocks if block.caption}
    lines = [line for line in main.split("\n") if line.strip()]
    return tuple(RawParagraph(line, clean_line(line) in captions) for line in lines)


class _Facts:
    """What a page says about itself in its head."""

    def __init__(self, page: str) -> None:
        self._tree = _parse(page)
        self._linked = self._json_ld()
        saved = _SAVED_FROM.search(page[:4000])
        where = (
            self._attribute("//link[@rel='canonical']/@href")
            or self._meta("og:url")
            or (saved[1] if saved else "")
        )
        self.address = (
            Proposal(where, "ghi trong trang") if where.startswith(("http://", "https://")) else None
        )

    def _attribute(self, path: str) -> str:
        if self._tree is None:
            return ""
        values = cast("list[Any]", self._tree.xpath(path))
        return clean_line(str(values[0]))[:1000] if values else ""

    def _meta(self, name: str) -> str:
        return self._attribute(f"//meta[@property='{name}' or @name='{name}' or @itemprop='{name}']/@content")

    def _json_ld(self) -> dict[str, Any]:
        if self._tree is None:
            return {}
        for script in cast("list[Any]", self._tree.xpath("//script[@type='application/ld+json']/text()"))[
            :10
        ]:
            try:
                loaded = json.loads(str(script))
            except (ValueError, RecursionError):
                continue
            for entry in cast("list[Any]", loaded if isinstance(loaded, list) else [loaded])[:20]:
                if isinstance(entry, dict) and "datePublished" in entry:
                    return cast("dict[str, Any]", entry)
        return {}

    def title(self) -> Proposal | None:
        value = self._meta("og:title") or self._attribute("//h1//text()[normalize-space()]")
        if value:
            return Proposal(_SITE_IN_TITLE.sub("", value), "từ tiêu đề của trang")
        value = _SITE_IN_TITLE.sub("", self._attribute("//title/text()"))
        return Proposal(value, "từ tên của trang") if value else None

    def outlet(self) -> Proposal | None:
        by_address = outlet_proposal(self.address.value) if self.address else None
        if by_address is not None:
            return by_address
        name = self._meta("og:site_name")
        if not name:
            return None
        return Proposal(outlet_of_host(name) or name, "từ tên trang báo")

    def author(self, found: str) -> Proposal | None:
        value = self._meta("author") or self._meta("article:author") or found
        value = "" if value.startswith(("http:", "https:")) else value
        return Proposal(value, "ghi trong trang", certain=False) if value else None

    def published(self, found: str) -> DateProposal | None:
        stated = (
            self._meta("article:published_time")
            or self._meta("datePublished")
            or self._meta("pubdate")
            or str(self._linked.get("datePublished") or "")
        )
        date = _day(stated)
        if date is not None:
            return DateProposal(date, "từ ngày đăng ghi trong trang")
        in_address = date_in_address(self.address.value) if self.address else None
        if in_address is not None:
            return DateProposal(PartialDate.from_day(in_address), FROM_ADDRESS)
        date = _day(found)
        return DateProposal(date, "từ dòng ngày trên trang") if date else None


def _day(stated: str) -> PartialDate | None:
    match = _ISO_DAY.search(stated)
    if match is None:
        return None
    try:
        return PartialDate.from_iso(match.group())
    except ValueError:
        return None


def _parse(page: str) -> Any:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        return document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
