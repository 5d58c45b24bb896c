from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)

from db.dates import PartialDate
from db.records import Direction, Figure, Partner, RecordKind, Visit
from desktop_app.ui.forms.dialog import RecordDialog
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.partners import PartnersPage
from desktop_app.ui.pages.tagging import TagDialog
from desktop_app.ui.widgets.record_line import RecordLine

TABS = (
    "overview",
    "timeline",
    "visits",
    "agreements",
    "commitments",
    "people",
    "figures",
    "articles",
    "protocol",
)


def _names(page: PartnersPage) -> list[str]:
    return [item.partner.name for item in page.list.table.model.shown_records]


def _select(page: PartnersPage, *ids: int) -> None:
    page.list.table.select_keys(set(ids))


# -- the list --------------------------------------------------------------------------------------


def test_list_shows_every_partner_with_its_counts(page, frame):
    rows = frame.services.partners.summaries()
    assert sorted(_names(page)) == sorted(item.partner.name for item in rows)
    header, cells = page.list.table.table_text(all_rows=True)
    line = dict(zip(header, next(row for row in cells if row[0] == "Thành phố Gwangju"), strict=True))
    gwangju = next(item for item in rows if item.partner.name == "Thành phố Gwangju")
    assert line["Nước"] == "Hàn Quốc"
    assert line["Đoàn"] == str(gwangju.visits)
    assert line["Thỏa thuận"] == str(gwangju.agreements)
    assert line["Cam kết mở"] == str(gwangju.open_commitments)
    assert line["Tin bài"] == str(gwangju.articles)
    assert line["Gặp gần nhất"] == "15/4/2026"


def test_choices_narrow_the_list(page):
    bar = page.list.table.filter_bar
    bar.choose("country", "Lào")
    assert set(_names(page)) == {"Tỉnh Hủa Phăn", "Tỉnh Xiêng Khoảng"}
    bar.choose("country", "")
    bar.choose("waits", "never")
    assert _names(page) == ["Tỉnh Gyeonggi"]


def test_filter_finds_without_marks_and_in_native_letters(page):
    page.list.table.model.set_filter("huyen mittel")
    assert _names(page) == ["Huyện Mittelsachsen"]
    page.list.table.model.set_filter("광주")
    assert _names(page) == ["Thành phố Gwangju"]


def test_enter_opens_the_partner(page, frame, qtbot, partner_id):
    _select(page, partner_id("Gwangju"))
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Return)
    assert frame.gone[-1] == Address("partners", partner_id("Gwangju"))
    assert page.title == "Thành phố Gwangju"


def test_merge_names_both_and_can_be_taken_back(page, frame, answer_dialogs, partner_id, settle):
    asan, ansan = partner_id("Thành phố Asan"), partner_id("Thành phố Ansan")
    before = {item.partner.id: item.visits for item in frame.services.partners.summaries()}
    _select(page, asan, ansan)
    seen = answer_dialogs("first")
    first, second = (item.partner for item in page.list.selected())
    page.merge_selected()
    assert "Thành phố Asan" in seen[0].accessibleName()
    assert "Thành phố Ansan" in seen[0].accessibleName()
    settle()
    rows = {item.partner.id: item for item in frame.services.partners.summaries()}
    assert second.id not in rows
    assert second.name in rows[first.id].partner.aliases
    assert second.name not in _names(page)
    text, action, undo = frame.toasts[-1]
    assert (first.name in text, second.name in text, action) == (True, True, "Hoàn tác")
    undo()
    settle()
    assert {item.partner.id: item.visits for item in frame.services.partners.summaries()} == before
    assert second.name in _names(page)


def test_merge_needs_exactly_two(page, frame):
    ids = [item.partner.id for item in frame.services.partners.summaries()]
    for count, may_merge in ((0, False), (1, False), (2, True), (3, False)):
        page.list.table.view.clearSelection()
        _select(page, *ids[:count])
        assert page.merge_action.isEnabled() is may_merge


def test_turning_away_from_the_merge_changes_nothing(page, frame, answer_dialogs, partner_id):
    _select(page, partner_id("Thành phố Asan"), partner_id("Thành phố Ansan"))
    answer_dialogs("")
    page.merge_selected()
    assert len(frame.services.partners.summaries()) == 10
    assert frame.toasts == []


def test_trash_asks_by_name_and_can_be_taken_back(page, frame, answer_dialogs, partner_id, qtbot, settle):
    _select(page, partner_id("Niigata"))
    seen = answer_dialogs("yes")
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Delete)
    assert "Tỉnh Niigata" in seen[0].accessibleName()
    settle()
    assert "Tỉnh Niigata" not in _names(page)
    frame.toasts[-1][2]()
    settle()
    assert "Tỉnh Niigata" in _names(page)


