"""Units of work: all or nothing, logged, undoable."""

import dataclasses
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.dates import PartialDate
from db.errors import Conflict, Damaged, Missing, ReadOnly, TooNew
from db.records import (
    Agreement,
    AgreementEvent,
    AgreementEventKind,
    Article,
    Direction,
    Evidence,
    Participant,
    Partner,
    Person,
    Post,
    RecordKind,
    Role,
    Suggestion,
    SuggestionKind,
    SuggestionSpan,
    SuggestionState,
    Visit,
    VisitStop,
)
from db.work import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path / "library.db")
    yield opened
    opened.close()


def visit(partner_id: int = 0) -> Visit:
    return Visit(
        0,
        "Đoàn công tác thành phố Gwangju",
        Direction.IN,
        period=PartialDate.from_iso("2022-06-09", stated="Sáng 9/6", inferred=True),
        partner_ids=(partner_id,) if partner_id else (),
        fields=("Y tế", "Giáo dục, đào tạo"),
        tags=("ưu tiên",),
        participants=(
            Participant("Nguyễn Văn Ất", Role.HOST),
            Participant("Kim", Role.HEAD, title="Giám đốc"),
        ),
        stops=(VisitStop("TP. Vinh"),),
    )


def article(text: str = "Sáng 9/6, đoàn đến thăm.") -> Article:
    import datetime as dt

    return Article(0, "Tiêu đề", text, captured_at=dt.datetime.now(dt.UTC), text_hash="h")


def add_article(database: Database, **changes: object) -> int:
    with database.write("thử", "import") as work:
        digest = work.articles.add_original(b"tep goc", "text/plain")
        record = dataclasses.replace(article(), original_sha256=digest, **changes)  # type: ignore[arg-type]
        return work.articles.add_with_signature(record, b"\x01\x02")


def test_a_record_comes_back_as_it_was_stored(database: Database) -> None:
    with database.write("thử", "thêm") as work:
        partner_id = work.partners.add(Partner(0, "Gwangju", country="Hàn Quốc", aliases=("광주",)))
        visit_id = work.visits.add(visit(partner_id))
    with database.read() as work:
        found = work.visits.get(visit_id)
    assert found.partner_names == ("Gwangju",)
    assert [p.name for p in found.heads()] == ["Kim"]
    assert [s.name for s in found.stops] == ["TP. Vinh"]
    assert found.fields == ("Y tế", "Giáo dục, đào tạo")
    assert found.tags == ("ưu tiên",)
    assert found.period == visit().period


def test_an_error_inside_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write("thử", "thêm") as work:
            work.visits.add(visit())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.read() as work:
        assert work.visits.all() == []
        assert work.actions.latest() == []
        assert work.index_queue.count() == 0


def test_a_change_and_its_debt_to_the_index_are_one_transaction(database: Database) -> None:
    with database.write("thử", "thêm") as work:
        visit_id = work.visits.add(visit())
    with database.read() as work:
        assert (RecordKind.VISIT, visit_id) in {
            (item.record_kind, item.record_id) for item in work.index_queue.pending()
        }


def test_changing_a_child_alone_puts_its_visit_on_the_index_queue(database: Database) -> None:
    with database.write("thử", "thêm") as work:
        visit_id = work.visits.add(visit())
    with database.write("thử", "trả nợ") as work:
        work.index_queue.paid(work.index_queue.last_id())
    with database.read() as work:
        stored = work.visits.get(visit_id)
    with database.write("thử", "sửa") as work:
        work.visits.save(dataclasses.replace(stored, stops=(*stored.stops, VisitStop("Cửa Lò"))))
    assert work.touched() == {(RecordKind.VISIT, visit_id)}


def test_undo_and_redo_of_an_edit(database: Database) -> None:
    with database.write("thử", "thêm") as work:
        visit_id = work.visits.add(visit())
    with database.read() as work:
        before = work.visits.get(visit_id)
    changed = dataclasses.replace(
        before, title="Tên mới", participants=before.participants[1:], fields=("Y tế",), stops=()
    )
    with database.write("thử", "sửa") as work:
        work.visits.save(changed)
    edit = work.action_id
    assert edit is not None
    with database.write("thử", "undo", str(edit)) as work:
        work.undo(edit)
    undo = work.action_id
    assert undo is not None
    with database.read() as work:
        assert work.visits.get(visit_id) == before
    with database.write("thử", "undo", str(undo)) as work:
        work.undo(undo)
    with database.read() as work:
        again = work.visits.get(visit_id)
        assert (again.title, again.stops, again.fields) == ("Tên mới", (), ("Y tế",))
        assert [action.undone_at is None for action in work.actions.latest()] == [True, False, True, True]


def test_undo_refuses_when_a_later_change_stands_on_it(database: Database) -> None:
    with database.write("thử", "thêm") as work:
        visit_id = work.visits.add(visit())
    first = work.action_id
    assert first is not None
    with database.read() as work:
        stored = work.visits.get(visit_id)
    with database.write("thử", "sửa") as work:
        work.visits.save(dataclasses.replace(stored, note="ghi chú sau"))
    with pytest.raises(Conflict), database.write("thử", "undo") as work:
        work.undo(first)
    with database.read() as work:
        assert work.visits.get(visit_id).note == "ghi chú sau"


def test_undo_refuses_while_evidence_of_another_action_rests_on_the_record(database: Database) -> None:
    article_id = add_article(database)
    with database.write("thử", "thêm") as work:
        visit_id = work.visits.add(visit())
    first = work.action_id
    assert first is not None
    with database.write("thử", "căn cứ") as work:
        work.evidence.add_all(RecordKind.VISIT, visit_id, [Evidence(article_id, 0, 8, "start")])
    with pytest.raises(Conflict), database.write("thử", "undo") as work:
        work.undo(first)


def test_nothing_is_undone_twice(database: Database) -> None:
    with database.write("thử", "thêm") as work:
        work.visits.add(visit())
    first = work.action_id
    assert first is not None
    with database.write("thử", "undo", str(first)) as work:
        work.undo(first)
    with pytest.raises(Conflict), database.write("thử", "undo") as work:
        work.undo(first)


def test_ids_are_never_used_again(database: Database) -> None:
    with database.write("thử", "thêm") as work:
        first = work.visits.add(visit())
    action = work.action_id
    assert action is not None
    with database.write("thử", "undo", str(action)) as work:
        work.undo(action)
    with database.write("thử", "thêm") as work:
        assert work.visits.add(visit()) > first


def test_originals_are_kept_byte_for_byte_and_once(database: Database) -> None:
    data = bytes(range(256)) * 3
    with database.write("thử", "gốc") as work:
        first = work.articles.add_original(data, "application/octet-stream")
        assert work.articles.add_original(data, "") == first
    with database.read() as work:
        assert work.articles.original(first) == data
        assert work.articles.original_hashes() == [first]


def test_a_flipped_letter_in_an_article_is_found(database: Database) -> None:
    article_id = add_article(database)
    with database.read() as work:
        assert work.articles.hash_mismatches() == []
    connection = sqlite3.connect(database.path)
    connection.execute("UPDATE article SET text = replace(text, '9/6', '8/6') WHERE id = ?", (article_id,))
    connection.commit()
    connection.close()
    with database.read() as work:
        assert work.articles.hash_mismatches() == [article_id]


def test_suggestions_keep_offsets_doubts_and_decisions(database: Database) -> None:
    article_id = add_article(database)
    item = Suggestion(
        0,
        article_id,
        SuggestionKind.VISIT,
        {"direction": "in", "heads": [{"name": "Kim"}]},
        (SuggestionSpan(5, 8, "start"),),
        0.8,
        "visits.lead",
        ("năm suy đoán",),
    )
    with database.write("thử", "gợi ý") as work:
        (suggestion_id,) = work.suggestions.add_all(article_id, [item])
    with database.read() as work:
        found = work.suggestions.get(suggestion_id)
        assert found == dataclasses.replace(item, id=suggestion_id)
        assert work.suggestions.counts() == (1, 1)
    with database.write("thử", "bác bỏ") as work:
        work.suggestions.decide(suggestion_id, SuggestionState.REJECTED, "Lan")
    with database.read() as work:
        decided = work.suggestions.get(suggestion_id)
        assert (decided.state, decided.decided_by) == (SuggestionState.REJECTED, "Lan")
        assert work.suggestions.counts() == (0, 0)


def test_evidence_quotes_the_stored_text_by_code_points(database: Database) -> None:
    text = "😀 Đoàn đến Vinh"
    article_id = add_article(database, text=text)
    with database.write("thử", "thêm") as work:
        visit_id = work.visits.add(visit())
        work.evidence.add_all(RecordKind.VISIT, visit_id, [Evidence(article_id, 2, 6)])
        work.evidence.add_all(RecordKind.VISIT, visit_id, [Evidence(article_id, 2, 6)])
    with database.read() as work:
        (found,) = work.evidence.of_record(RecordKind.VISIT, visit_id)
        assert found.quote == "Đoàn"


def test_trash_hides_and_restores(database: Database) -> None:
    with database.write("thử", "thêm") as work:
        visit_id = work.visits.add(visit())
    with database.write("thử", "trash") as work:
        work.visits.set_trashed([visit_id], trashed=True)
    with database.read() as work:
        assert work.visits.all() == []
        assert [item.id for item in work.visits.all(trashed=True)] == [visit_id]
        assert work.counts.all().trash == 1
    with database.write("thử", "restore") as work:
        work.visits.set_trashed([visit_id], trashed=False)
    with database.read() as work:
        assert [item.id for item in work.visits.all()] == [visit_id]


def test_people_keep_several_posts_and_agreements_their_events(database: Database) -> None:
    posts = (Post(0, 0, "Giám đốc"), Post(0, 0, "Phó Chủ tịch", ended=PartialDate.from_iso("2024")))
    events = (AgreementEvent(AgreementEventKind.SIGNING, PartialDate.from_iso("2022-10-27")),)
    with database.write("thử", "thêm") as work:
        person_id = work.people.add(Person(0, "Trần Thị Bưởi", posts=posts))
        agreement_id = work.agreements.add(Agreement(0, "Bản ghi nhớ", events=events))
    with database.read() as work:
        assert [post.title for post in work.people.get(person_id).posts] == ["Giám đốc", "Phó Chủ tịch"]
        assert work.agreements.get(agreement_id).events[0].date.start == "2022-10-27"


def test_unknown_ids_are_missing(database: Database) -> None:
    with database.read() as work, pytest.raises(Missing):
        work.visits.get(99)


# -- the file itself ------------------------------------------------------------------------------


def test_a_foreign_file_is_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(Damaged):
        Database.open(path)
    assert path.read_bytes() == before


def test_garbage_is_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"not a library at all" * 100)
    before = path.read_bytes()
    with pytest.raises(Damaged):
        Database.open(path)
    assert path.read_bytes() == before


def test_a_library_of_a_newer_program_is_refused_and_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Database.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(TooNew):
        Database.open(path)
    assert path.read_bytes() == before


def test_a_missing_folder_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(ReadOnly):
        Database.open(tmp_path / "không có" / "library.db")


def test_the_file_is_durable_by_its_settings(database: Database) -> None:
    with database.read() as work:
        connection = work._session.connection()
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
