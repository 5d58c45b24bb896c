"""Plan → show → apply. Reading and comparing stores nothing; a plan is applied after a person agreed."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db.dates import PartialDate
from db.records import (
    Article,
    ImportBatch,
    Suggestion,
    SuggestionKind,
    SuggestionSpan,
)
from db.work import WritingWork
from desktop_app.core.extraction.candidates import Context as ReadingContext, Findings, Found, payload
from desktop_app.core.extraction.find import find
from desktop_app.core.extraction.known import Known as Confirmed
from desktop_app.core.importing import fingerprint
from desktop_app.core.importing.article import ImportedArticle, Unreadable
from desktop_app.core.importing.isolated import IsolatedReader
from desktop_app.core.importing.pasted import from_pasted
from desktop_app.core.text.normalise import clean_line
from desktop_app.errors import AppError, UserFixable
from desktop_app.progress import Cancelled, Reporter
from desktop_app.services.context import Context
from desktop_app.services.hygiene import cleaned, cleaned_line
from desktop_app.services.known_names import KnownNames
from desktop_app.services.learning import LearnedModels
from desktop_app.services.office import office_of
from desktop_app.services.planning import (
    Difference as Difference,
    ImportPlan as ImportPlan,
    Known,
    Other,
    PlanItem as PlanItem,
    PlanState as PlanState,
    as_other,
    compare,
    original_of,
    read_lines,
    read_path,
    refused,
    walk as walk,
)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. ``failed`` pairs a file name with the sentence that says why."""

    batch_id: int | None
    article_ids: tuple[int, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    cancelled: bool = False


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


log = logging.getLogger(__name__)

# Bytes of files that a plan keeps in memory; the files beyond that are read again when they are stored.
_MOST_HELD = 64 * 1024 * 1024


class ImportService:
    """Importing and what belongs to a batch."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._names = KnownNames(context)
        self._learned = LearnedModels(context)

    # -- planning ----------------------------------------------------------------------------------

    def plan_files(
        self, paths: Sequence[Path], reporter: Reporter | None = None, *, beside: Sequence[PlanItem] = ()
    ) -> ImportPlan:
        """Read files (folders are walked) and compare them with the library; store nothing.

        Args:
            paths: files and folders.
            reporter: told of every file.
            beside: items of an open plan that these files join; they are compared with those too.

        Raises:
            Cancelled: the person stopped it.
        """
        reporter = reporter or Reporter()
        files = list(walk(paths))
        read: list[ImportedArticle | Unreadable] = []
        sources: dict[int, tuple[Path, str]] = {}
        held = 0
        with IsolatedReader() as reader:
            for position, path in enumerate(files):
                reporter.step(position, len(files), path.name)
                for article in read_path(reader, path):
                    held += len(article.original) if isinstance(article, ImportedArticle) else 0
                    light = article
                    if held > _MOST_HELD and isinstance(article, ImportedArticle) and path.suffix != ".jsonl":
                        digest = hashlib.sha256(article.original).hexdigest()
                        sources[len(read)] = path.absolute(), digest
                        light = replace(article, original=b"")
                    read.append(light)
        plan = self._plan(read, clean_line(", ".join(path.name for path in paths))[:200], reporter, beside)
        items = list(plan.items)
        for place, (path, digest) in sources.items():
            items[place] = replace(items[place], source=path, source_sha256=digest)
        return replace(plan, items=tuple(items))

    def plan_jsonl(self, path: Path, reporter: Reporter | None = None) -> ImportPlan:
        """Plan the articles of a JSON-lines file."""
        if not path.is_file():
            raise UserFixable(f"Không đọc được tệp {path.name}.", "Hãy kiểm tra tệp còn đó và mở được.")
        return self._plan(list(read_lines(path)), clean_line(path.name), reporter or Reporter())

    def plan_articles(
        self, articles: Sequence[ImportedArticle | Unreadable], source: str, reporter: Reporter | None = None
    ) -> ImportPlan:
        """Plan articles that are read already."""
        return self._plan(articles, source, reporter or Reporter())

    def plan_pasted(
        self, text: str, html: str | None = None, *, beside: Sequence[PlanItem] = ()
    ) -> ImportPlan:
        """Plan one article from the clipboard; ``beside`` as in ``plan_files``."""
        return self._plan([from_pasted(text, html)], "dán", Reporter(), beside)

    def _plan(
        self,
        read: Sequence[ImportedArticle | Unreadable],
        source: str,
        reporter: Reporter,
        beside: Sequence[PlanItem] = (),
    ) -> ImportPlan:
        known = self._known(beside)
        items: list[PlanItem] = []
        for position, article in enumerate(read):
            reporter.step(position, len(read), article.file_name)
            if isinstance(article, Unreadable):
                items.append(refused(article))
            else:
                items.append(compare(article, known, self._text))
        return ImportPlan(tuple(items), source)

    def _known(self, beside: Sequence[PlanItem]) -> Known:
        known = Known()
        with self._context.reading() as work:
            titles = {article.id: article.label for article in work.articles.light()}
            trashed = {article.id: article.label for article in work.articles.light(trashed=True)}
            for article_id, text_hash, signature in work.articles.fingerprints():
                title = titles.get(article_id) or trashed.get(article_id, "")
                known.add(Other(article_id, title, text_hash, signature, trashed=article_id in trashed))
            known.distinct = work.articles.distinct_pairs()
        for item in beside:
            if item.imported is not None and item.state is not PlanState.IDENTICAL:
                known.add(as_other(item.imported, item.title))
        return known

    def _text(self, article_id: int) -> str:
        with self._context.reading() as work:
            return work.articles.get(article_id).text

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
        names = self._names.get()
        done: list[int] = []
        failed: list[tuple[str, str]] = []
        for position, item in enumerate(wanted):
            try:
                reporter.step(position, len(wanted), item.title or item.file_name)
                done.append(self._store(item, batch_id, home, names))
            except Cancelled:
                return ImportResult(batch_id, tuple(done), tuple(failed), cancelled=True)
            except AppError as error:
                failed.append((item.file_name, str(error)))
        return ImportResult(batch_id, tuple(done), tuple(failed))

    def _store(self, item: PlanItem, batch_id: int, home: str, names: Confirmed) -> int:
        imported = item.imported
        assert imported is not None
        reading = ReadingContext(
            published=item.published.start,
            title=item.title,
            source=item.outlet,
            home=home,
            known=names,
        )
        suggestions = self._found(imported.text, reading)
        original = original_of(item)
        text_hash = item.text_hash or fingerprint.text_hash(imported.text)
        article = Article(
            id=0,
            title=cleaned_line(item.title),
            text=imported.text,
            outlet=cleaned_line(item.outlet),
            author=cleaned_line(item.author),
            address=cleaned_line(item.address),
            published=cleaned(item.published),
            access=item.access,
            external_id=imported.external_id,
            file_name=imported.file_name,
            text_hash=text_hash,
            batch_id=batch_id,
            captured_at=dt.datetime.now(dt.UTC),
            passages=imported.passages,
        )
        with self._context.writing("import", article.title or clean_line(item.file_name)) as work:
            if item.state is PlanState.NEW and work.articles.with_text_hash(text_hash):
                raise UserFixable(
                    "Bài này vừa được nhập ở nơi khác sau lúc xem trước nên không nhập thêm lần nữa.",
                    "Hãy tìm bài trong trang Tin bài hoặc Thùng rác.",
                )
            digest = work.articles.add_original(original, imported.media_type)
            article_id = work.articles.add_with_signature(
                replace(article, original_sha256=digest),
                item.signature or fingerprint.signature(imported.text),
            )
            work.suggestions.add_all(article_id, suggestions)
        return article_id

    def suggest(
        self, text: str, published: PartialDate, title: str = "", source: str = "", home: str = ""
    ) -> list[Suggestion]:
        """What the rules find in a text, as suggestions that are not stored."""
        context = ReadingContext(
            published=published.start,
            title=title,
            source=source,
            home=home,
            known=self._names.get(),
        )
        return self._learned.judge(as_suggestions(find(text, context)), text)

    def _found(self, text: str, reading: ReadingContext) -> list[Suggestion]:
        """What is found. An article that trips the rules comes in without suggestions, not left out."""
        try:
            return self._learned.judge(as_suggestions(find(text, reading)), text)
        except Exception as error:
            # Its message may hold words of the text, which never go into a log.
            log.error("no suggestions: %s", type(error).__name__)
            return []

    # -- afterwards --------------------------------------------------------------------------------

    def mark_distinct(self, item: PlanItem) -> PlanItem:
        """Remember that a near-duplicate is none; return the item as a new one."""
        assert item.imported is not None
        if item.known_text:
            with self._context.writing("distinct") as work:
                work.articles.add_distinct_pair(
                    fingerprint.text_hash(item.imported.text), fingerprint.text_hash(item.known_text)
                )
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
