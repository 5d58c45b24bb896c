"""Bàn làm việc: what waits, what runs out, what was done last, whether all is safe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from db.records import Agreement, Article, Commitment, ImportBatch, Visit
from desktop_app.labels import label
from desktop_app.progress import Reporter
from desktop_app.services.context import describe_holder
from desktop_app.services.maintenance import BackupInfo
from desktop_app.services.overview import Overview, overdue_days
from desktop_app.services.wording import show_date
from desktop_app.ui.background import Lane
from desktop_app.ui.dialogs.question import may_do
from desktop_app.ui.icons import set_icon
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page
from desktop_app.ui.partner.doing import Doing
from desktop_app.ui.partner.wording import commitment_caption, side_badge
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.action_button import ActionButton, page_action
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.card_columns import CardColumns, ListCard
from desktop_app.ui.widgets.first_steps import FirstSteps
from desktop_app.ui.widgets.record_line import RecordLine

_REVIEW, _COMMITMENTS, _FEW = 4, 5, 3
_OLD_BACKUP_DAYS = 7


@dataclass(frozen=True, slots=True)
class DeskLook:
    """What the desk shows; ``has_office``: somebody said whose library this is."""

    overview: Overview
    has_office: bool

    @property
    def is_new(self) -> bool:
        """Whether nothing is in the library yet."""
        counts = self.overview.counts
        return not (counts.articles or counts.partners or counts.visits or counts.agreements)


class DeskPage(Page):
    """The first page."""

    name: ClassVar[str] = "desk"
    help_topic: ClassVar[str] = "ban-lam-viec"

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(frame, parent)
        tr = self.tr
        self._request = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._read)
        self._doing = Doing(frame, self, self._soon.start, lambda: self.title)
        self.banner = Banner()
        self.review = ListCard(tr("Gợi ý chờ duyệt"))
        self.commitments = ListCard(tr("Cam kết còn mở"))
        self.agreements = ListCard(tr("Thỏa thuận sắp hết hạn"))
        self.visits = ListCard(tr("Đoàn sắp tới"))
        self.batches = ListCard(tr("Lần nhập gần đây"))
        self.library = ListCard(tr("Tình trạng kho"))
        self._make_actions()
        self.steps = FirstSteps(
            (
                (
                    self.import_action,
                    tr("Nhập tin bài về đối ngoại: kéo thả tệp, dán chữ, hoặc chọn thư mục."),
                ),
                (self.samples_action, tr("Mở kho mẫu để xem chương trình làm được gì, rồi thử duyệt và in.")),
                (self.office_action, tr("Điền tên cơ quan, tỉnh, người ký: sẽ in ở đầu mỗi hồ sơ.")),
            )
        )
        self._bodies = QStackedWidget()
        self._lay_out_body()
        self._connect()
        self.set_title(tr("Bàn làm việc"))
        self.set_actions(self.review_action, (self.import_action,))

    # -- Page --------------------------------------------------------------------------------------------

    def open(self, address: Address) -> None:
        self._read()

    def refresh(self, changes: object | None = None) -> None:
        self._soon.start()

    # -- what one can do -----------------------------------------------------------------------------------

    def load_samples(self) -> None:
        """Fill the library with the shipped samples."""
        samples = self.frame.services.samples

        def work(reporter: Reporter) -> object:
            samples.load(reporter)
            return None

        self.samples_action.setEnabled(False)
        job = self.frame.runner.run(
            self.tr("Mở kho mẫu"), work, lane=Lane.WRITE, on_success=self._on_samples_loaded
        )
        job.finished.connect(self._on_samples_ended)
        if job.is_finished:
            self._on_samples_ended()

    def back_up(self) -> None:
        """Write a checked copy of the library."""
        maintenance = self.frame.services.maintenance

        def work(reporter: Reporter) -> object:
            return maintenance.backup(reporter=reporter)

        # On the write lane: a copy made while something changes would not match and be thrown away.
        self.backup_action.setEnabled(False)
        job = self.frame.runner.run(
            self.tr("Sao lưu kho"), work, lane=Lane.WRITE, on_success=self._on_backed_up
        )
        job.finished.connect(self._on_backup_ended)
        if job.is_finished:
            self._on_backup_ended()

    def undo_batch(self, batch: ImportBatch) -> None:
        """Take an import back after asking."""
        question = self.tr("Hoàn tác lần nhập {0} tin bài lúc {1}?").format(
            batch.articles, _moment(batch.started_at)
        )
        text = self.tr("Các tin bài của lần nhập này chuyển vào thùng rác; có thể khôi phục.")
        if not may_do(self, question, self.tr("Hoàn tác lần nhập"), text):
            return
        services = self.frame.services

        def work(_reporter: Reporter) -> object:
            services.importing.undo_batch(batch.id)
            return None

        self._doing.change(work, self.tr("Đã hoàn tác lần nhập"))

    # -- layout ----------------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        tr = self.tr
        go = self.frame.go
        self.review_action = page_action(
            self, tr("Duyệt gợi ý"), "list-checks", lambda: go(Address("review"))
        )
        self.import_action = page_action(
            self, tr("Nhập tin bài"), "download", lambda: go(Address("articles", extra="import"))
        )
        self.samples_action = page_action(self, tr("Mở kho mẫu"), "book-open", self.load_samples)
        self.office_action = page_action(
            self, tr("Điền thông tin cơ quan"), "building-2", lambda: go(Address("settings", extra="office"))
        )
        self.backup_action = page_action(self, tr("Sao lưu ngay"), "archive", self.back_up)

    def _lay_out_body(self) -> None:
        self.columns = CardColumns(2, 370)
        for widget, column in (
            (self.review, 0),
            (self.commitments, 0),
            (self.agreements, 1),
            (self.visits, 1),
            (self.batches, 1),
            (self.library, 1),
        ):
            self.columns.add(widget, column)
        button = ActionButton(self.backup_action)
        self.library.header.add(button)
        self._bodies.addWidget(self.columns)
        self._bodies.addWidget(self.steps)
        body = QFrame()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(Space.WIDE, 0, Space.WIDE, 0)
        top.addWidget(self.banner)
        layout.addLayout(top)
        layout.addWidget(self._bodies, 1)
        self.set_body(body)

    def _connect(self) -> None:
        go = self.frame.go
        self.review.all_button.clicked.connect(lambda: go(Address("review")))
        self.commitments.all_button.clicked.connect(lambda: go(Address("commitments")))
        self.agreements.all_button.clicked.connect(lambda: go(Address("agreements")))
        self.visits.all_button.clicked.connect(lambda: go(Address("visits")))

    # -- reading ---------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._request += 1
        number, services = self._request, self.frame.services

        def work(_reporter: Reporter) -> object:
            return number, DeskLook(services.overview.overview(), bool(services.office.office().name))

        self.frame.runner.run("", work, on_success=self._on_read)

    def _on_read(self, result: tuple[int, DeskLook]) -> None:
        number, look = result
        if number != self._request:
            return
        holder = self.frame.services.held_by
        can_write = holder is None
        if holder is not None:
            text = self.tr("Kho đang được mở để sửa ở nơi khác ({0}). Ở đây chỉ xem được.")
            self.banner.show_text(text.format(describe_holder(holder)), "warning")
        else:
            self.banner.hide()
        for action in (self.import_action, self.samples_action, self.backup_action):
            action.setEnabled(can_write)
        self.office_action.setText(
            self.tr("Xem lại thông tin cơ quan") if look.has_office else self.tr("Điền thông tin cơ quan")
        )
        overview = look.overview
        self.review_action.setEnabled(overview.counts.pending_suggestions > 0)
        self._bodies.setCurrentIndex(1 if look.is_new else 0)
        if look.is_new:
            self.set_actions()
            return
        self.set_actions(self.review_action, (self.import_action,))
        self._show(look)

    def _show(self, look: DeskLook) -> None:
        today = dt.date.today()
        overview = look.overview
        self._show_review(overview)
        self._show_commitments(overview, today)
        self._show_agreements(overview.expiring, today)
        self._show_visits(overview.upcoming, today)
        self._show_batches(overview.batches)
        self._show_library(look)

    # -- cards -----------------------------------------------------------------------------------------------

    def _line(
        self, address: Address, title: str, caption: str, badge: str = "", kind: str = ""
    ) -> RecordLine:
        line = RecordLine(title, caption, badge=badge, badge_kind=kind, lines=1)
        line.clicked.connect(lambda: self.frame.go(address))
        return line

    def _show_review(self, overview: Overview) -> None:
        lines: list[QWidget] = [self._article_line(item) for item in overview.to_review[:_REVIEW]]
        counts = overview.counts
        more = self.tr("Duyệt cả {0} gợi ý").format(_number(counts.pending_suggestions)) if lines else ""
        self.review.show_lines(
            lines, self.tr("Không có gợi ý nào chờ duyệt. Nhập thêm tin bài để có gợi ý mới."), more
        )

    def _article_line(self, article: Article) -> RecordLine:
        published = show_date(article.published, self.tr("chưa rõ ngày"))
        caption = " · ".join(part for part in (article.outlet, published) if part)
        badge = self.tr("{0} gợi ý").format(article.pending)
        return self._line(Address("review", article.id), article.label, caption, badge, "accent")

    def _show_commitments(self, overview: Overview, today: dt.date) -> None:
        items = sorted(overview.open_commitments, key=lambda item: -overdue_days(item, today))
        lines: list[QWidget] = [self._commitment_line(item, today) for item in items[:_COMMITMENTS]]
        count = overview.counts.open_commitments
        more = self.tr("Xem cả {0}").format(_number(count)) if count > len(lines) else ""
        self.commitments.show_lines(lines, self.tr("Không còn cam kết nào đang mở."), more)

    def _commitment_line(self, item: Commitment, today: dt.date) -> RecordLine:
        badge, kind = side_badge(item, today)
        partners = ", ".join(item.partner_names)
        caption = " · ".join(part for part in (partners, commitment_caption(item, today)) if part)
        return self._line(Address("commitments", item.id), item.content, caption, badge, kind)

    def _show_agreements(self, items: Sequence[Agreement], today: dt.date) -> None:
        lines: list[QWidget] = []
        for item in items[:_FEW]:
            end = item.ends.last_day()
            left = self.tr("Còn {0} ngày").format((end - today).days) if end is not None else ""
            caption = " · ".join(
                [*item.partner_names, self.tr("hết hiệu lực {0}").format(show_date(item.ends))]
            )
            lines.append(self._line(Address("agreements", item.id), item.title, caption, left, "warning"))
        more = self.tr("Xem cả {0}").format(len(items)) if len(items) > _FEW else ""
        days = int(self.frame.services.settings.get("expiry_days"))
        nothing = self.tr("Không có thỏa thuận nào hết hạn trong {0} ngày tới.").format(days)
        self.agreements.show_lines(lines, nothing, more)

    def _show_visits(self, items: Sequence[Visit], today: dt.date) -> None:
        lines: list[QWidget] = []
        for item in items[:_FEW]:
            parts = (label(item.direction), show_date(item.period), label(item.status), item.location)
            caption = " · ".join(part for part in parts if part)
            last = item.period.last_day()
            is_past = last is not None and last < today
            badge = self.tr("Đã qua ngày, cần cập nhật") if is_past else ""
            lines.append(self._line(Address("visits", item.id), item.title, caption, badge, "warning"))
        more = self.tr("Xem cả {0}").format(len(items)) if len(items) > _FEW else ""
        self.visits.show_lines(lines, self.tr("Chưa ghi đoàn nào sắp tới."), more)

    def _show_batches(self, items: Sequence[ImportBatch]) -> None:
        lines: list[QWidget] = [self._batch_line(item) for item in items[:_FEW]]
        self.batches.show_lines(lines, self.tr("Chưa nhập tin bài lần nào."))

    def _batch_line(self, batch: ImportBatch) -> RecordLine:
        title = self.tr("{0} tin bài").format(_number(batch.articles))
        source = f"{title} · {batch.source}" if batch.source else title
        state = self.tr("đã hoàn tác") if batch.undone_at is not None else ""
        caption = " · ".join(part for part in (_moment(batch.started_at), state) if part)
        line = self._line(Address("articles"), source, caption)
        if batch.undone_at is None and self.frame.services.held_by is None:
            button = QPushButton(self.tr("Hoàn tác"))
            button.setProperty("role", "link")
            set_icon(button, "undo-2", "accent")
            button.setAccessibleName(self.tr("Hoàn tác lần nhập lúc {0}").format(_moment(batch.started_at)))
            button.clicked.connect(lambda: self.undo_batch(batch))
            line.add(button)
        return line

    def _show_library(self, look: DeskLook) -> None:
        overview = look.overview
        lines: list[QWidget] = [
            _state_line(*self._index_words(overview)),
            _state_line(*self._backup_words(overview.last_backup)),
        ]
        if not look.has_office:
            line = RecordLine(
                self.tr("Chưa điền thông tin cơ quan"),
                self.tr("Nhấn để điền: hồ sơ in ra cần tên cơ quan."),
                icon_name="triangle-alert",
                icon_token="warning",
            )
            line.clicked.connect(self.office_action.trigger)
            lines.append(line)
        self.library.show_lines(lines, "")

    def _index_words(self, overview: Overview) -> tuple[str, bool]:
        if overview.index_state != "ready":
            return self.tr("Tìm kiếm: đang dựng lại chỉ mục"), False
        if overview.index_debt:
            return self.tr("Tìm kiếm: còn {0} mục đang được thêm").format(_number(overview.index_debt)), False
        return self.tr("Tìm kiếm: đủ {0} tin bài").format(_number(overview.counts.articles)), True

    def _backup_words(self, backup: BackupInfo | None) -> tuple[str, bool]:
        if backup is None:
            return self.tr("Sao lưu: chưa có bản nào"), False
        age = (dt.datetime.now().astimezone() - backup.made_at).days
        return self.tr("Sao lưu: {0}").format(_moment(backup.made_at)), age < _OLD_BACKUP_DAYS

    # -- answers ---------------------------------------------------------------------------------------------

    def _on_samples_loaded(self, _result: object) -> None:
        self.frame.toast(self.tr("Đã mở kho mẫu. Mọi thứ trong đó là ví dụ."))

    def _on_samples_ended(self) -> None:
        self.samples_action.setEnabled(True)
        self._soon.start()

    def _on_backed_up(self, backup: BackupInfo) -> None:
        self.frame.toast(self.tr("Đã sao lưu và kiểm tra: {0}").format(backup.path.name))

    def _on_backup_ended(self) -> None:
        self.backup_action.setEnabled(True)
        self._soon.start()


def _state_line(text: str, is_well: bool) -> RecordLine:
    return RecordLine(
        text,
        icon_name="circle-check" if is_well else "triangle-alert",
        icon_token="success" if is_well else "warning",
        opens=False,
    )


def _moment(when: dt.datetime) -> str:
    local = when.astimezone()
    today = dt.datetime.now().astimezone().date()
    words = {0: "hôm nay", 1: "hôm qua"}.get((today - local.date()).days)
    return f"{words or f'{local:%d/%m/%Y}'} {local:%H:%M}"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
