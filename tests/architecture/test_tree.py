"""Facts about the tree that are easy to overlook when reading a change."""

import ast
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

MODULE_LINES = 600
FUNCTION_LINES = 80
RUN_OF_WORDS = 12
NOT_PROSE = {".ttf", ".otf", ".png", ".ico", ".svg", ".pdf", ".lock", ".qm", ".icc"}
WORD = re.compile(r"\w+")
# In pieces: this file is searched too.
MACHINE_PATH = re.compile(
    r"(?:^|[^A-Za-z0-9_.])/(?:" + "|".join(["wo" + "rk", "fa" + "rm", "tmp/bash" + "_jobs"]) + ")/"
)
CLOCK_WAIT = re.compile(r"\b(?:time\.sleep|qtbot\.wait)\(")


def _texts(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def _lines_matching(pattern: re.Pattern[str], paths: list[Path], root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}:{number}: {line.strip()[:120]}"
        for path, text in _texts(paths)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_path_of_one_machine_is_in_the_tree(project_files: list[Path], root: Path) -> None:
    assert _lines_matching(MACHINE_PATH, project_files, root) == []


@pytest.mark.parametrize("bad", ["cd /wo" + "rk/main", 'open("/fa' + 'rm/x")', "/tmp/bash" + "_jobs/7"])
def test_a_path_of_one_machine_would_be_seen(bad: str) -> None:
    assert MACHINE_PATH.search(bad)


def test_no_test_waits_by_the_clock(project_files: list[Path], root: Path) -> None:
    tests = [p for p in project_files if p.suffix == ".py" and p.relative_to(root).parts[0] == "tests"]
    assert _lines_matching(CLOCK_WAIT, tests, root) == []


def test_modules_fit_in_a_reader(shipped_modules: list[Path], root: Path) -> None:
    long = {
        str(path.relative_to(root)): lines
        for path, text in _texts(shipped_modules)
        if (lines := text.count("\n")) > MODULE_LINES
    }
    assert long == {}


def test_functions_fit_on_a_screen(shipped_modules: list[Path], root: Path) -> None:
    long = [
        f"{path.relative_to(root)}:{node.lineno} {node.name}: {length} lines"
        for path, text in _texts(shipped_modules)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert long == []


def test_every_shipped_module_says_what_it_is(shipped_modules: list[Path], root: Path) -> None:
    silent = [
        str(path.relative_to(root))
        for path, text in _texts(shipped_modules)
        if text.strip() and ast.get_docstring(ast.parse(text)) is None
    ]
    assert silent == []


def _runs(text: str) -> Iterator[int]:
    words = WORD.findall(text.casefold())
    return (hash(tuple(words[i : i + RUN_OF_WORDS])) for i in range(len(words) - RUN_OF_WORDS + 1))


def _articles_of_others(root: Path) -> list[str]:
    shared = Path(os.environ.get("BANG_GIAO_SHARED") or root.parent / "shared")
    texts = [path.read_text("utf-8") for path in shared.glob("samples/*.txt")]
    for path in shared.glob("eval/articles*.jsonl"):
        with path.open(encoding="utf-8") as lines:
            texts += [json.loads(line).get("text", "") for line in lines]
    return texts


@pytest.mark.slow
def test_no_text_of_the_articles_is_copied(project_files: list[Path], root: Path) -> None:
    articles = _articles_of_others(root)
    if not articles:
        pytest.skip("the articles to compare with are not on this machine")
    known = {run for text in articles for run in _runs(text)}
    prose = [p for p in project_files if p.suffix not in NOT_PROSE]
    copied = {
        str(path.relative_to(root)): count
        for path, text in _texts(prose)
        if (count := sum(run in known for run in _runs(text)))
    }
    assert copied == {}
