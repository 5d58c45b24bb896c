from __future__ import annotations

import contextlib
import json
import pickle
import random
import shutil
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from db.records import RecordKind
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.failures import IndexUnusable, Trouble
from desktop_app.core.search.index import SearchIndex
from desktop_app.core.search.storage import MARKER, write_lock
from desktop_app.progress import Cancelled, Progress, Reporter

ROOT = Path(__file__).parents[4]


def article(number: int, body: str, title: str = "") -> IndexDocument:
    return IndexDocument(RecordKind.ARTICLE, number, title, body)


def live_part(folder: Path) -> Path:
    return folder / json.loads((folder / MARKER).read_text(encoding="utf-8"))["part"]


def copy(index: SearchIndex, tmp_path: Path, library: str = "library-1") -> tuple[SearchIndex, Path]:
    folder = tmp_path / "copy"
    shutil.copytree(tmp_path / "index", folder)
    return SearchIndex(folder, library), folder


@pytest.fixture
def empty(tmp_path: Path):
    made = SearchIndex(tmp_path / "index", "library-1")
    made.rebuild([])
    yield made
    made.close()


def test_nothing_there_is_missing(tmp_path):
    index = SearchIndex(tmp_path / "none", "library-1")
    assert index.state() == "missing"
    assert not (tmp_path / "none").exists()
    for use in (lambda: index.search("nha khoa"), lambda: index.apply([article(1, "nha khoa")])):
        with pytest.raises(IndexUnusable) as unusable:
            use()
        assert unusable.value.trouble is Trouble.MISSING


def test_an_empty_index_answers(empty):
    assert empty.state() == "ready"
    assert empty.search("nha khoa").hits == ()
    assert empty.document_count() == 0


def test_added_changed_and_removed_records_are_seen_at_once(empty, keys):
    empty.apply([article(1, "nha khoa"), article(2, "nông nghiệp")])
    assert keys(empty, "nha khoa") == ["article:1"]
    empty.apply([article(1, "du lịch")])
    assert keys(empty, "nha khoa") == []
    assert keys(empty, "du lịch") == ["article:1"]
    empty.apply([], ["article:1"])
    assert keys(empty, "du lịch") == []
    assert keys(empty, "nông nghiệp") == ["article:2"]
    assert empty.document_count() == 1
    assert empty.state() == "ready"


def test_the_last_of_equal_records_in_a_batch_counts(empty, keys):
    empty.apply([article(1, "cũ"), article(1, "mới")])
    assert keys(empty, "cũ") == []
    assert keys(empty, "mới") == ["article:1"]


def test_removing_what_is_not_there_changes_nothing(empty):
    empty.apply([], ["article:404", "", "\ud800"])
    assert empty.document_count() == 0


def test_records_without_text_are_kept(empty):
    empty.apply([article(1, "")])
    assert empty.document_count() == 1
    assert empty.state() == "ready"


def test_hostile_text_is_indexed(empty, keys):
    empty.apply([article(1, "nha \ud800\x00 khoa \u202e " + "x" * 2_000 + " cuối", "9" * 5_000)])
    assert keys(empty, "cuối") == ["article:1"]


def test_words_behind_the_last_position_are_still_found(empty, keys):
    empty.apply([article(1, "từ " * 70_000 + "cuối bài")])
    assert keys(empty, "cuối bài") == ["article:1"]


def test_a_phrase_over_several_segments_with_deletions(empty, keys):
    for number in range(1, 7):
        empty.apply(
            [article(number, f"bài {number} nói về đào tạo nha khoa"), article(100 + number, "khoa nha")]
        )
    empty.apply([article(2, "đã sửa thành nông nghiệp")], ["article:3", "article:105"])
    assert set(keys(empty, '"nha khoa"')) == {f"article:{number}" for number in (1, 4, 5, 6)}
    assert set(keys(empty, '"khoa nha"')) == {f"article:{100 + number}" for number in (1, 2, 3, 4, 6)}
    assert empty.search("khoa", limit=99).total == 9


def test_many_single_edits_stay_right_and_few_segments(empty, keys):
    expected = {}
    chance = random.Random(3)
    for turn in range(40):
        number = chance.randint(1, 12)
        if number in expected and chance.random() < 0.3:
            del expected[number]
            empty.apply([], [f"article:{number}"])
        else:
            expected[number] = turn
            empty.apply([article(number, f"chung nha khoa lần{turn}")])
        assert set(keys(empty, '"nha khoa"', limit=99)) == {f"article:{one}" for one in expected}
    for number, turn in expected.items():
        assert keys(empty, f"lần{turn}") == [f"article:{number}"]
    assert len(list(live_part(empty._folder).glob("*.trm"))) < 15
    assert not empty.wants_rebuild()


