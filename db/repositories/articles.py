"""Articles, their originals, passages, suggestions and evidence."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from db import models
from db.dates import PartialDate
from db.errors import Damaged, Missing
from db.records import (
    Article,
    Evidence,
    ImportBatch,
    Passage,
    RecordKind,
    Suggestion,
    SuggestionKind,
    SuggestionSpan,
    SuggestionState,
)
from db.repositories.base import FIELD, TAG, Repository, to_record

_LIGHT = tuple(
    item.name
    for item in fields(Article)
    if item.name not in ("text", "published", "passages", "fields", "tags", "pending", "accepted")
)
_PUBLISHED = tuple(
    getattr(models.ArticleRow.__table__.c, f"published_{name}")
    for name in ("start", "end", "precision", "stated", "inferred")
)


class ArticleRepository(Repository[Article, models.ArticleRow]):
    """Articles and what belongs to the file they came from."""

    kind = RecordKind.ARTICLE
    record_class = Article
    row_class = models.ArticleRow
    skip = frozenset({"id", "deleted_at", "passages", "pending", "accepted"})

    def add_original(self, data: bytes, media_type: str) -> str:
        """Keep the bytes of a file, once; return their SHA-256."""
        digest = hashlib.sha256(data).hexdigest()
        if self._session.get(models.OriginalRow, digest) is None:
            row = models.OriginalRow(
                sha256=digest, size=len(data), media_type=media_type, data=zlib.compress(data, 6)
            )
            self._session.add(row)
            self._session.flush()
        return digest

    def original(self, sha256: str) -> bytes:
        """Return the bytes of an imported file as they were.

        Raises:
            Missing: unknown hash.
            Damaged: the stored bytes no longer have this hash.
        """
        row = self._session.get(models.OriginalRow, sha256)
        if row is None:
            raise Missing(sha256)
        try:
            data = zlib.decompress(row.data)
        except zlib.error as error:
            raise Damaged(sha256) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Damaged(sha256)
        return data

    def original_hashes(self) -> list[str]:
        """The hashes of all originals."""
        return list(self._session.scalars(select(models.OriginalRow.sha256)))

    def add_with_signature(self, record: Article, signature: bytes) -> int:
        """Store a new article with its near-duplicate signature and passages."""
        article_id = self.add(record)
        self._row(article_id).signature = signature
        for passage in record.passages:
            self._session.add(
                models.PassageRow(
                    article_id=article_id, start=passage.start, end=passage.end, kind=passage.kind
                )
            )
        self._session.flush()
        return article_id

    def light(self, *, trashed: bool = False, waiting: bool = False) -> list[Article]:
        """All articles without their texts, for lists (``text`` is empty).

        Args:
            trashed: those in the trash instead.
            waiting: only those with pending suggestions.
        """
        row, state = models.ArticleRow, models.SuggestionRow.state
        query = (
            select(*(getattr(row, name) for name in _LIGHT), *_PUBLISHED)
            .where(row.deleted_at.is_not(None) if trashed else row.deleted_at.is_(None))
            .order_by(row.id)
        )
        if waiting:
            pending = select(models.SuggestionRow.article_id).where(state == SuggestionState.PENDING)
            query = query.where(row.id.in_(pending))
        tags = self._links.terms(self.kind, None, TAG)
        named = self._links.terms(self.kind, None, FIELD)
        counts = self._suggestion_counts(None)
        # Columns instead of rows of the mapper: a list of 5,000 articles costs a quarter of the time.
        return [
            Article(
                text="",
                published=PartialDate(*values[len(_LIGHT) :]),
                tags=tuple(tags.get(values[0], ())),
                fields=tuple(named.get(values[0], ())),
                **counts.get(values[0], {}),
                **dict(zip(_LIGHT, values, strict=False)),
            )
            for values in self._session.execute(query)
        ]

    def outlets(self) -> list[str]:
        """The outlets of all articles that are not in the trash."""
        row = models.ArticleRow
        return list(self._session.scalars(select(row.outlet).where(row.deleted_at.is_(None)).distinct()))

    def with_text_hash(self, text_hash: str) -> list[int]:
        """Ids of the articles with this text, also those in the trash."""
        row = models.ArticleRow
        return list(self._session.scalars(select(row.id).where(row.text_hash == text_hash)))

    def ids(self) -> list[int]:
        """Ids of all articles that are not in the trash."""
        return list(
            self._session.scalars(select(models.ArticleRow.id).where(models.ArticleRow.deleted_at.is_(None)))
        )

    def fingerprints(self) -> list[tuple[int, str, bytes]]:
        """(id, hash of the text, signature) of all articles, also those in the trash."""
        row = models.ArticleRow
        return [tuple(item) for item in self._session.execute(select(row.id, row.text_hash, row.signature))]  # type: ignore[misc]

    def distinct_pairs(self) -> set[tuple[str, str]]:
        """Pairs of text hashes a person called different."""
        row = models.DistinctPairRow
        return {(a, b) for a, b in self._session.execute(select(row.first_hash, row.second_hash))}

    def add_distinct_pair(self, first: str, second: str) -> None:
        """Remember that two texts are no duplicates."""
        first, second = sorted((first, second))
        if (first, second) not in self.distinct_pairs():
            self._session.add(models.DistinctPairRow(first_hash=first, second_hash=second))
            self._session.flush()

    def hash_mismatches(self) -> list[int]:
        """Ids of the articles whose content no longer has the hash that was stored with it."""
        from db.history import content_hash

        wrong: list[int] = []
        for row in self._session.scalars(select(models.ArticleRow).execution_options(yield_per=200)):
            if content_hash(row) != row.content_hash:
                wrong.append(row.id)
            self._session.expunge(row)
        return wrong

    # -- batches -----------------------------------------------------------------------------------

    def add_batch(self, source: str) -> int:
        """Begin an import batch."""
        row = models.ImportBatchRow(started_at=dt.datetime.now(dt.UTC), source=source)
        self._session.add(row)
        self._session.flush()
        return row.id

    def batches(self, limit: int = 50) -> list[ImportBatch]:
        """The latest import batches, newest first."""
        counts = dict(
            self._session.execute(
                select(models.ArticleRow.batch_id, func.count()).group_by(models.ArticleRow.batch_id)
            ).all()
        )
        rows = self._session.scalars(
            select(models.ImportBatchRow).order_by(models.ImportBatchRow.id.desc()).limit(limit)
        )
        return [to_record(ImportBatch, row, articles=counts.get(row.id, 0)) for row in rows]

    def in_batch(self, batch_id: int) -> list[int]:
        """Ids of the articles of a batch that are not in the trash."""
        row = models.ArticleRow
        return list(
            self._session.scalars(select(row.id).where(row.batch_id == batch_id, row.deleted_at.is_(None)))
        )

    def set_batch_undone(self, batch_id: int) -> None:
        """Note when a batch was taken back.

        Raises:
            Missing: there is no such batch.
        """
        row = self._session.get(models.ImportBatchRow, batch_id)
        if row is None:
            raise Missing(f"batch {batch_id}")
        row.undone_at = dt.datetime.now(dt.UTC)

    # -- children ----------------------------------------------------------------------------------

    def _extras(self, ids: list[int]) -> dict[int, dict[str, Any]]:
        result = super()._extras(ids)
        for article_id, counts in self._suggestion_counts(ids).items():
            result[article_id].update(counts)
        passages: dict[int, list[Passage]] = defaultdict(list)
        for passage in self._session.scalars(
            select(models.PassageRow)
            .where(models.PassageRow.article_id.in_(ids))
            .order_by(models.PassageRow.start)
        ):
            passages[passage.article_id].append(to_record(Passage, passage))
        for article_id, found in passages.items():
            result[article_id]["passages"] = tuple(found)
        return result

    def _suggestion_counts(self, ids: list[int] | None) -> dict[int, dict[str, Any]]:
        """Per article how many suggestions are pending and accepted; of all articles without ``ids``."""
        row = models.SuggestionRow
        query = (
            select(row.article_id, row.state, func.count())
            .where(row.state.in_((SuggestionState.PENDING, SuggestionState.ACCEPTED)))
            .group_by(row.article_id, row.state)
        )
        result: dict[int, dict[str, Any]] = defaultdict(dict)
        for article_id, state, count in self._session.execute(
            query if ids is None else query.where(row.article_id.in_(ids))
        ):
            result[article_id][state.value] = count
        return result


class SuggestionRepository:
    """What the rules found and what became of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_all(self, article_id: int, suggestions: Sequence[Suggestion]) -> list[int]:
        """Store the suggestions of an article in their order."""
        rows = [
            models.SuggestionRow(
                article_id=article_id,
                kind=item.kind,
                payload=item.payload,
                spans=[[span.start, span.end, span.field] for span in item.spans],
                score=item.score,
                rule=item.rule,
                doubts=list(item.doubts),
                position=position,
                state=item.state,
            )
            for position, item in enumerate(suggestions)
        ]
        self._session.add_all(rows)
        self._session.flush()
        return [row.id for row in rows]

    def get(self, suggestion_id: int) -> Suggestion:
        """Return one suggestion.

        Raises:
            Missing: there is none with this id.
        """
        return _suggestion(self._row(suggestion_id))

    def of_article(self, article_id: int) -> list[Suggestion]:
        """All suggestions of an article, in the order they were found."""
        row = models.SuggestionRow
        rows = self._session.scalars(
            select(row).where(row.article_id == article_id).order_by(row.position, row.id)
        )
        return [_suggestion(item) for item in rows]

    def pending(self, kind: SuggestionKind | None = None, limit: int | None = None) -> list[Suggestion]:
        """Suggestions that wait for a person, of articles that are not in the trash."""
        row = models.SuggestionRow
        query = (
            select(row)
            .join(models.ArticleRow, models.ArticleRow.id == row.article_id)
            .where(row.state == SuggestionState.PENDING, models.ArticleRow.deleted_at.is_(None))
            .order_by(row.article_id, row.position, row.id)
        )
        if kind is not None:
            query = query.where(row.kind == kind)
        if limit is not None:
            query = query.limit(limit)
        return [_suggestion(item) for item in self._session.scalars(query)]

    def elsewhere(self, article_id: int, kinds: Sequence[SuggestionKind], limit: int) -> list[Suggestion]:
        """What waits in other articles, and their accepted visits; the articles nearest in number first.

        Articles in the trash are left out.
        """
        row = models.SuggestionRow
        visit = and_(row.state == SuggestionState.ACCEPTED, row.kind == SuggestionKind.VISIT)
        query = (
            select(row)
            .join(models.ArticleRow, models.ArticleRow.id == row.article_id)
            .where(
                row.article_id != article_id,
                row.kind.in_(kinds),
                or_(row.state == SuggestionState.PENDING, visit),
                models.ArticleRow.deleted_at.is_(None),
            )
            .order_by(func.abs(row.article_id - article_id), row.article_id, row.position, row.id)
            .limit(limit)
        )
        return [_suggestion(item) for item in self._session.scalars(query)]

    def decide(
        self,
        suggestion_id: int,
        state: SuggestionState,
        who: str,
        record: tuple[RecordKind, int] | None = None,
        decision: dict[str, Any] | None = None,
    ) -> None:
        """Note a person's decision; ``decision`` as in ``Suggestion``."""
        row = self._row(suggestion_id)
        row.state = state
        row.decided_at = None if state is SuggestionState.PENDING else dt.datetime.now(dt.UTC)
        row.decided_by = who
        row.record_kind, row.record_id = record if record else (None, None)
        row.decision = decision or {}
        self._session.flush()

    def decided(self, kinds: Sequence[SuggestionKind], after: dt.datetime | None = None) -> list[Suggestion]:
        """Suggestions of some kinds that a person decided after a moment, oldest decision first."""
        row = models.SuggestionRow
        query = select(row).where(*_decided(kinds, after)).order_by(row.decided_at, row.id)
        return [_suggestion(item) for item in self._session.scalars(query)]

    def count_decided(self, kinds: Sequence[SuggestionKind], after: dt.datetime | None = None) -> int:
        """How many suggestions ``decided`` would return."""
        query = select(func.count()).select_from(models.SuggestionRow).where(*_decided(kinds, after))
        return self._session.scalar(query) or 0

    def drop_pending(self, article_id: int) -> list[Suggestion]:
        """Forget the pending suggestions of an article; return the decided ones, which are kept."""
        kept: list[Suggestion] = []
        row = models.SuggestionRow
        for item in self._session.scalars(select(row).where(row.article_id == article_id)).all():
            if item.state is SuggestionState.PENDING:
                self._session.delete(item)
            else:
                kept.append(_suggestion(item))
        self._session.flush()
        return kept

    def counts(self) -> tuple[int, int]:
        """(pending suggestions, articles that have some), without articles in the trash."""
        row = models.SuggestionRow
        result = self._session.execute(
            select(func.count(), func.count(row.article_id.distinct()))
            .join(models.ArticleRow, models.ArticleRow.id == row.article_id)
            .where(row.state == SuggestionState.PENDING, models.ArticleRow.deleted_at.is_(None))
        ).one()
        return result[0], result[1]

    def _row(self, suggestion_id: int) -> models.SuggestionRow:
        row = self._session.get(models.SuggestionRow, suggestion_id)
        if row is None:
            raise Missing(f"suggestion {suggestion_id}")
        return row


