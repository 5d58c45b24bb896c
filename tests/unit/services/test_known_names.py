"""Accepted records help with the next article; nothing else does."""

from pathlib import Path

from db.dates import PartialDate
from db.records import Partner, Person, Post, RecordKind, Side, SuggestionKind
from desktop_app.bootstrap import Services
from desktop_app.services.drafts import LinkedDraft
from desktop_app.services.known_names import KnownNames

PLAIN = "Sáng 20/5, Han Dong-min trao quà cho trẻ em."


def _person(services: Services, name: str = "Han Dong-min") -> int:
    post = Post(0, 0, "Phó Thị trưởng", started=PartialDate.from_iso("2022"))
    with services._context.writing("thử") as work:
        partner = work.partners.add(
            Partner(0, "Thành phố Gwangju", country="Hàn Quốc", aliases=("Quang Châu Hàn",))
        )
        person = Person(0, name, side=Side.THEIRS, country="Hàn Quốc", partner_id=partner, posts=(post,))
        return work.people.add(person)


def _import(services: Services, folder: Path, text: str) -> int:
    path = folder / "bài.txt"
    path.write_text(f"Tin ngày 20/5/2023\n\n{text}", encoding="utf-8")
    return services.importing.apply(services.importing.plan_files([path])).article_ids[0]


def test_a_confirmed_person_is_suggested_with_the_post_of_the_day(services: Services) -> None:
    person_id = _person(services)
    found = services.importing.suggest(PLAIN, PartialDate.from_iso("2023-05-20"))
    (item,) = [item for item in found if item.kind is SuggestionKind.PERSON]
    assert item.payload["record_id"] == person_id
    assert item.payload["known_title"] == "Phó Thị trưởng"


def test_what_is_in_the_trash_is_not_known(services: Services) -> None:
    person_id = _person(services)
    services.records.trash(RecordKind.PERSON, [person_id])
    found = services.importing.suggest(PLAIN, PartialDate.from_iso("2023-05-20"))
    assert not [item for item in found if item.kind is SuggestionKind.PERSON]


def test_accepting_adds_evidence_and_no_second_person_or_post(services: Services, tmp_path: Path) -> None:
    person_id = _person(services)
    article_id = _import(services, tmp_path, PLAIN)
    (card,) = [
        card
        for card in services.review.desk(article_id).pending
        if card.suggestion.kind is SuggestionKind.PERSON
    ]
    assert isinstance(card.draft, LinkedDraft)
    assert services.review.accept(card.suggestion.id) == (RecordKind.PERSON, person_id)
    person = services.records.get(RecordKind.PERSON, person_id)
    assert [post.title for post in person.posts] == ["Phó Thị trưởng"]
    assert services.records.evidence(RecordKind.PERSON, person_id)


def test_the_names_are_read_once_for_each_action(services: Services) -> None:
    names = KnownNames(services._context)
    _person(services)
    first = names.get()
    assert names.get() is first
    _person(services, "Kim Se-hun")
    assert [person.names[0] for person in names.get().people] == ["Han Dong-min", "Kim Se-hun"]
