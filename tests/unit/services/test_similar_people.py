"""Two spellings of one foreign name are offered for merging."""

import pytest

from db.records import Person, Side
from desktop_app.bootstrap import Services
from desktop_app.services.drafts import LinkedDraft
from desktop_app.services.merging import similar


@pytest.mark.parametrize(
    ("known", "found", "offered"),
    [
        ("Seo Gyeong-gwi", "Seo Gyung-gi", True),
        ("Bounthong Keomany", "Bounthong Keomani", True),
        ("Seo Gyeong-gwi", "Seo Chan-ho", False),
    ],
)
def test_spellings_are_offered(services: Services, known: str, found: str, offered: bool) -> None:
    with services._context.writing("thử") as work:
        work.people.add(Person(0, known, side=Side.THEIRS))
    with services._context.reading() as work:
        names = [title for _, _, title in similar(work, LinkedDraft(Person(0, found, side=Side.THEIRS)))]
    assert names == ([known] if offered else [])
