"""The index is never left behind by two processes that pay the same debt, nor by threads."""

import threading
from pathlib import Path

import pytest

from db.records import Partner
from desktop_app.bootstrap import Services, open_library
from desktop_app.errors import WorldError
from desktop_app.services.context import Changes
from desktop_app.services.searching import SearchRequest


def found(services: Services, text: str) -> int:
    results = services.search.search(SearchRequest(text))
    assert not results.fallback
    return results.total


@pytest.fixture
def pair(tmp_path: Path):
    """The same library twice, as two processes have it."""
    with (
        open_library(tmp_path / "kho", config=tmp_path / "c") as one,
        open_library(tmp_path / "kho", config=tmp_path / "c") as two,
    ):
        one.search.catch_up()
        yield one, two


def test_a_debt_made_between_reading_and_paying_of_another_stays(pair) -> None:
    one, two = pair
    one.records.save(Partner(0, "Thành phố Alpha"))
    with one._context.reading() as work:
        items = work.index_queue.pending()
    two.search.catch_up()
    two.records.save(Partner(0, "Thành phố Beta"))
    one.search._keeper.paid(items[-1].id, items)
    one.search.catch_up()
    assert found(one, "alpha") == found(one, "beta") == 1
    assert one.search.state() == ("ready", 0)


def test_who_wrote_an_older_form_over_a_newer_one_writes_again(pair, monkeypatch) -> None:
    one, two = pair
    partner_id = one.records.save(Partner(0, "Thành phố Alpha"))
    real, calls = one._context.index.apply, []

    def late(*given, **options) -> None:
        if not calls:
            two.records.save(Partner(partner_id, "Thành phố Beta"))
            two.search.catch_up()
        calls.append(1)
        real(*given, **options)

    monkeypatch.setattr(one._context.index, "apply", late)
    one.search.catch_up()
    assert (found(one, "alpha"), found(one, "beta")) == (0, 1)


def test_many_threads_save_search_and_catch_up(services: Services) -> None:
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                services.records.save(Partner(0, f"Thành phố Gamma{number}x{turn}"))
                services.search.catch_up()
                services.search.search(SearchRequest("gamma*"))
                services.partners.summaries()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    services.search.catch_up()
    assert found(services, "thành phố") == 20


def test_what_the_database_refuses_is_a_sentence_also_when_paying(pair, monkeypatch) -> None:
    from db.errors import DiskFull

    one, _ = pair
    one.records.save(Partner(0, "Thành phố Alpha"))

    def full(*_: object, **__: object) -> None:
        raise DiskFull("full")

    with monkeypatch.context() as patch:
        patch.setattr(one._context.database, "write", full)
        with pytest.raises(WorldError, match="đầy"):
            one.search.catch_up()
    one.search.catch_up()
    assert found(one, "alpha") == 1


def test_a_failing_listener_does_not_make_a_stored_change_look_failed(services: Services) -> None:
    heard: list[Changes] = []

    def broken(_: Changes) -> None:
        raise RuntimeError

    services.feed.listen(broken)
    services.feed.listen(heard.append)
    partner_id = services.records.save(Partner(0, "Thành phố Alpha"))
    assert [partner.id for partner in services.records.partners()] == [partner_id]
    assert len(heard) == 1


def test_a_change_the_disk_refuses_gives_its_room_back(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.records.save(Partner(0, "Thành phố Alpha"))
    services.search.catch_up()
    before = sorted(path.name for path in services.paths.index.rglob("*"))

    def full(*_: object) -> None:
        raise OSError(28, "no space")

    services.records.save(Partner(0, "Thành phố Beta"))
    with monkeypatch.context() as patch:
        patch.setattr("desktop_app.core.search.storage._sync", full)
        with pytest.raises(WorldError, match="đầy"):
            services.search.catch_up()
    assert sorted(path.name for path in services.paths.index.rglob("*")) == before
    services.search.catch_up()
    assert found(services, "alpha") == found(services, "beta") == 1
