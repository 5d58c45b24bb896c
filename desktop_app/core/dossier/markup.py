"""The one door into ReportLab's paragraph mark-up: text goes in escaped or not at all."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from desktop_app.core.dossier.fonts import spans
from desktop_app.core.dossier.model import Run, Source, Text, mark_text
from desktop_app.core.dossier.text import bind


def safe(text: str) -> str:
    """``text`` as mark-up: escaped, bound, in fonts that have its letters.

    Raises:
        MissingGlyph: a character is in none of the shipped fonts.
    """
    pieces = [
        f'<font name="{family}">{escape(piece)}</font>' if family else escape(piece)
        for family, piece in spans(bind(text))
    ]
    return "".join(pieces).replace("\n", "<br/>")


def markup(text: Text, sources: tuple[Source, ...], link_colour: str) -> str:
    """A whole text with its styles, links and source marks."""
    return "".join(_run(run, sources, link_colour) for run in text)


def link(target: str, words: str, colour: str) -> str:
    """``words`` (already mark-up) as a link to an address or, with ``#``, inside the document."""
    return f"<a href={quoteattr(target)} color={quoteattr(colour)}>{words}</a>"


def anchor(name: str) -> str:
    """A place that links can point at; ``name`` is made by us."""
    return f"<a name={quoteattr(name)}/>"


def _run(run: Run, sources: tuple[Source, ...], link_colour: str) -> str:
    if run.mark is not None:
        return link(f"#{run.mark.anchor}", escape(mark_text(run.mark, sources)), link_colour)
    words = safe(run.text)
    if run.italic:
        words = f"<i>{words}</i>"
    if run.bold:
        words = f"<b>{words}</b>"
    return link(run.link, words, link_colour) if run.link else words
