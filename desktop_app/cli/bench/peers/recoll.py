"""Recoll, when it is installed: text files, its own normalisation, and its own program to ask."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_app.cli.bench.corpus import Corpus, Entry
from desktop_app.cli.bench.peers.base import LIMIT, Asker
from desktop_app.cli.bench.questions import PAGE, Question
from desktop_app.cli.bench.tables import size_of
from desktop_app.cli.bench.watch import Clock, Lap, Taken
from desktop_app.errors import WorldError

_PYTHON = "/usr/bin/python3"
"""Recoll's Python module belongs to the system's Python."""
_SETTINGS = "topdirs = {docs}\nloglevel = 1\nidxflushmb = 256\nindexstemminglanguages =\nnoaspell = 1\n"
_PROGRAM = """
import json, sys, time
from recoll import recoll
asked = json.load(sys.stdin)
database = recoll.connect(confdir=asked["settings"])
told = []
for text, newest, page in asked["questions"]:
    wall, cpu = time.perf_counter(), time.process_time()
    query = database.query()
    if newest:
        query.sortby("mtime", ascending=False)
    query.execute(text, stemming=0)
    found = query.fetchmany(asked["limit"])
    shown = [query.makedocabstract(one) if page else one.url for one in found]
    told.append((time.perf_counter() - wall, time.process_time() - cpu, len(shown)))
json.dump(told, sys.stdout)
"""


class Recoll:
    """The engine. It is asked in one go by ``ask_all``, because its module lives in another Python."""

    title = "Recoll"

    def version(self) -> str:
        """Return the version of the package, ``""`` when it or its Python module is not there."""
        if not shutil.which("recollindex") or not Path(_PYTHON).exists():
            return ""
        code = "from recoll import recoll; import sys; sys.stdout.write('1')"
        if subprocess.run([_PYTHON, "-c", code], capture_output=True, check=False).stdout != b"1":
            return ""
        if not shutil.which("dpkg-query"):
            return "?"
        command = ["dpkg-query", "-W", "-f", "${Version}", "recollcmd"]
        told = subprocess.run(command, capture_output=True, check=False)
        return told.stdout.decode().split("-")[0] or "?"

    def build(self, folder: Path, corpus: Corpus) -> Taken:
        """Write the articles as text files, then let Recoll index them; the files cost it nothing."""
        for entry in corpus.entries():
            _write(folder, entry)
        settings = folder / "settings"
        settings.mkdir()
        (settings / "recoll.conf").write_text(_SETTINGS.format(docs=folder / "docs"), encoding="utf-8")
        clock = Clock()
        done = subprocess.run(
            ["recollindex", "-c", str(settings), "-z"], capture_output=True, check=False, env=_quiet()
        )
        if done.returncode:
            raise WorldError(
                "Recoll không lập được chỉ mục.", detail=done.stderr.decode(errors="replace")[-500:]
            )
        return clock.taken()

    def size(self, folder: Path) -> int:
        """Return the bytes of the index."""
        return size_of(folder / "settings" / "xapiandb")

    def askers(self, folder: Path) -> Mapping[str, Asker]:
        """Return nothing: see ``ask_all``."""
        del folder
        return {}


def _write(folder: Path, entry: Entry) -> None:
    place = folder / "docs" / entry.kind.value / f"{entry.number // 1000:03d}"
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{entry.number}.txt"
    path.write_text(f"{entry.title}\n{entry.text}", encoding="utf-8")
    then = dt.datetime.combine(entry.day, dt.time(12)).timestamp()
    os.utime(path, (then, then))


def _tail(complaint: bytes) -> str:
    return complaint.decode(errors="replace")[-500:]


def _quiet() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C.UTF-8"}


def ask_all(folder: Path, questions: Sequence[Question]) -> list[tuple[Lap, int]]:
    """Return how long it took and the number of answers for each question.

    Raises:
        WorldError: its Python did not answer.
    """
    asked: dict[str, Any] = {
        "settings": str(folder / "settings"),
        "limit": LIMIT,
        "questions": [
            (_text(question, folder), question.by_date, question.name == PAGE) for question in questions
        ],
    }
    done = subprocess.run(
        [_PYTHON, "-c", _PROGRAM],
        input=json.dumps(asked).encode(),
        capture_output=True,
        check=False,
        env=_quiet(),
    )
    if done.returncode:
        raise WorldError("Recoll không trả lời.", detail=_tail(done.stderr))
    return [(Lap(wall, cpu), count) for wall, cpu, count in json.loads(done.stdout)]


def _text(question: Question, folder: Path) -> str:
    text = question.text + ("*" if question.prefix else "")
    if question.filtered:
        text += f' date:{question.first}/{question.last} dir:"{folder / "docs" / question.kind}"'
    return text


ENGINE = Recoll()
