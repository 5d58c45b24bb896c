"""The sample library through the command line: search, review, records, dossier, care."""

import datetime as dt
import html
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
LISTS = ("partner", "visit", "agreement", "commitment", "figure", "person", "article")


@pytest.fixture
def read(demo: Any, start: Run) -> Run:
    """Call the program on the sample library without changing it."""

    def call(*arguments: object, given: str = "") -> Any:
        return start(demo.home, "--library", demo.library, *arguments, given=given)

    return call


# -- search ------------------------------------------------------------


def test_a_question_is_answered_above_the_hits(read: Run) -> None:
    ended = read("search", "thỏa thuận với Gwangju")
    assert ended.out.startswith("» Thỏa thuận")
    assert "Ký: 27/10/2022" in ended.out.split("Tin bài")[0]
    cards = read("--json", "search", "thoa thuan voi Gwangju").json["cards"]
    assert {card["kind"] for card in cards} == {"agreement"}
    assert read("--json", "search", "nha khoa").json["cards"] == []


def test_search_lines_have_the_shape_of_the_contract(read: Run) -> None:
    given = '{"qid": "q1", "query": "Gwangju"}\n\n{"qid": 2, "query": "ban ghi nho"}\n'
    ended = read("search", "--jsonl", given=given)
    assert ended.status == 0
    first, second = ended.lines
    assert (first["qid"], second["qid"]) == ("q1", 2)
    for told in (first, second):
        assert set(told) >= {"qid", "total", "elapsed_ms", "suggestion", "hits"}
        assert 0 < len(told["hits"]) <= 20
        assert told["elapsed_ms"] > 0
        assert [hit["score"] for hit in told["hits"]] == sorted(
            (hit["score"] for hit in told["hits"]), reverse=True
        )
        for hit in told["hits"]:
            assert set(hit) >= {"external_id", "id", "title", "published", "score", "snippet"}
            assert hit["external_id"].startswith("mau-")
            assert hit["kind"] == "article"
            assert hit["published"] is None or re.fullmatch(
                r"\d{4}(-\d\d){0,2}|--\d\d-\d\d", hit["published"]
            )
    assert any("<mark>Gwangju</mark>" in hit["snippet"] for hit in first["hits"])


def test_a_bad_query_does_not_stop_the_others(read: Run) -> None:
    given = 'x\n{"qid": 1}\n[]\n{"qid": 2, "query": "-không"}\n{"qid": 3, "query": "Asan"}\n'
    ended = read("search", "--jsonl", given=given)
    assert ended.status == 1
    assert len(ended.lines) == 5
    assert [("error" in told) for told in ended.lines] == [True, True, True, True, False]
    assert ended.lines[-1]["total"] > 0


def test_a_misspelt_name_gets_a_suggestion(read: Run) -> None:
    (told,) = read("search", "--jsonl", given='{"qid": 1, "query": "Mitelsachsen"}\n').lines
    assert "mittelsachsen" in (told["suggestion"] or "").lower()


def test_snippets_are_escaped(run: Run, home: Path) -> None:
    text = "Hội chợ <b onclick='x'>hoa</b> & cây cảnh mở cửa ba ngày liền tại quảng trường trung tâm tỉnh."
    (home / "a.jsonl").write_text(json.dumps({"id": "a", "title": "<i>Hội chợ</i>", "text": text}), "utf-8")
    assert run("import", "--jsonl", "a.jsonl").status == 0
    (told,) = run("search", "--jsonl", given='{"qid": 1, "query": "hoa"}\n').lines
    (hit,) = told["hits"]
    bare = hit["snippet"].replace("<mark>", "").replace("</mark>", "")
    assert "<mark>hoa</mark>" in hit["snippet"]
    assert "<" not in bare
    assert html.unescape(bare) in text


@pytest.mark.parametrize(
    "filters",
    [
        ["--kind", "visit"],
        ["--partner", "asan"],
        ["--country", "Hàn Quốc"],
        ["--direction", "in"],
        ["--year", "2024"],
        ["--limit", "1"],
        ["--kind", "visit", "--kind", "agreement"],
    ],
)
def test_filters_narrow(read: Run, filters: list[str]) -> None:
    everything = read("--json", "search", "thành phố", "--limit", "500").json
    narrowed = read("--json", "search", "thành phố", "--limit", "500", *filters).json
    hits = [(hit["kind"], hit["id"]) for hit in narrowed["hits"]]
    assert hits
    assert len(hits) < len(everything["hits"])
    assert set(hits) <= {(hit["kind"], hit["id"]) for hit in everything["hits"]}


