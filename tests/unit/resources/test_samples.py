"""The shipped samples hold together: every decision rests on words of an article and fits the records."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import re
import unicodedata
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from db import records
from db.dates import PartialDate
from desktop_app.core.importing.article import ImportedArticle
from desktop_app.core.importing.jsonl import read_jsonl
from desktop_app.labels import label
from resources import read_text

_ROOT = Path(__file__).resolve().parents[3]
_RUN = 12
_WORD = re.compile(r"\w+")

_CLASSES: dict[str, type] = {
    "place": records.Place,
    "succession": records.PlaceSuccession,
    "partner": records.Partner,
    "visit": records.Visit,
    "agreement": records.Agreement,
    "commitment": records.Commitment,
    "person": records.Person,
    "figure": records.Figure,
    "profile": records.ProfileFact,
}
_NESTED: dict[str, type] = {
    "participants": records.Participant,
    "stops": records.VisitStop,
    "posts": records.Post,
    "events": records.AgreementEvent,
}
_REFERENCES: dict[str, frozenset[str]] = {
    "visit": frozenset({"partners", "previous_visit"}),
    "agreement": frozenset({"partners", "visit", "parent"}),
    "commitment": frozenset({"partners", "visit", "agreement", "depends_on"}),
    "figure": frozenset({"partners"}),
    "person": frozenset({"partner"}),
    "profile": frozenset({"partner"}),
    "field": frozenset({"name", "visit"}),
    "partner": frozenset({"place"}),
    "place": frozenset(),
    "succession": frozenset({"predecessor", "successor"}),
}
_REF_KINDS = {
    "visit": "visit",
    "previous_visit": "visit",
    "agreement": "agreement",
    "parent": "agreement",
    "depends_on": "commitment",
    "place": "place",
    "predecessor": "place",
    "successor": "place",
}
_FIELDS = frozenset(
    {
        "Đầu tư",
        "Thương mại",
        "Lao động",
        "Giáo dục, đào tạo",
        "Y tế",
        "Du lịch",
        "Văn hóa, di sản",
        "Khoa học, công nghệ, AI",
        "Nông nghiệp",
        "Môi trường",
        "Đô thị",
        "Thể thao",
        "Giao lưu nhân dân",
        "Biên giới",
        "Khác",
    }
)


@functools.cache
def _articles() -> dict[str, dict[str, str]]:
    lines = read_text("samples/articles.jsonl").splitlines()
    return {item["id"]: item for item in map(json.loads, lines)}


@functools.cache
def _book() -> dict[str, Any]:
    return json.loads(read_text("samples/decisions.json"))


def _accepted() -> list[dict[str, Any]]:
    return [item for item in _book()["decisions"] if "values" in item]


def _named(kind: str) -> list[dict[str, Any]]:
    return [item[kind] for item in _book()["decisions"] if kind in item and isinstance(item[kind], dict)]


def _of_kind(kind: str) -> list[dict[str, Any]]:
    return [item for item in _accepted() if item["kind"] == kind]


def _entries() -> list[tuple[str, str, dict[str, Any]]]:
    """Kind, ref and values of every entry that makes or changes a record, in order."""
    entries: list[tuple[str, str, dict[str, Any]]] = []
    for item in _book()["decisions"]:
        if "values" in item:
            entries.append((item["kind"], item["ref"], item["values"]))
            continue
        kind = next(iter(item))
        if kind != "reject":
            values = dict(item[kind])
            entries.append((kind, values.pop("ref", ""), values))
    return entries


def _check_value(cls: type, name: str, value: Any) -> None:
    by_name = {f.name: str(f.type) for f in dataclasses.fields(cls)}
    assert name in by_name, f"{cls.__name__} has no field {name}"
    kind = by_name[name]
    if kind == "PartialDate":
        assert PartialDate.from_iso(
            value["start"], value["end"], stated=value["stated"], inferred=value["inferred"]
        ).known
        return
    enum = getattr(records, kind, None)
    if isinstance(enum, type) and issubclass(enum, StrEnum):
        assert label(enum(value))
    elif name in _NESTED:
        for part in value:
            for inner, inner_value in part.items():
                _check_value(_NESTED[name], inner, inner_value)
    elif kind == "str":
        assert isinstance(value, str)
        assert value == value.strip()
    elif kind.startswith("tuple[str"):
        assert all(isinstance(text, str) and text for text in value)
    elif kind.startswith(("int", "float")):
        assert isinstance(value, int | float)
    elif kind == "bool":
        assert isinstance(value, bool)
    else:
        pytest.fail(f"{cls.__name__}.{name}: {kind} cannot be given in a decision")


def test_articles_have_all_fields_and_clean_text() -> None:
    assert len(_articles()) >= 14
    for item in _articles().values():
        assert set(item) == {"id", "title", "text", "published", "source", "author", "address", "note"}
        assert unicodedata.is_normalized("NFC", json.dumps(item, ensure_ascii=False))
        assert item["text"] == item["text"].strip()
        assert "\n\n\n" not in item["text"]
        assert "\n" not in item["text"].replace("\n\n", "")
        assert "bài mẫu do chương trình biên soạn" in item["note"].casefold()
        assert 150 <= len(_WORD.findall(item["text"])) <= 600
        if item["published"]:
            assert PartialDate.from_iso(item["published"]).known


def test_importing_leaves_the_texts_as_they_are() -> None:
    read = list(read_jsonl(read_text("samples/articles.jsonl").splitlines(), "articles.jsonl"))
    texts = {item.external_id: item.text for item in read if isinstance(item, ImportedArticle)}
    assert texts == {key: item["text"] for key, item in _articles().items()}


def test_samples_stand_on_both_sides_of_the_merger() -> None:
    days = sorted(item["published"] for item in _articles().values() if item["published"])
    assert days[0] < "2025-07-01" < days[-1]
    assert len({day[:4] for day in days}) >= 4


def test_some_captions_are_repeated_and_one_date_is_missing() -> None:
    texts = [item["text"].split("\n\n") for item in _articles().values()]
    assert sum(len(set(parts)) < len(parts) for parts in texts) >= 5
    assert any(not item["published"] for item in _articles().values())


def test_every_quote_stands_letter_for_letter() -> None:
    items = [*_accepted(), *_named("reject")]
    for item in items:
        assert item["evidence"], item
        for evidence in item["evidence"]:
            text = _articles()[evidence.get("article", item["article"])]["text"]
            assert text.count(evidence["quote"]) >= evidence["occurrence"] >= 1, evidence["quote"]


def test_evidence_names_fields_of_its_record() -> None:
    for item in _accepted():
        cls = _CLASSES.get(item["kind"])
        names = {"name"} if cls is None else {f.name for f in dataclasses.fields(cls)}
        assert {evidence["field"] for evidence in item["evidence"]} <= names | {""}, item["ref"]


def test_every_decision_names_an_article_that_is_to_be_decided() -> None:
    undecided = set(_book()["undecided"])
    assert len(undecided) == 2
    assert undecided <= set(_articles())
    decided = {item["article"] for item in [*_accepted(), *_named("reject")]}
    assert decided == set(_articles()) - undecided


def test_values_fit_the_records() -> None:
    for kind, ref, values in _entries():
        cls = _CLASSES.get(kind)
        for name, value in values.items():
            if name not in _REFERENCES[kind]:
                assert cls is not None, ref
                _check_value(cls, name, value)


def test_required_fields_are_given() -> None:
    needed = {
        "visit": {"title", "direction"},
        "agreement": {"title", "kind", "status"},
        "commitment": {"content", "grade", "side", "status"},
        "figure": {"what", "value", "unit", "stated", "scope_from", "period"},
        "profile": {"partner", "name", "value"},
        "person": {"name", "side", "posts"},
        "field": {"name", "visit"},
        "partner": {"name", "country", "place"},
        "place": {"name", "country", "level"},
        "succession": {"predecessor", "successor", "kind", "date"},
    }
    for kind, ref, values in _entries():
        assert needed[kind] <= set(values), ref


def test_refs_are_unique_and_name_earlier_entries() -> None:
    seen: dict[str, str] = {}
    for kind, ref, values in _entries():
        for name, target_kind in _REF_KINDS.items():
            if name in _REFERENCES[kind] and name in values:
                assert seen.get(values[name]) == target_kind, f"{ref}: {name} → {values[name]}"
        if kind != "succession":
            assert ref, values
            assert ref not in seen, ref
            seen[ref] = kind


def test_partners_are_known_by_name() -> None:
    names = [partner["name"] for partner in _named("partner")]
    assert len(names) == len(set(names))
    for _, ref, values in _entries():
        for name in [*values.get("partners", []), *([values["partner"]] if "partner" in values else [])]:
            assert name in names, f"{ref}: {name}"


def test_fields_of_cooperation_are_those_of_the_list() -> None:
    for kind, ref, values in _entries():
        assert set(values.get("fields", [])) <= _FIELDS, ref
        if kind == "field":
            assert values["name"] in _FIELDS


def test_every_named_person_took_part() -> None:
    parts = {p["name"] for item in _of_kind("visit") for p in item["values"].get("participants", [])}
    for item in _of_kind("person"):
        assert item["values"]["name"] in parts, item["ref"]


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("visit", 12),
        ("agreement", 6),
        ("commitment", 15),
        ("person", 20),
        ("figure", 15),
        ("profile", 10),
        ("field", 1),
    ],
)
def test_there_is_enough_to_show(kind: str, least: int) -> None:
    assert len(_of_kind(kind)) >= least


def test_commitments_show_every_grade_and_the_main_states() -> None:
    values = [item["values"] for item in _of_kind("commitment")]
    assert {value["grade"] for value in values} == {grade.value for grade in records.CommitmentGrade}
    assert {"open", "running", "done", "partly", "overdue"} <= {value["status"] for value in values}


def test_a_commitment_is_overdue_only_when_its_last_day_has_passed() -> None:
    today = _book()["today"]
    for item in _of_kind("commitment"):
        if item["values"]["status"] == "overdue":
            deadline = item["values"]["deadline"]
            last = PartialDate.from_iso(deadline["start"], deadline["end"]).last_day()
            assert last is not None, item["ref"]
            assert last.isoformat() < today, item["ref"]


def test_an_intention_is_closed_by_a_later_agreement() -> None:
    signed = {item["ref"]: item["values"].get("signed", {}) for item in _of_kind("agreement")}
    closed = [
        value
        for value in (item["values"] for item in _of_kind("commitment"))
        if value["grade"] == "intention" and value["status"] == "done"
    ]
    assert any(signed[value["agreement"]]["start"] > value["stated_on"]["start"] for value in closed)


def test_a_province_made_of_three_takes_over_from_three() -> None:
    merged = [item for item in _named("succession") if item["successor"] == "vn-ninh-binh"]
    assert {item["predecessor"] for item in merged} == {"vn-ha-nam", "vn-nam-dinh", "vn-ninh-binh-cu"}
    assert {item["date"]["start"] for item in merged} == {"2025-07-01"}


def test_something_is_rejected_with_a_reason() -> None:
    assert _named("reject")
    assert all(item["reason"] for item in _named("reject"))


def test_notice_names_both_laws() -> None:
    notice = read_text("samples/notice.md")
    assert "117/2025/QH15" in notice
    assert "91/2025/QH15" in notice


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(unicodedata.normalize("NFC", text))]
    return {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}


def test_no_run_of_words_is_copied_from_a_real_article() -> None:
    shared = Path(os.environ.get("BANG_GIAO_SHARED", _ROOT.parent / "shared"))
    if not (shared / "samples").is_dir():
        pytest.skip("the real articles are not here")
    real = [path.read_text(encoding="utf-8") for path in sorted((shared / "samples").glob("*.txt"))]
    for path in sorted((shared / "eval").glob("articles_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            real.append(f"{item.get('title') or ''}\n{item['text']}")
    ours = {item["id"]: _runs(f"{item['title']}\n{item['text']}") for item in _articles().values()}
    for text in real:
        theirs = _runs(text)
        for key, runs in ours.items():
            assert not runs & theirs, key
