"""What a person pastes from a browser, from Word or from a message."""

from __future__ import annotations

import re

from desktop_app.core.importing.article import ImportedArticle, RefusalReason, Unreadable
from desktop_app.core.importing.assemble import assemble
from desktop_app.core.importing.blocks import text_blocks as html_blocks
from desktop_app.core.importing.html import MAX_HTML_BYTES
from desktop_app.core.importing.plain import MAX_CHARACTERS, text_blocks
from desktop_app.core.importing.raw import RawArticle, RawParagraph
from desktop_app.core.importing.refusals import ReadRefused, unreadable

PASTED_NAME = "Nội dung dán"

_FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*?)<!--\s*EndFragment\s*-->", re.DOTALL | re.IGNORECASE)
_FONT = re.compile(
    r"font-family\s*:\s*['\"]?\s*([^;'\",<>]{2,60})|<font[^>]{0,200}face=['\"]?([^;'\",<>]{2,60})", re.I
)
_BULLET = re.compile(r"\A[·•▪o]\s{2,}|\A[·•▪]\s+")
_TAGS = {
    "p",
    "br",
    "div",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "b",
    "i",
    "strong",
    "em",
}


def from_pasted(text: str, html: str | None = None) -> ImportedArticle | Unreadable:
    """Make an article of pasted text; with the browser's HTML its paragraphs are told apart better."""
    if len(text) > MAX_CHARACTERS or (html and len(html) > MAX_HTML_BYTES):
        return unreadable(PASTED_NAME, RefusalReason.TOO_LARGE)
    raw = _from_html(html) if html else None
    media_type, original = "text/html", html or ""
    if raw is None:
        raw = RawArticle(tuple(RawParagraph(block) for block in text_blocks(text)), opening=text)
        media_type, original = "text/plain", text
    if not raw.paragraphs:
        return unreadable(
            PASTED_NAME, RefusalReason.EMPTY, "Chưa có chữ nào được dán. Hãy sao chép bài rồi dán lại."
        )
    try:
        return assemble(
            raw, file_name=PASTED_NAME, media_type=media_type, original=original.encode("utf-8", "replace")
        )
    except ReadRefused as refused:
        return unreadable(PASTED_NAME, refused.reason, refused.sentence)


def _from_html(html: str) -> RawArticle | None:
    import nh3

    cut = _FRAGMENT.search(html)
    fragment = cut[1] if cut else html
    # The names of fonts are read before cleaning takes the attributes away.
    fonts = {name.strip() for match in _FONT.finditer(fragment) for name in match.groups() if name}
    # Line ends inside HTML are blanks, and the soft hyphen may be a letter: neither is touched here.
    clean_html = nh3.clean(fragment, tags=_TAGS, attributes={}, strip_comments=True)
    blocks = [_BULLET.sub("", block.text) for block in html_blocks(clean_html)]
    if not blocks:
        return None
    return RawArticle(
        paragraphs=tuple(RawParagraph(block) for block in blocks),
        opening="\n".join(blocks[:60]),
        fonts=tuple(sorted(fonts)),
    )
