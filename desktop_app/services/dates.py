"""Dates as people type them, for the fields of forms and the command line."""

from __future__ import annotations

from desktop_app.core.text.dates import parse_date as parse_date
