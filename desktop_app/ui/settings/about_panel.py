"""What this program is, under which licences, and what may not go into it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app import VERSION
from desktop_app.ui.dialogs.base import Choice, Dialog
from desktop_app.ui.frame import Frame
from desktop_app.ui.widgets.labels import Card, PlainLabel
from desktop_app.ui.widgets.markdown_view import MarkdownView
from desktop_app.ui.widgets.scroll_column import ScrollColumn
from resources import read_text

_PARTS = (
    ("Qt, PySide6", "LGPL 3"),
    ("SQLAlchemy, Alembic", "MIT"),
    ("Whoosh", "BSD 2"),
    ("ReportLab", "BSD 3"),
    ("PDFium, pypdfium2", "Apache 2.0, BSD 3"),
    ("python-docx", "MIT"),
    ("XlsxWriter", "BSD 2"),
    ("Trafilatura", "Apache 2.0"),
    ("lxml", "BSD 3"),
    ("nh3", "MIT"),
    ("Noto, Liberation", "SIL OFL 1.1"),
    ("Droid Sans Fallback", "Apache 2.0"),
    ("Lucide", "ISC"),
    ("Unicode CLDR", "Unicode License v3"),
)


class AboutPanel(ScrollColumn):
    """Version, the notice, licences."""

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=0)
        self._frame = frame
        tr = self.tr
        card = Card()
        card.body.addWidget(PlainLabel("Bang Giao", role="brand"))
        card.body.addWidget(PlainLabel(tr("Phiên bản {0}").format(VERSION)))
        words = tr(
            "Kho tin bài và hồ sơ đối tác của cơ quan ngoại vụ địa phương. Chương trình chạy hoàn toàn trên "
            "máy này, không gửi nội dung đi đâu."
        )
        card.body.addWidget(PlainLabel(words, wrap=True))
        self.notice = QPushButton(tr("Đọc ghi chú về bí mật nhà nước và dữ liệu cá nhân"))
        self.notice.clicked.connect(self.show_notice)
        card.body.addWidget(self.notice, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(card)
        card = Card()
        card.body.addWidget(PlainLabel(tr("Giấy phép"), role="section"))
        card.body.addWidget(
            PlainLabel(tr("Bang Giao dùng giấy phép Apache 2.0 và có các phần sau:"), wrap=True)
        )
        parts = "\n".join(f"{name}: {licence}" for name, licence in _PARTS)
        card.body.addWidget(PlainLabel(parts, role="muted", wrap=True))
        self.body.addWidget(card)
        self.body.addStretch(1)

    def show_notice(self) -> None:
        """Show the notice of the first start again."""
        dialog = Dialog(self.window(), self.tr("Trước khi bắt đầu"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        view = MarkdownView()
        view.setAccessibleName(self.tr("Ghi chú về bí mật nhà nước và dữ liệu cá nhân"))
        view.setMinimumSize(640, 360)
        view.show_markdown(read_text("samples/notice.md").split("\n", 1)[1].lstrip())
        dialog.body.addWidget(view, 1)
        dialog.add_button(Choice(self.tr("Đóng"), "", "primary"))
        dialog.open()
