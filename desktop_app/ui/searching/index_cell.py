"""The health of searching in the status line: a few words, and on a click what they mean and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.progress import Progress
from desktop_app.ui.icons import set_icon
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel
from desktop_app.ui.widgets.vietnamese import grouped

_WIDTH = 380


@dataclass(frozen=True, slots=True)
class IndexNews:
    """How searching is: ``state`` "ready" or why not, what is in the index and what waits to get in.

    ``progress`` is there while the index is worked on in this window.
    """

    state: str = "ready"
    documents: int = 0
    waiting: int = 0
    read_only: bool = False
    has_failed: bool = False
    progress: Progress | None = None

    @property
    def is_fine(self) -> bool:
        """Whether there is nothing to say."""
        return self.state == "ready" and not self.waiting and self.progress is None


def index_words(news: IndexNews) -> tuple[str, str]:
    """Return what to say in the status line, and its kind for the dot."""
    if news.is_fine:
        return _tr("Tìm kiếm: sẵn sàng · {0} mục").format(grouped(news.documents)), "success"
    if news.state != "ready":
        if news.has_failed and news.progress is None:
            return _tr("Tìm kiếm: chưa dựng lại được, tạm tìm chậm"), "warning"
        if news.read_only:
            return _tr("Tìm kiếm: chờ cửa sổ đang sửa kho"), "warning"
        return _rebuilding(news.progress), "warning"
    if news.read_only:
        return _tr("Tìm kiếm: {0} mục chờ cửa sổ đang sửa kho").format(grouped(news.waiting)), "warning"
    if news.has_failed and news.progress is None:
        return _tr("Tìm kiếm: {0} mục chưa cập nhật được").format(grouped(news.waiting)), "warning"
    left = news.waiting
    if news.progress is not None and news.progress.total:
        left = news.progress.total - news.progress.done
    return _tr("Tìm kiếm: đang cập nhật {0} mục").format(grouped(max(left, 0))), "warning"


def index_sentence(news: IndexNews) -> str:
    """Return what it means, in one or two sentences."""
    if news.is_fine:
        return _tr("Mọi tin bài và mục đã duyệt đều tìm được. Không cần làm gì.")
    if news.read_only:
        return _tr(
            "Kho đang được mở để sửa ở nơi khác; nơi đó sẽ cập nhật phần tìm kiếm. "
            "Dữ liệu không bị ảnh hưởng."
        )
    if news.has_failed and news.progress is None:
        return _tr(
            "Chưa ghi được phần tìm kiếm, có thể vì ổ đĩa đầy hoặc chương trình diệt vi-rút đang giữ tệp. "
            "Dữ liệu vẫn nguyên vẹn; hãy chờ một lát rồi bấm Dựng lại."
        )
    if news.state != "ready":
        return _tr(
            "Phần tìm kiếm đang được dựng lại từ kho. Trong lúc đó vẫn tìm được, chỉ chậm hơn. "
            "Dữ liệu không bị ảnh hưởng."
        )
    return _tr(
        "Những mục vừa thêm hoặc sửa đang được đưa vào phần tìm kiếm; vài giây nữa là tìm được. "
        "Vẫn làm việc bình thường."
    )


class IndexBubble(QFrame):
    """What the words in the status line mean; goes with Esc or a click beside it.

    Signals:
        rebuild_requested: build the index anew.
        settings_requested: show the library's settings.
    """

    rebuild_requested = Signal()
    settings_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("frameRole", "popup")
        self.setAccessibleName(self.tr("Tình trạng tìm kiếm"))
        self.title = PlainLabel(role="strong", wrap=True)
        self.sentence = PlainLabel(wrap=True)
        self.rebuild = QPushButton(f" {self.tr('Dựng lại')}")
        self.rebuild.setAccessibleName(self.tr("Dựng lại phần tìm kiếm"))
        set_icon(self.rebuild, "refresh-cw")
        self.settings = QPushButton(self.tr("Mở cài đặt kho"))
        self.rebuild.clicked.connect(lambda: self._answer(self.rebuild_requested.emit))
        self.settings.clicked.connect(lambda: self._answer(self.settings_requested.emit))
        buttons = QHBoxLayout()
        buttons.addWidget(self.rebuild)
        buttons.addWidget(self.settings)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.title)
        layout.addWidget(self.sentence)
        layout.addLayout(buttons)
        self.setFixedWidth(_WIDTH)

    def show_news(self, news: IndexNews) -> None:
        """Say how it is now."""
        self.title.setText(index_words(news)[0])
        self.sentence.setText(index_sentence(news))
        self.rebuild.setEnabled(not news.read_only and news.progress is None)

    def show_over(self, widget: QWidget) -> None:
        """Appear above ``widget``."""
        layout = self.layout()
        height = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        self.resize(self.width(), height)
        self.move(widget.mapToGlobal(QPoint(0, -self.height() - Space.TIGHT)))
        self.show()
        (self.rebuild if self.rebuild.isEnabled() else self.settings).setFocus()

    def _answer(self, emit: Callable[[], object]) -> None:
        self.hide()
        emit()


def _rebuilding(progress: Progress | None) -> str:
    if progress is None:
        return _tr("Tìm kiếm: đang chuẩn bị…")
    if progress.total:
        share = min(100, 100 * progress.done // progress.total)
        return _tr("Tìm kiếm: đang dựng lại {0} %").format(share)
    if progress.done:
        return _tr("Tìm kiếm: đang dựng lại, xong {0} mục").format(grouped(progress.done))
    return _tr("Tìm kiếm: đang dựng lại")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Status", text)
