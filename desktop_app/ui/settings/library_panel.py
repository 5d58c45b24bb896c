"""Where the library lies, its backups, its health."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from db.records import Counts
from desktop_app.paths import LibraryPaths
from desktop_app.progress import Reporter
from desktop_app.services.maintenance import BackupInfo, CheckReport, restore
from desktop_app.ui.background import Lane
from desktop_app.ui.frame import Frame
from desktop_app.ui.icons import set_icon
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.labels import Card, PlainLabel
from desktop_app.ui.widgets.scroll_column import ScrollColumn

_SHOWN_BACKUPS = 8
_SHOWN_PROBLEMS = 12


class LibraryPanel(ScrollColumn):
    """Place, backups, check, index."""

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=0)
        self._frame = frame
        self.place = QLineEdit(str(frame.services.paths.folder))
        self.place.setReadOnly(True)
        self.place.setAccessibleName(self.tr("Nơi giữ kho"))
        self.backups = PlainLabel(wrap=True)
        self.backups.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.news = Banner()
        self.problems = PlainLabel(wrap=True)
        self.problems.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problems.hide()
        self.body.addWidget(self.news)
        self.body.addWidget(self.problems)
        self._buttons: dict[str, QPushButton] = {}
        self._lay_out()

    @property
    def buttons(self) -> dict[str, QPushButton]:
        """The buttons by name: open, backup, backup_to, restore, check, rebuild."""
        return dict(self._buttons)

    def read(self) -> None:
        """Show the backups there are."""
        services = self._frame.services

        def work(_reporter: Reporter) -> object:
            return services.maintenance.backups()

        self._frame.runner.run("", work, on_success=self._on_backups)

    # -- what one can do -----------------------------------------------------------------------------

    def back_up(self, folder: Path | None = None) -> None:
        """Write a compared copy, into ``folder`` or the library's own place."""
        services = self._frame.services

        def work(reporter: Reporter) -> object:
            return services.maintenance.backup(folder, reporter)

        self._run("backup", self.tr("Sao lưu"), work, self._on_backed_up)

    def back_up_elsewhere(self) -> None:
        """Ask for a folder, perhaps on a removable disk, and write a copy there."""
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Chọn thư mục để sao lưu vào"))
        if chosen:
            self.back_up(Path(chosen))

    def restore(self) -> None:
        """Ask for a backup and an empty folder, and put it there; the open library is not touched."""
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Chọn bản sao"),
            str(self._frame.services.paths.backups),
            self.tr("Bản sao của Bang Giao (*.db)"),
        )
        if not chosen:
            return
        folder = QFileDialog.getExistingDirectory(self, self.tr("Chọn thư mục trống để phục hồi vào"))
        if not folder:
            return

        def work(_reporter: Reporter) -> object:
            return folder, restore(Path(chosen), LibraryPaths(Path(folder)))

        self._run("restore", self.tr("Phục hồi bản sao"), work, self._on_restored)

    def check(self) -> None:
        """Compare everything with its own hash."""
        services = self._frame.services

        def work(reporter: Reporter) -> object:
            return services.maintenance.check(reporter)

        self._run("check", self.tr("Kiểm tra kho"), work, self._on_checked, lane=Lane.READ)

    def rebuild(self) -> None:
        """Build the search index anew."""
        services = self._frame.services

        def work(reporter: Reporter) -> object:
            return services.search.rebuild(reporter)

        self._run("rebuild", self.tr("Dựng lại chỉ mục tìm kiếm"), work, self._on_rebuilt)

    # -- inside --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        tr = self.tr
        card = self._card(tr("Nơi giữ kho"), tr("Không đặt trong thư mục tự đồng bộ lên mạng."))
        card.body.addWidget(self.place)
        self._row(card, ("open", tr("Mở thư mục"), "folder-open", self._open_folder))
        card = self._card(
            tr("Sao lưu"),
            tr(
                "Chương trình tự sao lưu mỗi ngày vào thư mục của kho. Mỗi tuần nên sao lưu thêm ra ổ rời "
                "của cơ quan. Mỗi bản sao chỉ được giữ sau khi đã đọc lại và so với kho."
            ),
        )
        self._row(
            card,
            ("backup", tr("Sao lưu ngay"), "save", lambda: self.back_up()),
            ("backup_to", tr("Sao lưu vào thư mục khác…"), "folder-open", self.back_up_elsewhere),
            ("restore", tr("Phục hồi bản sao…"), "rotate-ccw", self.restore),
        )
        card.body.addWidget(PlainLabel(tr("Các bản sao trong thư mục của kho"), role="label"))
        card.body.addWidget(self.backups)
        card = self._card(
            tr("Kiểm tra"),
            tr("So từng tin bài và tệp gốc với lúc lưu. Việc kiểm tra không sửa và không xóa gì."),
        )
        self._row(card, ("check", tr("Kiểm tra kho"), "circle-check", self.check))
        card = self._card(
            tr("Tìm kiếm"),
            tr("Chỉ mục tìm kiếm được giữ tự động. Chỉ cần dựng lại khi kết quả tìm kiếm thiếu hoặc lạ."),
        )
        self._row(card, ("rebuild", tr("Dựng lại chỉ mục tìm kiếm"), "refresh-cw", self.rebuild))
        self._buttons["rebuild"].setEnabled(self._frame.services.held_by is None)
        self.body.addStretch(1)

    def _card(self, title: str, words: str) -> Card:
        card = Card()
        card.body.addWidget(PlainLabel(title, role="section"))
        card.body.addWidget(PlainLabel(words, role="muted", wrap=True))
        self.body.addWidget(card)
        return card

    def _row(self, card: Card, *specs: tuple[str, str, str, Callable[[], object]]) -> None:
        holder = QWidget()
        line = FlowLayout(holder)
        for name, text, icon_name, answer in specs:
            button = QPushButton(f" {text}")
            button.setAccessibleName(text)
            set_icon(button, icon_name)
            button.clicked.connect(lambda _checked=False, do=answer: do())
            self._buttons[name] = button
            line.addWidget(button)
        card.body.addWidget(holder)

    def _run(
        self,
        button: str,
        name: str,
        work: Callable[[Reporter], object],
        done: Callable[[Any], object],
        *,
        lane: Lane = Lane.WRITE,
    ) -> None:
        self.news.hide()
        self.problems.hide()
        self._buttons[button].setEnabled(False)
        job = self._frame.runner.run(name, work, lane=lane, on_success=done)
        if job.is_finished:
            self._buttons[button].setEnabled(True)
        else:
            job.finished.connect(lambda: self._buttons[button].setEnabled(True))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.place.text()))

    def _say(self, text: str, kind: str) -> None:
        self.news.show_text(text, kind)
        self.verticalScrollBar().setValue(0)

    def _on_backups(self, found: list[BackupInfo]) -> None:
        lines = [backup_line(info) for info in found[:_SHOWN_BACKUPS]]
        if len(found) > _SHOWN_BACKUPS:
            lines.append(self.tr("… và {0} bản cũ hơn").format(len(found) - _SHOWN_BACKUPS))
        self.backups.setText("\n".join(lines) or self.tr("Chưa có bản sao nào."))

    def _on_backed_up(self, info: BackupInfo) -> None:
        self._say(self.tr("Đã sao lưu và so lại: {0}").format(info.path), "success")
        self.read()
        self._frame.announce(None)

    def _on_restored(self, result: tuple[str, Counts]) -> None:
        folder, counts = result
        words = self.tr(
            "Đã phục hồi vào {0}: {1} tin bài, {2} đoàn, {3} thỏa thuận. Kho đang mở không thay đổi. Muốn "
            "dùng kho vừa phục hồi, hãy đóng chương trình rồi thay thư mục kho bằng thư mục này."
        )
        self._say(words.format(folder, counts.articles, counts.visits, counts.agreements), "success")

    def _on_checked(self, report: CheckReport) -> None:
        if report.sound:
            words = self.tr("Kho nguyên vẹn: đã so {0} tin bài và {1} tệp gốc.")
            self._say(words.format(report.articles, report.originals), "success")
            return
        words = self.tr("Có {0} điều cần xem. Hãy giữ nguyên các bản sao cũ và báo người phụ trách.")
        self._say(words.format(len(report.problems)), "danger")
        shown = list(report.problems[:_SHOWN_PROBLEMS])
        if len(report.problems) > _SHOWN_PROBLEMS:
            shown.append(self.tr("… và {0} điều khác").format(len(report.problems) - _SHOWN_PROBLEMS))
        self.problems.setText("\n".join(shown))
        self.problems.show()

    def _on_rebuilt(self, count: int) -> None:
        self._say(self.tr("Đã dựng lại chỉ mục tìm kiếm: {0} mục.").format(count), "success")
        self._frame.announce(None)


def backup_line(info: BackupInfo) -> str:
    """Return a backup in one line: when, how large, the file."""
    size = f"{info.size / 1_048_576:.1f}".replace(".", ",")
    return f"{info.made_at.astimezone():%d/%m/%Y %H:%M}   {size} MB   {info.path.name}"
