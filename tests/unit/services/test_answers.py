from __future__ import annotations

import dataclasses
import time

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from db.records import Direction, RecordKind
from desktop_app.core.text.fold import fold
from desktop_app.services.aliases import KnownNames
from desktop_app.services.answers import MOST_CARDS, AnswerCard, answers

VISIT, AGREEMENT, COMMITMENT = RecordKind.VISIT, RecordKind.AGREEMENT, RecordKind.COMMITMENT
PERSON, PARTNER = RecordKind.PERSON, RecordKind.PARTNER


@pytest.fixture
def ask(sample_services):
    names = KnownNames()

    def asked(text: str) -> tuple[AnswerCard, ...]:
        with sample_services.search._context.reading() as work:
            return answers(work, text, names.of(work))

    return asked


@pytest.mark.parametrize(
    ("question", "kind", "first", "says"),
    [
        (
            "đoàn Gwangju đến Nghệ An năm nào",
            RecordKind.VISIT,
            "Đoàn chuyên gia nha khoa Gwangju",
            "Đoàn vào",
        ),
        ("đoàn Ninh Bình đi Hàn Quốc", VISIT, "Đoàn tỉnh Ninh Bình thăm", "Đoàn ra"),
        (
            "ai dẫn đầu đoàn Asan",
            RecordKind.VISIT,
            "Đoàn thành phố Asan dự lễ ký",
            "Trưởng đoàn: Han Jae-won",
        ),
        ("trưởng đoàn Asan tháng 10/2023", VISIT, "Đoàn đại biểu cấp cao", "Park Gyeong-gwi"),
        ("đoàn vào tháng 9/2025", VISIT, "Đoàn lãnh đạo các phường", "Đoàn vào"),
        ("đoàn ra năm 2024", VISIT, "Đoàn tỉnh Thanh Hóa", "Đoàn ra"),
        ("đoàn Lào", VISIT, "Đoàn tỉnh Thanh Hóa", "Hủa Phăn"),
        (
            "thỏa thuận với Gwangju",
            RecordKind.AGREEMENT,
            "Biên bản thỏa thuận hợp tác đào tạo",
            "Ký: 05/01/2023",
        ),
        ("Kwangju ký gì", AGREEMENT, "Biên bản thỏa thuận hợp tác đào tạo", "Đại học Chosun"),
        ("MOU Gwangju", AGREEMENT, "Biên bản ghi nhớ", "Hiệu lực đến: 27/10/2027"),
        ("Asan ký với Ninh Bình cái gì", AGREEMENT, "Thỏa thuận hợp tác", "UBND tỉnh Ninh Bình"),
        ("Gwangju hứa gì", COMMITMENT, "Cử hai giáo viên", "Thành phố Gwangju với"),
        (
            "Gwangju hứa đào tạo nha khoa cho bao nhiêu sinh viên",
            RecordKind.COMMITMENT,
            "Cấp kinh phí",
            "5 người",
        ),
        ("đề nghị khám răng Gwangju", COMMITMENT, "Đề nghị khám răng", "Không thực hiện"),
        ("thị trưởng Gwangju là ai", PERSON, "Kang Gijung", "Thị trưởng"),
        ("Kang Gi-jung", PERSON, "Kang Gijung", "Thị trưởng"),
        ("giám đốc sở ngoại vụ Gwangju", PERSON, "Kim Sang-hoon", "Sở Ngoại vụ"),
        ("Gwangju", PARTNER, "Thành phố Gwangju", "Đoàn gần nhất"),
    ],
)
def test_a_question_is_answered_with_and_without_marks(ask, question, kind, first, says):
    for typed in (question, fold(question)):
        cards = ask(typed)
        assert cards, typed
        assert cards[0].kind is kind
        assert cards[0].title.startswith(first)
        assert says in " ".join(cards[0].lines)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "nha khoa",
        "đoàn công tác",
        "đoàn vào",
        "Gwangju nha khoa",
        "đoàn vào tháng 6/2017",
        "biên bản ghi nhớ Xiêng Khoảng",
        "đoàn Gwangju tặng máy bay trực thăng",
        "hợp tác lao động thời vụ",
        "2024",
        "đoàn Gwangju đến Thanh Hóa",
    ],
)
def test_nothing_is_answered_when_no_record_is_named_or_none_fits(ask, text):
    assert ask(text) == ()


def test_cards_are_few_and_the_newest_come_first(ask, sample_services):
    cards = ask("đoàn Gwangju")
    assert len(cards) == MOST_CARDS
    with sample_services.search._context.reading() as work:
        starts = [work.visits.get(card.record_id).period.start for card in cards]
    assert starts == sorted(starts, reverse=True)


def test_who_promises_counts(ask, sample_services):
    with sample_services.search._context.reading() as work:
        sides = {work.commitments.get(card.record_id).side.value for card in ask("Gwangju hứa gì")}
        ours = {
            work.commitments.get(card.record_id).side.value for card in ask("Nghệ An đề nghị gì với Gwangju")
        }
    assert "ours" not in sides
    assert "theirs" not in ours


def test_what_is_in_the_trash_is_no_answer(ask, sample_services):
    before = ask("đoàn vào tháng 9/2025")
    sample_services.records.trash(VISIT, [card.record_id for card in before])
    assert ask("đoàn vào tháng 9/2025") == ()


def test_a_head_nobody_wrote_down_is_said_to_be_unknown(ask, sample_services):
    with sample_services.search._context.writing("test") as work:
        incoming = [one for one in work.visits.all() if one.direction is Direction.IN and one.partner_names]
        visit = max(incoming, key=lambda one: one.period.start)
        work.visits.save(dataclasses.replace(visit, participants=()))
    [card] = [card for card in ask(f"trưởng đoàn {visit.partner_names[0]}") if card.record_id == visit.id]
    assert card.lines[0] == "Trưởng đoàn: chưa ghi trong kho"


HOSTILE = [
    "Gwangju " * 5_000,
    "đoàn " * 50,
    "Gwangju \ud800 đoàn",
    "đoàn Gwangju \u202e 2022",
    "\x00Gwangju",
    "%_Gwangju'--",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_questions_are_quick(ask, text):
    start = time.perf_counter()
    ask(text)
    assert time.perf_counter() - start < 2


SAID = st.sampled_from(["đoàn", "Gwangju", "ký", "hứa", "năm", "2022", "tháng", "đến"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["đoàn", "Gwangju", "ký", "hứa", "năm", "2022", "tháng", "đến"]),
            st.text(max_size=6),
        ),
        max_size=8,
    )
)
def test_any_question_is_answered_or_not(ask, pieces):
    assert len(ask(" ".join(pieces))) <= MOST_CARDS
