"""The office's decisions teach the next import; a button forgets them; nothing else does."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.dates import PartialDate
from db.records import Suggestion, SuggestionKind, SuggestionSpan, SuggestionState
from desktop_app.bootstrap import Services, open_library
from desktop_app.services.learning import LearnedModels

WANTED, REFUSED = "sẽ cử chuyên gia sang hỗ trợ", "sẽ gặp mặt thân mật"


def suggestion(text: str, words: str) -> Suggestion:
    start = text.index(words)
    payload = {"content": words, "grade": "promise", "strength": "promise", "by": ""}
    spans = (SuggestionSpan(start, start + len(words), "content"),)
    return Suggestion(0, 0, SuggestionKind.COMMITMENT, payload, spans, 0.8, "commitment.verb")


def decide(services: Services, count: int = 16) -> None:
    """Accept one commitment and reject another in each of some articles."""
    for number in range(count):
        text = f"Bài số {number} của Sở.\n\nHai bên {WANTED} nhau.\n\nHai bên {REFUSED} dịp {number}."
        plan = services.importing.plan_pasted(text)
        plan = replace(plan, items=tuple(replace(item, take=True) for item in plan.items))
        (article,) = services.importing.apply(plan).article_ids
        with services._context.writing("thử") as work:
            stored = work.articles.get(article).text
            work.suggestions.drop_pending(article)
            both = [suggestion(stored, WANTED), suggestion(stored, REFUSED)]
            wanted, refused = work.suggestions.add_all(article, both)
        services.review.accept(wanted)
        services.review.reject(refused)


@pytest.fixture(scope="module")
def taught_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taught") / "library"
    with open_library(folder, config=folder.parent / "config") as opened:
        decide(opened)
        assert opened.learning.catch_up()
    return folder


@pytest.fixture
def taught(taught_folder: Path, tmp_path: Path) -> Iterator[Services]:
    folder = tmp_path / "library"
    shutil.copytree(taught_folder, folder)
    with open_library(folder, config=tmp_path / "config") as opened:
        yield opened


TEXT = f"Bài mới.\n\nHai bên {WANTED} nhau.\n\nHai bên {REFUSED} dịp năm sau."


def judge(services: Services) -> dict[str, float]:
    both = [suggestion(TEXT, REFUSED), suggestion(TEXT, WANTED)]
    judged = LearnedModels(services._context).judge(both, TEXT)
    return {str(item.payload["content"]): item.score for item in judged}


def test_what_the_office_refuses_sinks_to_the_end(taught: Services) -> None:
    state = taught.learning.state()
    assert (state.on, state.decisions, state.in_force) == (True, 32, True)
    assert state.figures.right > state.figures.rules_right
    scores = judge(taught)
    assert list(scores) == [WANTED, REFUSED]
    assert scores[WANTED] == 0.8
    assert scores[REFUSED] < 0.4


def test_switched_off_the_rules_stand_alone(taught: Services) -> None:
    taught.learning.set_on(on=False)
    assert judge(taught) == {REFUSED: 0.8, WANTED: 0.8}
    assert not taught.learning.catch_up()
    taught.learning.set_on(on=True)
    assert judge(taught)[REFUSED] < 0.4


def test_forgotten_is_forgotten_for_good(taught: Services) -> None:
    taught.learning.forget()
    assert not taught.paths.learned.exists()
    assert judge(taught) == {REFUSED: 0.8, WANTED: 0.8}
    assert not taught.learning.catch_up()
    state = taught.learning.state()
    assert (state.decisions, state.waiting, state.in_force) == (0, 0, False)


def test_forgetting_keeps_the_decisions_themselves(taught: Services) -> None:
    counts = taught.maintenance.counts()
    taught.learning.forget()
    assert taught.maintenance.counts() == counts


@pytest.mark.parametrize("found", ["", "{", "[1]", '{"form": 1}', '{"form": 9, "tasks": {}}', "[" * 5000])
def test_a_broken_file_teaches_nothing(taught: Services, found: str) -> None:
    taught.paths.learned.write_text(found, encoding="utf-8")
    assert judge(taught) == {REFUSED: 0.8, WANTED: 0.8}
    assert taught.learning.catch_up()
    assert judge(taught)[REFUSED] < 0.4


def test_nothing_new_is_not_learned_again(taught: Services) -> None:
    assert not taught.learning.catch_up()


def test_no_decisions_no_file(services: Services) -> None:
    assert not services.learning.catch_up()
    assert services.learning.state().waiting == 0
    assert not services.paths.learned.exists()


def test_an_import_asks_what_was_learned(taught: Services) -> None:
    text = f"Đoàn Gwangju thăm Nghệ An\n\nNgày 12/5/2023, {TEXT}"
    found = taught.importing.suggest(text, PartialDate.from_iso("2023-05-12"))
    assert all(item.state is SuggestionState.PENDING for item in found)
