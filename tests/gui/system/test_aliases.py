"""The office's own spellings: a line is a group, what is right is stored at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLineEdit

GROUPS = (("Sở Ngoại vụ", "SNgV"), ("Ủy ban", "UB", "U.B."))


@pytest.fixture
def panel(services, page_at):
    services.search.set_aliases(GROUPS)
    return page_at("settings", "search").search


def lines(panel):
    return [panel.table.item(row, 0).text() for row in range(panel.table.rowCount())]


def test_groups_are_shown_a_line_each(panel):
    assert panel.isVisible()
    assert lines(panel) == ["Sở Ngoại vụ, SNgV", "Ủy ban, UB, U.B."]
    assert not panel.restore.isEnabled()
    assert not panel.remove.isEnabled()


def test_a_line_that_is_edited_is_stored_and_can_be_taken_back(panel, services, window):
    panel.table.item(0, 0).setText("Sở Ngoại vụ,  SNgV , Sở NgV,")
    assert services.search.aliases()[0] == ("Sở Ngoại vụ", "SNgV", "Sở NgV")
    assert window.toast_bar.text == "Đã lưu tên gọi tương đương"
    window.toast_bar.button.click()
    assert services.search.aliases() == GROUPS
    assert lines(panel)[0] == "Sở Ngoại vụ, SNgV"


def test_a_new_line_is_typed_in_place(panel, services, type_text, qtbot):
    panel.add.click()
    editor = panel.table.findChild(QLineEdit)
    assert editor.isVisible()
    type_text(editor, "Hội hữu nghị, HHN")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: services.search.aliases() == (*GROUPS, ("Hội hữu nghị", "HHN")))


def test_what_cannot_be_used_says_why_and_is_not_stored(panel, services):
    panel.table.item(1, 0).setText("Ủy ban")
    assert panel.problem.isVisible()
    assert panel.problem.text() == (
        "“Ủy ban” chỉ có một cách viết. Hãy ghi thêm ít nhất một cách viết khác cùng nghĩa."
    )
    assert services.search.aliases() == GROUPS
    panel.read()
    assert lines(panel)[1] == "Ủy ban"
    panel.table.item(1, 0).setText("Ủy ban, UB")
    assert not panel.problem.isVisible()
    assert services.search.aliases() == (GROUPS[0], ("Ủy ban", "UB"))


@pytest.mark.parametrize("text", ["a" * 200 + ", b", "?, !", ", ".join(f"x{at}" for at in range(30))])
def test_hostile_lines_are_refused_in_words(panel, services, text):
    panel.table.item(0, 0).setText(text)
    assert panel.problem.text().endswith(".")
    assert services.search.aliases() == GROUPS


def test_a_spelling_in_two_groups_is_pointed_out_and_stored(panel, services):
    panel.table.item(1, 0).setText("Ủy ban, SNgV")
    assert panel.hint.isVisible()
    assert "SNgV" in panel.hint.text()
    assert services.search.aliases()[1] == ("Ủy ban", "SNgV")


def test_lines_are_removed_by_key_and_restored(panel, services, window, qtbot):
    panel.table.selectRow(0)
    assert panel.remove.isEnabled()
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert services.search.aliases() == GROUPS[1:]
    panel.table.selectRow(0)
    panel.remove.click()
    assert services.search.aliases() == ()
    panel.restore.click()
    assert services.search.aliases() == GROUPS
    assert lines(panel) == ["Sở Ngoại vụ, SNgV", "Ủy ban, UB, U.B."]
    assert not panel.restore.isEnabled()


def test_a_line_left_empty_is_no_group(panel, services):
    panel.add_group()
    panel.table.item(0, 0).setText("Sở Ngoại vụ, SNgV, SNV")
    assert len(services.search.aliases()) == 2
    assert not panel.problem.isVisible()


def test_everything_has_a_name(panel):
    for control in (panel.table, *panel.findChildren(QAbstractButton)):
        if control.isVisible() and control.parent() is not panel.table:
            assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
