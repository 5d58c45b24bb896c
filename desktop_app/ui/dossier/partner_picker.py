"""The partner of a dossier: typed without marks, or taken from the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QSizePolicy, QWidget

from db.records import Partner
from desktop_app.ui.widgets.vietnamese import fold, matches, sort_key


class PartnerPicker(QComboBox):
    """A choice one can type into; what is no partner is taken back when the field is left.

    Signals:
        partner_chosen: the id of the partner a person chose.
    """

    partner_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._partners: dict[int, Partner] = {}
        self._chosen: int | None = None
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setMaxVisibleItems(16)
        self._offers = QStringListModel(self)
        self._completer = QCompleter(self._offers, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCompleter(self._completer)
        line = self._line()
        line.setPlaceholderText(self.tr("Gõ tên đối tác…"))
        line.setMaxLength(200)
        line.textEdited.connect(self._on_text_edited)
        line.returnPressed.connect(self._on_return)
        line.editingFinished.connect(self._on_left)
        self._completer.activated.connect(self._choose_words)
        self.activated.connect(lambda place: self._choose(self.itemData(place)))

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._line().setAccessibleName(name)

    def set_partners(self, partners: Sequence[Partner]) -> None:
        """Offer these partners; the chosen one stays when it is among them."""
        self._partners = {partner.id: partner for partner in partners}
        self.clear()
        for partner in sorted(partners, key=lambda one: sort_key(one.name)):
            self.addItem(_words(partner), partner.id)
        self.set_partner(self._chosen if self._chosen in self._partners else None)

    @property
    def partner_id(self) -> int | None:
        """The chosen partner."""
        return self._chosen

    @property
    def name(self) -> str:
        """The name of the chosen partner, "" when there is none."""
        return self._partners[self._chosen].name if self._chosen in self._partners else ""

    def set_partner(self, partner_id: int | None) -> None:
        """Show ``partner_id`` as chosen, without announcing it."""
        self._chosen = partner_id if partner_id in self._partners else None
        self.setCurrentIndex(self.findData(self._chosen) if self._chosen is not None else -1)
        if self._chosen is None:
            self._line().clear()

    def offers(self, typed: str) -> list[str]:
        """The partners that match, marks aside, also by other names; those that begin so come first."""
        found = [partner for partner in self._partners.values() if matches(typed, _all_names(partner))]
        found.sort(key=lambda one: (not fold(one.name).startswith(fold(typed)), sort_key(one.name)))
        return [_words(partner) for partner in found]

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    # -- inside ------------------------------------------------------------------------------------------

    def _line(self):  # noqa: ANN202 - Qt's own type
        line = self.lineEdit()
        if line is None:
            raise RuntimeError
        return line

    def _on_text_edited(self, text: str) -> None:
        self._offers.setStringList(self.offers(text)[:12] if text.strip() else [])

    def _on_return(self) -> None:
        offers = self.offers(self._line().text()) if self._line().text().strip() else []
        if offers:
            self._choose_words(offers[0])

    def _on_left(self) -> None:
        popup = self._completer.popup()
        if popup is None or not popup.isVisible():
            self.set_partner(self._chosen)

    def _choose_words(self, words: str) -> None:
        place = self.findText(words, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive)
        if place >= 0:
            self._choose(self.itemData(place))

    def _choose(self, partner_id: int) -> None:
        before = self._chosen
        self.set_partner(partner_id)
        if partner_id != before:
            self.partner_chosen.emit(partner_id)


def _words(partner: Partner) -> str:
    return f"{partner.name} · {partner.country}" if partner.country else partner.name


def _all_names(partner: Partner) -> str:
    return " ".join((partner.name, partner.country, partner.native_name, partner.romanised, *partner.aliases))
