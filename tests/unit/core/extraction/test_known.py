"""Names the office confirmed are found at once, by their letters, and never guessed."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from desktop_app.core.extraction.candidates import Context
from desktop_app.core.extraction.find import find
from desktop_app.core.extraction.known import Known, KnownPerson, KnownPlace, KnownPost, post_on

HAN = KnownPerson(
    1,
    ("Han Dong-min", "Han Dong Myn"),
    side="foreign",
    country="Hàn Quốc",
    partner="Thành phố Gwangju",
    posts=(
        KnownPost("Giám đốc Sở Ngoại vụ", started="2019", ended="2021-06"),
        KnownPost("Phó Thị trưởng", started="2021-07"),
    ),
)
LAM = KnownPerson(2, ("Nguyễn Văn Lâm",), side="vn", posts=(KnownPost("Giám đốc Sở", seen="2023-05-12"),))
GWANGJU = KnownPlace(3, ("Thành phố Gwangju", "Quang Châu Hàn", "GWJ"), "Hàn Quốc")
VIENTIANE = KnownPlace(4, ("Viêng Chăn", "Vientiane"), "Lào")
KNOWN = Known((HAN, LAM), (GWANGJU, VIENTIANE))


def found(text: str, known: Known = KNOWN) -> list[str]:
    return [text[match.start : match.end] for match in known.find(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ông Han Dong-min phát biểu", ["Han Dong-min"]),
        ("Ông Han Dongmin phát biểu", ["Han Dongmin"]),
        ("Ông HAN DONG-MIN phát biểu", ["HAN DONG-MIN"]),
        ("Ông Han Dong Myn", ["Han Dong Myn"]),
        ("Nguyen Van Lam phat bieu", ["Nguyen Van Lam"]),
        ("Ông Nguyễn Văn Lâm", ["Nguyễn Văn Lâm"]),
        ("Ông Nguyễn Văn Lắm", []),
        ("Ông Nguyễn Văn Lam", []),
        ("Ông Nguyễn Văn Lâmm", []),
        ("thành phố Gwang-ju", ["Gwang-ju"]),
        ("Thành phố Gwangju", ["Thành phố Gwangju"]),
        ("Gwangju-Nghệ An", ["Gwangju"]),
        ("Gwangju-si", []),
        ("đoàn GWJ", ["GWJ"]),
        ("đoàn Gwj", []),
        ("thủ đô Vientiane và Viêng-chăn", ["Vientiane", "Viêng-chăn"]),
        ("handongmin và han dong-min", []),
    ],
)
def test_names_match_by_letters(text: str, words: list[str]) -> None:
    assert found(text) == words


def test_blanks_elsewhere_make_another_name() -> None:
    assert found("Hano Ngan", Known((KnownPerson(1, ("Han Ongan",)),))) == []


def test_the_longest_name_wins() -> None:
    short, long = KnownPlace(1, ("Jeolla",), "Hàn Quốc"), KnownPlace(2, ("Jeolla Nam",), "Hàn Quốc")
    (match,) = Known(places=(short, long)).find("tỉnh Jeolla Nam")
    assert match.places == (long,)


@pytest.mark.parametrize(
    ("day", "title"),
    [
        ("2020-03-01", "Giám đốc Sở Ngoại vụ"),
        ("2021-06-30", "Giám đốc Sở Ngoại vụ"),
        ("2023-05-12", "Phó Thị trưởng"),
        ("2018-12-31", None),
        ("2035-01-01", None),
        ("--05-12", None),
        ("", None),
    ],
)
def test_a_post_is_that_of_the_day(day: str, title: str | None) -> None:
    post = post_on(HAN, day)
    assert (post.title if post else None) == title


def test_a_post_seen_later_says_nothing_of_before() -> None:
    assert post_on(LAM, "2020-01-01") is None
    assert post_on(LAM, "2024-01-01") is not None


def test_a_confirmed_person_is_found_without_any_title() -> None:
    text = "Sáng 12/5, Han Dong-min trao quà cho trẻ em."
    assert not find(text, Context()).persons
    (person,) = find(text, Context(published="2023-05-12", known=KNOWN)).persons
    assert (person.name, person.side, person.record_id) == ("Han Dong-min", "foreign", 1)
    assert (person.title, person.known_title) == ("", "Phó Thị trưởng")
    assert text[person.spans[0].start : person.spans[0].end] == "Han Dong-min"
    assert not person.doubts


def test_the_article_s_own_title_comes_first() -> None:
    text = "Ông Han Dong-min, Thị trưởng thành phố Gwangju (Hàn Quốc), phát biểu."
    (person,) = find(text, Context(published="2023-05-12", known=KNOWN)).persons
    assert person.title.startswith("Thị trưởng")
    assert person.known_title == ""
    assert person.record_id == 1


def test_two_people_of_one_name_are_not_decided() -> None:
    twins = Known((LAM, KnownPerson(9, ("Nguyễn Văn Lâm",), side="vn")))
    (person,) = find("Ông Nguyễn Văn Lâm dự lễ.", Context(known=twins)).persons
    assert person.record_id is None
    assert any("2 người cùng tên" in doubt for doubt in person.doubts)


@pytest.mark.parametrize("words", ["đường Nguyễn Văn Lâm", "học bổng Nguyễn Văn Lâm", "Ảnh: Nguyễn Văn Lâm"])
def test_what_bears_a_name_is_not_the_person(words: str) -> None:
    assert not find(f"Lễ khởi công {words}.", Context(known=KNOWN)).persons


def test_a_partner_alias_resolves_to_the_partner() -> None:
    text = (
        "Ngày 12/5/2023, tại thành phố Vinh, lãnh đạo tỉnh Nghệ An đã tiếp đoàn công tác của Quang Châu Hàn "
        "do ông Han Dong-min - Phó Thị trưởng làm trưởng đoàn."
    )
    (visit,) = find(text, Context(published="2023-05-12", home="Nghệ An", known=KNOWN)).visits
    assert [(place.name, place.country) for place in visit.partners] == [("Thành phố Gwangju", "Hàn Quốc")]
    assert visit.direction == "in"


def test_nothing_known_changes_nothing() -> None:
    text = "Ông Nguyễn Văn A, Chủ tịch UBND tỉnh Nghệ An, tiếp đoàn Gwangju (Hàn Quốc)."
    assert find(text, Context()) == find(text, Context(known=Known()))


@given(st.text(alphabet="HanDogmi -–'.ễ\nGWJwu’", max_size=60))
def test_matches_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    matches = KNOWN.find(text)
    assert all(0 <= match.start < match.end <= len(text) for match in matches)
    assert all(a.end <= b.start for a, b in pairwise(matches))


def test_two_thousand_people_are_ready_at_once() -> None:
    people = tuple(
        KnownPerson(i, (f"Nguyễn Văn {chr(65 + i % 26)}{'abcdef'[i % 6] * (i % 9 + 1)}",))
        for i in range(2000)
    )
    began = time.perf_counter()
    Known(people).find("Ông Nguyễn Văn An")
    assert time.perf_counter() - began < 1
