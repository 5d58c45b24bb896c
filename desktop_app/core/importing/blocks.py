"""HTML → blocks of text, with the standard parser: no depth limit, nothing fetched, nothing executed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_BREAKING_NAMES = (
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section summary table tbody td "
    "tfoot th thead title tr ul"
)
_VOID_NAMES = "area base br col embed hr img input link meta source track wbr"
_BREAKING = frozenset(_BREAKING_NAMES.split())
_VOID = frozenset(_VOID_NAMES.split())
_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "select", "button", "head", "iframe"))
_CAPTION_CLASS = re.compile(r"caption|chu-?thich|photo-?cms", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text without a break; ``caption`` when it belongs to a picture."""

    text: str
    caption: bool = False


@dataclass(slots=True)
class _Collector:
    blocks: list[Block] = field(default_factory=list[Block])
    pieces: list[str] = field(default_factory=list[str])

    def flush(self, *, caption: bool) -> None:
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        if text:
            self.blocks.append(Block(text, caption))


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.collected = _Collector()
        self._silent = ""
        self._silent_depth = 0
        self._caption = ""
        self._caption_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent:
            self._silent_depth += tag == self._silent
            return
        if tag in _SILENT:
            self._silent, self._silent_depth = tag, 1
            return
        if tag in _BREAKING:
            self.collected.flush(caption=bool(self._caption))
        if self._caption:
            self._caption_depth += tag == self._caption
        elif tag not in _VOID and (tag == "figcaption" or _says_caption(attrs)):
            self.collected.flush(caption=False)
            self._caption, self._caption_depth = tag, 1

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent_depth -= tag == self._silent
            if self._silent_depth == 0 or tag in ("body", "html"):
                self._silent = ""
            return
        if tag in _BREAKING:
            self.collected.flush(caption=bool(self._caption))
        if tag == self._caption:
            self._caption_depth -= 1
            if self._caption_depth == 0:
                self.collected.flush(caption=True)
                self._caption = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.collected.pieces.append(data)

    def close(self) -> None:
        super().close()
        self.collected.flush(caption=bool(self._caption))


def _says_caption(attrs: list[tuple[str, str | None]]) -> bool:
    return any(name == "class" and value and _CAPTION_CLASS.search(value) for name, value in attrs[:20])


def text_blocks(html: str) -> list[Block]:
    """Return the visible text of a page in order, cut where a browser would break the line."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.collected.blocks
