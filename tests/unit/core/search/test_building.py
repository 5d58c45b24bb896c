"""Making an index in child processes: the same index, never in the way, and nothing left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.records import RecordKind
from desktop_app.core.search import building
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.failures import IndexUnusable, Trouble
from desktop_app.core.search.index import SearchIndex
from desktop_app.core.search.sampler import generate_articles, shipped_words
from desktop_app.progress import Cancelled, Progress, Reporter

ROOT = Path(__file__).parents[4]
COUNT = 1_300


@pytest.fixture(scope="module")
def documents() -> list[IndexDocument]:
    return [
        IndexDocument(RecordKind.ARTICLE, number, article.title, article.text[:300], f"{2000 + number % 20}")
        for number, article in enumerate(generate_articles(COUNT, 5, shipped_words()), start=1)
    ]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several segments of few documents, so that there is something to share out."""
    monkeypatch.setattr(building, "BATCH", 200)
    monkeypatch.setattr(building, "FEW", 100)


def opened(folder: Path) -> SearchIndex:
    return SearchIndex(folder / "index", "library-1")


def questions(documents: list[IndexDocument]) -> list[str]:
    words = [document.title.split() for document in documents[::100]]
    return [*(" ".join(some[:3]) for some in words), *(f'"{some[0]} {some[1]}"' for some in words), "2007"]


def answers(index: SearchIndex, texts: list[str]) -> list[object]:
    return [index.search(text, limit=99) for text in texts]


def parts(folder: Path) -> list[Path]:
    return [entry for entry in (folder / "index").iterdir() if entry.is_dir()]


def no_children() -> bool:
    return not [child for child in multiprocessing.active_children() if child.is_alive()]


