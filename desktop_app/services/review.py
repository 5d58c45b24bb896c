"""The review desk: what waits, and what becomes of it. Nothing counts before a person accepted it here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.records import (
    Article,
    Evidence,
    RecordKind,
    Suggestion,
    SuggestionState,
)
from db.work import Work, WritingWork
from desktop_app.errors import ConflictError, UserFixable
from desktop_app.services import grouping, linking, merging
from desktop_app.services.context import Context, RecordKey
from desktop_app.services.decisions import changed_fields
from desktop_app.services.drafts import (
    AliasDraft,
    Draft,
    FieldDraft,
    LinkedDraft,
    ProfileDraft,
    VisitDraft,
    draft,
    headline,
)
from desktop_app.services.grouping import Difference, Telling
from desktop_app.services.hygiene import cleaned, cleaned_line
from desktop_app.services.office import office_of
from desktop_app.services.reasons import UNEXPLAINED, Reason, reason_of
from desktop_app.services.records import repository, title_of
from desktop_app.services.storing import store_linked, store_profile, store_visit

_WITH_EVIDENCE = (
    RecordKind.VISIT,
    RecordKind.AGREEMENT,
    RecordKind.COMMITMENT,
    RecordKind.PERSON,
    RecordKind.FIGURE,
    RecordKind.PROFILE_FACT,
)


@dataclass(frozen=True, slots=True)
class MergeCandidate:
    """A record that is there already and may be the same."""

    kind: RecordKind
    record_id: int
    title: str


@dataclass(frozen=True, slots=True)
class Card:
    """A suggestion with the record it would become and what it could be merged with."""

    suggestion: Suggestion
    draft: Draft
    headline: str
    merge: tuple[MergeCandidate, ...] = ()
    reason: Reason = UNEXPLAINED
    others: tuple[Telling, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether a person has to look before it may be accepted in bulk."""
        return bool(self.suggestion.doubts or self.differences)

    @property
    def all_ids(self) -> tuple[int, ...]:
        """The suggestions that a decision about this card concerns, its own first."""
        return (self.suggestion.id, *(telling.suggestion.id for telling in self.others))


@dataclass(frozen=True, slots=True)
class Desk:
    """One article on the review desk; ``records`` are the accepted ones that rest on it."""

    article: Article
    cards: tuple[Card, ...]
    evidence: tuple[Evidence, ...] = ()
    records: tuple[MergeCandidate, ...] = ()

    @property
    def pending(self) -> tuple[Card, ...]:
        """The cards that still wait."""
        return tuple(card for card in self.cards if card.suggestion.state is SuggestionState.PENDING)


