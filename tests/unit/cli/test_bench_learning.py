"""The measurement of learning reads labelled articles and tells errors with and without it."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop_app.__main__ import main
from desktop_app.cli.bench.officer import decide, items
from desktop_app.core.extraction.candidates import Context
from desktop_app.core.extraction.find import find

TEXT = (
    "Ngày {day}/5/2023, tại thành phố Vinh, lãnh đạo tỉnh Nghệ An đã tiếp đoàn công tác của thành phố "
    "Gwangju (Hàn Quốc) do ông Han Dong-min - Phó Thị trưởng làm trưởng đoàn. Hai bên trao đổi về lao động."
)


def label(number: int) -> dict[str, Any]:
    day = f"2023-05-{number + 10}"
    return {
        "id": f"bài-{number}",
        "visits": [
            {
                "direction": "in",
                "start": day,
                "end": day,
                "partners": [{"name": "Thành phố Gwangju", "country": "Hàn Quốc"}],
                "evidence": "tiếp đoàn công tác",
            }
        ],
        "persons": [{"name": "Han Dong-min", "title": "Phó Thị trưởng", "org": "", "side": "foreign"}],
    }


def text(number: int) -> str:
    return TEXT.format(day=number + 10)


def outcome(changes: dict[str, Any]):
    found = items(find(text(0), Context(published="2023-05-10")), text(0))
    return decide(found, {**label(0), **changes}, text(0), 0)


def test_what_the_labels_say_is_accepted() -> None:
    assert outcome({}).errors == 0
    assert all(decision.accepted for decision in outcome({}).decisions)


def test_what_they_do_not_say_is_refused_and_what_is_missing_typed() -> None:
    without = outcome({"persons": []})
    assert (without.refused, without.typed) == (1, 0)
    more = outcome({"persons": [*label(0)["persons"], {"name": "Kim Se-hun", "side": "foreign"}]})
    assert (more.refused, more.typed) == (0, 1)


def test_a_wrong_side_or_direction_is_changed() -> None:
    assert outcome({"persons": [{**label(0)["persons"][0], "side": "vn"}]}).changed == 1
    changed = outcome({"visits": [{**label(0)["visits"][0], "direction": "out"}]})
    assert changed.changed == 1
    assert "out" in [decision.final for decision in changed.decisions]


def test_the_table_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, articles = tmp_path / "gold.jsonl", tmp_path / "articles.jsonl"
    gold.write_text("\n".join(json.dumps(label(n)) for n in range(6)), encoding="utf-8")
    lines = [{"id": f"bài-{n}", "text": text(n), "published": f"2023-05-{n + 10}"} for n in range(6)]
    articles.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    command = ["--json", "bench", "learning", "--gold", str(gold), "--articles", str(articles)]
    assert main([*command, "--shuffles", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["articles"] for row in found["by_time"]] == ["1–4", "5–6", "tất cả"]
    assert found["by_time"][-1]["rules"] == 0
    assert len(found["shuffled"]) == 3


def test_a_file_that_is_none_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "x.jsonl"
    broken.write_text("{", encoding="utf-8")
    assert main(["bench", "learning", "--gold", str(broken), "--articles", str(broken)]) != 0
    assert "Không đọc được" in capsys.readouterr().err
