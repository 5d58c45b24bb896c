"""Plan, show, apply: nothing stored before a person agreed, nothing twice, one bad file stops nobody."""

import dataclasses
from pathlib import Path

import pytest

from desktop_app.bootstrap import Services
from desktop_app.errors import UserFixable
from desktop_app.progress import Progress, Reporter
from desktop_app.services.importing import PlanState

LONG = "\n\n".join(
    f"Đoạn {n}: Sở Ngoại vụ tỉnh làm việc với đối tác về nội dung hợp tác thứ {n}, hai bên trao đổi kế hoạch."
    for n in range(12)
)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_planning_stores_nothing(services: Services, tmp_path: Path) -> None:
    plan = services.importing.plan_files([write(tmp_path, "a.txt", LONG)])
    assert plan.count(PlanState.NEW) == 1
    assert services.maintenance.counts().articles == 0
    assert services.importing.batches() == []


def test_a_folder_with_vietnamese_name_is_walked(services: Services, tmp_path: Path) -> None:
    write(tmp_path, "Hồ sơ Đối ngoại/Đoàn vào/bài số 1.txt", LONG)
    write(tmp_path, "Hồ sơ Đối ngoại/.ẩn.txt", LONG)
    plan = services.importing.plan_files([tmp_path / "Hồ sơ Đối ngoại"])
    assert [item.file_name for item in plan.items] == ["bài số 1.txt"]


@pytest.mark.example(5)
def test_the_same_text_is_recognised_whatever_its_form(services: Services, tmp_path: Path) -> None:
    import unicodedata

    services.importing.apply(services.importing.plan_files([write(tmp_path, "a.txt", LONG)]))
    (tmp_path / "b.txt").write_bytes(
        unicodedata.normalize("NFD", LONG).replace("\n", "\r\n").encode("utf-16")
    )
    (item,) = services.importing.plan_files([tmp_path / "b.txt"]).items
    assert item.state is PlanState.IDENTICAL
    assert not item.take
    assert item.known_id == 1


@pytest.mark.example(4)
def test_a_near_duplicate_shows_the_sentence_that_differs_and_can_be_told_apart(
    services: Services, tmp_path: Path
) -> None:
    services.importing.apply(services.importing.plan_files([write(tmp_path, "a.txt", LONG)]))
    changed = LONG.replace("nội dung hợp tác thứ 5", "nội dung khác hẳn lần này")
    (item,) = services.importing.plan_files([write(tmp_path, "b.txt", changed)]).items
    assert item.state is PlanState.NEAR
    (difference,) = item.differences
    assert "khác hẳn lần này" in difference.fresh
    assert "hợp tác thứ 5" in difference.known
    assert difference.fresh_span is not None
    assert changed[slice(*difference.fresh_span)] == difference.fresh
    services.importing.mark_distinct(item)
    (again,) = services.importing.plan_files([tmp_path / "b.txt"]).items
    assert again.state is PlanState.NEW


def test_two_copies_in_one_import_are_noticed(services: Services, tmp_path: Path) -> None:
    files = [write(tmp_path, "a.txt", LONG), write(tmp_path, "b.txt", LONG)]
    plan = services.importing.plan_files(files)
    assert [item.state for item in plan.items] == [PlanState.NEW, PlanState.IDENTICAL]


