"""From an article to accepted records, and back."""

import dataclasses
from pathlib import Path

import pytest

from db.dates import PartialDate
from db.records import (
    Article,
    Commitment,
    CommitmentGrade,
    Direction,
    RecordKind,
    Side,
    Suggestion,
    SuggestionKind,
    SuggestionState,
    Visit,
)
from desktop_app.bootstrap import Services
from desktop_app.core.dossier.request import Office
from desktop_app.errors import ConflictError, UserFixable
from desktop_app.services.drafts import FieldDraft, LinkedDraft, VisitDraft, draft

TEXT = """Đoàn thành phố Gwangju thăm Nghệ An

Ngày 12/5/2023, tại thành phố Vinh, lãnh đạo tỉnh Nghệ An đã tiếp đoàn công tác của thành phố \
Gwangju (Hàn Quốc) do ông Han Dong-min - Phó Thị trưởng làm trưởng đoàn.

Tại buổi làm việc, ông Han Dong-min cho biết, Gwangju sẽ cử 3 chuyên gia sang hỗ trợ đào tạo nghề cho \
lao động Nghệ An trong năm 2024."""


@pytest.fixture
def article_id(services: Services, tmp_path: Path) -> int:
    services.office.save(Office(name="Sở Ngoại vụ", province="Nghệ An"))
    path = tmp_path / "bài 1.txt"
    path.write_text(TEXT, encoding="utf-8")
    result = services.importing.apply(services.importing.plan_files([path]))
    return result.article_ids[0]


def card_of(services: Services, article_id: int, kind: SuggestionKind):
    return next(c for c in services.review.desk(article_id).pending if c.suggestion.kind is kind)


@pytest.mark.example(21)
def test_nothing_counts_before_it_is_accepted(services: Services, article_id: int) -> None:
    counts = services.maintenance.counts()
    assert counts.pending_suggestions > 0
    assert (counts.visits, counts.agreements, counts.partners, counts.figures) == (0, 0, 0, 0)


def test_accepting_a_visit_makes_partner_people_and_evidence(services: Services, article_id: int) -> None:
    card = card_of(services, article_id, SuggestionKind.VISIT)
    kind, visit_id = services.review.accept(card.suggestion.id)
    visit = services.records.get(kind, visit_id)
    assert visit.direction is Direction.IN
    assert visit.period.start == "2023-05-12"
    assert any("Gwangju" in name for name in visit.partner_names)
    (head,) = visit.heads()
    assert head.name == "Han Dong-min"
    person = services.records.get(RecordKind.PERSON, head.person_id)
    assert "Phó Thị trưởng" in person.posts[0].title
    assert person.posts[0].seen_on == visit.period
    evidence = services.records.evidence(kind, visit_id)
    assert any("12/5/2023" in item.quote for item in evidence)


def test_undo_of_an_acceptance_leaves_the_suggestion_waiting(services: Services, article_id: int) -> None:
    before = services.maintenance.counts()
    card = card_of(services, article_id, SuggestionKind.VISIT)
    services.review.accept(card.suggestion.id)
    action = services.history.undo_last()
    assert action is not None
    after = services.maintenance.counts()
    assert dataclasses.replace(after, index_queue=0) == dataclasses.replace(before, index_queue=0)
    assert card_of(services, article_id, SuggestionKind.VISIT).suggestion.id == card.suggestion.id
    services.history.redo_last()
    assert services.maintenance.counts().visits == 1


def test_an_edited_draft_is_what_is_stored(services: Services, article_id: int) -> None:
    card = card_of(services, article_id, SuggestionKind.VISIT)
    assert isinstance(card.draft, VisitDraft)
    edited = dataclasses.replace(
        card.draft, visit=dataclasses.replace(card.draft.visit, title="Đoàn Phó Thị trưởng Gwangju")
    )
    key = services.review.accept(card.suggestion.id, edited)
    assert services.records.get(*key).title == "Đoàn Phó Thị trưởng Gwangju"


def test_a_suggestion_is_decided_once(services: Services, article_id: int) -> None:
    card = card_of(services, article_id, SuggestionKind.VISIT)
    services.review.reject(card.suggestion.id)
    with pytest.raises(ConflictError, match="đã được xử lý"):
        services.review.accept(card.suggestion.id)
    states = {c.suggestion.id: c.suggestion.state for c in services.review.desk(article_id).cards}
    assert states[card.suggestion.id] is SuggestionState.REJECTED


@pytest.mark.example(21)
def test_accept_all_leaves_the_doubtful_ones(services: Services, article_id: int) -> None:
    desk = services.review.desk(article_id)
    doubtful = {c.suggestion.id for c in desk.pending if c.doubtful}
    accepted = services.review.accept_all(article_id)
    assert accepted == len(desk.pending) - len(doubtful)
    assert {c.suggestion.id for c in services.review.desk(article_id).pending} == doubtful


