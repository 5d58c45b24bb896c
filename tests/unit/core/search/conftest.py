from __future__ import annotations

import os
from pathlib import Path

import pytest

from db.records import RecordKind
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.index import SearchIndex


def article(number: int, title: str, body: str) -> IndexDocument:
    return IndexDocument(RecordKind.ARTICLE, number, title, body)


INVENTED = [
    article(
        1,
        "Thành phố Gwangju hỗ trợ đào tạo nha khoa",
        "Ngày 9/6, đoàn công tác bàn việc đào tạo nha khoa cho sinh viên. Lớp nha khoa mở vào mùa thu.",
    ),
    article(
        2,
        "Khảo sát nhà máy sữa",
        "Đoàn công tác thăm nhà máy sữa và dự hội thảo khoa học tại Asan. Vốn 81,56 tỷ USD, 9.666 dự án.",
    ),
    article(3, "Thị trưởng Ansan tiếp khách", "Thị trưởng thành phố Ansan chúc mừng năm mới."),
    article(
        4,
        "Lao động thời vụ",
        "Hai bên ký kết bản ghi nhớ về lao động thời vụ; thoả thuận xoá rào cản. Kĩ năng lao động Mỹ tốt.",
    ),
    article(
        5,
        "Hội nghị của Ủy ban nhân dân tỉnh",
        "Chủ tịch Ủy ban nhân dân chủ trì. Đại sứ quán Hàn Quốc và tỉnh Chăm-pa-sắc cử bà Y Nhi.",
    ),
]


@pytest.fixture
def index(tmp_path: Path):
    made = SearchIndex(tmp_path / "index", "library-1")
    made.rebuild(INVENTED)
    yield made
    made.close()


@pytest.fixture(scope="session")
def samples() -> tuple[str, str]:
    shared = Path(os.environ.get("BANG_GIAO_SHARED", Path(__file__).parents[4].parent / "shared")) / "samples"
    files = (shared / "ninh-binh-han-quoc.txt", shared / "gwangju-nghe-an.txt")
    if not all(file.exists() for file in files):
        pytest.skip("the two sample articles are not here")
    first, second = (file.read_text(encoding="utf-8") for file in files)
    return first, second


def keys(index: SearchIndex, text: str, **options) -> list[str]:
    return [f"{hit.kind.value}:{hit.record_id}" for hit in index.search(text, **options).hits]


@pytest.fixture(name="keys")
def keys_fixture():
    return keys


@pytest.fixture
def invented() -> list[IndexDocument]:
    return INVENTED
