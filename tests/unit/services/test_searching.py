"""What a search with filters finds, how it counts, and that trash, undo and a broken index do not fool it."""

import shutil
import sqlite3
from collections import Counter
from dataclasses import replace

import pytest

from db.records import (
    Evidence,
    Partner,
    Person,
    Place,
    PlaceSuccession,
    RecordKind,
    SuccessionKind,
    Visit,
)
from db.work import Work
from desktop_app.bootstrap import Services
from desktop_app.services import scanning
from desktop_app.services.context import Context
from desktop_app.services.documents import INDEXED
from desktop_app.services.filters import STATES, SearchRequest
from desktop_app.services.records import repository

FILTERS = {
    "kind": "kinds",
    "partner": "partner_id",
    "country": "country",
    "direction": "direction",
    "field": "field",
    "tag": "tag",
    "year": "year",
    "outlet": "outlet",
    "state": "state",
}


def context(services: Services) -> Context:
    return services.search._context


def found(services: Services, request: SearchRequest) -> set[tuple[RecordKind, int]]:
    results = services.search.search(replace(request, limit=10_000))
    keys = {(hit.kind, hit.record_id) for hit in results.hits}
    assert results.total == len(keys) == len(results.hits)
    return keys


def narrowed(request: SearchRequest, name: str, value: str) -> SearchRequest:
    chosen: object = value
    if name == "kind":
        chosen = (RecordKind(value),)
    elif name in ("partner", "year"):
        chosen = int(value)
    return replace(request, **{FILTERS[name]: chosen})


def plain_facts(work: Work) -> dict[tuple[RecordKind, int], dict[str, set]]:
    """Facts of all records, one by one and without columns."""
    countries = {partner.id: partner.country for partner in work.partners.all()}
    facts: dict[tuple[RecordKind, int], dict[str, set]] = {}
    for kind in INDEXED:
        for record in repository(work, kind).all():
            partners = set(getattr(record, "partner_ids", ())) & set(countries)
            if isinstance(record, Partner):
                partners.add(record.id)
            elif isinstance(record, Person) and record.partner_id:
                partners.add(record.partner_id)
            direction = getattr(record, "direction", None)
            facts[kind, record.id] = {
                "partner": partners,
                "country": {countries[number] for number in partners if countries[number]}
                | set(getattr(record, "countries", ()))
                | {getattr(record, "country", "")} - {""},
                "direction": {direction.value} if direction is not None else set(),
                "field": set(getattr(record, "fields", ())),
                "tag": set(getattr(record, "tags", ())),
            }
    for kind in INDEXED:
        for article, number in work.evidence.pairs(kind):
            if (kind, number) in facts and (RecordKind.ARTICLE, article) in facts:
                for name in ("partner", "country", "direction", "field"):
                    facts[RecordKind.ARTICLE, article][name] |= facts[kind, number][name]
    return facts


REQUESTS = [
    SearchRequest(""),
    SearchRequest("gwangju"),
    SearchRequest("lao dong", kinds=(RecordKind.ARTICLE, RecordKind.VISIT)),
    SearchRequest("đoàn", country="Hàn Quốc", direction="in"),
    SearchRequest("hợp tác", year=2022, partner_id=1),
    SearchRequest("", dated_from="2022-01-01", dated_to="2023-06-30", country="Hàn Quốc"),
    SearchRequest("đối_tác:gwangju nha khoa", kinds=(RecordKind.ARTICLE,)),
    SearchRequest("năm:2019..2024 đoàn", direction="out"),
    SearchRequest("gwangju gwangjoo sở nội vụ giáo dục xyzzy", year=2012),
]


@pytest.mark.parametrize("request_", REQUESTS, ids=range(len(REQUESTS)))
def test_every_number_beside_a_value_is_what_choosing_it_brings(
    sample_services: Services, request_: SearchRequest
) -> None:
    facets = sample_services.search.facets(request_)
    assert facets or not found(sample_services, request_)
    for facet in facets:
        chosen = narrowed(request_, facet.name, facet.value)
        assert len(found(sample_services, chosen)) == facet.count, facet


@pytest.mark.parametrize("text", ["", "gwangju", "lao động"])
def test_counts_equal_those_of_plain_python(sample_services: Services, text: str) -> None:
    with context(sample_services).reading() as work:
        facts = plain_facts(work)
    answers = found(sample_services, SearchRequest(text))
    facets = sample_services.search.facets(SearchRequest(text))
    for name in ("partner", "country", "direction", "field", "tag"):
        expected = Counter(str(value) for key in answers for value in facts[key][name])
        counted = {facet.value: facet.count for facet in facets if facet.name == name}
        assert counted == dict(expected.most_common(30)) or len(expected) > 30, name


def test_a_filter_with_words_is_the_words_then_the_filter(sample_services: Services) -> None:
    with context(sample_services).reading() as work:
        facts = plain_facts(work)
    every = found(sample_services, SearchRequest("đoàn"))
    korean = found(sample_services, SearchRequest("đoàn", country="Hàn Quốc"))
    assert korean == {key for key in every if "Hàn Quốc" in facts[key]["country"]}
    assert 0 < len(korean) < len(every)