def test_pages_follow_each_other(read: Run) -> None:
    whole = [hit["id"] for hit in read("--json", "search", "Asan", "--kind", "article").json["hits"]]
    assert len(whole) > 2
    second = read("--json", "search", "Asan", "--kind", "article", "--offset", "1", "--limit", "1").json
    assert [hit["id"] for hit in second["hits"]] == whole[1:2]
    newest = read("--json", "search", "Asan", "--kind", "article", "--sort", "newest").json["hits"]
    days = [hit["published"] or "" for hit in newest]
    assert days == sorted(days, reverse=True)


# -- review, records ------------------------------------------------------------


def test_accepting_makes_a_record_and_undo_takes_it_back(sampled: Path, run: Run) -> None:
    waiting = run("--json", "review", "list").json
    chosen = next(item for item in waiting if item["kind"] == "person")
    before = len(run("--json", "person", "list").json)
    assert chosen["spans"]
    (made,) = run("--json", "review", "accept", chosen["id"]).json
    shown = run("--json", "person", "show", made["record_id"]).json
    assert shown["evidence"]
    assert shown["evidence"][0]["quote"]
    again = run("review", "accept", chosen["id"])
    assert again.status == 2
    assert "đã được xử lý" in again.err
    assert run("undo").status == 0
    assert len(run("--json", "person", "list").json) == before
    assert chosen["id"] in {item["id"] for item in run("--json", "review", "list").json}


def test_editing_before_accepting(sampled: Path, run: Run) -> None:
    chosen = next(item for item in run("--json", "review", "list").json if item["kind"] == "visit")
    ended = run(
        "--json",
        "review",
        "edit",
        chosen["id"],
        "title=Đoàn thử",
        "period=24/6/2024",
        "status=Hủy",
        "partners=Asan",
    )
    assert ended.status == 0, ended.err
    visit = run("--json", "visit", "show", ended.json["record_id"]).json
    assert (visit["title"], visit["period"]["start"], visit["status"]) == (
        "Đoàn thử",
        "2024-06-24",
        "cancelled",
    )
    assert "Thành phố Asan" in visit["partner_names"]
    assert run("review", "edit", chosen["id"], "mây=1").status == 2


def test_rejected_suggestions_no_longer_wait(sampled: Path, run: Run) -> None:
    first, second = [item["id"] for item in run("--json", "review", "list").json][:2]
    ended = run("review", "reject", first, 99999, second)
    assert ended.status == 1
    assert not {first, second} & {item["id"] for item in run("--json", "review", "list").json}


def test_accept_all_leaves_the_doubtful(sampled: Path, run: Run) -> None:
    told = run("--json", "review", "accept-all").json
    assert told["accepted"] > 0
    left = run("--json", "review", "list").json
    assert left
    assert all(item["doubts"] for item in left)


@pytest.mark.parametrize("kind", LISTS)
def test_lists_and_records(read: Run, kind: str) -> None:
    listed = read("--json", kind, "list").json
    assert len(listed) > 5
    shown = read("--json", kind, "show", listed[0]["id"]).json
    assert shown["id"] == listed[0]["id"]
    lines = read(kind, "list").out.splitlines()
    assert len(lines) == len(listed)


def test_records_of_a_partner(read: Run) -> None:
    asan = read("--json", "partner", "show", "asan").json
    visits = read("--json", "visit", "list", "--partner", "Thành phố Asan").json
    assert {visit["id"] for visit in visits} == set(asan["visits"])
    assert asan["timeline"]
    still = read("--json", "commitment", "list", "--partner", "asan", "--open").json
    assert still
    assert all(item["status"] in ("open", "running", "partly", "overdue") for item in still)


# -- dossier ------------------------------------------------------------


def test_a_dossier_of_chosen_sections(read: Run, demo: Any) -> None:
    target = demo.home / "in thử" / "hồ sơ.docx"
    ended = read(
        "dossier",
        "gwangju",
        "-o",
        target,
        "--sections",
        "visits",
        "--as-of",
        "20/4/2026",
        "--purpose",
        "Đón đoàn",
    )
    assert ended.status == 0, ended.err
    with zipfile.ZipFile(target) as packed:
        short = packed.read("word/document.xml")
    (whole,) = demo.out.glob("*gwangju*.docx")
    with zipfile.ZipFile(whole) as packed:
        assert len(short) < len(packed.read("word/document.xml"))


