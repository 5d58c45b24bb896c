"""The timeline and the bar chart, drawn with the shipped fonts; shapes differ, so grey print stays clear."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from reportlab.graphics import shapes
from reportlab.graphics.shapes import Drawing, Shape
from reportlab.lib.colors import Color, white

from desktop_app.core.dossier.fonts import face, spans, width
from desktop_app.core.dossier.model import Chart, Event, Timeline
from desktop_app.core.dossier.styles import FRAME_WIDTH, Sheet
from desktop_app.core.dossier.tables import EVENT_WORDS
from desktop_app.core.dossier.text import bind, shorten

# The published types of shapes reject their own keyword arguments.
_SHAPES: Any = shapes
_BAND = 15.0
_LABEL_WIDTH = 112.0
_LABEL_HEIGHT = 35.0
_NUMBER_WIDTH = 22.0
_NUMBER_HEIGHT = 15.0
_GAP = 6.0
_MOST_LABELS = 10
_MOST_LANES = 5
_MOST_NUMBER_LANES = 12
_KEY_HEIGHT = 18.0


@dataclass(frozen=True, slots=True)
class _Placed:
    number: int
    event: Event
    x: float
    lane: int


def draw_timeline(timeline: Timeline, sheet: Sheet) -> Drawing | None:
    """Ours above the band of years, theirs below; ``None`` when no event has a year."""
    dated = [(n, e) for n, e in enumerate(timeline.events, 1) if e.day is not None]
    if not dated:
        return None
    days = [day for _, e in dated for day in (e.day, e.last) if day is not None]
    years = (min(days).year, max(max(days).year, min(days).year + 1))
    if len(dated) <= _MOST_LABELS:
        above, below = _sides(dated, years, _LABEL_WIDTH)
        if max((p.lane for p in above + below), default=0) < _MOST_LANES:
            return _draw(sheet, years, above, below, labelled=True)
    above, below = _sides(dated, years, _NUMBER_WIDTH)
    return _draw(sheet, years, above, below, labelled=False)


def _sides(
    dated: list[tuple[int, Event]], years: tuple[int, int], label: float
) -> tuple[list[_Placed], list[_Placed]]:
    upper = [(n, e) for n, e in dated if e.side != "in"]
    lower = [(n, e) for n, e in dated if e.side == "in"]
    return _place(upper, years, label), _place(lower, years, label)


def _place(events: list[tuple[int, Event]], years: tuple[int, int], label: float) -> list[_Placed]:
    # From right to left: an event further left gets the higher lane, so no leader runs through a label.
    starts: list[float] = []
    placed: list[_Placed] = []
    for number, event in reversed(events):
        x = _x(event.day or dt.date(years[0], 1, 1), years, label)
        lane = next((i for i, start in enumerate(starts) if x + label + _GAP <= start), len(starts))
        starts = [x] * (lane + 1) + starts[lane + 1 :]
        placed.append(_Placed(number, event, x, lane))
    return placed


def _x(day: dt.date, years: tuple[int, int], label: float) -> float:
    first, last = dt.date(years[0], 1, 1), dt.date(years[1], 12, 31)
    share = (day - first).days / (last - first).days
    return 8 + share * (FRAME_WIDTH - label - 12)


def _draw(
    sheet: Sheet, years: tuple[int, int], above: list[_Placed], below: list[_Placed], *, labelled: bool
) -> Drawing:
    step = _LABEL_HEIGHT if labelled else _NUMBER_HEIGHT
    label = _LABEL_WIDTH if labelled else _NUMBER_WIDTH
    up = _lanes(above) * step + 14
    down = _lanes(below) * step + 18 if below else 6.0
    drawing = Drawing(FRAME_WIDTH, up + _BAND + down + _KEY_HEIGHT)
    base = down + _KEY_HEIGHT
    _band(drawing, sheet, base, years, label)
    for placed in (*above, *below):
        lane = min(placed.lane, _MOST_NUMBER_LANES)
        if placed.event.side == "in":
            start, end = base, base - 14 - lane * step
        else:
            start, end = base + _BAND, base + _BAND + 14 + lane * step
        _event(drawing, sheet, placed, start, end, labelled=labelled)
    _key(drawing, sheet)
    return drawing


def _lanes(placed: list[_Placed]) -> int:
    return min(max((p.lane for p in placed), default=0), _MOST_NUMBER_LANES) + 1


def _band(drawing: Drawing, sheet: Sheet, base: float, years: tuple[int, int], label: float) -> None:
    palette = sheet.palette
    drawing.add(
        _SHAPES.Rect(
            0, base, FRAME_WIDTH, _BAND, fillColor=palette.tint, strokeColor=palette.rule, strokeWidth=0.5
        )
    )
    count = years[1] - years[0] + 1
    room = (FRAME_WIDTH - label - 12) / count
    every = max(1, -(-30 // max(1, int(room))))
    for year in range(years[0], years[1] + 1):
        x = _x(dt.date(year, 1, 1), years, label)
        if (year - years[0]) % every == 0:
            drawing.add(_SHAPES.Line(x, base, x, base + _BAND, strokeColor=palette.rule, strokeWidth=0.5))
            _say(drawing, x + 3, base + 4.5, str(year), face(sheet.head, bold=True), 9, palette.ink)


def _event(
    drawing: Drawing, sheet: Sheet, placed: _Placed, start: float, end: float, *, labelled: bool
) -> None:
    palette, event = sheet.palette, placed.event
    regular, bold = face(sheet.head), face(sheet.head, bold=True)
    upward = end > start
    # The marker stands beside its own words: markers of one day would hide each other on the band.
    top = end + (_LABEL_HEIGHT - 12 if upward else -8) if labelled else end + (2 if upward else -8)
    leader = _SHAPES.Line(placed.x, start, placed.x, top + 3, strokeColor=palette.soft, strokeWidth=0.6)
    drawing.add(leader)
    drawing.add(_marker(event.side, placed.x, top + 3, palette.ink))
    if not labelled:
        _say(drawing, placed.x + 6, top, str(placed.number), bold, 8.5, palette.ink)
        return
    when = event.when.removeprefix("trong ").replace("năm suy đoán ", "?")
    _say(drawing, placed.x + 8, top, f"{placed.number}. {shorten(when, 24)}", bold, 9, palette.ink)
    for index, row in enumerate(_wrap(event.title, regular, 8.5, _LABEL_WIDTH - 10)):
        _say(drawing, placed.x + 8, top - 9.6 * (index + 1), row, regular, 8.5, palette.soft)


def _marker(side: str, x: float, y: float, ink: Color) -> Shape:
    if side == "signed":
        return _SHAPES.Polygon(
            [x - 4.5, y, x, y + 4.5, x + 4.5, y, x, y - 4.5], fillColor=ink, strokeColor=ink, strokeWidth=0.8
        )
    if side == "other":
        return _SHAPES.Rect(x - 3.2, y - 3.2, 6.4, 6.4, fillColor=white, strokeColor=ink, strokeWidth=1)
    fill = ink if side == "out" else white
    return _SHAPES.Circle(x, y, 3.6, fillColor=fill, strokeColor=ink, strokeWidth=1.2)


def _key(drawing: Drawing, sheet: Sheet) -> None:
    x = 8.0
    for side, words in EVENT_WORDS.items():
        drawing.add(_marker(side, x, 6, sheet.palette.ink))
        _say(drawing, x + 8, 3, words, face(sheet.head), 9, sheet.palette.soft)
        x += 30 + width(words, face(sheet.head), 9)


def _wrap(text: str, name: str, size: float, room: float, most: int = 2) -> list[str]:
    rows = [""]
    words = bind(text).split(" ")
    for index, word in enumerate(words):
        longer = f"{rows[-1]} {word}".strip()
        if width(longer, name, size) <= room or not rows[-1]:
            rows[-1] = longer
        elif len(rows) == most:
            rows[-1] = _fit(f"{rows[-1]} {' '.join(words[index:])}", name, size, room)
            break
        else:
            rows.append(word)
    return [_fit(row, name, size, room) for row in rows]


def _fit(text: str, name: str, size: float, room: float) -> str:
    if width(text, name, size) <= room:
        return text
    while text and width(text + "…", name, size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _say(
    drawing: Drawing, x: float, y: float, text: str, name: str, size: float, ink: Color, anchor: str = "start"
) -> None:
    if anchor == "end":
        x -= width(text, name, size)
    for family, piece in spans(text):
        drawing.add(_SHAPES.String(x, y, piece, fontName=family or name, fontSize=size, fillColor=ink))
        x += width(piece, name, size)


def draw_chart(chart: Chart, sheet: Sheet) -> Drawing:
    """Horizontal bars with the number at the end of each."""
    row, label, number = 27.0, FRAME_WIDTH * 0.36, 92.0
    palette, regular, bold = sheet.palette, face(sheet.head), face(sheet.head, bold=True)
    titles = _wrap(chart.title, bold, 10, FRAME_WIDTH, 3)
    drawing = Drawing(FRAME_WIDTH, row * len(chart.bars) + 13 * len(titles) + 8)
    y = drawing.height - 11
    for title in titles:
        _say(drawing, 0, y, title, bold, 10, palette.ink)
        y -= 13
    room = FRAME_WIDTH - label - number - 6
    top = max(bar.value for bar in chart.bars) or 1.0
    y -= row - 14
    for bar in chart.bars:
        rows = _wrap(bar.label, regular, 9, label - 8)
        for index, words in enumerate(rows):
            _say(
                drawing, 0, y + 4 + (5 if len(rows) > 1 else 0) - 10 * index, words, regular, 9, palette.soft
            )
        length = max(1.0, room * bar.value / top)
        drawing.add(
            _SHAPES.Rect(
                label,
                y,
                length,
                14,
                fillColor=palette.rule if sheet.decree else palette.ink,
                strokeColor=None,
            )
        )
        _say(drawing, label + length + 5, y + 4, _fit(bar.shown, bold, 9.5, number), bold, 9.5, palette.ink)
        y -= row
    drawing.add(
        _SHAPES.Line(label, 2, label, row * len(chart.bars) + 4, strokeColor=palette.rule, strokeWidth=0.7)
    )
    return drawing
