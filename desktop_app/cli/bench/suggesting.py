"""``bench suggest``: how long the rules take for an article."""

from __future__ import annotations

import io
import time

from desktop_app.cli.bench.tables import peak_memory, share, table
from desktop_app.cli.call import DONE, Call
from desktop_app.core.extraction.candidates import Context
from desktop_app.core.extraction.find import find
from desktop_app.core.importing.article import ImportedArticle
from desktop_app.core.importing.jsonl import read_jsonl
from resources import read_text

_SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
_DAY = "2024-06-25"


def run(call: Call) -> int:
    """Measure the sample articles; the first round, which loads the word lists, stands apart."""
    stream = io.StringIO(read_text("samples/articles.jsonl"))
    articles = [item for item in read_jsonl(stream) if isinstance(item, ImportedArticle)]
    rounds = [_round(articles) for _ in range(call.args.rounds + 1)]
    warm = [seconds for times in rounds[1:] for seconds in times]
    letters = sum(len(article.text) for article in articles)
    rows = [
        (
            name,
            len(times),
            sum(times),
            len(times) / sum(times),
            share(times, 0.5) * 1e3,
            share(times, 0.95) * 1e3,
        )
        for name, times in (("lần đầu", rounds[0]), ("các lần sau", warm))
    ]
    for line in table(("gợi ý", "số bài", "giây", "bài/giây", "p50 (ms)", "p95 (ms)"), rows):
        call.out.line(line)
    call.out.line()
    call.out.line(f"{len(articles)} bài mẫu, trung bình {letters // len(articles)} chữ cái mỗi bài.")
    grown = _sizes(articles) if call.args.sizes else []
    if grown:
        call.out.line()
        head = ("các bài mẫu nối nhau (chữ cái)", "giây", "micro giây mỗi chữ cái")
        for line in table(head, [(size, seconds, seconds / size * 1e6) for size, seconds in grown]):
            call.out.line(line)
    names = ("round", "docs", "seconds", "docs_per_second", "p50_ms", "p95_ms")
    call.out.value(
        {
            "rows": [dict(zip(names, row, strict=True)) for row in rows],
            "sizes": [{"characters": size, "seconds": seconds} for size, seconds in grown],
            "peak_memory_mb": peak_memory(),
        }
    )
    return DONE


def _sizes(articles: list[ImportedArticle]) -> list[tuple[int, float]]:
    """Return (characters, seconds) of ever longer texts made of the sample articles."""
    told = "\n".join(article.text for article in articles)
    times: list[tuple[int, float]] = []
    for size in _SIZES:
        text = (f"{told}\n" * (size // len(told) + 1))[:size]
        began = time.perf_counter()
        find(text, Context(published=_DAY))
        times.append((size, time.perf_counter() - began))
    return times


def _round(articles: list[ImportedArticle]) -> list[float]:
    times: list[float] = []
    for article in articles:
        context = Context(published=article.published.value.start if article.published else "")
        began = time.perf_counter()
        find(article.text, context)
        times.append(time.perf_counter() - began)
    return times
