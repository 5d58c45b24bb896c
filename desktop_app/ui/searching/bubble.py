"""How to ask, in a bubble under the search box: each form with an example one can click to try."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel

_WIDTH = 560
_BAR = 12
FORMS: tuple[tuple[str, str], ...] = (
    ("nong nghiep", "Gõ không dấu cũng tìm được; gõ có dấu thì bài đúng dấu đứng trước."),
    ('"bản ghi nhớ"', "Trong ngoặc kép: đúng cụm từ này, liền nhau."),
    ("lao động -thời vụ", "Dấu trừ: bỏ những mục có từ này."),
    ("giáo dục HOẶC y tế", "HOẶC (viết hoa): có một trong hai là được."),
    ("nông ngh*", "Dấu sao: mọi từ bắt đầu như vậy."),
    ("tiêu_đề:hợp tác", "Chỉ tìm trong tiêu đề."),
    ("đối_tác:Gwangju", "Chỉ những mục của đối tác này; cũng có nước:, người:, nguồn:, thẻ:."),
    ("lao động năm:2022..2024", "Từ năm nào đến năm nào; năm:2024 là một năm."),
    ("loại:đoàn Gwangju", "Chỉ một loại: bài, đoàn, thỏa_thuận, cam_kết, số_liệu…"),
    ("đoàn vào tháng 6/2022", "Hỏi như nói: câu trả lời từ các mục đã duyệt đứng trên cùng."),
)


class HelpBubble(QFrame):
    """A window that goes with Esc or a click beside it.

    Signals:
        tried: the example that was clicked.
        more_wanted: the help page is wanted.
    """

    tried = Signal(str)
    more_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("frameRole", "popup")
        self.setAccessibleName(self.tr("Cách tìm"))
        self.examples: list[QPushButton] = []
        holder = QWidget()
        holder.setObjectName("scrollBody")
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.MEDIUM)
        grid.setVerticalSpacing(Space.TIGHT)
        grid.setColumnStretch(1, 1)
        for row, (example, words) in enumerate(FORMS):
            explained = QCoreApplication.translate("HelpBubble", words)
            button = QPushButton(example)
            button.setProperty("role", "link")
            button.setAccessibleName(self.tr("Thử: {0}").format(example))
            button.setAccessibleDescription(explained)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _checked=False, text=example: self._try(text))
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(PlainLabel(explained, role="muted", wrap=True), row, 1)
            self.examples.append(button)
        self._forms = QScrollArea()
        self._forms.setWidgetResizable(True)
        self._forms.setFrameShape(QFrame.Shape.NoFrame)
        self._forms.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._forms.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._forms.setWidget(holder)
        self._grid = grid
        self.more = QPushButton(self.tr("Mở trang trợ giúp về tìm kiếm"))
        self.more.clicked.connect(self._on_more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(PlainLabel(self.tr("Cách tìm"), role="section"))
        layout.addWidget(
            PlainLabel(self.tr("Bấm vào một ví dụ để thử. Gõ sai cách nào cũng không sao."), role="muted")
        )
        layout.addWidget(self._forms, 1)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_under(self, widget: QWidget) -> None:
        """Appear under ``widget``, inside its window."""
        window = widget.window()
        self.setFixedWidth(min(_WIDTH, window.width() - 2 * Space.SMALL))
        # In a low window the forms scroll; the heading and the button stay.
        forms = self._grid.totalHeightForWidth(self.width() - 2 * Space.LARGE - _BAR)
        rest = self.minimumSizeHint().height() - self._forms.minimumSizeHint().height()
        height = min(forms + rest + Space.SMALL, window.height() - 2 * Space.SMALL)
        self.setFixedHeight(height)
        corner = widget.mapTo(window, QPoint(0, widget.height() + Space.TIGHT))
        left = max(Space.SMALL, min(corner.x(), window.width() - self.width() - Space.SMALL))
        top = max(Space.SMALL, min(corner.y(), window.height() - height - Space.SMALL))
        self.move(window.mapToGlobal(QPoint(left, top)))
        self.show()
        self.examples[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def _try(self, text: str) -> None:
        self.hide()
        self.tried.emit(text)

    def _on_more(self) -> None:
        self.hide()
        self.more_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self._on_more()
            event.accept()
            return
        super().keyPressEvent(event)
