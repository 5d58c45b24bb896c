"""The form of a delegation (đoàn ra, đoàn vào)."""

from __future__ import annotations

from db.records import (
    Channel,
    Direction,
    Participant,
    Role,
    Side,
    StopKind,
    VisitStatus,
    VisitStop,
)
from desktop_app.ui.forms.base import Doubt
from desktop_app.ui.forms.fields import link_box
from desktop_app.ui.forms.linked import LinkedForm
from desktop_app.ui.forms.rows_model import RowColumn


class VisitForm(LinkedForm):
    """A delegation: who came, from where, when, what came of it."""

    title = "Đoàn"

    def build(self) -> None:
        choices = self.choices
        self.add_line("title", self.tr("Tên đoàn"), required=True)
        self.add_enum("direction", self.tr("Đoàn ra hay đoàn vào"), Direction)
        self.add_enum("status", self.tr("Tình trạng"), VisitStatus)
        self.add_date("period", self.tr("Thời gian"))
        self.add_line("location", self.tr("Địa điểm"), offers=choices.localities, half=True)
        self.add_partners()
        self.add_chips("countries", self.tr("Nước"), choices.countries, half=True)
        self.add_chips("localities", self.tr("Địa phương của ta"), choices.localities, half=True)
        self.place_doubts()
        self._add_people()
        self.add_line("guest_organisation", self.tr("Cơ quan khách"), offers=choices.organisations, half=True)
        self.add_line(
            "host_organisation", self.tr("Cơ quan đón tiếp"), offers=choices.organisations, half=True
        )
        self.add_enum("channel", self.tr("Kênh đối ngoại"), Channel)
        self.add_line("code", self.tr("Số, ký hiệu hồ sơ"), half=True)
        self.add_text("purpose", self.tr("Mục đích"), 2)
        self.add_text("content", self.tr("Nội dung làm việc"), 4)
        self.add_text("results", self.tr("Kết quả"), 4)
        self.add_rows(
            "stops",
            self.tr("Chặng và nơi khảo sát"),
            (
                RowColumn("name", self.tr("Nơi đến"), 200),
                RowColumn("kind", self.tr("Loại"), 130, choices=StopKind),
                RowColumn("country", self.tr("Nước"), 120, offers=choices.countries),
                RowColumn("period", self.tr("Ngày"), 120, is_date=True),
                RowColumn("note", self.tr("Ghi chú"), 160),
            ),
            lambda: VisitStop(""),
            self.tr("Thêm chặng"),
        )
        self.add_line("gifts", self.tr("Quà tặng"))
        self.add_chips("fields", self.tr("Lĩnh vực"), choices.fields)
        self.add_chips("tags", self.tr("Nhãn"), choices.tags)
        self.add(
            "previous_visit_id",
            self.tr("Tiếp nối đoàn trước"),
            link_box(choices.visits, self.tr("Không có")),
            store=lambda value: int(value) or None,
        )
        self.add_text("note", self.tr("Ghi chú"), 2)

    def _add_people(self) -> None:
        choices = self.choices
        self.add_rows(
            "participants",
            self.tr("Thành phần"),
            (
                RowColumn("name", self.tr("Họ tên"), 170, offers=choices.people),
                RowColumn("role", self.tr("Vai trò"), 120, choices=Role),
                RowColumn("side", self.tr("Bên"), 100, choices=Side),
                RowColumn("title", self.tr("Chức vụ khi đó"), 170, offers=choices.titles),
                RowColumn("organisation", self.tr("Cơ quan"), 160, offers=choices.organisations),
            ),
            lambda: Participant(""),
            self.tr("Thêm người"),
        )

    def own_errors(self) -> dict[str, str]:
        nameless = [row for row in self.value("participants") if not row.name]
        return {"participants": self.tr("Có dòng chưa ghi họ tên.")} if nameless else {}

    def doubts(self) -> list[Doubt]:
        found = self.partner_doubts()
        status, period = self.value("status"), self.value("period")
        if status in (VisitStatus.DONE, VisitStatus.REPORTED) and not period.known:
            found.append(Doubt(self.tr("Đoàn đã kết thúc nhưng chưa rõ thời gian.")))
        return found
