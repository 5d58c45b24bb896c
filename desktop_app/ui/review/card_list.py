"""The right column of the desk: the cards that wait, the bar at the end, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.records import SuggestionState
from desktop_app.services.review import Card
from desktop_app.ui.icons import set_icon
from desktop_app.ui.review.card import SuggestionCard
from desktop_app.ui.review.wording import headline, in_order, kind_words
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.labels import ElidedLabel, PlainLabel


class DecidedRow(QFrame):
    """A decided suggestion: what it was, what became of it, and the way back.

    Signals:
        reopen_wanted: take the decision back.
    """

    reopen_wanted = Signal()

    def __init__(self, card: Card, *, can_reopen: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        accepted = card.suggestion.state is SuggestionState.ACCEPTED
        state = self.tr("Đã duyệt") if accepted else self.tr("Đã bác bỏ")
        words = ElidedLabel(f"{state} · {kind_words(card)}: {headline(card)}", role="muted")
        self.button = QPushButton(self.tr("Mở lại"))
        self.button.setProperty("role", "quiet")
        self.button.setAccessibleName(self.tr("Mở lại: {0}").format(headline(card)))
        self.button.setVisible(can_reopen)
        self.button.clicked.connect(self.reopen_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.SMALL, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(words, 1)
        layout.addWidget(self.button)


class CardList(QScrollArea):
    """Cards one below the other; one of them is the current one.

    Signals:
        current_changed: the id of the current suggestion, or 0 when none waits.
        accept_wanted, edit_wanted, reject_wanted: a ``SuggestionCard``.
        merge_wanted: a ``SuggestionCard`` and the ``MergeCandidate``.
        reopen_wanted: the id of a decided suggestion.
        next_article_wanted: the bar at the end was pressed.
    """

    current_changed = Signal(int)
    accept_wanted = Signal(object)
    edit_wanted = Signal(object)
    reject_wanted = Signal(object)
    merge_wanted = Signal(object, object)
    reopen_wanted = Signal(int)
    next_article_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Các gợi ý của bài"))
        self._cards: list[SuggestionCard] = []
        self._busy: set[int] = set()
        self._current: int = 0
        self._decided: tuple[Card, ...] = ()
        self._reopenable: frozenset[int] = frozenset()
        body = QWidget()
        body.setObjectName("scrollBody")
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.SMALL)
        self.done = Banner()
        self._none = PlainLabel(self.tr("Bài này không còn gợi ý nào chờ."), role="muted", wrap=True)
        self._fold = QToolButton()
        self._fold.setCheckable(True)
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fold.toggled.connect(self._on_folded)
        self._decided_box = QWidget()
        self._decided_column = QVBoxLayout(self._decided_box)
        self._decided_column.setContentsMargins(0, 0, 0, 0)
        self._decided_column.setSpacing(0)
        self._decided_box.hide()
        outer = QVBoxLayout(body)
        outer.setContentsMargins(Space.MEDIUM, Space.MEDIUM, Space.MEDIUM, Space.MEDIUM)
        outer.setSpacing(Space.SMALL)
        outer.addLayout(self._column)
        outer.addWidget(self._none)
        outer.addWidget(self.done)
        outer.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self._decided_box)
        outer.addStretch(1)
        self.setWidget(body)
        set_icon(self._fold, "chevron-right", "text_muted")
        self._show_decided()

    # -- what is shown -----------------------------------------------------------------------------------

    @property
    def cards(self) -> tuple[SuggestionCard, ...]:
        """The cards that wait and are not being decided right now, top to bottom."""
        return tuple(card for card in self._cards if card.id not in self._busy)

    @property
    def current(self) -> SuggestionCard | None:
        """The card with its fields shown."""
        return next((card for card in self._cards if card.id == self._current), None)

    @property
    def decided_rows(self) -> list[DecidedRow]:
        """The rows under "Đã xử lý"."""
        return self._decided_box.findChildren(DecidedRow)

    def show_cards(self, cards: Sequence[Card], reopenable: frozenset[int] = frozenset()) -> None:
        """Show what waits and what was decided; cards that did not change keep their widget and place.

        ``reopenable`` are the decided suggestions whose decision can be taken back from here.
        """
        had_focus = self._has_focus()
        waiting = in_order(card for card in cards if card.suggestion.state is SuggestionState.PENDING)
        old = {widget.id: widget for widget in self._cards}
        place = [widget.id for widget in self._cards].index(self._current) if self._current in old else 0
        self._cards = []
        for index, card in enumerate(waiting):
            widget = old.pop(card.suggestion.id, None)
            if widget is None or widget.card != card:
                fresh = self._make(card)
                if widget is not None:
                    _remove(widget)
                widget = fresh
            self._cards.append(widget)
            if self._column.indexOf(widget) != index:
                self._column.insertWidget(index, widget)
        for widget in old.values():
            _remove(widget)
        self._busy &= {widget.id for widget in self._cards}
        self._hide_busy()
        self._decided = tuple(card for card in cards if card.suggestion.state is not SuggestionState.PENDING)
        self._reopenable = reopenable
        self._show_decided()
        self._settle(place, focus=had_focus)

    def clear(self) -> None:
        """Show nothing (another article is on its way)."""
        self._busy.clear()
        self._current = 0
        self.show_cards(())
        self.done.hide()

    def set_current(self, suggestion_id: int, *, focus: bool = False) -> None:
        """Make this card the current one and bring it into view."""
        if suggestion_id not in {card.id for card in self.cards}:
            return
        changed = suggestion_id != self._current
        self._current = suggestion_id
        for card in self._cards:
            card.set_current(card.id == suggestion_id)
        current = self.current
        if current is not None:
            if focus:
                current.setFocus(Qt.FocusReason.OtherFocusReason)
            # The layout knows the new heights only after this turn of the event loop.
            QTimer.singleShot(0, current, lambda: self._bring_into_view(current))
        if changed:
            self.current_changed.emit(suggestion_id)

    def step(self, by: int) -> bool:
        """Go to the next (+1) or previous (-1) card; return whether there was one that way."""
        shown = [card.id for card in self.cards]
        place = shown.index(self._current) + by if self._current in shown else 0
        if not 0 <= place < len(shown):
            return False
        self.set_current(shown[place], focus=True)
        return True

    def set_busy(self, suggestion_id: int, *, busy: bool) -> None:
        """Take a card away while its decision is being stored and go on to the next, or bring it back."""
        had_focus = self._has_focus()
        shown = [card.id for card in self.cards]
        if busy:
            self._busy.add(suggestion_id)
        else:
            self._busy.discard(suggestion_id)
        self._hide_busy()
        self._settle(shown.index(suggestion_id) if suggestion_id in shown else 0, focus=had_focus)

    def focus_current(self) -> None:
        """Give the keys to the current card."""
        current = self.current
        target: QWidget = current if current is not None else self.done.button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- inside ------------------------------------------------------------------------------------------

    def _make(self, card: Card) -> SuggestionCard:
        widget = SuggestionCard(card)
        widget.chosen.connect(lambda: self.set_current(widget.id))
        widget.accept_wanted.connect(lambda: self.accept_wanted.emit(widget))
        widget.edit_wanted.connect(lambda: self.edit_wanted.emit(widget))
        widget.reject_wanted.connect(lambda: self.reject_wanted.emit(widget))
        widget.merge_wanted.connect(lambda found: self.merge_wanted.emit(widget, found))
        return widget

    def _hide_busy(self) -> None:
        for card in self._cards:
            if card.isHidden() != (card.id in self._busy):
                card.setVisible(card.id not in self._busy)

    def _has_focus(self) -> bool:
        """Asked before a card goes: Qt would hand its focus to whatever comes next in the window."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _settle(self, place: int, *, focus: bool) -> None:
        """Make the card at ``place`` the current one when the current one is gone."""
        shown = [card.id for card in self.cards]
        if self._current in shown:
            self.set_current(self._current)
        elif shown:
            self.set_current(shown[min(place, len(shown) - 1)], focus=focus)
        elif self._current:
            self._current = 0
            self.current_changed.emit(0)
        if focus and not self._has_focus():
            self.focus_current()
        self._none.setVisible(not shown and not self.done.isVisibleTo(self))

    def show_done(self, text: str, action: str) -> None:
        """Say that the article is finished, with the way on."""
        self.done.show_text(text, "success", action, self.next_article_wanted.emit)
        self._none.hide()

    def hide_done(self) -> None:
        """Take the bar away."""
        self.done.hide()
        self._none.setVisible(not self.cards)

    def _bring_into_view(self, card: SuggestionCard) -> None:
        bar = self.verticalScrollBar()
        top = card.y()
        bottom = top + card.height()
        if top - Space.MEDIUM < bar.value():
            bar.setValue(top - Space.MEDIUM)
        elif bottom + Space.MEDIUM > bar.value() + self.viewport().height():
            # Never so far that the head of a tall card leaves the view.
            wanted = bottom + Space.MEDIUM - self.viewport().height()
            bar.setValue(min(top - Space.MEDIUM, wanted))

    def _show_decided(self) -> None:
        while (item := self._decided_column.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                _remove(row)
        for card in self._decided:
            can = card.suggestion.id in self._reopenable
            row = DecidedRow(card, can_reopen=can)
            row.reopen_wanted.connect(lambda which=card.suggestion.id: self.reopen_wanted.emit(which))
            self._decided_column.addWidget(row)
        self._fold.setText(self.tr("Đã xử lý ({0})").format(len(self._decided)))
        self._fold.setVisible(bool(self._decided))
        self._decided_box.setVisible(bool(self._decided) and self._fold.isChecked())

    def _on_folded(self, unfolded: bool) -> None:
        set_icon(self._fold, "chevron-down" if unfolded else "chevron-right", "text_muted")
        self._decided_box.setVisible(unfolded and bool(self._decided))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The page answers the keys; the area itself would scroll on arrows.
        event.ignore()


def _remove(widget: QWidget) -> None:
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
