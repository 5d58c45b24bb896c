import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
)

from desktop_app import settings
from desktop_app.services.office import Office
from desktop_app.settings import DECLARATIONS
from desktop_app.ui.theme import Scheme, theme


@pytest.fixture
def page(page_at):
    return page_at("settings", "program")


def test_every_declared_setting_has_a_named_row(page):
    assert set(page.program.controls) == {item.name for item in DECLARATIONS}
    for item in DECLARATIONS:
        assert page.program.controls[item.name].accessibleName() == item.label


def test_changes_are_kept(page, services, qtbot, type_text):
    controls = page.program.controls
    controls["expiry_days"].setValue(90)
    controls["suggestion_threshold"].setValue(0.45)
    line = controls["user_name"]
    type_text(line, "Chị Lan")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    kept = settings.load(services.config_folder)
    assert (kept.get("expiry_days"), kept.get("suggestion_threshold"), kept.get("user_name")) == (
        90,
        0.45,
        "Chị Lan",
    )


def test_the_look_changes_at_once(page, services):
    box = page.program.controls["theme"]
    box.setCurrentIndex(box.findData("dark"))
    assert theme().scheme is Scheme.DARK
    assert services.settings.get("theme") == "dark"
    page.program.reset.click()
    assert theme().scheme is Scheme.SYSTEM


def test_nonsense_in_the_file_falls_back(services, open_window):
    file = services.config_folder / "settings.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"theme": "lila", "expiry_days": -4, "user_name": 7, "unknown": 1}), "utf-8")
    services._context.settings = settings.load(services.config_folder)
    window, _ = open_window(services)
    from desktop_app.ui.navigation import Address

    window.go(Address("settings", extra="program"))
    controls = window.page.program.controls
    assert controls["theme"].currentData() == "system"
    assert controls["expiry_days"].value() == 180
    assert controls["user_name"].text() == ""


def test_defaults_come_back(page, services):
    page.program.controls["expiry_days"].setValue(30)
    page.program.reset.click()
    assert services.settings.get("expiry_days") == 180
    assert page.program.controls["expiry_days"].value() == 180


def test_the_office_is_stored_and_asked_for_when_leaving(page, services, window, answer_dialogs):
    form = page.office.form
    form.office_name.setText("Sở Ngoại vụ tỉnh")
    form.province.setText("Nghệ An")
    seen = answer_dialogs("")
    assert not page.may_leave()
    assert len(seen) == 1
    page.office.store.click()
    assert services.office.office() == Office("Sở Ngoại vụ tỉnh", "", "Nghệ An", "Nghệ An")
    assert page.may_leave()
    assert window.toast_bar.text == "Đã lưu thông tin cơ quan"


def test_back_up_here_and_elsewhere(page, services, import_articles, tmp_path, monkeypatch):
    import_articles(2)
    panel = page.library
    panel.buttons["backup"].click()
    (made,) = services.maintenance.backups()
    assert made.path.name in panel.backups.text()
    elsewhere = tmp_path / "usb"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(elsewhere))
    panel.buttons["backup_to"].click()
    assert len(list(elsewhere.glob("*.db"))) == 1
    assert "Đã sao lưu và so lại" in panel.news.text()


def test_a_backup_is_restored_into_an_empty_folder(page, services, import_articles, tmp_path, monkeypatch):
    import_articles(2)
    page.library.buttons["backup"].click()
    (made,) = services.maintenance.backups()
    target = tmp_path / "again"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(made.path), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(target))
    page.library.buttons["restore"].click()
    assert "2 tin bài" in page.library.news.text()
    assert (target / "library.db").exists()


def test_the_check_is_told_in_plain_words(page, import_articles):
    import_articles(2)
    page.library.buttons["check"].click()
    assert page.library.news.text() == "Kho nguyên vẹn: đã so 2 tin bài và 2 tệp gốc."


def test_the_index_is_built_anew(page, services, import_articles):
    import_articles(2)
    page.library.buttons["rebuild"].click()
    assert services.search.state() == ("ready", 0)
    assert page.library.news.text() == "Đã dựng lại chỉ mục tìm kiếm: 2 mục."


def test_the_place_of_the_library_is_shown(page, tmp_path):
    assert Path(page.library.place.text()) == tmp_path / "library"


def test_every_control_has_a_name(page, window):
    for section in range(5):
        page.sections.setCurrentRow(section)
        for kind in (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QListWidget):
            for control in page.findChildren(kind):
                inside = isinstance(control.parent(), (QLineEdit, QAbstractSpinBox, QComboBox))
                if control.isVisibleTo(page) and not inside:
                    name = QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
                    assert name.strip(), (section, type(control).__name__)
