"""Killed at any moment, the library opens again with everything that was acknowledged."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.bootstrap import open_library
from desktop_app.services.searching import SearchRequest

CHILD = """
import sys, json
from pathlib import Path
from desktop_app.bootstrap import open_library
from desktop_app.progress import Reporter

folder, config, job = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
say = lambda text: print(text, flush=True)
s = open_library(folder, config=config)
if job == "import":
    plan = s.importing.plan_jsonl(Path(sys.argv[4]))
    s.importing.apply(plan, Reporter(lambda p: say(p.done)))
elif job == "index":
    s.search.rebuild(Reporter(lambda p: say(p.done)))
    while True:
        s.search.rebuild(Reporter(lambda p: say(p.done)))
elif job == "backup":
    while True:
        s.maintenance.backup(None, Reporter(lambda p: say(p.done)))
"""


def articles(path: Path, count: int) -> Path:
    import json

    lines = [
        json.dumps(
            {
                "id": f"k{n}",
                "title": f"Tin số {n}",
                "text": f"Tin số {n}\n\n" + f"Ngày {n % 27 + 1}/3/2023, đoàn số {n} đến thăm tỉnh. " * 6,
                "published": "2023-03-30",
            },
            ensure_ascii=False,
        )
        for n in range(count)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def run_and_kill(folder: Path, config: Path, job: str, after: int, *more: str) -> int:
    """Start a job, kill it after so many lines; return the number of articles it had finished for sure."""
    child = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", CHILD, str(folder), str(config), job, *more],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    last = 0
    for _ in range(after):
        line = child.stdout.readline()
        if not line:
            break
        last = int(line)
    child.kill()
    child.wait()
    child.stdout.close()
    return last


@pytest.mark.example(37)
@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals differ there")
@pytest.mark.parametrize("after", [1, 43, 50, 58, 71])
def test_killed_while_importing(tmp_path: Path, after: int) -> None:
    assert signal.SIGKILL
    source = articles(tmp_path / "a.jsonl", 40)
    folder, config = tmp_path / "kho", tmp_path / "c"
    # The first 40 lines are the plan, which stores nothing.
    finished = run_and_kill(folder, config, "import", after, str(source))
    with open_library(folder, config=config) as services:
        counts = services.maintenance.counts()
        report = services.maintenance.check()
        assert report.sound, report.problems
        assert counts.articles >= (finished if after > 40 else 0)
        assert len(services.records.articles()) == report.originals == counts.articles
        services.search.catch_up()
        assert services.search.search(SearchRequest("Tin số")).total == counts.articles
        plan = services.importing.plan_jsonl(source)
        services.importing.apply(plan)
        assert services.maintenance.counts().articles == 40


@pytest.mark.example(37)
@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals differ there")
@pytest.mark.parametrize("job", ["index", "backup"])
def test_killed_while_indexing_or_backing_up(tmp_path: Path, sample_folder: Path, job: str) -> None:
    import shutil

    folder, config = tmp_path / "kho", tmp_path / "c"
    shutil.copytree(sample_folder, folder)
    for after in (1, 2, 3, 5):
        run_and_kill(folder, config, job, after)
        with open_library(folder, config=config) as services:
            assert services.maintenance.check().sound
            services.search.catch_up()
            assert services.search.search(SearchRequest("nha khoa")).total > 0
            for backup in services.maintenance.backups():
                assert backup.size > 0
                assert backup.path.suffix == ".db"