class ReviewService:
    """What one can do at the review desk."""

    def __init__(self, context: Context) -> None:
        self._context = context

    # -- looking -----------------------------------------------------------------------------------

    def queue(self) -> list[Article]:
        """Articles with pending suggestions (without their texts), oldest first."""
        with self._context.reading() as work:
            return work.articles.light(waiting=True)

    def article_of(self, suggestion_id: int) -> int:
        """The article a suggestion was found in.

        Raises:
            UserFixable: there is no such suggestion.
        """
        with self._context.reading() as work:
            return work.suggestions.get(suggestion_id).article_id

    def desk(self, article_id: int) -> Desk:
        """Everything the review desk shows about one article."""
        with self._context.reading() as work:
            article = work.articles.get(article_id)
            home = office_of(work).province
            threshold = float(self._context.settings.get("suggestion_threshold"))
            cards = [
                self._card(work, suggestion, article, home)
                for suggestion in work.suggestions.of_article(article_id)
                if suggestion.score >= threshold or suggestion.state is not SuggestionState.PENDING
            ]
            cards = _grouped(work, article, cards, home)
            evidence = tuple(work.evidence.of_article(article_id))
            return Desk(article, tuple(cards), evidence, _records(work, evidence))

    def _card(self, work: Work, suggestion: Suggestion, article: Article, home: str) -> Card:
        item = draft(suggestion, article, home)
        merge: tuple[MergeCandidate, ...] = ()
        if suggestion.state is SuggestionState.PENDING:
            merge = tuple(
                MergeCandidate(kind, record_id, title)
                for kind, record_id, title in merging.similar(work, item)
            )
        return Card(suggestion, item, headline(item), merge, reason_of(suggestion, article.text))

    # -- deciding ----------------------------------------------------------------------------------

    def accept(self, suggestion_id: int, edited: Draft | None = None, also: Sequence[int] = ()) -> RecordKey:
        """Make the record of a suggestion, as found or as edited; return what was made.

        Args:
            suggestion_id: the suggestion.
            edited: the record as a person wants it.
            also: suggestions of other articles that tell the same fact: they become further evidence. What
                they tell differently is kept in the record's note.

        Raises:
            ConflictError: one of the suggestions was decided already.
            UserFixable: something required is missing.
        """
        edited = None if edited is None else cleaned(edited)
        with self._context.writing("accept", str(suggestion_id)) as work:
            key = self._accept(work, suggestion_id, edited)
            self._join(work, suggestion_id, edited, key, also)
        return key

    def _join(
        self, work: WritingWork, first: int, edited: Draft | None, key: RecordKey, also: Sequence[int]
    ) -> None:
        """Let ``also`` be evidence of the record ``key`` that was made of suggestion ``first``."""
        if not also:
            return
        home = office_of(work).province
        tellings = [_telling(work, one, home) for one in (first, *also)]
        main = tellings[0] if edited is None else replace(tellings[0], draft=edited)
        lines: list[str] = []
        for telling in tellings[1:]:
            suggestion = self._pending(work, telling.suggestion.id)
            differing = grouping.differences((main, telling))
            lines += [grouping.kept_words(telling, item) for item in differing]
            item = telling.draft
            for one in differing:
                item = grouping.taken(item, one.field, main.draft)
            merging.fill_empty(work, *key, item)
            decision: dict[str, Any] = {"merged": True}
            if differing:
                decision["differs"] = {
                    item.field: [choice.words for choice in item.choices] for item in differing
                }
            self._finish(work, suggestion, key, decision)
        if edited is not None:
            # The article of the card itself may be the one that was not followed.
            own = grouping.differences((main, tellings[0]))
            lines += [grouping.kept_words(tellings[0], item) for item in own]
        merging.add_note(work, *key, lines)

    def _accept(self, work: WritingWork, suggestion_id: int, edited: Draft | None) -> RecordKey:
        suggestion = self._pending(work, suggestion_id)
        article = _living_article(work, suggestion.article_id)
        found = draft(suggestion, article, office_of(work).province)
        item = edited or found
        key = self._store(work, item, article)
        changed = changed_fields(found, item)
        self._finish(work, suggestion, key, {"changed": changed} if changed else None)
        return key

    def accept_all(self, article_id: int) -> int:
        """Accept what is pending and not doubtful, as one action; return how many were accepted."""
        certain = [card for card in self.desk(article_id).pending if not card.doubtful]
        if not certain:
            return 0
        with self._context.writing("accept_all", str(article_id)) as work:
            for card in certain:
                key = self._accept(work, card.suggestion.id, None)
                self._join(work, card.suggestion.id, None, key, card.all_ids[1:])
        return len(certain)

    def reject(self, suggestion_id: int, reason: str = "", also: Sequence[int] = ()) -> None:
        """Note that a suggestion is wrong, and why; it is kept, so that the decision can be taken back.

        ``also``: suggestions of other articles that tell the same fact; they are rejected with it.
        """
        why = cleaned_line(reason)
        with self._context.writing("reject", str(suggestion_id)) as work:
            for one in (suggestion_id, *also):
                work.suggestions.decide(
                    self._pending(work, one).id,
                    SuggestionState.REJECTED,
                    self._context.who,
                    decision={"reason": why} if why else None,
                )

    def merge(
        self, suggestion_id: int, kind: RecordKind, record_id: int, also: Sequence[int] = ()
    ) -> RecordKey:
        """Let a suggestion be further evidence of a record; empty fields of the record are filled from it."""
        with self._context.writing("merge", str(suggestion_id)) as work:
            suggestion = self._pending(work, suggestion_id)
            article = _living_article(work, suggestion.article_id)
            _require_living(work, kind, record_id)
            item = draft(suggestion, article, office_of(work).province)
            merging.fill_empty(work, kind, record_id, item)
            self._finish(work, suggestion, (kind, record_id), {"merged": True})
            self._join(work, suggestion_id, None, (kind, record_id), also)
        return kind, record_id

    def create(self, article_id: int, item: Draft, spans: Sequence[tuple[int, int, str]]) -> RecordKey:
        """Make a record by hand from selected passages (start, end, field) of an article.

        Raises:
            UserFixable: no passage, or something required is missing.
        """
        if not spans:
            raise UserFixable("Chưa chọn đoạn văn làm căn cứ.", "Hãy bôi đen đoạn văn trong bài trước.")
        item = cleaned(item)
        with self._context.writing("create", str(article_id)) as work:
            article = _living_article(work, article_id)
            evidence = _evidence(article, spans)
            key = self._store(work, item, article)
            work.evidence.add_all(key[0], key[1], evidence)
        return key

    def add_evidence(
        self, kind: RecordKind, record_id: int, article_id: int, spans: Sequence[tuple[int, int, str]]
    ) -> None:
        """Let selected passages be further evidence of a record.

        Raises:
            UserFixable: a passage does not lie in the article, or one of both is gone or in the trash.
        """
        with self._context.writing("evidence", f"{kind.value}:{record_id}") as work:
            items = _evidence(_living_article(work, article_id), spans)
            _require_living(work, kind, record_id)
            work.evidence.add_all(kind, record_id, items)

    # -- inside ------------------------------------------------------------------------------------

    def _pending(self, work: Work, suggestion_id: int) -> Suggestion:
        suggestion = work.suggestions.get(suggestion_id)
        if suggestion.state is not SuggestionState.PENDING:
            when = (
                suggestion.decided_at.astimezone().strftime("%d/%m/%Y %H:%M") if suggestion.decided_at else ""
            )
            raise ConflictError(
                f"Gợi ý này đã được xử lý bởi {suggestion.decided_by or 'người khác'} lúc {when}.",
                "Hãy làm mới màn hình (F5).",
            )
        return suggestion

    def _finish(
        self,
        work: WritingWork,
        suggestion: Suggestion,
        key: RecordKey,
        decision: dict[str, Any] | None = None,
    ) -> None:
        spans = suggestion.spans
        evidence = [Evidence(suggestion.article_id, span.start, span.end, span.field) for span in spans]
        work.evidence.add_all(key[0], key[1], evidence, suggestion.id)
        who = self._context.who
        work.suggestions.decide(suggestion.id, SuggestionState.ACCEPTED, who, key, decision)
        work.queue_index(*key)

    def _store(self, work: WritingWork, item: Draft, article: Article) -> RecordKey:
        match item:
            case VisitDraft():
                return RecordKind.VISIT, store_visit(work, item)
            case LinkedDraft():
                return store_linked(work, item, article)
            case ProfileDraft():
                return RecordKind.PROFILE_FACT, store_profile(work, item, article)
            case FieldDraft():
                linking.add_field(work, article, item.name)
                return RecordKind.ARTICLE, article.id
            case AliasDraft():
                return linking.add_alias(work, item.alias, item.canonical)


