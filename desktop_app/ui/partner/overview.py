"""Tổng quan: one screen that says where the relation stands and what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records import Agreement, Commitment, Figure, RecordKind
from desktop_app.labels import label
from desktop_app.services.overview import overdue_days
from desktop_app.services.partners import PartnerPage
from desktop_app.ui.partner.facts import FactsCard
from desktop_app.ui.partner.timeline import TimelineWidget
from desktop_app.ui.partner.wording import (
    agreement_caption,
    commitment_caption,
    events_of,
    figure_caption,
    figure_title,
    side_badge,
)
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.card_columns import CardColumns, ListCard
from desktop_app.ui.widgets.labels import Card, PlainLabel
from desktop_app.ui.widgets.record_line import ClampedLabel, RecordLine

# So many that all of it is one screen at 1366 × 768.
_OPEN, _LIVING, _FIGURES, _GAPS = 5, 3, 3, 2


class OverviewTab(CardColumns):
    """Cards in three columns below the strip of the timeline.

    Signals:
        record_chosen: kind and id of a record to open.
        tab_wanted: the name of the tab that has all of it.
        passage_chosen: the ``Address`` of a passage.
        fact_wanted: a new fact is to be written.
    """

    record_chosen = Signal(object, int)
    tab_wanted = Signal(str)
    passage_chosen = Signal(object)
    fact_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(3, 300, parent)
        self.strip = TimelineWidget(is_strip=True)
        self.place_note = PlainLabel(role="caption", wrap=True)
        self.open = ListCard(self.tr("Cam kết còn mở"))
        self.living = ListCard(self.tr("Thỏa thuận còn giá trị"))
        self.figures = ListCard(self.tr("Số liệu mới nhất"))
        self.facts = FactsCard()
        self.gaps = ListCard(self.tr("Còn thiếu, chưa rõ"))
        self._page: PartnerPage | None = None
        self._shows_all_gaps = False
        self._lay_out()
        self._connect()

    def show_page(self, page: PartnerPage, *, may_edit: bool) -> None:
        """Show where the relation stands today."""
        if self._page is not None and self._page.partner.id != page.partner.id:
            self._shows_all_gaps = False
            self.verticalScrollBar().setValue(0)
        self._page = page
        today = dt.date.today()
        self.strip.set_events(events_of(page), today)
        self.place_note.setText(" ".join(page.place_notes))
        self.place_note.setVisible(bool(page.place_notes))
        self._show_open(page.open_commitments, today)
        self._show_living(page.living_agreements)
        self._show_figures(page.figures)
        self.facts.show_page(page)
        self.facts.add_button.setEnabled(may_edit)
        self._show_gaps(page.gaps)

    # -- cards -------------------------------------------------------------------------------------------

    def _show_open(self, items: Sequence[Commitment], today: dt.date) -> None:
        ordered = sorted(
            items, key=lambda item: (-overdue_days(item, today), item.deadline.sort_key or "9999")
        )
        lines: list[QWidget] = []
        for item in ordered[:_OPEN]:
            badge, kind = side_badge(item, today)
            line = RecordLine(
                item.content, commitment_caption(item, today), badge=badge, badge_kind=kind, lines=2
            )
            self._opens(line, RecordKind.COMMITMENT, item.id)
            lines.append(line)
        more = self.tr("Xem cả {0}").format(len(items)) if len(items) > _OPEN else ""
        self.open.show_lines(lines, self.tr("Không còn cam kết nào đang mở."), more)

    def _show_living(self, items: Sequence[Agreement]) -> None:
        lines: list[QWidget] = []
        for item in items[:_LIVING]:
            line = RecordLine(item.title, agreement_caption(item), badge=label(item.status), lines=1)
            self._opens(line, RecordKind.AGREEMENT, item.id)
            lines.append(line)
        more = self.tr("Xem cả {0}").format(len(items)) if len(items) > _LIVING else ""
        self.living.show_lines(lines, self.tr("Chưa ghi nhận thỏa thuận nào còn giá trị."), more)

    def _show_figures(self, items: Sequence[Figure]) -> None:
        latest = sorted(items, key=lambda item: item.period.sort_key, reverse=True)
        lines: list[QWidget] = []
        for item in latest[:_FIGURES]:
            line = RecordLine(figure_title(item), figure_caption(item), lines=2, caption_lines=3)
            self._opens(line, RecordKind.FIGURE, item.id)
            lines.append(line)
        more = self.tr("Xem cả {0}").format(len(items)) if len(items) > _FIGURES else ""
        self.figures.show_lines(lines, self.tr("Chưa ghi nhận số liệu nào."), more)

    def _show_gaps(self, gaps: Sequence[str]) -> None:
        shown = gaps if self._shows_all_gaps else gaps[:_GAPS]
        lines = [_padded(ClampedLabel(f"• {text}", lines=2)) for text in shown]
        self.gaps.show_lines(
            lines,
            self.tr("Không thấy điểm nào còn thiếu."),
            self.tr("Xem cả {0}").format(len(gaps)) if len(gaps) > len(shown) else "",
        )

    def _opens(self, line: RecordLine, kind: RecordKind, record_id: int) -> None:
        line.clicked.connect(lambda: self.record_chosen.emit(kind, record_id))

    # -- layout ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        strip = Card()
        strip.body.setContentsMargins(Space.MEDIUM, Space.TIGHT, Space.SMALL, Space.TIGHT)
        strip.body.addWidget(self.strip)
        self.head.addWidget(strip)
        self.head.addWidget(self.place_note)
        for widget, column in (
            (self.open, 0),
            (self.living, 1),
            (self.figures, 1),
            (self.facts, 2),
            (self.gaps, 2),
        ):
            self.add(widget, column)

    def _connect(self) -> None:
        self.strip.chosen.connect(lambda event: self.record_chosen.emit(event.kind, event.record_id))
        self.open.all_button.clicked.connect(lambda: self.tab_wanted.emit("commitments"))
        self.living.all_button.clicked.connect(lambda: self.tab_wanted.emit("agreements"))
        self.figures.all_button.clicked.connect(lambda: self.tab_wanted.emit("figures"))
        self.gaps.all_button.clicked.connect(self._on_all_gaps)
        self.facts.fact_chosen.connect(lambda fact: self.record_chosen.emit(RecordKind.PROFILE_FACT, fact))
        self.facts.add_wanted.connect(self.fact_wanted)
        self.facts.passage_chosen.connect(self.passage_chosen)

    def _on_all_gaps(self) -> None:
        self._shows_all_gaps = True
        if self._page is not None:
            self._show_gaps(self._page.gaps)


def _padded(widget: QWidget) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(Space.SMALL, 2, Space.SMALL, 2)
    layout.addWidget(widget)
    return holder