def test_much_deleted_asks_for_a_rebuild(empty):
    empty.apply([article(number, "nha khoa") for number in range(300)])
    assert not empty.wants_rebuild()
    empty.apply([], [f"article:{number}" for number in range(250)])
    assert empty.wants_rebuild()
    empty.rebuild([article(number, "nha khoa") for number in range(250, 300)])
    assert not empty.wants_rebuild()


def test_rebuilding_leaves_one_part_and_nothing_of_before(index, keys):
    index.rebuild([article(9, "chỉ còn bài này")])
    assert keys(index, "gwangju") == []
    assert keys(index, "bài này") == ["article:9"]
    assert len([entry for entry in index._folder.iterdir() if entry.is_dir()]) == 1


def test_rebuilding_reports_and_can_be_cancelled(index, keys):
    seen: list[Progress] = []
    index.rebuild([article(number, "nha khoa") for number in range(5)], Reporter(seen.append))
    assert (seen[-1].done, seen[-1].total) == (5, 5)
    reporter = Reporter()

    def documents():
        yield article(1, "một")
        reporter.cancel()
        yield article(2, "hai")

    with pytest.raises(Cancelled):
        index.rebuild(documents(), reporter)
    assert index.document_count() == 5
    assert len([entry for entry in index._folder.iterdir() if entry.is_dir()]) == 1


def test_a_failing_source_leaves_the_index_and_the_lock_free(index, keys):
    def documents():
        yield article(8, "tám")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        index.rebuild(documents())
    with pytest.raises(RuntimeError):
        index.apply(documents())
    assert keys(index, "gwangju") == ["article:1"]
    index.apply([article(8, "tám")])
    assert keys(index, "tám") == ["article:8"]


def test_a_full_disk_is_told_apart_and_frees_the_lock(index, keys, monkeypatch):
    from desktop_app.core.search import storage

    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(storage.SyncedStorage, "rename_file", full)
        with pytest.raises(IndexUnusable) as unusable:
            index.apply([article(8, "tám")])
    assert unusable.value.trouble is Trouble.DISK
    assert keys(index, "tám") == []
    assert keys(index, "gwangju") == ["article:1"]
    index.apply([article(8, "tám")])
    assert keys(index, "tám") == ["article:8"]


def test_a_second_writer_is_told_to_wait(index, keys, monkeypatch):
    monkeypatch.setattr("desktop_app.core.search.keeping.LOCK_SECONDS", 0.05)
    with write_lock(index._folder, 1), pytest.raises(IndexUnusable) as unusable:
        index.apply([article(8, "tám")])
    assert unusable.value.trouble is Trouble.LOCKED
    assert keys(index, "gwangju") == ["article:1"]


def test_another_window_sees_the_change(index, keys, tmp_path):
    other = SearchIndex(tmp_path / "index", "library-1")
    assert keys(other, "tám") == []
    index.apply([article(8, "tám")])
    assert keys(other, "tám") == ["article:8"]
    index.rebuild([article(9, "chín")])
    assert keys(other, "tám") == []
    assert keys(other, "chín") == ["article:9"]
    other.close()


def test_threads_may_search_while_one_writes(index):
    wrong: list[object] = []

    def search():
        for _ in range(30):
            found = {hit.record_id for hit in index.search("gwangju").hits}
            if found != {1}:
                wrong.append(found)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(10, 16):
        index.apply([article(number, "nông nghiệp")])
    for thread in threads:
        thread.join()
    assert wrong == []


def test_closing_twice_and_searching_again(index, keys):
    index.close()
    index.close()
    assert keys(index, "gwangju") == ["article:1"]


class _Bomb:
    def __reduce__(self):
        return (pytest.fail, ("a foreign index was opened",))


