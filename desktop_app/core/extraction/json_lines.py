"""Findings as the JSON that ``suggest --jsonl`` writes."""

from __future__ import annotations

from typing import Any

from desktop_app.core.extraction.candidates import FieldCandidate, Findings, Found, payload


def to_json(findings: Findings) -> dict[str, Any]:
    """Return findings as plain JSON values.

    Each item holds its values, ``spans`` as ``[start, end]``, ``span_fields`` (which value each span shows, in
    the same order), ``score``, ``rule`` and ``doubts``. ``fields`` is a list of names.
    """
    return {
        "visits": [_item(item) for item in findings.visits],
        "agreements": [_item(item) for item in findings.agreements],
        "commitments": [_item(item) for item in findings.commitments],
        "persons": [_item(item) for item in findings.persons],
        "figures": [_item(item) for item in findings.figures],
        "fields": [item.name for item in findings.fields],
        "field_spans": [_field(item) for item in findings.fields],
        "profile": [_item(item) for item in findings.profile],
        "aliases": [_item(item) for item in findings.aliases],
    }


def _item(found: Found) -> dict[str, Any]:
    return {
        **payload(found),
        "spans": [[span.start, span.end] for span in found.spans],
        "span_fields": [span.field for span in found.spans],
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
