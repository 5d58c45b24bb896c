"""The confirmed names of the library for the rules, read again only after something changed."""

from __future__ import annotations

import threading
from collections import defaultdict

from db.records import Partner, Side
from db.work import Work
from desktop_app.core.extraction.known import Known, KnownPerson, KnownPlace, KnownPost
from desktop_app.services.context import Context

_SIDES = {Side.OURS: "vn", Side.THEIRS: "foreign"}


class KnownNames:
    """People and partners that are records and not in the trash."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lock = threading.Lock()
        self._read_at = -1
        self._known = Known()

    def get(self) -> Known:
        """Return the names as of the latest action."""
        with self._lock, self._context.reading() as work:
            newest = work.actions.last_id()
            if newest != self._read_at:
                self._known = known_of(work)
                self._read_at = newest
            return self._known


def known_of(work: Work) -> Known:
    """Return the confirmed names of a library."""
    partners = work.partners.all()
    names = {partner.id: partner.name for partner in partners}
    posts: dict[int, list[KnownPost]] = defaultdict(list)
    for person_id, *values in work.people.posts_held():
        posts[person_id].append(KnownPost(*values))
    people = [
        KnownPerson(
            record_id,
            (name, *aliases),
            side=_SIDES.get(side, ""),
            country=country,
            partner=names.get(partner_id or 0, ""),
            posts=tuple(posts[record_id]),
        )
        for record_id, name, aliases, side, country, partner_id in work.people.named()
    ]
    return Known(tuple(people), tuple(_place(partner) for partner in partners))


def _place(partner: Partner) -> KnownPlace:
    names = (partner.name, partner.romanised, *partner.aliases)
    return KnownPlace(partner.id, tuple(name for name in names if name), partner.country)
