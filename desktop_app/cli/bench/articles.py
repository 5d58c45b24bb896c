"""``bench articles``: invented articles as JSON lines, to be imported beside others as a crowd."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from desktop_app.cli.bench.corpus import Entry, make_corpus
from desktop_app.cli.call import DONE, Call


def run(call: Call) -> int:
    """Write the articles to the file named."""
    with tempfile.TemporaryDirectory(prefix="bang-giao-", ignore_cleanup_errors=True) as name:
        corpus = make_corpus(Path(name), call.args.docs, call.args.seed, call.args.stats, 0)
        with call.args.output.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(_lines(corpus.entries()))
    call.out.note(f"Đã viết {call.args.docs} bài.")
    return DONE


def _lines(entries: Iterator[Entry]) -> Iterator[str]:
    for entry in entries:
        row = {
            "id": f"x-{entry.number:06d}",
            "title": entry.title,
            "text": f"{entry.title}\n{entry.text}",
            "published": entry.day.isoformat(),
            "source": "Bài tự sinh",
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"
