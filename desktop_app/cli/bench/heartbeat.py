"""``bench heartbeat``: how long a thread that wants to run every 10 ms, as a window does, is kept waiting.

Python runs one thread at a time. Work beside the window may take long; it must not keep the others out.
"""

from __future__ import annotations

import gc
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from desktop_app.bootstrap import Services, open_library
from desktop_app.cli.bench import library
from desktop_app.cli.bench.corpus import make_corpus
from desktop_app.cli.bench.tables import memory_words, peak_memory, share, table
from desktop_app.cli.call import DONE, Call
from desktop_app.services.searching import SearchRequest

_BEAT = 0.010
_PROMISE = 0.100
_IDLE_SECONDS = 3.0
_QUERIES = 60
_WORDS = 4

Work = Callable[[], object]


def run(call: Call) -> int:
    """Measure the beats of a thread beside searching, beside paying a large debt, beside building anew."""
    docs, debt = call.args.docs, call.args.debt
    with tempfile.TemporaryDirectory(prefix="bang-giao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        before = make_corpus(folder / "truoc", docs, call.args.seed, None, _QUERIES)
        after = make_corpus(folder / "sau", docs + debt, call.args.seed, None, 1)
        questions = before.questions()
        texts = [question.text for question in questions[:: max(1, len(questions) // _QUERIES)]][:_QUERIES]
        library.fill(folder / "kho", before)
        with open_library(folder / "kho", config=folder / "cai-dat") as services:
            services.search.catch_up()
            services.search.search(SearchRequest(texts[0]))
            # As the window does once it has settled (ui.app).
            gc.freeze()
            gaps = {
                "nghỉ": beats(lambda: time.sleep(_IDLE_SECONDS)),
                f"gõ và trả lời {len(texts)} câu": beats(lambda: _type(services, texts)),
            }
            library.fill(folder / "kho", after)
            gaps[f"cập nhật {debt} bài"] = beats(services.search.catch_up)
            gaps[f"dựng lại {docs + debt} bài"] = beats(services.search.rebuild)
    _tell(call, gaps)
    return DONE


def beats(work: Work) -> list[float]:
    """Do ``work`` in another thread; return the seconds between the beats of this one meanwhile.

    Raises:
        Exception: what the work raised.
    """
    failed: list[BaseException] = []

    def attempt() -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=attempt)
    gaps: list[float] = []
    last = time.perf_counter()
    thread.start()
    while thread.is_alive():
        time.sleep(_BEAT)
        now = time.perf_counter()
        gaps.append(now - last)
        last = now
    if failed:
        raise failed[0]
    return gaps


def _type(services: Services, texts: list[str]) -> None:
    """Ask as the window does: while a word is not finished, and with the counts of the filters at the end."""
    for text in texts:
        words = text.split()[:_WORDS]
        for count in range(1, len(words) + 1):
            services.search.search(SearchRequest(" ".join(words[:count])))
        services.search.search(SearchRequest(text))
        services.search.facets(SearchRequest(text))


def _tell(call: Call, gaps: dict[str, list[float]]) -> None:
    rows = [
        (
            name,
            len(found),
            *(share(found, part) * 1e3 for part in (0.5, 0.95, 0.99)),
            max(found, default=0.0) * 1e3,
            sum(gap > _PROMISE for gap in found),
        )
        for name, found in gaps.items()
    ]
    head = ("nhịp 10 ms trong lúc", "số nhịp", "p50 ms", "p95", "p99", "dài nhất", "quá 100 ms")
    for line in table(head, rows):
        call.out.line(line)
    memory = peak_memory()
    call.out.line()
    call.out.line(memory_words(memory))
    call.out.note("Dòng “nghỉ” cho biết chính máy này giữ nhịp đều đến đâu khi chương trình không làm gì.")
    call.out.value(
        {
            "docs": call.args.docs,
            "debt": call.args.debt,
            "rows": [
                dict(zip(("work", "beats", "p50_ms", "p95_ms", "p99_ms", "max_ms", "late"), row, strict=True))
                for row in rows
            ],
            "peak_memory_mb": memory,
        }
    )
