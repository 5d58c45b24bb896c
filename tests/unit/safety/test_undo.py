"""Taking back never takes more than the action did, never less, and never ends in a driver's error."""

import dataclasses

import pytest

from db.records import Commitment, CommitmentGrade, Direction, Partner, RecordKind, Visit, VisitStop
from desktop_app.bootstrap import Services
from desktop_app.errors import ConflictError


def saved(services: Services, record: object) -> tuple[int, int]:
    """Store a record; return its id and the action."""
    record_id = services.records.save(record)  # type: ignore[arg-type]
    return record_id, services.history.last_id()


def test_what_was_added_below_a_record_later_is_not_taken_with_it(services: Services) -> None:
    visit_id, action = saved(services, Visit(0, "Đoàn A", Direction.IN))
    visit = services.records.get(RecordKind.VISIT, visit_id)
    services.records.save(dataclasses.replace(visit, stops=(VisitStop("Cảng"),)))
    with pytest.raises(ConflictError):
        services.history.undo(action)
    assert [stop.name for stop in services.records.get(RecordKind.VISIT, visit_id).stops] == ["Cảng"]
    assert services.history.action(action).undone_at is None


@pytest.mark.parametrize(
    "later",
    [
        lambda partner, visit: Visit(0, "Đoàn B", Direction.IN, partner_ids=(partner,)),
        lambda partner, visit: Commitment(0, "Gửi sách", CommitmentGrade.PROMISE, visit_id=visit),
    ],
)
def test_what_others_refer_to_stays_and_the_refusal_is_a_sentence(services: Services, later) -> None:
    partner_id, first = saved(services, Partner(0, "Thành phố A"))
    visit_id, second = saved(services, Visit(0, "Đoàn A", Direction.IN))
    record = later(partner_id, visit_id)
    _, last = saved(services, record)
    action = first if isinstance(record, Visit) else second
    with pytest.raises(ConflictError, match="Không có gì thay đổi"):
        services.history.undo(action)
    services.history.undo(last)
    services.history.undo(action)
    assert not services.records.visits() if action == second else not services.records.partners()


def test_a_tag_others_bear_by_now_does_not_stand_in_the_way(services: Services) -> None:
    first_id, action = saved(services, Partner(0, "Thành phố A", tags=("ưu tiên",)))
    second_id, _ = saved(services, Partner(0, "Thành phố B", tags=("ưu tiên",)))
    services.history.undo(action)
    assert [partner.id for partner in services.records.partners()] == [second_id]
    services.history.redo_last()
    tags = {partner.id: partner.tags for partner in services.records.partners()}
    assert tags == {first_id: ("ưu tiên",), second_id: ("ưu tiên",)}


def test_taking_back_a_redo_says_that_the_action_is_taken_back(services: Services) -> None:
    partner_id, action = saved(services, Partner(0, "Thành phố A"))
    for turn in range(1, 6):
        services.history.undo(services.history.last_id())
        is_there = any(partner.id == partner_id for partner in services.records.partners())
        assert is_there is (turn % 2 == 0)
        assert (services.history.action(action).undone_at is None) is is_there
