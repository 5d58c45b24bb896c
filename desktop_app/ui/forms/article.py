"""The form of what a newspaper article is called and where it comes from; its text is never edited."""

from __future__ import annotations

from db.records import Access
from desktop_app.ui.forms.base import RecordForm


class ArticleForm(RecordForm):
    """Title, outlet, day of publication."""

    title = "Tin bài"

    def build(self) -> None:
        choices = self.choices
        self.add_line("title", self.tr("Tiêu đề"), required=True)
        self.add_line("outlet", self.tr("Báo, trang tin"), offers=choices.outlets, half=True)
        self.add_date("published", self.tr("Ngày đăng"))
        self.place_doubts()
        self.add_line("author", self.tr("Tác giả"), half=True)
        self.add_enum("access", self.tr("Phổ biến"), Access)
        self.add_line("address", self.tr("Địa chỉ trang web"))
        self.add_chips("fields", self.tr("Lĩnh vực"), choices.fields)
        self.add_chips("tags", self.tr("Nhãn"), choices.tags)
