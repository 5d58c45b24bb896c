"""A stamped paper is recognised; ordinary words are not."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from desktop_app.core.importing.secrecy import Grade, find_mark

STAMPS = [
    ("MẬT", Grade.SECRET),
    ("TỐI MẬT", Grade.TOP_SECRET),
    ("TUYỆT MẬT", Grade.ABSOLUTE_SECRET),
    ("T U Y Ệ T  M Ậ T", Grade.ABSOLUTE_SECRET),
    ("M Ậ T", Grade.SECRET),
    (unicodedata.normalize("NFD", "TUYỆT MẬT"), Grade.ABSOLUTE_SECRET),
    ("TUYET MAT", Grade.ABSOLUTE_SECRET),
    ("TOI MAT", Grade.TOP_SECRET),
    ("MAT", Grade.SECRET),
    ("[ TUYỆT MẬT ]", Grade.ABSOLUTE_SECRET),
    ("*** MẬT ***", Grade.SECRET),
    ("(Mật)", Grade.SECRET),
    ("Tuyệt mật", Grade.ABSOLUTE_SECRET),
    ("TUY\u200bỆT\u00a0MẬT", Grade.ABSOLUTE_SECRET),
    ("MẬT - KHẨN", Grade.SECRET),
    ("TÀI LIỆU TỐI MẬT", Grade.TOP_SECRET),
    ("UBND TỈNH | TUYỆT MẬT", Grade.ABSOLUTE_SECRET),
    ("Số: 12/BC-SNgV        MẬT", Grade.SECRET),
    ("Độ mật: Mật", Grade.SECRET),
    ("ĐỘ MẬT: TUYỆT MẬT", Grade.ABSOLUTE_SECRET),
    ("Do mat: toi mat", Grade.TOP_SECRET),
    ("Độ mật: A", Grade.ABSOLUTE_SECRET),
    ("Mức độ mật - Tối mật", Grade.TOP_SECRET),
    ("Độ mật:\nTối mật", Grade.TOP_SECRET),
    ("MậT", Grade.SECRET),
]

PLAIN = [
    "Hội nghị về bảo mật thông tin",
    "Mật độ dân số của tỉnh",
    "MẬT ONG BẠC HÀ HÀ GIANG",
    "Mật ong",
    "Bảo vệ bí mật kinh doanh",
    "BÍ MẬT KINH DOANH",
    "Nguyễn Văn Mật",
    "Mật",
    "NGUYỄN VĂN MẬT",
    "Độ mật: không",
    "Độ mật: Công khai",
    "Độ mật: ......",
    "Độ mật: Không mật",
    "Độ mật: thường",
    "Mật độ: 500 người trên một cây số vuông",
    "Độ mật độ đường giao thông",
    "TÔI MẤT",
    "MẮT",
    "MÁT",
    "MẤT",
    "Ông Mật cho biết",
    "MẬT ĐỘ",
]


@pytest.mark.parametrize(("line", "grade"), STAMPS)
def test_a_stamp_in_the_opening_lines_is_found(line, grade):
    mark = find_mark(f"UBND TỈNH\nSỞ NGOẠI VỤ\n{line}\n\nBÁO CÁO\nKết quả chuyến công tác.")
    assert mark is not None
    assert mark.grade is grade


@pytest.mark.parametrize("line", PLAIN)
def test_ordinary_words_pass(line):
    assert find_mark(f"Sở Ngoại vụ\n{line}\nĐoàn công tác của tỉnh.") is None


def test_only_the_opening_lines_count():
    assert find_mark("Đoàn công tác đến thăm.\n" * 60 + "TUYỆT MẬT\n") is None


@given(st.text())
def test_any_text_gets_an_answer(text):
    find_mark(text)
