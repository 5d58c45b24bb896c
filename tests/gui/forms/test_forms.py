"""A form gives back what it was given, says what is wrong in words, and never hides a doubt."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from db.dates import PartialDate
from db.records import (
    Agreement,
    AgreementEvent,
    AgreementEventKind,
    AgreementKind,
    Article,
    Commitment,
    CommitmentGrade,
    CommitmentStatus,
    Direction,
    Figure,
    Participant,
    Partner,
    Person,
    Post,
    ProfileFact,
    RecordKind,
    Role,
    Side,
    Visit,
    VisitStop,
)
from desktop_app.services.drafts import LinkedDraft, ProfileDraft, VisitDraft
from desktop_app.services.editing import FormChoices, PartnerChoice
from desktop_app.ui.forms.agreement import AgreementForm, treaty_name
from desktop_app.ui.forms.base import RecordForm
from desktop_app.ui.forms.figure import FigureForm
from desktop_app.ui.forms.kinds import draft_of, empty_record, form_for, form_for_draft, new_partners
from desktop_app.ui.forms.rows_editor import RowsEditor
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.chip_edit import ChipEdit
from desktop_app.ui.widgets.date_field import PartialDateField

CHOICES = FormChoices(
    partners=(
        PartnerChoice(3, ("Thành phố Bình Minh", "Binh Minh City"), "Hàn Quốc"),
        PartnerChoice(4, ("Tỉnh Sông Xanh",), "Lào"),
    ),
    visits=((7, "Đoàn thử – 09/6/2022"),),
    tags=("quan trọng",),
    fields=("Nông nghiệp", "Y tế"),
    countries=("Hàn Quốc", "Lào"),
    units=("USD",),
)
INFERRED = PartialDate.from_iso("2022-06-09", stated="Sáng 9/6", inferred=True)
ODD = "  hai  dấu cách\nvà xuống dòng "

RECORDS = [
    Visit(
        5,
        "Đoàn thử",
        Direction.IN,
        period=INFERRED,
        content=ODD,
        partner_ids=(3,),
        partner_names=("Thành phố Bình Minh",),
        previous_visit_id=7,
        stops=(VisitStop("Cảng", id=2),),
        participants=(Participant("Người Thử", Role.HEAD, Side.THEIRS, "Giám đốc", person_id=9, id=1),),
    ),
    Agreement(
        6,
        "Bản ghi nhớ",
        signed=PartialDate.from_iso("2022-10-27"),
        notice_days=90,
        visit_id=7,
        other_titles=("Biên bản",),
        events=(AgreementEvent(AgreementEventKind.REPORT_PM, id=4),),
    ),
    Commitment(7, ODD, CommitmentGrade.WISH, depends_on_id=12, deadline=PartialDate.from_iso("2023-09")),
    Figure(8, "Vốn", 135e6, "USD", stated="khoảng 135 triệu USD", scope_from="Lào", value_max=200e6),
    Person(9, "Người Thử", partner_id=3, posts=(Post(1, 9, "Giám đốc", seen_on=INFERRED),)),
    Partner(3, "Thành phố Bình Minh", aliases=("BM",), since=PartialDate.from_iso("2021")),
    ProfileFact(2, 3, "Dân số", "1 triệu"),
    Article(1, "Tựa đề", "Nội dung bài", published=PartialDate.from_iso("--06-09")),
]


@pytest.fixture
def show(qtbot):
    def make(record: object, choices: FormChoices = CHOICES) -> RecordForm:
        form = form_for(record, choices)
        qtbot.addWidget(form)
        form.resize(700, 900)
        form.show()
        return form

    return make


def line(form: RecordForm, name: str) -> QLineEdit:
    widget = form.field(name)
    assert isinstance(widget, QLineEdit)
    return widget


def date(form: RecordForm, name: str) -> PartialDateField:
    widget = form.field(name)
    assert isinstance(widget, PartialDateField)
    return widget


def chips(form: RecordForm, name: str) -> ChipEdit:
    widget = form.field(name)
    assert isinstance(widget, ChipEdit)
    return widget


def rows(form: RecordForm, name: str) -> RowsEditor:
    widget = form.field(name)
    assert isinstance(widget, RowsEditor)
    return widget


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_what_nobody_touched_comes_back_letter_by_letter(show, record):
    form = show(record)
    assert not form.is_dirty()
    assert form.record() == record
    assert form.errors() == {}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_every_input_has_a_name(show, record):
    form = show(record)
    for kind in (QLineEdit, QPlainTextEdit, QComboBox):
        for widget in form.findChildren(kind):
            if widget.isVisible():
                assert widget.accessibleName(), widget


def test_only_the_field_that_was_edited_changes(show, type_text):
    record = RECORDS[0]
    form = show(record)
    changes: list[int] = []
    form.changed.connect(lambda: changes.append(1))
    line(form, "location").setFocus()
    type_text(line(form, "location"), "Vịnh Đẹp")
    assert form.is_dirty()
    assert changes
    assert form.record() == replace(record, location="Vịnh Đẹp")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (RecordKind.VISIT, {"title"}),
        (RecordKind.AGREEMENT, {"title"}),
        (RecordKind.COMMITMENT, {"content"}),
        (RecordKind.FIGURE, {"what", "number", "unit"}),
        (RecordKind.PERSON, {"name"}),
        (RecordKind.PARTNER, {"name"}),
        (RecordKind.PROFILE_FACT, {"partner", "name", "value"}),
    ],
)
def test_an_empty_new_record_says_what_is_missing(show, kind, fields):
    form = show(empty_record(kind))
    assert not form.check()
    assert set(form.errors()) == fields
    assert all(text.startswith("Hãy điền") for text in form.errors().values())
    assert not form.is_dirty()


@pytest.mark.parametrize(
    ("typed", "iso", "words"),
    [
        ("9/6/2022", "2022-06-09", "09/6/2022"),
        ("tháng 5/2023", "2023-05", "tháng 5/2023"),
        ("24–27/6/2024", "2024-06-24", "24–27/6/2024"),
        ("quý II/2023", "2023-04", "quý II/2023"),
    ],
)
def test_a_date_is_understood_while_one_types(show, type_text, typed, iso, words):
    form = show(empty_record(RecordKind.VISIT))
    field = date(form, "period")
    field.line.setFocus()
    type_text(field.line, typed)
    assert words in field.words
    assert form.record().period.start == iso


def test_a_date_that_is_none_forbids_saving_and_says_why(show, type_text):
    form = show(replace(RECORDS[0], period=PartialDate()))
    type_text(date(form, "period").line, "31/2/2023")
    assert not form.check()
    assert set(form.errors()) == {"period"}
    assert "31/2" in date(form, "period").words


def test_a_missing_year_is_asked_for(show, type_text, qtbot):
    form = show(replace(RECORDS[0], period=PartialDate()))
    type_text(date(form, "period").line, "9/6")
    qtbot.waitUntil(lambda: any("chưa có năm" in text for text in form.doubt_texts))
    assert form.check()


def test_a_concluded_year_is_confirmed_by_one_button(show, qtbot):
    form = show(RECORDS[0])
    assert any("suy đoán" in text for text in form.doubt_texts)
    banner = next(one for one in form.findChildren(Banner) if "suy đoán" in one.text())
    qtbot.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    period = form.record().period
    assert period.start == "2022-06-09"
    assert not period.inferred
    qtbot.waitUntil(lambda: not any("suy đoán" in text for text in form.doubt_texts))


class TestPartners:
    def test_a_known_name_in_any_spelling_is_no_new_partner(self, show):
        form = show(empty_record(RecordKind.VISIT))
        for name in ("binh minh city", "tinh song xanh"):
            chips(form, "partner_names").add(name)
        assert form.record().partner_ids == (3, 4)
        assert new_partners(form) == ()

    def test_a_new_name_is_allowed_and_announced(self, show, qtbot):
        form = show(RECORDS[0])
        chips(form, "partner_names").add("Thành phố Chưa Biết")
        assert form.record().partner_ids == (3,)
        assert new_partners(form) == (("Thành phố Chưa Biết", ""),)
        qtbot.waitUntil(lambda: any("đối tác mới" in text for text in form.doubt_texts))

    def test_letters_left_in_the_line_are_not_lost(self, show, type_text):
        form = show(RECORDS[0])
        type_text(chips(form, "tags").line, "đợt hai")
        assert form.record().tags == ("đợt hai",)

    def test_completion_ignores_marks(self, show):
        form = show(RECORDS[0])
        assert chips(form, "fields").offers("nong") == ["Nông nghiệp"]

    def test_the_partner_of_a_person(self, show):
        form = show(RECORDS[4])
        line(form, "partner").setText("Tỉnh Sông Xanh")
        assert form.record().partner_id == 4
        line(form, "partner").setText("")
        assert form.record().partner_id is None


class TestRows:
    def test_participants_by_keyboard_only(self, show, qtbot, type_text):
        form = show(empty_record(RecordKind.VISIT))
        editor = rows(form, "participants")
        editor.view.setFocus()
        qtbot.keyClick(editor.view, Qt.Key.Key_Insert)
        cell = editor.view.indexWidget(editor.view.currentIndex()) or editor.view.findChild(QLineEdit)
        assert isinstance(cell, QLineEdit)
        type_text(cell, "Trần Thị Ấn")
        qtbot.keyClick(cell, Qt.Key.Key_Return)
        assert [person.name for person in form.record().participants] == ["Trần Thị Ấn"]

    def test_order_and_removal(self, show, qtbot):
        people = tuple(Participant(name, id=place) for place, name in enumerate(("A", "B", "C"), start=1))
        form = show(replace(RECORDS[0], participants=people))
        editor = rows(form, "participants")
        editor.view.setFocus()
        editor.view.setCurrentIndex(editor.model.index(2, 0))
        qtbot.keyClick(editor.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert [person.id for person in form.record().participants] == [1, 3, 2]
        qtbot.keyClick(editor.view, Qt.Key.Key_Delete)
        assert [person.id for person in form.record().participants] == [1, 2]
        assert form.is_dirty()

    def test_a_row_that_says_nothing_is_no_row(self, show):
        form = show(RECORDS[0])
        rows(form, "stops").model.add()
        assert form.record() == RECORDS[0]

    def test_a_date_in_a_cell_that_is_none_forbids_saving(self, show):
        form = show(RECORDS[0])
        editor = rows(form, "stops")
        place = next(i for i, column in enumerate(editor.model.columns) if column.is_date)
        editor.model.setData(editor.model.index(0, place), "99/99/2022")
        assert not form.check()
        assert "Dòng 1" in form.errors()["stops"]
        editor.model.setData(editor.model.index(0, place), "tháng 5/2023")
        assert form.check()
        assert form.record().stops[0].period.start == "2023-05"

    def test_a_participant_without_a_name_forbids_saving(self, show):
        form = show(replace(RECORDS[0], participants=(Participant("", title="Giám đốc"),)))
        assert not form.check()
        assert form.errors() == {"participants": "Có dòng chưa ghi họ tên."}


class TestAgreement:
    @pytest.mark.parametrize(
        ("title", "name"),
        [
            ("Hiệp định hợp tác", "Hiệp định"),
            ("HIỆP ƯỚC hữu nghị", "Hiệp ước"),
            ("công ước", "Công ước"),
            ("Định ước về biên giới", "Định ước"),
            ("Bản ghi nhớ thực hiện Hiệp định", ""),
            ("Thỏa thuận", ""),
        ],
    )
    def test_names_of_treaties(self, title, name):
        assert treaty_name(title) == name

    def test_the_form_warns_and_still_lets_one_save(self, show, type_text, qtbot):
        form = show(empty_record(RecordKind.AGREEMENT))
        type_text(line(form, "title"), "Hiệp định hợp tác")
        qtbot.waitUntil(lambda: any("Luật 70/2020/QH14" in text for text in form.doubt_texts))
        assert form.check()

    def test_signing_makes_the_duty_to_report_in_fifteen_days(self, show, qtbot):
        form = show(replace(empty_record(RecordKind.AGREEMENT), title="Bản ghi nhớ"))
        assert isinstance(form, AgreementForm)
        date(form, "signed").line.setText("27/10/2022")
        qtbot.waitUntil(lambda: any("15 ngày" in text for text in form.doubt_texts))
        banner = next(one for one in form.findChildren(Banner) if "15 ngày" in one.text())
        assert "11/11/2022" in banner.button.text()
        banner.button.click()
        events = form.record().events
        assert {event.kind for event in events} == {
            AgreementEventKind.REPORT_PM,
            AgreementEventKind.COPY_MOFA,
        }
        assert {event.due.start for event in events} == {"2022-11-11"}
        qtbot.waitUntil(lambda: not any("15 ngày" in text for text in form.doubt_texts))

    @pytest.mark.parametrize(("typed", "ok"), [("90", True), ("", True), ("chín mươi", False), ("-1", False)])
    def test_days_of_notice(self, show, typed, ok):
        form = show(RECORDS[1])
        line(form, "notice_days").setText(typed)
        assert form.check() is ok
        if ok:
            assert form.record().notice_days == (int(typed) if typed else None)


class TestFigure:
    def test_scope_and_period_are_in_sight_and_doubted_when_empty(self, show):
        form = show(empty_record(RecordKind.FIGURE))
        assert isinstance(form, FigureForm)
        for name in ("scope_from", "scope_to", "period"):
            assert form.field(name).isVisible()
        said = " ".join(form.doubt_texts)
        assert "chưa rõ phạm vi" in said
        assert "chưa rõ thời kỳ" in said
        assert line(form, "scope_from").placeholderText() == "chưa rõ phạm vi"

    @pytest.mark.parametrize(
        ("typed", "value", "top"),
        [
            ("9.666", 9666, None),
            ("81,56 tỷ", 81_560_000_000, None),
            ("500–700", 500, 700),
            ("khoảng 135 triệu", 135_000_000, None),
            ("-2,5", -2.5, None),
        ],
    )
    def test_numbers_as_people_write_them(self, show, typed, value, top):
        form = show(replace(empty_record(RecordKind.FIGURE), what="Vốn", unit="USD"))
        line(form, "number").setText(typed)
        assert form.check(), form.errors()
        figure = form.record()
        assert figure.value == value
        assert figure.value_max == top
        assert figure.approximate is typed.startswith("khoảng")

    @pytest.mark.parametrize("typed", ["nhiều", "1.2.3", "81.56", "3 hoặc 4", "5 người"])
    def test_what_is_no_number_is_said(self, show, typed):
        form = show(replace(empty_record(RecordKind.FIGURE), what="Vốn", unit="USD"))
        line(form, "number").setText(typed)
        assert not form.check()
        assert form.errors()["number"]

    def test_editing_another_field_leaves_the_number_exact(self, show):
        record = replace(RECORDS[3], value=1_234_567.891, value_max=None)
        form = show(record)
        line(form, "scope_to").setText("tỉnh nhà")
        assert form.record() == replace(record, scope_to="tỉnh nhà")


class TestDrafts:
    def test_a_visit_of_the_review_desk(self, qtbot):
        before = VisitDraft(
            replace(RECORDS[0], id=0, partner_ids=(), partner_names=()), (("Cảng Lạ", "Lào"),)
        )
        form = form_for_draft(before, CHOICES)
        assert form is not None
        qtbot.addWidget(form)
        assert not form.is_dirty()
        assert draft_of(form, before) == before
        chips(form, "partner_names").remove("Cảng Lạ")
        chips(form, "partner_names").add("Tỉnh Sông Xanh")
        after = draft_of(form, before)
        assert isinstance(after, VisitDraft)
        assert after.partners == (("Tỉnh Sông Xanh", ""),)
        assert after.visit.partner_ids == (4,)

    def test_a_fact_and_a_person(self, qtbot):
        fact = ProfileDraft("Nơi Mới", ProfileFact(0, 0, "Dân số", "2 triệu"))
        person = LinkedDraft(Person(0, "Người Thử"))
        for before in (fact, person):
            form = form_for_draft(before, CHOICES)
            assert form is not None
            qtbot.addWidget(form)
            assert draft_of(form, before) == before


def test_the_wheel_never_changes_a_choice(show, qtbot):
    form = show(RECORDS[2])
    box: QWidget = form.field("status")
    assert isinstance(box, QComboBox)
    before = box.currentData()
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    middle = QPointF(box.rect().center())
    event = QWheelEvent(
        middle,
        box.mapToGlobal(middle),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    box.setFocus()
    QApplication.sendEvent(box, event)
    assert box.currentData() == before
    assert form.record().status is CommitmentStatus.OPEN


def test_kind_survives_as_its_enumeration(show):
    form = show(RECORDS[1])
    box = form.field("kind")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(AgreementKind.PROGRAMME.value))
    assert form.record().kind is AgreementKind.PROGRAMME
