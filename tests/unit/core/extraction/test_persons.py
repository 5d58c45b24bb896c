"""Names beside their posts (invented persons)."""

from __future__ import annotations

import pytest

from desktop_app.core.extraction.persons import Person, find_persons
from desktop_app.core.extraction.places import find_places


def _people(text: str) -> list[Person]:
    return find_persons(text, find_places(text))


@pytest.mark.parametrize(
    ("text", "name", "title", "side"),
    [
        ("ông Lê Văn Khoa - Giám đốc Sở Ngoại vụ", "Lê Văn Khoa", "Giám đốc Sở Ngoại vụ", "vn"),
        (
            "đồng chí Đoàn Văn Khoa, Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy là Trưởng đoàn",
            "Đoàn Văn Khoa",
            "Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy",
            "vn",
        ),
        ("Chủ tịch UBND tỉnh Nghệ An Lê Văn Khoa đã tiếp", "Lê Văn Khoa", "Chủ tịch UBND tỉnh Nghệ An", "vn"),
        ("Bí thư Thành ủy TP. HCM Lê Văn Khoa chủ trì", "Lê Văn Khoa", "Bí thư Thành ủy TP. HCM", "vn"),
        (
            "Phó Chủ tịch Ủy ban nhân dân tỉnh Lê Văn Khoa",
            "Lê Văn Khoa",
            "Phó Chủ tịch Ủy ban nhân dân tỉnh",
            "vn",
        ),
        ("Đồng chí Bí thư Tỉnh ủy Đoàn Văn Khoa tặng quà", "Đoàn Văn Khoa", "Bí thư Tỉnh ủy", "vn"),
        (
            "Thống đốc tỉnh Kochi (Nhật Bản) Harada Satoshi",
            "Harada Satoshi",
            "Thống đốc tỉnh Kochi (Nhật Bản)",
            "foreign",
        ),
        (
            "Đại sứ Nhật Bản tại Việt Nam Harada Satoshi",
            "Harada Satoshi",
            "Đại sứ Nhật Bản tại Việt Nam",
            "foreign",
        ),
        ("Đại sứ Việt Nam tại Pháp Lê Văn Khoa", "Lê Văn Khoa", "Đại sứ Việt Nam tại Pháp", "vn"),
        (
            "ngài Choi Woo-Jin, Thị trưởng thành phố Sacheon",
            "Choi Woo-Jin",
            "Thị trưởng thành phố Sacheon",
            "foreign",
        ),
        (
            "Thứ trưởng Bộ Ngoại giao Lào - bà Khampheng Souvanna",
            "Khampheng Souvanna",
            "Thứ trưởng Bộ Ngoại giao Lào",
            "foreign",
        ),
        ("Marcos A. Bellini, Tổng Lãnh sự Italy", "Marcos A. Bellini", "Tổng Lãnh sự Italy", "foreign"),
    ],
)
def test_name_title_and_side(text: str, name: str, title: str, side: str):
    (person,) = _people(text)
    assert (person.name, person.title, person.side) == (name, title, side)


def test_two_people_joined_by_and():
    text = (
        "Tham dự có ông Lê Văn Khoa - Phó Chủ tịch tỉnh Quảng Trị và ông Vũ Đình Long - Giám đốc Sở Du lịch."
    )
    assert [(p.name, p.title) for p in _people(text)] == [
        ("Lê Văn Khoa", "Phó Chủ tịch tỉnh Quảng Trị"),
        ("Vũ Đình Long", "Giám đốc Sở Du lịch"),
    ]


def test_list_of_comrades():
    text = "Tiếp đoàn có các đồng chí: Lê Văn Khoa, Bí thư Tỉnh ủy; Vũ Đình Long, Phó Chủ tịch UBND tỉnh."
    assert [p.name for p in _people(text)] == ["Lê Văn Khoa", "Vũ Đình Long"]


def test_one_person_with_and_without_title():
    text = "Ông Lê Văn Khoa phát biểu. Sau đó, ông Lê Văn Khoa - Giám đốc Sở Y tế trao quà."
    (person,) = _people(text)
    assert person.title == "Giám đốc Sở Y tế"
    assert len(person.mentions) == 2


def test_same_post_on_both_sides_is_two_people():
    text = (
        "Ông Choi Woo Jin - Giám đốc Sở Ngoại vụ Sacheon (Hàn Quốc) gặp ông Lê Văn Khoa -"
        " Giám đốc Sở Ngoại vụ Nghệ An."
    )
    assert [(p.side, p.organisation) for p in _people(text)] == [
        ("foreign", "Sở Ngoại vụ Sacheon (Hàn Quốc)"),
        ("vn", "Sở Ngoại vụ Nghệ An"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Chủ tịch Hồ Chí Minh",
        "Ảnh: Lê Văn Khoa",
        "Chủ tịch UBND tỉnh Nghệ An phát biểu",
        "Đại sứ quán Nhật Bản tại Việt Nam",
        "Giám đốc Sở Ngoại vụ Nghệ An bày tỏ",
        "Công ty Cổ phần Hoàng Anh",
        "đường Nguyễn Huệ",
    ],
)
def test_nobody(text: str):
    assert _people(text) == []
