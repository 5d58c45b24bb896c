"""The settings of the person: one row for every declared setting, in force at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_app.settings import DECLARATIONS, Declaration
from desktop_app.ui.forms.fields import ChoiceBox
from desktop_app.ui.frame import Frame
from desktop_app.ui.icons import set_icon
from desktop_app.ui.settings.learning_card import LearningCard
from desktop_app.ui.theme import Scheme, theme
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import Card, PlainLabel
from desktop_app.ui.widgets.scroll_column import ScrollColumn

_CONTROL_WIDTH = 220
_LONGEST = 120
_ANY = 1e9


class ProgramPanel(ScrollColumn):
    """Rows of label, control and help.

    Signals:
        changed: the name of a setting that has a new value.
    """

    changed = Signal(str)

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=0)
        self._frame = frame
        self._set: dict[str, Callable[[Any], None]] = {}
        self.controls: dict[str, QWidget] = {}
        self._is_filling = False
        card = Card()
        for declaration in DECLARATIONS:
            card.body.addLayout(self._row(declaration))
        self.reset = QPushButton(" " + self.tr("Trở về mặc định"))
        self.reset.setAccessibleName(self.tr("Trở về mặc định"))
        set_icon(self.reset, "rotate-ccw")
        self.reset.clicked.connect(self.reset_all)
        card.body.addSpacing(Space.SMALL)
        card.body.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        self.learning = LearningCard(frame)
        self.body.addWidget(card)
        self.body.addWidget(self.learning)
        self.body.addStretch(1)
        self.fill()

    def fill(self) -> None:
        """Show the settings in force."""
        self._is_filling = True
        try:
            for declaration in DECLARATIONS:
                self._set[declaration.name](self._frame.services.settings.get(declaration.name))
        finally:
            self._is_filling = False

    def reset_all(self) -> None:
        """Give every setting its default."""
        for declaration in DECLARATIONS:
            self._apply(declaration.name, declaration.default)
        self.fill()
        self._frame.toast(self.tr("Đã trở về mặc định"))

    # -- inside --------------------------------------------------------------------------------------

    def _row(self, declaration: Declaration) -> QHBoxLayout:
        control = self._control(declaration)
        control.setAccessibleName(declaration.label)
        control.setAccessibleDescription(declaration.help)
        control.setFixedWidth(_CONTROL_WIDTH)
        self.controls[declaration.name] = control
        caption = PlainLabel(declaration.label, role="strong", wrap=True)
        caption.setBuddy(control)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(caption)
        words.addWidget(PlainLabel(declaration.help, role="muted", wrap=True))
        row = QHBoxLayout()
        row.setContentsMargins(0, Space.TIGHT, 0, Space.TIGHT)
        row.setSpacing(Space.WIDE)
        row.addLayout(words, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _control(self, declaration: Declaration) -> QWidget:
        name = declaration.name
        if declaration.choices:
            box = ChoiceBox(list(declaration.choices))
            box.currentIndexChanged.connect(lambda _place: self._apply(name, box.currentData()))
            self._set[name] = box.set_value
            return box
        if isinstance(declaration.default, (int, float)):
            return self._number(declaration)
        line = QLineEdit()
        line.setMaxLength(_LONGEST)
        line.editingFinished.connect(lambda: self._apply(name, line.text().strip()))
        self._set[name] = line.setText
        return line

    def _number(self, declaration: Declaration) -> QWidget:
        name = declaration.name
        low, high = declaration.low, declaration.high
        box: _Decimals | _Whole
        if isinstance(declaration.default, float):
            box = _Decimals()
            box.setDecimals(2)
            box.setSingleStep(0.05)
            box.setRange(-_ANY if low is None else low, _ANY if high is None else high)
        else:
            box = _Whole()
            box.setRange(int(-_ANY if low is None else low), int(_ANY if high is None else high))
        box.setLocale(QLocale(QLocale.Language.Vietnamese))
        box.setKeyboardTracking(False)
        # The style sheet's padding does not reach the line inside a box with arrows.
        box.lineEdit().setTextMargins(Space.SMALL, 0, 0, 0)
        box.valueChanged.connect(lambda value: self._apply(name, value))
        self._set[name] = box.setValue
        return box

    def _apply(self, name: str, value: Any) -> None:
        services = self._frame.services
        if self._is_filling or services.settings.get(name) == value:
            return
        try:
            services.change_setting(name, value)
        except (OSError, ValueError) as error:
            self._frame.show_error(error)
            return
        if name == "theme":
            theme().choose(Scheme(value))
        self.changed.emit(name)


class _Whole(QSpinBox):
    """A whole number; the mouse wheel scrolls the page and never changes it by accident."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Decimals(QDoubleSpinBox):
    """A number with decimals; the mouse wheel scrolls the page and never changes it by accident."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
