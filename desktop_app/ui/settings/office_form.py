"""The fields of the office: shown at the first start and in the settings."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.services.office import Office, province_names
from desktop_app.ui.forms.fields import SuggestLine
from desktop_app.ui.widgets.form import FormSheet


class OfficeForm(FormSheet):
    """Who issues the dossiers. The place of the date line follows the province until it is typed over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.office_name = QLineEdit()
        self.parent_name = QLineEdit()
        self.province = SuggestLine(province_names())
        self.place = QLineEdit()
        self.signer_title = QLineEdit()
        self.signer = QLineEdit()
        for line in (self.office_name, self.parent_name, self.province, self.place):
            line.setMaxLength(200)
        for line in (self.signer_title, self.signer):
            line.setMaxLength(200)
        self.add("name", tr("Tên cơ quan"), self.office_name, hint=tr("In ở đầu hồ sơ."), required=True)
        self.add("parent", tr("Cơ quan chủ quản"), self.parent_name, hint=tr("Ví dụ: Ủy ban nhân dân tỉnh."))
        self.add(
            "province",
            tr("Tỉnh, thành phố"),
            self.province,
            hint=tr("Để phân biệt phía ta và phía bạn."),
            required=True,
            half=True,
        )
        self.add(
            "place",
            tr("Địa danh ở dòng ngày tháng"),
            self.place,
            hint=tr("Đứng trước “ngày … tháng … năm …”."),
            half=True,
        )
        self.add("signer_title", tr("Chức vụ người ký (nếu có)"), self.signer_title, half=True)
        self.add("signer", tr("Họ tên người ký (nếu có)"), self.signer, half=True)
        self._followed = ""
        self.province.textChanged.connect(self._on_province_changed)

    def show_office(self, office: Office) -> None:
        """Fill the fields."""
        self.office_name.setText(office.name)
        self.parent_name.setText(office.parent)
        self.province.setText(office.province)
        self.place.setText(office.place)
        self.signer_title.setText(office.signer_title)
        self.signer.setText(office.signer)
        self.mark_clean()

    def office(self) -> Office:
        """What the fields say."""
        return Office(**{name: str(value) for name, value in self.values().items()})

    def _on_province_changed(self, text: str) -> None:
        if self.place.text() == self._followed:
            self.place.setText(text)
        self._followed = text
