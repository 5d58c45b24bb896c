"""What every reading promises, on invented articles."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from suggestions import all_of

from desktop_app.core.extraction.candidates import Context
from desktop_app.core.extraction.find import find
from desktop_app.core.extraction.json_lines import to_json

CONTEXT = Context(published="2023-10-20", home="Quảng Trị")

INCOMING = (
    "Lãnh đạo tỉnh Quảng Trị tiếp Thống đốc tỉnh Kochi (Nhật Bản)\n"
    "Chiều 18/10, tại thành phố Đông Hà, đồng chí Lương Quốc Khải, Tỉnh ủy viên, Phó Chủ"
    " tịch UBND tỉnh Quảng Trị "
    "đã tiếp và làm việc với đoàn công tác tỉnh Kochi (Nhật Bản) do ông Harada Satoshi,"
    " Thống đốc tỉnh Kochi làm "
    "trưởng đoàn.\n"
    "Ông Harada Satoshi cho biết, tỉnh Kochi sẽ cử 12 chuyên gia sang hỗ trợ nông nghiệp trong năm 2024. "
    "Tỉnh Quảng Trị đề nghị phía bạn tiếp nhận 40 thực tập sinh mỗi năm.\n"
    "Dịp này, hai bên đã ký kết Bản ghi nhớ về hợp tác trong lĩnh vực lao động giữa tỉnh"
    " Quảng Trị và tỉnh Kochi.\n"
    "Năm 2022, kim ngạch xuất khẩu của Quảng Trị sang Nhật Bản đạt hơn 4,5 triệu USD."
)
OUTGOING = (
    "Sáng 3/10, đoàn công tác tỉnh Quảng Trị do bà Võ Thị Minh Ngà, Chủ tịch HĐND tỉnh"
    " dẫn đầu đã đến thăm và làm việc "
    "tại tỉnh Savannakhet (Lào). Đoàn đã hội đàm với ông Bounthong Keomany, Tỉnh trưởng tỉnh Savannakhet."
)
LOCAL_NEWS = (
    "Sáng 3/10, UBND tỉnh Quảng Trị tổ chức hội nghị tổng kết phong trào thi đua. Ông"
    " Lương Quốc Khải, Phó Chủ tịch "
    "UBND tỉnh dự và chỉ đạo hội nghị. Toàn tỉnh có 120 tập thể được khen thưởng."
)


def test_incoming_visit():
    visit = find(INCOMING, CONTEXT).visits[0]
    assert (visit.direction, visit.status, visit.start, visit.end) == (
        "in",
        "done",
        "2023-10-18",
        "2023-10-18",
    )
    assert visit.year_inferred
    assert visit.year_reason
    assert [head.name for head in visit.heads] == ["Harada Satoshi"]
    assert [host.name for host in visit.hosts] == ["Lương Quốc Khải"]
    assert [(place.name, place.country) for place in visit.partners] == [("Tỉnh Kochi", "Nhật Bản")]
    assert visit.vn_localities == ("Quảng Trị",)
    assert visit.location == "Thành phố Đông Hà"


def test_outgoing_visit():
    visit = find(OUTGOING, CONTEXT).visits[0]
    assert (visit.direction, visit.start) == ("out", "2023-10-03")
    assert [head.name for head in visit.heads] == ["Võ Thị Minh Ngà"]
    assert [host.name for host in visit.hosts] == ["Bounthong Keomany"]
    assert [(place.name, place.country) for place in visit.partners] == [("Tỉnh Savannakhet", "Lào")]


def test_local_news_gives_no_visit():
    findings = find(LOCAL_NEWS, CONTEXT)
    assert findings.visits == ()
    assert findings.agreements == ()
    assert findings.commitments == ()


def test_signed_agreement_takes_parties_and_subject():
    (agreement,) = find(INCOMING, CONTEXT).agreements
    assert (agreement.type, agreement.status, agreement.date) == ("Bản ghi nhớ", "signed", "2023-10-18")
    assert set(agreement.parties) == {"Tỉnh Quảng Trị", "Tỉnh Kochi"}
    assert "lao động" in agreement.fields


@pytest.mark.parametrize(
    "words",
    ["tiến tới ký kết Bản ghi nhớ", "mong muốn sớm ký kết Bản ghi nhớ", "đề nghị ký kết Bản ghi nhớ"],
)
def test_a_wish_to_sign_is_no_agreement(words: str):
    text = INCOMING.replace("đã ký kết Bản ghi nhớ", words)
    findings = find(text, CONTEXT)
    assert findings.agreements == ()
    assert any(item.grade == "intention" for item in findings.commitments)
    assert [item["status"] for item in to_json(findings)["agreements"]] == ["proposed"]


def test_promise_and_proposal_know_their_side():
    commitments = find(INCOMING, CONTEXT).commitments
    promise = next(item for item in commitments if item.strength == "promise")
    proposal = next(item for item in commitments if item.strength == "proposal")
    assert (promise.by, promise.quantity, promise.deadline) == ("Tỉnh Kochi", "12 chuyên gia sang", "2024")
    assert proposal.by == "Tỉnh Quảng Trị"


def test_figure_with_year_and_scope():
    figure = next(item for item in find(INCOMING, CONTEXT).figures if item.unit == "USD")
    assert (figure.value, figure.year, figure.qualifier, figure.indicator) == (
        4_500_000.0,
        "2022",
        "hơn",
        "export",
    )
    assert set(figure.scope) == {"Quảng Trị", "Nhật Bản"}


def test_without_day_of_publication_the_year_is_only_proposed():
    visit = find(INCOMING, Context(home="Quảng Trị")).visits[0]
    assert visit.start == "--10-18"
    assert "2023" in visit.year_reason
    assert "bài không nêu năm" in visit.doubts


@pytest.mark.parametrize("text", [INCOMING, OUTGOING, LOCAL_NEWS, "", "\n\n", "Sáng 9/6"])
def test_spans_and_scores(text: str):
    for item in all_of(find(text, CONTEXT)):
        assert item.spans
        assert item.rule
        assert 0 <= item.score <= 1
        for span in item.spans:
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end].strip()


@pytest.mark.parametrize("text", [INCOMING, OUTGOING])
def test_values_stand_in_their_spans(text: str):
    findings = find(text, CONTEXT)

    def shown(item: Any, field: str) -> str:
        return " ".join(" ".join(text[s.start : s.end].split()) for s in item.spans if s.field == field)

    for visit in findings.visits:
        assert all(head.name in shown(visit, "heads") for head in visit.heads)
        assert all(host.name in shown(visit, "hosts") for host in visit.hosts)
        assert visit.date_stated in shown(visit, "start")
    for person in findings.persons:
        assert person.name in shown(person, "name")
        assert all(part in shown(person, "title") for part in person.title.split(", "))
    for commitment in findings.commitments:
        assert commitment.content in shown(commitment, "content")
        assert commitment.quantity in shown(commitment, "quantity")
    for figure in findings.figures:
        assert figure.stated in shown(figure, "value")


def test_offsets_follow_the_text_as_given():
    shifted = "\n\n  " + INCOMING
    first, second = find(INCOMING, CONTEXT), find(shifted, CONTEXT)
    assert [p.name for p in first.persons] == [p.name for p in second.persons]
    assert [s.start + 4 for s in first.persons[0].spans] == [s.start for s in second.persons[0].spans]


def test_same_text_same_answer():
    assert find(INCOMING, CONTEXT) == find(INCOMING, CONTEXT)


def test_repeated_caption_counts_once():
    caption = "Lãnh đạo tỉnh Quảng Trị và tỉnh Kochi ký kết Bản ghi nhớ về hợp tác lao động."
    text = f"{INCOMING}\n{caption}\n{caption}"
    assert len(find(text, CONTEXT).agreements) == 1


def test_json_has_the_agreed_shape():
    data = to_json(find(INCOMING, CONTEXT))
    assert {"visits", "agreements", "commitments", "persons", "figures", "fields"} <= set(data)
    visit = data["visits"][0]
    assert visit["heads"][0].keys() >= {"name", "title"}
    assert visit["partners"] == [{"name": "Tỉnh Kochi", "country": "Nhật Bản"}]
    assert all(isinstance(span, list) and len(span) == 2 for span in visit["spans"])
    assert all(isinstance(name, str) for name in data["fields"])


def test_json_is_plain():
    import json

    assert json.loads(json.dumps(to_json(find(INCOMING, CONTEXT)))) == to_json(find(INCOMING, CONTEXT))


def test_fast_enough():
    text = INCOMING * 4
    find(text, CONTEXT)
    begin = time.perf_counter()
    for _ in range(5):
        find(text, CONTEXT)
    assert (time.perf_counter() - begin) / 5 < 0.5


@pytest.mark.parametrize(
    "piece",
    ["Đoàn ", "tỉnh A, ", "ông Nguyễn ", "1.", "9/6 - ", "Chủ tịch ", "(", "ký kết ", "“", "các tỉnh "],
)
def test_hostile_repetition_ends_soon(piece: str):
    begin = time.perf_counter()
    find(piece * (20_000 // len(piece)), CONTEXT)
    assert time.perf_counter() - begin < 15


_WORDS = st.sampled_from(
    [*INCOMING.split(), "\n", ". ", "Đoàn", "(", "9/6", "1.000", "-", "​", "\U0001f600", "ﬀ"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, max_size=60).map(" ".join))
def test_any_text_is_read(text: str):
    for item in all_of(find(text, CONTEXT)):
        assert all(0 <= span.start < span.end <= len(text) for span in item.spans)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_characters_are_read(text: str):
    to_json(find(text, Context()))
