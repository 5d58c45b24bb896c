"""Every colour, size and distance of the window, for light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


class Size:
    """Type in points by role."""

    TITLE = 16.0
    SECTION = 12.0
    BODY = 10.5
    CAPTION = 9.0
    READING = 11.5


class Space:
    """Distances in pixels: a grid of eight, four inside controls."""

    HAIR = 1
    TIGHT = 4
    SMALL = 8
    MEDIUM = 12
    LARGE = 16
    WIDE = 24
    HUGE = 32
    RADIUS = 6
    CONTROL = 32
    ROW = 32
    ICON = 18
    RAIL = 212
    RAIL_ENTRY = 36
    RAIL_ENTRY_LOW = 25
    RAIL_NARROW = 60
    NARROW_WINDOW = 1100
    DIALOG = 400
    SMALLEST_WINDOW = (640, 360)


PULSE_MS = 150
CURRENT_SHARE, PULSE_SHARE = 0.2, 0.45  # of the line's colour in the ground of the current passage


@dataclass(frozen=True, slots=True)
class Evidence:
    """Marking of one kind: a soft background and an underline whose ``pattern`` names a Qt.PenStyle."""

    background: str
    line: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours of one scheme. Every text colour reads at 4.5 : 1 or better on its ground (tested)."""

    name: str
    window: str
    surface: str
    surface_alt: str
    rail: str
    hover: str
    pressed: str
    border: str
    border_strong: str
    text: str
    text_muted: str
    text_disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_soft: str
    on_accent_soft: str
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    success: str
    success_soft: str
    tooltip: str
    on_tooltip: str
    scroll: str
    paper_ground: str
    evidence: Mapping[str, Evidence]


def _evidence(*rows: tuple[str, str, str, str]) -> Mapping[str, Evidence]:
    return MappingProxyType(
        {kind: Evidence(background, line, pattern) for kind, background, line, pattern in rows}
    )


LIGHT = Tokens(
    name="light",
    window="#f4f6f7",
    surface="#ffffff",
    surface_alt="#f8fafa",
    rail="#eaeeef",
    hover="#e3e9ea",
    pressed="#d5dddf",
    border="#d8dfe1",
    border_strong="#a9b5b9",
    text="#1b2528",
    text_muted="#55646a",
    text_disabled="#8d999e",
    accent="#0b6464",
    accent_hover="#085353",
    accent_pressed="#064444",
    on_accent="#ffffff",
    accent_soft="#d7ebea",
    on_accent_soft="#0a4f4f",
    danger="#ab2319",
    danger_soft="#fbe8e6",
    warning="#7e4b00",
    warning_soft="#fcf0d9",
    success="#1c6432",
    success_soft="#e2f2e6",
    tooltip="#26353a",
    on_tooltip="#f3f6f7",
    scroll="#bcc6ca",
    paper_ground="#dfe4e6",
    evidence=_evidence(
        ("visit", "#cfe5f7", "#1f6fae", "SolidLine"),
        ("agreement", "#e3dbf6", "#6a4bb3", "DashLine"),
        ("commitment", "#fbe6b8", "#9a6200", "DotLine"),
        ("person", "#d3eed6", "#2c7a3c", "DashDotLine"),
        ("figure", "#f8d9e3", "#ad3565", "DashDotDotLine"),
        ("field", "#dfe6e8", "#5b6b71", "SolidLine"),
        ("profile", "#dfe6e8", "#5b6b71", "DashLine"),
        ("alias", "#dfe6e8", "#5b6b71", "DotLine"),
        ("search", "#fff0a3", "#8a6d00", "SolidLine"),
        ("other", "#dfe6e8", "#5b6b71", "SolidLine"),
    ),
)

DARK = Tokens(
    name="dark",
    window="#171b1d",
    surface="#1e2426",
    surface_alt="#22292b",
    rail="#131719",
    hover="#2a3235",
    pressed="#343e41",
    border="#343d40",
    border_strong="#566266",
    text="#e5eaeb",
    text_muted="#a5b2b6",
    text_disabled="#6d797d",
    accent="#57bdb7",
    accent_hover="#70cec8",
    accent_pressed="#8adad5",
    on_accent="#06201f",
    accent_soft="#1b4140",
    on_accent_soft="#a8e3df",
    danger="#f2938a",
    danger_soft="#46211e",
    warning="#e9b763",
    warning_soft="#43320f",
    success="#86cf98",
    success_soft="#1d3a26",
    tooltip="#e5eaeb",
    on_tooltip="#1b2528",
    scroll="#4b575b",
    paper_ground="#101315",
    evidence=_evidence(
        ("visit", "#1d3d56", "#7cc0f2", "SolidLine"),
        ("agreement", "#3a2f5c", "#bda6f2", "DashLine"),
        ("commitment", "#4b3a12", "#edbd5c", "DotLine"),
        ("person", "#1f4327", "#82cf92", "DashDotLine"),
        ("figure", "#52263a", "#f193b6", "DashDotDotLine"),
        ("field", "#343e41", "#a5b2b6", "SolidLine"),
        ("profile", "#343e41", "#a5b2b6", "DashLine"),
        ("alias", "#343e41", "#a5b2b6", "DotLine"),
        ("search", "#554a0f", "#f0d95a", "SolidLine"),
        ("other", "#343e41", "#a5b2b6", "SolidLine"),
    ),
)


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2 reckons it (1 to 21)."""
    lights = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
