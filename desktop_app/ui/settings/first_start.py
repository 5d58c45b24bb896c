"""The first start: whose library this is, what may not go into it, and how to begin."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.progress import Reporter
from desktop_app.services.office import Office
from desktop_app.ui.background import Lane
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.frame import Frame
from desktop_app.ui.settings.office_form import OfficeForm
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel
from desktop_app.ui.widgets.markdown_view import MarkdownView
from resources import read_text

_OFFICE, _NOTICE, _BEGIN = range(3)


class FirstStartDialog(Dialog):
    """Three steps; nothing is stored before the last. Leaving it means being asked again next time.

    Signals:
        completed: office and notice are stored.
    """

    completed = Signal()

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent, _tr("Bắt đầu dùng Bang Giao"))
        self._frame = frame
        self._titles = (
            self.tr("Cơ quan của anh chị"),
            self.tr("Đọc trước khi nhập tin bài"),
            self.tr("Bắt đầu thế nào?"),
        )
        self.heading = PlainLabel(role="title", wrap=True)
        self.step = PlainLabel(role="muted")
        self.form = OfficeForm()
        self.notice = MarkdownView()
        self.understood = QCheckBox(self.tr("Tôi đã đọc và hiểu"))
        self.samples = QRadioButton(self.tr("Mở kho mẫu"))
        self.empty = QRadioButton(self.tr("Bắt đầu với kho trống"))
        self.back = QPushButton(self.tr("Quay lại"))
        self.next = QPushButton(self.tr("Tiếp tục"))
        self._steps = QStackedWidget()
        self._lay_out_steps()
        self._connect()
        self._go(_OFFICE)

    @property
    def shown_step(self) -> int:
        """0 office, 1 notice, 2 how to begin."""
        return self._steps.currentIndex()

    def showEvent(self, event: QShowEvent) -> None:
        room = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        self.resize(min(760, room.width() - 40), min(600, room.height() - 60))
        super().showEvent(event)
        self.form.office_name.setFocus()

    # -- layout --------------------------------------------------------------------------------------

    def _lay_out_steps(self) -> None:
        self.body.addWidget(self.step)
        self.body.addWidget(self.heading)
        self.notice.setAccessibleName(self.tr("Ghi chú về bí mật nhà nước và dữ liệu cá nhân"))
        self.notice.show_markdown(_without_heading(read_text("samples/notice.md")))
        self._steps.addWidget(self._office_step())
        self._steps.addWidget(_column(self.notice, self.understood))
        self._steps.addWidget(self._begin_step())
        self.body.addWidget(self._steps, 1)
        self.next.setProperty("role", "primary")
        self.next.setDefault(True)
        self.back.setAutoDefault(False)
        self._buttons.addWidget(self.back)
        self._buttons.addWidget(self.next)

    def _office_step(self) -> QWidget:
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        holder.setObjectName("scrollBody")
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, Space.MEDIUM, 0)
        words = self.tr("Những dòng này được in trên hồ sơ. Sau này sửa được ở trang Cài đặt.")
        layout.addWidget(PlainLabel(words, wrap=True))
        layout.addSpacing(Space.SMALL)
        layout.addWidget(self.form)
        layout.addStretch(1)
        area.setWidget(holder)
        return area

    def _begin_step(self) -> QWidget:
        group = QButtonGroup(self)
        group.addButton(self.samples)
        group.addButton(self.empty)
        self.empty.setChecked(True)
        sample_words = self.tr(
            "Có sẵn các tin bài do chương trình biên soạn để làm quen; tên người phần lớn là hư cấu. "
            "Không dùng để báo cáo. Việc mở mất khoảng nửa phút."
        )
        empty_words = self.tr("Chưa có gì trong kho. Việc đầu tiên là nhập tin bài.")
        self.samples.setAccessibleDescription(sample_words)
        self.empty.setAccessibleDescription(empty_words)
        step = _column(
            self.empty,
            _indented(PlainLabel(empty_words, role="muted", wrap=True)),
            self.samples,
            _indented(PlainLabel(sample_words, role="muted", wrap=True)),
        )
        layout = step.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addStretch(1)
        return step

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self._go(self.shown_step - 1))
        self.next.clicked.connect(self._on_next)
        self.understood.toggled.connect(lambda _on: self._settle())
        self.form.leave_requested.connect(self.reject)
        self.form.save_requested.connect(self._on_next)

    # -- steps ---------------------------------------------------------------------------------------

    def _go(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        self.step.setText(self.tr("Bước {0} trong 3").format(step + 1))
        self.heading.setText(self._titles[step])
        first = (self.form.office_name, self.understood, self.empty)[step]
        first.setFocus()
        self._settle()

    def _settle(self) -> None:
        step = self.shown_step
        self.back.setVisible(step > _OFFICE)
        self.next.setText(self.tr("Bắt đầu") if step == _BEGIN else self.tr("Tiếp tục"))
        self.next.setEnabled(step != _NOTICE or self.understood.isChecked())

    def _on_next(self) -> None:
        if self.shown_step == _OFFICE and not self.form.check():
            return
        if self.shown_step < _BEGIN:
            self._go(self.shown_step + 1)
            return
        self._store(self.form.office(), with_samples=self.samples.isChecked())

    def _store(self, office: Office, *, with_samples: bool) -> None:
        services = self._frame.services
        self.next.setEnabled(False)

        def work(_reporter: Reporter) -> bool:
            services.office.save(office)
            services.office.accept_notice()
            return with_samples

        self._frame.runner.run(
            "", work, lane=Lane.WRITE, on_success=self._on_stored, on_failure=self._on_failed
        )

    def _on_stored(self, with_samples: bool) -> None:
        if with_samples:
            open_samples(self._frame)
        self.completed.emit()
        self.accept()

    def _on_failed(self, error: BaseException) -> None:
        self.next.setEnabled(True)
        self._frame.show_error(error)


def open_samples(frame: Frame) -> None:
    """Fill the library with the samples beside the window, with progress among the jobs."""
    services = frame.services

    def work(reporter: Reporter) -> Any:
        return services.samples.load(reporter)

    def done(result: Any) -> None:
        frame.toast(
            _tr("Đã mở kho mẫu: {0} tin bài, {1} mục đã duyệt.").format(result.articles, result.accepted)
        )

    frame.toast(_tr("Đang mở kho mẫu…"))
    frame.runner.run(_tr("Mở kho mẫu"), work, lane=Lane.WRITE, on_success=done)


def _tr(text: str) -> str:
    return QCoreApplication.translate("FirstStartDialog", text)


def _without_heading(text: str) -> str:
    """The notice without its first line, which the dialog says itself."""
    return text.split("\n", 1)[1].lstrip() if text.startswith("# ") else text


def _column(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(Space.SMALL)
    for widget in widgets:
        layout.addWidget(widget)
    return holder


def _indented(widget: QWidget) -> QWidget:
    holder = _column(widget)
    holder.setContentsMargins(Space.WIDE + 2, 0, 0, Space.MEDIUM)
    return holder
