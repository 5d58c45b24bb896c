"""Articles like one article."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from db.records import RecordKind
from desktop_app.bootstrap import Services
from desktop_app.services.similar import SAME_TEXT

DENTAL = "Lớp nha khoa do bác sĩ Gwangju dạy cho sinh viên răng hàm mặt ở Vinh. {}"
MILK = "Nhà máy sữa nhận bò giống từ vùng đồng cỏ; trang trại mở thêm dây chuyền sữa chua. {}"
OTHER = "Hội nghị bàn về giao thông nông thôn, cầu và đường số {}."


@pytest.fixture
def library(services: Services, tmp_path: Path) -> Services:
    texts = {
        "nha khoa 1": DENTAL.format("Khai giảng hôm nay."),
        "nha khoa 2": DENTAL.format("Bế giảng tuần trước."),
        "nha khoa 2 đăng lại": DENTAL.format("Bế giảng tuần trước."),
        "sữa 1": MILK.format("Lễ khánh thành."),
        "sữa 2": MILK.format("Sữa bán sang Lào."),
        **{f"khác {number}": OTHER.format(number) for number in range(8)},
    }
    for title, text in texts.items():
        path = tmp_path / f"{title}.txt"
        path.write_text(f"{title.removesuffix(' đăng lại')}\n\n{text}\n", encoding="utf-8")
        plan = services.importing.plan_files([path])
        services.importing.apply(replace(plan, items=tuple(replace(item, take=True) for item in plan.items)))
    services.search.catch_up()
    return services


def ids(services: Services) -> dict[str, int]:
    return {article.file_name.removesuffix(".txt"): article.id for article in services.records.articles()}


def test_articles_on_the_same_matter_come_first(library: Services) -> None:
    numbers = ids(library)
    first = [hit.record_id for hit in library.search.similar(numbers["sữa 1"])]
    assert first[0] == numbers["sữa 2"]
    assert numbers["sữa 1"] not in first
    dental = [hit.record_id for hit in library.search.similar(numbers["nha khoa 1"], limit=2)]
    assert set(dental) == {numbers["nha khoa 2"], numbers["nha khoa 2 đăng lại"]}


def test_the_very_same_text_says_so(library: Services) -> None:
    numbers = ids(library)
    details = {hit.record_id: hit.detail for hit in library.search.similar(numbers["nha khoa 2"])}
    assert SAME_TEXT in details[numbers["nha khoa 2 đăng lại"]]
    assert SAME_TEXT not in details[numbers["nha khoa 1"]]


def test_words_in_common_are_marked(library: Services) -> None:
    hit = library.search.similar(ids(library)["sữa 1"])[0]
    assert {hit.snippet[start:end].lower() for start, end in hit.marks} & {"sữa", "bò", "trang", "trại"}


def test_what_is_in_the_trash_or_not_there_is_not_like_anything(library: Services) -> None:
    numbers = ids(library)
    library.records.trash(RecordKind.ARTICLE, [numbers["sữa 2"]])
    assert numbers["sữa 2"] not in [hit.record_id for hit in library.search.similar(numbers["sữa 1"])]
    assert library.search.similar(numbers["sữa 2"]) == ()
    assert library.search.similar(99_999) == ()


def test_without_an_index_there_are_none(library: Services) -> None:
    numbers = ids(library)
    shutil.rmtree(library.paths.index)
    assert library.search.similar(numbers["sữa 1"]) == ()
