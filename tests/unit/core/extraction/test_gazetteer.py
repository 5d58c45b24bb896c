"""The lists of places, and places in a text."""

from __future__ import annotations

import pytest

from desktop_app.core.extraction import gazetteer
from desktop_app.core.extraction.places import find_places


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Lào Cai", "province", "Việt Nam"),
        ("Lào", "country", "Lào"),
        ("Hoà Bình", "province", "Việt Nam"),
        ("CHDCND Lào", "country", "Lào"),
        ("Vientiane", "locality", "Lào"),
        ("Viêng-chăn", "locality", "Lào"),
        ("Quảng Tây", "locality", "Trung Quốc"),
        ("Mỹ", "country", "Hoa Kỳ"),
        ("Vinh", "vn_city", "Việt Nam"),
    ],
)
def test_known_names(name: str, kind: str, country: str):
    item = gazetteer.find_known(name)
    assert item is not None
    assert (item.kind, item.country) == (kind, country)


def test_all_provinces_of_both_times():
    assert len({item.name for item in gazetteer.provinces().values()}) == 64  # Huế by both of its names


def _places(text: str) -> list[tuple[str, str]]:
    return [(text[place.start : place.end], place.country) for place in find_places(text)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("tại tỉnh Lào Cai", [("Lào Cai", "Việt Nam")]),
        ("thành phố Sacheon (Hàn Quốc)", [("Sacheon", "Hàn Quốc"), ("Hàn Quốc", "Hàn Quốc")]),
        ("ông Nguyễn Văn Đức và bà Lê Thị Nga", []),
        ("Tổng thống Nga đến thăm", [("Nga", "Nga")]),
        ("nằm trên bán đảo Triều Tiên", []),
        ("Bộ Pháp luật", []),
        ("ông Anh Tuấn", []),
        ("UBND TP. HCM", [("TP. HCM", "Việt Nam")]),
        ("Chủ tịch Hồ Chí Minh", []),
        ("tỉnh Bà Rịa - Vũng Tàu", [("Bà Rịa - Vũng Tàu", "Việt Nam")]),
    ],
)
def test_places_in_text(text: str, places: list[tuple[str, str]]):
    assert _places(text) == places


def test_level_word_holds_for_the_list():
    text = "làm việc tại các thành phố Busan, Daegu và Ulsan (Hàn Quốc)"
    levels = {place.name: place.level for place in find_places(text) if place.kind != "country"}
    assert levels == {"Busan": "thành phố", "Daegu": "thành phố", "Ulsan": "thành phố"}
