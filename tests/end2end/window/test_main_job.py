"""The main job from an empty library to the printed dossier, in the real window with the real lanes."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from db.records import RecordKind, SuggestionKind, SuggestionState
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.articles import ArticlesPage
from desktop_app.ui.pages.dossier import DossierPage
from desktop_app.ui.pages.partners import PartnersPage
from desktop_app.ui.pages.review import ReviewPage
from desktop_app.ui.pages.search import SearchPage

from .conftest import CONTROL, Program, texts

Open = Callable[[Path, Path], Program]
T = TypeVar("T", bound=QWidget)
Key = Qt.Key
OWN = (
    "Đoàn công tác thành phố Minami thăm tỉnh Hòa An\n\n"
    "Ngày 12/5/2023, đoàn công tác thành phố Minami (Nhật Bản) do ông Sato Ken, Phó Thị trưởng, "
    "làm trưởng đoàn đã đến thăm và làm việc tại tỉnh Hòa An.\n\n"
    "Thành phố Minami cam kết tiếp nhận 15 học viên điều dưỡng của tỉnh Hòa An mỗi năm.\n"
)


# -- what a person does, step by step --------------------------------------------------------------


def answer_first_start(program: Program) -> None:
    program.until(lambda: program.session.first_start is not None)
    dialog = program.session.first_start
    assert dialog is not None
    dialog.form.office_name.setFocus()
    program.type("Sở Ngoại vụ tỉnh Nghệ An")
    dialog.form.province.setFocus()
    program.type("Nghệ An")
    dialog.next.click()
    assert dialog.shown_step == 1
    assert not dialog.next.isEnabled()
    dialog.understood.setFocus()
    program.press(Key.Key_Space)
    dialog.next.click()
    dialog.next.click()
    program.until(lambda: program.session.first_start is None)
    program.settle()


def drop(program: Program, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(program.window, QDragEnterEvent(QPoint(400, 300), copy, data, button, none))
    QApplication.sendEvent(program.window, QDropEvent(QPointF(400, 300), copy, data, button, none))


def page_of(program: Program, kind: type[T]) -> T:
    page = program.window.page
    assert isinstance(page, kind)
    return page


def import_both(program: Program, samples: list[Path]) -> ArticlesPage:
    drop(program, *samples)
    articles = page_of(program, ArticlesPage)
    view = articles.importing
    program.until(lambda: view.is_planning)
    assert program.services.maintenance.counts().articles == 0
    lacking = view.model.first_without_title()
    assert lacking is not None
    view.select(lacking)
    view.detail.fields.ask_title()
    program.type("Sở Ngoại vụ tiếp đoàn Gwangju")
    assert articles.store_action.text() == "Nhập 2 tin bài"
    program.press(Key.Key_Return, CONTROL)
    program.until(lambda: program.services.maintenance.counts().articles == 2)
    program.settle()
    titles = {article.title for article in program.services.records.articles()}
    assert "Sở Ngoại vụ tiếp đoàn Gwangju" in titles
    return articles


def article_id(program: Program, words: str) -> int:
    return next(one.id for one in program.services.records.articles() if words in one.title)


def states(program: Program, article: int) -> dict[int, SuggestionState]:
    return {card.suggestion.id: card.suggestion.state for card in program.services.review.desk(article).cards}


def decide_current(program: Program, page: ReviewPage, key: Qt.Key, article: int) -> int:
    """Press a deciding key on the current card; returns its suggestion once it is stored."""
    current = page.cards.current
    assert current is not None
    program.press(key)
    program.until(lambda: states(program, article)[current.id] is not SuggestionState.PENDING)
    program.settle()
    return current.id


def walk_to(program: Program, page: ReviewPage, kind: SuggestionKind) -> bool:
    """Go down with J until a certain card of ``kind`` is the current one."""
    for _ in page.cards.cards:
        current = page.cards.current
        assert current is not None
        if current.card.suggestion.kind is kind and not current.card.doubtful:
            return True
        if current is page.cards.cards[-1]:
            # Below the last card J goes on to the next article.
            return False
        program.press(Key.Key_J)
    return False


def review_gwangju(program: Program, article: int) -> None:
    page = page_of(program, ReviewPage)
    program.until(lambda: page.cards.current is not None)
    visit = page.cards.current
    assert visit is not None
    assert visit.card.suggestion.kind is SuggestionKind.VISIT
    assert visit.year is not None
    visit.year.line.setFocus()
    visit.year.line.selectAll()
    program.type("2022")
    program.press(Key.Key_Return)
    program.until(lambda: states(program, article)[visit.id] is SuggestionState.ACCEPTED)
    program.settle()
    for kind in (SuggestionKind.AGREEMENT, SuggestionKind.COMMITMENT, SuggestionKind.FIGURE):
        if walk_to(program, page, kind):
            done = decide_current(program, page, Key.Key_D, article)
            assert states(program, article)[done] is SuggestionState.ACCEPTED
        # Not one key more: above the first card K goes back to the article before.
        while page.cards.current is not page.cards.cards[0]:
            program.press(Key.Key_K)
    assert walk_to(program, page, SuggestionKind.FIELD)
    rejected = decide_current(program, page, Key.Key_B, article)
    assert states(program, article)[rejected] is SuggestionState.REJECTED
    program.press(Key.Key_Z, CONTROL)
    program.until(lambda: states(program, article)[rejected] is SuggestionState.PENDING)
    program.settle()
    program.press(Key.Key_Y, CONTROL)
    program.until(lambda: states(program, article)[rejected] is SuggestionState.REJECTED)
    program.settle()


def accept_all(program: Program, article: int) -> None:
    """Press A, agree, and look that nothing doubtful was taken along."""
    page = page_of(program, ReviewPage)
    doubtful = {card.suggestion.id for card in program.services.review.desk(article).pending if card.doubtful}
    asked = program.answer_next(Key.Key_Return)
    program.press(Key.Key_A)
    program.until(lambda: len(page.cards.cards) == len(doubtful))
    program.settle()
    assert any("nghi ngờ" in words for words in asked)
    left = {one for one, state in states(program, article).items() if state is SuggestionState.PENDING}
    assert left == doubtful


def open_partner(program: Program, name: str) -> PartnersPage:
    program.press(Key.Key_4, CONTROL)
    program.settle()
    page = page_of(program, PartnersPage)
    program.press(Key.Key_F, CONTROL)
    program.type(name)
    page.list.table.filter_bar.search.flush()
    table = page.list.table.view
    program.until(lambda: table.model().rowCount() == 1)
    program.press(Key.Key_Tab)
    while not table.hasFocus():
        program.press(Key.Key_Tab)
    program.press(Key.Key_Down)
    program.press(Key.Key_Home, CONTROL)
    program.press(Key.Key_Return)
    program.until(lambda: page.partner_id)
    program.settle()
    return page


# -- the stories -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_from_two_articles_to_the_dossier_and_back_after_a_restart(
    shared: Path, open_program: Open, choose_file: Callable[[Path], None], tmp_path: Path
) -> None:
    samples = sorted((shared / "samples").glob("*.txt"))
    source = next(path for path in samples if "gwangju" in path.name)
    leader = re.search(r"do ông (.+?) - ", source.read_text("utf-8"))
    assert leader is not None
    library, config = tmp_path / "Kho đối ngoại", tmp_path / "config"
    program = open_program(library, config)
    program.window.resize(1366, 768)
    answer_first_start(program)
    articles = import_both(program, samples)
    gwangju = article_id(program, "Gwangju")

    program.window.go(Address("review", gwangju))
    program.settle()
    review_gwangju(program, gwangju)
    accept_all(program, gwangju)
    other = next(one.id for one in program.services.records.articles() if one.id != gwangju)
    program.window.go(Address("review", other))
    program.settle()
    accept_all(program, other)
    assert articles.browser.table.model.rowCount() == 2

    program.press(Key.Key_K, CONTROL)
    program.type("nha khoa")
    program.press(Key.Key_Return)
    search = page_of(program, SearchPage)
    program.until(lambda: search.model.hits)
    program.settle()
    first = search.model.hits[0]
    assert first.kind in (RecordKind.ARTICLE, RecordKind.COMMITMENT)
    assert "Gwangju" in f"{first.title} {first.detail}"

    partner = open_partner(program, "gwangju")
    assert "9/6/2022" in partner.view.summary.last_met.text().replace("09/", "9/").replace("/06/", "/6/")
    program.window.go(Address("partners", partner.partner_id, "figures"))
    program.settle()
    invested = next(words for words in texts(partner.view) if re.search(r"135 triệu USD\. ", words))
    scope = re.search(r"Nghệ An – Hàn Quốc|Hàn Quốc – Nghệ An", invested)
    assert scope is not None

    pdf = tmp_path / "Hồ sơ in" / "Đoàn Gwangju tháng sáu.pdf"
    pdf.parent.mkdir()
    program.press(Key.Key_P, CONTROL)
    program.settle()
    dossier = page_of(program, DossierPage)
    program.until(dossier.pdf_action.isEnabled)
    choose_file(pdf)
    program.press(Key.Key_S, CONTROL)
    program.until(pdf.exists)
    program.settle()
    printed = " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())
    for words in (leader[1], scope[0], "135 triệu USD", "Nguồn", "Những điểm chưa rõ"):
        assert words in printed

    # Smaller than the screen of the platform without one, or it would be cut to that.
    room = program.window.screen().availableGeometry()
    program.window.setGeometry(7, 31, min(room.width(), 1366) - 20, min(room.height(), 768) - 60)
    place = program.window.geometry()
    counts = program.services.maintenance.counts()
    program.close()

    again = open_program(library, config)
    assert again.session.first_start is None
    assert again.window.geometry() == place
    assert again.services.maintenance.counts() == counts
    back = open_partner(again, "gwangju")
    assert "2022" in back.view.summary.last_met.text()
    again.close()


@pytest.mark.slow
def test_the_keyboard_alone_is_enough(
    open_program: Open, choose_file: Callable[[Path], None], tmp_path: Path
) -> None:
    library, config = tmp_path / "Kho", tmp_path / "config"
    program = open_program(library, config)
    program.until(lambda: program.session.first_start is not None)
    first_start = program.session.first_start
    assert first_start is not None
    program.type("Sở Ngoại vụ")
    for _ in range(2):
        program.press(Key.Key_Tab)
    program.type("Nghệ An")
    program.press(Key.Key_Return)
    assert first_start.shown_step == 1
    program.press(Key.Key_Space)
    program.press(Key.Key_Return)
    assert first_start.shown_step == 2
    program.press(Key.Key_Return)
    program.until(lambda: program.session.first_start is None)
    program.settle()

    QGuiApplication.clipboard().setText(OWN)
    program.press(Key.Key_I, CONTROL)
    articles = page_of(program, ArticlesPage)
    program.press(Key.Key_V, CONTROL)
    program.until(lambda: articles.importing.is_planning)
    program.press(Key.Key_Return, CONTROL)
    program.until(lambda: program.services.maintenance.counts().articles == 1)
    program.settle()

    program.press(Key.Key_2, CONTROL)
    program.settle()
    desk = page_of(program, ReviewPage)
    program.until(lambda: desk.cards.current is not None)
    only = program.services.records.articles()[0].id
    decide_current(program, desk, Key.Key_D, only)
    if desk.cards.cards:
        accept_all(program, only)
    assert program.services.maintenance.counts().visits == 1

    partner = open_partner(program, "minami")
    assert "12/5/2023" in partner.view.summary.last_met.text().replace("/05/", "/5/")
    program.press(Key.Key_P, CONTROL)
    program.settle()
    dossier = page_of(program, DossierPage)
    program.until(dossier.pdf_action.isEnabled)
    pdf = tmp_path / "Hồ sơ Minami.pdf"
    choose_file(pdf)
    program.press(Key.Key_S, CONTROL)
    program.until(pdf.exists)
    program.settle()
    assert len(PdfReader(pdf).pages) > 0
    program.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert program.window.address is not None
    assert program.window.address.page == "partners"
    program.close()


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_S])
def test_the_form_on_the_desk_answers_escape_and_save(
    open_program: Open, tmp_path: Path, key: Qt.Key
) -> None:
    program = open_program(tmp_path / "Kho", tmp_path / "config")
    answer_first_start(program)
    article = tmp_path / "bài.txt"
    article.write_text(OWN, "utf-8")
    program.window.receive([str(article)])
    view = page_of(program, ArticlesPage).importing
    program.until(lambda: view.is_planning)
    program.press(Key.Key_Return, CONTROL)
    program.until(lambda: program.services.maintenance.counts().articles == 1)
    program.settle()
    page_of(program, ArticlesPage).result.review.click()
    program.settle()
    desk = page_of(program, ReviewPage)
    program.until(lambda: desk.cards.current is not None)
    current = desk.cards.current
    assert current is not None
    program.press(Key.Key_S)
    program.until(lambda: desk.editor.form is not None)
    program.press(key, CONTROL if key == Key.Key_S else Qt.KeyboardModifier.NoModifier)
    program.until(lambda: not desk.editor.isVisible())
    program.settle()
    wanted = SuggestionState.ACCEPTED if key == Key.Key_S else SuggestionState.PENDING
    assert states(program, 1)[current.id] is wanted
    program.close()
