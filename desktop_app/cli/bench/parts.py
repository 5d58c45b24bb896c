"""The parts of ``bench search``, each run in a process of its own (``watch.run_part``).

``python -m desktop_app.cli.bench.parts PART ANSWER`` reads its settings from stdin and writes its answer.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from desktop_app.cli.bench import library, ours
from desktop_app.cli.bench.corpus import Corpus
from desktop_app.cli.bench.peers.base import Asker, Engine
from desktop_app.cli.bench.questions import COLD, FOUR, PAGE, Question
from desktop_app.cli.bench.tables import peak_memory
from desktop_app.cli.bench.texts import TextStore
from desktop_app.cli.bench.watch import Lap, lap

PEERS = ("fts5", "tantivy", "recoll")
_AGAIN = 10
_ROOM = "desktop_app.cli.bench.peers"


def engine(name: str) -> Engine:
    """Return an engine by the name of its module; ``ours`` is ours."""
    module: Any = ours if name == "ours" else importlib.import_module(f"{_ROOM}.{name}")
    return module.ENGINE


class Part:
    """What the parts are told: the corpus and the folders of the engines."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings
        self.place = Path(settings["place"])
        self.corpus = Corpus(self.place, int(settings["docs"]), int(settings["text_bytes"]))

    def folder(self, name: str) -> Path:
        """Return the folder of an engine."""
        return self.place / f"engine-{name}"

    def questions(self) -> dict[str, list[Question]]:
        """Return the questions by class."""
        classes: dict[str, list[Question]] = {}
        for question in self.corpus.questions():
            classes.setdefault(question.name, []).append(question)
        return classes


def build(part: Part) -> Any:
    """Build the index of one engine."""
    name = str(part.settings["engine"])
    folder = part.folder(name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made = engine(name)
    taken = made.build(folder, part.corpus)
    return {**asdict(taken), "bytes": made.size(folder)}


def answer(part: Part) -> Any:
    """Ask our index and the peers in this process, question by question in turn.

    Each engine is warmed: ours is asked for every word alone, so that it knows the words but never the
    question; the others for the question itself.
    """
    texts = TextStore(part.place / "texts.db", part.corpus)
    mine = ours.OurAsker(part.folder("ours"), ours.facts_of(part.corpus))
    askers: dict[str, Asker] = {ours.TITLE: mine}
    for name in part.settings["peers"]:
        askers.update(engine(name).askers(part.folder(name)))
    told: dict[str, Any] = {}
    try:
        for name, questions in part.questions().items():
            asked = {title: asker for title, asker in askers.items() if asker.takes(questions[0])}
            _warm(name, questions, asked)
            told[name] = _in_turn(name, questions, asked, mine, texts) if asked else {}
    finally:
        for asker in askers.values():
            asker.close()
        texts.close()
    return told


def _warm(name: str, questions: list[Question], askers: Mapping[str, Asker]) -> None:
    for title, asker in askers.items():
        if title != ours.TITLE:
            for question in questions:
                asker.ask(question)
        elif name != COLD:
            for word in dict.fromkeys(word for question in questions for word in question.words):
                asker.ask(Question(name, (word,)))


def _in_turn(
    name: str, questions: list[Question], askers: Mapping[str, Asker], mine: ours.OurAsker, texts: TextStore
) -> dict[str, Any]:
    laps: dict[str, list[Lap]] = {title: [] for title in askers}
    counts = dict.fromkeys(askers, 0)
    titles = list(askers)

    def ask(title: str, question: Question) -> list[int]:
        found = askers[title].ask(question)
        if name == PAGE:
            texts.snippets(found, question.words)
        return found

    for turn, question in enumerate(questions):
        for title in titles[turn % len(titles) :] + titles[: turn % len(titles)]:
            if name == COLD and title == ours.TITLE:
                mine.forget()
            found, taken = lap(partial(ask, title, question))
            laps[title].append(taken)
            counts[title] += len(found)
    return {
        title: {"laps": taken, "answers": counts[title] / max(1, len(questions))}
        for title, taken in laps.items()
    }


def recoll(part: Part) -> Any:
    """Ask Recoll, in its own Python: every question once to warm it, then once to measure."""
    from desktop_app.cli.bench.peers import recoll as peer

    told: dict[str, Any] = {}
    for name, questions in part.questions().items():
        peer.ask_all(part.folder("recoll"), questions)
        taken = peer.ask_all(part.folder("recoll"), questions)
        answers = sum(count for _, count in taken) / max(1, len(taken))
        told[name] = {"laps": [one for one, _ in taken], "answers": answers}
    return told


def memory(part: Part) -> Any:
    """Ask our index alone, everything, and tell the most memory of the process before and after."""
    mine = ours.OurAsker(part.folder("ours"))
    before = peak_memory()
    for questions in part.questions().values():
        for question in questions:
            mine.ask(question)
    mine.close()
    return {"before_mb": before, "after_mb": peak_memory()}


def moments(part: Part) -> Any:
    """Open and ask, and save and find, several times each with every engine."""
    questions = part.questions()[FOUR]
    told: dict[str, Any] = {}
    for name in ("ours", *(name for name in part.settings["peers"] if name != "recoll")):
        made = engine(name)
        opened: list[Lap] = []
        for question in questions[:_AGAIN]:
            asker, taken = lap(partial(_opened, made, part.folder(name), question))
            opened.append(taken)
            asker.close()
        asker = _opened(made, part.folder(name), questions[0])
        # Numbers that no earlier run in the same folder gave.
        first = int(time.time()) * _AGAIN
        saved = [_saved(asker, first + place) for place in range(_AGAIN)]
        asker.close()
        told[made.title] = {"open": opened, "save": saved}
    return told


def _opened(made: Engine, folder: Path, question: Question) -> Asker:
    asker = next(iter(made.askers(folder).values()))
    asker.ask(question)
    return asker


def _saved(asker: Asker, number: int) -> Lap:
    """Add an article with a word of its own and return how long it takes until it is found."""
    word = f"zq{number}x"
    text = f"Đoàn công tác của tỉnh làm việc về {word}. " * 60
    question = Question("", (word,))

    def save() -> list[int]:
        asker.save(number, f"Bài mới {word}", text, dt.date(2026, 11, 1))
        return asker.ask(question)

    found, taken = lap(save)
    if found != [number]:
        raise AssertionError(word, found)
    return taken


def library_fill(part: Part) -> Any:
    """Make a library of all articles, unless one is there."""
    return library.fill(part.place / "kho", part.corpus)


def library_index(part: Part) -> Any:
    """Build the index of the library through the services."""
    return library.index(part.place / "kho")


def library_ask(part: Part) -> Any:
    """Ask the library through the services, as the window does."""
    return library.ask(part.place / "kho", part.questions())


_PARTS: dict[str, Callable[[Part], Any]] = {
    "answer": answer,
    "recoll": recoll,
    "memory": memory,
    "moments": moments,
    "library-fill": library_fill,
    "library-index": library_index,
    "library-ask": library_ask,
}


def main(arguments: list[str]) -> None:
    """Run one part."""
    name, where = arguments
    part = Part(json.load(sys.stdin))
    run = build if name.startswith("build-") else _PARTS[name]
    Path(where).write_text(json.dumps(run(part)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
