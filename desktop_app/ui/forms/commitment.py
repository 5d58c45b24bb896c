"""The form of a commitment: who said it would do what, until when."""

from __future__ import annotations

from db.records import CommitmentGrade, CommitmentStatus, Side
from desktop_app.ui.forms.base import Doubt
from desktop_app.ui.forms.fields import link_box
from desktop_app.ui.forms.linked import LinkedForm


class CommitmentForm(LinkedForm):
    """A promise, offer, proposal, intention or wish of one side."""

    title = "Cam kết"

    def build(self) -> None:
        choices = self.choices
        self.add_text("content", self.tr("Nội dung"), 3, required=True)
        self.add_enum("grade", self.tr("Mức độ"), CommitmentGrade)
        self.add_enum("status", self.tr("Tình trạng"), CommitmentStatus)
        self.add_enum("side", self.tr("Bên thực hiện"), Side)
        self.add_date("deadline", self.tr("Hạn"))
        self.add_partners()
        self.place_doubts()
        self.add_line("by_name", self.tr("Ai thực hiện"), offers=choices.organisations, half=True)
        self.add_line("to_name", self.tr("Với ai"), offers=choices.organisations, half=True)
        self.add_date("stated_on", self.tr("Nêu ra ngày"))
        self.add_line("quantity", self.tr("Số lượng"), half=True)
        self.add_line("place", self.tr("Nơi thực hiện"), offers=choices.localities, half=True)
        self.add_line("lead_unit", self.tr("Đơn vị chủ trì"), offers=choices.organisations, half=True)
        nothing = self.tr("Không có")
        for name, label, pairs in (
            ("visit_id", self.tr("Nêu trong chuyến"), choices.visits),
            ("agreement_id", self.tr("Theo thỏa thuận"), choices.agreements),
            ("depends_on_id", self.tr("Phụ thuộc cam kết"), choices.commitments),
        ):
            box = link_box(pairs, nothing)
            self.add(name, label, box, half=True, store=lambda value: int(value) or None)
        self.add_chips("fields", self.tr("Lĩnh vực"), choices.fields)
        self.add_chips("tags", self.tr("Nhãn"), choices.tags)
        self.add_text("closing_note", self.tr("Kết quả khi khép lại"), 2)
        self.add_text("note", self.tr("Ghi chú"), 2)

    def doubts(self) -> list[Doubt]:
        found = self.partner_doubts()
        is_closed = self.value("status") in (CommitmentStatus.DONE, CommitmentStatus.NOT_DONE)
        if is_closed and not self.value("closing_note"):
            found.append(Doubt(self.tr("Chưa ghi kết quả khi khép lại cam kết này.")))
        if self.value("side") == Side.UNKNOWN:
            found.append(Doubt(self.tr("Chưa rõ bên nào thực hiện.")))
        return found
