"""Names that may be one are offered with a reason; names that are two never are."""

import pytest

from desktop_app.core.extraction.candidates import Context
from desktop_app.core.extraction.find import find
from desktop_app.core.extraction.known import Known, KnownPerson, KnownPlace
from desktop_app.core.extraction.record_aliases import why_alike

KOREA = "Hàn Quốc"


def offered(text: str, known: Known) -> list[tuple[str, str]]:
    found = find(text, Context(published="2024-06-25", home="Ninh Bình", known=known)).aliases
    for item in found:
        assert item.doubts
        assert item.doubts[0].startswith("“")
        assert "có thể là" in item.doubts[0]
        assert item.spans
    return [(item.alias, item.canonical) for item in found]


def visiting(place: str, country: str = KOREA) -> str:
    return (
        f"Ngày 12/5/2023, lãnh đạo tỉnh Ninh Bình đã thăm thành phố {place} ({country}). "
        f"Tại thành phố {place}, hai bên trao đổi về lao động."
    )


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("Seo Gyung-gi", "Seo-Gyeong-gwi", "chỉ khác cách phiên âm"),
        ("Kim Min-soo", "Kim Minsu", "chỉ khác cách phiên âm"),
        ("Bounthong Keomany", "Bounthong Keomani", "chỉ khác một chữ cái"),
        ("Kim Min-ho", "Kim Min-jo", ""),
        ("Seo Gyung-gi", "Choi Gyung-gi", ""),
        ("Seo Gyung-gi", "Seo Gyung-gi", ""),
        ("Seo Gyung-gi", "Seo Chan-ho", ""),
        ("Seo", "Seo Gyung-gi", ""),
    ],
)
def test_two_spellings_of_a_foreign_name(first: str, second: str, reason: str) -> None:
    assert why_alike(first, second) == reason
    assert why_alike(second, first) == reason


def test_a_person_of_the_records_is_offered() -> None:
    known = Known((KnownPerson(1, ("Seo Gyeong-gwi",), side="foreign", country=KOREA),))
    text = "Ông Seo Gyung-gi, Thị trưởng thành phố Asan (Hàn Quốc), phát biểu."
    assert offered(text, known) == [("Seo Gyung-gi", "Seo Gyeong-gwi")]
    assert find(text, Context(known=known)).persons[0].record_id is None


def test_a_confirmed_spelling_is_not_offered_again() -> None:
    known = Known((KnownPerson(1, ("Seo Gyeong-gwi", "Seo Gyung-gi"), side="foreign", country=KOREA),))
    text = "Ông Seo Gyung-gi, Thị trưởng thành phố Asan (Hàn Quốc), phát biểu."
    assert offered(text, known) == []
    assert find(text, Context(known=known)).persons[0].record_id == 1


def test_one_mark_makes_another_vietnamese_person() -> None:
    known = Known((KnownPerson(1, ("Nguyễn Văn Hùng",), side="vn"),))
    assert offered("Ông Nguyễn Văn Hưng, Chủ tịch UBND tỉnh Ninh Bình, phát biểu.", known) == []


@pytest.mark.parametrize(
    ("place", "country", "partner"),
    [("Gyeongjju", KOREA, "Thành phố Gyeongju"), ("Vientiane", "Lào", "Thủ đô Viêng Chăn")],
)
def test_a_partner_is_offered(place: str, country: str, partner: str) -> None:
    known = Known(places=(KnownPlace(1, (partner,), country),))
    assert (place, partner) in offered(visiting(place, country), known)


@pytest.mark.parametrize(
    ("place", "partner"),
    [("Asan", "Thành phố Ansan"), ("Ansan", "Thành phố Asan"), ("Gyeongju", "Thành phố Gyeongju")],
)
def test_two_cities_are_two(place: str, partner: str) -> None:
    known = Known(places=(KnownPlace(1, (partner,), KOREA),))
    assert offered(visiting(place), known) == []


def test_both_cities_in_one_article_are_two() -> None:
    assert offered(f"{visiting('Asan')} {visiting('Ansan')}", Known()) == []


def test_a_place_of_another_country_is_another() -> None:
    known = Known(places=(KnownPlace(1, ("Gyeongju",), "Nhật Bản"),))
    assert offered(visiting("Gyeongjju"), known) == []
