"""What was found in an article, as one list."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from desktop_app.core.extraction.candidates import Findings


def all_of(findings: Findings) -> list[Any]:
    """Return the suggestions of every kind."""
    return [item for kind in fields(findings) for item in getattr(findings, kind.name)]
