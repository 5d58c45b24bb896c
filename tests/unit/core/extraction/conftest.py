"""The office's two articles and their labels, read from outside the repository; skipped when absent."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.extraction.candidates import Context, Findings
from desktop_app.core.extraction.find import find

SHARED = Path(os.environ.get("BANG_GIAO_SHARED", Path(__file__).resolve().parents[5] / "shared"))


def _read(name: str) -> str:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    return path.read_text(encoding="utf-8")


def _label(article: str) -> dict[str, Any]:
    lines = (json.loads(line) for line in _read("eval/gold_dev.jsonl").splitlines())
    return next(label for label in lines if label["id"] == article)


@pytest.fixture(scope="session")
def text_a() -> str:
    return _read("samples/ninh-binh-han-quoc.txt")


@pytest.fixture(scope="session")
def text_b() -> str:
    return _read("samples/gwangju-nghe-an.txt")


@pytest.fixture(scope="session")
def label_a() -> dict[str, Any]:
    return _label("sample-a")


@pytest.fixture(scope="session")
def label_b() -> dict[str, Any]:
    return _label("sample-b")


@pytest.fixture(scope="session")
def sample_a(text_a: str) -> Findings:
    return find(text_a, Context(published="2024-06-25", home="Ninh Bình"))


@pytest.fixture(scope="session")
def sample_b(text_b: str) -> Findings:
    return find(text_b, Context(published="", home="Nghệ An"))
