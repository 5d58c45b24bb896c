"""Every decision can be read again: what was found, where, what was changed, why it was refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from db.dates import PartialDate
from db.records import Direction, Suggestion, SuggestionKind, SuggestionState
from desktop_app.bootstrap import Services
from desktop_app.services.drafts import VisitDraft

TEXT = """Đoàn thành phố Gwangju thăm Nghệ An

Ngày 12/5/2023, tại thành phố Vinh, lãnh đạo tỉnh Nghệ An đã tiếp đoàn công tác của thành phố \
Gwangju (Hàn Quốc) do ông Han Dong-min - Phó Thị trưởng làm trưởng đoàn."""


@pytest.fixture
def visit(services: Services, tmp_path: Path) -> Suggestion:
    path = tmp_path / "bài.txt"
    path.write_text(TEXT, encoding="utf-8")
    (article,) = services.importing.apply(services.importing.plan_files([path])).article_ids
    cards = services.review.desk(article).pending
    return next(card.suggestion for card in cards if card.suggestion.kind is SuggestionKind.VISIT)


def stored(services: Services, suggestion: Suggestion) -> Suggestion:
    cards = services.review.desk(suggestion.article_id).cards
    return next(card.suggestion for card in cards if card.suggestion.id == suggestion.id)


def test_an_edit_keeps_before_after_and_the_passages(services: Services, visit: Suggestion) -> None:
    card = next(c for c in services.review.desk(visit.article_id).pending if c.suggestion.id == visit.id)
    assert isinstance(card.draft, VisitDraft)
    changed = replace(card.draft.visit, direction=Direction.OUT, period=PartialDate.from_iso("2023-05-13"))
    services.review.accept(visit.id, replace(card.draft, visit=changed))
    kept = stored(services, visit)
    assert kept.state is SuggestionState.ACCEPTED
    assert kept.decision == {"changed": {"direction": ["in", "out"], "period": ["2023-05-12", "2023-05-13"]}}
    assert kept.spans == visit.spans
    assert kept.payload == visit.payload


def test_an_acceptance_as_found_has_nothing_to_tell(services: Services, visit: Suggestion) -> None:
    services.review.accept(visit.id)
    assert stored(services, visit).decision == {}


def test_a_rejection_keeps_its_reason_and_undo_forgets_it(services: Services, visit: Suggestion) -> None:
    services.review.reject(visit.id, "không phải đoàn khách")
    kept = stored(services, visit)
    assert (kept.state, kept.decision) == (SuggestionState.REJECTED, {"reason": "không phải đoàn khách"})
    services.history.undo_last()
    again = stored(services, visit)
    assert (again.state, again.decision) == (SuggestionState.PENDING, {})
