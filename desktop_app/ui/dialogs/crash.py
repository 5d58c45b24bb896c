"""What the person sees when the program met an error nobody foresaw."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.ui.dialogs.base import Choice, Dialog
from desktop_app.ui.icons import set_icon


class CrashDialog(Dialog):
    """What happened, that nothing stored is lost, where the log is, and the details to copy."""

    def __init__(self, detail: str, log_folder: str, parent: QWidget | None = None) -> None:
        super().__init__(
            parent, self.tr("Chương trình gặp lỗi ngoài dự kiến"), icon_name="circle-alert", token="danger"
        )
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.add_text(self.tr("Việc vừa làm chưa hoàn thành. Dữ liệu đã lưu trước đó vẫn nguyên vẹn."))
        self.add_text(
            self.tr("Có thể làm tiếp. Nếu lỗi lặp lại, hãy mở lại chương trình và báo người phụ trách.")
        )
        if log_folder:
            self.add_text(self.tr("Nhật ký kỹ thuật: {0}").format(log_folder), role="muted")
        self.add_detail(detail)
        if log_folder:
            folder = QPushButton(self.tr("Mở thư mục nhật ký"))
            set_icon(folder, "folder-open")
            folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(log_folder)))
            self.add_left(folder)
        self.add_button(Choice(self.tr("Thoát chương trình"), "quit"))
        self.add_button(Choice(self.tr("Làm tiếp"), "", "primary"))
