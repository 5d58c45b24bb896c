from itertools import pairwise

import pytest
from PySide6.QtCore import Qt

from db.dates import PartialDate
from db.records import Figure, Indicator, RecordKind
from desktop_app.ui.partner.figures import BarChart, by_scope, comparable
from desktop_app.ui.partner.timeline import TimelineWidget
from desktop_app.ui.partner.wording import Event
from desktop_app.ui.widgets.record_line import ClampedLabel


def _event(number: int, start: str, end: str = "", lane: str = "in", *, inferred: bool = False) -> Event:
    date = PartialDate.from_iso(start, end or None, inferred=inferred)
    kind = RecordKind.AGREEMENT if lane == "agreement" else RecordKind.VISIT
    return Event(date, lane, kind, number, f"Mục {number}", "Đoàn vào", "Vinh")


EVENTS = [
    _event(1, "2016", lane="agreement"),
    _event(2, "2023-10-13"),
    _event(3, "2024-06-24", "2024-06-27", "out"),
    _event(4, "--06-09"),
    _event(5, "2025-10-31", lane="other"),
]


@pytest.fixture
def timeline(themed, qtbot):
    made = TimelineWidget()
    qtbot.addWidget(made)
    made.set_events(EVENTS)
    made.resize(900, made.sizeHint().height())
    made.show()
    return made


def test_entries_stand_in_time_and_without_a_year_not_at_all(timeline):
    assert [event.record_id for event in timeline.events] == [1, 2, 3, 5]
    places = [item.x for item in timeline.placed()]
    assert places == sorted(places)
    assert timeline.lanes == ("out", "agreement", "in", "other")


def test_both_directions_have_lanes_of_their_own(timeline):
    heights = {item.event.lane: item.y for item in timeline.placed()}
    assert len(set(heights.values())) == 4


def test_strip_is_lower_and_joins_the_meetings(timeline, qtbot):
    strip = TimelineWidget(is_strip=True)
    qtbot.addWidget(strip)
    strip.set_events(EVENTS)
    assert strip.lanes == ("meetings", "agreement")
    assert strip.sizeHint().height() < timeline.sizeHint().height()


@pytest.mark.parametrize("width", [300, 900])
def test_crowded_markers_do_not_cover_each_other_and_stay_inside(timeline, width):
    timeline.set_events([_event(n, "2023-05-19") for n in range(6)] + [_event(9, "2019-01-01")])
    timeline.resize(width, timeline.sizeHint().height())
    places = [item.x for item in timeline.placed()]
    assert all(right - left >= 22 for left, right in pairwise(places))
    assert max(places) <= width


def test_keyboard_walks_and_opens(timeline, qtbot):
    chosen: list[Event] = []
    timeline.chosen.connect(chosen.append)
    timeline.setFocus()
    qtbot.keyClick(timeline, Qt.Key.Key_Home)
    assert timeline.current.record_id == 1
    assert "Mục 1" in timeline.accessibleDescription()
    qtbot.keyClick(timeline, Qt.Key.Key_Right)
    qtbot.keyClick(timeline, Qt.Key.Key_Right)
    qtbot.keyClick(timeline, Qt.Key.Key_Return)
    assert [event.record_id for event in chosen] == [3]
    qtbot.keyClick(timeline, Qt.Key.Key_End)
    qtbot.keyClick(timeline, Qt.Key.Key_Right)
    assert timeline.current.record_id == 5


def test_click_opens_and_the_mouse_tells(timeline, qtbot):
    chosen: list[Event] = []
    pointed: list[Event | None] = []
    timeline.chosen.connect(chosen.append)
    timeline.pointed.connect(pointed.append)
    qtbot.mouseMove(timeline, timeline.point_of(1))
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=timeline.point_of(1))
    assert [event.record_id for event in chosen] == [2]
    assert any(event is not None and event.record_id == 2 for event in pointed)


def test_words_say_date_kind_title_place_and_what_is_inferred():
    assert (
        _event(1, "2022-06-09", inferred=True).words == "09/6 (năm suy đoán 2022) · Đoàn vào · Mục 1 · Vinh"
    )


def test_nothing_dated_is_said_and_painted(timeline):
    timeline.set_events([_event(4, "--06-09")])
    assert "chưa có mục nào" in timeline.accessibleName()
    assert not timeline.grab().isNull()


def test_centuries_are_painted(timeline):
    timeline.set_events([_event(1, "1802"), _event(2, "2026-01-01")])
    assert not timeline.grab().isNull()


def _figure(number: int, what: str, value: float, year: str, scope: str = "A", unit: str = "USD") -> Figure:
    return Figure(
        number,
        what,
        value,
        unit,
        scope_from=scope,
        period=PartialDate.from_iso(year),
        indicator=Indicator.OTHER,
    )


def test_only_the_same_thing_at_different_times_is_compared():
    figures = [
        _figure(1, "Xuất khẩu", 5, "2021"),
        _figure(2, "xuất khẩu", 7, "2020"),
        _figure(3, "Xuất khẩu", 9, "2022", scope="B"),
        _figure(4, "Xuất khẩu", 9, "2023", unit="tấn"),
        _figure(5, "Nhập khẩu", 9, "2021"),
        _figure(6, "Nhập khẩu", 8, "2021"),
    ]
    assert [[item.id for item in group] for group in comparable(figures)] == [[2, 1]]
    assert list(by_scope(figures)) == ["A", "B"]


def test_bars_say_scope_period_and_number(themed, qtbot):
    chart = BarChart([_figure(2, "Xuất khẩu", 7, "2020"), _figure(1, "Xuất khẩu", 5, "2021")])
    qtbot.addWidget(chart)
    assert chart.title == "Xuất khẩu, phạm vi A"
    assert chart.accessibleDescription() == "năm 2020: 7 USD; năm 2021: 5 USD"
    chart.resize(300, chart.sizeHint().height())
    assert not chart.grab().isNull()


@pytest.mark.parametrize("text", ["", "ngắn", "một câu rất dài " * 20, "😀😀 đoàn " * 30, "x" * 300])
def test_clamped_words_keep_to_their_lines(themed, qtbot, text):
    label = ClampedLabel(text, lines=2)
    qtbot.addWidget(label)
    label.resize(160, 10)
    label.show()
    one = label.fontMetrics().height()
    assert one <= label.height() <= 2 * one + 4
    label.grab()
    assert bool(label.toolTip()) == (len(text) > 60)
