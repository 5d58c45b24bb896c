"""Whatever lies in a folder: each file is imported or refused with a reason, and the others go on."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from db.records import RecordKind
from desktop_app.bootstrap import Services, open_library
from desktop_app.errors import UserFixable
from desktop_app.services import importing as module
from desktop_app.services.importing import PlanState, walk

TEXT = "Đoàn thăm tỉnh\n\n" + "Ngày 12/5/2023, đoàn công tác của thành phố đến thăm tỉnh. " * 5


def write(path: Path, text: str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def other(number: int) -> str:
    return f"Tin {number}\n\n" + " ".join(f"việc{number}x{word}" for word in range(60))


@pytest.mark.skipif(os.name == "nt", reason="links and pipes differ there")
def test_links_in_circles_pipes_and_hidden_folders_do_not_hold_the_walk(tmp_path: Path) -> None:
    write(tmp_path / "a" / "một.txt")
    write(tmp_path / ".git" / "hai.txt")
    (tmp_path / "a" / "vòng").symlink_to(tmp_path)
    (tmp_path / "a" / "tự thân").symlink_to(tmp_path / "a" / "tự thân")
    os.mkfifo(tmp_path / "a" / "ống.txt")
    assert [path.name for path in walk([tmp_path])] == ["một.txt"]


@pytest.mark.skipif(os.name == "nt", reason="pipes differ there")
def test_a_pipe_named_by_hand_is_refused_at_once(services: Services, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jsonl")
    os.mkfifo(tmp_path / "a.txt")
    plan = services.importing.plan_files([tmp_path / "a.jsonl", tmp_path / "a.txt", Path("x\0y.txt")])
    assert [item.state for item in plan.items] == [PlanState.UNREADABLE] * 3
    with pytest.raises(UserFixable):
        services.importing.plan_jsonl(tmp_path / "a.jsonl")


@pytest.mark.skipif(os.name == "nt", reason="names are freer elsewhere")
@pytest.mark.parametrize("name", ["CON.txt", "hai\ndòng.txt", "\u202egnp.txt", "a" * 250 + ".txt"])
def test_odd_names_are_kept_as_one_clean_line(services: Services, tmp_path: Path, name: str) -> None:
    result = services.importing.apply(services.importing.plan_files([write(tmp_path / name)]))
    article = services.records.get(RecordKind.ARTICLE, result.article_ids[0])
    assert not set(article.file_name) & {"\n", "\u202e"}
    (batch,) = services.importing.batches()
    assert "\n" not in batch.source


def test_each_line_stands_for_itself(services: Services, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "title": 5, "text": other(1), "published": [1]}),
        json.dumps({"id": "a", "title": {"x": 1}, "text": other(2), "published": "hôm qua"}),
        json.dumps({"id": 7, "text": other(3), "title": "\ud800\u0000 T"}),
        json.dumps([other(4)]),
        '{"text": "' + "x" * 5_100_000 + '"}',
        "[" * 100_000,
        '{"text": 5}',
        '{"id": ' + "9" * 5000 + "}",
    ]
    path = tmp_path / "a.jsonl"
    lines.append(json.dumps({"text": other(5)}))
    path.write_bytes(b"\xff\xfe\n" + "\n".join(lines).encode())
    plan = services.importing.plan_files([path])
    states = [item.state is PlanState.NEW for item in plan.items]
    assert states == [False, True, True, True, False, False, False, True, False, True]
    assert plan.items[3].title == "\ufffd T"
    result = services.importing.apply(plan)
    assert (len(result.article_ids), result.failed) == (5, ())
    again = services.importing.plan_files([path])
    assert [item.state for item in again.items if item.imported] == [PlanState.IDENTICAL] * 5
    assert services.maintenance.check().sound


def test_files_beyond_what_is_held_are_read_again_and_compared(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_HELD", 500)
    paths = [write(tmp_path / f"{number}.txt", other(number)) for number in range(5)]
    plan = services.importing.plan_files(paths)
    held = [bool(item.imported and item.imported.original) for item in plan.items]
    assert held.count(True) <= 1
    paths[3].unlink()
    write(paths[4], other(9))
    result = services.importing.apply(plan)
    assert len(result.article_ids) == 3
    assert [name for name, _ in result.failed] == ["3.txt", "4.txt"]
    assert all("xem trước" in sentence for _, sentence in result.failed)
    data = [services.records.original(article_id)[1] for article_id in result.article_ids]
    assert data == [other(number).encode() for number in range(3)]


def test_two_who_planned_the_same_file_store_it_once(services: Services, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    with open_library(services.paths.folder, config=tmp_path / "c") as second:
        plans = services.importing.plan_files([path]), second.importing.plan_files([path])
        assert len(services.importing.apply(plans[0]).article_ids) == 1
        late = second.importing.apply(plans[1])
    assert late.article_ids == ()
    assert "vừa được nhập" in late.failed[0][1]
    wanted = replace(services.importing.plan_files([path]).items[0], take=True)
    again = services.importing.apply(module.ImportPlan((wanted,)))
    assert len(again.article_ids) == 1


def test_an_article_that_trips_the_rules_comes_in_without_suggestions(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def trips(text: str, *_: object) -> None:
        raise RecursionError(text)

    monkeypatch.setattr(module, "find", trips)
    result = services.importing.apply(services.importing.plan_files([write(tmp_path / "a.txt")]))
    assert len(result.article_ids) == 1
    assert "RecursionError" in caplog.text
    assert "thành phố" not in caplog.text
