"""Outline icons (Lucide) tinted by a token, sharp at every scale, renewed when the scheme changes."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from desktop_app.ui.theme import theme
from resources import read_text

_PIXELS = (16, 18, 24, 27, 36, 48)


def icon(name: str, token: str = "text") -> QIcon:
    """Return the icon ``name`` (a file of ``resources/icons``) in the colour of ``token``.

    Raises:
        FileNotFoundError: no such icon is shipped.
    """
    tokens = theme().tokens
    return _tinted(name, getattr(tokens, token), tokens.text_disabled)


def pixmap(name: str, size: int, token: str = "text", ratio: float = 1.0) -> QPixmap:
    """Return the icon as a picture of ``size`` logical pixels for a screen of ``ratio``."""
    drawn = _draw(_drawing(name), getattr(theme().tokens, token), round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    return drawn


def set_icon(
    target: QAbstractButton | QAction, name: str, token: str = "text", checked_token: str = ""
) -> None:
    """Give ``target`` the icon and keep it in step with the scheme.

    ``checked_token`` colours the checked state of a button or action when it differs.
    """
    for old in target.findChildren(_Tint, options=Qt.FindChildOption.FindDirectChildrenOnly):
        old.deleteLater()
    _Tint(target, name, token, checked_token)


class _Tint(QObject):
    """Child of what bears the icon, so that it goes when the bearer goes."""

    def __init__(self, target: QAbstractButton | QAction, name: str, token: str, checked_token: str) -> None:
        super().__init__(target)
        self._target = target
        self._name = name
        self._token = token
        self._checked_token = checked_token
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        tokens = theme().tokens
        checked = getattr(tokens, self._checked_token or self._token)
        self._target.setIcon(_tinted(self._name, getattr(tokens, self._token), tokens.text_disabled, checked))


@lru_cache(maxsize=512)
def _tinted(name: str, colour: str, disabled: str, checked: str = "") -> QIcon:
    drawing = _drawing(name)
    result = QIcon()
    for size in _PIXELS:
        result.addPixmap(_draw(drawing, colour, size))
        result.addPixmap(_draw(drawing, disabled, size), QIcon.Mode.Disabled)
        if checked and checked != colour:
            result.addPixmap(_draw(drawing, checked, size), QIcon.Mode.Normal, QIcon.State.On)
    return result


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    return read_text(f"icons/{name}.svg")


def _draw(drawing: str, colour: str, size: int) -> QPixmap:
    tinted = drawing.replace("currentColor", QColor(colour).name()).replace(
        'stroke-width="2"', 'stroke-width="1.75"'
    )
    renderer = QSvgRenderer(QByteArray(tinted.encode()))
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture
