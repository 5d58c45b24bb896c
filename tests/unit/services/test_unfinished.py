"""What was being edited comes back as it was, and nothing that is not ours comes in."""

from pathlib import Path

import pytest

from db.dates import PartialDate
from db.records import (
    Agreement,
    Direction,
    Participant,
    Person,
    Post,
    ProfileFact,
    Role,
    Side,
    StopKind,
    Visit,
    VisitStop,
)
from desktop_app.services.drafts import AliasDraft, Draft, FieldDraft, LinkedDraft, ProfileDraft, VisitDraft
from desktop_app.services.unfinished import Unfinished, UnfinishedStore

DAY = PartialDate.from_iso("2023-05-12", "2023-05-14", stated="từ ngày 12/5 đến ngày 14/5/2023")
VISIT = Visit(
    0,
    "Đoàn “Gwangju”",
    Direction.IN,
    period=DAY,
    countries=("Hàn Quốc",),
    stops=(VisitStop("Vinh", StopKind.LOCALITY),),
    participants=(Participant("Han Dong-min", Role.HEAD, Side.THEIRS),),
)
DRAFTS: list[Draft] = [
    VisitDraft(VISIT, (("Thành phố Gwangju", "Hàn Quốc"),)),
    LinkedDraft(Agreement(0, "Bản ghi nhớ", signed=DAY, notice_days=30)),
    LinkedDraft(Person(0, "Han Dong-min", posts=(Post(0, 0, "Phó Thị trưởng", seen_on=DAY),))),
    ProfileDraft("Gwangju", ProfileFact(0, 0, "Vị trí", "miền Nam\nHàn Quốc", DAY)),
    FieldDraft("Lao động"),
    AliasDraft("Viêng Chăn", "Vientiane"),
]


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_comes_back_as_it_was(tmp_path: Path, draft: Draft) -> None:
    item = Unfinished(3, 7, draft, "Sửa: Đoàn vào", 5, 9, (8, 9))
    UnfinishedStore(tmp_path, tmp_path / "kho").keep(item)
    assert UnfinishedStore(tmp_path, tmp_path / "kho").get() == item


def test_libraries_do_not_mix_and_dropping_forgets(tmp_path: Path) -> None:
    one, other = (UnfinishedStore(tmp_path, tmp_path / name) for name in ("a", "b"))
    one.keep(Unfinished(1, 1, DRAFTS[4], "x"))
    assert other.get() is None
    other.drop()
    assert one.get() is not None
    one.drop()
    assert one.get() is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"KHO": 5}',
        '{"KHO": {"draft": {"class": "os", "fields": {}}}}',
        '{"KHO": {"draft": {"class": "annotations", "fields": {}}}}',
        '{"KHO": {"draft": {"enum": "dataclass", "value": 1}}}',
        '{"KHO": {"draft": {"class": "FieldDraft", "fields": {"other": 1}}}}',
        '{"KHO": {"draft": {"class": "FieldDraft", "fields": {"name": "x"}}, "article_id": "x"}}',
    ],
)
def test_a_file_that_is_not_ours_holds_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "unfinished.json").write_text(text.replace("KHO", str(tmp_path)), encoding="utf-8")
    assert UnfinishedStore(tmp_path, tmp_path).get() is None


def test_a_folder_that_cannot_be_written_is_no_accident(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    store = UnfinishedStore(tmp_path / "file", tmp_path)
    assert not store.keep(Unfinished(1, 1, DRAFTS[4], "x"))
    assert store.get() is None
