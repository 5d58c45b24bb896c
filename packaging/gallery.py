"""A sheet of every widget with made-up records, for looking at the visual language without a library."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from db.dates import PartialDate
from desktop_app.ui.pages.base import Frame, Page, page_action
from desktop_app.ui.tables.model import Column
from desktop_app.ui.tables.record_table import RecordTable
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.chip_edit import ChipEdit
from desktop_app.ui.widgets.date_field import PartialDateField
from desktop_app.ui.widgets.form import FormSheet
from desktop_app.ui.widgets.labels import Badge, Card, PlainLabel
from desktop_app.ui.widgets.marked_text import Mark, MarkedText
from desktop_app.ui.widgets.pdf_pages import PageThumbnails, PdfPagesView
from desktop_app.ui.widgets.scroll_column import ScrollColumn

_TEXT = (
    "Đoàn công tác thành phố bạn thăm và làm việc tại tỉnh\n"
    "Sáng 9/6, tại trụ sở, lãnh đạo tỉnh tiếp đoàn công tác do ông Nguyễn Văn Mẫu, Phó Thị trưởng, dẫn đầu.\n"
    "Hai bên ký Bản ghi nhớ hợp tác giai đoạn 2022–2026. Phía bạn sẽ hỗ trợ 20 suất học bổng mỗi năm; kim "
    "ngạch hai chiều đạt 1,2 tỷ USD. 😀\n"
    + "Hai bên trao đổi về hợp tác nông nghiệp, lao động, du lịch và giáo dục. "
    * 12
)


@dataclass(frozen=True)
class _Visit:
    id: int
    day: str
    name: str
    side: str
    members: int


def _mark(words: str, kind: str, number: int) -> Mark:
    start = _TEXT.index(words)
    return Mark(start, start + len(words), kind, number)


class ReviewSheet(Page):
    """Marked text with cards beside it."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.set_title("Duyệt gợi ý", "24 gợi ý còn lại trong 8 tin bài")
        self.set_actions(page_action(self, "Duyệt tất cả gợi ý chắc", "list-checks", lambda: None))
        text = MarkedText()
        text.set_text(_TEXT, headings=[(0, _TEXT.index("\n"))])
        text.set_marks(
            [
                _mark("9/6", "visit", 1),
                _mark("đoàn công tác do", "visit", 1),
                _mark("Nguyễn Văn Mẫu, Phó Thị trưởng", "person", 2),
                _mark("Bản ghi nhớ hợp tác giai đoạn 2022–2026", "agreement", 3),
                _mark("sẽ hỗ trợ 20 suất học bổng mỗi năm", "commitment", 4),
                _mark("1,2 tỷ USD", "figure", 5),
            ]
        )
        text.show_mark(3)
        cards = ScrollColumn()
        column = cards.body
        banner = Banner()
        banner.show_text("Năm của ngày 9/6 là suy đoán theo ngày đăng bài.", "warning", "Xác nhận năm")
        column.addWidget(banner)
        for number, (title, sure, kind) in enumerate(
            [
                ("Đoàn vào", "Chắc", "success"),
                ("Cam kết", "Khá chắc", "warning"),
                ("Thỏa thuận", "Chưa chắc", "danger"),
            ]
        ):
            card = Card()
            head = QHBoxLayout()
            head.addWidget(PlainLabel(title, role="strong"))
            head.addStretch(1)
            head.addWidget(Badge(sure, kind))
            card.body.addLayout(head)
            card.body.addWidget(PlainLabel("09/6/2022 · TP Vinh · Trưởng đoàn: Nguyễn Văn Mẫu", wrap=True))
            row = QHBoxLayout()
            for verb, role in (("Duyệt", "primary"), ("Sửa", ""), ("Bác bỏ", "danger"), ("Gộp…", "quiet")):
                button = QPushButton(verb)
                button.setProperty("role", role)
                row.addWidget(button)
            row.addStretch(1)
            card.body.addLayout(row)
            card.set_selected(number == 0)
            column.addWidget(card)
        column.addStretch(1)
        split = QSplitter()
        split.addWidget(text)
        split.addWidget(cards)
        split.setSizes([700, 420])
        self.set_body(split)