def _decided(kinds: Sequence[SuggestionKind], after: dt.datetime | None) -> list[ColumnElement[bool]]:
    row = models.SuggestionRow
    conditions = [row.state != SuggestionState.PENDING, row.kind.in_(kinds)]
    return conditions if after is None else [*conditions, row.decided_at > after]


def _suggestion(row: models.SuggestionRow) -> Suggestion:
    spans = tuple(SuggestionSpan(start, end, field) for start, end, field in row.spans)
    return to_record(Suggestion, row, spans=spans)


class EvidenceRepository:
    """The passages records rest on."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_all(
        self,
        kind: RecordKind,
        record_id: int,
        items: Iterable[Evidence],
        suggestion_id: int | None = None,
    ) -> None:
        """Store evidence for a record; what is there already is not doubled."""
        known = {(e.field, e.article_id, e.start, e.end) for e in self.of_record(kind, record_id)}
        for item in items:
            key = (item.field, item.article_id, item.start, item.end)
            if key in known:
                continue
            known.add(key)
            self._session.add(
                models.EvidenceRow(
                    record_kind=kind,
                    record_id=record_id,
                    field=item.field,
                    article_id=item.article_id,
                    start=item.start,
                    end=item.end,
                    suggestion_id=suggestion_id,
                )
            )
        self._session.flush()

    def of_record(self, kind: RecordKind, record_id: int) -> list[Evidence]:
        """The evidence of one record, with the quoted words."""
        return self.of_records([(kind, record_id)]).get((kind.value, record_id), [])

    def of_records(self, keys: Iterable[tuple[RecordKind, int]]) -> dict[tuple[str, int], list[Evidence]]:
        """The evidence of many records, with the quoted words."""
        row = models.EvidenceRow
        result: dict[tuple[str, int], list[Evidence]] = {}
        by_kind: dict[RecordKind, list[int]] = {}
        for kind, record_id in keys:
            by_kind.setdefault(kind, []).append(record_id)
        for kind, ids in by_kind.items():
            rows = self._session.execute(
                select(row, models.ArticleRow.text)
                .join(models.ArticleRow, models.ArticleRow.id == row.article_id)
                .where(row.record_kind == kind, row.record_id.in_(ids))
                .order_by(row.article_id, row.start)
            )
            for item, text in rows:
                evidence = to_record(Evidence, item, quote=text[item.start : item.end])
                result.setdefault((kind.value, item.record_id), []).append(evidence)
        return result

    def of_article(self, article_id: int) -> list[Evidence]:
        """The evidence that stands in one article."""
        row = models.EvidenceRow
        rows = self._session.execute(
            select(row, models.ArticleRow.text)
            .join(models.ArticleRow, models.ArticleRow.id == row.article_id)
            .where(row.article_id == article_id)
            .order_by(row.start)
        )
        return [to_record(Evidence, item, quote=text[item.start : item.end]) for item, text in rows]

    def move(self, old: tuple[RecordKind, int], new: tuple[RecordKind, int]) -> None:
        """Let the evidence of one record speak for another (merging)."""
        row = models.EvidenceRow
        for item in self._session.scalars(
            select(row).where(row.record_kind == old[0], row.record_id == old[1])
        ).all():
            item.record_kind, item.record_id = new
        self._session.flush()

    def pairs(self, kind: RecordKind) -> set[tuple[int, int]]:
        """(article, record) for all records of a kind."""
        row = models.EvidenceRow
        found = self._session.execute(select(row.article_id, row.record_id).where(row.record_kind == kind))
        return {(article_id, record_id) for article_id, record_id in found}

    def articles_with_records(self, article_ids: Iterable[int]) -> set[int]:
        """Those of the articles on which accepted records rest."""
        row = models.EvidenceRow
        return set(self._session.scalars(select(row.article_id).where(row.article_id.in_(list(article_ids)))))