def test_an_order_by_date_is_the_same_answers(sample_services: Services) -> None:
    request = SearchRequest("gwangju", limit=1000)
    fitting = sample_services.search.search(request).hits
    for sort, backwards in (("newest", True), ("oldest", False)):
        hits = sample_services.search.search(replace(request, sort=sort)).hits
        assert {hit.record_id for hit in hits} == {hit.record_id for hit in fitting}
        dates = [hit.published for hit in hits if hit.published[:1].isdigit()]
        assert dates == sorted(dates, reverse=backwards)
        assert [hit.published for hit in hits][: len(dates)] == dates
        again = sample_services.search.search(replace(request, sort=sort, limit=3, offset=2)).hits
        assert again == hits[2:5]


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("nước:lào", SearchRequest("", country="Lào")),
        ("nuoc:lao đoàn", SearchRequest("đoàn", country="Lào")),
        ("loại:đoàn", SearchRequest("", kinds=(RecordKind.VISIT,))),
        ('loại:"thỏa thuận"', SearchRequest("", kinds=(RecordKind.AGREEMENT,))),
        ("chiều:vào gwangju", SearchRequest("gwangju", direction="in")),
        ("thẻ:nha_khoa", SearchRequest("", tag="nha khoa")),
        ("năm:2022", SearchRequest("", dated_from="2022-01-01", dated_to="2022-12-31")),
        ("năm:2021.. gwangju", SearchRequest("gwangju", dated_from="2021-01-01")),
        ("đối_tác:gwang nha khoa", SearchRequest("nha khoa", partner_id=1)),
        ("nước:atlantis nha khoa", SearchRequest("atlantis nha khoa")),
        ("đối_tác:khôngcó", SearchRequest("khôngcó")),
    ],
)
def test_what_is_typed_is_what_is_chosen(
    sample_services: Services, typed: str, chosen: SearchRequest
) -> None:
    assert found(sample_services, SearchRequest(typed)) == found(sample_services, chosen)


def test_filters_see_trash_and_undo_at_once(sample_services: Services) -> None:
    search, records = sample_services.search, sample_services.records
    request = SearchRequest("", kinds=(RecordKind.VISIT,), country="Hàn Quốc")
    before = found(sample_services, request)
    visit = next(one for one in records.visits() if (RecordKind.VISIT, one.id) in before)
    titled = SearchRequest(visit.title, kinds=(RecordKind.VISIT,), country="Hàn Quốc")
    assert (RecordKind.VISIT, visit.id) in found(sample_services, titled)
    counts = {(facet.name, facet.value): facet.count for facet in search.facets(request)}
    records.trash(RecordKind.VISIT, [visit.id])
    # The index still knows the visit; nobody shall find it.
    assert found(sample_services, request) == before - {(RecordKind.VISIT, visit.id)}
    assert (RecordKind.VISIT, visit.id) not in found(sample_services, titled)
    after = {(facet.name, facet.value): facet.count for facet in search.facets(request)}
    assert after["kind", "visit"] == counts["kind", "visit"] - 1
    sample_services.history.undo_last()
    assert found(sample_services, request) == before
    again = {(facet.name, facet.value): facet.count for facet in search.facets(request)}
    assert again == counts


def test_an_article_is_found_by_what_rests_on_it(sample_services: Services) -> None:
    with context(sample_services).writing("thử") as work:
        article = work.articles.get(work.articles.ids()[0])
        partner = work.partners.add(Partner(0, "Thành phố Thử", country="Ma-rốc"))
        visit = work.visits.add(Visit(0, "Đoàn Thử", sample_services.records.visits()[0].direction))
        work.links.set_partners(RecordKind.VISIT, visit, [partner])
        work.evidence.add_all(RecordKind.VISIT, visit, [Evidence(article.id, 0, 3)])
    key = (RecordKind.ARTICLE, article.id)
    assert key in found(sample_services, SearchRequest("", partner_id=partner))
    assert key in found(sample_services, SearchRequest("", country="Ma-rốc"))
    sample_services.history.undo_last()
    assert not found(sample_services, SearchRequest("", partner_id=partner))


def test_a_partner_stands_for_those_that_went_into_it(services: Services) -> None:
    with context(services).writing("thử") as work:
        old = work.places.add(Place(0, "Tỉnh Cũ"))
        middle = work.places.add(Place(0, "Tỉnh Giữa"))
        new = work.places.add(Place(0, "Tỉnh Mới"))
        for before, after in ((old, middle), (middle, new)):
            step = PlaceSuccession(0, before, after, SuccessionKind.MERGED)
            work.places.add_succession(step)
        first = work.partners.add(Partner(0, "Tỉnh Cũ"))
        last = work.partners.add(Partner(0, "Đối tác mới", place_id=new))
    both = {(RecordKind.PARTNER, first), (RecordKind.PARTNER, last)}
    assert found(services, SearchRequest("", partner_id=last)) == both
    assert found(services, SearchRequest("", partner_id=first)) == {(RecordKind.PARTNER, first)}
    alone = SearchRequest("", partner_id=last, with_predecessors=False)
    assert found(services, alone) == {(RecordKind.PARTNER, last)}
    counted = {
        with_them: {facet.value: facet.count for facet in services.search.facets(request)}
        for with_them, request in (
            (True, SearchRequest("")),
            (False, SearchRequest("", with_predecessors=False)),
        )
    }
    assert (counted[True][str(last)], counted[False][str(last)]) == (2, 1)


