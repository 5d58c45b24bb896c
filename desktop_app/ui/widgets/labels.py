"""Words on screen: always plain text, so that a title with angle brackets stays a title."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QStyle, QVBoxLayout, QWidget

from desktop_app.ui.tokens import Space


class PlainLabel(QLabel):
    """A label that never reads its text as mark-up."""

    def __init__(
        self, text: str = "", *, role: str = "", wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(wrap)
        if role:
            self.setProperty("role", role)


class WrappedLabel(PlainLabel):
    """Wrapped words that are never cut: as high as they need at the width they have.

    A grid asks for heights before a scroll bar has taken its share of the width; this label asks again.
    """

    def __init__(self, text: str = "", *, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, role=role, wrap=True, parent=parent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self.heightForWidth(event.size().width())
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)


class ElidedLabel(QFrame):
    """One line that ends in "…" when there is no room; the whole is in the tooltip then."""

    def __init__(self, text: str = "", *, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = PlainLabel(role=role, parent=self)
        self._text = ""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._label)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def setText(self, text: str) -> None:
        """Show ``text``; line breaks become spaces."""
        self._text = " ".join(text.split())
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        self._label.ensurePolished()
        metrics = QFontMetrics(self._label.font())
        return QSize(metrics.horizontalAdvance(self._text) + 4, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        self._label.ensurePolished()
        metrics = QFontMetrics(self._label.font())
        shown = metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, max(self.width(), 0))
        fits = self.width() >= metrics.horizontalAdvance(self._text) or self.width() == 0
        self._label.setText(self._text if fits else shown)
        self.setToolTip("" if fits else plain_tooltip(self._text))


class Badge(PlainLabel):
    """A word on a soft ground; ``kind`` is "", "accent", "success", "warning" or "danger"."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, role="badge", parent=parent)
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class SectionHeader(QWidget):
    """A heading inside a page, with room for small actions at its right."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(text, role="section")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, Space.SMALL, 0, Space.TIGHT)
        self._layout.setSpacing(Space.SMALL)
        self._layout.addWidget(self.title, 1)

    def add(self, widget: QWidget) -> None:
        """Put ``widget`` at the right."""
        self._layout.addWidget(widget)


class Card(QFrame):
    """A surface with a hairline. ``body`` is its layout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("frameRole", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        self.body.setSpacing(Space.SMALL)

    def set_selected(self, selected: bool) -> None:
        """Show that this card is the current one."""
        self.setProperty("selected", "true" if selected else "false")
        restyle(self)


class Rule(QFrame):
    """A hairline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("frameRole", "line")
        self.setFixedHeight(Space.HAIR)


class CountDot(QWidget):
    """A small filled dot in the colour of ``token``, always beside words."""

    def __init__(self, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self.setFixedSize(10, 10)

    def set_token(self, token: str) -> None:
        """Change the colour."""
        self._token = token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        from desktop_app.ui.theme import theme

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(self._token))
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))


def restyle(widget: QWidget) -> None:
    """Make the style sheet look again at a dynamic property that changed."""
    style: QStyle = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def plain_tooltip(text: str) -> str:
    """Return ``text`` as a tooltip that shows it letter by letter (Qt guesses mark-up otherwise)."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    return f"<qt>{escaped}</qt>"
