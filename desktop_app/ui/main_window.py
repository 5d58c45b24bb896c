"""The frame: header, rail, pages, status line. It holds pages and actions, nothing of the subject."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from desktop_app.ui.actions import make_actions
from desktop_app.ui.background import ImmediateRunner, Job, JobRunner
from desktop_app.ui.dialogs.base import show_error
from desktop_app.ui.dialogs.shortcuts import ShortcutsDialog
from desktop_app.ui.header import Header, StatusLine
from desktop_app.ui.icons import icon
from desktop_app.ui.importing.drop import DropCatcher
from desktop_app.ui.importing.incoming import Incoming
from desktop_app.ui.navigation import HOME, PAGES, Address, History, NavigationRail, page_spec
from desktop_app.ui.pages.base import Frame, Page
from desktop_app.ui.state import WindowState
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.toast import Toast

PageFactory = Callable[[str, Frame], Page]


class MainWindow(QMainWindow):
    """The window. It is the ``Frame`` its pages speak to.

    Signals:
        address_changed: the ``Address`` shown now.
        undo_requested, redo_requested: Ctrl+Z, Ctrl+Y outside a text field.
        files_received: paths that another start of the program handed over.
    """

    address_changed = Signal(object)
    undo_requested = Signal()
    redo_requested = Signal()
    files_received = Signal(list)

    def __init__(
        self,
        services: Any,
        runner: JobRunner | ImmediateRunner,
        state: WindowState,
        make_page: PageFactory | None = None,
    ) -> None:
        super().__init__()
        self._services = services
        self._runner = runner
        self._state = state
        self._make_page = make_page or load_page
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._history = History(self)
        self.setWindowTitle("Bang Giao")
        self.setWindowIcon(icon("handshake", "accent"))
        self.setMinimumSize(QSize(*Space.SMALLEST_WINDOW))
        self.actions_by_name = self._make_actions()
        self.header = Header(self.actions_by_name)
        self.rail = NavigationRail()
        self.status = StatusLine()
        self.banner = Banner()
        self._stack = QStackedWidget()
        self._toast = Toast(self._lay_out())
        self.drops = DropCatcher(self)
        self._connect()
        self._rail_by_hand: bool | None = None
        if not state.restore_geometry(self):
            self._first_size()
        self._on_history_changed()

    # -- Frame ------------------------------------------------------------------------------------------

    @property
    def services(self) -> Any:
        return self._services

    @property
    def runner(self) -> JobRunner | ImmediateRunner:
        return self._runner

    @property
    def state(self) -> WindowState:
        return self._state

    def go(self, address: Address) -> None:
        if self._show(address):
            self._history.visit(address)

    def note_address(self, address: Address) -> None:
        if self._history.current is not None and self._history.current.page == address.page:
            self._history.visit(address)

    def toast(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        self._toast.show_text(text, action, on_action)

    def announce(self, changes: object) -> None:
        shown = self.page
        self._stale = set(self._pages)
        if shown is not None:
            self._stale.discard(shown.name or self._name_of(shown))
            shown.refresh(changes)

    def show_news(self, text: str, kind: str = "info") -> None:
        """Say ``text`` above all pages for as long as the window is open."""
        self.banner.show_text(text, kind)

    def show_error(self, error: BaseException) -> None:
        show_error(self, error)

    # -- for the starter and for tests ------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page shown now."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    @property
    def address(self) -> Address | None:
        """Where the window is."""
        return self._history.current

    @property
    def toast_bar(self) -> Toast:
        """The word at the lower edge."""
        return self._toast

    def start(self, address: Address = HOME) -> None:
        """Open the first page."""
        self.go(address)
        self.rail.buttons[address.page].setFocus()

    def receive(self, paths: list[str]) -> None:
        """Come to the front; ``paths`` are files to import."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if paths:
            self.take_in(Incoming(paths=tuple(Path(path) for path in paths)))
            self.files_received.emit(paths)

    def take_in(self, incoming: Incoming) -> None:
        """Give what was dropped on the window, or handed over, to the import of articles."""
        self.go(Address("articles", extra="import"))
        if self.page is not None:
            self.page.receive(incoming)

    # -- inside -----------------------------------------------------------------------------------------

    def _make_actions(self) -> dict[str, QAction]:
        actions = make_actions(
            self,
            {
                "back": lambda: self._step(-1),
                "forward": lambda: self._step(1),
                "search_all": lambda: self.header.focus_search(),
                "find_here": lambda: self._ask_page("find_here"),
                "refresh": lambda: self._ask_page("refresh"),
                "toggle_rail": self._on_toggle_rail,
                "import": lambda: self.go(Address("articles", extra="import")),
                "print": self._on_print,
                "save": lambda: self._ask_page("save"),
                "edit": lambda: self._ask_page("edit"),
                "undo": self.undo_requested.emit,
                "redo": self.redo_requested.emit,
                "help": self._on_help,
                "shortcuts": lambda: ShortcutsDialog(self).open(),
            },
        )
        self.addActions(list(actions.values()))
        for number, spec in enumerate(PAGES[:9], start=1):
            action = QAction(QCoreApplication.translate("Pages", spec.title), self)
            action.setShortcut(f"Ctrl+{number}")
            action.triggered.connect(lambda _checked=False, name=spec.name: self.go(Address(name)))
            self.addAction(action)
        return actions

    def _lay_out(self) -> QWidget:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self._stack, 1)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.banner)
        layout.addLayout(middle, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(body)
        return body

    def _connect(self) -> None:
        self.drops.dropped.connect(self.take_in)
        self.rail.page_chosen.connect(lambda name: self.go(Address(name)))
        self.header.search.search_submitted.connect(self._on_search_submitted)
        self.header.search.search_changed.connect(self._on_search_changed)
        self._history.changed.connect(self._on_history_changed)
        self._runner.job_started.connect(self._on_job_started)
        self._runner.job_finished.connect(self._on_job_finished)
        self._runner.job_failed.connect(self.show_error)

    def _first_size(self) -> None:
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(1366, screen.width()), min(768, screen.height()))

    def _show(self, address: Address) -> bool:
        leaving, focus = self.page, self.focusWidget()
        name = page_spec(address.page).name
        if leaving is not None and leaving is not self._pages.get(name) and not leaving.may_leave():
            self.rail.set_current(self._name_of(leaving))
            return False
        page = self._pages.get(name)
        if page is None:
            page = self._make_page(name, self)
            self._pages[name] = page
            self._stack.addWidget(page)
        elif name in self._stale:
            page.refresh(None)
        self._stale.discard(name)
        self._stack.setCurrentWidget(page)
        self.rail.set_current(name)
        page.open(address)
        self._keep_focus_off_header(page, focus)
        if name != "search":
            self.header.search.set_quietly("")
        self.setWindowTitle(f"{page.title} – Bang Giao" if page.title else "Bang Giao")
        self.address_changed.emit(address)
        return True

    def _keep_focus_off_header(self, page: Page, before: QWidget | None) -> None:
        """Qt hands the focus of what is gone to the first button of all; there Space would fold the rail."""
        now = self.focusWidget()
        if now is not before and isinstance(now, QToolButton) and self.header.isAncestorOf(now):
            page.setFocus()

    def _step(self, by: int) -> None:
        address = self._history.step(by)
        if address is not None and not self._show(address):
            self._history.step(-by)

    def _name_of(self, page: Page) -> str:
        return next(name for name, known in self._pages.items() if known is page)

    def _ask_page(self, verb: str) -> None:
        if self.page is not None:
            getattr(self.page, verb)()

    def _on_history_changed(self) -> None:
        self.actions_by_name["back"].setEnabled(self._history.can_go_back)
        self.actions_by_name["forward"].setEnabled(self._history.can_go_forward)

    def _on_print(self) -> None:
        self.go(self.page.dossier_address() if self.page is not None else Address("dossier"))

    def _on_help(self) -> None:
        page = self.page
        if page is not None and self._name_of(page) != "help" and not page.show_help():
            self.go(Address("help", extra=page.help_topic or self._name_of(page)))

    def _on_search_submitted(self, text: str) -> None:
        self.go(Address("search", extra=text))

    def _on_search_changed(self, text: str) -> None:
        if (
            self.address is not None
            and self.address.page == "search"
            and self._show(Address("search", extra=text))
        ):
            self._history.replace(Address("search", extra=text))

    def _on_job_started(self, job: Job) -> None:
        self.header.jobs.add(job)

    def _on_job_finished(self, job: Job) -> None:
        self.header.jobs.remove(job)

    def _on_toggle_rail(self) -> None:
        self._rail_by_hand = self.rail.width() > Space.RAIL_NARROW
        self._settle_rail()

    def _settle_rail(self) -> None:
        narrow = self.width() < Space.NARROW_WINDOW if self._rail_by_hand is None else self._rail_by_hand
        self.rail.set_narrow(narrow)

    # -- Qt ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        crossed = (event.oldSize().width() < Space.NARROW_WINDOW) != (
            event.size().width() < Space.NARROW_WINDOW
        )
        if crossed:
            self._rail_by_hand = None
        self._settle_rail()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.page is not None and not self.page.may_close():
            event.ignore()
            return
        self._state.save_geometry(self)
        self._state.sync()
        super().closeEvent(event)


def load_page(name: str, frame: Frame) -> Page:
    """Import the class of the page ``name`` and make the page: what is not visited costs nothing."""
    module, _, cls = page_spec(name).home.partition(":")
    made = getattr(importlib.import_module(module), cls)(frame)
    if not isinstance(made, Page):
        raise TypeError(cls)
    return made
