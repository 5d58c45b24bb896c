"""One suggestion on the desk: two lines while it waits, fields and buttons while it is the current one."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QRegularExpression, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRegularExpressionValidator,
)
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.services.drafts import Draft
from desktop_app.services.review import Card, MergeCandidate
from desktop_app.ui.icons import pixmap
from desktop_app.ui.review.because import because
from desktop_app.ui.review.tellings import Tellings
from desktop_app.ui.review.wording import ICONS, certainty, headline, kind_words, lines, same_words
from desktop_app.ui.review.years import (
    EARLIEST,
    LATEST,
    OpenYear,
    in_year,
    is_about_year,
    open_year,
    with_date,
)
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Size, Space
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.labels import PlainLabel, WrappedLabel, plain_tooltip, restyle

SIGN = 24


def paint_sign(painter: QPainter, left: int, top: int, card: Card, ratio: float) -> None:
    """The icon of a kind over the colour and underline its passages have in the article."""
    kind = card.suggestion.kind
    look = theme().highlight(kind.value)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.background)
    painter.drawRoundedRect(QRectF(left, top, SIGN, SIGN - 3), 4, 4)
    painter.drawPixmap(left + 4, top + 2, _icon(ICONS[kind], theme().tokens.name, ratio))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(look.line, 2, look.pattern))
    painter.drawLine(left + 1, top + SIGN - 2, left + SIGN - 1, top + SIGN - 2)


@lru_cache(maxsize=64)
def _icon(name: str, _scheme: str, ratio: float) -> QPixmap:
    return pixmap(name, 16, "text", ratio)


class YearQuestion(QFrame):
    """Asks for the year that the article leaves out.

    Signals:
        entered: Enter was pressed in the field.
        left: Esc was pressed in the field.
    """

    entered = Signal()
    left = Signal()

    def __init__(self, open_date: OpenYear, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("frameRole", "banner")
        self.setProperty("kind", "warning")
        self._open = open_date
        self.was_asked = False
        self._is_confirmed = False
        self.line = QLineEdit(str(open_date.guess) if open_date.guess else "")
        # Empty counts as finished here: Enter in an empty field means "not known".
        self.line.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,4}"), self.line))
        self.line.setMaxLength(4)
        self.line.setFixedWidth(74)
        self.line.setPlaceholderText(self.tr("năm"))
        self.line.setAccessibleName(self.tr("Năm"))
        self.line.setAccessibleDescription(open_date.question())
        caption = PlainLabel(self.tr("Năm:"), role="strong")
        caption.setBuddy(self.line)
        self.confirm = QPushButton(self.tr("Đúng năm này"))
        self.confirm.setProperty("dense", "true")
        self.confirm.setCheckable(True)
        self.confirm.setVisible(open_date.guess is not None)
        self.confirm.toggled.connect(self._on_confirmed)
        self.line.textEdited.connect(self._on_edited)
        self.line.returnPressed.connect(self.entered)
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        for widget in (caption, self.line, self.confirm):
            row.addWidget(widget)
        row.addStretch(1)
        self._error = PlainLabel(role="error", wrap=True)
        self._error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.SMALL, Space.SMALL, Space.SMALL, Space.SMALL)
        layout.setSpacing(Space.TIGHT)
        layout.addWidget(PlainLabel(open_date.question(), wrap=True))
        layout.addLayout(row)
        if open_date.reason:
            hint = self.tr("Gợi ý vì: {0}").format(open_date.reason)
            layout.addWidget(PlainLabel(hint, role="caption", wrap=True))
        layout.addWidget(self._error)

    @property
    def is_open(self) -> bool:
        """Whether the year is still neither typed nor offered."""
        return not self.line.text().strip()

    def ask(self) -> None:
        """Put the cursor into the field and say what to do."""
        self.was_asked = True
        self.line.setFocus()
        self.line.selectAll()
        self._say(self.tr("Ghi năm rồi nhấn Enter để duyệt. Chưa rõ năm thì để trống và nhấn Enter."))

    def applied(self, item: Draft) -> Draft | None:
        """The draft with the year the person gave; None when the year is not possible (and says so)."""
        text = self.line.text().strip()
        if not text:
            return item
        try:
            date = in_year(self._open.date, int(text))
        except ValueError:
            self._say(self.tr("Năm này không hợp với ngày đã ghi. Hãy ghi bốn chữ số, ví dụ 2022."))
            self.line.setFocus()
            return None
        if self._is_confirmed:
            return with_date(item, date)
        if self._open.date.year is None:
            return with_date(item, self._open.date.with_year(int(text), inferred=True))
        return item

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _say(self, text: str) -> None:
        self._error.setText(text)
        self._error.show()

    def _on_edited(self, text: str) -> None:
        self._is_confirmed = bool(text.strip())
        valid = not text.strip() or EARLIEST <= int(text) <= LATEST
        self.line.setProperty("invalid", "false" if valid else "true")
        restyle(self.line)
        self._error.hide()

    def _on_confirmed(self, checked: bool) -> None:
        self._is_confirmed = checked


class CardButton(QPushButton):
    """A decision with its key: "Duyệt  D"."""

    def __init__(self, words: str, key: str, *, is_primary: bool = False) -> None:
        super().__init__(f"{words} ({key})")
        if is_primary:
            self.setProperty("role", "primary")
        self.setAccessibleName(words)
        self.setToolTip(self.tr("Phím {0}").format(key))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("dense", "true")


class SuggestionCard(QFrame):
    """A suggestion. Fields and buttons are made when it becomes the current one for the first time.

    Signals:
        chosen: the person clicked it or moved the focus to it.
        accept_wanted, edit_wanted, reject_wanted: a button was pressed.
        merge_wanted: the ``MergeCandidate`` to merge with.
    """

    chosen = Signal()
    accept_wanted = Signal()
    edit_wanted = Signal()
    reject_wanted = Signal()
    merge_wanted = Signal(object)

    def __init__(self, card: Card, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        self.year: YearQuestion | None = None
        self.tellings: Tellings | None = None
        self.buttons: dict[str, QPushButton] = {}
        self._detail: QWidget | None = None
        self._error: PlainLabel | None = None
        self.setProperty("frameRole", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._kind_words = " · ".join(part for part in (kind_words(card), same_words(card).lower()) if part)
        self._sure = certainty(card)
        self._headline = headline(card)
        self._is_current = False
        self._body = QVBoxLayout(self)
        self._body.setSpacing(Space.TIGHT)
        self._leave_room()
        self._name()

    @property
    def id(self) -> int:
        """The id of the suggestion."""
        return self.card.suggestion.id

    @property
    def is_expanded(self) -> bool:
        """Whether the fields are shown."""
        return self._is_current

    def set_current(self, current: bool) -> None:
        """Show the fields and buttons, or two lines only."""
        if current == self._is_current:
            return
        self._is_current = current
        if current and self._detail is None:
            self._detail = self._make_detail()
            self._body.addWidget(self._detail)
        if self._detail is not None:
            self._detail.setVisible(current)
        self.setProperty("selected", "true" if current else "false")
        restyle(self)
        self._leave_room()
        self._name()

    def edited_draft(self) -> tuple[bool, Draft | None]:
        """(may be accepted, the draft when it differs from what was found).

        Asks for an open year first, once; where articles disagree a person has to choose.
        """
        question = self.year
        if self.card.differences and (self.tellings is None or self.tellings.is_open):
            self.say(self.tr("Các bài ghi khác nhau. Hãy chọn một cách ghi (phím 1, 2…) rồi duyệt."))
            return False, None
        if question is not None and question.is_open and not question.was_asked:
            question.ask()
            return False, None
        item = self.filled_draft()
        if item is None:
            return False, None
        return True, None if item == self.card.draft else item

    def filled_draft(self) -> Draft | None:
        """The draft with what was chosen on the card; None when the year is not possible (and says so)."""
        item = self.card.draft
        if self.tellings is not None:
            item = self.tellings.applied(item)
        return item if self.year is None else self.year.applied(item)

    def say(self, text: str) -> None:
        """Say on the card why it could not be decided; "" takes it back."""
        if self._error is not None:
            self._error.setText(text)
            self._error.setVisible(bool(text))

    def text_lines(self) -> list[str]:
        """What the card says, line by line (for tests and for reading aloud)."""
        return [f"{name}: {text}" for name, text in lines(self.card.draft)]

    # -- inside ------------------------------------------------------------------------------------------

    def _leave_room(self) -> None:
        """Head and headline are painted: a card that waits has no children, so long lists open at once."""
        line = QFontMetrics(self.font()).height()
        height = SIGN if self._is_current else SIGN + Space.TIGHT + line
        self._body.setContentsMargins(
            Space.MEDIUM, Space.SMALL + height + Space.TIGHT, Space.MEDIUM, Space.SMALL
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        left, top, right = Space.MEDIUM, Space.SMALL, self.width() - Space.MEDIUM
        paint_sign(painter, left, top, self.card, self.devicePixelRatioF())
        badge = self._paint_badge(painter, right, top)
        self._paint_words(painter, left, top, right, badge)

    def _paint_badge(self, painter: QPainter, right: int, top: int) -> int:
        """Paint the certainty at the right; return its left edge."""
        ground, ink = _BADGES[self._sure.badge]
        font = _font(self.font(), Size.CAPTION, bold=True)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(self._sure.words) + 14
        box = QRect(right - width, top + (SIGN - metrics.height() - 4) // 2, width, metrics.height() + 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(ground))
        painter.drawRoundedRect(box, Space.SMALL, Space.SMALL)
        painter.setPen(theme().colour(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._sure.words)
        return box.left()

    def _paint_words(self, painter: QPainter, left: int, top: int, right: int, badge: int) -> None:
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        elide = Qt.TextElideMode.ElideRight
        bold = _font(self.font(), self.font().pointSizeF(), bold=True)
        box = QRect(left + SIGN + Space.SMALL, top, 0, SIGN - 2)
        box.setRight(badge - Space.SMALL)
        painter.setPen(theme().colour("text"))
        painter.setFont(bold)
        painter.drawText(box, flags, QFontMetrics(bold).elidedText(self._kind_words, elide, box.width()))
        if self._is_current:
            return
        metrics = QFontMetrics(self.font())
        painter.setFont(self.font())
        low = QRect(left, top + SIGN + Space.TIGHT, right - left, metrics.height())
        painter.drawText(low, flags, metrics.elidedText(self._headline, elide, low.width()))

    def _make_detail(self) -> QWidget:
        detail = QWidget(self)
        layout = QVBoxLayout(detail)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(self._make_lines())
        layout.addWidget(PlainLabel(because(self.card.reason), role="caption", wrap=True))
        open_date = open_year(self.card)
        for doubt in self.card.suggestion.doubts:
            if open_date is None or not is_about_year(doubt):
                layout.addWidget(self._make_doubt(doubt, detail))
        if open_date is not None:
            self.year = YearQuestion(open_date)
            self.year.entered.connect(self.accept_wanted)
            self.year.left.connect(self.setFocus)
            layout.addWidget(self.year)
        if self.card.others:
            self.tellings = Tellings(self.card)
            self.tellings.chosen.connect(lambda: self.say(""))
            layout.addWidget(self.tellings)
        self._error = PlainLabel(role="error", wrap=True)
        self._error.hide()
        layout.addWidget(self._error)
        if self.card.merge:
            layout.addWidget(PlainLabel(self._known_words(), role="caption", wrap=True))
        layout.addWidget(self._make_buttons())
        return detail

    def _make_doubt(self, doubt: str, parent: QWidget) -> Banner:
        banner = Banner(parent)
        banner.show_text(doubt[:1].upper() + doubt[1:], "warning")
        return banner

    def _known_words(self) -> str:
        first, *others = self.card.merge
        words = self.tr("Có thể đã có trong sổ: {0}").format(_cut(first.title))
        return words + (self.tr(" và {0} mục khác").format(len(others)) if others else "")

    def _make_lines(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.SMALL)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, (name, text) in enumerate(lines(self.card.draft)):
            caption = PlainLabel(name, role="caption")
            caption.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            caption.setContentsMargins(0, 2, 0, 0)
            value = WrappedLabel(text)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            value.setMinimumWidth(40)
            grid.addWidget(caption, row, 0)
            grid.addWidget(value, row, 1)
        return grid

    def _make_buttons(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, Space.TIGHT)
        for name, words, key, signal in (
            ("accept", self.tr("Duyệt"), "D", self.accept_wanted),
            ("edit", self.tr("Sửa"), "S", self.edit_wanted),
            ("reject", self.tr("Bác bỏ"), "B", self.reject_wanted),
        ):
            button = CardButton(words, key, is_primary=name == "accept")
            button.clicked.connect(signal)
            self.buttons[name] = button
            flow.addWidget(button)
        if self.card.merge:
            self.buttons["merge"] = self._make_merge(self.card.merge)
            flow.addWidget(self.buttons["merge"])
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        return holder

    def _make_merge(self, found: tuple[MergeCandidate, ...]) -> QPushButton:
        only = found[0].title if len(found) == 1 else ""
        button = CardButton(self.tr("Gộp"), "G")
        if only:
            tip = self.tr("Gộp vào: {0} (phím G)").format(only)
            button.setToolTip(plain_tooltip(tip))
            button.setAccessibleDescription(tip)
            button.clicked.connect(lambda: self.merge_wanted.emit(found[0]))
            return button
        button.setMenu(self._merge_menu(found))
        return button

    def _merge_menu(self, found: tuple[MergeCandidate, ...]) -> QMenu:
        menu = QMenu(self)
        for candidate in found:
            words = self.tr("Gộp vào: {0}").format(_cut(candidate.title)).replace("&", "&&")
            action = menu.addAction(words)
            action.triggered.connect(lambda _checked=False, one=candidate: self.merge_wanted.emit(one))
        return menu

    def _name(self) -> None:
        parts = [self._kind_words, self._headline, self._sure.words]
        parts += [*self.card.suggestion.doubts, same_words(self.card)]
        self.setAccessibleName(". ".join(part for part in parts if part))
        self.setAccessibleDescription(
            "\n".join([*self.text_lines(), because(self.card.reason)]) if self.is_expanded else ""
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self.chosen.emit()
        event.accept()


_BADGES = {
    "": ("hover", "text"),
    "success": ("success_soft", "success"),
    "warning": ("warning_soft", "warning"),
}


def _font(base: QFont, points: float, *, bold: bool) -> QFont:
    font = QFont(base)
    font.setPointSizeF(points)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def _cut(title: str) -> str:
    title = " ".join(title.split())
    return title if len(title) <= 90 else f"{title[:89].rstrip()}…"