@pytest.mark.parametrize(
    ("field", "value", "state"),
    [("library", "library-2", "foreign"), ("schema", "0" * 16, "old"), ("version", 0, "old")],
)
def test_an_index_of_others_is_never_opened(index, tmp_path, field, value, state):
    other, folder = copy(index, tmp_path)
    part = live_part(folder)
    for file in part.iterdir():
        file.write_bytes(pickle.dumps(_Bomb()))
    marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    (folder / MARKER).write_text(json.dumps({**marker, field: value}), encoding="utf-8")
    assert other.state() == state
    for use in (
        lambda: other.search("gwangju"),
        lambda: other.apply([article(1, "một")]),
        other.wants_rebuild,
    ):
        with pytest.raises(IndexUnusable):
            use()
    other.rebuild([article(1, "một")])
    assert other.state() == "ready"
    other.close()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"library": 1}',
        b"[" * 100_000,
        b'{"part": "../.."}',
        b"0" * 5_000,
    ],
)
def test_a_broken_marker_is_damage(index, tmp_path, content):
    other, folder = copy(index, tmp_path)
    (folder / MARKER).write_bytes(content)
    assert other.state() == "damaged"
    with pytest.raises(IndexUnusable):
        other.search("gwangju")
    other.rebuild([article(1, "một")])
    assert other.state() == "ready"
    other.close()


def test_a_marker_cannot_point_outside(index, tmp_path):
    other, folder = copy(index, tmp_path)
    marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    (folder / MARKER).write_text(json.dumps({**marker, "part": "../index"}), encoding="utf-8")
    assert other.state() == "damaged"


@pytest.mark.parametrize("damage", ["deleted", "empty", "truncated", "bit"])
@pytest.mark.parametrize("suffix", [".pst", ".trm", ".col", ".toc"])
def test_damage_is_noticed_and_healed(index, tmp_path, keys, damage, suffix):
    chance = random.Random(f"{damage}{suffix}")
    for _ in range(6 if damage in ("bit", "truncated") else 1):
        other, folder = copy(index, tmp_path)
        file = next(
            file for file in live_part(folder).iterdir() if file.suffix == suffix and file.stat().st_size
        )
        content = bytearray(file.read_bytes())
        if damage == "deleted":
            file.unlink()
        elif damage == "empty":
            file.write_bytes(b"")
        elif damage == "truncated":
            file.write_bytes(content[: chance.randrange(len(content))])
        else:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            file.write_bytes(content)
        assert other.state() == "damaged"
        for text in ("gwangju", '"nha khoa"', "thành phố tỉnh", "gwanju"):
            with contextlib.suppress(IndexUnusable):
                other.search(text)
        other.rebuild([article(1, "một hai")])
        assert other.state() == "ready"
        assert keys(other, "hai") == ["article:1"]
        other.close()
        shutil.rmtree(folder)


def test_27_deleting_the_folder_while_closed_heals(index, invented, tmp_path):
    texts = ("thành phố đoàn công tác", "nha khoa", '"nha khoa"', "UBND")
    before = [index.search(text, limit=99) for text in texts]
    index.close()
    shutil.rmtree(tmp_path / "index")
    again = SearchIndex(tmp_path / "index", "library-1")
    assert again.state() == "missing"
    again.rebuild(invented)
    assert [again.search(text, limit=99) for text in texts] == before
    again.close()


WRITER = """
import sys
from pathlib import Path
from db.records import RecordKind
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.index import SearchIndex

index = SearchIndex(Path(sys.argv[1]), "library-1")
print("go", flush=True)
for turn in range(1, 1000):
    batch = [IndexDocument(RecordKind.ARTICLE, number, "", f"nha khoa turn{turn}") for number in range(20)]
    if turn % 5 == 0:
        index.rebuild(batch)
    else:
        index.apply(batch)
    print(turn, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.slow
def test_kill_9_leaves_the_old_or_the_new_state(empty, tmp_path):
    empty.apply([article(number, "nha khoa turn0") for number in range(20)])
    chance = random.Random(5)
    for _ in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WRITER), str(tmp_path / "index")],
            stdout=subprocess.PIPE,
            cwd=ROOT,
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"go\n"
            for _ in range(chance.randint(0, 6)):
                writer.stdout.readline()
            try:
                writer.wait(chance.uniform(0, 0.05))
            except subprocess.TimeoutExpired:
                writer.kill()
        again = SearchIndex(tmp_path / "index", "library-1")
        assert again.state() == "ready"
        assert again.document_count() == 20
        assert again.search('"nha khoa"', limit=99).total == 20
        again.apply([article(number, "nha khoa turn0") for number in range(20)])
        assert again.search("turn0", limit=99).total == 20
        again.close()
    parts = [entry for entry in (tmp_path / "index").iterdir() if entry.is_dir()]
    assert len(parts) == 1
