"""The forms of a person, a partner and a fact about a partner."""

from __future__ import annotations

from db.records import Post, RelationLevel, Side
from desktop_app.ui.forms.base import Doubt, RecordForm
from desktop_app.ui.forms.linked import OnePartnerForm
from desktop_app.ui.forms.rows_model import RowColumn

FACT_NAMES = (
    "Dân số",
    "Diện tích",
    "Vị trí",
    "Sân bay, cách đi",
    "Đơn vị hành chính trực thuộc",
    "Lãnh đạo",
    "Ngân sách, GRDP",
    "Ngành mạnh",
    "Doanh nghiệp lớn",
    "Giáo dục",
    "Y tế",
    "Văn hóa, di sản",
    "Lễ hội",
    "Múi giờ",
    "Ngôn ngữ",
    "Quan hệ với Việt Nam",
    "Quan hệ với các địa phương Việt Nam khác",
    "Người Việt tại đó",
)


class PersonForm(OnePartnerForm):
    """A public person: facts of office only."""

    title = "Nhân vật"

    def build(self) -> None:
        choices = self.choices
        self.add_line(
            "name", self.tr("Họ tên"), required=True, half=True, hint=self.tr("Không ghi ông, bà, đồng chí")
        )
        self.add_line("native_name", self.tr("Tên theo chữ bản ngữ"), half=True)
        self.add_enum("side", self.tr("Bên"), Side)
        self.add_line("country", self.tr("Nước"), offers=choices.countries, half=True)
        self.add_partner()
        self.add_line("honorific", self.tr("Cách xưng hô"), half=True)
        self.place_doubts()
        self.add_rows(
            "posts",
            self.tr("Chức vụ theo thời gian"),
            (
                RowColumn("title", self.tr("Chức vụ"), 190, offers=choices.titles),
                RowColumn("organisation", self.tr("Cơ quan"), 170, offers=choices.organisations),
                RowColumn("started", self.tr("Từ"), 100, is_date=True),
                RowColumn("ended", self.tr("Đến"), 100, is_date=True),
                RowColumn("seen_on", self.tr("Thấy ghi ngày"), 120, is_date=True),
            ),
            lambda: Post(0, 0, ""),
            self.tr("Thêm chức vụ"),
        )
        self.add_chips("aliases", self.tr("Tên gọi khác"), ())
        self.add_line("languages", self.tr("Ngôn ngữ dùng khi làm việc"))
        self.add_text(
            "note",
            self.tr("Ghi chú"),
            2,
            hint=self.tr("Chỉ ghi thông tin về công vụ; không ghi đời tư, sức khỏe, tôn giáo, gia đình."),
        )


class PartnerForm(RecordForm):
    """A partner place or organisation."""

    title = "Đối tác"

    def build(self) -> None:
        choices = self.choices
        self.add_line("name", self.tr("Tên đối tác"), required=True, half=True)
        self.add_line("country", self.tr("Nước"), offers=choices.countries, half=True)
        self.add_line("native_name", self.tr("Tên bản ngữ"), half=True)
        self.add_line("romanised", self.tr("Tên chữ La-tinh"), half=True)
        self.add_enum("relation_level", self.tr("Mức quan hệ"), RelationLevel)
        self.add_date("since", self.tr("Quan hệ từ"))
        self.place_doubts()
        self.add_chips(
            "aliases",
            self.tr("Tên gọi khác"),
            (),
            hint=self.tr("Các cách viết khác trên báo, để tìm kiếm và nhận ra cùng một nơi."),
        )
        self.add_chips("tags", self.tr("Nhãn"), choices.tags)
        self.add_text("contact", self.tr("Đầu mối liên lạc"), 3)
        self.add_text("note", self.tr("Ghi chú"), 3)

    def doubts(self) -> list[Doubt]:
        known = self.choices.partner(str(self.value("name")))
        if known is None or self._record is None or known.id == self._record.id:
            return []
        return [Doubt(self.tr("Đã có đối tác tên “{0}”. Hãy kiểm tra kẻo trùng.").format(known.name))]


class ProfileFactForm(OnePartnerForm):
    """One fact about a partner, as of a date."""

    title = "Thông tin đối tác"

    def build(self) -> None:
        self.add_partner(required=True, half=False)
        self.add_line("name", self.tr("Thông tin về"), offers=FACT_NAMES, required=True, half=True)
        self.add_date("as_of", self.tr("Theo tình hình lúc"))
        self.place_doubts()
        self.add_text("value", self.tr("Nội dung"), 4, required=True)
