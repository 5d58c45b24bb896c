import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QTextFormat

from desktop_app.ui.widgets.marked_text import Mark, MarkedText

TEXT = "Tiêu đề 😀 dài\nNgày 9/6, đoàn 𠮷野 thăm tỉnh.\nHai bên ký kết."


@pytest.fixture
def view(qtbot):
    view = MarkedText()
    view.resize(500, 300)
    view.set_text(TEXT)
    qtbot.addWidget(view)
    view.show()
    return view


@pytest.mark.parametrize("word", ["😀", "dài", "Ngày 9/6", "𠮷野", "thăm tỉnh", "ký kết"])
def test_a_passage_is_selected_letter_for_letter_past_letters_outside_the_plane(view, word):
    start = TEXT.index(word)
    view.select_passage(start, start + len(word))
    assert view.textCursor().selectedText() == word
    assert view.selected_passage() == (start, start + len(word))


@pytest.mark.parametrize("word", ["dài", "𠮷野", "ký kết"])
def test_a_mark_covers_exactly_its_words(view, word):
    start = TEXT.index(word)
    view.set_marks([Mark(start, start + len(word), "visit", 1)])
    (selection,) = view.extraSelections()
    assert selection.cursor.selectedText() == word


@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from("\r\n\u2028\u2029\x0b\x00\ufdd0\ud800😀")),
        max_size=60,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_text_keeps_every_offset(view, text):
    view.set_text(text)
    shown = view.document().toPlainText()
    assert len(shown) == len(text)
    view.select_passage(0, len(text))
    assert view.selected_passage() == ((0, len(text)) if text else None)


def test_mark_up_is_shown_and_not_obeyed(view):
    text = '<img src="file:///etc/passwd"> <b>R&D</b> &amp;'
    view.set_text(text)
    assert view.toPlainText() == text


def test_a_click_names_the_shortest_passage_under_it(view, qtbot):
    long, short = TEXT.index("Ngày"), TEXT.index("thăm")
    view.set_marks([Mark(long, len(TEXT), "visit", 1), Mark(short, short + 9, "agreement", 2)])
    view.select_passage(short + 1, short + 1)
    place = view.cursorRect().center()
    assert view.mark_at(QPointF(place)).id == 2
    with qtbot.waitSignal(view.mark_clicked) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [2]
    assert view.mark_at(QPointF(2, 2)) is None


def test_the_current_passage_stands_out_and_is_scrolled_to(view):
    text = "\n".join(f"Đoạn {number} của bài." for number in range(300))
    view.set_text(text)
    start = text.index("Đoạn 250")
    view.set_marks([Mark(0, 5, "visit", 1), Mark(start, start + 8, "visit", 2)])
    before = [one.format.background().color().name() for one in view.extraSelections()]
    view.show_mark(2)
    assert view.current == 2
    assert view.verticalScrollBar().value() > 0
    after = {
        one.cursor.selectedText(): one.format.background().color().name() for one in view.extraSelections()
    }
    assert after["Đoạn "] in before
    assert after["Đoạn 250"] not in before


def test_kinds_of_passages_have_different_underlines(view):
    kinds = ["visit", "agreement", "commitment", "person", "figure"]
    view.set_marks([Mark(place, place + 1, kind, place) for place, kind in enumerate(kinds)])
    lines = {one.format.property(QTextFormat.Property.TextUnderlineStyle) for one in view.extraSelections()}
    assert len(lines) == len(kinds)


def test_marks_outside_the_text_do_no_harm(view):
    view.set_marks([Mark(-5, 3, "visit", 1), Mark(len(TEXT) - 1, 9999, "visit", 2), Mark(7, 7, "visit", 3)])
    assert [one.cursor.selectedText() for one in view.extraSelections()] == [".", "Tiê"]


def test_the_context_menu_asks_what_to_make_of_the_selection(view):
    asked = []
    action = QAction("Tạo cam kết", view)
    view.set_menu(lambda start, end: asked.append((start, end)) or [action])
    view.select_passage(0, 7)
    assert action in view.make_context_menu().actions()
    assert asked == [(0, 7)]


def test_the_type_grows_only_within_bounds(view):
    view.set_size(500)
    assert view.font().pointSizeF() == MarkedText.LARGEST
    view.set_size(1)
    assert view.font().pointSizeF() == MarkedText.SMALLEST
