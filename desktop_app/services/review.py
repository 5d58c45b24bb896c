"""The review desk: what waits, and what becomes of it. Nothing counts before a person accepted it here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.records import (
    Agreement,
    Article,
    Commitment,
    Evidence,
    Figure,
    Person,
    RecordKind,
    Suggestion,
    SuggestionState,
)
from db.work import Work, WritingWork
from desktop_app.errors import ConflictError, UserFixable
from desktop_app.services import linking, merging
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
from desktop_app.services.hygiene import cleaned, cleaned_line
from desktop_app.services.office import office_of
from desktop_app.services.reasons import UNEXPLAINED, Reason, reason_of
from desktop_app.services.records import repository, title_of

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

    @property
    def doubtful(self) -> bool:
        """Whether a person has to look before it may be accepted in bulk."""
        return bool(self.suggestion.doubts)


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

    def accept(self, suggestion_id: int, edited: Draft | None = None) -> RecordKey:
        """Make the record of a suggestion, as found or as edited; return what was made.

        Raises:
            ConflictError: the suggestion was decided already.
            UserFixable: something required is missing.
        """
        edited = None if edited is None else cleaned(edited)
        with self._context.writing("accept", str(suggestion_id)) as work:
            return self._accept(work, suggestion_id, edited)

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
        threshold = float(self._context.settings.get("suggestion_threshold"))
        with self._context.reading() as work:
            wanted = [
                item.id
                for item in work.suggestions.of_article(article_id)
                if item.state is SuggestionState.PENDING and not item.doubts and item.score >= threshold
            ]
        if not wanted:
            return 0
        with self._context.writing("accept_all", str(article_id)) as work:
            for suggestion_id in wanted:
                self._accept(work, suggestion_id, None)
        return len(wanted)

    def reject(self, suggestion_id: int, reason: str = "") -> None:
        """Note that a suggestion is wrong, and why; it is kept, so that the decision can be taken back."""
        with self._context.writing("reject", str(suggestion_id)) as work:
            suggestion = self._pending(work, suggestion_id)
            why = cleaned_line(reason)
            work.suggestions.decide(
                suggestion.id,
                SuggestionState.REJECTED,
                self._context.who,
                decision={"reason": why} if why else None,
            )

    def merge(self, suggestion_id: int, kind: RecordKind, record_id: int) -> RecordKey:
        """Let a suggestion be further evidence of a record; empty fields of the record are filled from it."""
        with self._context.writing("merge", str(suggestion_id)) as work:
            suggestion = self._pending(work, suggestion_id)
            article = _living_article(work, suggestion.article_id)
            _require_living(work, kind, record_id)
            item = draft(suggestion, article, office_of(work).province)
            merging.fill_empty(work, kind, record_id, item)
            self._finish(work, suggestion, (kind, record_id), {"merged": True})
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


def store_visit(work: WritingWork, item: VisitDraft) -> int:
    """Store a visit; partners that are not known yet are made, participants are linked to people."""
    require(item.visit.title, "Đoàn chưa có tên.", "Hãy ghi tên đoàn.")
    partner_ids = [linking.partner_id(work, name, country) for name, country in item.partners]
    visit = replace(item.visit, partner_ids=tuple(dict.fromkeys([*item.visit.partner_ids, *partner_ids])))
    main = visit.partner_ids[0] if len(visit.partner_ids) == 1 else None
    people = tuple(linking.participant(work, person, visit, main) for person in visit.participants)
    return work.visits.add(replace(visit, participants=people))


def store_linked(work: WritingWork, item: LinkedDraft, article: Article) -> RecordKey:
    """Store an agreement, commitment, figure or person, linked to partners and the visit of the article."""
    named = [linking.partner_id(work, name, country) for name, country in item.partners]
    record = item.record
    match record:
        case Agreement():
            require(record.title, "Thỏa thuận chưa có tên.", "Hãy ghi tên văn bản.")
            partners = named or linking.partners_for(work, article, record.partner_party)
            visit = record.visit_id or linking.visit_of(work, article, partners)
            full = replace(record, partner_ids=linking.joined(record.partner_ids, partners), visit_id=visit)
            return RecordKind.AGREEMENT, work.agreements.add(full)
        case Commitment():
            require(record.content, "Cam kết chưa có nội dung.", "Hãy ghi nội dung cam kết.")
            partners = named or linking.partners_for(work, article, f"{record.by_name} {record.to_name}")
            visit = record.visit_id or linking.visit_of(work, article, partners)
            stated = linking.visit_date(work, visit) or record.stated_on
            full = replace(
                record,
                partner_ids=linking.joined(record.partner_ids, partners),
                visit_id=visit,
                stated_on=stated,
            )
            return RecordKind.COMMITMENT, work.commitments.add(full)
        case Figure():
            require(record.what, "Số liệu chưa có tên chỉ tiêu.", "Hãy ghi số liệu này nói về điều gì.")
            partners = named or linking.partners_in_scope(work, article, record)
            full = replace(record, partner_ids=linking.joined(record.partner_ids, partners))
            return RecordKind.FIGURE, work.figures.add(full)
        case Person():
            return RecordKind.PERSON, linking.person_id(work, record)


def store_profile(work: WritingWork, item: ProfileDraft, article: Article) -> int:
    """Store a fact about a partner; the partner is made when it is not known."""
    require(item.place, "Chưa rõ thông tin này nói về đối tác nào.", "Hãy chọn đối tác.")
    known = linking.find_partner(work, item.place)
    partner_id = known.id if known else linking.partner_id(work, item.place, "")
    return work.profile_facts.add(replace(item.fact, partner_id=partner_id))


def require(value: str, message: str, remedy: str) -> None:
    """Refuse an empty required value.

    Raises:
        UserFixable: ``value`` is blank.
    """
    if not value.strip():
        raise UserFixable(message, remedy)
