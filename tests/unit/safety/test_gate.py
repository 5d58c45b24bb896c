"""Whatever is typed, pasted or sent by a command is stored clean, or refused as a whole with a sentence."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from db.dates import PartialDate
from db.records import (
    Agreement,
    AgreementEvent,
    AgreementEventKind,
    Article,
    Commitment,
    CommitmentGrade,
    Direction,
    Figure,
    Participant,
    Partner,
    Person,
    Post,
    ProfileFact,
    RecordKind,
    Suggestion,
    SuggestionKind,
    SuggestionSpan,
    Visit,
    VisitStop,
)
from desktop_app.bootstrap import Services
from desktop_app.core.dossier.request import Office, TypedNotes
from desktop_app.errors import UserFixable
from desktop_app.services.drafts import LinkedDraft

# Decomposed letters, a lone surrogate, a control character, an override of direction, a zero-width space.
DIRTY = "Ho\u0300a \ud800B\u00ec\x00nh\u202e\u200b"
CLEAN = "H\u00f2a \ufffdB\u00ecnh"
BAD_SPANS = [(-1, 3), (3, 3), (5, 2), (0, 10**6), (10**8, 10**8 + 3)]


def stored_article(services: Services, text: str = "Sáng 9/6, đoàn đến thăm tỉnh.") -> int:
    with services._context.writing("import") as work:
        article = Article(
            0,
            "Tin",
            text,
            captured_at=dt.datetime.now(dt.UTC),
            original_sha256=work.articles.add_original(text.encode(), "text/plain"),
            text_hash="x",
        )
        return work.articles.add_with_signature(article, b"")


def every_kind(partner_id: int) -> list[Any]:
    date = PartialDate(stated=DIRTY)
    return [
        Partner(0, DIRTY, country=DIRTY, note=DIRTY, aliases=(DIRTY,), tags=(DIRTY,), since=date),
        Person(0, DIRTY, honorific=DIRTY, aliases=(DIRTY,), posts=(Post(0, 0, DIRTY, organisation=DIRTY),)),
        Visit(
            0,
            DIRTY,
            Direction.IN,
            period=date,
            content=DIRTY,
            countries=(DIRTY,),
            fields=(DIRTY,),
            stops=(VisitStop(DIRTY, note=DIRTY),),
            participants=(Participant(DIRTY, title=DIRTY),),
        ),
        Agreement(
            0,
            DIRTY,
            other_titles=(DIRTY,),
            signers=DIRTY,
            events=(AgreementEvent(AgreementEventKind.OPINION, reference=DIRTY),),
        ),
        Commitment(0, DIRTY, CommitmentGrade.PROMISE, by_name=DIRTY, closing_note=DIRTY),
        Figure(0, DIRTY, 1.0, DIRTY, stated=DIRTY, scope_from=DIRTY),
        ProfileFact(0, partner_id, DIRTY, DIRTY),
    ]


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts(item)]
    if dataclasses.is_dataclass(value):
        return [text for item in dataclasses.fields(value) for text in texts(getattr(value, item.name))]
    return []


@pytest.mark.parametrize("number", range(7))
def test_every_text_of_every_record_is_clean(services: Services, number: int) -> None:
    record = every_kind(services.records.save(Partner(0, "Thành phố A")))[number]
    record_id = services.records.save(record)
    kind = RecordKind(type(record).__name__.lower() if number != 6 else "profile_fact")
    stored = texts(services.records.get(kind, record_id))
    assert CLEAN in stored
    assert not [text for text in stored if set(text) & {"\u0300", "\ud800", "\x00", "\u202e", "\u200b"}]


def test_office_notes_and_tags_are_clean(services: Services) -> None:
    partner_id = services.records.save(Partner(0, "Thành phố A"))
    services.office.save(Office(name=DIRTY))
    services.office.save_notes(partner_id, TypedNotes(points=f"{DIRTY}\n{DIRTY}"))
    services.records.set_tags(RecordKind.PARTNER, [partner_id], add=[DIRTY], remove=[])
    assert services.office.office().name == CLEAN
    assert services.office.notes(partner_id).points == f"{CLEAN}\n{CLEAN}"
    assert services.records.tags() == [CLEAN]


@pytest.mark.parametrize(
    "record",
    [
        Partner(0, "x" * 1_000_000),
        Partner(0, "A", note="x" * 1_000_000),
        Partner(0, "A", aliases=("x" * 3_000,)),
        Figure(0, "kim ngạch", float("nan"), "USD"),
        Figure(0, "kim ngạch", float("inf"), "USD"),
        Agreement(0, "A", notice_days=10**30),
        Partner(0, "\u200b\x00 "),
        Article(0, "Tin", "chữ"),
        ProfileFact(0, 0, "dân số", "5"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_a_sentence(services: Services, record: Any) -> None:
    with pytest.raises(UserFixable):
        services.records.save(record)
    assert services.history.last_id() == 0


def test_an_article_saved_from_a_list_keeps_its_text(services: Services) -> None:
    article_id = stored_article(services)
    (light,) = services.records.articles()
    assert light.text == ""
    services.records.save(dataclasses.replace(light, title="Tiêu đề mới", file_name="khác"))
    article = services.records.get(RecordKind.ARTICLE, article_id)
    assert (article.title, article.text) == ("Tiêu đề mới", "Sáng 9/6, đoàn đến thăm tỉnh.")
    assert article.file_name == ""
    assert services.maintenance.check().sound


@pytest.mark.parametrize(("start", "end"), BAD_SPANS)
def test_evidence_lies_in_the_article(services: Services, start: int, end: int) -> None:
    article_id = stored_article(services)
    partner_id = services.records.save(Partner(0, "Thành phố A"))
    before = services.history.last_id()
    item = LinkedDraft(Commitment(0, "Gửi sách", CommitmentGrade.PROMISE))
    with pytest.raises(UserFixable):
        services.review.create(article_id, item, [(0, 4, ""), (start, end, "")])
    with pytest.raises(UserFixable):
        services.review.add_evidence(RecordKind.PARTNER, partner_id, article_id, [(start, end, "")])
    assert services.history.last_id() == before
    assert not services.records.commitments()


def test_nothing_comes_to_rest_on_the_trash(services: Services) -> None:
    article_id = stored_article(services)
    partner_id = services.records.save(Partner(0, "Thành phố A"))
    gone_id = services.records.save(Person(0, "Kim"))
    services.records.trash(RecordKind.PERSON, [gone_id])
    with services._context.writing("import") as work:
        payload = {"name": "Kim", "side": "foreign"}
        found = Suggestion(0, 0, SuggestionKind.PERSON, payload, (SuggestionSpan(0, 4),), 1.0, "r")
        (suggestion_id,) = work.suggestions.add_all(article_id, [found])
    with pytest.raises(UserFixable, match="thùng rác"):
        services.review.merge(suggestion_id, RecordKind.PERSON, gone_id)
    with pytest.raises(UserFixable, match="thùng rác"):
        services.review.add_evidence(RecordKind.PERSON, gone_id, article_id, [(0, 4, "")])
    with pytest.raises(UserFixable):
        services.review.add_evidence(RecordKind.PERSON, 999, article_id, [(0, 4, "")])
    services.records.trash(RecordKind.ARTICLE, [article_id])
    with pytest.raises(UserFixable, match="thùng rác"):
        services.review.accept(suggestion_id)
    with pytest.raises(UserFixable, match="thùng rác"):
        services.review.add_evidence(RecordKind.PARTNER, partner_id, article_id, [(0, 4, "")])
    assert not services.records.people()