@pytest.mark.parametrize("wrong", [["-o", "a.odt"], ["--sections", "mây"], ["--as-of", "31/2/2026"]])
def test_a_dossier_that_cannot_be(read: Run, wrong: list[str]) -> None:
    assert read("dossier", "gwangju", *wrong).status == 2


# -- care ------------------------------------------------------------


def test_a_backup_restores_into_an_empty_library(demo: Any, read: Run, start: Run, home: Path) -> None:
    made = read("--json", "backup", home / "bản sao").json
    assert Path(made["path"]).stat().st_size == made["size"]
    other = home / "kho mới"
    ended = start(home, "--json", "--library", other, "restore", made["path"])
    assert ended.status == 0, ended.err
    names = ("articles", "partners", "visits", "agreements", "open_commitments", "persons", "figures")
    assert {name: ended.json[name] for name in names} == {name: demo.ended.json[name] for name in names}
    found = start(home, "--json", "--library", other, "search", "Gwangju").json
    assert found["total"] == read("--json", "search", "Gwangju").json["total"]
    again = start(home, "--library", other, "restore", made["path"])
    assert again.status == 2
    assert "đã có một kho" in again.err


def test_a_backup_that_is_none_leaves_no_library(run: Run, home: Path, library: Path) -> None:
    (home / "sao.db").write_bytes(b"x" * 5000)
    assert run("restore", "sao.db").status == 2
    assert not (library / "library.db").exists()


def test_check_and_reindex(sampled: Path, run: Run) -> None:
    assert run("--json", "check").json["sound"]
    told = run("--json", "reindex").json
    assert told["entries"] > 100
    assert run("--json", "search", "Gwangju").json["total"] > 5


def test_a_broken_index_heals_at_the_next_search(sampled: Path, run: Run) -> None:
    for path in (sampled / "index").rglob("*"):
        if path.is_file():
            path.write_bytes(b"broken")
    ended = run("--json", "search", "Gwangju")
    assert ended.status == 0
    assert ended.json["total"] > 5
    assert not ended.json["fallback"]


def test_export_is_readable_without_the_program(read: Run, home: Path) -> None:
    ended = read("--json", "export", home / "xuất ra")
    assert ended.status == 0
    articles = [
        json.loads(line) for line in (home / "xuất ra/articles.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(articles) == ended.json["articles"] == 17
    assert all((home / "xuất ra" / article["original"]).stat().st_size for article in articles)
    visits = [json.loads(line) for line in (home / "xuất ra/visits.jsonl").read_text("utf-8").splitlines()]
    assert all(visit["evidence"] for visit in visits)
    assert read("export", home / "xuất ra").status == 2


def test_the_log_tells_what_was_done(read: Run) -> None:
    told = read("--json", "log", "--limit", "5").json
    assert len(told) == 5
    assert told[0]["name"] == "samples"
    assert all(dt.datetime.fromisoformat(item["at"]) for item in told)


def test_settings_are_kept(run: Run) -> None:
    assert run("settings", "set", "office.province=Nghệ An", "expiry_days=90").status == 0
    told = run("--json", "settings", "list").json
    assert (told["office"]["province"], told["expiry_days"]) == ("Nghệ An", 90)
    assert run("settings", "set", "expiry_days=30", "theme=tím").status == 2
    assert run("--json", "settings", "list").json["expiry_days"] == 90


# -- real articles ------------------------------------------------------------


@pytest.mark.slow
def test_the_whole_road_with_real_articles(shared: Path, run: Run, home: Path) -> None:
    ended = run("--json", "import", shared / "samples")
    assert ended.status == 0, ended.err
    assert ended.json["imported"] == 2
    assert run("--json", "review", "accept-all").json["accepted"] > 5
    partners = run("--json", "partner", "list").json
    assert partners
    found = run("--json", "search", "han quoc", "--kind", "article").json
    assert found["total"] == 2
    assert all("<mark>" in hit["snippet"] for hit in found["hits"])
    target = home / "hồ sơ.pdf"
    ended = run("dossier", partners[0]["id"], "-o", target)
    assert ended.status == 0, ended.err
    assert target.read_bytes().startswith(b"%PDF")