def test_a_commitment_is_linked_to_the_visit_and_partner_of_its_article(
    services: Services, article_id: int
) -> None:
    visit_key = services.review.accept(card_of(services, article_id, SuggestionKind.VISIT).suggestion.id)
    card = card_of(services, article_id, SuggestionKind.COMMITMENT)
    key = services.review.accept(card.suggestion.id)
    commitment = services.records.get(*key)
    assert commitment.visit_id == visit_key[1]
    assert commitment.grade is CommitmentGrade.PROMISE
    assert commitment.side is Side.THEIRS
    assert any("Gwangju" in name for name in commitment.partner_names)


def test_merging_keeps_one_record_with_both_evidences(
    services: Services, article_id: int, tmp_path: Path
) -> None:
    key = services.review.accept(card_of(services, article_id, SuggestionKind.VISIT).suggestion.id)
    path = tmp_path / "bài 2.txt"
    path.write_text(
        "Nghệ An mở rộng hợp tác\n\nNgày 12/5/2023, tại Vinh, Phó Chủ tịch UBND tỉnh Nghệ An Lê Văn Bảy tiếp "
        "đoàn công tác thành phố Gwangju (Hàn Quốc) do ông Han Dong-min - Phó Thị trưởng làm trưởng đoàn.",
        encoding="utf-8",
    )
    second = services.importing.apply(services.importing.plan_files([path])).article_ids[0]
    card = card_of(services, second, SuggestionKind.VISIT)
    assert (key[0], key[1]) in {(m.kind, m.record_id) for m in card.merge}
    services.review.merge(card.suggestion.id, *key)
    assert len(services.records.visits()) == 1
    assert {e.article_id for e in services.records.evidence(*key)} == {article_id, second}


def test_a_record_by_hand_needs_a_passage(services: Services, article_id: int) -> None:
    draft = VisitDraft(Visit(0, "Đoàn", Direction.IN), (("Gwangju", "Hàn Quốc"),))
    with pytest.raises(UserFixable, match="Chưa chọn đoạn văn"):
        services.review.create(article_id, draft, [])
    start = TEXT.index("lãnh đạo tỉnh")
    key = services.review.create(article_id, draft, [(start, start + 20, "")])
    assert services.records.evidence(*key)[0].quote == TEXT[start : start + 20]


def test_accepting_a_field_adds_it_to_the_visits_of_the_article(services: Services, article_id: int) -> None:
    key = services.review.accept(card_of(services, article_id, SuggestionKind.VISIT).suggestion.id)
    start = TEXT.index("đào tạo nghề")
    services.review.create(article_id, FieldDraft("Giáo dục, đào tạo"), [(start, start + 12, "")])
    assert "Giáo dục, đào tạo" in services.records.get(*key).fields


def test_a_confirmed_year_is_no_longer_inferred(services: Services, article_id: int) -> None:
    card = card_of(services, article_id, SuggestionKind.VISIT)
    assert isinstance(card.draft, VisitDraft)
    period = PartialDate.from_iso("--05-12", stated="12/5").with_year(2023, inferred=True).confirmed()
    edited = dataclasses.replace(card.draft, visit=dataclasses.replace(card.draft.visit, period=period))
    key = services.review.accept(card.suggestion.id, edited)
    assert services.records.get(*key).period.display() == "12/5/2023"


def test_figures_keep_their_scope(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "bài.txt"
    path.write_text(
        "Tin hợp tác\n\nNgày 3/4/2023, đoàn công tác thành phố Gwangju (Hàn Quốc) đến thăm tỉnh Nghệ An. "
        "Hiện nay, các doanh nghiệp Hàn Quốc đã đầu tư khoảng 140 triệu USD vào tỉnh Nghệ An.",
        encoding="utf-8",
    )
    article = services.importing.apply(services.importing.plan_files([path])).article_ids[0]
    services.review.accept(card_of(services, article, SuggestionKind.VISIT).suggestion.id)
    card = card_of(services, article, SuggestionKind.FIGURE)
    assert isinstance(card.draft, LinkedDraft)
    key = services.review.accept(card.suggestion.id)
    figure = services.records.get(*key)
    assert figure.value == 140_000_000
    assert figure.unit == "USD"
    assert "Gwangju" not in figure.scope
    assert "Hàn Quốc" in figure.scope


@pytest.mark.parametrize(
    ("by", "side"),
    [
        ("tỉnh Nghệ An", Side.OURS),
        ("Tỉnh Ninh Bình", Side.OURS),
        ("thành phố Gwangju", Side.THEIRS),
        ("Cục Thuế Gwangju", Side.THEIRS),
        ("hai bên", Side.BOTH),
        ("", Side.UNKNOWN),
    ],
)
def test_whose_side_a_commitment_is_on(by: str, side: Side) -> None:
    suggestion = Suggestion(
        0,
        0,
        SuggestionKind.COMMITMENT,
        {"by": by, "content": "sẽ cử chuyên gia", "grade": "promise"},
        (),
        0.8,
        "thử",
    )
    item = draft(suggestion, Article(1, "", ""), home="Nghệ An")
    assert isinstance(item, LinkedDraft)
    assert isinstance(item.record, Commitment)
    assert item.record.side is side
