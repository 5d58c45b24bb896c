"""The lists over a real library: find, read, make, edit, tag, put away and take back, export."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QLineEdit

from db.dates import PartialDate
from db.records import Commitment, CommitmentGrade, Direction, RecordKind, Visit
from desktop_app.services.sorting import person_key
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.record_list import RecordListPage
from desktop_app.ui.pages.tagging import TagDialog

PAGES = {
    "visits": RecordKind.VISIT,
    "agreements": RecordKind.AGREEMENT,
    "commitments": RecordKind.COMMITMENT,
    "figures": RecordKind.FIGURE,
    "people": RecordKind.PERSON,
}


def page_of(window) -> RecordListPage:
    assert isinstance(window.page, RecordListPage)
    return window.page


def column(page: RecordListPage, name: str) -> int:
    return next(i for i, one in enumerate(page.table.model.columns) if one.name == name)


def cells(page: RecordListPage, name: str) -> list[str]:
    place = column(page, name)
    return [page.table.model.cell(row, place) for row in range(page.table.model.rowCount())]


def line(dialog, name: str) -> QLineEdit:
    widget = dialog.form.field(name)
    assert isinstance(widget, QLineEdit)
    return widget


@pytest.mark.parametrize("name", PAGES)
class TestEveryList:
    def test_it_shows_every_record_with_name_and_title(self, services, open_page, name):
        page = page_of(open_page(services, Address(name)))
        assert page.table.model.rowCount() == len(services.editing.listing(PAGES[name]).records)
        assert page.title
        assert page.table.view.accessibleName() == page.title
        for box in page.findChildren(QComboBox):
            assert box.accessibleName().startswith("Lọc theo")

    def test_every_control_has_a_name(self, services, open_page, name):
        page = page_of(open_page(services, Address(name)))
        page.table.view.selectRow(0)
        for button in page.findChildren(QAbstractButton):
            # Buttons inside a line are ornaments of the line, which has a name.
            if button.isVisible() and not isinstance(button.parent(), QLineEdit):
                assert button.text() or button.accessibleName() or button.toolTip(), button

    def test_an_address_opens_and_selects_its_record(self, services, open_page, qtbot, name):
        wanted = services.editing.listing(PAGES[name]).records[-1]
        window = open_page(services, Address(name))
        page = page_of(window)
        page.table.filter_bar.search.setText("không có dòng nào như thế này")
        page.table.filter_bar.search.flush()
        assert page.table.model.rowCount() == 0
        window.go(Address(name, wanted.id))
        assert [record.id for record in page.table.selected()] == [wanted.id]
        qtbot.waitUntil(lambda: page.pane.text() != "")
        assert window.address == Address(name, wanted.id)

    def test_an_empty_library_says_what_comes_here_and_offers_to_make_it(
        self, empty_services, open_page, dialog, name
    ):
        page = page_of(open_page(empty_services, Address(name)))
        assert page.table.empty.isVisible()
        buttons = [one for one in page.table.empty.findChildren(QAbstractButton) if one.isVisible()]
        assert len(buttons) == 1
        buttons[0].click()
        opened = dialog()
        assert opened.form.record().id == 0
        opened.reject()

    def test_nothing_of_the_pane_or_menu_is_without_words(self, services, open_page, qtbot, name):
        page = page_of(open_page(services, Address(name)))
        page.table.view.selectRow(0)
        qtbot.waitUntil(lambda: page.pane.sources.list.count() > 0 or page.pane.text().count("\n") > 0)
        menu = page.table.make_context_menu()
        texts = [action.text() for action in menu.actions() if not action.isSeparator()]
        assert "Chuyển vào thùng rác" in texts
        assert "Xuất danh sách…" in texts
        assert ("Gắn nhãn…" in texts) is (name != "people")


def test_filter_without_marks(services, open_page):
    page = page_of(open_page(services, Address("visits")))
    page.table.filter_bar.search.setText("thanh hoa mittel")
    page.table.filter_bar.search.flush()
    found = cells(page, "title")
    assert found
    assert all("Thanh Hóa" in title for title in found)


def test_choices_narrow_and_combine(services, open_page):
    page = page_of(open_page(services, Address("visits")))
    bar = page.table.filter_bar
    bar.choose("direction", Direction.OUT.value)
    assert set(cells(page, "direction")) == {"Đoàn ra"}
    before = page.table.model.rowCount()
    bar.choose("year", "2023")
    assert 0 < page.table.model.rowCount() < before
    assert all("2023" in text for text in cells(page, "period"))
    bar.choose("year", "")
    assert page.table.model.rowCount() == before


def test_people_stand_in_the_order_of_given_names(services, open_page):
    page = page_of(open_page(services, Address("people")))
    names = cells(page, "name")
    assert names == sorted(names, key=person_key)
    given = [name.split()[-1] for name in names if services and name.startswith(("Nguyễn ", "Vũ ", "Phan "))]
    assert given == sorted(given, key=person_key)


def test_a_figure_is_never_parted_from_scope_and_period(services, open_page):
    page = page_of(open_page(services, Address("figures")))
    assert all(cells(page, "scope"))
    assert all(cells(page, "period"))
    assert page.table.model.columns[column(page, "value")].align == "right"
    menu = page.table.make_column_menu(page)
    fixed = {action.text() for action in menu.actions() if not action.isEnabled()}
    assert {"Giá trị", "Đơn vị", "Phạm vi", "Thời kỳ"} <= fixed


def test_overdue_has_words_and_a_sign_besides_the_colour(services, open_page):
    late = Commitment(0, "Việc đã trễ", CommitmentGrade.PROMISE, deadline=PartialDate.from_iso("2020-01-31"))
    record_id, _ = services.editing.save(late)
    page = page_of(open_page(services, Address("commitments", record_id)))
    row = page.table.model.rows_of({record_id})[0]
    index = page.table.model.index(row, column(page, "status"))
    assert index.data().startswith("Quá hạn")
    assert index.data().endswith("ngày")
    assert index.data(Qt.ItemDataRole.DecorationRole) is not None
    assert index.data(Qt.ItemDataRole.ForegroundRole) is not None


def test_a_new_visit_by_keyboard_only(services, open_page, dialog, qtbot, type_text):
    window = open_page(services, Address("visits"))
    page = page_of(window)
    page.table.view.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    opened = dialog()
    type_text(line(opened, "title"), "Đoàn thử nghiệm Ước Mơ")
    period = opened.form.field("period").line
    period.setFocus()
    type_text(period, "tháng 5/2023")
    chips = opened.form.field("partner_names").line
    chips.setFocus()
    type_text(chips, "Thành phố Chưa Từng Có")
    qtbot.keyClick(opened, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not opened.isVisible()
    made = page.table.selected()[0]
    assert isinstance(made, Visit)
    assert made.title == "Đoàn thử nghiệm Ước Mơ"
    assert made.period.start == "2023-05"
    assert made.partner_names == ("Thành phố Chưa Từng Có",)
    assert window.toast_bar.text == "Đã lưu"


def test_undo_of_a_new_record_takes_its_new_partner_back_too(services, open_page, dialog):
    window = open_page(services, Address("visits", extra="new"))
    opened = dialog()
    line(opened, "title").setText("Đoàn thử")
    opened.form.field("partner_names").add("Thành phố Chưa Từng Có")
    opened.save()
    assert "Thành phố Chưa Từng Có" in {one.name for one in services.records.partners()}
    window.toast_bar.button.click()
    assert "Đoàn thử" not in cells(page_of(window), "title")
    assert "Thành phố Chưa Từng Có" not in {one.name for one in services.records.partners()}


def test_an_incomplete_record_is_not_saved_and_says_why(services, open_page, dialog, qtbot):
    open_page(services, Address("agreements", extra="new"))
    before = len(services.records.agreements())
    opened = dialog()
    qtbot.keyClick(opened, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert opened.isVisible()
    assert opened.form.errors() == {"title": "Hãy điền tên văn bản."}
    assert "1 chỗ" in opened.banner.text()
    assert len(services.records.agreements()) == before
    opened.reject()


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return])
def test_edit_from_the_list(services, open_page, dialog, qtbot, type_text, key):
    window = open_page(services, Address("people"))
    page = page_of(window)
    page.table.view.setFocus()
    page.table.view.selectRow(2)
    person = page.table.selected()[0]
    qtbot.keyClick(page.table.view if key == Qt.Key.Key_Return else window, key)
    opened = dialog()
    assert opened.form.record() == person
    field = line(opened, "languages")
    field.setFocus()
    type_text(field, "tiếng Việt")
    opened.save()
    assert services.records.get(RecordKind.PERSON, person.id).languages == "tiếng Việt"
    assert page.table.selected()[0].id == person.id


def test_escape_asks_only_when_something_changed(services, open_page, dialog, qtbot, answer_dialogs):
    seen = answer_dialogs("")
    window = open_page(services, Address("visits", services.records.visits()[0].id))
    window.page.edit()
    opened = dialog()
    line(opened, "location").setText("Nơi khác")
    qtbot.keyClick(opened, Qt.Key.Key_Escape)
    assert opened.isVisible()
    assert len(seen) == 1
    opened.form.set_record(opened.form.record())
    qtbot.keyClick(opened, Qt.Key.Key_Escape)
    assert len(seen) == 1
    qtbot.waitUntil(lambda: not _is_shown("RecordDialog"))


def _is_shown(name: str) -> bool:
    return any(type(one).__name__ == name and one.isVisible() for one in QApplication.topLevelWidgets())


def test_what_a_record_rests_on_leads_to_the_article(services, open_page, qtbot):
    visit = services.records.visits()[0]
    window = open_page(services, Address("visits", visit.id))
    page = page_of(window)
    qtbot.waitUntil(lambda: page.pane.sources.list.count() > 0)
    asked: list[Address] = []
    page.pane.sources.passage_chosen.disconnect()
    page.pane.sources.passage_chosen.connect(asked.append)
    page.pane.sources.list.setCurrentRow(0)
    page.pane.sources.list.itemActivated.emit(page.pane.sources.list.currentItem())
    quotes = {
        (one.article_id, f"{one.start}-{one.end}")
        for one in services.records.evidence(RecordKind.VISIT, visit.id)
    }
    assert [address.page for address in asked] == ["articles"]
    assert (asked[0].record_id, asked[0].extra) in quotes


def test_trash_and_undo(services, open_page, qtbot):
    window = open_page(services, Address("commitments"))
    page = page_of(window)
    page.table.view.setFocus()
    page.table.view.selectRow(0)
    page.table.view.selectionModel().select(
        page.table.model.index(1, 0),
        QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
    )
    gone = {record.id for record in page.table.selected()}
    assert len(gone) == 2
    before = page.table.model.total
    qtbot.keyClick(page.table.view, Qt.Key.Key_Delete)
    assert page.table.model.total == before - 2
    assert window.toast_bar.text == "Đã chuyển 2 cam kết vào thùng rác"
    assert {item.record_id for item in services.records.trash_list()} >= gone
    window.toast_bar.button.click()
    assert page.table.model.total == before
    assert not services.records.trash_list()


def test_tags_of_several_records(services, open_page, qtbot):
    page = page_of(open_page(services, Address("visits")))
    page.table.view.selectAll()
    page.tag_selected()
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, TagDialog))
    dialog.chips.add("đợt kiểm tra")
    dialog.accept()
    assert all("đợt kiểm tra" in visit.tags for visit in services.records.visits())


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_export_holds_no_formula(services, open_page, tmp_path, monkeypatch, ending):
    services.editing.save(Visit(0, '=HYPERLINK("http://x","y")', Direction.OUT, location="+1"))
    page = page_of(open_page(services, Address("visits")))
    path = tmp_path / f"danh sách.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    page.export_action.trigger()
    assert path.exists()
    if ending == "csv":
        rows = path.read_text(encoding="utf-8-sig").splitlines()
        assert len(rows) == page.table.model.rowCount() + 1
        assert not any(cell.startswith(('"=', '"+')) for row in rows for cell in row.split(";"))
        return
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        names = book.namelist()
    assert "<f>" not in sheet
    assert not any("externalLink" in name for name in names)


def test_a_file_that_cannot_be_written_is_said(services, open_page, tmp_path, monkeypatch, qtbot):
    window = open_page(services, Address("figures"))
    page = page_of(window)
    path = Path(tmp_path) / "không có thư mục" / "a.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    said: list[BaseException] = []
    monkeypatch.setattr(type(window), "show_error", lambda _self, error: said.append(error))
    window.runner.job_failed.disconnect()
    window.runner.job_failed.connect(window.show_error)
    page.export_action.trigger()
    assert len(said) == 1
    assert "Không ghi được" in str(said[0])
