"""What forms and lists ask for: names to choose from, the sources of a record, saving with new partners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from db.records import AnyRecord, Article, Evidence, Partner, RecordKind
from db.work import Work
from desktop_app.core.extraction.wordlists import fields as known_fields
from desktop_app.services import linking
from desktop_app.services.context import Context
from desktop_app.services.records import RecordService, repository
from desktop_app.services.sorting import sort_key
from resources import read_rows


@dataclass(frozen=True, slots=True)
class PartnerChoice:
    """A partner one can choose: every name it goes by, ``names[0]`` is the one to show."""

    id: int
    names: tuple[str, ...]
    country: str = ""

    @property
    def name(self) -> str:
        """The name to show."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class FormChoices:
    """Everything a form may offer. Pairs are (id, words); lists are in Vietnamese order."""

    partners: tuple[PartnerChoice, ...] = ()
    visits: tuple[tuple[int, str], ...] = ()
    agreements: tuple[tuple[int, str], ...] = ()
    commitments: tuple[tuple[int, str], ...] = ()
    tags: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    localities: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()

    def partner(self, name: str) -> PartnerChoice | None:
        """The partner called ``name`` in any of its names, marks and case aside."""
        key = linking.place_key(name)
        if not key:
            return None
        return next(
            (item for item in self.partners if any(linking.place_key(known) == key for known in item.names)),
            None,
        )

    def partner_by_id(self, partner_id: int | None) -> PartnerChoice | None:
        """The partner with this id."""
        return next((item for item in self.partners if item.id == partner_id), None)


@dataclass(frozen=True, slots=True)
class Source:
    """A passage a record rests on, with the article it stands in."""

    evidence: Evidence
    title: str
    outlet: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A record ready to be looked at or edited."""

    record: Any
    sources: tuple[Source, ...] = ()
    choices: FormChoices = FormChoices()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of records with the partners they name, by id."""

    records: tuple[Any, ...] = ()
    partners: dict[int, PartnerChoice] = field(default_factory=dict[int, PartnerChoice])


class EditingService:
    """The side of the services that forms and lists speak to."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._records = RecordService(context)

    def choices(self) -> FormChoices:
        """The names forms offer."""
        with self._context.reading() as work:
            return _choices(work)

    def listing(self, kind: RecordKind) -> Listing:
        """All records of a kind that are not in the trash."""
        with self._context.reading() as work:
            partners = {item.id: _partner(item) for item in work.partners.all()}
            return Listing(tuple(repository(work, kind).all()), partners)

    def open(self, kind: RecordKind, record_id: int) -> Opened:
        """A record with its sources and what its form offers.

        Raises:
            UserFixable: it does not exist.
        """
        with self._context.reading() as work:
            record = repository(work, kind).get(record_id)
            return Opened(record, tuple(_sources(work, kind, record_id)), _choices(work))

    def sources(self, kind: RecordKind, record_id: int) -> list[Source]:
        """The passages a record rests on, in the order of the articles."""
        with self._context.reading() as work:
            return _sources(work, kind, record_id)

    def save(self, record: AnyRecord, partners: Sequence[tuple[str, str]] = ()) -> tuple[int, int | None]:
        """Store a record; ``partners`` (name, country) are linked too and made when they are not known.

        Returns:
            The id of the record and of the action that undo wants.

        Raises:
            UserFixable: a required field is empty, or the record is gone.
        """
        return self._records.save_logged(record, partners)

    def trash(self, kind: RecordKind, ids: Iterable[int]) -> int | None:
        """Move records to the trash; return the action that undo wants."""
        return self._records.trash(kind, ids)

    def tag(
        self, kind: RecordKind, ids: Iterable[int], *, add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> int | None:
        """Add and remove tags of several records; return the action that undo wants."""
        return self._records.set_tags(kind, ids, add=add, remove=remove)


def _sources(work: Work, kind: RecordKind, record_id: int) -> list[Source]:
    evidence = work.evidence.of_record(kind, record_id)
    articles = {item.id: item for item in work.articles.get_many({item.article_id for item in evidence})}
    return [_source(item, articles[item.article_id]) for item in evidence if item.article_id in articles]


def _source(item: Evidence, article: Article) -> Source:
    published = article.published.display() if article.published.known else ""
    return Source(item, article.label, article.outlet, published)


def _choices(work: Work) -> FormChoices:
    partners = [_partner(item) for item in work.partners.all()]
    visits, agreements, figures = work.visits.all(), work.agreements.all(), work.figures.all()
    people = work.people.all()
    posts = [post for person in people for post in person.posts]
    crew = [member for visit in visits for member in visit.participants]
    return FormChoices(
        partners=tuple(sorted(partners, key=lambda item: sort_key(item.name))),
        visits=tuple(
            (item.id, _dated(item.title, item.period.display() if item.period.known else ""))
            for item in sorted(visits, key=lambda visit: visit.period.sort_key, reverse=True)
        ),
        agreements=_titled((item.id, item.title) for item in agreements),
        commitments=_titled((item.id, item.content) for item in work.commitments.all()),
        tags=_ordered(work.links.names("tag")),
        fields=_ordered([*(item.record_field for item in known_fields()), *work.links.names("field")]),
        countries=_ordered([*_column("countries.tsv", 1), *(item.country for item in partners)]),
        localities=_ordered(
            [*_column("provinces.tsv", 0), *(name for visit in visits for name in visit.localities)]
        ),
        people=_ordered(item.name for item in people),
        organisations=_ordered(
            [
                *(post.organisation for post in posts),
                *(member.organisation for member in crew),
                *(name for visit in visits for name in (visit.host_organisation, visit.guest_organisation)),
                *(name for item in agreements for name in (item.own_party, item.partner_party)),
            ]
        ),
        titles=_ordered([*(post.title for post in posts), *(member.title for member in crew)]),
        outlets=_ordered(work.articles.outlets()),
        units=_ordered(item.unit for item in figures),
        scopes=_ordered(name for item in figures for name in (item.scope_from, item.scope_to)),
    )


def _partner(item: Partner) -> PartnerChoice:
    names = _distinct(item.name, item.romanised, item.native_name, *item.aliases)
    return PartnerChoice(item.id, names, item.country)


def _dated(title: str, date: str) -> str:
    return f"{title} – {date}" if date else title


def _titled(pairs: Iterable[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted(pairs, key=lambda pair: sort_key(pair[1])))


def _distinct(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _ordered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name}, key=sort_key))


@cache
def _column(file: str, place: int) -> tuple[str, ...]:
    return tuple(row[place] for row in read_rows(f"gazetteer/{file}") if len(row) > place)
