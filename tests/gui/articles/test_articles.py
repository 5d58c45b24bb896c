from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from db.dates import PartialDate
from db.records import Article, RecordKind
from desktop_app.bootstrap import Services
from desktop_app.ui.articles.browser import ArticleBrowser
from desktop_app.ui.articles.citation import citation
from desktop_app.ui.articles.dialogs import ArticleDialog, BatchesDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.navigation import Address
from desktop_app.ui.tokens import Size

from .conftest import FIRST, SECOND

Write = Callable[[str, str], Path]
TITLE = FIRST.splitlines()[0]


@pytest.fixture
def filled(services: Services, write: Write) -> Services:
    services.importing.apply(
        services.importing.plan_files([write("một.txt", FIRST), write("hai.txt", SECOND)])
    )
    return services


@pytest.fixture
def first_id(filled: Services) -> int:
    return next(article.id for article in filled.records.articles() if article.title == TITLE)


def browser_of(window: MainWindow) -> ArticleBrowser:
    return window.page.browser


def dialog_of(kind: type) -> ArticleDialog | BatchesDialog:
    return next(
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()
    )


def test_an_empty_library_says_what_to_do_and_opens_the_samples(
    window: MainWindow, services: Services
) -> None:
    page = window.page
    assert page._nothing.isVisibleTo(page)
    page.samples_action.trigger()
    assert browser_of(window).isVisibleTo(page)
    assert len(services.records.articles()) > 10


def test_the_newest_article_stands_on_top_and_is_read(filled: Services, window: MainWindow) -> None:
    browser = browser_of(window)
    assert browser.table.model.rowCount() == 2
    assert browser.reader.article == filled.records.get(RecordKind.ARTICLE, browser.table.model.record(0).id)


def test_an_address_opens_the_article_at_the_passage(first_id: int, qtbot, open_window, run_now) -> None:
    window = open_window(run_now)
    window.show()
    start = FIRST.index("Hai bên")
    window.go(Address("articles", first_id, f"{start}-{start + 20}"))
    reader = browser_of(window).reader
    assert reader.article.id == first_id
    qtbot.waitUntil(lambda: reader.text.current is not None)
    pulsed = next(mark for mark in reader.text.marks if mark.id == reader.text.current)
    assert (pulsed.start, pulsed.end, pulsed.kind) == (start, start + 20, "search")
    window.page.refresh(None)
    assert pulsed in reader.text.marks


@pytest.mark.parametrize("extra", ["", "abc", "12", "9-", "-3-4", "1-2-3"])
def test_a_strange_address_opens_the_article_without_a_passage(
    first_id: int, window: MainWindow, extra: str
) -> None:
    window.go(Address("articles", first_id, extra))
    assert browser_of(window).reader.article.id == first_id
    assert all(mark.kind != "search" for mark in browser_of(window).reader.text.marks)


def test_accepted_evidence_is_marked_and_leads_to_the_record(
    filled: Services, first_id: int, window: MainWindow
) -> None:
    card = next(card for card in filled.review.desk(first_id).pending if card.suggestion.kind == "commitment")
    kind, record_id = filled.review.accept(card.suggestion.id)
    window.go(Address("articles", first_id))
    reader = browser_of(window).reader
    mark = next(mark for mark in reader.text.marks if mark.kind == "commitment")
    assert reader.article.text[mark.start : mark.end] == filled.records.evidence(kind, record_id)[0].quote
    asked: list[tuple[object, int]] = []
    reader.record_requested.disconnect()
    reader.record_requested.connect(lambda *what: asked.append(what))
    reader.text.mark_clicked.emit(mark.id)
    assert reader.about.text().startswith("Cam kết: ")
    reader.open_record.click()
    assert asked == [(kind, record_id)]
    filled.records.trash(kind, [record_id])
    window.page.refresh(None)
    assert not reader.text.marks


def test_filters_narrow_the_list(filled: Services, first_id: int, window: MainWindow) -> None:
    filled.records.set_tags(RecordKind.ARTICLE, [first_id], add=["Nhật Bản"], remove=[])
    window.page.refresh(None)
    browser = browser_of(window)
    bar = browser.table.filter_bar
    bar.choose("tag", "Nhật Bản")
    assert [article.id for article in browser.table.model.shown_records] == [first_id]
    bar.choose("year", "?")
    assert browser.table.model.rowCount() == 1
    bar.choose("state", "done")
    assert browser.table.model.rowCount() == 0
    window.go(Address("articles", first_id))
    assert browser.table.model.rowCount() == 2


def test_tags_are_kept_at_once(filled: Services, first_id: int, window: MainWindow) -> None:
    window.go(Address("articles", first_id))
    browser_of(window).reader.tags.add("Đào tạo nghề")
    assert filled.records.get(RecordKind.ARTICLE, first_id).tags == ("Đào tạo nghề",)
    browser_of(window).reader.tags.remove("Đào tạo nghề")
    assert filled.records.get(RecordKind.ARTICLE, first_id).tags == ()


