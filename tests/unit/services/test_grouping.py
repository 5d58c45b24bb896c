"""One fact told by several articles: what makes one card, what never does, and disagreements."""

from dataclasses import replace
from pathlib import Path

import pytest

from db.records import RecordKind, SuggestionKind, SuggestionState
from desktop_app.bootstrap import Services
from desktop_app.core.dossier.request import Office
from desktop_app.services import grouping
from desktop_app.services.review import Card

FIRST = """Đoàn công tác thành phố Gwangju thăm Nghệ An

Ngày 12/5/2023, tại thành phố Vinh, ông Trần Văn Bình, Phó Chủ tịch UBND tỉnh Nghệ An đã tiếp đoàn công tác \
của thành phố Gwangju (Hàn Quốc) do ông Han Dong-min, Phó Thị trưởng thành phố Gwangju làm trưởng đoàn.

Ông Han Dong-min cho biết, thành phố Gwangju sẽ hỗ trợ đào tạo nghề miễn phí cho 120 lao động tỉnh Nghệ An.

Năm 2022, kim ngạch xuất khẩu của Nghệ An sang Hàn Quốc đạt 231 triệu USD."""
SECOND = """Nghệ An và Gwangju bàn hợp tác lao động

Từ ngày 12/5 đến ngày 14/5/2023, đoàn công tác của thành phố Gwangju (Hàn Quốc) do ông Han Dong-min, Phó Thị \
trưởng thành phố Gwangju làm trưởng đoàn đã thăm, làm việc tại tỉnh Nghệ An. Ông Trần Văn Bình, Phó Chủ tịch \
UBND tỉnh Nghệ An tiếp đoàn.

Ông Han Dong-min cho biết, thành phố Gwangju sẽ hỗ trợ đào tạo nghề miễn phí cho 150 lao động tỉnh Nghệ An.

Năm 2022, kim ngạch xuất khẩu của Nghệ An sang Hàn Quốc đạt 231 triệu USD."""


def take(services: Services, folder: Path, *texts: str) -> list[int]:
    services.office.save(Office(name="Sở Ngoại vụ", province="Nghệ An"))
    paths = []
    for number, text in enumerate(texts, 1):
        path = folder / f"bài {number}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    plan = services.importing.plan_files(paths)
    # Texts that differ in one line look like copies, which are not taken without being asked for.
    taken = tuple(replace(item, take=True) for item in plan.items)
    return list(services.importing.apply(replace(plan, items=taken)).article_ids)


def card_of(services: Services, article_id: int, kind: SuggestionKind, words: str = "") -> Card:
    cards = services.review.desk(article_id).pending
    return next(c for c in cards if c.suggestion.kind is kind and words in c.headline)


def people(services: Services) -> list[str]:
    return [row.name for row in services.records.people()]


@pytest.fixture
def articles(services: Services, tmp_path: Path) -> list[int]:
    return take(services, tmp_path, FIRST, SECOND)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (SuggestionKind.VISIT, ""),
        (SuggestionKind.COMMITMENT, ""),
        (SuggestionKind.PERSON, "Han Dong-min"),
        (SuggestionKind.FIGURE, "231"),
    ],
)
def test_the_same_fact_of_two_articles_is_one_card(
    services: Services, articles: list[int], kind: SuggestionKind, words: str
) -> None:
    card = card_of(services, articles[0], kind, words)
    assert [telling.article.id for telling in card.others] == [articles[1]]
    assert card.others[0].passage in " ".join(SECOND.split())


def test_accepting_makes_one_record_with_the_evidence_of_all_and_one_step_takes_it_back(
    services: Services, articles: list[int]
) -> None:
    before = people(services)
    card = card_of(services, articles[0], SuggestionKind.PERSON, "Han Dong-min")
    key = services.review.accept(card.suggestion.id, also=card.all_ids[1:])
    assert len(people(services)) == len(before) + 1
    for article in articles:
        assert key in {(item.kind, item.record_id) for item in services.review.desk(article).records}
    services.history.undo_last()
    again = card_of(services, articles[0], SuggestionKind.PERSON, "Han Dong-min")
    assert again.all_ids == card.all_ids
    assert people(services) == before


