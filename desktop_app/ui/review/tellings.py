"""The part of a card that shows the other articles telling the same fact, and asks where they disagree."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QVBoxLayout, QWidget

from desktop_app.services.drafts import Draft
from desktop_app.services.grouping import Difference, taken
from desktop_app.services.review import Card
from desktop_app.ui.review.wording import field_words, same_words, short
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel


class Tellings(QFrame):
    """Passages of the other articles; one choice for each field about which they disagree.

    Signals:
        chosen: the person picked one of the values.
    """

    chosen = Signal()

    def __init__(self, card: Card, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card = card
        self._groups: list[tuple[Difference, QButtonGroup]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TIGHT)
        layout.addWidget(PlainLabel(same_words(card), role="strong", wrap=True))
        for difference in card.differences:
            layout.addWidget(self._question(difference))
        shown = {choice.suggestion_id for difference in card.differences for choice in difference.choices}
        for telling in (one for one in card.others if one.suggestion.id not in shown):
            words = f"{short(telling.article.label, 70)}: “{short(telling.passage, 160)}”"
            layout.addWidget(PlainLabel(words, role="caption", wrap=True))

    @property
    def is_open(self) -> bool:
        """Whether a choice is still missing."""
        return any(group.checkedId() < 0 for _, group in self._groups)

    @property
    def buttons(self) -> list[QRadioButton]:
        """All values to choose from, top to bottom."""
        return self.findChildren(QRadioButton)

    def choose(self, number: int) -> bool:
        """Pick the value with this number (1 is the first) of the first open question, else of the last.

        Returns:
            Whether there is such a value.
        """
        if not self._groups:
            return False
        _, group = next((one for one in self._groups if one[1].checkedId() < 0), self._groups[-1])
        button = group.button(number - 1)
        if button is None:
            return False
        button.setChecked(True)
        self.chosen.emit()
        return True

    def applied(self, item: Draft) -> Draft:
        """The draft with the values that were picked."""
        sources = {telling.suggestion.id: telling.draft for telling in self._card.others}
        for difference, group in self._groups:
            if group.checkedId() >= 0:
                source = sources.get(difference.choices[group.checkedId()].suggestion_id)
                if source is not None:
                    item = taken(item, difference.field, source)
        return item

    def _question(self, difference: Difference) -> QFrame:
        box = QFrame(self)
        box.setProperty("frameRole", "banner")
        box.setProperty("kind", "warning")
        layout = QVBoxLayout(box)
        layout.setContentsMargins(Space.SMALL, Space.SMALL, Space.SMALL, Space.SMALL)
        layout.setSpacing(Space.TIGHT)
        words = self.tr("Các bài ghi {0} khác nhau. Chọn một; cách ghi kia được giữ trong ghi chú.")
        layout.addWidget(PlainLabel(words.format(field_words(difference.field)), wrap=True))
        group = QButtonGroup(box)
        for number, choice in enumerate(difference.choices):
            button = QRadioButton(f"{number + 1}.  {short(choice.words, 60)}".replace("&", "&&"))
            button.setAccessibleDescription(f"{choice.source}: {choice.passage}")
            button.clicked.connect(self.chosen)
            group.addButton(button, number)
            layout.addWidget(button)
            source = f"{short(choice.source, 70)}: “{short(choice.passage, 160)}”"
            layout.addWidget(PlainLabel(source, role="caption", wrap=True))
        self._groups.append((difference, group))
        return box
