"""Partner pages: everything accepted about one relation, read at one moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from db.dates import UNKNOWN_DATE, PartialDate
from db.records import (
    Agreement,
    AgreementStatus,
    Article,
    Commitment,
    Evidence,
    Figure,
    Partner,
    PartnerSummary,
    Person,
    Place,
    PlaceSuccession,
    ProfileFact,
    RecordKind,
    SuccessionKind,
    Visit,
    VisitStatus,
)
from db.work import Work
from desktop_app.errors import UserFixable
from desktop_app.services.context import Context

_MET = (VisitStatus.RUNNING, VisitStatus.DONE, VisitStatus.REPORTED)
_LIVING = (
    AgreementStatus.SIGNED,
    AgreementStatus.IN_FORCE,
    AgreementStatus.RENEWED,
    AgreementStatus.INHERITED,
)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A dated event of the relation: a visit or a signing."""

    date: PartialDate
    kind: RecordKind
    record_id: int
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """Everything the partner page shows. Lists are sorted by date, latest first.

    ``place_notes`` are sentences on the partner's place and on places named here that were merged or renamed
    since; ``evidence`` maps ("visit", 3) to the passages that record rests on.
    """

    partner: Partner
    visits: tuple[Visit, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    people: tuple[Person, ...] = ()
    figures: tuple[Figure, ...] = ()
    facts: tuple[ProfileFact, ...] = ()
    articles: tuple[Article, ...] = ()
    successions: tuple[PlaceSuccession, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    gaps: tuple[str, ...] = ()
    place_notes: tuple[str, ...] = ()
    evidence: dict[tuple[str, int], tuple[Evidence, ...]] = field(
        default_factory=dict[tuple[str, int], tuple[Evidence, ...]]
    )

    @property
    def last_visit(self) -> Visit | None:
        """The latest occasion the two sides met."""
        return next((visit for visit in self.visits if visit.status in _MET), None)

    @property
    def open_commitments(self) -> tuple[Commitment, ...]:
        """What somebody still has to do."""
        return tuple(item for item in self.commitments if item.is_open)

    @property
    def living_agreements(self) -> tuple[Agreement, ...]:
        """Agreements that are signed and not ended as far as is known."""
        return tuple(item for item in self.agreements if item.status in _LIVING)


class PartnerService:
    """What one can do with partners beyond lists and forms."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def summaries(self) -> list[PartnerSummary]:
        """The partner list."""
        with self._context.reading() as work:
            return work.partners.summaries()

    def page(self, partner_id: int) -> PartnerPage:
        """Everything about one partner."""
        with self._context.reading() as work:
            return partner_page(work, partner_id)

    def find(self, text: str) -> Partner | None:
        """A partner by id, name or alias (for the command line)."""
        from desktop_app.services import linking

        with self._context.reading() as work:
            if text.isdigit():
                found = work.partners.get_many([int(text)])
                return found[0] if found else None
            return linking.find_partner(work, text)

    def merge(self, old_id: int, new_id: int) -> int | None:
        """Let one partner be another: its records move, its names become aliases, it goes to the trash.

        Returns:
            The action that undo wants.

        Raises:
            UserFixable: both are the same.
        """
        if old_id == new_id:
            raise UserFixable("Đây là cùng một đối tác.", "Hãy chọn đối tác khác để gộp vào.")
        with self._context.writing("merge_partner", f"{old_id}>{new_id}") as work:
            old, new = work.partners.get(old_id), work.partners.get(new_id)
            work.links.move_partner(old_id, new_id)
            for fact in work.profile_facts.of_partner(old_id):
                work.profile_facts.save(replace(fact, partner_id=new_id))
            for person in work.people.all():
                if person.partner_id == old_id:
                    work.people.save(replace(person, partner_id=new_id))
            work.evidence.move((RecordKind.PARTNER, old_id), (RecordKind.PARTNER, new_id))
            names = [name for name in (old.name, *old.aliases) if name != new.name]
            work.partners.save(replace(new, aliases=tuple(dict.fromkeys([*new.aliases, *names]))))
            work.partners.set_trashed([old_id], trashed=True)
        return work.action_id

    def places(self) -> tuple[list[Place], list[PlaceSuccession]]:
        """All places and who took over from whom."""
        with self._context.reading() as work:
            return work.places.all(), work.places.successions()


def partner_page(work: Work, partner_id: int) -> PartnerPage:
    """Read a partner page in an open unit of work."""
    partner = work.partners.get(partner_id)
    visits = sorted(work.visits.of_partner(partner_id), key=lambda v: v.period.sort_key, reverse=True)
    agreements = sorted(work.agreements.of_partner(partner_id), key=lambda a: a.signed.sort_key, reverse=True)
    commitments = sorted(
        work.commitments.of_partner(partner_id), key=lambda c: c.stated_on.sort_key, reverse=True
    )
    figures = sorted(work.figures.of_partner(partner_id), key=lambda f: (f.scope, f.what, f.period.sort_key))
    facts = work.profile_facts.of_partner(partner_id)
    evidence = page_evidence(work, partner, visits, agreements, commitments, figures, facts)
    ids = sorted({item.article_id for items in evidence.values() for item in items})
    articles = sorted(work.articles.get_many(ids), key=lambda a: a.published.sort_key, reverse=True)
    page = PartnerPage(
        partner=partner,
        visits=tuple(visits),
        agreements=tuple(agreements),
        commitments=tuple(commitments),
        people=tuple(work.people.of_partner(partner_id)),
        figures=tuple(figures),
        facts=tuple(facts),
        articles=tuple(articles),
        successions=tuple(work.places.successions()),
        evidence={key: tuple(items) for key, items in evidence.items()},
    )
    place = work.places.get(partner.place_id) if partner.place_id is not None else None
    notes = tuple(_place_notes(page, place))
    return replace(page, timeline=_timeline(page), gaps=tuple(_gaps(page)), place_notes=notes)


def page_evidence(
    work: Work,
    partner: Partner,
    visits: list[Visit],
    agreements: list[Agreement],
    commitments: list[Commitment],
    figures: list[Figure],
    facts: list[ProfileFact],
) -> dict[tuple[str, int], list[Evidence]]:
    """The evidence of all records of a partner."""
    keys = [(RecordKind.PARTNER, partner.id)]
    keys += [(RecordKind.VISIT, item.id) for item in visits]
    keys += [(RecordKind.AGREEMENT, item.id) for item in agreements]
    keys += [(RecordKind.COMMITMENT, item.id) for item in commitments]
    keys += [(RecordKind.FIGURE, item.id) for item in figures]
    keys += [(RecordKind.PROFILE_FACT, item.id) for item in facts]
    return work.evidence.of_records(keys)


def _timeline(page: PartnerPage) -> tuple[TimelineEntry, ...]:
    entries = [
        TimelineEntry(visit.period, RecordKind.VISIT, visit.id, visit.title, visit.location)
        for visit in page.visits
    ]
    entries += [
        TimelineEntry(item.signed, RecordKind.AGREEMENT, item.id, item.title, item.subject)
        for item in page.agreements
        if item.signed.known
    ]
    return tuple(sorted(entries, key=lambda entry: entry.date.sort_key, reverse=True))


def _place_notes(page: PartnerPage, place: Place | None) -> list[str]:
    notes = [place.note] if place is not None and place.note else []
    named = "\n".join(_named_places(page))
    for item in page.successions:
        is_own = place is not None and place.id in (item.predecessor_id, item.successor_id)
        is_renamed = item.predecessor_name != item.successor_name
        if is_renamed and (is_own or _names(named, item.predecessor_name)):
            notes.append(_succession_note(item))
    for name in dict.fromkeys(item.successor_name for item in page.successions):
        joined = [item for item in page.successions if item.successor_name == name]
        others = [item.predecessor_name for item in joined if item.predecessor_name != name]
        if len(others) < len(joined) and others and _names(named, name):
            since = f" (từ {joined[0].date.display()})" if joined[0].date.known else ""
            notes.append(f"{name} nay gồm cả {', '.join(others)}{since}.")
    return list(dict.fromkeys(notes))


def _named_places(page: PartnerPage) -> Iterable[str]:
    for visit in page.visits:
        yield from (visit.title, visit.location, visit.host_organisation, visit.guest_organisation)
        yield from visit.localities
    for agreement in page.agreements:
        yield from (agreement.title, agreement.own_party, agreement.partner_party)
    for figure in page.figures:
        yield figure.scope


def _names(text: str, name: str) -> bool:
    """Whether ``name`` stands in ``text`` as a whole word."""
    before, found, after = text.partition(name)
    while found:
        if not before[-1:].isalnum() and not after[:1].isalnum():
            return True
        before, found, after = after.partition(name)
    return False


def _succession_note(item: PlaceSuccession) -> str:
    verb = "nay là" if item.kind in (SuccessionKind.RENAMED, SuccessionKind.UPGRADED) else "nay thuộc"
    since = f" (từ {item.date.display()})" if item.date.known else ""
    return f"{item.predecessor_name} {verb} {item.successor_name}{since}."


def _gaps(page: PartnerPage) -> list[str]:
    """What is not known yet, in words."""
    gaps: list[str] = []
    if not page.facts:
        gaps.append("Chưa có thông tin cơ bản về đối tác (dân số, diện tích, ngành mạnh…).")
    for visit in page.visits:
        if visit.period == UNKNOWN_DATE or visit.period.year is None:
            gaps.append(f"{visit.title}: chưa rõ năm.")
        elif visit.period.inferred:
            gaps.append(f"{visit.title}: năm {visit.period.year} là suy đoán, cần xác nhận.")
        if not visit.heads():
            gaps.append(f"{visit.title}: chưa rõ trưởng đoàn.")
    for item in page.agreements:
        if not item.signers:
            gaps.append(f"{item.title}: chưa rõ người ký.")
        if not item.term and not item.ends.known:
            gaps.append(f"{item.title}: chưa rõ thời hạn.")
    gaps += [
        f"{figure.what}: năm của số liệu là suy đoán." for figure in page.figures if figure.period.inferred
    ]
    return gaps
