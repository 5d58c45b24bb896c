"""Help (Trợ giúp): topics on the left, the text on the right."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from desktop_app.ui.dialogs.shortcuts import ShortcutsDialog
from desktop_app.ui.help_topics import INDEX, help_text, topic_named, topics
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page, page_action
from desktop_app.ui.tokens import Size, Space
from desktop_app.ui.widgets.labels import PlainLabel
from desktop_app.ui.widgets.markdown_view import MarkdownView
from desktop_app.ui.widgets.search_field import SearchField
from desktop_app.ui.widgets.vietnamese import fold

_TOPIC = Qt.ItemDataRole.UserRole


class HelpPage(Page):
    """The shipped texts; a link leads to another topic and nowhere else."""

    name: ClassVar[str] = "help"
    help_topic: ClassVar[str] = INDEX

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(frame, parent)
        self.topic = ""
        self.filter = SearchField(self.tr("Tìm trong trợ giúp…"))
        self.filter.setAccessibleName(self.tr("Tìm trong trợ giúp"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Các mục trợ giúp"))
        self.nothing = PlainLabel(self.tr("Không có mục nào khớp."), role="muted", wrap=True)
        self.nothing.hide()
        self.text = MarkdownView()
        self.text.setAccessibleName(self.tr("Nội dung trợ giúp"))
        self._fill()
        self._lay_out_body()
        self.set_title(self.tr("Trợ giúp"))
        keys = page_action(self, self.tr("Bảng phím tắt"), "keyboard", self._show_keys)
        about = page_action(self, self.tr("Giới thiệu"), "info", self._show_about)
        self.set_actions(None, (keys, about))
        self.list.currentItemChanged.connect(self._on_current_changed)
        self.filter.search_changed.connect(self._on_filter_changed)
        self.text.link_chosen.connect(self._on_link_chosen)

    def open(self, address: Address) -> None:
        self._show(topic_named(address.extra))

    def find_here(self) -> None:
        self.filter.setFocus()
        self.filter.selectAll()

    # -- inside --------------------------------------------------------------------------------------

    def _fill(self) -> None:
        group = ""
        self._add(self.tr("Mục lục"), INDEX)
        for topic in topics():
            if topic.group != group:
                group = topic.group
                heading = QListWidgetItem(group)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setSizeHint(QSize(0, Space.ROW + Space.TIGHT))
                heading.setTextAlignment(Qt.AlignmentFlag.AlignBottom)
                font = heading.font()
                font.setPointSizeF(Size.CAPTION)
                font.setWeight(QFont.Weight.DemiBold)
                heading.setFont(font)
                self.list.addItem(heading)
            self._add(topic.title, topic.name)

    def _add(self, title: str, topic: str) -> None:
        item = QListWidgetItem(title)
        item.setData(_TOPIC, topic)
        item.setSizeHint(QSize(0, Space.ROW))
        self.list.addItem(item)

    def _lay_out_body(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, Space.MEDIUM, 0)
        column.setSpacing(Space.SMALL)
        column.addWidget(self.filter)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setSizes([280, 800])
        split.setChildrenCollapsible(False)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        layout.addWidget(split)
        self.set_body(body)

    def _show(self, topic: str) -> None:
        if topic == self.topic:
            return
        self.topic = topic
        self.text.show_markdown(help_text(topic))
        for row in range(self.list.count()):
            if self.list.item(row).data(_TOPIC) == topic:
                self.list.setCurrentRow(row)

    def _on_current_changed(self, item: QListWidgetItem | None) -> None:
        topic = item.data(_TOPIC) if item is not None else None
        if isinstance(topic, str) and topic != self.topic:
            self._show(topic)
            self.frame.note_address(Address("help", extra=topic))

    def _on_link_chosen(self, target: str) -> None:
        if target.endswith(".md"):
            self.frame.go(Address("help", extra=topic_named(target)))

    def _on_filter_changed(self, text: str) -> None:
        words = fold(text).split()
        shown = 0
        for row in range(self.list.count()):
            item = self.list.item(row)
            topic = item.data(_TOPIC)
            if not isinstance(topic, str):
                item.setHidden(bool(words))
                continue
            haystack = fold(f"{item.text()}\n{help_text(topic)}")
            is_hit = all(word in haystack for word in words)
            item.setHidden(not is_hit)
            shown += is_hit
        self.nothing.setVisible(shown == 0)

    def _show_keys(self) -> None:
        ShortcutsDialog(self.window()).open()

    def _show_about(self) -> None:
        self.frame.go(Address("settings", extra="about"))
