"""Shipped text with headings and lists, to read. It loads nothing and opens nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Size, Space

_LINE = 128
_HEADINGS = {1: Size.TITLE, 2: Size.SECTION, 3: Size.BODY}


class MarkdownView(QTextBrowser):
    """Shows Markdown; mark-up of web pages in it stays text.

    Signals:
        link_chosen: the target of the link as written.
    """

    link_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = ""
        self.setProperty("role", "reading")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(Space.LARGE)
        self.document().setIndentWidth(Space.WIDE)
        self.anchorClicked.connect(lambda url: self.link_chosen.emit(url.toString()))
        theme().changed.connect(self._render)

    def show_markdown(self, text: str) -> None:
        """Show ``text`` from its beginning."""
        self._source = text
        self._render()
        self.setTextCursor(QTextCursor(self.document()))
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        return None

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 120)

    def _render(self) -> None:
        place = self.verticalScrollBar().value()
        features = QTextDocument.MarkdownFeature
        self.document().setMarkdown(self._source, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        self._set_type()
        self._set_tables()
        self.verticalScrollBar().setValue(place)

    def _set_type(self) -> None:
        """Give lines room for stacked marks, and headings the sizes of the program."""
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            form = block.blockFormat()
            form.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            level = form.headingLevel()
            if level:
                form.setTopMargin(Space.LARGE if level > 1 else 0)
                form.setBottomMargin(Space.SMALL)
            elif cursor.currentTable() is None:
                form.setBottomMargin(Space.TIGHT if block.textList() else Space.SMALL)
            cursor.setBlockFormat(form)
            if level:
                letters = QTextCharFormat()
                letters.setFontPointSize(_HEADINGS.get(level, Size.BODY))
                letters.setFontWeight(QFont.Weight.DemiBold)
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                cursor.setCharFormat(letters)
            block = block.next()

    def _set_tables(self) -> None:
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                form = frame.format()
                form.setBorder(1)
                form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                form.setBorderBrush(theme().colour("border"))
                form.setBorderCollapse(True)
                form.setCellPadding(Space.TIGHT + 2)
                form.setBottomMargin(Space.MEDIUM)
                frame.setFormat(form)
