import pytest

from db.records import Agreement, Article, Commitment, Figure, Person, SuggestionKind
from desktop_app.services.drafts import Draft, LinkedDraft, ProfileDraft, VisitDraft
from desktop_app.services.selection import CREATABLE, from_selection

TEXT = (
    "\U0001f338 Năm 2021, hàng của tỉnh bán sang Hàn Quốc đạt 231 triệu USD. "
    "Ngày 12/10/2023, hai bên ký Bản ghi nhớ về lao động."
)
ARTICLE = Article(1, "Bài mẫu", TEXT)


def _draft(kind: SuggestionKind, words: str, drafts: tuple[Draft, ...] = ()) -> Draft:
    start = TEXT.index(words)
    return from_selection(kind, ARTICLE, start, start + len(words), drafts)


def test_the_number_of_a_figure_is_never_the_year_before_it() -> None:
    item = _draft(SuggestionKind.FIGURE, "Năm 2021, hàng của tỉnh bán sang Hàn Quốc đạt 231 triệu USD")
    assert isinstance(item, LinkedDraft)
    assert isinstance(item.record, Figure)
    assert (item.record.value, item.record.unit, item.record.stated) == (231e6, "USD", "231 triệu")
    assert item.record.period.start == "2021"


def test_an_agreement_takes_kind_and_day_of_its_passage() -> None:
    item = _draft(SuggestionKind.AGREEMENT, "Ngày 12/10/2023, hai bên ký Bản ghi nhớ về lao động")
    assert isinstance(item, LinkedDraft)
    assert isinstance(item.record, Agreement)
    assert (item.record.kind.value, item.record.signed.start) == ("memorandum", "2023-10-12")


def test_the_partners_of_the_visit_on_the_desk_are_offered() -> None:
    visit = _draft(SuggestionKind.VISIT, "hai bên ký Bản ghi nhớ")
    assert isinstance(visit, VisitDraft)
    known = VisitDraft(visit.visit, (("Asan", "Hàn Quốc"),))
    item = _draft(SuggestionKind.COMMITMENT, "hai bên ký Bản ghi nhớ", (known,))
    assert isinstance(item, LinkedDraft)
    assert isinstance(item.record, Commitment)
    assert item.partners == (("Asan", "Hàn Quốc"),)


@pytest.mark.parametrize("kind", CREATABLE)
def test_every_kind_keeps_the_words_of_the_passage(kind: SuggestionKind) -> None:
    item = _draft(kind, "Hàn Quốc")
    match item:
        case VisitDraft():
            words = item.visit.title
        case LinkedDraft(record=Commitment() as record):
            words = record.content
        case LinkedDraft(record=Person() as record):
            words = record.name
        case LinkedDraft(record=Figure() as record):
            words = record.what
        case LinkedDraft(record=Agreement() as record):
            words = record.title
        case ProfileDraft():
            words = item.fact.value
        case _:
            words = ""
    assert words == "Hàn Quốc"


@pytest.mark.parametrize("kind", [SuggestionKind.FIELD, SuggestionKind.ALIAS])
def test_what_cannot_be_made_by_hand_is_refused(kind: SuggestionKind) -> None:
    with pytest.raises(ValueError, match=kind.value):
        _draft(kind, "Hàn Quốc")
