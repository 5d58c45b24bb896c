import time
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHeaderView

from desktop_app.ui.tables.copying import as_html, as_tabs
from desktop_app.ui.tables.model import Column, RecordModel
from desktop_app.ui.tables.record_table import RecordTable


@dataclass(frozen=True)
class City:
    id: int
    name: str
    people: int


COLUMNS = (
    Column("name", "Tên", lambda city: city.name, width=200),
    Column(
        "people",
        "Số dân",
        lambda city: f"{city.people:,}".replace(",", "."),
        "right",
        100,
        lambda city: city.people,
    ),
    Column("id", "Mã", lambda city: str(city.id), hidden=True),
)
CITIES = [
    City(1, "Đà Nẵng", 1200000),
    City(2, "Hồ Bắc", 58000000),
    City(3, "An Huy", 61000000),
    City(4, "Ý Yên", 9),
]


@pytest.fixture
def table(qtbot, state):
    table = RecordTable("cities", COLUMNS, lambda city: city.id, state, title="Đối tác")
    qtbot.addWidget(table)
    table.resize(700, 400)
    table.set_records(CITIES)
    return table


def names(table):
    return [city.name for city in table.model.shown_records]


def test_the_model_keeps_qt_s_rules(table, qtmodeltester):
    qtmodeltester.check(table.model)


def test_the_filter_works_without_marks_and_says_how_much_is_shown(table, type_text):
    type_text(table.filter_bar.search, "da nang")
    table.filter_bar.search.flush()
    assert names(table) == ["Đà Nẵng"]
    assert table.filter_bar.count_text() == "1 trong 4 dòng"


def test_the_filter_sees_composed_letters(table, compose):
    compose(table.filter_bar.search, "hồ")
    table.filter_bar.search.flush()
    assert names(table) == ["Hồ Bắc"]


def test_order_is_vietnamese_for_words_and_by_value_for_numbers(table):
    table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert names(table) == ["An Huy", "Đà Nẵng", "Hồ Bắc", "Ý Yên"]
    table.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert names(table) == ["An Huy", "Hồ Bắc", "Đà Nẵng", "Ý Yên"]


def test_what_was_selected_stays_selected_through_refresh_order_and_filter(table):
    table.select_keys({2, 4})
    table.set_records([City(9, "Bà Rịa", 1), *CITIES])
    assert {city.id for city in table.selected()} == {2, 4}
    table.view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert {city.id for city in table.selected()} == {2, 4}
    table.set_records([city for city in CITIES if city.id != 2])
    assert {city.id for city in table.selected()} == {4}


def test_an_empty_list_and_a_filter_without_hits_say_different_things(table, qtbot):
    table.show()
    table.filter_bar.search.setText("không có đâu")
    table.filter_bar.search.flush()
    assert not table.view.isVisible()
    assert not table.empty.isVisible()
    table.set_records([])
    assert table.empty.isVisible()


def test_copied_rows_can_be_pasted_as_a_table(table, qtbot):
    table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    table.select_keys({1, 3})
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "Tên\tSố dân\nAn Huy\t61.000.000\nĐà Nẵng\t1.200.000"
    assert "<td" in data.html()


@pytest.mark.parametrize(
    ("cell", "copied"),
    [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-2+3", "'-2+3"), ("-2,5", "-2,5"), ("a\tb\nc", "a b c")],
)
def test_copied_cells_are_text_and_never_formulas(cell, copied):
    assert as_tabs(["x"], [[cell]]) == f"x\n{copied}"


def test_copied_html_is_escaped():
    assert "<img" not in as_html(["x"], [["<img src=a>"]])


def test_widths_order_and_hidden_columns_are_remembered(table, state, qtbot):
    table.view.setColumnWidth(0, 333)
    table.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    table.make_column_menu(table).actions()[2].setChecked(True)
    table.save_columns()
    again = RecordTable("cities", COLUMNS, lambda city: city.id, state)
    qtbot.addWidget(again)
    again.set_records(CITIES)
    assert again.view.columnWidth(0) == 333
    assert not again.view.isColumnHidden(2)
    assert names(again)[0] == "An Huy"


def test_the_last_visible_column_cannot_be_hidden(table):
    table.make_column_menu(table).actions()[1].setChecked(False)
    first = table.make_column_menu(table).actions()[0]
    assert not first.isEnabled()


def test_the_menu_offers_what_the_page_wants_and_exports_strings(qtbot):
    written = []
    action = QAction("Mở")
    table = RecordTable(
        "t",
        COLUMNS,
        lambda city: city.id,
        export=lambda *given: written.append(given),
        make_menu=lambda _chosen: [action],
    )
    qtbot.addWidget(table)
    table.set_records(CITIES[:1])
    assert action in table.make_context_menu().actions()
    table.export_rows()
    assert written == [(["Tên", "Số dân"], [["Đà Nẵng", "1.200.000"]])]


def test_enter_and_double_click_open_the_record(table, qtbot):
    table.select_keys({2})
    with qtbot.waitSignal(table.activated) as heard:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert heard.args == [CITIES[1]]


def test_a_hundred_thousand_rows_filter_and_sort_without_a_long_stop(qtbot):
    model = RecordModel(COLUMNS, lambda city: city.id)
    model.set_records([City(number, f"Đối tác số {number} Nghệ An", number) for number in range(100_000)])
    begun = time.perf_counter()
    model.sort(0)
    model.set_filter("nghe an 99999")
    assert model.rowCount() == 1
    assert time.perf_counter() - begun < 6
    begun = time.perf_counter()
    model.set_filter("nghe an 9999")
    assert time.perf_counter() - begun < 1.5


def test_rows_have_one_height_so_that_long_lists_scroll_smoothly(table):
    assert table.view.verticalHeader().sectionResizeMode(0) == QHeaderView.ResizeMode.Fixed


def test_a_title_with_mark_up_is_not_obeyed_in_the_tooltip(table):
    table.set_records([City(1, '<img src="file:///x"> dài dài', 1)])
    tip = table.model.data(table.model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