def test_export_writes_what_is_shown(page, frame, monkeypatch, tmp_path):
    path = tmp_path / "Đối tác.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    page.list.table.filter_bar.choose("country", "Lào")
    page.list.table.export_rows()
    text = path.read_text(encoding="utf-8-sig")
    assert "Tỉnh Hủa Phăn" in text
    assert "Gwangju" not in text


def test_new_partner_form_opens(page, settle):
    page.create_partner()
    settle()
    dialog = page.findChild(RecordDialog)
    assert dialog is not None
    assert isinstance(dialog.form._record, Partner)
    dialog.form.mark_clean()
    dialog.close()


# -- one partner -----------------------------------------------------------------------------------


@pytest.mark.example(29)
def test_head_says_names_relation_last_meeting_and_what_waits(page, partner_id):
    page.open(Address("partners", partner_id("Gwangju")))
    summary = page.view.summary
    assert page.title == "Thành phố Gwangju"
    assert page._subtitle.text() == "광주광역시 · Gwangju · Hàn Quốc"
    assert summary.relation.text() == "Hữu nghị, hợp tác từ 27/10/2022"
    assert summary.last_met.text() == "Lần gặp gần nhất: 15/4/2026, trực tuyến"
    assert summary.agreements.text() == "3 thỏa thuận còn giá trị"
    assert summary.commitments.text() == "10 cam kết còn mở"


@pytest.mark.example(29)
def test_inferred_year_of_the_last_meeting_is_said(page, frame, partner_id, settle):
    partner = partner_id("Gwangju")
    visits = frame.services.partners.page(partner).visits
    inferred = [visit.id for visit in visits if visit.period.inferred]
    frame.services.records.trash(RecordKind.VISIT, [visit.id for visit in visits if visit.id not in inferred])
    page.open(Address("partners", partner))
    settle()
    assert page.view.summary.last_met.text() == "Lần gặp gần nhất: 09/6 (năm suy đoán 2022), tại TP. Vinh"
    visit = frame.services.records.get(RecordKind.VISIT, inferred[0])
    frame.services.records.save(replace(visit, period=visit.period.confirmed()))
    page.refresh()
    settle()
    assert page.view.summary.last_met.text() == "Lần gặp gần nhất: 09/6/2022, tại TP. Vinh"


def test_overview_is_one_screen(page, partner_id, settle):
    for name in ("Gwangju", "Thành phố Asan", "Niigata", "Gyeonggi"):
        page.open(Address("partners", partner_id(name)))
        settle()
        bar = page.view.overview.verticalScrollBar()
        assert bar.maximum() == 0, name
        assert page.view.overview.columns_shown == 3


def test_overdue_commitments_come_first_with_their_days(page, partner_id, settle):
    page.open(Address("partners", partner_id("Gwangju")))
    lines = page.view.overview.open.lines
    assert "Quá hạn" in lines[0].badge.text()
    assert "Phía bạn" in lines[0].caption.text()
    assert "hạn quý III/2023" in lines[0].caption.text()


def test_every_figure_stands_with_scope_and_period(page, frame, partner_id):
    partner = partner_id("Gwangju")
    figures = frame.services.partners.page(partner).figures
    page.open(Address("partners", partner))
    for line in page.view.overview.figures.lines:
        assert any(figure.scope in line.caption.text() for figure in figures)
    page.open(Address("partners", partner, "figures"))
    tab = page.view.figures
    assert sum(len(card.lines) for card in tab.cards) == len(figures)
    for card in tab.cards:
        scope = card.header.title.text().removeprefix("Phạm vi: ")
        mine = [figure for figure in figures if figure.scope == scope]
        assert len(mine) == len(card.lines)
        for line in card.lines:
            assert isinstance(line, RecordLine)
            assert scope in line.accessibleName()
            assert line.caption.text()


def test_investment_is_never_gwangjus_own(page, partner_id):
    page.open(Address("partners", partner_id("Gwangju"), "figures"))
    card = next(
        card
        for card in page.view.figures.cards
        if any("135 triệu" in line.title.text() for line in card.lines)
    )
    assert card.header.title.text() == "Phạm vi: Hàn Quốc – tỉnh Nghệ An"


def test_merged_places_are_named(page, partner_id):
    page.open(Address("partners", partner_id("Thành phố Asan")))
    assert "Ninh Bình nay gồm cả Hà Nam, Nam Định (từ 01/7/2025)." in page.view.overview.place_note.text()


