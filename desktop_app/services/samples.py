"""The sample library: the shipped articles and their recorded decisions (resources/samples/README.md)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, cast, get_args, get_type_hints

from db.dates import UNKNOWN_DATE, PartialDate
from db.records import (
    Agreement,
    AgreementEvent,
    Commitment,
    Evidence,
    Figure,
    Participant,
    Partner,
    Person,
    Place,
    PlaceSuccession,
    Post,
    ProfileFact,
    RecordKind,
    Suggestion,
    SuggestionState,
    Visit,
    VisitStop,
)
from db.work import WritingWork
from desktop_app.core.importing.article import ImportedArticle
from desktop_app.core.importing.jsonl import read_jsonl
from desktop_app.progress import Reporter
from desktop_app.services import linking
from desktop_app.services.context import Context, RecordKey
from desktop_app.services.importing import ImportService
from resources import read_text

Json = dict[str, Any]

_CLASSES: dict[str, type[Any]] = {
    "visit": Visit,
    "agreement": Agreement,
    "commitment": Commitment,
    "person": Person,
    "figure": Figure,
    "profile": ProfileFact,
}
_CHILDREN: dict[str, type[Any]] = {
    "participants": Participant,
    "stops": VisitStop,
    "posts": Post,
    "events": AgreementEvent,
}
_REFERENCES = {
    "visit": "visit_id",
    "agreement": "agreement_id",
    "previous_visit": "previous_visit_id",
    "parent": "parent_id",
    "depends_on": "depends_on_id",
    "place": "place_id",
}


@dataclass(frozen=True, slots=True)
class SampleResult:
    """What opening the sample library did."""

    articles: int
    accepted: int
    rejected: int


class SampleService:
    """Fills a library with the shipped samples."""

    def __init__(self, context: Context, importing: ImportService) -> None:
        self._context = context
        self._importing = importing

    def load(self, reporter: Reporter | None = None) -> SampleResult:
        """Import the sample articles and apply the recorded decisions.

        Raises:
            Cancelled: the person stopped it; articles already imported stay.
        """
        reporter = reporter or Reporter()
        lines = read_text("samples/articles.jsonl")
        authors = {item["id"]: item["author"] for item in map(json.loads, lines.splitlines())}
        read = [item for item in read_jsonl(io.StringIO(lines)) if isinstance(item, ImportedArticle)]
        plan = self._importing.plan_articles(read, "Kho mẫu", reporter)
        items = tuple(
            replace(
                item,
                take=True,
                author=item.author or authors.get(item.imported.external_id if item.imported else "", ""),
            )
            for item in plan.items
        )
        result = self._importing.apply(replace(plan, items=items), reporter)
        recorded = json.loads(read_text("samples/decisions.json"))
        with self._context.writing("samples") as work:
            return _Decisions(work, self._context.who).apply(recorded["decisions"], len(result.article_ids))


class _Decisions:
    """Applies recorded decisions in one unit of work."""

    def __init__(self, work: WritingWork, who: str) -> None:
        self._work = work
        self._who = who
        self._ids: dict[str, int] = {}
        self._articles = {article.external_id: article.id for article in work.articles.light()}
        self._texts: dict[int, str] = {}
        self._suggestions: dict[int, list[Suggestion]] = {}

    def apply(self, decisions: Iterable[Json], articles: int) -> SampleResult:
        accepted = rejected = 0
        for decision in decisions:
            if "place" in decision:
                self._place(decision["place"])
            elif "succession" in decision:
                self._succession(decision["succession"])
            elif "partner" in decision:
                self._partner(decision["partner"])
            elif "reject" in decision:
                rejected += self._reject(decision["reject"])
            else:
                self._accept(decision)
                accepted += 1
        return SampleResult(articles, accepted, rejected)

    # -- base data ---------------------------------------------------------------------------------

    def _place(self, values: Json) -> None:
        self._ids[values["ref"]] = self._work.places.add(_make(Place, values))

    def _succession(self, values: Json) -> None:
        record = PlaceSuccession(
            0,
            self._ids[values["predecessor"]],
            self._ids[values["successor"]],
            values["kind"],
            _date(values.get("date")),
            values.get("legal_ref", ""),
        )
        self._work.places.add_succession(record)

    def _partner(self, values: Json) -> None:
        record = _make(Partner, self._resolved(values))
        known = linking.find_partner(self._work, record.name, record.country)
        if known is None:
            self._ids[values["ref"]] = self._work.partners.add(record)
        else:
            self._ids[values["ref"]] = known.id

    # -- decisions ---------------------------------------------------------------------------------

    def _accept(self, decision: Json) -> None:
        values: Json = decision["values"]
        evidence = self._evidence(decision)
        if decision["kind"] == "field":
            visit = self._work.visits.get(self._ids[values["visit"]])
            self._work.visits.save(replace(visit, fields=(*visit.fields, values["name"])))
            key: RecordKey = (RecordKind.VISIT, visit.id)
        else:
            record = _make(_CLASSES[decision["kind"]], self._resolved(values))
            key = self._store(decision["kind"], record)
            if "ref" in decision:
                self._ids[decision["ref"]] = key[1]
        self._work.evidence.add_all(key[0], key[1], evidence)
        for suggestion in self._matching(decision["kind"], evidence):
            self._work.suggestions.decide(suggestion.id, SuggestionState.ACCEPTED, self._who, key)

    def _store(self, kind: str, record: Any) -> RecordKey:
        match kind:
            case "visit":
                main = record.partner_ids[0] if len(record.partner_ids) == 1 else None
                people = tuple(linking.participant(self._work, p, record, main) for p in record.participants)
                return RecordKind.VISIT, self._work.visits.add(replace(record, participants=people))
            case "agreement":
                return RecordKind.AGREEMENT, self._work.agreements.add(record)
            case "commitment":
                return RecordKind.COMMITMENT, self._work.commitments.add(record)
            case "figure":
                return RecordKind.FIGURE, self._work.figures.add(record)
            case "profile":
                return RecordKind.PROFILE_FACT, self._work.profile_facts.add(record)
            case _:
                return RecordKind.PERSON, self._person(record)

    def _person(self, record: Person) -> int:
        known = linking.find_person(self._work, record.name, record.side)
        if known is None:
            return self._work.people.add(record)
        record_id = linking.person_id(self._work, record)
        merged = self._work.people.get(record_id)
        self._work.people.save(
            replace(
                merged,
                native_name=merged.native_name or record.native_name,
                languages=merged.languages or record.languages,
                note=merged.note or record.note,
                aliases=tuple(dict.fromkeys([*merged.aliases, *record.aliases])),
                partner_id=merged.partner_id or record.partner_id,
                country=merged.country or record.country,
            )
        )
        return record_id

    def _reject(self, decision: Json) -> int:
        found = self._matching(decision["kind"], self._evidence(decision))
        for suggestion in found:
            self._work.suggestions.decide(suggestion.id, SuggestionState.REJECTED, self._who)
        return len(found)

    # -- inside ------------------------------------------------------------------------------------

    def _resolved(self, values: Json) -> Json:
        """Names and refs as ids."""
        result = dict(values)
        for name in values:
            if name in _REFERENCES and isinstance(values[name], str) and values[name] in self._ids:
                result[_REFERENCES[name]] = self._ids[values[name]]
                if name != "place" or "ref" in values:
                    del result[name]
        if "partners" in values:
            result["partner_ids"] = [
                linking.partner_id(self._work, name, "") for name in result.pop("partners")
            ]
        if "partner" in values:
            result["partner_id"] = linking.partner_id(self._work, result.pop("partner"), "")
        return result

    def _evidence(self, decision: Json) -> list[Evidence]:
        result: list[Evidence] = []
        for item in decision.get("evidence", []):
            article_id = self._articles[item.get("article", decision.get("article"))]
            text = self._text(article_id)
            start = -1
            for _ in range(item.get("occurrence", 1)):
                start = text.index(item["quote"], start + 1)
            result.append(Evidence(article_id, start, start + len(item["quote"]), item.get("field", "")))
        return result

    def _text(self, article_id: int) -> str:
        if article_id not in self._texts:
            self._texts[article_id] = self._work.articles.get(article_id).text
        return self._texts[article_id]

    def _matching(self, kind: str, evidence: list[Evidence]) -> list[Suggestion]:
        """Pending suggestions of this kind that lie on the same passages."""
        found: list[Suggestion] = []
        for article_id in dict.fromkeys(item.article_id for item in evidence):
            if article_id not in self._suggestions:
                self._suggestions[article_id] = self._work.suggestions.of_article(article_id)
            places = [(item.start, item.end) for item in evidence if item.article_id == article_id]
            for suggestion in list(self._suggestions[article_id]):
                touches = any(
                    span.start < end and start < span.end
                    for span in suggestion.spans
                    for start, end in places
                )
                if suggestion.kind.value == kind and suggestion.state is SuggestionState.PENDING and touches:
                    self._suggestions[article_id].remove(suggestion)
                    found.append(suggestion)
        return found


def _date(values: Json | None) -> PartialDate:
    if not values:
        return UNKNOWN_DATE
    return PartialDate.from_iso(
        values.get("start"),
        values.get("end"),
        stated=values.get("stated", ""),
        inferred=bool(values.get("inferred")),
    )


def _make(cls: type[Any], values: Json) -> Any:
    """A record from JSON values; what is absent keeps its default."""
    hints = get_type_hints(cls)
    made: Json = {"id": 0}
    if cls is ProfileFact or cls is Post:
        made |= {"partner_id": 0} if cls is ProfileFact else {"person_id": 0}
    for item in fields(cast("Any", cls)):
        if item.name not in values:
            continue
        made[item.name] = _value(item.name, hints[item.name], values[item.name])
    return cls(**made)


def _value(name: str, hint: Any, value: Any) -> Any:
    if name in _CHILDREN:
        return tuple(_make(_CHILDREN[name], child) for child in value)
    if hint is PartialDate:
        return _date(value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    if isinstance(value, list):
        return tuple(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    if value is not None and float in get_args(hint):
        return float(value)
    return value