def test_a_new_date_reads_the_suggestions_again(filled: Services, first_id: int, window: MainWindow) -> None:
    window.go(Address("articles", first_id))
    before = {item.id for item in (card.suggestion for card in filled.review.desk(first_id).pending)}
    window.page.edit()
    dialog = dialog_of(ArticleDialog)
    dialog.form.field("published").line.setText("14/5/2023")
    dialog.save.click()
    assert filled.records.get(RecordKind.ARTICLE, first_id).published.start == "2023-05-14"
    after = {card.suggestion.id for card in filled.review.desk(first_id).pending}
    assert after
    assert not after & before
    assert "gợi ý chờ duyệt" in window.toast_bar.text


def test_another_title_leaves_the_suggestions_alone(
    filled: Services, first_id: int, window: MainWindow
) -> None:
    window.go(Address("articles", first_id))
    before = [card.suggestion.id for card in filled.review.desk(first_id).pending]
    window.page.edit()
    dialog = dialog_of(ArticleDialog)
    dialog.form.field("title").setText("")
    dialog.save.click()
    assert dialog.isVisible()
    dialog.form.field("title").setText("Tiêu đề khác")
    dialog.save.click()
    assert filled.records.get(RecordKind.ARTICLE, first_id).title == "Tiêu đề khác"
    assert [card.suggestion.id for card in filled.review.desk(first_id).pending] == before


def test_the_original_is_saved_byte_for_byte(
    first_id: int, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "bản gốc đã lưu.txt"
    proposed: list[str] = []

    def choose(_parent, _title, name):
        proposed.append(name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    window.go(Address("articles", first_id))
    browser_of(window).original_action.trigger()
    assert proposed == ["một.txt"]
    assert target.read_bytes() == FIRST.encode()


def test_putting_away_can_be_taken_back(filled: Services, first_id: int, window: MainWindow) -> None:
    window.go(Address("articles", first_id))
    browser_of(window).trash_action.trigger()
    assert [article.id for article in filled.records.articles()] != [first_id]
    assert len(filled.records.articles()) == 1
    window.toast_bar.button.click()
    assert len(filled.records.articles()) == 2
    assert browser_of(window).table.model.rowCount() == 2


def test_past_imports_can_be_undone(filled: Services, window: MainWindow) -> None:
    window.page.batches_action.trigger()
    dialog = dialog_of(BatchesDialog)
    assert not dialog.undo.isEnabled()
    dialog.table.view.selectRow(0)
    dialog.undo.click()
    assert filled.records.articles() == []
    assert window.page._nothing.isVisibleTo(window.page)


def test_an_import_with_accepted_content_is_not_undone(
    filled: Services, first_id: int, open_window, run_now, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.review.accept(filled.review.desk(first_id).pending[0].suggestion.id)
    window = open_window(run_now)
    said: list[str] = []
    monkeypatch.setattr(MainWindow, "show_error", lambda _self, error: said.append(str(error)))
    run_now.job_failed.connect(lambda error: said.append(str(error)))
    window.page._on_undo_batch(filled.importing.batches()[0].id)
    assert any("đã có nội dung được duyệt" in text for text in said)
    assert len(filled.records.articles()) == 2


def test_the_size_of_the_type_is_remembered(filled: Services, window: MainWindow) -> None:
    reader = browser_of(window).reader
    reader.text.set_size(Size.READING + 3)
    reader._size_soon.timeout.emit()
    assert filled.settings.get("article_zoom") == 3
    window.page.refresh(None)
    assert reader.text.font().pointSizeF() == Size.READING + 3


ARTICLE = Article(
    1,
    "Bài <b>thử</b>",
    "",
    "Báo Hòa An",
    "Ai đó",
    "https://example.org/a",
    PartialDate.from_iso("2023-05-14"),
)


@pytest.mark.parametrize(
    ("article", "quote", "expected"),
    [
        (ARTICLE, "", "Báo Hòa An, “Bài <b>thử</b>”, 14/5/2023, https://example.org/a"),
        (
            ARTICLE,
            "hai\n\nbên trao đổi",
            "“hai bên trao đổi” (Báo Hòa An, “Bài <b>thử</b>”, 14/5/2023, https://example.org/a)",
        ),
        (Article(7, "", "", file_name="bài.txt"), "", "“bài.txt”"),
    ],
)
def test_a_citation_names_what_is_known(article: Article, quote: str, expected: str) -> None:
    assert citation(article, quote) == expected


def test_the_selected_words_are_copied_with_their_source(first_id: int, window: MainWindow) -> None:
    window.go(Address("articles", first_id))
    reader = browser_of(window).reader
    start = reader.article.text.index("mười lăm")
    reader.text.select_passage(start, start + len("mười lăm học viên"))
    reader.copy_citation.trigger()
    assert QGuiApplication.clipboard().text() == f"“mười lăm học viên” (“{TITLE}”)"
