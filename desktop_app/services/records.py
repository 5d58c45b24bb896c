"""Lists, forms, trash and evidence of the accepted records, of every kind alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from db.records import (
    Agreement,
    AnyRecord,
    Article,
    Commitment,
    Evidence,
    Figure,
    Partner,
    Person,
    ProfileFact,
    RecordKind,
    Visit,
)
from db.work import Work, WritingWork
from desktop_app.errors import UserFixable
from desktop_app.services import linking
from desktop_app.services.context import Context, RecordKey
from desktop_app.services.hygiene import cleaned, cleaned_line


@dataclass(frozen=True, slots=True)
class TrashItem:
    """Something in the trash."""

    kind: RecordKind
    record_id: int
    title: str
    deleted_at: Any


_REPOSITORIES: dict[RecordKind, str] = {
    RecordKind.ARTICLE: "articles",
    RecordKind.PARTNER: "partners",
    RecordKind.PERSON: "people",
    RecordKind.VISIT: "visits",
    RecordKind.AGREEMENT: "agreements",
    RecordKind.COMMITMENT: "commitments",
    RecordKind.FIGURE: "figures",
    RecordKind.PROFILE_FACT: "profile_facts",
}
_KIND_OF: dict[type[Any], RecordKind] = {
    Article: RecordKind.ARTICLE,
    Partner: RecordKind.PARTNER,
    Person: RecordKind.PERSON,
    Visit: RecordKind.VISIT,
    Agreement: RecordKind.AGREEMENT,
    Commitment: RecordKind.COMMITMENT,
    Figure: RecordKind.FIGURE,
    ProfileFact: RecordKind.PROFILE_FACT,
}
_REQUIRED: dict[RecordKind, tuple[str, str]] = {
    RecordKind.ARTICLE: ("title", "Tin bài chưa có tiêu đề."),
    RecordKind.PARTNER: ("name", "Đối tác chưa có tên."),
    RecordKind.PERSON: ("name", "Nhân vật chưa có tên."),
    RecordKind.VISIT: ("title", "Đoàn chưa có tên."),
    RecordKind.AGREEMENT: ("title", "Thỏa thuận chưa có tên."),
    RecordKind.COMMITMENT: ("content", "Cam kết chưa có nội dung."),
    RecordKind.FIGURE: ("what", "Số liệu chưa có tên chỉ tiêu."),
    RecordKind.PROFILE_FACT: ("value", "Thông tin chưa có nội dung."),
}


_OF_THE_FILE = (
    "text",
    "text_hash",
    "original_sha256",
    "file_name",
    "external_id",
    "batch_id",
    "captured_at",
    "passages",
)


def title_of(record: AnyRecord) -> str:
    """The line that names a record in lists."""
    for name in ("label", "title", "name", "content", "what"):
        value = getattr(record, name, None)
        if value:
            return str(value)
    return ""


def repository(work: Work, kind: RecordKind) -> Any:
    """The repository of a kind of records."""
    return getattr(work, _REPOSITORIES[kind])


def checked(record: AnyRecord) -> AnyRecord:
    """The record with clean texts.

    Raises:
        UserFixable: a required field is empty, or something in it cannot be stored.
    """
    if isinstance(record, Article):
        record = replace(cleaned(replace(record, text="")), text=record.text)
    else:
        record = cleaned(record)
    name, message = _REQUIRED[_KIND_OF[type(record)]]
    if not str(getattr(record, name)).strip():
        raise UserFixable(message, "Hãy điền rồi lưu lại.")
    return record


def _store(work: WritingWork, record: AnyRecord) -> int:
    """Store a checked record in an open unit of work; return its id.

    The text of an article is never changed by this: evidence counts its letters, and lists carry none.
    """
    kind = _KIND_OF[type(record)]
    if isinstance(record, Article):
        if record.id == 0:
            raise UserFixable("Tin bài chỉ vào kho qua việc nhập.", "Hãy dùng trang Nhập tin bài.")
        known = work.articles.get(record.id)
        same = {name: getattr(known, name) for name in _OF_THE_FILE}
        record = replace(record, **same)
    if isinstance(record, ProfileFact) and not record.partner_id:
        raise UserFixable("Chưa rõ thông tin này nói về đối tác nào.", "Hãy chọn đối tác.")
    if isinstance(record, Visit):
        partner = record.partner_ids[0] if len(record.partner_ids) == 1 else None
        people = tuple(linking.participant(work, p, record, partner) for p in record.participants)
        record = replace(record, participants=people)
    if record.id == 0:
        return int(repository(work, kind).add(record))
    repository(work, kind).save(record)
    return record.id


class RecordService:
    """What one can do with any record."""

    def __init__(self, context: Context) -> None:
        self._context = context

    # -- lists -------------------------------------------------------------------------------------

    def articles(self) -> list[Article]:
        """All articles without their texts."""
        with self._context.reading() as work:
            return work.articles.light()

    def visits(self) -> list[Visit]:
        """All visits."""
        with self._context.reading() as work:
            return work.visits.all()

    def agreements(self) -> list[Agreement]:
        """All agreements."""
        with self._context.reading() as work:
            return work.agreements.all()

    def commitments(self) -> list[Commitment]:
        """All commitments."""
        with self._context.reading() as work:
            return work.commitments.all()

    def figures(self) -> list[Figure]:
        """All figures."""
        with self._context.reading() as work:
            return work.figures.all()

    def people(self) -> list[Person]:
        """All people."""
        with self._context.reading() as work:
            return work.people.all()

    def partners(self) -> list[Partner]:
        """All partners."""
        with self._context.reading() as work:
            return work.partners.all()

    def tags(self) -> list[str]:
        """All tags in use."""
        with self._context.reading() as work:
            return work.links.names("tag")

    def fields(self) -> list[str]:
        """All fields of cooperation in use."""
        with self._context.reading() as work:
            return work.links.names("field")

    # -- one record --------------------------------------------------------------------------------

    def get(self, kind: RecordKind, record_id: int) -> Any:
        """Return one record.

        Raises:
            UserFixable: it does not exist.
        """
        with self._context.reading() as work:
            return repository(work, kind).get(record_id)

    def evidence(self, kind: RecordKind, record_id: int) -> list[Evidence]:
        """The passages a record rests on."""
        with self._context.reading() as work:
            return work.evidence.of_record(kind, record_id)

    def evidence_in(self, article_id: int) -> list[tuple[Evidence, str]]:
        """The passages of an article that accepted records rest on, with the title of each record."""
        with self._context.reading() as work:
            found = [item for item in work.evidence.of_article(article_id) if item.record_kind]
            titles: dict[tuple[RecordKind | None, int], str] = {}
            for kind in [kind for kind in _REPOSITORIES if any(item.record_kind is kind for item in found)]:
                ids = sorted({item.record_id for item in found if item.record_kind is kind})
                for record in repository(work, kind).get_many(ids):
                    if record.deleted_at is None:
                        titles[kind, record.id] = title_of(record)
            keyed = [(item, (item.record_kind, item.record_id)) for item in found]
            return [(item, titles[key]) for item, key in keyed if key in titles]

    def original(self, article_id: int) -> tuple[str, bytes]:
        """The imported file, byte for byte, with its name."""
        with self._context.reading() as work:
            article = work.articles.get(article_id)
            return article.file_name, work.articles.original(article.original_sha256)

    def save(self, record: AnyRecord, partners: Iterable[tuple[str, str]] = ()) -> int:
        """Store a new record (id 0) or a changed one; return its id.

        ``partners`` (name, country) are linked to it; those nobody knows yet are made in the same action.

        Raises:
            UserFixable: a required field is empty, or the record is gone.
        """
        return self.save_logged(record, partners)[0]

    def save_logged(
        self, record: AnyRecord, partners: Iterable[tuple[str, str]] = ()
    ) -> tuple[int, int | None]:
        """Like ``save``; return also the action that undo wants, ``None`` when nothing changed."""
        record = checked(record)
        names = [(cleaned_line(name), cleaned_line(country)) for name, country in partners]
        with self._context.writing("save", f"{_KIND_OF[type(record)].value}:{record.id}") as work:
            linked = _linked(record, [linking.partner_id(work, *pair) for pair in names])
            record_id = _store(work, linked)
        return record_id, work.action_id

    def set_tags(
        self, kind: RecordKind, ids: Iterable[int], *, add: Iterable[str], remove: Iterable[str]
    ) -> int | None:
        """Add and remove tags of several records at once; return the action that undo wants."""
        gone = set(remove)
        fresh = [cleaned_line(name) for name in add]
        with self._context.writing("tags") as work:
            for record in repository(work, kind).get_many(list(ids)):
                names = [name for name in (*record.tags, *fresh) if name not in gone]
                work.links.set_terms(kind, record.id, "tag", names)
        return work.action_id

    # -- trash -------------------------------------------------------------------------------------

    def trash(self, kind: RecordKind, ids: Iterable[int]) -> int | None:
        """Move records to the trash; nothing is deleted. Returns the action that undo wants."""
        wanted = list(ids)
        with self._context.writing("trash", f"{kind.value}:{len(wanted)}") as work:
            repository(work, kind).set_trashed(wanted, trashed=True)
        return work.action_id

    def restore(self, kind: RecordKind, ids: Iterable[int]) -> None:
        """Take records out of the trash."""
        wanted = list(ids)
        with self._context.writing("restore", f"{kind.value}:{len(wanted)}") as work:
            repository(work, kind).set_trashed(wanted, trashed=False)

    def restore_all(self, keys: Iterable[RecordKey]) -> int | None:
        """Take records of any kinds out of the trash as one action; return its id for undo."""
        by_kind: dict[RecordKind, list[int]] = {}
        for kind, record_id in keys:
            by_kind.setdefault(kind, []).append(record_id)
        detail = ",".join(f"{kind.value}:{len(ids)}" for kind, ids in by_kind.items())
        with self._context.writing("restore", detail) as work:
            for kind, ids in by_kind.items():
                repository(work, kind).set_trashed(ids, trashed=False)
        return work.action_id

    def trash_list(self) -> list[TrashItem]:
        """Everything in the trash, latest first."""
        items: list[TrashItem] = []
        with self._context.reading() as work:
            for kind in _REPOSITORIES:
                found = (
                    work.articles.light(trashed=True)
                    if kind is RecordKind.ARTICLE
                    else repository(work, kind).all(trashed=True)
                )
                items += [TrashItem(kind, item.id, title_of(item), item.deleted_at) for item in found]
        return sorted(items, key=lambda item: item.deleted_at, reverse=True)


def _linked(record: Any, partner_ids: list[int]) -> Any:
    """The record with further partners; a person and a fact belong to one."""
    if not partner_ids:
        return record
    if isinstance(record, (Person, ProfileFact)):
        return replace(record, partner_id=partner_ids[0])
    return replace(record, partner_ids=tuple(dict.fromkeys([*record.partner_ids, *partner_ids])))
