"""What is offered while one types."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, strategies as st

from db.records import Partner, Person
from desktop_app.bootstrap import Services, open_library
from desktop_app.services.completion import MOST, Completions, Names, _Name, saved_names


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory):
    """A small library that no test changes."""
    folder = tmp_path_factory.mktemp("offers")
    with open_library(folder / "kho", config=folder / "config") as services:
        fill(services)
        yield services


@pytest.fixture
def offered(library: Services):
    """A way to ask for the offers of a text typed so far."""

    def ask(text: str, cursor: int | None = None):
        return library.search.complete(text, len(text) if cursor is None else cursor)

    return ask


def fill(services: Services) -> None:
    records = services.records
    records.save(Partner(0, "Thành phố Gwangju", country="Hàn Quốc", aliases=("Quang Châu Hàn",)))
    records.save(Partner(0, "Tỉnh Hủa Phăn", country="Lào"))
    records.save(Person(0, "Park Gyeong-thử", country="Hàn Quốc"))
    records.save(Person(0, "Hồ Thị Nghiệm"))
    records.save(Person(0, "Hò Văn Thử"))
    records.save(Partner(0, "Huyện Hợp Thành", note="hợp tác lao động, hợp tác giáo dục"))
    records.save(Partner(0, "Huyện Hợp Tiến", note="hợp tác lao động"))
    services.office.set_value(
        "saved_searches",
        [{"text": "gwangju nha khoa", "title": "Nha khoa Gwangju"}, {"text": "lao động"}, "?", {"text": 3}],
    )
    services.search.catch_up()
    services.search.warm()


def texts(offers, kind: str) -> list[str]:
    return [one.text for one in offers if one.kind == kind]


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("gwan", "partner", "Gwangju"),
        ("Thành phố gw", "partner", "Thành phố Gwangju"),
        ("quang ch", "partner", "Gwangju"),
        ("đoàn gwan", "partner", "đoàn Gwangju"),
        ("park gyeo", "person", "Park Gyeong-thử"),
        ("gặp ông park gyeo", "person", "gặp ông Park Gyeong-thử"),
        ("thu", "person", "Park Gyeong-thử"),
        ("nghiêm", "person", "Hồ Thị Nghiệm"),
        ("hua", "partner", "Hủa Phăn"),
        ("-hop ti", "partner", '-"Hợp Tiến"'),
        ('"gwan', "partner", '"Gwangju'),
        ("giáo dục la", "word", "giáo dục lao"),
        ("giáo dục độ", "word", "giáo dục động"),
        ("nha", "saved", "gwangju nha khoa"),
        ("lao", "saved", "lao động"),
        ("doi", "field", "đối_tác:"),
        ("đoàn tieu", "field", "đoàn tiêu_đề:"),
        ("đối_tác:gw", "field", 'đối_tác:"Thành phố Gwangju"'),
        ("đoàn nước:h", "field", 'đoàn nước:"Hàn Quốc"'),
        ("nước:", "field", "nước:Lào"),
        ("loại:t", "field", 'loại:"Tin bài"'),
        ("người:nghiem", "field", 'người:"Hồ Thị Nghiệm"'),
    ],
)
def test_what_is_meant_is_offered(offered, typed: str, kind: str, expected: str) -> None:
    assert expected in texts(offered(typed), kind)


def test_the_text_after_the_cursor_stays(offered) -> None:
    offers = offered("đoàn gwan nha khoa", len("đoàn gwan"))
    assert "đoàn Gwangju nha khoa" in texts(offers, "partner")
    assert "đoàn Gwangju khoa" in texts(offered("đoàn gwankhoa", len("đoàn gwan")), "partner")


def test_typed_marks_win(offered) -> None:
    unmarked = texts(offered("ho "), "person")
    assert {"Hồ Thị Nghiệm", "Hò Văn Thử"} <= set(unmarked)
    for typed, first in (("hồ ", "Hồ Thị Nghiệm"), ("hò ", "Hò Văn Thử")):
        assert texts(offered(typed), "person")[0] == first
    words = [one for one in offered("hợ") if one.kind in ("word", "partner")]
    assert words[0].label in ("Huyện Hợp Thành", "Huyện Hợp Tiến")
    assert "hợp" in [one.label for one in words]


@pytest.mark.parametrize(
    "typed", ["", " ", "g", '"', "-", ":", "xyzzyq", "năm:20", "giờ:30", "\ud800", "a" * 9000]
)
def test_nothing_is_offered_where_nothing_is_known(offered, typed: str) -> None:
    assert offered(typed) == ()


@given(st.text(max_size=40), st.integers(-5, 50))
def test_any_text_is_answered(text: str, cursor: int) -> None:
    for one in EMPTY.complete(text, cursor, [("Gwangju", "gwangju")]):
        assert one.text != text
        assert one.label


def test_offers_are_few_and_come_at_once() -> None:
    names = Names(
        (_Name("person", number, f"Người Thử {number}", "", number), f"Người Thử {number}")
        for number in range(20_000)
    )
    started = time.perf_counter()
    found = names.beginning("thu 19", MOST)
    elapsed = time.perf_counter() - started
    assert len(found) == MOST
    assert found[0][0].number == 19_999
    assert elapsed < 0.5


def test_a_strange_list_of_saved_searches_is_no_hindrance() -> None:
    assert saved_names(None) == saved_names([1, {"title": "a"}, {"text": " "}]) == []
    assert saved_names([{"text": "a", "title": ""}]) == [("a", "a")]


def no_facts() -> Any:
    """What ``Completions`` reads of facts, for a library with two names."""
    columns = SimpleNamespace(chosen=lambda _: (), counts=lambda *_: [])
    names = {"partners": {1: ("Thành phố Gwangju",)}, "people": {2: ("Park Thử",)}}
    return SimpleNamespace(stamp=0, columns=columns, countries={}, **names)


EMPTY = Completions(no_facts(), None)
