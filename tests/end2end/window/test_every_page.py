"""Acceptance example 40: every page has names, keys, room and Vietnamese words, at both common scales."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from desktop_app.bootstrap import open_library
from desktop_app.ui.navigation import PAGES, Address
from desktop_app.ui.pages.base import Page
from desktop_app.ui.tables.record_table import RecordTable

from .conftest import Program

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QAbstractItemView, QTabBar)
ENGLISH = re.compile(
    r"\b(ok|cancel|yes|no|save|open|close|undo|redo|copy|paste|cut|delete|select all|file|folder|search|find"
    r"|help|settings|print|export|import|edit|view|new|back|next|previous|loading|error|warning|untitled"
    r"|none|true|false|null|apply|reset|browse|ready|about|quit|exit|zoom|page|row|column|index)\b",
    re.IGNORECASE,
)
# Letters of commands and formats that Vietnamese officers call so themselves.
SAID_SO = re.compile(
    r"Ctrl\+\S+|Alt\+\S+|\.?(xlsx|csv|docx|pdf|html?|txt|jsonl?|md)\b|Esc|Enter|Word|Excel",
    re.IGNORECASE,
)
ADDRESSES = [Address(spec.name) for spec in PAGES]
SHOWN_WITH_EMPTY_ANSWERS = {"Bỏ mọi điều kiện lọc"}


def visible(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not widget.objectName().startswith("qt_"):
            yield widget


def where(widget: QWidget) -> str:
    parents = []
    one: QWidget | None = widget
    while one is not None and not isinstance(one, Page):
        parents.append(type(one).__name__)
        one = one.parentWidget()
    return " < ".join(parents[:5])


def accessible_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def nameless(window: QWidget) -> list[str]:
    """Controls one can use and a screen reader cannot name."""
    return [
        where(widget)
        for widget in visible(window)
        if isinstance(widget, CONTROLS)
        and widget.isEnabled()
        and not _is_inside(widget, (QComboBox, QLineEdit))
        and not accessible_name(widget).strip()
    ]


def _is_inside(widget: QWidget, kinds: tuple[type[QWidget], ...]) -> bool:
    parent = widget.parentWidget()
    return parent is not None and isinstance(parent, kinds)


def said_by(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QGroupBox):
        return widget.title()
    if isinstance(widget, QComboBox):
        return widget.currentText() if not widget.isEditable() else ""
    if isinstance(widget, QLineEdit):
        return widget.placeholderText()
    if isinstance(widget, QTabBar):
        return " | ".join(widget.tabText(at) for at in range(widget.count()))
    return ""


def english(window: QWidget) -> list[str]:
    found = []
    for widget in visible(window):
        for text in (said_by(widget), widget.toolTip(), widget.accessibleName()):
            hit = ENGLISH.search(SAID_SO.sub("", text))
            if hit is not None:
                found.append(f"{hit[0]!r} in {text[:80]!r} ({where(widget)})")
    return found


def cut(window: QWidget) -> list[str]:
    """Words that need more room than they have, and controls that stand beyond their column."""
    found = []
    for widget in visible(window):
        text = said_by(widget).replace("&&", "&").strip()
        if not text or isinstance(widget, QLineEdit | QTabBar | QComboBox):
            continue
        line = max(text.splitlines(), key=lambda one: widget.fontMetrics().horizontalAdvance(one))
        room = widget.contentsRect()
        is_wrapped = isinstance(widget, QLabel) and widget.wordWrap()
        if isinstance(widget, QToolButton) and (
            widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly or not widget.icon().isNull()
        ):
            continue
        if is_wrapped:
            if widget.heightForWidth(widget.width()) > widget.height() + 2:
                found.append(f"too low: {text[:60]!r} ({where(widget)})")
        elif widget.fontMetrics().horizontalAdvance(line) > room.width() + 1:
            found.append(f"too narrow: {text[:60]!r} ({where(widget)})")
        if isinstance(widget, QPushButton | QLabel) and _sticks_out(widget, window):
            found.append(f"outside: {text[:60]!r} ({where(widget)})")
    return found


def _sticks_out(widget: QWidget, window: QWidget) -> bool:
    """Whether its right edge is beyond what can be seen or scrolled to sideways."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea) and area.horizontalScrollBar().maximum() > 0:
        return area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    box = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    return box.right() > window.width()


