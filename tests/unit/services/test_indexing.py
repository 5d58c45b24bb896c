"""Paying large debts to the index: by child processes, in one step, and stoppable."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db.records import Partner
from desktop_app.bootstrap import Services
from desktop_app.core.search import building
from desktop_app.progress import Cancelled, Progress, Reporter
from desktop_app.services.searching import SearchRequest

COUNT = 40


@pytest.fixture
def started(services: Services, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Many partners that the index does not know; the child processes that were started for it."""
    services.search.catch_up()
    for number in range(COUNT):
        services.records.save(Partner(0, f"Thành phố Thử nghiệm {number}"))
    processes: list[int] = []
    start = building._start

    def watched(part: Path) -> object:
        child = start(part)
        processes.append(child.process.pid or 0)
        return child

    monkeypatch.setattr(building, "FEW", 10)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(building, "_start", watched)
    return processes


def found(services: Services) -> int:
    return services.search.search(SearchRequest("thử nghiệm", limit=100)).total


def test_a_large_debt_is_paid_by_children(services: Services, started: list[int]) -> None:
    assert services.search.catch_up() == COUNT
    assert len(started) == 2
    assert found(services) == COUNT
    assert services.search.state() == ("ready", 0)


def test_a_large_debt_that_is_stopped_stays_a_debt(services: Services, started: list[int]) -> None:
    reporter = Reporter(lambda progress: reporter.cancel())
    with pytest.raises(Cancelled):
        services.search.catch_up(reporter)
    assert services.search.state() == ("ready", COUNT)
    assert services.search.catch_up() == COUNT
    assert started
    assert found(services) == COUNT


def test_rebuilding_counts_up_to_all(services: Services, started: list[int]) -> None:
    seen: list[Progress] = []
    assert services.search.rebuild(Reporter(seen.append)) == COUNT
    assert started
    assert (seen[-1].done, seen[-1].total) == (COUNT, COUNT)
    assert [progress.done for progress in seen] == sorted(progress.done for progress in seen)
    assert services.search.state() == ("ready", 0)


def test_many_single_edits_leave_few_segments(services: Services) -> None:
    services.search.catch_up()
    for number in range(20):
        services.records.save(Partner(0, f"Thành phố Thử nghiệm {number}"))
        services.search.catch_up()
    assert found(services) == 20
    assert len(list(services.paths.index.glob("*/*.trm"))) < 10
