from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from db.records import Direction, Partner, RecordKind


@pytest.fixture
def trashed(services, add_visit):
    ids = [add_visit(f"Đoàn thứ {at}") for at in (1, 2)]
    partner = services.records.save(Partner(0, "Gwangju", "Hàn Quốc"))
    services.records.trash(RecordKind.VISIT, ids)
    services.records.trash(RecordKind.PARTNER, [partner])
    return ids


def titles(page):
    return {record.title for record in page.table.model.shown_records}


def test_what_is_in_the_trash_comes_back(trashed, page_at, services, window):
    page = page_at("trash")
    assert titles(page) == {"Đoàn thứ 1", "Đoàn thứ 2", "Gwangju"}
    page.table.view.selectAll()
    assert page.restore_action.text() == "Khôi phục 3 mục"
    page.restore_action.trigger()
    assert services.records.trash_list() == []
    assert window.toast_bar.text == "Đã khôi phục 3 mục"
    window.toast_bar.button.click()
    assert len(services.records.trash_list()) == 3


def test_ctrl_z_takes_a_restore_back(trashed, page_at, services, window, qtbot):
    page = page_at("trash")
    page.table.select_keys({(RecordKind.VISIT, trashed[0])})
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    assert len(services.records.trash_list()) == 2
    qtbot.keyClick(page.table.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(services.records.trash_list()) == 3
    assert window.toast_bar.text == "Đã hoàn tác: Khôi phục từ thùng rác"


def test_the_trash_is_filtered_by_kind(trashed, page_at):
    page = page_at("trash")
    page.table.filter_bar.choose("kind", "partner")
    assert titles(page) == {"Gwangju"}


def test_the_empty_trash_says_what_appears_here(page_at):
    page = page_at("trash")
    words = {label.text() for label in page.findChildren(QLabel) if label.isVisible()}
    assert "Thùng rác trống" in words
    assert not page.restore_action.isEnabled()


def test_the_trash_follows_changes_made_elsewhere(page_at, services, add_visit, qtbot):
    page = page_at("trash")
    services.records.trash(RecordKind.VISIT, [add_visit("Đoàn muộn")])
    qtbot.waitUntil(lambda: titles(page) == {"Đoàn muộn"})


@pytest.fixture
def edited(services, add_visit):
    visit_id = add_visit("Đoàn Asan")
    visit = services.records.get(RecordKind.VISIT, visit_id)
    services.records.save(replace(visit, title="Đoàn Asan (sửa)", direction=Direction.OUT))
    return visit_id


def choose(page, qtbot, row):
    page.table.view.selectRow(row)
    qtbot.waitUntil(lambda: page._shown_id == page.table.selected()[0].action.id)


def test_the_log_tells_before_and_after(edited, page_at, qtbot):
    page = page_at("log")
    assert [entry.label for entry in page.table.model.shown_records] == ["Sửa đoàn", "Thêm đoàn"]
    choose(page, qtbot, 0)
    text = page.view.text()
    assert "Đoàn Asan → Đoàn Asan (sửa)" in text
    assert "Loại đoàn: Đoàn vào → Đoàn ra" in text


def test_an_action_is_taken_back_from_the_log(edited, page_at, services, qtbot, window):
    page = page_at("log")
    choose(page, qtbot, 0)
    page.undo_action.trigger()
    assert services.records.get(RecordKind.VISIT, edited).title == "Đoàn Asan"
    assert window.toast_bar.text == "Đã hoàn tác: Sửa đoàn"
    states = [page.table.model.cell(row, 4) for row in range(3)]
    assert states == ["", "Đã hoàn tác", ""]
    page.table.view.selectRow(1)
    assert not page.undo_action.isEnabled()


def test_a_later_change_that_stands_on_it_is_named(edited, page_at, services, qtbot, window):
    page = page_at("log")
    choose(page, qtbot, 1)
    page.undo_action.trigger()
    dialog = next(child for child in window.children() if "Dialog" in type(child).__name__)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "“Sửa đoàn”" in words
    assert "Hãy hoàn tác việc sau trước" in words
    assert services.records.get(RecordKind.VISIT, edited).title == "Đoàn Asan (sửa)"
    dialog.close()


def test_the_log_is_filtered_and_exported(edited, page_at, tmp_path, monkeypatch, window):
    page = page_at("log")
    page.table.filter_bar.choose("what", "Thêm đoàn")
    page.table.filter_bar.choose("days", "0")
    assert page.table.model.rowCount() == 1
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "nhật ký.csv"), ""))
    page.export_action.trigger()
    assert "Thêm đoàn" in (tmp_path / "nhật ký.csv").read_text("utf-8-sig")
    assert window.toast_bar.text == "Đã xuất nhật ký.csv"
