"""Building the printed briefing of a partner from accepted records, read at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from db.records import Evidence, Figure, Partner, RecordKind
from db.work import Work
from desktop_app.core.dossier.model import Block, Bullets
from desktop_app.core.dossier.request import (
    DossierData,
    DossierRequest as DossierRequest,
    Profile as Profile,
    Section as Section,
    TypedNotes as TypedNotes,
)
from desktop_app.core.text.fold import fold
from desktop_app.errors import UserFixable
from desktop_app.progress import Reporter
from desktop_app.services.context import Context
from desktop_app.services.office import office_of
from desktop_app.services.partners import page_evidence, partner_page


@dataclass(frozen=True, slots=True)
class BuiltDossier:
    """A written dossier."""

    path: Path
    pages: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A dossier laid out but not written anywhere.

    ``sizes`` are width and height of the pages in points; ``gaps`` what the dossier prints as not clear,
    also when that section is left out.
    """

    content: bytes
    sizes: tuple[tuple[float, float], ...]
    gaps: tuple[str, ...] = ()

    def image(self, index: int, scale: float) -> tuple[int, int, bytes]:
        """One page as (width, height, BGRA bytes); ``scale`` 1.0 is 72 dots an inch. Safe from any thread."""
        from desktop_app.core.dossier import raster

        return raster.render_page(self.content, index, scale)

    def pages_with(self, text: str) -> tuple[int, ...]:
        """The pages (from 0) on which all these words stand, marks and case aside."""
        from desktop_app.core.dossier import raster

        words = fold(text).split()
        if not words:
            return ()
        pages = [" ".join(fold(page).split()) for page in raster.page_texts(self.content)]
        return tuple(index for index, page in enumerate(pages) if all(word in page for word in words))


class DossierService:
    """Preview and files of dossiers."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def data(self, request: DossierRequest) -> DossierData:
        """All accepted records a dossier may print."""
        with self._context.reading() as work:
            return dossier_data(work, request.partner_id)

    def build(self, request: DossierRequest, path: Path, reporter: Reporter | None = None) -> BuiltDossier:
        """Write the dossier as PDF or Word, by the ending of ``path``; an old file is replaced when done.

        Raises:
            UserFixable: another ending.
            WorldError: the place cannot be written to.
            Cancelled: the person stopped it.
        """
        # ReportLab and python-docx cost a third of a second: the window must not wait for them at its start.
        from desktop_app.core.dossier.docx import write_docx
        from desktop_app.core.dossier.outline import build_outline
        from desktop_app.core.dossier.pages import write_pdf

        outline = build_outline(self.data(request), request)
        kind = path.suffix.lower()
        if kind == ".pdf":
            return BuiltDossier(path, write_pdf(outline, path, reporter=reporter).pages)
        if kind == ".docx":
            write_docx(outline, path)
            return BuiltDossier(path, 0)
        raise UserFixable(
            f"Không rõ kiểu tệp “{path.name}”.", "Hãy đặt tên tệp kết thúc bằng .pdf hoặc .docx."
        )

    def preview(self, request: DossierRequest, reporter: Reporter | None = None) -> Preview:
        """Lay the dossier out for the pages in the window and for the printer.

        Raises:
            MissingGlyph: a character cannot be printed.
            Cancelled: the person stopped it.
        """
        from desktop_app.core.dossier import raster
        from desktop_app.core.dossier.outline import build_outline
        from desktop_app.core.dossier.pages import render

        data = self.data(request)
        content, _ = render(build_outline(data, request), Path(), reporter or Reporter())
        gaps = build_outline(data, replace(request, sections=(Section.GAPS,)))
        return Preview(content, raster.page_sizes(content), tuple(_points(gaps.parts[0].blocks)))

    def is_empty(self, partner_id: int) -> bool:
        """Whether nothing was accepted about a partner yet, so that a dossier would have nothing to say."""
        data = self.data(DossierRequest(partner_id))
        return not any(
            (data.visits, data.agreements, data.commitments, data.people, data.figures, data.profile_facts)
        )

    def file_name(self, request: DossierRequest) -> str:
        """A file name that mails and Windows accept."""
        with self._context.reading() as work:
            partner = work.partners.get(request.partner_id)
        words = "".join(c if c.isalnum() else "-" for c in fold(partner.name)).strip("-")
        return f"ho-so-tom-tat-{words}-{request.as_of:%Y-%m-%d}.pdf"


def section_label(section: Section) -> str:
    """The heading of a section, as printed."""
    from desktop_app.core.dossier.outline import TITLES

    return TITLES.get(section, "Trang bìa")


def profile_label(profile: Profile) -> str:
    """What a print profile is called."""
    return {
        Profile.WORKING: "Hồ sơ tóm tắt (tài liệu làm việc)",
        Profile.DECREE_30: "Theo thể thức Nghị định 30/2020/NĐ-CP",
    }[profile]


def _points(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Bullets):
            yield from ("".join(run.text for run in item) for item in block.items)


def dossier_data(work: Work, partner_id: int) -> DossierData:
    """Read everything about a partner in an open unit of work."""
    page = partner_page(work, partner_id)
    partner = _with_place(work, page.partner)
    visits = sorted(page.visits, key=lambda v: v.period.sort_key)
    agreements = sorted(page.agreements, key=lambda a: a.signed.sort_key)
    evidence = page_evidence(
        work, partner, visits, agreements, list(page.commitments), list(page.figures), list(page.facts)
    )
    people = work.evidence.of_records([(RecordKind.PERSON, person.id) for person in page.people])
    evidence = {**evidence, **people}
    ids = sorted({item.article_id for items in evidence.values() for item in items})
    return DossierData(
        office=office_of(work),
        partner=partner,
        visits=tuple(visits),
        agreements=tuple(agreements),
        commitments=page.commitments,
        people=page.people,
        figures=_by_scope(page.figures),
        profile_facts=page.facts,
        successions=page.successions,
        evidence={key: _tidy(items) for key, items in evidence.items()},
        articles={article.id: article for article in work.articles.get_many(ids)},
    )


def _with_place(work: Work, partner: Partner) -> Partner:
    """The partner with the native name of its place when it has none of its own."""
    if partner.place_id is None or partner.native_name:
        return partner
    place = work.places.get(partner.place_id)
    return replace(partner, native_name=place.native_name, romanised=partner.romanised or place.romanised)


def _by_scope(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    return tuple(sorted(figures, key=lambda f: (f.scope, f.indicator.value, f.period.sort_key, f.what)))


def _tidy(items: list[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(items, key=lambda item: (item.article_id, item.start, item.end)))
