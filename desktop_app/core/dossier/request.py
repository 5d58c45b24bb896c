"""What is asked of a dossier and the accepted records it is made from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from db.records import (
    Agreement,
    Article,
    Commitment,
    Evidence,
    Figure,
    Partner,
    Person,
    PlaceSuccession,
    ProfileFact,
    Visit,
)


class Section(StrEnum):
    """The sections of a dossier, in their usual order (domain note 4.7)."""

    COVER = "cover"
    SUMMARY = "summary"
    OBJECTIVES = "objectives"
    PROFILE = "profile"
    PEOPLE = "people"
    TIMELINE = "timeline"
    VISITS = "visits"
    AGREEMENTS = "agreements"
    COMMITMENTS = "commitments"
    FIGURES = "figures"
    TALKING_POINTS = "talking_points"
    PROGRAMME = "programme"
    PROTOCOL = "protocol"
    SOURCES = "sources"
    GAPS = "gaps"


class Profile(StrEnum):
    """Print profiles: a working paper, or the form of Decree 30/2020/NĐ-CP."""

    WORKING = "working"
    DECREE_30 = "decree_30"


@dataclass(frozen=True, slots=True)
class Office:
    """Who issues the dossier; data, never literals (settings)."""

    name: str = ""
    parent: str = ""
    province: str = ""
    place: str = ""
    signer_title: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True)
class TypedNotes:
    """Sections that people type: ours and theirs objectives, points, programme, protocol. Lines of text."""

    objectives: str = ""
    their_objectives: str = ""
    points: str = ""
    avoid: str = ""
    programme: str = ""
    protocol: str = ""


@dataclass(frozen=True, slots=True)
class DossierRequest:
    """One dossier for one partner."""

    partner_id: int
    purpose: str = ""
    as_of: dt.date = field(default_factory=dt.date.today)
    sections: tuple[Section, ...] = tuple(Section)
    profile: Profile = Profile.WORKING
    include_people_notes: bool = False
    notes: TypedNotes = TypedNotes()
    drafter: str = ""


@dataclass(frozen=True, slots=True)
class DossierData:
    """The accepted records about one partner, read in one transaction.

    ``evidence`` maps ("visit", 3) to the passages that record rests on; ``articles`` holds every article
    an evidence points to. Lists are sorted: visits, agreements oldest first.
    """

    office: Office
    partner: Partner
    visits: tuple[Visit, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    people: tuple[Person, ...] = ()
    figures: tuple[Figure, ...] = ()
    profile_facts: tuple[ProfileFact, ...] = ()
    successions: tuple[PlaceSuccession, ...] = ()
    evidence: dict[tuple[str, int], tuple[Evidence, ...]] = field(
        default_factory=dict[tuple[str, int], tuple[Evidence, ...]]
    )
    articles: dict[int, Article] = field(default_factory=dict[int, Article])
