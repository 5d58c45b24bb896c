import importlib
import re

import pytest
from PySide6.QtCore import Qt, QUrl

from desktop_app.ui.help_topics import help_text, topic_named, topics
from desktop_app.ui.navigation import PAGES
from desktop_app.ui.widgets.markdown_view import MarkdownView
from resources import resource


def test_f1_opens_the_topic_of_the_page(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.page.topic == "doi-tac"
    assert window.page.text.toPlainText().startswith("Đối tác")
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.page.topic == "doi-tac"


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.name)
def test_every_page_has_a_help_text(spec):
    module, _, cls = spec.home.partition(":")
    try:
        page = getattr(importlib.import_module(module), cls)
    except ModuleNotFoundError:
        pytest.skip("the page is not built yet")
    topic = topic_named(page.help_topic or spec.name)
    assert resource(f"help/{topic}.md").is_file()
    assert topic != "index" or spec.name == "help"


def test_every_text_is_in_the_contents_and_every_link_leads_somewhere():
    names = {topic.name for topic in topics()}
    shipped = {
        node.name.removesuffix(".md") for node in resource("help").iterdir() if node.name.endswith(".md")
    }
    assert names | {"index"} == shipped
    for name in shipped:
        for target in re.findall(r"\]\(([^)]+)\)", help_text(name)):
            assert target.removesuffix(".md") in shipped, (name, target)


def test_a_link_leads_to_its_topic_and_back(page_at, window):
    page = page_at("help")
    page.text.anchorClicked.emit(QUrl("tim-kiem.md"))
    assert page.topic == "tim-kiem"
    window.actions_by_name["back"].trigger()
    assert page.topic == "index"


def test_a_link_to_the_outside_does_nothing(page_at):
    page = page_at("help")
    before = page.text.toPlainText()
    page.text.anchorClicked.emit(QUrl("https://example.org/trang.html"))
    assert (page.topic, page.text.toPlainText()) == ("index", before)


def test_nothing_from_outside_is_loaded(qtbot, tmp_path):
    picture = tmp_path / "secret.png"
    picture.write_bytes(resource("icons/LICENSE-lucide.txt").read_bytes())
    view = MarkdownView()
    qtbot.addWidget(view)
    view.show_markdown(f"![x]({picture.as_uri()})\n\n<b>chữ</b> <img src='{picture.as_uri()}'>")
    view.show()
    view.grab()
    assert view.loadResource(2, QUrl.fromLocalFile(str(picture))) is None
    assert "<b>chữ</b>" in view.toPlainText()


def test_topics_are_found_by_their_words_without_marks(page_at):
    page = page_at("help")
    page.filter.setText("thung rac")
    page.filter.flush()
    shown = {
        page.list.item(row).text() for row in range(page.list.count()) if not page.list.item(row).isHidden()
    }
    assert "Thùng rác và nhật ký" in shown
    assert "Số liệu" not in shown
