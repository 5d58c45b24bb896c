"""Plan → show → apply. Reading and comparing stores nothing; a plan is applied after a person agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from db.dates import UNKNOWN_DATE, PartialDate
from db.records import (
    Access,
    Article,
    ImportBatch,
    Suggestion,
    SuggestionKind,
    SuggestionSpan,
)
from db.work import WritingWork
from desktop_app.core.extraction.candidates import Context as ReadingContext, Findings, Found, payload
from desktop_app.core.extraction.find import find
from desktop_app.core.importing import fingerprint
from desktop_app.core.importing.article import ImportedArticle, Unreadable
from desktop_app.core.importing.isolated import IsolatedReader
from desktop_app.core.importing.jsonl import read_jsonl
from desktop_app.core.importing.pasted import from_pasted
from desktop_app.errors import AppError, UserFixable
from desktop_app.progress import Reporter
from desktop_app.services.context import Context
from desktop_app.services.office import office_of


class PlanState(StrEnum):
    """What would happen to a file."""

    NEW = "new"
    IDENTICAL = "identical"
    NEAR = "near"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence that differs between two texts, or that only one of them has (the other side is empty).

    The spans are ``(start, end)`` in the new and in the known text, ``None`` where there is nothing.
    """

    fresh: str
    known: str
    fresh_span: tuple[int, int] | None = None
    known_span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One file of a plan. The person may change the fields and ``take`` before the plan is applied."""

    file_name: str
    state: PlanState
    imported: ImportedArticle | None = None
    sentence: str = ""
    title: str = ""
    outlet: str = ""
    author: str = ""
    address: str = ""
    published: PartialDate = UNKNOWN_DATE
    access: Access = Access.PUBLIC
    take: bool = True
    known_id: int | None = None
    known_title: str = ""
    similarity: float = 0.0
    differences: tuple[Difference, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields that the person is asked for: ``title``, ``outlet``, ``published``."""
        values = {"title": self.title, "outlet": self.outlet, "published": self.published.start}
        return tuple(name for name, value in values.items() if not value)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do. Nothing is stored yet."""

    items: tuple[PlanItem, ...]
    source: str = ""

    def count(self, state: PlanState) -> int:
        """How many files would end this way."""
        return sum(item.state is state for item in self.items)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. ``failed`` pairs a file name with the sentence that says why."""

    batch_id: int | None
    article_ids: tuple[int, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    cancelled: bool = False


@dataclass
class _Known:
    """Fingerprints of what is in the library or earlier in the same plan."""

    by_hash: dict[str, tuple[int | None, str]] = field(default_factory=dict[str, tuple[int | None, str]])
    signatures: list[tuple[int | None, str, str, bytes]] = field(
        default_factory=list[tuple[int | None, str, str, bytes]]
    )
    distinct: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def add(self, article_id: int | None, title: str, text_hash: str, signature: bytes) -> None:
        self.by_hash.setdefault(text_hash, (article_id, title))
        self.signatures.append((article_id, title, text_hash, signature))


_KINDS: tuple[tuple[SuggestionKind, str], ...] = (
    (SuggestionKind.VISIT, "visits"),
    (SuggestionKind.AGREEMENT, "agreements"),
    (SuggestionKind.COMMITMENT, "commitments"),
    (SuggestionKind.PERSON, "persons"),
    (SuggestionKind.FIGURE, "figures"),
    (SuggestionKind.PROFILE, "profile"),
    (SuggestionKind.FIELD, "fields"),
    (SuggestionKind.ALIAS, "aliases"),
)


class ImportService:
    """Importing and what belongs to a batch."""

    def __init__(self, context: Context) -> None:
        self._context = context

    # -- planning ----------------------------------------------------------------------------------

    def plan_files(self, paths: Sequence[Path], reporter: Reporter | None = None) -> ImportPlan:
        """Read files (folders are walked) and compare them with the library; store nothing.

        Raises:
            Cancelled: the person stopped it.
        """
        reporter = reporter or Reporter()
        files = list(walk(paths))
        read: list[ImportedArticle | Unreadable] = []
        with IsolatedReader() as reader:
            for position, path in enumerate(files):
                reporter.step(position, len(files), path.name)
                read.extend(_read(reader, path))
        return self._plan(read, ", ".join(path.name for path in paths)[:200], reporter)

    def plan_jsonl(self, path: Path, reporter: Reporter | None = None) -> ImportPlan:
        """Plan the articles of a JSON-lines file."""
        try:
            with path.open(encoding="utf-8") as stream:
                read = list(read_jsonl(stream))
        except (OSError, UnicodeDecodeError) as error:
            raise UserFixable(
                f"Không đọc được tệp {path.name}.", "Hãy kiểm tra tệp còn đó và mở được.", str(error)
            ) from error
        return self._plan(read, path.name, reporter or Reporter())

    def plan_articles(
        self, articles: Sequence[ImportedArticle | Unreadable], source: str, reporter: Reporter | None = None
    ) -> ImportPlan:
        """Plan articles that are read already."""
        return self._plan(articles, source, reporter or Reporter())

    def plan_pasted(self, text: str, html: str | None = None) -> ImportPlan:
        """Plan one article from the clipboard."""
        return self._plan([from_pasted(text, html)], "dán", Reporter())

    def _plan(
        self, read: Sequence[ImportedArticle | Unreadable], source: str, reporter: Reporter
    ) -> ImportPlan:
        known = self._known()
        items: list[PlanItem] = []
        for position, article in enumerate(read):
            reporter.step(position, len(read), article.file_name)
            if isinstance(article, Unreadable):
                items.append(
                    PlanItem(article.file_name, PlanState.UNREADABLE, sentence=article.sentence, take=False)
                )
            else:
                items.append(self._compare(article, known))
        return ImportPlan(tuple(items), source)

    def _known(self) -> _Known:
        known = _Known()
        with self._context.reading() as work:
            titles = {article.id: article.label for article in work.articles.light()}
            titles |= {article.id: article.label for article in work.articles.light(trashed=True)}
            for article_id, text_hash, signature in work.articles.fingerprints():
                known.add(article_id, titles.get(article_id, ""), text_hash, signature)
            known.distinct = work.articles.distinct_pairs()
        return known

    def _compare(self, article: ImportedArticle, known: _Known) -> PlanItem:
        text_hash = fingerprint.text_hash(article.text)
        signature = fingerprint.signature(article.text)
        item = _proposed(article)
        same = known.by_hash.get(text_hash)
        if same is not None:
            return replace(
                item,
                state=PlanState.IDENTICAL,
                take=False,
                known_id=same[0],
                known_title=same[1],
                similarity=1.0,
            )
        near = self._nearest(text_hash, signature, known)
        known.add(None, item.title or article.file_name, text_hash, signature)
        if near is None:
            return item
        known_id, title, likeness = near
        return replace(
            item,
            state=PlanState.NEAR,
            take=False,
            known_id=known_id,
            known_title=title,
            similarity=likeness,
            differences=self._differences(article, known_id),
        )

    def _nearest(
        self, text_hash: str, signature: bytes, known: _Known
    ) -> tuple[int | None, str, float] | None:
        best: tuple[int | None, str, float] | None = None
        for known_id, title, other_hash, other in known.signatures:
            first, second = sorted((text_hash, other_hash))
            if not other or (first, second) in known.distinct:
                continue
            likeness = fingerprint.similarity(signature, other)
            if likeness >= fingerprint.NEAR_DUPLICATE and (best is None or likeness > best[2]):
                best = known_id, title, likeness
        return best

    def _differences(self, article: ImportedArticle, known_id: int | None) -> tuple[Difference, ...]:
        if known_id is None:
            return ()
        with self._context.reading() as work:
            other = work.articles.get(known_id).text
        pairs = fingerprint.differing_sentences(article.text, other)
        return tuple(
            Difference(
                fresh=pair.one.of(article.text) if pair.one else "",
                known=pair.other.of(other) if pair.other else "",
                fresh_span=(pair.one.start, pair.one.end) if pair.one else None,
                known_span=(pair.other.start, pair.other.end) if pair.other else None,
            )
            for pair in pairs
        )

    # -- applying ----------------------------------------------------------------------------------

    def apply(self, plan: ImportPlan, reporter: Reporter | None = None) -> ImportResult:
        """Store what the plan takes, each article in a transaction of its own.

        What is done stays done when the person cancels; a failing file never stops the others.
        """
        reporter = reporter or Reporter()
        wanted = [item for item in plan.items if item.take and item.imported is not None]
        if not wanted:
            return ImportResult(None)
        with self._context.writing("import_batch") as work:
            batch_id = work.articles.add_batch(plan.source)
            home = office_of(work).province
        done: list[int] = []
        failed: list[tuple[str, str]] = []
        for position, item in enumerate(wanted):
            if reporter.cancelled:
                return ImportResult(batch_id, tuple(done), tuple(failed), cancelled=True)
            reporter.step(position, len(wanted), item.title or item.file_name)
            try:
                done.append(self._store(item, batch_id, home))
            except AppError as error:
                failed.append((item.file_name, str(error)))
        return ImportResult(batch_id, tuple(done), tuple(failed))

    def _store(self, item: PlanItem, batch_id: int, home: str) -> int:
        imported = item.imported
        assert imported is not None
        suggestions = self.suggest(imported.text, item.published, item.title, item.outlet, home)
        text_hash = fingerprint.text_hash(imported.text)
        article = Article(
            id=0,
            title=item.title.strip(),
            text=imported.text,
            outlet=item.outlet.strip(),
            author=item.author.strip(),
            address=item.address.strip(),
            published=item.published,
            access=item.access,
            external_id=imported.external_id,
            file_name=imported.file_name,
            text_hash=text_hash,
            batch_id=batch_id,
            captured_at=dt.datetime.now(dt.UTC),
            passages=imported.passages,
        )
        with self._context.writing("import", item.title or item.file_name) as work:
            digest = work.articles.add_original(imported.original, imported.media_type)
            article_id = work.articles.add_with_signature(
                replace(article, original_sha256=digest), fingerprint.signature(imported.text)
            )
            work.suggestions.add_all(article_id, suggestions)
        return article_id

    def suggest(
        self, text: str, published: PartialDate, title: str = "", source: str = "", home: str = ""
    ) -> list[Suggestion]:
        """What the rules find in a text, as suggestions that are not stored."""
        known_people, known_places = self._names()
        context = ReadingContext(
            published=published.start,
            title=title,
            source=source,
            home=home,
            known_people=known_people,
            known_places=known_places,
        )
        return as_suggestions(find(text, context))

    def _names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        with self._context.reading() as work:
            people = [name for person in work.people.all() for name in (person.name, *person.aliases)]
            places = [name for partner in work.partners.all() for name in (partner.name, *partner.aliases)]
        return tuple(people), tuple(places)

    # -- afterwards --------------------------------------------------------------------------------

    def mark_distinct(self, item: PlanItem) -> PlanItem:
        """Remember that a near-duplicate is none; return the item as a new one."""
        assert item.imported is not None
        if item.known_id is not None:
            with self._context.writing("distinct") as work:
                other = work.articles.get(item.known_id)
                work.articles.add_distinct_pair(fingerprint.text_hash(item.imported.text), other.text_hash)
        return replace(item, state=PlanState.NEW, take=True)

    def batches(self) -> list[ImportBatch]:
        """The latest imports."""
        with self._context.reading() as work:
            return work.articles.batches()

    def undo_batch(self, batch_id: int) -> int:
        """Put the articles of a batch in the trash; return how many.

        Raises:
            UserFixable: accepted records rest on some of them.
        """
        with self._context.writing("undo_batch", str(batch_id)) as work:
            ids = work.articles.in_batch(batch_id)
            used = work.evidence.articles_with_records(ids)
            if used:
                raise UserFixable(
                    f"Không hoàn tác được lần nhập này vì {len(used)} tin bài đã có nội dung được duyệt.",
                    "Hãy hoàn tác việc duyệt các tin bài đó trước (Nhật ký), rồi hoàn tác lần nhập.",
                )
            work.articles.set_trashed(ids, trashed=True)
            work.articles.set_batch_undone(batch_id)
        return len(ids)

    def reread(self, article_id: int) -> int:
        """Look for suggestions again, for example after the date was corrected; decided ones are kept."""
        with self._context.reading() as work:
            article = work.articles.get(article_id)
            home = office_of(work).province
        fresh = self.suggest(article.text, article.published, article.title, article.outlet, home)
        with self._context.writing("reread", str(article_id)) as work:
            return _replace_pending(work, article_id, fresh)


def _replace_pending(work: WritingWork, article_id: int, fresh: list[Suggestion]) -> int:
    kept = work.suggestions.drop_pending(article_id)
    decided = {(item.kind, tuple((s.start, s.end) for s in item.spans)) for item in kept}
    added = [
        item for item in fresh if (item.kind, tuple((s.start, s.end) for s in item.spans)) not in decided
    ]
    work.suggestions.add_all(article_id, added)
    return len(added)


def as_suggestions(findings: Findings) -> list[Suggestion]:
    """Candidates as suggestions that are not stored yet, in the order people read them."""
    result: list[Suggestion] = []
    for kind, name in _KINDS:
        candidates: tuple[Found, ...] = getattr(findings, name)
        for item in candidates:
            spans = tuple(SuggestionSpan(span.start, span.end, span.field) for span in item.spans)
            if spans:
                result.append(
                    Suggestion(0, 0, kind, payload(item), spans, item.score, item.rule, item.doubts)
                )
    return result


def _proposed(article: ImportedArticle) -> PlanItem:
    """The plan item with the values the reader proposes, and why."""
    proposals: dict[str, Any] = {
        "title": article.title,
        "outlet": article.outlet,
        "author": article.author,
        "address": article.address,
    }
    reasons = [(name, item.reason) for name, item in proposals.items() if item is not None and item.reason]
    if article.published is not None:
        text = article.published.reason
        if article.published.warning:
            text = f"{text}; {article.published.warning}"
        reasons.append(("published", text))
    return PlanItem(
        file_name=article.file_name,
        state=PlanState.NEW,
        imported=article,
        title=article.title.value if article.title and article.title.certain else "",
        outlet=article.outlet.value if article.outlet else "",
        author=article.author.value if article.author else "",
        address=article.address.value if article.address else "",
        published=article.published.value if article.published else UNKNOWN_DATE,
        reasons=tuple(reasons),
    )


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named and those in the folders named, hidden ones left out, in a stable order."""
    for path in paths:
        if path.is_dir():
            for child in sorted(path.rglob("*")):
                if child.is_file() and not child.name.startswith((".", "~$")):
                    yield child
        else:
            yield path


def _read(reader: IsolatedReader, path: Path) -> Iterator[ImportedArticle | Unreadable]:
    if path.suffix.lower() == ".jsonl":
        try:
            with path.open(encoding="utf-8") as stream:
                yield from list(read_jsonl(stream))
                return
        except (OSError, UnicodeDecodeError):
            pass
    yield reader.read_file(path)