def test_rejecting_concerns_all_articles(services: Services, articles: list[int]) -> None:
    card = card_of(services, articles[0], SuggestionKind.FIGURE, "231")
    services.review.reject(card.suggestion.id, also=card.all_ids[1:])
    states = {
        one.suggestion.id: one.suggestion.state
        for article in articles
        for one in services.review.desk(article).cards
    }
    assert {states[one] for one in card.all_ids} == {SuggestionState.REJECTED}
    assert len(card.all_ids) == 2


def test_a_disagreement_is_shown_and_what_was_not_chosen_is_kept(
    services: Services, articles: list[int]
) -> None:
    card = card_of(services, articles[0], SuggestionKind.VISIT)
    (difference,) = card.differences
    assert difference.field == "period"
    assert [choice.words for choice in difference.choices] == ["12/5/2023", "12–14/5/2023"]
    assert card.doubtful
    edited = grouping.taken(card.draft, "period", card.others[0].draft)
    kind, visit_id = services.review.accept(card.suggestion.id, edited, also=card.all_ids[1:])
    assert kind is RecordKind.VISIT
    visit = services.records.get(RecordKind.VISIT, visit_id)
    assert visit.period.display() == "12–14/5/2023"
    assert "12/5/2023" in visit.note
    assert "bài 1" in visit.note or "Đoàn công tác" in visit.note
    assert "Đã chọn: 12–14/5/2023" in visit.note
    assert [person.name for person in visit.heads()] == ["Han Dong-min"]


def test_two_numbers_for_one_promise_disagree(services: Services, articles: list[int]) -> None:
    card = card_of(services, articles[0], SuggestionKind.COMMITMENT)
    (difference,) = card.differences
    assert difference.field == "quantity"
    key = services.review.accept(card.suggestion.id, also=card.all_ids[1:])
    record = services.records.get(*key)
    assert "120" in record.quantity
    assert "150" in record.note


def test_what_the_articles_tell_differently_is_never_accepted_in_bulk(
    services: Services, articles: list[int]
) -> None:
    services.review.accept_all(articles[0])
    kinds = {card.suggestion.kind for card in services.review.desk(articles[0]).pending}
    assert {SuggestionKind.VISIT, SuggestionKind.COMMITMENT} <= kinds
    assert len(people(services)) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Gwangju", "Gwangmyeong"),
        ("Từ ngày 12/5 đến ngày 14/5/2023", "Ngày 12/8/2023"),
        ("tỉnh Nghệ An", "tỉnh Hà Tĩnh"),
    ],
)
def test_another_place_or_another_day_is_another_visit(
    services: Services, tmp_path: Path, old: str, new: str
) -> None:
    ids = take(services, tmp_path, FIRST, SECOND.replace(old, new))
    assert not card_of(services, ids[0], SuggestionKind.VISIT).others


def test_asan_is_not_ansan(services: Services, tmp_path: Path) -> None:
    first, second = (FIRST.replace("Gwangju", name) for name in ("Asan", "Ansan"))
    ids = take(services, tmp_path, first, second.replace("Han Dong-min", "Han Min-dong"))
    cards = services.review.desk(ids[0]).pending
    joined = [card for card in cards if card.others]
    assert all(card.suggestion.kind in (SuggestionKind.PERSON, SuggestionKind.FIGURE) for card in joined)
    assert all("Han" not in card.headline for card in joined)


def test_an_article_in_the_trash_tells_nothing(services: Services, articles: list[int]) -> None:
    services.records.trash(RecordKind.ARTICLE, [articles[1]])
    assert not any(card.others for card in services.review.desk(articles[0]).cards)


def test_a_person_of_very_many_articles_makes_a_card_one_can_still_read(
    services: Services, tmp_path: Path
) -> None:
    ids = take(services, tmp_path, *(f"{FIRST}\n\nTin số {n}." for n in range(grouping.MOST_TOLD + 3)))
    card = card_of(services, ids[0], SuggestionKind.PERSON, "Han Dong-min")
    assert len(card.others) == grouping.MOST_TOLD - 1
