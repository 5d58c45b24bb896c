"""The form of an international agreement (Luật 70/2020/QH14)."""

from __future__ import annotations

import datetime as dt

from db.dates import DatePrecision, PartialDate
from db.records import AgreementEvent, AgreementEventKind, AgreementKind, AgreementStatus
from desktop_app.ui.forms.base import Doubt
from desktop_app.ui.forms.fields import link_box
from desktop_app.ui.forms.linked import LinkedForm
from desktop_app.ui.forms.rows_editor import RowsEditor
from desktop_app.ui.forms.rows_model import RowColumn
from desktop_app.ui.widgets.vietnamese import fold

# Names kept for treaties by article 6 of Law 70/2020/QH14.
_TREATY_NAMES = ("Công ước", "Hiệp ước", "Định ước", "Hiệp định")
_IN_THE_NAME_OF = (
    "UBND tỉnh",
    "HĐND tỉnh",
    "Cơ quan chuyên môn thuộc UBND tỉnh",
    "UBND cấp huyện (trước 01/7/2025)",
    "UBND cấp xã biên giới",
    "Tổ chức cấp tỉnh",
    "Tỉnh ủy (kênh Đảng)",
)
_REPORT_DAYS = 15
_REPORTS = (AgreementEventKind.REPORT_PM, AgreementEventKind.COPY_MOFA)


def treaty_name(title: str) -> str:
    """The name reserved to treaties that ``title`` begins with, "" when it does not."""
    folded = fold(title).strip()
    return next((name for name in _TREATY_NAMES if folded.startswith(fold(name))), "")


class AgreementForm(LinkedForm):
    """An agreement: what it is called, who signed, how long it holds, what happened to it."""

    title = "Thỏa thuận"

    def build(self) -> None:
        choices = self.choices
        self.add_line("title", self.tr("Tên văn bản"), required=True)
        self.add_enum("kind", self.tr("Loại văn bản"), AgreementKind)
        self.add_enum("status", self.tr("Tình trạng"), AgreementStatus)
        self.add_date("signed", self.tr("Ngày ký"))
        self.add_line("signed_place", self.tr("Nơi ký"), offers=choices.localities, half=True)
        self.add_partners()
        self.place_doubts()
        self.add_line("own_party", self.tr("Bên ký Việt Nam"), offers=choices.organisations, half=True)
        self.add_line("partner_party", self.tr("Bên ký nước ngoài"), offers=choices.organisations, half=True)
        self.add_line("in_the_name_of", self.tr("Tư cách ký"), offers=_IN_THE_NAME_OF, half=True)
        self.add_line("responsible_now", self.tr("Đơn vị phụ trách hiện nay"), half=True)
        self.add_text("signers", self.tr("Người ký và chức vụ"), 2)
        self.add_text("subject", self.tr("Nội dung hợp tác"), 3)
        self.add_date("effective", self.tr("Có hiệu lực từ"))
        self.add_date("ends", self.tr("Hết hiệu lực"))
        self.add_line("term", self.tr("Thời hạn ghi trong văn bản"), half=True)
        self.add_line(
            "notice_days",
            self.tr("Báo trước khi chấm dứt (số ngày)"),
            half=True,
            store=lambda text: int(text) if text else None,
        )
        self.add_line("renewal", self.tr("Điều khoản gia hạn"))
        self._add_events()
        self._add_rest()

    def _add_events(self) -> None:
        self.add_rows(
            "events",
            self.tr("Diễn biến"),
            (
                RowColumn("kind", self.tr("Việc"), 210, choices=AgreementEventKind),
                RowColumn("date", self.tr("Ngày làm"), 120, is_date=True),
                RowColumn("due", self.tr("Phải xong trước"), 130, is_date=True),
                RowColumn("reference", self.tr("Văn bản, ghi chú"), 200),
            ),
            lambda: AgreementEvent(AgreementEventKind.OPINION),
            self.tr("Thêm diễn biến"),
        )

    def _add_rest(self) -> None:
        choices = self.choices
        self.add_line("number", self.tr("Số, ký hiệu"), half=True)
        self.add_chips("other_titles", self.tr("Tên gọi khác trên báo"), (), half=True)
        self.add_chips("fields", self.tr("Lĩnh vực"), choices.fields)
        self.add_chips("tags", self.tr("Nhãn"), choices.tags)
        nothing = self.tr("Không có")
        self.add(
            "visit_id",
            self.tr("Ký trong chuyến"),
            link_box(choices.visits, nothing),
            half=True,
            store=lambda value: int(value) or None,
        )
        self.add(
            "parent_id",
            self.tr("Thuộc thỏa thuận khung"),
            link_box(choices.agreements, nothing),
            half=True,
            store=lambda value: int(value) or None,
        )
        self.add_text("note", self.tr("Ghi chú"), 2)

    def own_errors(self) -> dict[str, str]:
        days = str(self.value("notice_days"))
        is_number = not days or (days.isascii() and days.isdigit() and len(days) < 6)
        return {} if is_number else {"notice_days": self.tr("Hãy ghi số ngày bằng chữ số, ví dụ 90.")}

    def doubts(self) -> list[Doubt]:
        found: list[Doubt] = []
        reserved = treaty_name(str(self.value("title")))
        if reserved:
            text = self.tr(
                "“{0}” là tên dành cho điều ước quốc tế, không dùng cho thỏa thuận quốc tế "
                "(Luật 70/2020/QH14, Điều 6). Hãy kiểm tra lại tên trong văn bản."
            )
            found.append(Doubt(text.format(reserved)))
        due = self._report_due()
        if due is not None:
            text = self.tr("Trong 15 ngày sau khi ký phải báo cáo Thủ tướng và gửi bản sao Bộ Ngoại giao.")
            verb = self.tr("Thêm hai việc, hạn {0}").format(due.display())
            found.append(Doubt(text, verb, lambda: self._add_reports(due)))
        return [*found, *self.partner_doubts()]

    def _report_due(self) -> PartialDate | None:
        """The day by which the signing is to be reported, None when it is noted already or not known."""
        signed = self.value("signed")
        if signed.precision is not DatePrecision.DAY:
            return None
        if any(event.kind in _REPORTS for event in self.value("events")):
            return None
        return PartialDate.from_day(dt.date.fromisoformat(signed.start) + dt.timedelta(days=_REPORT_DAYS))

    def _add_reports(self, due: PartialDate) -> None:
        rows = self.field("events")
        if isinstance(rows, RowsEditor):
            for kind in _REPORTS:
                rows.model.add(AgreementEvent(kind, due=due, reference="Luật 70/2020/QH14, Điều 19"))
