import re

import pytest
from PySide6.QtGui import QRawFont

from desktop_app.ui.icons import icon
from desktop_app.ui.style_sheet import style_sheet
from desktop_app.ui.theme import Scheme, theme
from desktop_app.ui.tokens import CURRENT_SHARE, DARK, LIGHT, contrast
from resources import read_bytes, resource

_GROUNDS = ("window", "surface", "surface_alt", "rail")
_PAIRS = [
    *(
        (ink, ground)
        for ink in ("text", "text_muted", "danger", "warning", "success", "accent")
        for ground in _GROUNDS
    ),
    ("text", "hover"),
    ("text", "pressed"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("on_accent_soft", "accent_soft"),
    ("danger", "danger_soft"),
    ("warning", "warning_soft"),
    ("success", "success_soft"),
    ("text", "danger_soft"),
    ("text", "warning_soft"),
    ("text", "success_soft"),
    ("on_tooltip", "tooltip"),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
@pytest.mark.parametrize(("ink", "ground"), _PAIRS)
def test_words_can_be_read_on_their_ground(tokens, ink, ground):
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_marked_passages_can_be_read_and_their_lines_seen(tokens):
    for mark in tokens.evidence.values():
        assert contrast(tokens.text, mark.background) >= 4.5
        assert contrast(mark.line, mark.background) >= 3
        ground, line = (
            [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
            for colour in (mark.background, mark.line)
        )
        current = "#" + "".join(
            f"{round(low + (high - low) * CURRENT_SHARE):02x}" for low, high in zip(ground, line, strict=True)
        )
        assert contrast(tokens.text, current) >= 4.5


def test_kinds_of_evidence_differ_by_more_than_colour():
    kinds = ("visit", "agreement", "commitment", "person", "figure")
    assert len({LIGHT.evidence[kind].pattern for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_the_style_sheet_is_understood_and_all_its_colours_are_tokens(tokens, themed, tmp_path):
    sheet = style_sheet(tokens, str(tmp_path))
    known = {
        value for value in (getattr(tokens, name) for name in tokens.__slots__) if isinstance(value, str)
    }
    assert set(re.findall(r"#[0-9a-f]{6}", sheet)) <= known
    assert "$" not in sheet


def test_the_scheme_changes_at_run_time(themed, qtbot):
    with qtbot.waitSignal(theme().changed):
        theme().choose(Scheme.DARK)
    assert themed.palette().window().color().name() == DARK.window
    theme().choose(Scheme.LIGHT)
    assert themed.palette().window().color().name() == LIGHT.window


def test_the_shipped_font_has_every_vietnamese_letter(themed):
    letters = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵđ₫–—“”‘’…•№°"
    for name in ("Regular", "SemiBold", "Bold"):
        font = QRawFont(read_bytes(f"fonts/ui/NotoSans-{name}.ttf"), 12)
        missing = [letter for letter in letters + letters.upper() if not font.supportsCharacter(ord(letter))]
        assert missing == []


def test_every_icon_draws_something(themed):
    for file in resource("icons").iterdir():
        if file.name.endswith(".svg"):
            picture = icon(file.name.removesuffix(".svg"), "text").pixmap(24, 24).toImage()
            assert any(picture.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), file.name
