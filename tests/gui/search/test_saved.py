"""Saved searches: names, order, badges, and the way back from a deletion."""

import pytest
from PySide6.QtCore import Qt

from desktop_app.ui.searching.kept import KeptSearch, kept_from, moved


@pytest.fixture
def saved(page, sample_services):
    """The start screen with three saved searches."""
    searches = [
        KeptSearch("gwangju", seen="2000-01-01T00:00:00+00:00"),
        KeptSearch("lao động", title="Việc làm"),
        KeptSearch("", filters={"tag": {"x": "Nhãn x"}}),
    ]
    sample_services.office.set_value("saved_searches", [one.to_json() for one in searches])
    page._store.read()
    return page


def stored(services):
    return kept_from(services.office.value("saved_searches"))


def test_names_and_own_words(saved):
    rows = saved.start.saved.rows
    assert [row.link.text() for row in rows] == ["“gwangju”", "Việc làm", "Nhãn x"]
    assert "lao động" in rows[1].link.toolTip()


def test_a_search_is_renamed_in_place(saved, sample_services, type_text, qtbot):
    row = saved.start.saved.rows[0]
    row.link.setFocus()
    qtbot.keyClick(row.link, Qt.Key.Key_F2)
    assert row.editor.hasFocus()
    type_text(row.editor, "Kết nghĩa")
    qtbot.keyClick(row.editor, Qt.Key.Key_Return)
    assert [one.name for one in stored(sample_services)] == ["Kết nghĩa", "Việc làm", "Nhãn x"]
    row = saved.start.saved.rows[0]
    assert row.link.text() == "Kết nghĩa"
    row.start_rename()
    type_text(row.editor, "không")
    qtbot.keyClick(row.editor, Qt.Key.Key_Escape)
    assert row.link.isVisible()
    assert stored(sample_services)[0].title == "Kết nghĩa"
    row.start_rename()
    row.editor.clear()
    qtbot.keyClick(row.editor, Qt.Key.Key_Return)
    assert saved.start.saved.rows[0].link.text() == "“gwangju”"


def test_the_order_is_changed_by_menu_and_keys(saved, sample_services, qtbot):
    rows = saved.start.saved.rows
    assert not rows[0].up_action.isEnabled()
    assert not rows[2].down_action.isEnabled()
    rows[2].up_action.trigger()
    qtbot.waitUntil(lambda: saved.start.saved.rows[1].link.text() == "Nhãn x")
    link = saved.start.saved.rows[1].link
    link.setFocus()
    qtbot.keyClick(link, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: saved.start.saved.rows[0].link.text() == "Nhãn x")
    assert saved.start.saved.rows[0].link.hasFocus()
    assert [one.name for one in stored(sample_services)] == ["Nhãn x", "“gwangju”", "Việc làm"]


def test_what_was_forgotten_can_be_brought_back(saved, sample_services):
    saved.start.saved.rows[1].forget.click()
    assert len(stored(sample_services)) == 2
    bar = saved.window().toast_bar
    assert bar.text == "Đã bỏ tìm kiếm đã lưu Việc làm"
    bar.button.click()
    assert [one.name for one in stored(sample_services)] == ["“gwangju”", "Việc làm", "Nhãn x"]


def test_new_answers_have_a_badge_until_they_are_looked_at(saved, sample_services):
    rows = saved.start.saved.rows
    assert rows[0].badge.isVisible()
    count = sample_services.search.search(rows[0].search.request()).total
    assert rows[0].badge.text() == f"{count} mới"
    assert rows[0].link.accessibleName() == f"“gwangju”, {count} kết quả mới"
    assert not rows[1].badge.isVisible()
    rows[0].link.click()
    assert saved.model.rowCount() > 0
    saved.query.clear()
    saved.query.flush()
    assert saved.start.isVisible()
    assert not saved.start.saved.rows[0].badge.isVisible()


def test_a_completion_that_is_a_saved_search_brings_its_filters(saved):
    from types import SimpleNamespace

    saved._store.rename(KeptSearch("", filters={"tag": {"x": "Nhãn x"}}), "Của tôi")
    saved.take_completion(SimpleNamespace(kind="saved", label="Của tôi", text="", detail=""))
    assert saved.filters.chosen == {"tag": {"x": "Nhãn x"}}


def test_a_search_saved_twice_keeps_its_name(saved, sample_services):
    saved.query.setText("lao động")
    saved.query.flush()
    saved.save_action.trigger()
    assert saved.window().toast_bar.text == "“lao động” đã được lưu từ trước"
    assert [one.name for one in stored(sample_services)][1] == "Việc làm"


def test_a_library_that_is_only_read_lets_one_ask(saved, monkeypatch):
    monkeypatch.setattr(
        type(saved.frame.services), "held_by", property(lambda _self: object()), raising=False
    )
    saved._store.read()
    row = saved.start.saved.rows[0]
    assert not row.more.isVisible()
    assert not row.forget.isVisible()
    row.link.click()
    assert saved.model.rowCount() > 0


def test_moving_stays_inside_the_list():
    one, two = KeptSearch("a"), KeptSearch("b")
    assert moved([one, two], two, -9) == [two, one]
    assert moved([one, two], one, 9) == [two, one]
    assert moved([one], two, 1) == [one]