def test_the_states_of_review_are_those_of_the_suggestions(sample_services: Services) -> None:
    with context(sample_services).reading() as work:
        articles = {article.id: article for article in work.articles.light()}
        states = {number: work.suggestions.of_article(number) for number in articles}
    expected: Counter[str] = Counter()
    for number, suggestions in states.items():
        waiting = articles[number].pending
        state = "none" if not suggestions else "done" if not waiting else ""
        expected[state or ("new" if waiting == len(suggestions) else "partly")] += 1
    facets = [one for one in sample_services.search.facets(SearchRequest("")) if one.name == "state"]
    assert {facet.value: facet.count for facet in facets} == expected
    assert all(facet.label == STATES[facet.value] for facet in facets)


def test_what_came_after_a_moment_is_new(services: Services) -> None:
    services.records.save(Partner(0, "Thành phố Alpha"))
    with context(services).reading() as work:
        moment = work.actions.latest(1)[0].at.isoformat()
    request = SearchRequest("thành phố")
    services.search.catch_up()
    assert services.search.count_new(request, moment) == 0
    number = services.records.save(Partner(0, "Thành phố Beta"))
    services.records.save(Partner(0, "Tỉnh Gamma"))
    services.search.catch_up()
    assert services.search.count_new(request, moment) == 1
    assert services.search.count_new(request, "") == 2
    assert services.search.count_new(SearchRequest(""), moment) == 2
    services.records.trash(RecordKind.PARTNER, [number])
    assert services.search.count_new(request, moment) == 0


def test_the_health_of_the_index_is_told(sample_services: Services) -> None:
    health = sample_services.search.health()
    assert (health.state, health.waiting) == ("ready", 0)
    assert health.documents == len(found(sample_services, SearchRequest("")))
    sample_services.records.save(Partner(0, "Thành phố Mới"))
    assert sample_services.search.health().waiting == 1
    shutil.rmtree(sample_services.paths.index)
    assert sample_services.search.health().state == "missing"


def test_damaged_dates_hide_no_article(sample_services: Services) -> None:
    before = found(sample_services, SearchRequest("gwangju"))
    connection = sqlite3.connect(sample_services.paths.database)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("UPDATE article SET published_start = '2O22-06-09', published_precision = 'dax'")
    connection.commit()
    connection.close()
    articles = SearchRequest("gwangju", kinds=(RecordKind.ARTICLE,), sort="oldest")
    assert found(sample_services, articles) == {key for key in before if key[0] is RecordKind.ARTICLE}
    assert sample_services.search.facets(articles)


# -- while there is no index -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "request_",
    [
        SearchRequest("nha khoa"),
        SearchRequest("nha khoa", country="Hàn Quốc", kinds=(RecordKind.ARTICLE,)),
        SearchRequest('"nha khoa" -gwangju'),
        SearchRequest("gwangju", sort="newest"),
    ],
)
def test_without_an_index_the_database_answers_with_filters_and_counts(
    sample_services: Services, request_: SearchRequest
) -> None:
    shutil.rmtree(sample_services.paths.index)
    results = sample_services.search.search(request_)
    assert results.fallback
    assert not results.partial
    assert results.total == len(results.hits) or results.total > 20
    facets = sample_services.search.facets(replace(request_, country="", kinds=()))
    assert all(facet.count > 0 for facet in facets)
    assert "gwangju" not in request_.text or "-" in request_.text or results.total > 5
    if request_.sort == "newest":
        dates = [hit.published for hit in results.hits if hit.published]
        assert dates == sorted(dates, reverse=True)


def test_the_database_stops_reading_in_time_and_says_so(sample_services: Services) -> None:
    ticks = iter(range(1000))
    with context(sample_services).reading() as work:
        articles = work.articles.ids()
        result = scanning.scan(
            work, "nha khoa", (), articles, lambda *_: True, seconds=5, clock=lambda: float(next(ticks))
        )
        assert result.partial
        full = scanning.scan(work, "nha khoa", (), articles, lambda *_: True, seconds=60)
    assert not full.partial
    assert len(result.ranked) < len(full.ranked)


def test_the_database_finds_nothing_where_nothing_is_asked(sample_services: Services) -> None:
    shutil.rmtree(sample_services.paths.index)
    assert sample_services.search.search(SearchRequest('"" ||')).total == 0


def test_a_better_spelling_keeps_the_filters(sample_services: Services) -> None:
    assert sample_services.search.search(SearchRequest("Mitelsachsen")).suggestion == "Mittelsachsen"
    found = sample_services.search.search(SearchRequest("Mitelsachsen năm:2019..2025"))
    assert found.suggestion == "Mittelsachsen năm:2019..2025"