def _telling(work: Work, suggestion_id: int, home: str) -> Telling:
    suggestion = work.suggestions.get(suggestion_id)
    article = _living_article(work, suggestion.article_id)
    return Telling(suggestion, article, draft(suggestion, article, home))


def _grouped(work: Work, article: Article, cards: list[Card], home: str) -> list[Card]:
    """The cards with what other articles tell of the same facts."""
    tellings = {card.suggestion.id: Telling(card.suggestion, article, card.draft) for card in cards}
    groups = grouping.others(work, article, list(tellings.values()), home)
    return [
        replace(card, others=more, differences=grouping.differences((tellings[card.suggestion.id], *more)))
        if (more := groups.get(card.suggestion.id))
        else card
        for card in cards
    ]


def _living_article(work: Work, article_id: int) -> Article:
    """The article something is to rest on.

    Raises:
        UserFixable: it is in the trash.
    """
    article = work.articles.get(article_id)
    if article.deleted_at is not None:
        raise UserFixable(
            "Tin bài này đang ở trong thùng rác nên không làm căn cứ được.",
            "Hãy khôi phục tin bài trước (Thùng rác).",
        )
    return article


def _require_living(work: Work, kind: RecordKind, record_id: int) -> None:
    """Refuse a record that is gone or in the trash: what is added to it there would count nowhere."""
    if repository(work, kind).get(record_id).deleted_at is not None:
        raise UserFixable(
            "Mục này đang ở trong thùng rác nên không gộp hay thêm căn cứ vào được.",
            "Hãy khôi phục mục đó trước (Thùng rác), hoặc chọn mục khác.",
        )


def _evidence(article: Article, spans: Sequence[tuple[int, int, str]]) -> list[Evidence]:
    """The passages as evidence.

    Raises:
        UserFixable: one of them is empty or does not lie in the article.
    """
    if any(not 0 <= start < end <= len(article.text) for start, end, _ in spans):
        raise UserFixable("Đoạn văn được chọn không nằm trong bài.", "Hãy bôi đen lại đoạn văn trong bài.")
    return [Evidence(article.id, start, end, cleaned_line(field)) for start, end, field in spans]


def _records(work: Work, evidence: tuple[Evidence, ...]) -> tuple[MergeCandidate, ...]:
    """The records that rest on these passages, each once, in the order of the text."""
    keys = dict.fromkeys((item.record_kind, item.record_id) for item in evidence)
    found: list[MergeCandidate] = []
    for kind, record_id in keys:
        if kind is not None and kind in _WITH_EVIDENCE:
            record = repository(work, kind).get(record_id)
            if record.deleted_at is None:
                found.append(MergeCandidate(kind, record_id, title_of(record)))
    return tuple(found)
