"""The articles and questions of ``bench search``, made once per folder and read by every engine."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from db.records import RecordKind
from desktop_app.cli.bench.questions import Question, Sample, draw
from desktop_app.core.search.analyser import words
from desktop_app.core.search.chain import articles_like, read_statistics
from desktop_app.core.search.sampler import GeneratedArticle, generate_articles, shipped_words

_FIRST, _LAST = dt.date(2005, 1, 1), dt.date(2026, 10, 31)
_KINDS = (RecordKind.VISIT, RecordKind.AGREEMENT, RecordKind.ARTICLE, RecordKind.ARTICLE, RecordKind.ARTICLE)
_LOOKED_AT = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of the corpus; ``number`` counts from 1, ``day`` is when it was published."""

    number: int
    title: str
    text: str
    day: dt.date

    @property
    def kind(self) -> RecordKind:
        """The kind under which the engines file it, so that there is something to filter."""
        return _KINDS[self.number % len(_KINDS)]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where the articles are, how many, and how many bytes their texts have."""

    folder: Path
    docs: int
    text_bytes: int

    def entries(self) -> Iterator[Entry]:
        """Read the articles."""
        with (self.folder / "articles.jsonl").open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, start=1):
                title, text, day = json.loads(line)
                yield Entry(number, title, text, dt.date.fromordinal(day))

    def questions(self) -> list[Question]:
        """Read the questions."""
        rows: list[dict[str, Any]] = json.loads((self.folder / "questions.json").read_text(encoding="utf-8"))
        return [Question.read(row) for row in rows]


def make_corpus(folder: Path, docs: int, seed: int, counts: Path | None, questions: int) -> Corpus:
    """Return the corpus in ``folder``, making what is not there yet.

    Args:
        folder: its place; another one for other articles.
        docs: how many articles.
        seed: what the chance begins with.
        counts: folder of word counts (``chain.read_statistics``); the shipped words when ``None``.
        questions: how many of each class.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = folder / "corpus.json"
    wanted = {"docs": docs, "seed": seed, "counted": counts is not None}
    kept = json.loads(known.read_text(encoding="utf-8")) if known.is_file() else {}
    if {name: kept.get(name) for name in wanted} != wanted:
        size = _write(folder / "articles.jsonl", _generated(docs, seed, counts), seed)
        kept = {**wanted, "text_bytes": size, "questions": -1}
    corpus = Corpus(folder, docs, int(kept["text_bytes"]))
    if kept["questions"] != questions:
        asked = draw(_sample(corpus), random.Random(seed), questions)
        (folder / "questions.json").write_text(json.dumps([asdict(question) for question in asked]), "utf-8")
        known.write_text(json.dumps({**kept, "questions": questions}), encoding="utf-8")
    return corpus


def _generated(docs: int, seed: int, counts: Path | None) -> Iterator[GeneratedArticle]:
    if counts is None:
        return generate_articles(docs, seed, shipped_words())
    return articles_like(read_statistics(counts), docs, seed)


def _write(path: Path, articles: Iterable[GeneratedArticle], seed: int) -> int:
    chance = random.Random(seed)
    first, last = _FIRST.toordinal(), _LAST.toordinal()
    size = 0
    with path.open("w", encoding="utf-8") as stream:
        for article in articles:
            size += len(article.title.encode()) + len(article.text.encode())
            row = (article.title, article.text, chance.randint(first, last))
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return size


def _sample(corpus: Corpus) -> Sample:
    """Look at some of the articles: how common their words are, and texts to cut questions from."""
    step = max(1, corpus.docs // _LOOKED_AT)
    counts: Counter[str] = Counter()
    texts: list[tuple[str, ...]] = []
    for entry in corpus.entries():
        if entry.number % step == 0:
            found = tuple(word.exact for word in words(entry.text))
            counts.update(set(found))
            texts.append(found)
    return Sample(texts, counts, (_FIRST, _LAST))
