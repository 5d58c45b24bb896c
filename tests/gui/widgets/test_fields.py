import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from db.dates import PartialDate
from desktop_app.ui.widgets.chip_edit import ChipEdit
from desktop_app.ui.widgets.date_field import PartialDateField
from desktop_app.ui.widgets.form import FormSheet
from desktop_app.ui.widgets.scroll_column import ScrollColumn
from desktop_app.ui.widgets.search_field import SearchField


def parse(text):
    if text == "9/6/2022":
        return PartialDate.from_iso("2022-06-09")
    if text == "chưa rõ":
        return PartialDate()
    raise ValueError("Chưa hiểu ngày này.")


def test_a_search_sees_vietnamese_as_typed(qtbot, type_text):
    field = SearchField("Tìm")
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.search_changed) as heard:
        type_text(field, "Đà Nẵng ")
    assert heard.args == ["Đà Nẵng"]


def test_a_search_sees_letters_still_being_composed(qtbot, compose):
    field = SearchField("Tìm")
    qtbot.addWidget(field)
    heard = []
    field.search_changed.connect(heard.append)
    compose(field, "tiến")
    field.flush()
    compose(field, "", "tiếng")
    field.flush()
    assert heard == ["tiến", "tiếng"]


def test_a_search_is_told_once_and_composed_whatever_the_keyboard_sends(qtbot, type_text):
    field = SearchField("Tìm")
    qtbot.addWidget(field)
    heard = []
    field.search_changed.connect(heard.append)
    type_text(field, "Hue\u0302\u0301")
    field.flush()
    field.flush()
    assert heard == ["Huế"]


def test_escape_empties_the_search_and_enter_submits_it(qtbot, type_text):
    field = SearchField("Tìm")
    qtbot.addWidget(field)
    type_text(field, "Huế")
    with qtbot.waitSignal(field.search_submitted) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args == ["Huế"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_a_date_says_what_it_understood(qtbot, type_text):
    field = PartialDateField(parse)
    qtbot.addWidget(field)
    type_text(field.line, "9/6/2022")
    assert field.value == PartialDate.from_iso("2022-06-09")
    assert field.words == f"Hiểu là: {field.value.display()}"


@pytest.mark.parametrize(("typed", "error"), [("hôm nao", "Chưa hiểu ngày này."), ("", ""), ("chưa rõ", "")])
def test_a_date_not_understood_says_so_and_nothing_is_guessed(qtbot, type_text, typed, error):
    field = PartialDateField(parse)
    qtbot.addWidget(field)
    type_text(field.line, typed)
    assert not field.value.known
    assert field.error == error


def test_a_date_nobody_edits_comes_back_as_it_was(qtbot):
    given = PartialDate.from_iso("2022-06-09", stated="Sáng 9/6", inferred=True)
    field = PartialDateField(parse)
    qtbot.addWidget(field)
    field.set_value(given)
    assert field.value == given
    assert "suy đoán" in field.words


def test_chips_offer_without_marks_and_add_the_known_spelling(qtbot, type_text):
    edit = ChipEdit(["Nông nghiệp", "Lao động", "Giáo dục"])
    qtbot.addWidget(edit)
    assert edit.offers("nong") == ["Nông nghiệp"]
    type_text(edit.line, "lao dong")
    qtbot.keyClick(edit.line, Qt.Key.Key_Return)
    type_text(edit.line, "Đào tạo nghề,")
    assert edit.words == ("Lao động", "Đào tạo nghề")
    edit.add("LAO ĐỘNG")
    assert edit.words == ("Lao động", "Đào tạo nghề")
    qtbot.keyClick(edit.line, Qt.Key.Key_Backspace)
    assert edit.words == ("Lao động",)


def test_chips_of_a_closed_list_take_nothing_else(qtbot):
    edit = ChipEdit(["Nông nghiệp"], only_choices=True)
    qtbot.addWidget(edit)
    edit.add("Du lịch")
    assert edit.words == ()


@pytest.fixture
def form(qtbot):
    form = FormSheet()
    form.add("name", "Tên đối tác", QLineEdit(), required=True)
    form.add("since", "Từ ngày", PartialDateField(parse), half=True)
    box = QComboBox()
    box.addItem("Kết nghĩa", "sister")
    box.addItem("Chưa rõ", "unknown")
    form.add("level", "Mức quan hệ", box, half=True)
    form.add("note", "Ghi chú", QPlainTextEdit())
    form.add("tags", "Lĩnh vực", ChipEdit(["Du lịch"]))
    form.add("open", "Còn hoạt động", QCheckBox("Còn hoạt động"))
    form.mark_clean()
    qtbot.addWidget(form)
    return form


def test_a_form_knows_what_changed_and_when_it_is_back(form, qtbot):
    line = form.findChild(QLineEdit)
    with qtbot.waitSignal(form.dirty_changed) as heard:
        line.setText("Hồ Bắc")
    assert heard.args == [True]
    assert form.dirty_fields() == {"name"}
    with qtbot.waitSignal(form.dirty_changed) as heard:
        line.setText("")
    assert heard.args == [False]


def test_a_form_names_the_missing_field_in_words(form):
    assert not form.check()
    assert form.error("name") == "Hãy điền tên đối tác."
    form.findChild(QLineEdit).setText("Hồ Bắc")
    assert form.check()
    assert form.error("name") == ""


def test_a_form_refuses_a_date_it_does_not_understand(form, type_text):
    form.findChild(QLineEdit).setText("Hồ Bắc")
    type_text(form.findChild(PartialDateField).line, "hôm nao")
    assert not form.check()
    assert form.error("since")


def test_form_values_are_composed_and_trimmed(form):
    form.findChild(QLineEdit).setText(" Hue\u0302\u0301 ")
    assert form.values()["name"] == "Huế"
    assert form.values()["level"] == "sister"


def test_ctrl_s_and_escape_speak_for_the_form(form, qtbot):
    line = form.findChild(QLineEdit)
    with qtbot.waitSignal(form.save_requested):
        qtbot.keyClick(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(form.leave_requested):
        qtbot.keyClick(line, Qt.Key.Key_Escape)


def test_a_scrolling_column_never_cuts_at_the_side(qtbot):
    column = ScrollColumn()
    qtbot.addWidget(column)
    button = QPushButton("Một nút có những chữ rất dài không được cắt đi")
    column.body.addWidget(button)
    column.show()
    qtbot.waitUntil(lambda: column.minimumWidth() >= button.minimumSizeHint().width())
    column.resize(1, 100)
    assert column.viewport().width() >= button.minimumSizeHint().width()
