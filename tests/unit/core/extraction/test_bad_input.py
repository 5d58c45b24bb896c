"""Strange articles: nothing is raised, time grows with length, and no guess is made with confidence."""

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings, strategies as st
from suggestions import all_of

from desktop_app.core.extraction.candidates import Context, Findings
from desktop_app.core.extraction.find import find
from desktop_app.core.extraction.long_texts import LONG, pieces

CONTEXT = Context(published="2023-10-20", home="Quảng Trị")
ARTICLE = (
    "Chiều 18/10, tại thành phố Đông Hà, đồng chí Lương Quốc Khải, Phó Chủ tịch UBND tỉnh Quảng Trị đã tiếp "
    "đoàn công tác tỉnh Kochi (Nhật Bản) do ông Harada Satoshi, Thống đốc tỉnh Kochi làm trưởng đoàn.\n"
    "Ông Harada Satoshi cho biết, tỉnh Kochi sẽ cử 12 chuyên gia sang hỗ trợ nông nghiệp trong năm 2024.\n"
    "Năm 2022, kim ngạch xuất khẩu của Quảng Trị sang Nhật Bản đạt hơn 4,5 triệu USD.\n"
)


def bare(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def sound(text: str, context: Context = CONTEXT) -> Findings:
    """What is found, after a look at its spans and scores."""
    findings = find(text, context)
    for item in all_of(findings):
        assert item.spans
        assert 0 <= item.score <= 1
        assert all(0 <= span.start < span.end <= len(text) for span in item.spans)
    return findings


def repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _people(size: int) -> str:
    names = (
        f"Ông Nguyễn Văn {chr(65 + number % 26)}{'abcdefghin'[number // 26 % 10]}n dự họp số {number}.\n"
        for number in range(size // 30)
    )
    return "".join(names)[:size]


SHAPES: dict[str, Callable[[int], str]] = {
    "article": repeated(ARTICLE),
    "capitals": repeated(ARTICLE.upper()),
    "no marks": repeated(bare(ARTICLE)),
    "one line paragraphs": _people,
    "one sentence": repeated("đoàn công tác tỉnh Quảng Trị và tỉnh Kochi (Nhật Bản) "),
    "flattened table": repeated(
        "STT Tên đoàn Nước Số người 1 Đoàn Kochi Nhật Bản 12 2 Đoàn Savannakhet Lào 30 "
    ),
    "letters": repeated("a"),
    "line ends": repeated("\n"),
    "brackets": repeated("(("),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", list(SHAPES))
def test_time_grows_with_length_and_no_faster(name: str) -> None:
    make = SHAPES[name]
    sound(make(30_000))
    times: list[float] = []
    for size in (70_000, 280_000):
        text = make(size)
        began = time.process_time()
        sound(text)
        times.append(time.process_time() - began)
    assert times[1] < 8 * times[0] + 0.5


@pytest.mark.slow
def test_an_article_of_a_megabyte() -> None:
    text = SHAPES["article"](1_000_000)
    findings = sound(text)
    assert len(findings.visits) == 1
    assert sorted(person.name for person in findings.persons) == ["Harada Satoshi", "Lương Quốc Khải"]


@pytest.mark.slow
def test_ten_thousand_paragraphs_of_one_line() -> None:
    text = "\n".join(f"Dòng số {number} của bảng." for number in range(10_000))
    findings = sound(text)
    assert not findings.visits
    assert not findings.agreements
    assert not findings.persons


def test_pieces_are_the_text() -> None:
    text = SHAPES["article"](3 * LONG) + "x" * LONG
    found = pieces(text)
    assert "".join(text[start:end] for start, end in found) == text


def test_what_is_told_in_two_pieces_counts_once_where_it_stands() -> None:
    far = "Trời hôm nay đẹp.\n" * (LONG // 15)
    text = far + ARTICLE + far + ARTICLE
    findings = sound(text)
    assert sorted(person.name for person in findings.persons) == ["Harada Satoshi", "Lương Quốc Khải"]
    figure = next(figure for figure in findings.figures if figure.unit == "USD")
    shown = next(span for span in figure.spans if span.field == "value")
    assert figure.stated in text[shown.start : shown.end]
    assert len(far) <= shown.start < len(far) + len(ARTICLE)


def test_a_paper_that_one_side_wishes_to_sign_is_found_in_a_long_text() -> None:
    far = "Trời hôm nay đẹp.\n" * (LONG // 15)
    wish = "Hai bên mong muốn sớm ký kết Bản ghi nhớ hợp tác giữa tỉnh Quảng Trị và tỉnh Kochi.\n"
    proposed = sound(ARTICLE + wish).proposed
    assert [paper.type for paper in proposed] == ["Bản ghi nhớ"]
    assert sound(ARTICLE + wish + far).proposed == proposed


@pytest.mark.parametrize("text", [bare(ARTICLE), ARTICLE.upper(), ARTICLE.lower(), ARTICLE.title()])
def test_a_strange_script_gives_no_confident_wrong_visit(text: str) -> None:
    for visit in sound(text).visits:
        if visit.score >= 0.3 and not visit.doubts:
            assert visit.direction == "in"
            assert visit.start in (None, "2023-10-18")


@pytest.mark.parametrize(
    "words",
    [
        "ນະຄອນຫຼວງວຽງຈັນ ຢ້ຽມຢາມ ແຂວງກວາງຈິ",
        "高知県知事がクアンチ省を訪問した。",
        "광주광역시 대표단이 응에안성을 방문했다.",
        "Γεια σας 你好 Xin chào مرحبا",
        "Ông 김민수 (Kim Min-su) và bà ທອງລຸນ dự.",
    ],
)
def test_other_scripts_are_no_facts(words: str) -> None:
    findings = sound(words)
    assert not findings.visits
    assert not findings.agreements
    assert not findings.figures
    assert sound(f"{ARTICLE}\n{words}").visits


TABLE = """STT
Tên đoàn
Nước
Ngày
Số người
1
Kochi
Nhật Bản
18/10/2023
12
2
Savannakhet
Lào
19/10/2023
30"""


def test_a_table_flattened_into_lines_is_no_visit() -> None:
    findings = sound(TABLE)
    assert not [visit for visit in findings.visits if visit.score >= 0.3 and not visit.doubts]
    assert not findings.agreements
    assert not findings.commitments


def test_days_that_contradict_are_not_joined() -> None:
    text = ARTICLE + ARTICLE.replace("18/10", "25/10")
    for visit in sound(text).visits:
        stated = [text[span.start : span.end] for span in visit.spans if span.field == "start"]
        assert visit.start in ("2023-10-18", "2023-10-25")
        assert any(visit.start[-2:] in words for words in stated)


WORDS = [
    *ARTICLE.split(),
    "\n",
    "\t",
    "|",
    "ЛАОС",
    "老挝",
    "ລາວ",
    "--",
    "31/2/2023",
    "0/0",
    "99/99/9999",
    "(",
    "”",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=80), st.sampled_from([str, str.upper, bare, str.swapcase]))
def test_shuffled_words_are_read(words: list[str], change: Callable[[str], str]) -> None:
    sound(change(" ".join(words)), CONTEXT)
