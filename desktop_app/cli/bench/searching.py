"""``bench search``: our index beside other engines on the same generated articles and questions, in one run.

Every part runs in a process of its own, so that its memory can be told from that of the others.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop_app.cli.bench.corpus import Corpus, make_corpus
from desktop_app.cli.bench.parts import PEERS, engine
from desktop_app.cli.bench.report import tell
from desktop_app.cli.bench.watch import Watched, run_part
from desktop_app.cli.call import DONE, Call
from desktop_app.errors import UserFixable


def run(call: Call) -> int:
    """Measure building, answering, opening, saving and memory."""
    peers = [name for name in _wanted(call.args.peers) if engine(name).version()]
    with _folder(call.args.keep) as folder:
        try:
            corpus = make_corpus(folder, call.args.docs, call.args.seed, call.args.stats, call.args.questions)
        except (OSError, ValueError, KeyError) as error:
            raise UserFixable(
                "Không tạo được bài để đo.",
                "Hãy kiểm tra chỗ trống trên ổ đĩa và thư mục ghi sau --stats.",
                repr(error),
            ) from error
        told = _measure(call, corpus, peers)
    told["versions"] = {engine(name).title: engine(name).version() for name in peers}
    tell(call, corpus, told)
    return DONE


def _wanted(text: str) -> list[str]:
    wanted = [name.strip() for name in text.split(",") if name.strip()]
    unknown = sorted(set(wanted) - set(PEERS))
    if unknown:
        raise UserFixable(
            f"Không biết công cụ {', '.join(unknown)}.", f"Sau --peers chỉ ghi: {', '.join(PEERS)}."
        )
    return wanted


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="bang-giao-", ignore_cleanup_errors=True) as name:
        yield Path(name).resolve()


def _measure(call: Call, corpus: Corpus, peers: list[str]) -> dict[str, Any]:
    """Run the parts one after the other; return what they told."""
    settings = {
        "place": str(corpus.folder),
        "docs": corpus.docs,
        "text_bytes": corpus.text_bytes,
        "peers": peers,
    }

    def part(name: str, **more: Any) -> Watched:
        call.out.note(f"Đang đo: {name}")
        return run_part(name, {**settings, **more}, corpus.folder)

    told: dict[str, Any] = {"build": {}}
    for name in ("ours", *peers):
        told["build"][engine(name).title] = _built(
            part, corpus, name, reuse=call.args.reuse and name != "ours"
        )
    if not call.args.no_library:
        told["library"] = {"fill": part("library-fill").told, "index": _with_peak(part("library-index"))}
        told["library"]["ask"] = _with_peak(part("library-ask"))
    told["memory"] = _with_peak(part("memory"))
    told["answer"] = part("answer").told
    if "recoll" in peers:
        for name, answered in part("recoll").told.items():
            told["answer"][name][engine("recoll").title] = answered
    told["moments"] = part("moments").told
    return told


def _built(part: Callable[..., Watched], corpus: Corpus, name: str, *, reuse: bool) -> dict[str, Any]:
    """Build an index, or take what was told of an earlier build with the same version of the engine."""
    known = corpus.folder / f"built-{name}.json"
    wanted = {"docs": corpus.docs, "text_bytes": corpus.text_bytes, "version": engine(name).version()}
    if reuse and known.is_file():
        kept = json.loads(known.read_text(encoding="utf-8"))
        if kept["of"] == wanted:
            return {**kept["told"], "earlier": True}
    known.unlink(missing_ok=True)
    told = _with_peak(part(f"build-{name}", engine=name))
    known.write_text(json.dumps({"of": wanted, "told": told}), encoding="utf-8")
    return told


def _with_peak(watched: Watched) -> dict[str, Any]:
    return {**watched.told, "peak_mb": watched.peak_mb}
