"""Findings as the JSON that ``suggest --jsonl`` writes."""

from __future__ import annotations

from typing import Any

from desktop_app.core.extraction.candidates import (
    AgreementCandidate,
    AliasCandidate,
    CommitmentCandidate,
    FieldCandidate,
    FigureCandidate,
    Findings,
    Found,
    PersonCandidate,
    ProfileCandidate,
    VisitCandidate,
    payload,
)


def to_json(findings: Findings) -> dict[str, Any]:
    """Return findings as plain JSON values.

    Each item holds its values, ``spans`` as ``[start, end]`` (those that show what the item is),
    ``evidence`` as ``[start, end, field]`` (all of them, with the value each shows), ``score``, ``rule`` and
    ``doubts``. ``fields`` is a list of names.
    """
    return {
        "visits": [_visit(item) for item in findings.visits],
        "agreements": [_item(item) for item in (*findings.agreements, *findings.proposed)],
        "commitments": [_item(item) for item in findings.commitments],
        "persons": [_item(item) for item in findings.persons],
        "figures": [_item(item) for item in findings.figures],
        "fields": [item.name for item in findings.fields],
        "field_spans": [_field(item) for item in findings.fields],
        "profile": [_item(item) for item in findings.profile],
        "aliases": [_item(item) for item in findings.aliases],
    }


# The values that make an item what it is; dates and notes beside them are under ``evidence`` only.
_CENTRAL: dict[type[Found], set[str]] = {
    VisitCandidate: {"", "start", "end", "heads", "hosts", "partners"},
    AgreementCandidate: {"", "type", "title", "parties"},
    CommitmentCandidate: {"content"},
    PersonCandidate: {"name", "title"},
    FigureCandidate: {"value"},
    ProfileCandidate: {"value", "place"},
    AliasCandidate: {"alias", "canonical"},
}


def _visit(found: VisitCandidate) -> dict[str, Any]:
    """A visit; a day whose year is not known is no date of the format and stands in ``without_year``."""
    item = _item(found)
    without_year = {name: item[name] for name in ("start", "end") if str(item[name] or "").startswith("--")}
    return {**item, **dict.fromkeys(without_year), "without_year": without_year}


def _item(found: Found) -> dict[str, Any]:
    central = _CENTRAL[type(found)]
    spans = dict.fromkeys((span.start, span.end) for span in found.spans if span.field in central)
    return {
        **payload(found),
        "spans": [list(span) for span in spans],
        "evidence": [[span.start, span.end, span.field] for span in found.spans],
        "score": found.score,
        "rule": found.rule,
        "doubts": list(found.doubts),
    }


def _field(found: FieldCandidate) -> dict[str, Any]:
    return {
        "name": found.name,
        "spans": [[span.start, span.end] for span in found.spans],
        "score": found.score,
    }
