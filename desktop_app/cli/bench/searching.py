"""``bench search``: our index and FTS5 on the same generated articles and the same queries, in one run."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from db.records import RecordKind
from desktop_app.cli.bench import peer
from desktop_app.cli.bench.tables import memory_words, peak_memory, share, size_of, table
from desktop_app.cli.call import DONE, Call
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.index import SearchIndex
from desktop_app.core.search.sampler import GeneratedArticle, generate_articles, shipped_words
from desktop_app.core.text.fold import fold

_QUERIES = 60
_COLUMNS = ("kind", "count", "p50_ms", "p95_ms", "fts5_p50_ms", "fts5_p95_ms", "ratio")


def run(call: Call) -> int:
    """Measure building and answering."""
    articles = list(generate_articles(call.args.docs, call.args.seed, shipped_words()))
    queries = _queries(articles, call.args.seed)
    text = sum(len(article.text.encode()) for article in articles)
    with tempfile.TemporaryDirectory(prefix="bang-giao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        index = SearchIndex(folder / "index", "bench")
        ours = _timed(lambda: index.rebuild(_documents(articles)))
        theirs = _timed(lambda: peer.build(folder / "fts.db", articles))
        sizes = (size_of(folder / "index"), size_of(folder / "fts.db"))
        other = peer.Peer(folder / "fts.db")
        try:
            answered = {
                kind: (
                    [_timed(lambda text=text: index.search(text)) for text in texts],
                    [_timed(lambda text=text: other.search(text)) for text in texts],
                )
                for kind, texts in queries.items()
            }
        finally:
            other.close()
            index.close()
    _tell(call, (ours, theirs), sizes, text, answered)
    return DONE


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _documents(articles: list[GeneratedArticle]) -> list[IndexDocument]:
    return [
        IndexDocument(RecordKind.ARTICLE, number, article.title, article.text)
        for number, article in enumerate(articles, start=1)
    ]


def _queries(articles: list[GeneratedArticle], seed: int) -> dict[str, list[str]]:
    """Queries from the articles themselves, so that each has an answer."""
    chance = random.Random(seed)
    made: dict[str, list[str]] = {"một từ": [], "ba từ": [], "ba từ không dấu": [], "cụm trong ngoặc kép": []}
    for _ in range(_QUERIES):
        words = [word for word in chance.choice(articles).text.split() if word.isalpha()]
        chosen = chance.sample(words, 3)
        start = chance.randrange(len(words) - 3)
        made["một từ"].append(chosen[0])
        made["ba từ"].append(" ".join(chosen))
        made["ba từ không dấu"].append(fold(" ".join(chosen)))
        made["cụm trong ngoặc kép"].append(f'"{" ".join(words[start : start + 2])}"')
    return made


def _tell(
    call: Call,
    built: tuple[float, float],
    sizes: tuple[int, int],
    text: int,
    answered: dict[str, tuple[list[float], list[float]]],
) -> None:
    docs = call.args.docs
    rows: list[tuple[object, ...]] = [
        (name, docs, seconds, docs / seconds, seconds / built[1], size / 1e6, size / text)
        for name, seconds, size in zip(("Bang Giao", "FTS5"), built, sizes, strict=True)
    ]
    for line in table(("lập chỉ mục", "số bài", "giây", "bài/giây", "so FTS5", "MB", "so với chữ"), rows):
        call.out.line(line)
    call.out.line()
    times: list[tuple[object, ...]] = []
    for kind, (ours, theirs) in answered.items():
        mine, other = [share(ours, 0.5) * 1e3, share(ours, 0.95) * 1e3], share(theirs, 0.5) * 1e3
        ratio = mine[0] / other if other else None
        times.append((kind, len(ours), *mine, other, share(theirs, 0.95) * 1e3, ratio))
    head = ("tìm (phần nghìn giây)", "số câu", "p50", "p95", "FTS5 p50", "FTS5 p95", "p50 so FTS5")
    for line in table(head, times):
        call.out.line(line)
    memory = peak_memory()
    call.out.line()
    call.out.line(f"Chữ {text / 1e6:.1f} MB · {memory_words(memory)}")
    call.out.note(
        "FTS5 nhận đúng các từ đã chuẩn hóa như chỉ mục của Bang Giao, nhưng chỉ tìm bài có đủ mọi từ; "
        "Bang Giao còn xét dấu, tên gọi khác, từ thiếu và gợi ý chính tả, nên chậm hơn là điều dự kiến."
    )
    call.out.value(
        {
            "docs": docs,
            "build_seconds": {"ours": built[0], "fts5": built[1]},
            "bytes": {"text": text, "ours": sizes[0], "fts5": sizes[1]},
            "queries": [dict(zip(_COLUMNS, row, strict=True)) for row in times],
            "peak_memory_mb": memory,
        }
    )
