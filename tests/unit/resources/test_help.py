"""The help pages are complete, plain, and lead nowhere that does not exist."""

from __future__ import annotations

import re
import unicodedata

import pytest

from resources import read_text, resource

_PAGES = (
    "index",
    "bat-dau",
    "nhap-tin-bai",
    "duyet-goi-y",
    "doi-tac",
    "doan-thoa-thuan-cam-ket",
    "so-lieu",
    "tim-kiem",
    "ho-so-tom-tat",
    "sao-luu",
    "bao-mat",
    "phim-tat",
    "xu-ly-loi",
    "ban-lam-viec",
    "cai-dat",
    "thung-rac-nhat-ky",
)
_LINK = re.compile(r"\]\(([^)]+)\)")
_TECHNICAL = re.compile(
    r"\b(?:database|sqlite|whoosh|index|import|json|server|click|backup|file|folder|suggestion)\b",
    re.IGNORECASE,
)


def _page(name: str) -> str:
    return read_text(f"help/{name}.md")


def test_the_contents_lead_to_every_page() -> None:
    linked = {target.removesuffix(".md") for target in _LINK.findall(_page("index"))}
    assert linked == set(_PAGES) - {"index"}


@pytest.mark.parametrize("name", _PAGES)
def test_a_page_begins_with_its_purpose_and_its_links_exist(name: str) -> None:
    text = _page(name)
    assert unicodedata.is_normalized("NFC", text)
    heading, _, purpose = text.split("\n")[:3]
    assert heading.startswith("# ")
    assert purpose.startswith("Trang này ")
    assert purpose.endswith(".")
    for target in _LINK.findall(text):
        assert resource(f"help/{target}").is_file()


@pytest.mark.parametrize("name", _PAGES)
def test_a_page_has_no_technical_or_foreign_words(name: str) -> None:
    prose = _LINK.sub("]", _page(name))
    assert not _TECHNICAL.findall(prose)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nhap-tin-bai", ["**Nhập tin bài** (Ctrl+I)", "**Hoàn tác** (Ctrl+Z)"]),
        (
            "duyet-goi-y",
            ["**Duyệt** (D)", "**Sửa** (S)", "**Bác bỏ** (B)", "**Gộp** (G)"],
        ),
        ("ho-so-tom-tat", ["**In hồ sơ** (Ctrl+P)", "**Lưu PDF**", "**Lưu Word**"]),
        ("tim-kiem", ["**Tìm trong tất cả…** (Ctrl+K)"]),
        ("bao-mat", ["117/2025/QH15", "91/2025/QH15"]),
    ],
)
def test_buttons_and_laws_are_named_exactly(name: str, words: list[str]) -> None:
    for word in words:
        assert word in _page(name)
