"""Reads one article: all kinds of facts, each with its evidence."""

from __future__ import annotations

from dataclasses import replace

from desktop_app.core.extraction.agreements import find_agreements
from desktop_app.core.extraction.aliases import find_aliases
from desktop_app.core.extraction.candidates import Context, Findings, VisitCandidate
from desktop_app.core.extraction.commitments import find_commitments
from desktop_app.core.extraction.fields import find_fields
from desktop_app.core.extraction.figures import find_figures
from desktop_app.core.extraction.known_reading import link_people, name_partners
from desktop_app.core.extraction.long_texts import LONG, joined, pieces
from desktop_app.core.extraction.persons import candidates
from desktop_app.core.extraction.profile import find_profile
from desktop_app.core.extraction.reading import Reading
from desktop_app.core.extraction.stops import called_provinces
from desktop_app.core.extraction.visits import find_visits


def find(text: str, context: Context) -> Findings:
    """Return everything the rules find in ``text``.

    Args:
        text: the article, NFC. Offsets of all spans count its code points.
        context: day of publication, home province and the like; may be empty.

    Returns:
        Suggestions. The same text and context always give the same ones; nothing outside is read.
    """
    if not text.strip():
        return Findings()
    if len(text) > LONG:
        return joined((start, _find(text[start:end], context)) for start, end in pieces(text))
    return _find(text, context)


def _find(text: str, context: Context) -> Findings:
    if not text.strip():
        return Findings()
    reading = Reading(text, context)
    visits = name_partners(_noted(reading, find_visits(reading)), context.known)
    partners = tuple(place.name for visit in visits for place in visit.partners if place.name)
    agreements, proposed = find_agreements(reading, visits)
    return Findings(
        visits=visits,
        agreements=agreements,
        proposed=proposed,
        commitments=find_commitments(reading, visits) if visits else (),
        persons=link_people(candidates(reading.people), reading.people, reading.known, context.published),
        figures=find_figures(reading),
        fields=find_fields(reading),
        profile=find_profile(reading, partners),
        aliases=find_aliases(reading),
    )


def _noted(reading: Reading, visits: tuple[VisitCandidate, ...]) -> tuple[VisitCandidate, ...]:
    if not visits:
        return visits
    wrong = sorted({place.name for place in called_provinces(reading)})
    if not wrong:
        return visits
    doubt = f"bài gọi thành phố là tỉnh: {', '.join(wrong)}"
    return (replace(visits[0], doubts=(*visits[0].doubts, doubt)), *visits[1:])