def test_an_unreadable_file_never_stops_the_others(services: Services, tmp_path: Path) -> None:
    (tmp_path / "anh.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    write(tmp_path, "trong.txt", "")
    write(tmp_path, "tot.txt", LONG)
    plan = services.importing.plan_files([tmp_path])
    assert plan.count(PlanState.UNREADABLE) >= 2
    assert all(item.sentence for item in plan.items if item.state is PlanState.UNREADABLE)
    assert len(services.importing.apply(plan).article_ids) == 1


@pytest.mark.example(6)
def test_marked_material_leaves_nothing_behind(services: Services, tmp_path: Path) -> None:
    secret = "noi dung that khong the nao duoc luu 7391"
    path = write(tmp_path, "mat.txt", f"UBND TỈNH\nSố: 01\nTUYỆT MẬT\n\n{secret}")
    plan = services.importing.plan_files([path])
    assert [item.state for item in plan.items] == [PlanState.UNREADABLE]
    assert secret not in repr(plan)
    services.importing.apply(plan)
    for file in services.paths.folder.rglob("*"):
        if file.is_file():
            assert secret.encode() not in file.read_bytes()


def test_proposals_come_with_reasons_and_missing_fields_are_named(services: Services, tmp_path: Path) -> None:
    text = f"{LONG}\n\nNguồn: https://baoninhbinh.org.vn/tin-hop-tac/d20240625154219177.htm"
    (item,) = services.importing.plan_files([write(tmp_path, "a.txt", text)]).items
    assert item.published.start == "2024-06-25"
    assert "địa chỉ" in dict(item.reasons)["published"]
    assert item.outlet == "Báo Ninh Bình"
    assert "title" in item.missing or item.title


def test_pasted_text_is_one_article(services: Services) -> None:
    plan = services.importing.plan_pasted(LONG)
    result = services.importing.apply(
        dataclasses.replace(plan, items=tuple(dataclasses.replace(i, title="Tin dán") for i in plan.items))
    )
    (article,) = services.records.articles()
    assert (article.id, article.title) == (result.article_ids[0], "Tin dán")


def test_cancelling_keeps_what_is_done_whole(services: Services, tmp_path: Path) -> None:
    for n in range(4):
        write(tmp_path, f"{n}.txt", LONG.replace("Sở Ngoại vụ", f"Cơ quan số {n} " * 8))
    plan = services.importing.plan_files([tmp_path])
    plan = dataclasses.replace(plan, items=tuple(dataclasses.replace(i, take=True) for i in plan.items))

    def stop_at_two(progress: Progress) -> None:
        if progress.done == 2:
            reporter.cancel()

    reporter = Reporter(stop_at_two)
    result = services.importing.apply(plan, reporter)
    assert result.cancelled
    assert len(result.article_ids) == services.maintenance.counts().articles == 3
    assert services.maintenance.check().sound


def test_undoing_a_batch_puts_its_articles_in_the_trash(services: Services, tmp_path: Path) -> None:
    result = services.importing.apply(services.importing.plan_files([write(tmp_path, "a.txt", LONG)]))
    assert result.batch_id is not None
    assert services.importing.undo_batch(result.batch_id) == 1
    counts = services.maintenance.counts()
    assert (counts.articles, counts.trash) == (0, 1)
    assert services.importing.batches()[0].undone_at is not None
    services.history.undo_last()
    assert services.maintenance.counts().articles == 1


def test_a_batch_on_which_records_rest_is_not_undone(sample_services: Services) -> None:
    (batch,) = sample_services.importing.batches()
    with pytest.raises(UserFixable, match="đã có nội dung được duyệt"):
        sample_services.importing.undo_batch(batch.id)


def test_the_original_comes_back_byte_for_byte(services: Services, tmp_path: Path) -> None:
    data = ("\ufeff" + LONG.replace("\n", "\r\n")).encode("utf-8")
    (tmp_path / "gốc.txt").write_bytes(data)
    result = services.importing.apply(services.importing.plan_files([tmp_path / "gốc.txt"]))
    assert services.records.original(result.article_ids[0]) == ("gốc.txt", data)


def test_reading_again_keeps_decisions(services: Services, shared: Path) -> None:
    path = shared / "samples" / "gwangju-nghe-an.txt"
    article = services.importing.apply(services.importing.plan_files([path])).article_ids[0]
    first = services.review.desk(article).pending[0].suggestion.id
    services.review.reject(first)
    services.importing.reread(article)
    states = [c.suggestion.state.value for c in services.review.desk(article).cards]
    assert states.count("rejected") == 1
