"""``bench relevance``: does the article come up from which the words were cut, among all the others?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.records import RecordKind
from desktop_app.cli.bench.corpus import Corpus, make_corpus
from desktop_app.cli.bench.known_items import BODY, BODY_BARE, CLASSES, NFD, Item, cut
from desktop_app.cli.bench.peers.fts5 import ENGINE as FTS5
from desktop_app.cli.bench.questions import Question
from desktop_app.cli.bench.tables import table
from desktop_app.cli.call import DONE, Call
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.index import SearchIndex

_AT = 10
_LEAST_MEAN, _LEAST_WITHOUT_MARKS = 0.45, 0.75
_NOISE = 0.02
"""Two columns closer than this are equal: the questions are drawn by chance."""

Ask = Callable[[str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Marks:
    """How well an engine did on a class: mean reciprocal rank and share found, in the first ten."""

    rank: float
    found: float


def run(call: Call) -> int:
    """Measure the ranking."""
    with tempfile.TemporaryDirectory(prefix="bang-giao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        corpus = make_corpus(folder / "corpus", call.args.docs, call.args.seed, call.args.stats, 0)
        items = cut(corpus, call.args.seed, call.args.questions)
        index = SearchIndex(folder / "index", "bench")
        index.rebuild(_documents(corpus))
        (folder / "fts5").mkdir()
        FTS5.build(folder / "fts5", corpus)
        askers = FTS5.askers(folder / "fts5")
        asks: dict[str, Ask] = {"Bang Giao": lambda text: _ours(index, text)}
        for title, asker in askers.items():
            asks[title] = lambda text, asker=asker: asker.ask(Question("", tuple(text.split())))
        try:
            marks = {
                title: {kind: _marks(ask, items[kind]) for kind in CLASSES} for title, ask in asks.items()
            }
            different = sum(
                _ours(index, one.text) != _ours(index, other.text)
                for one, other in zip(items[BODY], items[NFD], strict=True)
            )
        finally:
            for asker in askers.values():
                asker.close()
            index.close()
    _tell(call, items, marks, different)
    return DONE


def _documents(corpus: Corpus) -> Iterator[IndexDocument]:
    for entry in corpus.entries():
        yield IndexDocument(RecordKind.ARTICLE, entry.number, entry.title, entry.text)


def _ours(index: SearchIndex, text: str) -> list[int]:
    return [hit.record_id for hit in index.search(text, limit=_AT).hits]


def _marks(ask: Ask, items: Sequence[Item]) -> Marks:
    ranks: list[int] = []
    for item in items:
        found = list(ask(item.text))[:_AT]
        if item.number in found:
            ranks.append(found.index(item.number) + 1)
    many = max(1, len(items))
    return Marks(sum(1 / rank for rank in ranks) / many, len(ranks) / many)


def _mean(of: Mapping[str, Marks]) -> Marks:
    return Marks(
        sum(marks.rank for marks in of.values()) / len(of),
        sum(marks.found for marks in of.values()) / len(of),
    )


def _tell(
    call: Call,
    items: Mapping[str, Sequence[Item]],
    marks: Mapping[str, Mapping[str, Marks]],
    different: int,
) -> None:
    rows: list[tuple[object, ...]] = [
        (
            kind,
            len(items[kind]),
            *(value for of in marks.values() for value in (of[kind].rank, of[kind].found)),
        )
        for kind in CLASSES
    ]
    means = {title: _mean(of) for title, of in marks.items()}
    rows.append(
        ("trung bình", None, *(value for mean in means.values() for value in (mean.rank, mean.found)))
    )
    head = ("câu tìm", "số câu", *(text for title in marks for text in (f"{title} MRR", "trong 10")))
    for line in table(head, rows):
        call.out.line(line)
    ours, *others = marks.values()
    below = [kind for kind in CLASSES if any(ours[kind].rank < of[kind].rank - _NOISE for of in others)]
    ratio = ours[BODY_BARE].rank / (ours[BODY].rank or 1.0)
    mean = next(iter(means.values())).rank
    call.out.line()
    call.out.line(f"MRR trung bình {_number(mean)} (cần từ {_number(_LEAST_MEAN)})")
    call.out.line(f"Kém FTS5 ở: {', '.join(below) or 'không có'}")
    call.out.line(f"Không dấu so với có dấu: {_number(ratio)} (cần từ {_number(_LEAST_WITHOUT_MARKS)})")
    call.out.line(f"Câu dấu rời trả lời khác câu thường: {different} (cần 0)")
    call.out.value(
        {
            "docs": call.args.docs,
            "classes": {
                kind: {title: [of[kind].rank, of[kind].found] for title, of in marks.items()}
                for kind in CLASSES
            },
            "mean": {title: [value.rank, value.found] for title, value in means.items()},
            "below": below,
            "without_marks": ratio,
            "decomposed_differ": different,
        }
    )


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
