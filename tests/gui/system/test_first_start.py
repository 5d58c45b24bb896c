import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_app.bootstrap import open_library
from desktop_app.services.office import Office, province_names


@pytest.fixture
def new_library(tmp_path):
    with open_library(tmp_path / "new", config=tmp_path / "settings") as services:
        yield services


@pytest.fixture
def dialog(open_window, new_library):
    _, session = open_window(new_library)
    assert session.first_start is not None
    return session.first_start


def fill(dialog):
    dialog.form.office_name.setText("Sở Ngoại vụ")
    dialog.form.province.setText("Nghệ An")
    dialog.next.click()


def test_office_and_notice_are_stored_and_it_is_not_shown_again(dialog, new_library, open_window, qtbot):
    fill(dialog)
    dialog.understood.setChecked(True)
    dialog.next.click()
    dialog.next.click()
    assert dialog.result() == 1
    assert new_library.office.office() == Office("Sở Ngoại vụ", "", "Nghệ An", "Nghệ An")
    assert not new_library.office.is_first_start()
    assert new_library.maintenance.counts().articles == 0
    _, session = open_window(new_library)
    assert session.first_start is None


def test_nothing_is_stored_before_the_last_step(dialog, new_library):
    fill(dialog)
    dialog.understood.setChecked(True)
    dialog.next.click()
    assert dialog.shown_step == 2
    dialog.reject()
    assert new_library.office.office() == Office()
    assert new_library.office.is_first_start()


def test_the_notice_must_be_read_to_go_on(dialog, qtbot):
    fill(dialog)
    assert dialog.shown_step == 1
    assert not dialog.next.isEnabled()
    assert "Không nhập tài liệu mật" in dialog.notice.toPlainText()
    dialog.understood.setChecked(True)
    assert dialog.next.isEnabled()
    dialog.back.click()
    assert dialog.shown_step == 0


def test_an_office_without_name_or_province_is_asked_for(dialog):
    dialog.next.click()
    assert dialog.shown_step == 0
    assert dialog.form.error("name") == "Hãy điền tên cơ quan."


def test_enter_goes_on(dialog, qtbot):
    dialog.form.office_name.setText("Sở Ngoại vụ")
    dialog.form.province.setText("Huế")
    qtbot.keyClick(dialog.form.province, Qt.Key.Key_Return)
    assert dialog.shown_step == 1


def test_the_place_follows_the_province_until_it_is_typed_over(dialog):
    form = dialog.form
    form.province.setText("Nghệ An")
    assert form.place.text() == "Nghệ An"
    form.place.setText("Vinh")
    form.province.setText("Hà Tĩnh")
    assert form.place.text() == "Vinh"


def test_provinces_of_today_come_first_and_the_old_names_are_offered_too(dialog):
    names = province_names()
    assert len(names[:34]) == len(set(names[:34])) == 34
    assert {"Nghệ An", "Huế", "Lâm Đồng"} <= set(names[:34])
    assert {"Hà Nam", "Nam Định", "Bình Dương"} <= set(names[34:])
    assert dialog.form.province.offers("nam d") == ["Nam Định"]


@pytest.mark.slow
def test_the_samples_can_be_opened_at_once(dialog, new_library):
    fill(dialog)
    dialog.understood.setChecked(True)
    dialog.next.click()
    dialog.samples.setChecked(True)
    dialog.next.click()
    assert new_library.maintenance.counts().articles == 17


def test_nothing_is_cut(dialog):
    for step in range(3):
        dialog.grab()
        for label in dialog.findChildren(QLabel):
            if label.isVisible() and not label.wordWrap():
                assert label.width() >= label.minimumSizeHint().width(), (step, label.text())
        dialog.understood.setChecked(True)
        dialog.form.office_name.setText("Sở Ngoại vụ")
        dialog.form.province.setText("Nghệ An")
        dialog.next.click() if step < 2 else None
