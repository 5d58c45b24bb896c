"""``bench import``: generated articles through the real import, beside bare insertion into FTS5."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from desktop_app.cli.bench.peers import fts5
from desktop_app.cli.bench.tables import memory_words, peak_memory, size_of, table
from desktop_app.cli.bench.watch import Clock
from desktop_app.cli.call import DONE, Call
from desktop_app.cli.streams import as_json
from desktop_app.core.importing.jsonl import read_jsonl
from desktop_app.core.search.sampler import GeneratedArticle, generate_articles, shipped_words


def run(call: Call) -> int:
    """Measure reading, storing with suggestions, and indexing."""
    from desktop_app.bootstrap import open_library

    articles = list(generate_articles(call.args.docs, call.args.seed, shipped_words()))
    text = sum(len(article.text.encode()) for article in articles)
    with tempfile.TemporaryDirectory(prefix="bang-giao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with open_library(folder / "kho", config=folder / "cai-dat") as services:
            marks = [time.perf_counter()]
            read = list(read_jsonl(_lines(articles)))
            marks.append(time.perf_counter())
            plan = services.importing.plan_articles(read, "bench")
            marks.append(time.perf_counter())
            stored = len(services.importing.apply(plan).article_ids)
            marks.append(time.perf_counter())
            indexing = Clock()
            services.search.catch_up()
            cpu = indexing.taken().cpu
            marks.append(time.perf_counter())
            sizes = {"library": size_of(services.paths.database), "index": size_of(services.paths.index)}
        began = time.perf_counter()
        fts5.build(folder / "fts.db", _rows(articles))
        bare = time.perf_counter() - began
        sizes["fts5"] = size_of(folder / "fts.db")
    steps = [after - before for before, after in pairwise(marks)]
    _tell(call, stored, steps, cpu, bare, text, sizes)
    return DONE


def _lines(articles: list[GeneratedArticle]) -> list[str]:
    day = dt.date(2020, 1, 1)
    return [
        as_json(
            {
                "id": f"bench-{number}",
                "title": article.title,
                "text": article.text,
                "published": (day + dt.timedelta(days=number % 2000)).isoformat(),
            }
        )
        for number, article in enumerate(articles)
    ]


def _rows(articles: list[GeneratedArticle]) -> list[fts5.Row]:
    return [(number, made.title, made.text, "article", 0) for number, made in enumerate(articles, start=1)]


def _tell(
    call: Call,
    stored: int,
    steps: list[float],
    index_cpu: float,
    bare: float,
    text: int,
    sizes: dict[str, int],
) -> None:
    total = sum(steps)
    index_speed = {"second": stored / steps[-1], "cpu_second": stored / max(index_cpu, 1e-9)}
    names = ("đọc", "so với bài đã có", "gợi ý và lưu", "chỉ mục tìm kiếm")
    rows: list[tuple[object, ...]] = [
        (name, stored, seconds, stored / seconds if seconds else None, seconds / total)
        for name, seconds in zip(names, steps, strict=True)
    ]
    rows += [("cả việc nhập", stored, total, stored / total, 1.0)]
    rows += [("FTS5: chỉ đưa chữ vào", call.args.docs, bare, call.args.docs / bare, bare / total)]
    for line in table(("bước", "số bài", "giây", "bài/giây", "tỷ lệ"), rows):
        call.out.line(line)
    memory = peak_memory()
    megabytes = {name: f"{size / 1e6:.1f} MB" for name, size in sizes.items()}
    call.out.line()
    call.out.line(
        f"Chữ {text / 1e6:.1f} MB · kho {megabytes['library']} · chỉ mục {megabytes['index']} "
        f"({sizes['index'] / text:.2f} lần chữ) · FTS5 {megabytes['fts5']} · {memory_words(memory)}"
    )
    call.out.line(
        f"Chỉ mục: {index_speed['second']:,.0f} bài/giây, {index_speed['cpu_second']:,.0f} bài mỗi giây của "
        "bộ xử lý, kể cả việc đọc kho và các tiến trình con"
    )
    call.out.note("FTS5 ở đây không đọc gợi ý, không lưu tệp gốc, không ghi nhật ký: chỉ để đối chiếu.")
    call.out.value(
        {
            "docs": stored,
            "seconds": dict(zip(("read", "plan", "store", "index"), steps, strict=True)),
            "docs_per_second": stored / total,
            "index_docs_per": index_speed,
            "fts5_seconds": bare,
            "text_bytes": text,
            "bytes": sizes,
            "peak_memory_mb": memory,
        }
    )
