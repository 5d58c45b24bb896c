"""The look of the window: tokens for light and dark, palette, fonts and the one style sheet.

No colour, size or font is written anywhere else. ``theme()`` is the one theme of the process; widgets that
paint by hand read ``theme().tokens`` and repaint on ``changed``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop_app.ui.style_sheet import style_sheet
from desktop_app.ui.tokens import DARK, LIGHT, Size, Tokens
from resources import read_bytes, read_text

_FONT_FILES = ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf", "NotoSans-Bold.ttf")


class Scheme(StrEnum):
    """What the person chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Highlight:
    """How a passage of one kind of evidence is marked."""

    background: QColor
    line: QColor
    pattern: Qt.PenStyle


class Theme(QObject):
    """Applies the tokens to the application.

    Signals:
        changed: the tokens are different now; repaint.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._scheme = Scheme.SYSTEM
        self._tokens = LIGHT
        self._drawings = QTemporaryDir()

    @property
    def tokens(self) -> Tokens:
        """The tokens in force."""
        return self._tokens

    @property
    def scheme(self) -> Scheme:
        """What the person chose."""
        return self._scheme

    def colour(self, name: str) -> QColor:
        """Return the token ``name`` as a colour.

        Raises:
            AttributeError: there is no such token.
        """
        return QColor(getattr(self._tokens, name))

    def highlight(self, kind: str) -> Highlight:
        """Return the marking of the evidence ``kind`` (unknown kinds look like "other")."""
        mark = self._tokens.evidence.get(kind, self._tokens.evidence["other"])
        return Highlight(QColor(mark.background), QColor(mark.line), Qt.PenStyle[mark.pattern])

    def start(self, app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
        """Set style, fonts, palette and style sheet once, at the beginning."""
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(_ui_font())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self.choose(scheme)

    def choose(self, scheme: Scheme) -> None:
        """Change to ``scheme`` at once."""
        self._scheme = scheme
        self._tokens = DARK if self._wants_dark() else LIGHT
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(_palette(self._tokens))
            app.setStyleSheet(style_sheet(self._tokens, self._draw_arrows()))
        self.changed.emit()

    def _wants_dark(self) -> bool:
        if self._scheme is Scheme.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._scheme is Scheme.DARK

    def _on_system_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self.choose(Scheme.SYSTEM)

    def _draw_arrows(self) -> str:
        """Write the few drawings a style sheet can only name as files; return their folder."""
        folder = Path(self._drawings.path()) / self._tokens.name
        if not folder.exists():
            folder.mkdir(parents=True)
            for name, token in _DRAWINGS:
                drawing = read_text(f"icons/{name}.svg").replace("currentColor", getattr(self._tokens, token))
                (folder / f"{name}.svg").write_text(drawing, encoding="utf-8")
        return folder.as_posix()


_DRAWINGS = (
    ("chevron-down", "text_muted"),
    ("chevron-up", "text_muted"),
    ("check", "on_accent"),
    ("minus", "on_accent"),
)


def _ui_font() -> QFont:
    """The system's own font on Windows; elsewhere the shipped one, which has every Vietnamese letter."""
    if sys.platform == "win32":
        font = QFont("Segoe UI")
    else:
        for name in _FONT_FILES:
            QFontDatabase.addApplicationFontFromData(read_bytes(f"fonts/ui/{name}"))
        font = QFont("Noto Sans")
    font.setPointSizeF(Size.BODY)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def _palette(tokens: Tokens) -> QPalette:
    """Translate the tokens into Fusion's roles."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.surface_alt,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.text_muted,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.on_accent,
        role.ToolTipBase: tokens.tooltip,
        role.ToolTipText: tokens.on_tooltip,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Accent: tokens.accent,
        role.Light: tokens.surface,
        role.Midlight: tokens.border,
        role.Mid: tokens.border,
        role.Dark: tokens.border_strong,
        role.Shadow: tokens.border_strong,
    }
    palette = QPalette()
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.text_disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.border_strong))
    return palette


_theme: list[Theme] = []


def theme() -> Theme:
    """Return the one theme of this process."""
    if not _theme:
        _theme.append(Theme())
    return _theme[0]
