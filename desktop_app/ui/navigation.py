"""Where one can go: addresses, the table of pages, history, and the rail on the left."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.icons import set_icon
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Size, Space


@dataclass(frozen=True, slots=True)
class Address:
    """A place one can return to: a page, perhaps a record on it, perhaps a word for the page (tab, query)."""

    page: str
    record_id: int | None = None
    extra: str = ""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A screen: its name in addresses, its Vietnamese title, its icon, and the class that shows it."""

    name: str
    title: str
    icon: str
    home: str
    at_bottom: bool = False


PAGES: tuple[PageSpec, ...] = (
    PageSpec("desk", "Bàn làm việc", "layout-dashboard", "desktop_app.ui.pages.desk:DeskPage"),
    PageSpec("review", "Duyệt gợi ý", "list-checks", "desktop_app.ui.pages.review:ReviewPage"),
    PageSpec("articles", "Tin bài", "newspaper", "desktop_app.ui.pages.articles:ArticlesPage"),
    PageSpec("partners", "Đối tác", "handshake", "desktop_app.ui.pages.partners:PartnersPage"),
    PageSpec("visits", "Đoàn ra – Đoàn vào", "plane", "desktop_app.ui.pages.visits:VisitsPage"),
    PageSpec("agreements", "Thỏa thuận", "file-signature", "desktop_app.ui.pages.agreements:AgreementsPage"),
    PageSpec("commitments", "Cam kết", "flag", "desktop_app.ui.pages.commitments:CommitmentsPage"),
    PageSpec("figures", "Số liệu", "chart-column", "desktop_app.ui.pages.figures:FiguresPage"),
    PageSpec("people", "Nhân vật", "users", "desktop_app.ui.pages.people:PeoplePage"),
    PageSpec("dossier", "Hồ sơ in", "printer", "desktop_app.ui.pages.dossier:DossierPage"),
    PageSpec("search", "Tìm kiếm", "search", "desktop_app.ui.pages.search:SearchPage"),
    PageSpec("trash", "Thùng rác", "trash-2", "desktop_app.ui.pages.trash:TrashPage", at_bottom=True),
    PageSpec("log", "Nhật ký", "history", "desktop_app.ui.pages.log:LogPage", at_bottom=True),
    PageSpec("settings", "Cài đặt", "settings", "desktop_app.ui.pages.settings:SettingsPage", at_bottom=True),
    PageSpec(
        "help", "Trợ giúp", "circle-question-mark", "desktop_app.ui.pages.help:HelpPage", at_bottom=True
    ),
)
HOME = Address("desk")


def page_spec(name: str) -> PageSpec:
    """Return the page called ``name``.

    Raises:
        KeyError: there is no such page.
    """
    for spec in PAGES:
        if spec.name == name:
            return spec
    raise KeyError(name)


class History(QObject):
    """Visited addresses, as in a browser.

    Signals:
        changed: what lies behind or ahead is different now.
    """

    changed = Signal()
    LIMIT = 200

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._visited: list[Address] = []
        self._place = -1

    @property
    def current(self) -> Address | None:
        """Where one is."""
        return self._visited[self._place] if self._visited else None

    @property
    def can_go_back(self) -> bool:
        """Whether something lies behind."""
        return self._place > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether something lies ahead."""
        return self._place < len(self._visited) - 1

    def visit(self, address: Address) -> None:
        """Go on to ``address``; what lay ahead is forgotten."""
        if address == self.current:
            return
        self._visited = [*self._visited[: self._place + 1], address][-self.LIMIT :]
        self._place = len(self._visited) - 1
        self.changed.emit()

    def replace(self, address: Address) -> None:
        """Put ``address`` in the place of the current one (the same page looked at differently)."""
        if self._visited:
            self._visited[self._place] = address

    def step(self, by: int) -> Address | None:
        """Go ``by`` steps (negative: back) and return where that is, or None when there is nothing."""
        place = self._place + by
        if not 0 <= place < len(self._visited):
            return None
        self._place = place
        self.changed.emit()
        return self._visited[place]


class RailButton(QToolButton):
    """One entry of the rail: icon, word, and how much waits there."""

    def __init__(self, spec: PageSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = spec.name
        self._title = QCoreApplication.translate("Pages", spec.title)
        self._count = 0
        self.setText(" " + self._title)
        self.setProperty("role", "rail")
        self.setCheckable(True)
        self.setIconSize(QSize(Space.ICON, Space.ICON))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(Space.RAIL_ENTRY_LOW)
        self.setMaximumHeight(Space.RAIL_ENTRY)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        set_icon(self, spec.icon, "text_muted", "on_accent_soft")
        self.set_narrow(False)

    def set_count(self, count: int) -> None:
        """Show that ``count`` things wait here; 0 shows nothing."""
        self._count = count
        self._describe()
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone, with the word as tooltip."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)
        self._describe()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), Space.RAIL_ENTRY)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), Space.RAIL_ENTRY_LOW)

    def _describe(self) -> None:
        narrow = self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
        name = (
            self.tr("{0}, {1} việc đang chờ").format(self._title, self._count) if self._count else self._title
        )
        self.setAccessibleName(name)
        self.setToolTip(name if narrow else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
            painter.setBrush(theme().colour("accent"))
            painter.drawEllipse(self.width() - 15, 5, 8, 8)
            return
        font = self.font()
        font.setPointSizeF(Size.CAPTION)
        painter.setFont(font)
        text = f"{self._count:,}".replace(",", ".")
        metrics = painter.fontMetrics()
        width = max(metrics.horizontalAdvance(text) + 12, metrics.height() + 2)
        height = metrics.height()
        left, top = self.width() - width - 10, (self.height() - height) // 2
        painter.setBrush(theme().colour("accent"))
        painter.drawRoundedRect(left, top, width, height, height / 2, height / 2)
        painter.setPen(theme().colour("on_accent"))
        painter.drawText(left, top, width, height, Qt.AlignmentFlag.AlignCenter, text)


class NavigationRail(QFrame):
    """The pages, top to bottom.

    Signals:
        page_chosen: the name of the page.
    """

    page_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName(self.tr("Các trang"))
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        column = QWidget()
        column.setObjectName("scrollBody")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(column)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(Space.SMALL, Space.TIGHT, Space.SMALL, Space.TIGHT)
        layout.setSpacing(1)
        for spec in PAGES:
            if not spec.at_bottom:
                layout.addWidget(self._make(spec))
        layout.addStretch(1)
        for spec in PAGES:
            if spec.at_bottom:
                layout.addWidget(self._make(spec))
        self.set_narrow(False)

    @property
    def buttons(self) -> dict[str, RailButton]:
        """The entries by page name."""
        return dict(self._buttons)

    def set_current(self, page: str) -> None:
        """Mark the entry of ``page``."""
        if page in self._buttons:
            self._buttons[page].setChecked(True)
            self._area.ensureWidgetVisible(self._buttons[page])

    def set_count(self, page: str, count: int) -> None:
        """Show how much waits on ``page``."""
        self._buttons[page].set_count(count)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, or icons and words."""
        self.setFixedWidth(Space.RAIL_NARROW if narrow else Space.RAIL)
        for button in self._buttons.values():
            button.set_narrow(narrow)

    def _make(self, spec: PageSpec) -> RailButton:
        button = RailButton(spec, self)
        self._buttons[spec.name] = button
        self._group.addButton(button)
        button.clicked.connect(self._on_clicked)
        return button

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, RailButton):
            self.page_chosen.emit(button.name)
