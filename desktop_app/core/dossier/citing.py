"""Numbers the sources: one number for each article, one letter for each passage quoted from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from db.records import Article, Evidence, Passage
from desktop_app.core.dossier.model import Mark, Quote, Run, Source
from desktop_app.core.dossier.request import DossierData
from desktop_app.core.dossier.text import line, shorten, web_address
from desktop_app.core.dossier.wording import show_date

_LONGEST_QUOTE = 360
_SENTENCE_END = re.compile(r"(\w*)[.!?…][\"”')\]]*\s+")


class SourceBook:
    """Gives out marks in the order of first use and remembers what they stand for."""

    def __init__(self, data: DossierData) -> None:
        self._data = data
        self._numbers: dict[int, int] = {}
        self._quotes: dict[int, dict[tuple[int, int], str]] = {}

    def marks(self, kind: str, record_id: int, *fields: str, limit: int = 3) -> tuple[Run, ...]:
        """Marks for a statement made from a record.

        Evidence for one of ``fields`` comes first; without any, what supports the whole record; else
        everything there is. At most ``limit`` different passages are named; ``()`` without evidence.
        """
        evidence = self._data.evidence.get((kind, record_id), ())
        chosen = [item for item in evidence if _names(item.field, fields)]
        chosen = chosen or [item for item in evidence if not item.field] or list(evidence)
        found: list[Mark] = []
        for item in chosen:
            mark = self._mark(item)
            if mark is not None and mark not in found:
                found.append(mark)
                if len(found) == limit:
                    break
        return tuple(Run(mark=mark) for mark in found)

    def entries(self) -> tuple[Source, ...]:
        """The source list as far as marks have been given out."""
        return tuple(self._entry(article_id, number) for article_id, number in self._numbers.items())

    def _mark(self, evidence: Evidence) -> Mark | None:
        article = self._data.articles.get(evidence.article_id)
        if article is None:
            return None
        span = quoted_span(article, evidence.start, evidence.end)
        quote = line(article.text[span[0] : span[1]]) or line(evidence.quote)
        if not quote:
            return None
        number = self._numbers.setdefault(article.id, len(self._numbers) + 1)
        quotes = self._quotes.setdefault(article.id, {})
        if span not in quotes:
            quotes[span] = shorten(quote, _LONGEST_QUOTE)
        return Mark(number, list(quotes).index(span))

    def _entry(self, article_id: int, number: int) -> Source:
        article = self._data.articles[article_id]
        quotes = self._quotes[article_id].values()
        return Source(
            number=number,
            title=line(article.label),
            outlet=line(article.outlet),
            date=show_date(article.published) if article.published.known else "",
            address=web_address(article.address) or shorten(article.address, 300),
            quotes=tuple(Quote(Mark(number, index), text) for index, text in enumerate(quotes)),
        )


def _names(field: str, fields: tuple[str, ...]) -> bool:
    return bool(field) and any(field == name or field.startswith((name + ".", name + "[")) for name in fields)


def quoted_span(article: Article, start: int, end: int) -> tuple[int, int]:
    """The sentences around ``[start, end)``, never beyond the paragraph they stand in."""
    size = len(article.text)
    start, end = max(0, min(start, size)), max(0, min(end, size))
    if start >= end:
        return start, start
    low, high = _paragraph(article, start, end)
    if high - low <= _LONGEST_QUOTE:
        return low, high
    cuts = [low, *(low + cut for cut in _sentence_ends(article.text[low:high])), high]
    first = max(cut for cut in cuts if cut <= start)
    last = min(cut for cut in cuts if cut >= end)
    if last - first > _LONGEST_QUOTE:
        first = max(first, start - _LONGEST_QUOTE // 4)
        space = article.text.find(" ", first, start)
        first = first if first in cuts or space < 0 else space + 1
    return first, last


def _sentence_ends(text: str) -> Iterator[int]:
    for hit in _SENTENCE_END.finditer(text):
        word, rest = hit.group(1), text[hit.end() :].lstrip("“‘\"'([–- ")
        # "TP. Vinh", "GS. An": a short word in capitals is an abbreviation.
        if not (word.isupper() and len(word) < 5) and (rest[:1].isupper() or rest[:1].isdigit()):
            yield hit.end()


def _paragraph(article: Article, start: int, end: int) -> tuple[int, int]:
    inside = [item for item in article.passages if _touches(item, start, end)]
    if inside:
        return min(start, *(p.start for p in inside)), max(end, *(p.end for p in inside))
    low = article.text.rfind("\n", 0, start) + 1
    high = article.text.find("\n", end)
    return low, high if high >= 0 else len(article.text)


def _touches(passage: Passage, start: int, end: int) -> bool:
    return passage.start < end and start < passage.end
