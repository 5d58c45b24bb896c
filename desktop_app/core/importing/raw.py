"""What a reader hands on: text as extracted, before hygiene, and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_app.core.importing.article import DateProposal, Proposal


@dataclass(frozen=True, slots=True)
class RawParagraph:
    """A paragraph as extracted; ``caption`` when the file marks it as a picture's caption."""

    text: str
    caption: bool = False


@dataclass(frozen=True, slots=True)
class RawArticle:
    """The paragraphs of a file and the proposals the file itself makes.

    ``opening`` are lines to check for a secrecy mark besides the text (headers, lines before joining).
    ``fonts`` are names of fonts used anywhere, evidence for text typed before Unicode; ``converted`` tells
    that the reader has converted legacy fonts already, run by run.
    """

    paragraphs: tuple[RawParagraph, ...]
    opening: str = ""
    fonts: tuple[str, ...] = ()
    converted: bool = False
    title: Proposal | None = None
    outlet: Proposal | None = None
    author: Proposal | None = None
    address: Proposal | None = None
    published: DateProposal | None = None
    external_id: str = ""
    warnings: tuple[str, ...] = field(default=())