@pytest.mark.usefixtures("small_batches")
def test_children_make_the_index_that_one_process_makes(
    tmp_path: Path, documents: list[IndexDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    together, alone = opened(tmp_path / "a"), opened(tmp_path / "b")
    monkeypatch.setattr(building, "children_for", lambda _count: 2)
    together.rebuild(iter(documents))
    monkeypatch.setattr(building, "children_for", lambda _count: 0)
    alone.rebuild(iter(documents))
    assert together.document_count() == alone.document_count() == COUNT
    texts = questions(documents)
    assert answers(together, texts) == answers(alone, texts)
    assert together.state() == alone.state() == "ready"
    assert no_children()
    together.close()
    alone.close()


@pytest.mark.usefixtures("small_batches")
def test_of_equal_records_in_different_batches_the_last_counts(
    tmp_path: Path, documents: list[IndexDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "children_for", lambda _count: 2)
    index = opened(tmp_path)
    newer = IndexDocument(RecordKind.ARTICLE, 3, "chữ hoàn toàn khác", "")
    index.rebuild(iter([*documents[:700], newer]))
    assert index.document_count() == 700
    assert [hit.record_id for hit in index.search('"chữ hoàn toàn khác"').hits] == [3]
    assert all(hit.record_id != 3 for hit in index.search(documents[2].title, limit=999).hits)
    index.close()


@pytest.mark.usefixtures("small_batches")
def test_a_large_change_is_made_by_children_in_one_step(
    tmp_path: Path, documents: list[IndexDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    start = building._start

    def counted(part: Path) -> object:
        started.append(1)
        return start(part)

    index = opened(tmp_path)
    index.rebuild(documents[:50])
    monkeypatch.setattr(building, "_start", counted)
    index.apply(documents[:90], ["article:1"])
    assert not started
    reporter = Reporter()
    index.apply(documents[:900], ["article:1"], reporter)
    assert started
    assert index.document_count() == 900
    assert answers(index, questions(documents[:900]))
    reporter.cancel()
    with pytest.raises(Cancelled):
        index.apply(documents[900:], reporter=reporter)
    assert index.document_count() == 900
    assert index.state() == "ready"
    index.close()


@pytest.mark.usefixtures("small_batches")
def test_stopping_takes_effect_at_once_and_leaves_no_process_and_no_file(
    tmp_path: Path, documents: list[IndexDocument]
) -> None:
    index = opened(tmp_path)
    index.rebuild(documents[:20])
    asked = threading.Event()

    def stop_at_once(progress: Progress) -> None:
        if progress.done:
            asked.set()
            reporter.cancel()

    reporter = Reporter(stop_at_once)
    with pytest.raises(Cancelled):
        index.rebuild(iter(documents), reporter)
    assert asked.is_set()
    assert no_children()
    assert len(parts(tmp_path)) == 1
    assert index.document_count() == 20
    index.close()


@pytest.mark.usefixtures("small_batches")
def test_progress_only_grows_and_ends_with_all(tmp_path: Path, documents: list[IndexDocument]) -> None:
    seen: list[Progress] = []
    index = opened(tmp_path)
    index.rebuild(documents, Reporter(seen.append))
    done = [progress.done for progress in seen]
    assert done == sorted(done)
    assert (seen[-1].done, seen[-1].total) == (COUNT, COUNT)
    index.close()


@pytest.mark.usefixtures("small_batches")
def test_what_fails_in_a_child_is_reported_and_the_old_index_answers(
    tmp_path: Path, documents: list[IndexDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "children_for", lambda _count: 2)
    index = opened(tmp_path)
    index.rebuild(documents[:20])
    broken = IndexDocument(RecordKind.ARTICLE, "x", "", "")  # type: ignore[arg-type]
    with pytest.raises(IndexUnusable) as unusable:
        index.rebuild(iter([*documents, broken]))
    assert unusable.value.trouble is Trouble.DAMAGED
    assert "TypeError" in unusable.value.detail
    assert index.document_count() == 20
    assert len(parts(tmp_path)) == 1
    assert no_children()
    index.close()


@pytest.mark.usefixtures("small_batches")
def test_a_source_that_fails_keeps_its_own_error(tmp_path: Path, documents: list[IndexDocument]) -> None:
    def source() -> Iterator[IndexDocument]:
        yield from documents[:700]
        raise LookupError

    index = opened(tmp_path)
    with pytest.raises(LookupError):
        index.rebuild(source())
    assert no_children()
    assert index.state() == "missing"


@pytest.mark.usefixtures("small_batches")
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_child_that_is_killed_costs_nothing_but_time(
    tmp_path: Path, documents: list[IndexDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "children_for", lambda _count: 2)
    killed: list[int] = []

    def source() -> Iterator[IndexDocument]:
        for at, document in enumerate(documents):
            if at in (450, 900):
                for child in multiprocessing.active_children()[:1]:
                    os.kill(child.pid or 0, signal.SIGKILL)
                    killed.append(at)
            yield document

    index = opened(tmp_path)
    index.rebuild(source())
    assert killed
    assert index.document_count() == COUNT
    assert index.state() == "ready"
    assert no_children()
    index.close()


def test_where_no_process_can_be_started_this_one_does_the_work(
    tmp_path: Path, documents: list[IndexDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_part: Path) -> object:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(building, "_start", refused)
    index = opened(tmp_path)
    index.rebuild(documents[:600])
    assert index.document_count() == 600
    index.close()


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 0), (500, 0), (501, 2), (50_000, 4)])
def test_few_documents_start_no_process(count: int, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 16)
    assert building.children_for(count) == expected
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert building.children_for(count) == min(1, expected)


BUILDER = """
import multiprocessing, sys
from pathlib import Path
from db.records import RecordKind
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.index import SearchIndex

def documents():
    for number in range(40_000):
        yield IndexDocument(RecordKind.ARTICLE, number, f"bài {number}", "nha khoa và nông nghiệp " * 60)
        if number == 5_000:
            print(*(child.pid for child in multiprocessing.active_children()), flush=True)

SearchIndex(Path(sys.argv[1]), "library-1").rebuild(documents())
"""


def gone(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state in "ZX"


@pytest.mark.skipif(sys.platform != "linux", reason="kill -9 and /proc")
def test_children_of_a_killed_process_end_and_the_next_change_sweeps(
    tmp_path: Path, documents: list[IndexDocument]
) -> None:
    index = opened(tmp_path)
    index.rebuild(documents[:20])
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(BUILDER), str(tmp_path / "index")],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as builder:
        assert builder.stdout is not None
        children = [int(number) for number in builder.stdout.readline().split()]
        builder.kill()
    assert children
    waiting = threading.Event()
    for _ in range(200):
        if all(gone(child) for child in children):
            break
        waiting.wait(0.05)
    assert all(gone(child) for child in children)
    assert len(parts(tmp_path)) == 2
    assert index.document_count() == 20
    index.apply([IndexDocument(RecordKind.ARTICLE, 9_001, "bài mới", "")])
    assert index.document_count() == 21
    assert len(parts(tmp_path)) == 1
    index.close()
