import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from db.dates import PartialDate
from db.records import Agreement, AgreementStatus, Direction, RecordKind, Visit, VisitStatus
from desktop_app.paths import Holder
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.desk import DeskPage
from desktop_app.ui.widgets.record_line import RecordLine


@dataclass
class FakeFrame:
    services: Any
    runner: Any
    state: Any
    gone: list[Address] = field(default_factory=list)
    toasts: list[tuple[str, str, Any]] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)

    def go(self, address: Address) -> None:
        self.gone.append(address)

    def note_address(self, address: Address) -> None:
        pass

    def toast(self, text: str, action: str = "", on_action: Any = None) -> None:
        self.toasts.append((text, action, on_action))

    def announce(self, changes: object) -> None:
        pass

    def show_error(self, error: BaseException) -> None:
        self.errors.append(error)


def _settle() -> None:
    for _ in range(6):
        QApplication.processEvents()


@pytest.fixture
def open_desk(run_now, state, qtbot) -> Iterator[Any]:
    def make(services: Any) -> tuple[DeskPage, FakeFrame]:
        frame = FakeFrame(services, run_now, state)
        run_now.job_failed.connect(frame.show_error)
        page = DeskPage(frame)
        qtbot.addWidget(page)
        page.resize(1162, 691)
        page.show()
        page.open(Address("desk"))
        _settle()
        return page, frame

    return make


def test_empty_library_shows_three_first_steps(open_desk, services, qtbot):
    page, frame = open_desk(services)
    words = [button.accessibleName() for button in page.steps.buttons]
    assert words == ["Nhập tin bài", "Mở kho mẫu", "Điền thông tin cơ quan"]
    assert all(button.isVisible() for button in page.steps.buttons)
    qtbot.mouseClick(page.steps.buttons[0], Qt.MouseButton.LeftButton)
    page.steps.buttons[2].setFocus()
    qtbot.keyClick(page.steps.buttons[2], Qt.Key.Key_Space)
    assert frame.gone == [Address("articles", extra="import"), Address("settings", extra="office")]


@pytest.mark.slow
def test_samples_fill_the_desk(open_desk, services):
    page, frame = open_desk(services)
    page.steps.buttons[1].click()
    _settle()
    assert not page.steps.isVisible()
    assert page.review.lines
    assert "kho mẫu" in frame.toasts[-1][0]


def test_suggestions_lead_to_the_review(open_desk, sample_services, qtbot):
    page, frame = open_desk(sample_services)
    waiting = sample_services.overview.overview().to_review
    line = page.review.lines[0]
    assert line.title.text() == waiting[0].label
    assert line.badge.text() == f"{waiting[0].pending} gợi ý"
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    page.review.all_button.click()
    page.review_action.trigger()
    assert frame.gone == [Address("review", waiting[0].id), Address("review"), Address("review")]


def test_overdue_commitments_come_first(open_desk, sample_services):
    page, frame = open_desk(sample_services)
    badges = [line.badge.text() for line in page.commitments.lines]
    days = [int(text.split()[2].replace(".", "")) for text in badges if text.startswith("Quá hạn")]
    assert badges[0].startswith("Quá hạn")
    assert days == sorted(days, reverse=True)
    page.commitments.lines[0].click()
    assert frame.gone[-1].page == "commitments"


def test_agreements_near_their_end_and_visits_to_come(open_desk, services):
    today = dt.date.today()
    services.records.save(
        Agreement(
            0,
            "Bản ghi nhớ thử",
            status=AgreementStatus.IN_FORCE,
            ends=PartialDate.from_day(today + dt.timedelta(days=30)),
        )
    )
    planned = Visit(0, "Đoàn thử", Direction.OUT, VisitStatus.PLANNED)
    services.records.save(replace(planned, period=PartialDate.from_day(today + dt.timedelta(days=3))))
    services.records.save(replace(planned, title="Đoàn cũ", period=PartialDate.from_iso("2020-01-01")))
    page, _ = open_desk(services)
    assert page.agreements.lines[0].badge.text() == "Còn 30 ngày"
    badges = {line.title.text(): line.badge.text() for line in page.visits.lines}
    assert badges == {"Đoàn cũ": "Đã qua ngày, cần cập nhật", "Đoàn thử": ""}


def test_empty_cards_say_so(open_desk, services):
    services.records.save(Visit(0, "Đoàn thử", Direction.OUT, VisitStatus.DONE))
    page, _ = open_desk(services)
    assert "Không có gợi ý nào" in page.review.nothing_text()
    assert "180 ngày" in page.agreements.nothing_text()
    assert page.batches.nothing_text() == "Chưa nhập tin bài lần nào."


def test_import_is_taken_back_after_asking(open_desk, services, answer_dialogs):
    plan = services.importing.plan_pasted("Ngày 01/02/2024, đoàn tỉnh thăm thành phố bạn. " * 5)
    items = tuple(replace(item, take=True, title="Tin thử") for item in plan.items)
    services.importing.apply(replace(plan, items=items))
    page, frame = open_desk(services)
    button = next(b for b in page.batches.lines[0].findChildren(QPushButton))
    answer_dialogs("")
    button.click()
    assert len(services.records.articles()) == 1
    seen = answer_dialogs("yes")
    button.click()
    _settle()
    assert "1 tin bài" in seen[0].accessibleName()
    assert services.records.articles() == []
    assert frame.toasts[-1][0] == "Đã hoàn tác lần nhập"


def test_import_with_accepted_records_is_not_taken_back(open_desk, sample_services, answer_dialogs):
    page, frame = open_desk(sample_services)
    answer_dialogs("yes")
    next(b for b in page.batches.lines[0].findChildren(QPushButton)).click()
    assert len(frame.errors) == 1
    assert len(sample_services.records.articles()) == 17


def test_backup_is_one_button_away(open_desk, sample_services):
    page, frame = open_desk(sample_services)
    assert "chưa có bản nào" in page.library.lines[1].title.text()
    page.backup_action.trigger()
    _settle()
    assert len(sample_services.maintenance.backups()) == 1
    assert "hôm nay" in page.library.lines[1].title.text()
    assert "Đã sao lưu" in frame.toasts[-1][0]
    assert page.backup_action.isEnabled()


def test_read_only_library_names_who_holds_it(open_desk, sample_services, monkeypatch):
    class Held:
        held_by = Holder("chị Lan", "MAY-02", 1)

        def __getattr__(self, name: str) -> Any:
            return getattr(sample_services, name)

    page, _ = open_desk(Held())
    assert page.banner.isVisible()
    assert "chị Lan" in page.banner.text()
    assert "MAY-02" in page.banner.text()
    assert not page.backup_action.isEnabled()


@pytest.mark.parametrize("size", [(1162, 691), (859, 440)])
def test_nothing_is_cut_and_every_line_has_a_name(open_desk, sample_services, size):
    page, _ = open_desk(sample_services)
    page.resize(*size)
    _settle()
    lines = [line for line in page.findChildren(RecordLine) if line.isVisible()]
    assert lines
    for line in lines:
        assert line.height() >= line.minimumSizeHint().height()
        assert line.accessibleName()
        assert line.width() <= size[0]
    assert page.columns.columns_shown == 2
    assert page.minimumSizeHint().width() <= size[0]


def test_desk_reads_again_when_something_changed(open_desk, sample_services):
    page, _ = open_desk(sample_services)
    before = page.commitments.lines[0].title.text()
    first = next(item for item in sample_services.records.commitments() if item.content == before)
    sample_services.records.trash(RecordKind.COMMITMENT, [first.id])
    page.refresh()
    _settle()
    assert page.commitments.lines[0].title.text() != before