def test_fact_leads_to_its_passage(page, frame, partner_id, qtbot):
    partner = partner_id("Gwangju")
    page.open(Address("partners", partner))
    line = page.view.overview.facts.lines[0]
    button = next(child for child in line.findChildren(QAbstractButton) if child is not line)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    address = frame.gone[-1]
    fact = frame.services.partners.page(partner).facts[0]
    evidence = frame.services.records.evidence(RecordKind.PROFILE_FACT, fact.id)[0]
    assert address == Address("articles", evidence.article_id, f"{evidence.start}-{evidence.end}")


def test_line_opens_its_record_by_keyboard(page, partner_id, qtbot, settle):
    page.open(Address("partners", partner_id("Gwangju")))
    line = page.view.overview.open.lines[0]
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle()
    dialog = page.findChild(RecordDialog)
    assert dialog.form.value("content") == line.title.text()
    dialog.close()


def test_every_tab_has_an_address(page, frame, partner_id):
    for tab in TABS:
        page.open(Address("partners", partner_id("Gwangju"), tab))
        assert page.view.tab == tab
    assert frame.noted == []


def test_keyboard_walks_through_the_tabs_and_the_address_follows(page, frame, partner_id, qtbot):
    partner = partner_id("Gwangju")
    page.open(Address("partners", partner))
    page.view.tabs.setFocus()
    for _ in TABS[1:]:
        qtbot.keyClick(page.view.tabs, Qt.Key.Key_Right)
    assert [address.extra for address in frame.noted] == list(TABS[1:])
    assert {address.record_id for address in frame.noted} == {partner}


def test_unknown_tab_is_the_overview(page, partner_id):
    page.open(Address("partners", partner_id("Gwangju"), "nowhere"))
    assert page.view.tab == "overview"


def test_lists_hold_the_partners_records(page, frame, partner_id):
    partner = partner_id("Gwangju")
    found = frame.services.partners.page(partner)
    for tab in ("visits", "agreements", "commitments", "people", "articles"):
        page.open(Address("partners", partner, tab))
        shown = page.view.lists[tab].table.model.shown_records
        assert {record.id for record in shown} == {record.id for record in getattr(found, tab)}


def test_posts_never_stand_without_their_date(page, partner_id):
    page.open(Address("partners", partner_id("Gwangju"), "people"))
    header, rows = page.view.lists["people"].table.table_text(all_rows=True)
    post, as_of, meetings = (
        header.index("Chức vụ"),
        header.index("Thời điểm của chức vụ"),
        header.index("Số lần gặp"),
    )
    assert all(row[as_of] for row in rows if row[post] not in ("", "chưa rõ"))
    assert any(int(row[meetings]) > 1 for row in rows if row[meetings] != "–")


def test_print_goes_to_the_dossier_of_this_partner(page, frame, partner_id):
    partner = partner_id("Gwangju")
    page.open(Address("partners", partner))
    page.print_action.trigger()
    assert frame.gone[-1] == Address("dossier", partner)
    assert page.dossier_address() == Address("dossier", partner)


def test_edit_opens_the_form_of_the_partner(page, partner_id, settle):
    page.open(Address("partners", partner_id("Niigata")))
    page.edit()
    settle()
    dialog = page.findChild(RecordDialog)
    assert dialog.form.value("name") == "Tỉnh Niigata"
    dialog.close()


def test_new_record_belongs_to_this_partner(page, partner_id, settle):
    partner = partner_id("Niigata")
    page.open(Address("partners", partner, "visits"))
    page.view.lists["visits"].add_action.trigger()
    settle()
    dialog = page.findChild(RecordDialog)
    assert dialog.form.record().partner_ids == (partner,)
    dialog.form.mark_clean()
    dialog.close()


def test_tags_are_changed_and_can_be_taken_back(page, frame, partner_id, settle):
    partner = partner_id("Niigata")
    page.open(Address("partners", partner))
    page.view.summary.tags.click()
    dialog = page.window().findChild(TagDialog)
    dialog.chips.add("ưu tiên")
    dialog.accept()
    settle()
    assert "ưu tiên" in frame.services.records.get(RecordKind.PARTNER, partner).tags
    assert "ưu tiên" in page.view.summary.tags.text()
    frame.toasts[-1][2]()
    settle()
    assert "ưu tiên" not in frame.services.records.get(RecordKind.PARTNER, partner).tags


def test_missing_partner_leads_back_to_the_list(page, frame):
    page.open(Address("partners", 9999))
    assert len(frame.errors) == 1
    assert frame.gone[-1] == Address("partners")


def test_partner_in_the_trash_says_so_and_comes_back(page, frame, partner_id, settle):
    partner = partner_id("Niigata")
    frame.services.records.trash(RecordKind.PARTNER, [partner])
    page.open(Address("partners", partner))
    assert page.view.banner.isVisible()
    page.view.banner.button.click()
    settle()
    assert not page.view.banner.isVisible()


