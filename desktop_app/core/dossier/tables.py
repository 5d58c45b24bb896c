"""Drawings as tables: the key under the timeline, and both drawings in the Word twin."""

from __future__ import annotations

from desktop_app.core.dossier.context import say
from desktop_app.core.dossier.model import Chart, Column, Table, Timeline

EVENT_WORDS = {"out": "Đoàn ra", "in": "Đoàn vào", "signed": "Ký kết", "other": "Khác"}


def timeline_table(timeline: Timeline) -> Table:
    """The events with their numbers, dates and marks."""
    columns = (Column("Số", 0.07, "centre"), Column("Thời gian", 0.23), Column("Sự kiện", 0.70))
    rows = tuple((say(str(n)), say(event.when), event.text) for n, event in enumerate(timeline.events, 1))
    return Table(columns, rows)


def chart_table(chart: Chart) -> Table:
    """The bars as rows."""
    columns = (Column("Chỉ tiêu", 0.65), Column("Giá trị", 0.35, "right"))
    return Table(columns, tuple((say(bar.label), say(bar.shown)) for bar in chart.bars), chart.title)