def offered(window: QWidget) -> set[str]:
    """The words of everything one can press or choose now, folded menus included."""
    found = {one.text().strip() for one in window.findChildren(QAbstractButton) if not one.isHidden()}
    menus = [*window.findChildren(QMenu)]
    menus += [table.make_context_menu() for table in window.findChildren(RecordTable)]
    for menu in menus:
        found.update(action.text() for action in menu.actions())
    return found


def homeless(window: QWidget, seen: set[str]) -> list[str]:
    """Actions without keys that no button or menu showed on any page."""
    return [
        action.text()
        for action in window.findChildren(QAction)
        if action.text()
        and isinstance(action.parent(), Page)
        and action.shortcut() == QKeySequence()
        and action.text() not in seen | SHOWN_WITH_EMPTY_ANSWERS
    ]


def dead_ends(window: QWidget) -> list[str]:
    """Enabled buttons the Tab key does not lead to."""
    chain = set()
    one = window.nextInFocusChain()
    while one is not None and id(one) not in chain:
        chain.add(id(one))
        one = one.nextInFocusChain()
    return [
        where(widget)
        for widget in visible(window)
        if isinstance(widget, QPushButton)
        and widget.isEnabled()
        and (id(widget) not in chain or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    ]


def faults_of(program: Program) -> list[str]:
    window = program.window
    found, seen = [], set[str]()
    partner = program.services.partners.summaries()[0].partner.id
    for address in (*ADDRESSES, Address("partners", partner), Address("articles", extra="import")):
        window.go(address)
        program.settle()
        page = window.page
        assert page is not None
        name = f"{address.page}{' ' + address.extra if address.extra else ''}"
        if not page.title.strip() or not window.windowTitle().strip():
            found.append(f"{name}: no title")
        for what, ask in (
            ("no accessible name", nameless),
            ("English", english),
            ("cut", cut),
            ("no way with keys", dead_ends),
        ):
            found += [f"{name}: {what}: {one}" for one in dict.fromkeys(ask(window))]
        seen |= offered(window)
    found += [f"action without a place: {one}" for one in homeless(window, seen)]
    return list(dict.fromkeys(found))


@pytest.fixture
def filled(sample_folder: Path, tmp_path: Path, open_program) -> Program:
    folder = tmp_path / "Kho mẫu"
    shutil.copytree(sample_folder, folder)
    with open_library(folder, config=tmp_path / "config") as opened:
        opened.office.accept_notice()
    return open_program(folder, tmp_path / "config")


def test_the_eye_of_these_tests_sees_what_is_wrong(qtbot, themed: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    narrow = QPushButton("Một nút có rất nhiều chữ", window)
    narrow.setGeometry(0, 0, 40, 30)
    foreign = QPushButton("Cancel", window)
    foreign.setGeometry(0, 40, 200, 30)
    silent = QToolButton(window)
    silent.setGeometry(0, 80, 30, 30)
    outside = QLabel("Ra ngoài", window)
    outside.setGeometry(250, 120, 120, 30)
    low = QLabel("Nhiều chữ hơn chỗ đứng " * 4, window)
    low.setWordWrap(True)
    low.setGeometry(0, 150, 100, 20)
    window.show()
    assert any("Một nút" in one for one in cut(window))
    assert any("Ra ngoài" in one for one in cut(window))
    assert any("too low" in one for one in cut(window))
    assert any("Cancel" in one for one in english(window))
    assert nameless(window) == ["QToolButton < QWidget"]


@pytest.mark.example(40)
@pytest.mark.slow
def test_every_page_has_names_keys_room_and_vietnamese_words(filled: Program) -> None:
    scale = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    filled.window.resize(round(1366 / scale), round(768 / scale))
    QApplication.processEvents()
    found = faults_of(filled)
    assert not found, "\n".join(found)
    filled.close()


@pytest.mark.example(40)
@pytest.mark.slow
def test_every_page_at_one_and_a_half() -> None:
    environment = os.environ | {"QT_SCALE_FACTOR": "1.5"}
    this = f"{__file__}::{test_every_page_has_names_keys_room_and_vietnamese_words.__name__}"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", this],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=Path(__file__).resolve().parents[3],
        check=False,
    )
    assert done.returncode == 0, done.stdout
