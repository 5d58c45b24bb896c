"""The measurement of the review desk counts presses by rules that can be checked by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop_app.__main__ import main
from desktop_app.cli.bench.learning import Labelled
from desktop_app.cli.bench.review import changed_letters, count, is_right

TEXT = (
    "Ngày 12/5/2023, tại thành phố Vinh, lãnh đạo tỉnh Nghệ An đã tiếp đoàn công tác của thành phố "
    "Gwangju (Hàn Quốc) do ông Han Dong-min - Phó Thị trưởng làm trưởng đoàn. Hai bên trao đổi về lao động."
)


def label(**changes: Any) -> dict[str, Any]:
    person = {"name": "Han Dong-min", "title": "Phó Thị trưởng", "org": "", "side": "foreign"}
    return {"id": "bài-1", "persons": [person], **changes}


def presses(**changes: Any):
    return count(Labelled(0, TEXT, "2023-05-13", "2023-05-13", label(**changes)))


def test_a_right_suggestion_costs_one_press_and_typing_every_letter() -> None:
    keys = presses()["person"]
    assert (keys.accepted, keys.edited, keys.missing) == (1, 0, 0)
    # Open 2, save 1, three fields to go to, a choice, and the letters of name and post.
    assert keys.without == 2 + 1 + 3 + 1 + len("Han Dong-min") + len("Phó Thị trưởng")


def test_what_the_labels_do_not_have_is_rejected_with_one_press() -> None:
    keys = presses(persons=[])["person"]
    assert (keys.rejected, keys.with_suggestions, keys.without) == (1, 1, 0)


def test_a_wrong_side_costs_opening_going_choosing_and_saving() -> None:
    keys = presses(persons=[{**label()["persons"][0], "side": "vn"}])["person"]
    assert (keys.accepted, keys.edited) == (0, 4)


def test_what_was_not_suggested_is_typed_and_its_passage_selected() -> None:
    more = [*label()["persons"], {"name": "Kim", "title": "", "side": "foreign"}]
    keys = presses(persons=more)["person"]
    assert keys.missing == 1 + 2 + 1 + (1 + 3) + 2


@pytest.mark.parametrize(
    ("how", "has", "wanted", "right"),
    [
        ("exact", "Thành phố Asan", "Asan", True),
        ("exact", "Thành phố Asan", "Ansan", False),
        ("exact", "A; B", "B; A", True),
        ("title", "Bí thư Tỉnh ủy", "Bí thư", True),
        ("title", "Bí thư", "Bí thư Tỉnh ủy", False),
        ("free", "hợp tác về lao động", "lao động thời vụ", True),
        ("free", "", "lao động", False),
        ("date", "2023-05-12", "2023-05-13", False),
    ],
)
def test_when_a_value_is_left_as_it_is(how: str, has: str, wanted: str, *, right: bool) -> None:
    assert is_right(how, has, wanted) is right


def test_changing_letters_is_never_dearer_than_starting_over() -> None:
    assert changed_letters("Thủ đô", "Thủ đô X") == 2
    assert changed_letters("abcdef", "xyz") == 4


def test_the_ratio_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, articles = tmp_path / "gold.jsonl", tmp_path / "articles.jsonl"
    gold.write_text(json.dumps(label()), encoding="utf-8")
    articles.write_text(
        json.dumps({"id": "bài-1", "text": TEXT, "published": "2023-05-13"}), encoding="utf-8"
    )
    assert main(["--json", "bench", "review", "--gold", str(gold), "--articles", str(articles)]) == 0
    found = json.loads(capsys.readouterr().out)
    total = found["kinds"]["tất cả"]
    assert found["ratio"] == round(total["with"] / total["without"], 4)
