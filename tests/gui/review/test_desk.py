"""The review desk with a real library: keys, marks, years, merging, making, undo."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.dates import DatePrecision
from db.records import CommitmentGrade, RecordKind, SuggestionKind, SuggestionState
from desktop_app.bootstrap import Services
from desktop_app.errors import WorldError
from desktop_app.services.review import Card
from desktop_app.ui.background import JobRunner
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.review import ReviewPage
from desktop_app.ui.review.card import SuggestionCard
from desktop_app.ui.state import WindowState
from desktop_app.ui.widgets.vietnamese import Utf16Map

Press = Callable[..., None]


@pytest.fixture
def press(qtbot: QtBot, page: ReviewPage) -> Press:
    """Press a key where the focus is."""

    def send(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = page.window().focusWidget()
        assert target is not None
        qtbot.keyClick(target, key, modifier)

    return send


def card_of(page: ReviewPage, kind: SuggestionKind, words: str = "") -> SuggestionCard:
    return next(
        card
        for card in page.cards.cards
        if card.card.suggestion.kind is kind and words in card.accessibleName()
    )


def states(services: Services, article_id: int) -> dict[int, SuggestionState]:
    return {card.suggestion.id: card.suggestion.state for card in services.review.desk(article_id).cards}


def offer(page: ReviewPage, words: str, start: int, end: int) -> None:
    """Choose an entry of the menu of a selected passage."""
    actions = [one for one in page.article.offers(start, end) if not isinstance(one, QMenu)]
    next(one for one in actions if one.text() == words).trigger()


def window_of(page: ReviewPage) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


# -- keys ------------------------------------------------------------------------------------------


def test_the_keyboard_alone_accepts_rejects_and_takes_back(
    page: ReviewPage, press: Press, services: Services, qtbot: QtBot
) -> None:
    assert page.cards.current is not None
    first = page.cards.current
    press(Qt.Key.Key_J)
    second = page.cards.current
    assert second is not None
    assert second.id != first.id
    press(Qt.Key.Key_D)
    assert states(services, 1)[second.id] is SuggestionState.ACCEPTED
    assert window_of(page).toast_bar.text == "Đã duyệt"
    third = page.cards.current
    assert third is not None
    press(Qt.Key.Key_B)
    assert states(services, 1)[third.id] is SuggestionState.REJECTED
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert states(services, 1)[third.id] is SuggestionState.PENDING
    assert page.cards.current is not None
    assert page.cards.current.id == third.id
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert states(services, 1)[second.id] is SuggestionState.PENDING
    press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert states(services, 1)[second.id] is SuggestionState.ACCEPTED
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert SuggestionState.ACCEPTED not in states(services, 1).values()


def test_undo_on_the_desk_never_reaches_beyond_the_desk(
    page: ReviewPage, press: Press, services: Services
) -> None:
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(services.review.queue()) == 2


@pytest.mark.parametrize("letter", "dsbgajknp")
def test_no_letter_decides_while_one_types(
    page: ReviewPage, services: Services, type_text: Callable[[QWidget, str], None], letter: str
) -> None:
    page.queue.filter.setFocus()
    type_text(page.queue.filter, letter)
    assert page.queue.filter.text() == letter
    assert set(states(services, 1).values()) == {SuggestionState.PENDING}
    assert page.editor.form is None


def test_no_letter_decides_while_letters_are_composed(
    page: ReviewPage, services: Services, compose: Callable[..., None]
) -> None:
    question = card_of(page, SuggestionKind.VISIT).year
    assert question is not None
    for field in (page.queue.filter, question.line):
        field.setFocus()
        compose(field, "d")
        assert field.hasFocus()
    assert set(states(services, 1).values()) == {SuggestionState.PENDING}


def test_letters_decide_from_the_article_and_from_the_queue(
    page: ReviewPage, press: Press, services: Services
) -> None:
    page.cards.set_current(card_of(page, SuggestionKind.FIGURE).id)
    page.article.text.setFocus()
    press(Qt.Key.Key_B)
    page.queue.view.setFocus()
    press(Qt.Key.Key_B)
    rejected = [state for state in states(services, 1).values() if state is SuggestionState.REJECTED]
    assert len(rejected) == 2


def test_n_and_p_walk_through_the_articles(page: ReviewPage, press: Press) -> None:
    press(Qt.Key.Key_N)
    assert "Asan" in page.article.text.article_text()
    assert page.queue.current == 2
    press(Qt.Key.Key_P)
    assert page.queue.current == 1
    press(Qt.Key.Key_P)
    assert page.queue.current == 1


# -- passages --------------------------------------------------------------------------------------


def test_marks_stand_on_the_words_they_mean_behind_letters_beyond_the_basic_plane(page: ReviewPage) -> None:
    card = card_of(page, SuggestionKind.PERSON)
    page.cards.set_current(card.id)
    text = page.article.text.article_text()
    marked = {text[mark.start : mark.end] for mark in page.article.text.marks if mark.id == card.id}
    assert "Park Min-ho" in marked
    shown = {
        selection.cursor.selectedText()
        for selection in page.article.text.extraSelections()
        if selection.cursor.selectedText()
    }
    assert marked <= shown
    assert page.article.text.current == card.id


def test_clicking_a_passage_selects_its_card(page: ReviewPage, qtbot: QtBot) -> None:
    card = card_of(page, SuggestionKind.FIGURE, "231")
    view = page.article.text
    place = view.article_text().index("231 triệu USD") + 2
    view.show_passage(place)
    cursor = QTextCursor(view.document())
    cursor.setPosition(Utf16Map(view.article_text()).to_units(place))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(cursor).center())
    assert page.cards.current is not None
    assert page.cards.current.id == card.id
    assert page.cards.current.is_expanded


def test_only_the_current_card_is_unfolded(page: ReviewPage, press: Press) -> None:
    for _ in range(3):
        press(Qt.Key.Key_Down)
        assert [card.is_expanded for card in page.cards.cards].count(True) == 1


def test_a_figure_always_shows_scope_and_period(page: ReviewPage) -> None:
    lines = card_of(page, SuggestionKind.FIGURE, "231").text_lines()
    assert any(line.startswith("Phạm vi: ") and "Hàn Quốc" in line for line in lines)
    assert any(line.startswith("Thời kỳ: ") and "2021" in line for line in lines)
    assert any("USD" in line for line in lines)


# -- the year --------------------------------------------------------------------------------------


def visit(services: Services):
    return services.records.visits()[0]


def test_a_missing_year_is_asked_and_kept_as_confirmed(
    page: ReviewPage, press: Press, services: Services, type_text: Callable[[QWidget, str], None]
) -> None:
    question = card_of(page, SuggestionKind.VISIT).year
    assert question is not None
    question.line.setFocus()
    question.line.clear()
    type_text(question.line, "2022")
    press(Qt.Key.Key_Return)
    stored = visit(services).period
    assert (stored.start, stored.inferred) == ("2022-06-09", False)


def test_without_a_year_the_card_asks_once_and_then_keeps_it_open(
    page: ReviewPage, press: Press, services: Services
) -> None:
    question = card_of(page, SuggestionKind.VISIT).year
    assert question is not None
    question.line.clear()
    press(Qt.Key.Key_D)
    assert question.line.hasFocus()
    assert services.records.visits() == []
    press(Qt.Key.Key_Return)
    assert visit(services).period.precision is DatePrecision.NO_YEAR


def test_an_offered_year_stays_marked_as_inferred_until_confirmed(
    page: ReviewPage, press: Press, services: Services
) -> None:
    question = card_of(page, SuggestionKind.VISIT).year
    assert question is not None
    question.line.setText("2022")
    press(Qt.Key.Key_D)
    assert (visit(services).period.start, visit(services).period.inferred) == ("2022-06-09", True)
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    again = card_of(page, SuggestionKind.VISIT)
    page.cards.set_current(again.id, focus=True)
    assert again.year is not None
    again.year.line.setText("2022")
    again.year.confirm.setChecked(True)
    press(Qt.Key.Key_D)
    assert (visit(services).period.start, visit(services).period.inferred) == ("2022-06-09", False)


def test_a_senseless_year_is_refused_in_words(page: ReviewPage, press: Press, services: Services) -> None:
    question = card_of(page, SuggestionKind.VISIT).year
    assert question is not None
    question.line.setText("22")
    press(Qt.Key.Key_D)
    assert services.records.visits() == []
    assert any("bốn chữ số" in label.text() for label in question.findChildren(type(question._error)))


# -- many at once, the end of an article -------------------------------------------------------------


def test_doubtful_suggestions_are_never_accepted_in_bulk(
    page: ReviewPage, press: Press, services: Services, answer_dialogs: Callable[[str], list[QDialog]]
) -> None:
    seen = answer_dialogs("yes")
    doubtful = {card.id for card in page.cards.cards if card.card.doubtful}
    certain = len(page.cards.cards) - len(doubtful)
    assert doubtful
    press(Qt.Key.Key_A)
    assert f"Duyệt {certain} gợi ý" in seen[0].accessibleName()
    pending = {one for one, state in states(services, 1).items() if state is SuggestionState.PENDING}
    assert pending == doubtful
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert set(states(services, 1).values()) == {SuggestionState.PENDING}


def test_turning_away_from_the_question_accepts_nothing(
    page: ReviewPage, press: Press, services: Services, answer_dialogs: Callable[[str], list[QDialog]]
) -> None:
    answer_dialogs("")
    press(Qt.Key.Key_A)
    assert set(states(services, 1).values()) == {SuggestionState.PENDING}


def test_the_last_card_leads_to_the_next_article_and_the_last_article_to_the_end(
    page: ReviewPage, press: Press, services: Services
) -> None:
    for _ in range(len(page.cards.cards)):
        press(Qt.Key.Key_B)
    assert page.cards.done.isVisible()
    assert "Đã xong bài này" in page.cards.done.text()
    assert page.cards.done.button.hasFocus()
    press(Qt.Key.Key_N)
    assert page.queue.current == 2
    for _ in range(len(page.cards.cards)):
        press(Qt.Key.Key_B)
    assert services.review.queue() == []
    page.refresh(None)
    page._soon.timeout.emit()
    assert page._empty.isVisible()


def test_a_decided_card_is_reopened(page: ReviewPage, press: Press, services: Services) -> None:
    current = page.cards.current
    assert current is not None
    press(Qt.Key.Key_B)
    rows = page.cards.decided_rows
    assert len(rows) == 1
    rows[0].button.click()
    assert states(services, 1)[current.id] is SuggestionState.PENDING
    assert page.cards.decided_rows == []


def test_what_another_hand_decided_before_is_reopened_too(
    services: Services, open_page: Callable[[], ReviewPage]
) -> None:
    wanted = services.review.desk(1).pending[1].suggestion.id
    services.review.reject(wanted)
    page = open_page()
    page.cards.decided_rows[0].button.click()
    assert states(services, 1)[wanted] is SuggestionState.PENDING


def test_the_toast_takes_back_what_it_names(page: ReviewPage, press: Press, services: Services) -> None:
    current = page.cards.current
    assert current is not None
    press(Qt.Key.Key_B)
    window_of(page).toast_bar.button.click()
    assert states(services, 1)[current.id] is SuggestionState.PENDING


def test_a_conflict_is_a_sentence_and_the_desk_is_read_again(
    page: ReviewPage, press: Press, services: Services
) -> None:
    current = page.cards.current
    assert current is not None
    services.review.reject(current.id)
    press(Qt.Key.Key_B)
    assert "đã được xử lý" in page.notice.text()
    assert page.notice.isVisible()
    assert current.id not in {card.id for card in page.cards.cards}


# -- merging, editing, making ------------------------------------------------------------------------


def test_merging_makes_the_passage_evidence_of_the_known_record(
    page: ReviewPage, press: Press, services: Services
) -> None:
    page.cards.set_current(card_of(page, SuggestionKind.VISIT).id, focus=True)
    press(Qt.Key.Key_D)
    press(Qt.Key.Key_Return)
    known = services.records.people()
    person = card_of(page, SuggestionKind.PERSON)
    assert [found.kind for found in person.card.merge] == [RecordKind.PERSON]
    page.cards.set_current(person.id, focus=True)
    press(Qt.Key.Key_G)
    assert [one.id for one in services.records.people()] == [one.id for one in known]
    assert services.records.evidence(RecordKind.PERSON, person.card.merge[0].record_id)


def test_a_card_is_edited_in_its_form_and_accepted_as_edited(
    page: ReviewPage, press: Press, services: Services
) -> None:
    card = card_of(page, SuggestionKind.COMMITMENT, "3 chuyên gia")
    page.cards.set_current(card.id, focus=True)
    press(Qt.Key.Key_S)
    form = page.editor.form
    assert form is not None
    assert not page.cards.isVisible()
    form.field("content").setPlainText("Cử 3 chuyên gia dạy tiếng Hàn")  # type: ignore[union-attr]
    page.save()
    assert [one.content for one in services.records.commitments()] == ["Cử 3 chuyên gia dạy tiếng Hàn"]
    assert states(services, 1)[card.id] is SuggestionState.ACCEPTED
    assert page.cards.isVisible()


def test_leaving_a_changed_form_asks_and_keeps_the_suggestion(
    page: ReviewPage, press: Press, services: Services, answer_dialogs: Callable[[str], list[QDialog]]
) -> None:
    page.cards.set_current(card_of(page, SuggestionKind.FIELD).id, focus=True)
    press(Qt.Key.Key_S)
    assert page.editor.form is not None
    page.editor.findChildren(QLineEdit)[0].setText("thể thao")
    asked = answer_dialogs("")
    page.editor.leave()
    assert page.editor.isVisible()
    answer_dialogs("yes")
    page.editor.leave()
    assert len(asked) == 1
    assert page.cards.isVisible()
    assert set(states(services, 1).values()) == {SuggestionState.PENDING}


def test_a_commitment_is_made_of_a_selected_passage(page: ReviewPage, services: Services) -> None:
    text = page.article.text.article_text()
    start = text.index("mong muốn tỉnh Nghệ An")
    page.article.text.select_passage(start, start + 48)
    assert page.article.create_button.isEnabled()
    offer(page, "Tạo cam kết từ đoạn này", start, start + 48)
    form = page.editor.form
    assert form is not None
    assert form.field("content").toPlainText() == text[start : start + 48]  # type: ignore[union-attr]
    page.save()
    made = services.records.commitments()
    assert [one.content for one in made] == [text[start : start + 48].strip()]
    assert made[0].grade is CommitmentGrade.PROMISE
    found = services.records.evidence(RecordKind.COMMITMENT, made[0].id)
    assert [(one.start, one.quote) for one in found] == [(start, text[start : start + 48].strip())]


@pytest.mark.parametrize(
    "kind", ["đoàn", "thỏa thuận", "cam kết", "nhân vật", "số liệu", "thông tin đối tác"]
)
def test_every_kind_can_be_made_of_a_passage(page: ReviewPage, kind: str) -> None:
    start = page.article.text.article_text().index("năm 2021")
    page.article.text.select_passage(start, start + 55)
    offer(page, f"Tạo {kind} từ đoạn này", start, start + 55)
    assert page.editor.isVisible()
    assert page.editor.form is not None
    page.editor.leave()
    assert page.cards.isVisible()


def test_a_passage_is_added_to_an_accepted_record(page: ReviewPage, press: Press, services: Services) -> None:
    assert not any(isinstance(one, QMenu) for one in page.article.offers(0, 20))
    page.cards.set_current(card_of(page, SuggestionKind.COMMITMENT, "3 chuyên gia").id, focus=True)
    press(Qt.Key.Key_D)
    record = services.records.commitments()[0]
    before = len(services.records.evidence(RecordKind.COMMITMENT, record.id))
    menu = next(one for one in page.article.offers(5, 20) if isinstance(one, QMenu))
    menu.actions()[0].trigger()
    assert len(services.records.evidence(RecordKind.COMMITMENT, record.id)) == before + 1


# -- frame -----------------------------------------------------------------------------------------


def test_the_queue_filters_without_marks(page: ReviewPage) -> None:
    page.queue.filter.setText("ninh binh")
    page.queue.filter.flush()
    assert [article.id for article in page.queue.model.articles] == [2]


def test_an_address_opens_its_article(services: Services, open_page: Callable[[], ReviewPage]) -> None:
    page = open_page()
    window_of(page).go(Address("review", 2))
    assert page.queue.current == 2


def test_every_control_has_a_name(page: ReviewPage) -> None:
    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit | SuggestionCard)
        and widget.isVisible()
        and not isinstance(widget.parent(), QLineEdit)  # Qt's own cross inside a field
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert nameless == []


def test_nothing_is_clipped_on_an_office_screen(page: ReviewPage, press: Press) -> None:
    assert (page.window().width(), page.window().height()) == (1366, 768)
    for _ in range(len(page.cards.cards)):
        current = page.cards.current
        assert current is not None
        assert current.width() <= page.cards.viewport().width()
        for button in current.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.sizeHint().width()
                corner = button.mapTo(current, button.rect().bottomRight())
                assert current.rect().contains(corner)
        press(Qt.Key.Key_J)


def test_cards_come_by_kind_visits_first(page: ReviewPage) -> None:
    order = list(dict.fromkeys(_kinds(card.card for card in page.cards.cards)))
    assert order[0] is SuggestionKind.VISIT
    assert order[-1] is SuggestionKind.FIELD


def _kinds(cards) -> list[SuggestionKind]:
    return [card.suggestion.kind for card in cards if isinstance(card, Card)]


# -- beside the window -----------------------------------------------------------------------------


def test_no_service_is_asked_on_the_thread_of_the_window(
    qtbot: QtBot, services: Services, runner: JobRunner, state: WindowState, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[str] = set()
    for name in ("queue", "desk", "accept", "reject"):
        real = getattr(services.review, name)

        def spied(*given: object, real: Callable[..., object] = real) -> object:
            threads.add(threading.current_thread().name)
            return real(*given)

        monkeypatch.setattr(services.review, name, spied)
    window = MainWindow(services, runner, state, make_page=lambda _name, frame: ReviewPage(frame))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.start(Address("review"))
    page = window.page
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: len(page.cards.cards) > 3 and not runner.jobs)
    wanted = [card.id for card in page.cards.cards][1:4]
    page.cards.set_current(wanted[0], focus=True)
    for _ in wanted:
        assert page.cards.current is not None
        qtbot.keyClick(page.cards.current, Qt.Key.Key_B)
    qtbot.keyClick(page.cards, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not runner.jobs)
    assert threads
    assert {name.split("_")[0] for name in threads} <= {"read", "write"}
    after = states(services, 1)
    pending, rejected = SuggestionState.PENDING, SuggestionState.REJECTED
    assert [after[one] for one in wanted] == [rejected, rejected, pending]


def test_undo_leads_back_to_the_article_it_is_about(
    page: ReviewPage, press: Press, services: Services
) -> None:
    current = page.cards.current
    assert current is not None
    press(Qt.Key.Key_B)
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.queue.current == 1
    assert page.cards.current is not None
    assert page.cards.current.id == current.id


def test_space_shows_the_evidence_again(page: ReviewPage, press: Press) -> None:
    page.cards.set_current(card_of(page, SuggestionKind.FIELD).id, focus=True)
    page.window().resize(1366, 400)
    bar = page.article.text.verticalScrollBar()
    press(Qt.Key.Key_Space)
    there = bar.value()
    bar.setValue(0)
    press(Qt.Key.Key_Space)
    assert bar.value() == there


def test_a_full_disk_leaves_the_form_as_it_was_and_lets_one_try_again(
    page: ReviewPage, press: Press, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(MainWindow, "show_error", lambda _window, error: told.append(error))
    page.cards.set_current(card_of(page, SuggestionKind.FIELD).id, focus=True)
    press(Qt.Key.Key_S)
    page.editor.findChildren(QLineEdit)[0].setText("thể thao")

    def full(*_given: object) -> None:
        raise WorldError("Ổ đĩa đã đầy.")

    with monkeypatch.context() as patch:
        patch.setattr(services.review, "accept", full)
        page.save()
    assert [str(error) for error in told] == ["Ổ đĩa đã đầy."]
    assert page.editor.isVisible()
    assert page.editor.save.isEnabled()
    page.save()
    assert page.cards.isVisible()
    assert "thể thao" in services.records.fields()
