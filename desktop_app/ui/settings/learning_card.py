"""What was learned from the office's decisions: a sentence, a switch, and a way to forget."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from desktop_app.progress import Reporter
from desktop_app.services.learning import LearningState
from desktop_app.ui.background import Lane
from desktop_app.ui.dialogs.question import may_do
from desktop_app.ui.frame import Frame
from desktop_app.ui.icons import set_icon
from desktop_app.ui.widgets.labels import Card, PlainLabel


class LearningCard(Card):
    """Shows and changes what ``services.learning`` knows; everything is read beside the window."""

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = frame
        self._is_filling = False
        tr = self.tr
        self.words = PlainLabel(wrap=True)
        self.switch = QCheckBox(tr("Học từ các quyết định duyệt, sửa, bác bỏ của cơ quan"))
        self.switch.toggled.connect(self._on_toggled)
        self.forget_button = QPushButton(" " + tr("Quên những gì đã học…"))
        self.forget_button.setAccessibleName(tr("Quên những gì đã học"))
        set_icon(self.forget_button, "rotate-ccw")
        self.forget_button.clicked.connect(self.forget)
        self.body.addWidget(PlainLabel(tr("Học từ cơ quan"), role="section"))
        self.body.addWidget(
            PlainLabel(
                tr(
                    "Gợi ý giống những gợi ý mà cơ quan hay bác bỏ được ẩn đi hoặc xếp xuống cuối. Việc học "
                    "diễn ra trên máy này, không gửi đi đâu, và chỉ được dùng khi đoán đúng hơn quy tắc."
                ),
                role="muted",
                wrap=True,
            )
        )
        self.body.addWidget(self.words)
        self.body.addWidget(self.switch)
        self.body.addWidget(self.forget_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setEnabled(False)

    def read(self) -> None:
        """Show what was learned so far."""
        services = self._frame.services

        def work(_reporter: Reporter) -> object:
            return services.learning.state()

        self._frame.runner.run("", work, on_success=self._show)

    def forget(self) -> None:
        """Ask, then throw away what was learned."""
        words = self.tr(
            "Các quyết định đã có vẫn nguyên trong kho, nhưng máy sẽ không học từ chúng nữa mà học lại từ "
            "những quyết định sau này."
        )
        if not may_do(self, self.tr("Quên những gì đã học?"), self.tr("Quên"), words, danger=True):
            return
        services = self._frame.services

        def work(_reporter: Reporter) -> object:
            services.learning.forget()
            return services.learning.state()

        self._frame.runner.run("", work, lane=Lane.WRITE, on_success=self._on_forgotten)

    # -- inside --------------------------------------------------------------------------------------

    def _on_toggled(self, checked: bool) -> None:
        if self._is_filling:
            return
        services = self._frame.services

        def work(_reporter: Reporter) -> object:
            services.learning.set_on(on=checked)
            return services.learning.state()

        self._frame.runner.run("", work, lane=Lane.WRITE, on_success=self._show)

    def _on_forgotten(self, state: LearningState) -> None:
        self._show(state)
        self._frame.toast(self.tr("Đã quên những gì đã học"))

    def _show(self, state: LearningState) -> None:
        self._is_filling = True
        self.switch.setChecked(state.on)
        self._is_filling = False
        self.setEnabled(self._frame.services.held_by is None)
        self.forget_button.setEnabled(state.decisions > 0)
        self.words.setText(self._sentence(state))

    def _sentence(self, state: LearningState) -> str:
        tr = self.tr
        if not state.on:
            return tr("Đang tắt: gợi ý chỉ theo quy tắc.")
        count, figures = state.decisions, state.figures
        if not count or not figures.count:
            return tr("Máy chưa học: mới có {0} quyết định, cần nhiều hơn.").format(max(count, state.waiting))
        right = round(100 * figures.right / figures.count)
        rules = round(100 * figures.rules_right / figures.count)
        if not state.in_force:
            words = tr(
                "Máy đã thử học từ {0} quyết định của cơ quan nhưng chưa đoán đúng hơn quy tắc, nên gợi ý "
                "vẫn chỉ theo quy tắc (đúng {1} %)."
            )
            return words.format(count, rules)
        words = tr("Máy đã học từ {0} quyết định của cơ quan. Đúng {1} % (quy tắc: {2} %).")
        return words.format(count, right, rules)
