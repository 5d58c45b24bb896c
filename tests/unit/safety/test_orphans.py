"""The check finds what speaks of records that are not there; ordinary work and undo leave none."""

import random
import sqlite3

import pytest

from db.records import RecordKind
from desktop_app.bootstrap import Services
from desktop_app.errors import AppError


def orphans(services: Services) -> dict[str, int]:
    with services._context.reading() as work:
        return work.orphans.all()


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE evidence SET record_id = 9999 WHERE id = 1", "evidence"),
        ("UPDATE evidence SET end_offset = 99999999 WHERE id = 1", "span"),
        ("UPDATE partner_link SET record_id = 9999 WHERE id = 1", "partner_link"),
        ("UPDATE term_link SET record_id = 9999 WHERE id = 1", "term_link"),
        ("UPDATE suggestion SET record_id = 9999 WHERE state = 'accepted'", "suggestion"),
    ],
)
def test_each_kind_of_orphan_is_found(sample_services: Services, statement: str, name: str) -> None:
    assert orphans(sample_services) == {}
    assert sample_services.maintenance.check().sound
    connection = sqlite3.connect(sample_services.paths.database)
    connection.execute(statement)
    connection.commit()
    connection.close()
    assert set(orphans(sample_services)) == {name}
    assert not sample_services.maintenance.check().sound


@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_of_work_and_undo_leaves_no_orphan(sample_services: Services, seed: int) -> None:
    chance, services = random.Random(seed), sample_services
    first = services.history.last_id()
    partners = [partner.id for partner in services.records.partners()]

    def step() -> None:
        article = chance.choice(services.review.queue())
        match chance.randrange(9):
            case 0:
                services.review.accept_all(article.id)
            case 1 | 2:
                services.review.accept(chance.choice(services.review.desk(article.id).pending).suggestion.id)
            case 3:
                old, new = chance.sample(partners, 2)
                services.partners.merge(old, new)
            case 4:
                services.records.trash(RecordKind.ARTICLE, [article.id])
            case 5:
                services.importing.undo_batch(1)
            case 6:
                services.history.redo_last()
            case _:
                recent = [a.id for a in services.history.actions(12) if a.id > first]
                services.history.undo(chance.choice(recent))

    refused = 0
    for _ in range(40):
        before = services.maintenance.counts()
        try:
            step()
        except (AppError, IndexError):
            refused += 1
            assert services.maintenance.counts() == before
        assert orphans(services) == {}
    assert refused < 40
    assert services.maintenance.check().sound
