"""The facts about an article before it is stored: each with where it comes from, missing ones asked for."""

from __future__ import annotations

import unicodedata
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from db.dates import PartialDate
from db.records import Access
from desktop_app.labels import label
from desktop_app.services.dates import parse_date
from desktop_app.ui.importing.plan_model import Entry
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.date_field import PartialDateField
from desktop_app.ui.widgets.labels import PlainLabel, plain_tooltip, restyle

_LINES = ("title", "outlet", "author", "address")


class NoteLabel(PlainLabel):
    """The line under a field: grey for where a value comes from, amber for what is asked."""

    def __init__(self) -> None:
        super().__init__(role="caption", wrap=True)
        self.hide()

    def say(self, text: str, *, asks: bool = False) -> None:
        """Show ``text``; "" hides the line."""
        self.setText(text)
        self.setVisible(bool(text))
        self.setProperty("role", "asks" if asks else "caption")
        restyle(self)


class LinkButton(QPushButton):
    """A quiet offer that ends in "…" where its column ends, instead of making the column wider."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "link")
        self._words = ""

    def say(self, words: str) -> None:
        """Offer ``words``."""
        self._words = words
        self._elide()

    def minimumSizeHint(self) -> QSize:
        return QSize(48, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(self.width() - 3 * Space.TIGHT, 0)
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
        self.setAccessibleName(self._words)
        self.setToolTip("" if shown == self._words else plain_tooltip(self._words))


class FieldsPane(QWidget):
    """Title, outlet, author, address, day of publication and who may see it, of one entry.

    Signals:
        changed: the name of a field and what it says now.
        spread_requested: use this outlet for every entry that has none.
    """

    changed = Signal(str, object)
    spread_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry: Entry | None = None
        self.lines = {name: QLineEdit() for name in _LINES}
        self.notes = {name: NoteLabel() for name in (*_LINES, "published")}
        self.date = PartialDateField(parse_date)
        self.offer = LinkButton()
        self.spread = LinkButton()
        self.warning = Banner()
        self.reading = Banner()
        self.access = {access: QRadioButton(label(access)) for access in Access}
        self._group = QButtonGroup(self)
        self._lay_out()
        for name, line in self.lines.items():
            line.setMaxLength(1000)
            line.textChanged.connect(lambda _text, name=name: self._on_line_changed(name))
        self.date.changed.connect(self._on_date_changed)
        for access, button in self.access.items():
            button.clicked.connect(lambda _checked, access=access: self._on_changed("access", access))
        self.offer.clicked.connect(self._on_offer)
        self.spread.clicked.connect(lambda: self.spread_requested.emit(self.lines["outlet"].text().strip()))

    def show_entry(self, entry: Entry, *, lacking_outlet: int = 0) -> None:
        """Show ``entry``; ``lacking_outlet`` other entries have no outlet."""
        is_other = self._entry is None or self._entry.item.imported is not entry.item.imported
        self._entry = entry
        item = entry.item
        if is_other:
            for name, line in self.lines.items():
                with QSignalBlocker(line):
                    line.setText(getattr(item, name))
                    line.setCursorPosition(0)
            with QSignalBlocker(self.date):
                self.date.set_value(item.published)
        for name, line in self.lines.items():
            if not line.hasFocus() and line.text() != getattr(item, name):
                with QSignalBlocker(line):
                    line.setText(getattr(item, name))
        self.access[item.access].setChecked(True)
        self._show_notes(entry)
        outlet = item.outlet.strip()
        self.spread.setVisible(bool(outlet) and lacking_outlet > 0)
        self.spread.say(self.tr("Dùng tên báo này cho {0} bài còn thiếu").format(lacking_outlet))

    def ask_title(self) -> None:
        """Put the cursor where the title is missing."""
        self.lines["title"].setFocus()

    # -- inside ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.TIGHT)
        layout.addWidget(self.reading)
        self._add(layout, "title", self.tr("Tiêu đề *"), self.lines["title"])
        layout.addWidget(self.offer)
        self._add(layout, "outlet", self.tr("Báo, trang tin"), self.lines["outlet"])
        layout.addWidget(self.spread)
        self._add(layout, "published", self.tr("Ngày đăng"), self.date)
        layout.addWidget(self.warning)
        self._add(layout, "author", self.tr("Tác giả"), self.lines["author"])
        self._add(layout, "address", self.tr("Địa chỉ trang web"), self.lines["address"])
        layout.addWidget(PlainLabel(self.tr("Phổ biến"), role="label"))
        choices = QHBoxLayout()
        choices.setSpacing(Space.LARGE)
        for button in self.access.values():
            self._group.addButton(button)
            choices.addWidget(button)
        choices.addStretch(1)
        layout.addLayout(choices)
        layout.addStretch(1)

    def _add(self, layout: QVBoxLayout, name: str, words: str, widget: QWidget) -> None:
        caption = PlainLabel(words, role="label")
        caption.setBuddy(widget)
        widget.setAccessibleName(words.rstrip(" *"))
        layout.addWidget(caption)
        layout.addWidget(widget)
        layout.addWidget(self.notes[name])
        layout.addSpacing(Space.TIGHT)

    def _show_notes(self, entry: Entry) -> None:
        item = entry.item
        reasons = dict(item.reasons)
        imported = item.imported
        dated = imported.published if imported is not None else None
        if dated is not None:
            reasons["published"] = dated.reason
        for name in (*_LINES, "published"):
            known = item.published.known if name == "published" else bool(getattr(item, name).strip())
            words = self.tr("bạn nhập") if name in entry.typed else reasons.get(name, "")
            self.notes[name].say(words if known else "")
        if not item.title.strip():
            self.notes["title"].say(self.tr("Bài chưa có tiêu đề. Cần tiêu đề mới nhập được."), asks=True)
        if not item.outlet.strip():
            self.notes["outlet"].say(
                self.tr("Chưa rõ báo nào. Nên điền để ghi nguồn trong hồ sơ."), asks=True
            )
        if not item.published.known:
            self.notes["published"].say(
                self.tr("Chưa rõ ngày đăng. Nếu biết, hãy điền: nhiều bài chỉ ghi ngày, không ghi năm."),
                asks=True,
            )
        self.offer.setVisible(bool(item.suggested_title) and not item.title.strip())
        self.offer.say(self.tr("Dùng: “{0}”").format(item.suggested_title))
        warning = dated.warning if dated is not None and item.published == dated.value else ""
        self._say(self.warning, warning)
        self._say(self.reading, "\n".join(imported.warnings) if imported is not None else "")

    def _say(self, banner: Banner, text: str) -> None:
        if text:
            banner.show_text(text, "warning")
        else:
            banner.hide()

    def _on_line_changed(self, name: str) -> None:
        self._on_changed(name, unicodedata.normalize("NFC", self.lines[name].text()).strip())

    def _on_date_changed(self) -> None:
        value: PartialDate = self.date.value
        self._on_changed("published", value)

    def _on_changed(self, name: str, value: Any) -> None:
        if self._entry is not None and getattr(self._entry.item, name) != value:
            self.changed.emit(name, value)

    def _on_offer(self) -> None:
        if self._entry is not None:
            self.lines["title"].setText(self._entry.item.suggested_title)
            self.lines["title"].setFocus()