class TableSheet(Page):
    """A long list with overfull names."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.set_title("Đoàn ra – Đoàn vào", "3.000 đoàn")
        self.set_actions(
            page_action(self, "Thêm đoàn", "plus", lambda: None),
            (page_action(self, "Xuất danh sách", "file-output", lambda: None),),
            (page_action(self, "Thống kê", "chart-column", lambda: None),),
        )
        table = RecordTable(
            "gallery",
            (
                Column("day", "Ngày", lambda visit: visit.day, width=110),
                Column("name", "Đoàn", lambda visit: visit.name, width=520),
                Column("side", "Chiều", lambda visit: visit.side, width=110, token=lambda _visit: "accent"),
                Column(
                    "members",
                    "Số người",
                    lambda visit: str(visit.members),
                    "right",
                    90,
                    lambda visit: visit.members,
                ),
            ),
            lambda visit: visit.id,
        )
        table.filter_bar.add_choice("side", "Đoàn ra và đoàn vào", [("in", "Đoàn vào"), ("out", "Đoàn ra")])
        long = "Đoàn đại biểu cấp cao Ủy ban Nhân dân thành phố kết nghĩa và doanh nghiệp sang khảo sát "
        table.set_records(
            [
                _Visit(
                    number,
                    f"{number % 28 + 1:02}/6/2022",
                    long * (number % 3) + f"Đoàn số {number}",
                    "Đoàn vào",
                    number,
                )
                for number in range(3000)
            ]
        )
        table.select_keys({2, 3})
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.LARGE)
        layout.addWidget(table)
        self.set_body(holder)


class FormPage(Page):
    """Every kind of field, with an error."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.set_title("Thành phố bạn " + "có một cái tên rất dài " * 8, "Trung Quốc · kết nghĩa từ 2003")
        self.set_actions(page_action(self, "Lưu", "save", lambda: None))
        form = FormSheet()
        form.add_section("Thông tin chung")
        form.add("name", "Tên đối tác", QLineEdit("Hồ Bắc"), required=True, half=True)
        level = QComboBox()
        level.addItems(["Kết nghĩa", "Hữu nghị, hợp tác"])
        form.add("level", "Mức quan hệ", level, half=True)
        day = PartialDateField(lambda _typed: PartialDate())
        day.set_value(PartialDate.from_iso("2022-06"))
        form.add("since", "Quan hệ từ", day, half=True)
        form.add("head", "Lãnh đạo", QLineEdit(), required=True, half=True)
        tags = ChipEdit(["Nông nghiệp"])
        tags.set_words(
            ["Nông nghiệp", "Lao động", "Giáo dục và đào tạo nghề", "Du lịch", "Khoa học – công nghệ"]
        )
        form.add("tags", "Lĩnh vực hợp tác", tags)
        form.add("note", "Ghi chú", QPlainTextEdit(), hint="Chỉ người trong cơ quan đọc được.")
        form.add("live", "Còn hoạt động", QCheckBox("Còn hoạt động"))
        form.check()
        column = ScrollColumn(margin=Space.WIDE)
        column.body.addWidget(form)
        column.body.addStretch(1)
        self.set_body(column)


class PaperPage(Page):
    """Pages beside thumbnails."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.set_title("Hồ sơ in")
        sizes = [(595.0, 842.0)] * 5
        view, small = PdfPagesView(frame.runner), PageThumbnails(frame.runner)
        view.set_document(sizes, _paper)
        small.set_document(sizes, _paper)
        split = QSplitter()
        split.addWidget(small)
        split.addWidget(view)
        self.set_body(split)


class EmptyPage(Page):
    """Nothing there yet."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.set_title("Tin bài")
        action = page_action(self, "Nhập tin bài", "download", lambda: None)
        self.set_actions(action)
        self.show_empty(
            "Chưa có tin bài nào", "Tin bài nhập từ báo, cổng thông tin hay bản Word sẽ hiện ở đây.", action
        )
        self.frame.toast("Đã duyệt “Đoàn Hồ Bắc 09/6/2022”", "Hoàn tác", lambda: None)


def _paper(page: int, scale: float) -> bytes:
    image = QImage(round(595 * scale), round(842 * scale), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    for line in range(30):
        painter.fillRect(70, 90 + line * 22, 455 - (line * 37 + page * 11) % 120, 6, QColor("#c8cdd0"))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def gallery_pages():
    """Return the factory of the sheets and the pictures to take."""
    from screenshots import Shot

    made = {
        "review": ReviewSheet,
        "visits": TableSheet,
        "partners": FormPage,
        "dossier": PaperPage,
        "articles": EmptyPage,
    }
    return (lambda name, frame: made.get(name, EmptyPage)(frame)), tuple(Shot(page) for page in made)