# -- notes -----------------------------------------------------------------------------------------


def test_notes_are_stored_when_the_cursor_leaves(page, frame, partner_id, type_text, settle):
    partner = partner_id("Gwangju")
    page.open(Address("partners", partner, "protocol"))
    editors = page.view.notes.editors
    editors["points"].setFocus()
    settle()
    type_text(editors["points"], "Cảm ơn bạn đã dạy nha khoa")
    assert frame.services.office.notes(partner).points == ""
    editors["avoid"].setFocus()
    settle()
    assert frame.services.office.notes(partner).points == "Cảm ơn bạn đã dạy nha khoa"
    assert "Đã lưu" in page.view.notes.state_words.text()


def test_notes_are_stored_by_the_save_key_as_nfc(page, frame, partner_id):
    partner = partner_id("Gwangju")
    page.open(Address("partners", partner, "protocol"))
    page.view.notes.editors["protocol"].setPlainText("Pho\u031b\u0309")
    page.save()
    assert frame.services.office.notes(partner).protocol == "Phở"


def test_notes_are_stored_before_the_page_is_left(page, frame, partner_id):
    partner = partner_id("Gwangju")
    page.open(Address("partners", partner, "protocol"))
    page.view.notes.editors["objectives"].setPlainText("Ký kế hoạch")
    assert page.may_leave()
    assert frame.services.office.notes(partner).objectives == "Ký kế hoạch"


def test_notes_being_typed_survive_a_refresh_and_stay_with_their_partner(page, frame, partner_id, settle):
    gwangju, asan = partner_id("Gwangju"), partner_id("Thành phố Asan")
    page.open(Address("partners", gwangju, "protocol"))
    page.view.notes.editors["points"].setPlainText("Một")
    page.refresh()
    settle()
    assert page.view.notes.editors["points"].toPlainText() == "Một"
    page.open(Address("partners", asan, "protocol"))
    settle()
    assert page.view.notes.editors["points"].toPlainText() == ""
    assert frame.services.office.notes(gwangju).points == "Một"
    assert frame.services.office.notes(asan).points == ""


# -- for everybody ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1162, 691), (859, 440)])
def test_nothing_is_cut_and_everything_has_a_name(page, partner_id, settle, size):
    page.resize(*size)
    for tab in TABS:
        page.open(Address("partners", partner_id("Gwangju"), tab))
        settle()
        for line in page.findChildren(RecordLine):
            if line.isVisible():
                assert line.height() >= line.minimumSizeHint().height()
                assert line.accessibleName()
        for kind in (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit):
            for widget in page.findChildren(kind):
                if widget.isVisible() and not widget.objectName().startswith("qt_"):
                    words = widget.accessibleName() or getattr(widget, "text", str)()
                    assert words or _is_inside(widget), widget
                    assert isinstance(widget, QToolButton) or widget.height() >= 20
        assert page.minimumSizeHint().width() <= size[0], tab


def _is_inside(widget: QWidget) -> bool:
    """Whether Qt made it as part of another control (scroll buttons, clear buttons)."""
    return type(widget).__name__ in ("QToolButton", "QLineEditIconButton")


def test_hostile_names_stay_words(page, frame, settle):
    partner = frame.services.records.save(Partner(0, "<b>X</b> " + "rất dài " * 20, "Nước <i>"))
    visit = Visit(0, "<script>1</script>", Direction.OUT, period=PartialDate.from_iso("2024-05"))
    frame.services.records.save(replace(visit, partner_ids=(partner,)))
    frame.services.records.save(Figure(0, "<u>Số</u>", 5, "%", partner_ids=(partner,)))
    for tab in TABS:
        page.open(Address("partners", partner, tab))
        settle()
    assert page.title.startswith("<b>X</b>")
    page.open(Address("partners", partner, "figures"))
    assert page.view.figures.cards[0].header.title.text() == "Phạm vi: chưa rõ phạm vi"
    assert frame.errors == []
    assert page.minimumSizeHint().width() <= 859


def test_read_only_library_can_be_looked_at_only(page, frame, partner_id, monkeypatch):
    class Held:
        held_by = object()

        def __getattr__(self, name):
            return getattr(frame.services_real, name)

    frame.services_real = frame.services
    frame.services = Held()
    page.open(Address("partners", partner_id("Gwangju"), "protocol"))
    assert all(editor.isReadOnly() for editor in page.view.notes.editors.values())
    assert not page.edit_action.isEnabled()
    assert not page.trash_action.isEnabled()
    assert page.print_action.isEnabled()
