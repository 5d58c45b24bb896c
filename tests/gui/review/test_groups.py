"""One fact of several articles on the desk: one card, one decision, a choice where the articles disagree."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.records import RecordKind, SuggestionKind, SuggestionState
from desktop_app.bootstrap import Services, open_library
from desktop_app.core.dossier.request import Office
from desktop_app.services.unfinished import UnfinishedStore
from desktop_app.ui.forms.base import RecordForm
from desktop_app.ui.pages.review import ReviewPage
from desktop_app.ui.review.because import because
from desktop_app.ui.review.card import SuggestionCard

FIRST = """Đoàn công tác thành phố Gwangju thăm Nghệ An

Ngày 12/5/2023, tại thành phố Vinh, ông Trần Văn Bình, Phó Chủ tịch UBND tỉnh Nghệ An đã tiếp đoàn công tác \
của thành phố Gwangju (Hàn Quốc) do ông Han Dong-min, Phó Thị trưởng thành phố Gwangju làm trưởng đoàn."""
SECOND = """Nghệ An và Gwangju bàn hợp tác lao động

Từ ngày 12/5 đến ngày 14/5/2023, đoàn công tác của thành phố Gwangju (Hàn Quốc) do ông Han Dong-min, Phó Thị \
trưởng thành phố Gwangju làm trưởng đoàn đã thăm, làm việc tại tỉnh Nghệ An."""


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = open_library(tmp_path / "library", config=tmp_path / "settings")
    opened.office.save(Office(name="Sở Ngoại vụ", province="Nghệ An"))
    paths = []
    for number, text in enumerate((FIRST, SECOND), 1):
        paths.append(tmp_path / f"bài {number}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    opened.importing.apply(opened.importing.plan_files(paths))
    yield opened
    opened.close()


@pytest.fixture
def press(qtbot: QtBot, page: ReviewPage) -> Callable[..., None]:
    def send(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = page.window().focusWidget()
        assert target is not None
        qtbot.keyClick(target, key, modifier)

    return send


def visit_card(page: ReviewPage) -> SuggestionCard:
    card = next(one for one in page.cards.cards if one.card.suggestion.kind is SuggestionKind.VISIT)
    page.cards.set_current(card.id, focus=True)
    return card


def states(services: Services, ids: tuple[int, ...]) -> set[SuggestionState]:
    cards = [card for article in (1, 2) for card in services.review.desk(article).cards]
    return {card.suggestion.state for card in cards if card.suggestion.id in ids}


def test_a_disagreement_is_decided_by_key_before_it_can_be_accepted(
    page: ReviewPage, press: Callable[..., None], services: Services
) -> None:
    card = visit_card(page)
    assert "cùng trong 2 bài" in card.accessibleName()
    ids = card.card.all_ids
    press(Qt.Key.Key_D)
    assert states(services, ids) == {SuggestionState.PENDING}
    assert card.tellings is not None
    assert [button.text() for button in card.tellings.buttons] == ["1.  12/5/2023", "2.  12–14/5/2023"]
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_D)
    assert states(services, ids) == {SuggestionState.ACCEPTED}
    (visit,) = services.records.visits()
    assert visit.period.display() == "12–14/5/2023"
    assert "12/5/2023" in services.records.get(RecordKind.VISIT, visit.id).note
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert states(services, ids) == {SuggestionState.PENDING}
    assert services.records.visits() == []


def test_rejecting_a_card_is_one_key_for_all_articles_and_the_counter_follows(
    page: ReviewPage, press: Callable[..., None], services: Services
) -> None:
    before = page.queue.total
    ids = visit_card(page).card.all_ids
    press(Qt.Key.Key_B)
    assert states(services, ids) == {SuggestionState.REJECTED}
    assert page.queue.total == before - len(ids)
    assert f"Còn {page.queue.total} gợi ý" in page.subtitle


def test_the_next_card_is_found_in_the_next_article_and_back(
    page: ReviewPage, press: Callable[..., None]
) -> None:
    last = page.cards.cards[-1].id
    page.cards.set_current(last, focus=True)
    press(Qt.Key.Key_J)
    assert page.queue.current == 2
    assert page.cards.current is page.cards.cards[0]
    press(Qt.Key.Key_K)
    assert page.queue.current == 1
    assert page.cards.current is not None
    assert page.cards.current.id == last


def test_the_words_of_the_reason_stand_out_in_the_article(page: ReviewPage) -> None:
    card = visit_card(page)
    shown = {page.article.text.article_text()[start:end] for start, end in page.article.text.cues}
    assert "tiếp" in shown
    assert "“tiếp”" in because(card.card.reason)


def test_an_edit_open_when_the_window_closes_is_offered_again(
    open_page: Callable[[], ReviewPage], qtbot: QtBot, services: Services
) -> None:
    first = open_page()
    card = visit_card(first)
    first.edit()
    form = first.editor.form
    assert isinstance(form, RecordForm)
    form.field("content").setPlainText("Bàn về lao động, đang ghi dở")  # type: ignore[attr-defined]
    assert first.editor.is_dirty
    assert first.window().close()
    again = open_page()
    assert not again.notice.isHidden()
    again.notice.button.click()
    assert again.editor.form is not None
    assert again.editor.is_dirty
    again.editor.finish()
    (visit,) = services.records.visits()
    assert visit.content == "Bàn về lao động, đang ghi dở"
    assert states(services, card.card.all_ids) == {SuggestionState.ACCEPTED}
    assert services.unfinished.get() is None


def test_an_edit_that_cannot_be_kept_is_asked_about_before_the_window_closes(
    open_page: Callable[[], ReviewPage], services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page()
    visit_card(page)
    page.edit()
    form = page.editor.form
    assert isinstance(form, RecordForm)
    form.field("content").setPlainText("Đang ghi dở")  # type: ignore[attr-defined]
    (tmp_path / "file").write_text("", encoding="utf-8")
    store = UnfinishedStore(tmp_path / "file", services.paths.folder)
    answers = [False]
    with monkeypatch.context() as patch:
        patch.setattr(services.unfinished, "keep", store.keep)
        patch.setattr(page.editor, "may_leave", answers.pop)
        assert not page.window().close()
    assert not answers
    assert page.window().close()
