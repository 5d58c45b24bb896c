"""Hostile questions on the command line: an answer a line, in time, whatever was asked before."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hostile import QUERIES, SECONDS

Run = Callable[..., Any]


@pytest.mark.slow
def test_every_line_gets_its_answer(run: Run) -> None:
    assert run("demo").status == 0
    names = list(QUERIES)
    given = "\n".join(json.dumps({"qid": name, "query": QUERIES[name]}) for name in names)
    ended = run("search", "--jsonl", given=given)
    assert "Traceback" not in ended.err
    assert [line["qid"] for line in ended.lines] == names
    for line in ended.lines:
        if "error" in line:
            assert line["error"].endswith("."), line
            assert line["hits"] == []
        else:
            assert line["elapsed_ms"] < SECONDS * 1000, line["qid"]
    refused = {line["qid"] for line in ended.lines if "error" in line}
    assert refused <= {"only exclusions", "exclusion of a prefix"}


def test_lines_that_are_no_questions_do_not_stop_the_others(run: Run) -> None:
    lines = [
        b"",
        b"[" * 50_000,
        b"\xff\xfe",
        b'{"qid": 1}',
        b'{"qid": 2, "query": 5}',
        b'{"qid": {"a": [1]}, "query": "nha"}',
        b'{"qid": 3, "query": "\\ud800 nha"}',
        b"null",
        b'{"query": "khoa"}',
    ]
    ended = run("search", "--jsonl", given=b"\n".join(lines))
    assert "Traceback" not in ended.err
    assert len(ended.lines) == len(lines) - 1
    assert [("error" in line) for line in ended.lines] == [True, True, True, True, False, False, True, False]
