"""Accepted records → the text of a dossier. Nothing is printed that is not in the data."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.core.dossier.context import Context, empty
from desktop_app.core.dossier.model import Block, Cover, Outline, Part, Sources
from desktop_app.core.dossier.request import DossierData, DossierRequest, Office, Section
from desktop_app.core.dossier.sections import (
    agreements,
    commitments,
    figures,
    gaps,
    people,
    profile,
    summary,
    timeline,
    typed,
    visits,
)
from desktop_app.core.dossier.text import line
from desktop_app.core.dossier.wording import full_date, short_date
from resources import read_text

TITLES: dict[Section, str] = {
    Section.SUMMARY: "Tóm tắt",
    Section.OBJECTIVES: "Mục tiêu",
    Section.PROFILE: "Thông tin cơ bản về đối tác",
    Section.PEOPLE: "Nhân vật",
    Section.TIMELINE: "Dòng thời gian quan hệ",
    Section.VISITS: "Đoàn ra, đoàn vào",
    Section.AGREEMENTS: "Thỏa thuận và tình trạng",
    Section.COMMITMENTS: "Cam kết còn mở của hai bên",
    Section.FIGURES: "Số liệu hợp tác",
    Section.TALKING_POINTS: "Gợi ý nội dung trao đổi",
    Section.PROGRAMME: "Chương trình",
    Section.PROTOCOL: "Lễ tân, quà tặng",
    Section.SOURCES: "Nguồn",
    Section.GAPS: "Những điểm chưa rõ và mâu thuẫn",
}

_BUILDERS: dict[Section, Callable[[Context], tuple[Block, ...]]] = {
    Section.SUMMARY: summary.build,
    Section.OBJECTIVES: typed.objectives,
    Section.PROFILE: profile.build,
    Section.PEOPLE: people.build,
    Section.TIMELINE: timeline.build,
    Section.VISITS: visits.build,
    Section.AGREEMENTS: agreements.build,
    Section.COMMITMENTS: commitments.build,
    Section.FIGURES: figures.build,
    Section.TALKING_POINTS: typed.talking_points,
    Section.PROGRAMME: typed.programme,
    Section.PROTOCOL: typed.protocol,
    Section.GAPS: gaps.build,
}


def build_outline(data: DossierData, request: DossierRequest) -> Outline:
    """Put the chosen sections together in the chosen order.

    The source list is added even when it was not chosen as soon as one statement carries a mark: a mark
    without its source would be worth nothing.
    """
    ctx = Context(data, request)
    wanted = [s for s in dict.fromkeys(request.sections) if s is not Section.COVER]
    built = {s: _BUILDERS[s](ctx) for s in wanted if s is not Section.SOURCES}
    entries = ctx.book.entries()
    if entries and Section.SOURCES not in wanted:
        wanted.append(Section.SOURCES)
    if Section.SOURCES in wanted:
        built[Section.SOURCES] = (Sources(entries),) if entries else empty("Chưa có nguồn nào.")
    parts = tuple(Part(s, n, TITLES[s], built[s]) for n, s in enumerate(wanted, 1))
    return Outline(
        profile=request.profile,
        office=_office(data.office),
        cover=_cover(ctx),
        parts=parts,
        closing=line(read_text("dossier/notice.txt")),
        as_of=request.as_of,
        drafter=line(request.drafter),
        with_cover=Section.COVER in request.sections,
    )


def _office(office: Office) -> Office:
    return Office(*(line(getattr(office, name)) for name in Office.__dataclass_fields__))


def _cover(ctx: Context) -> Cover:
    partner, office, request = ctx.data.partner, ctx.data.office, ctx.request
    names = [line(n) for n in (partner.native_name, partner.romanised, partner.country) if n.strip()]
    rows = (
        ("Phục vụ", line(request.purpose) or "……………………"),
        ("Số liệu đến ngày", short_date(ctx.as_of)),
        ("Cơ quan lập", line(office.name) or "……………………"),
        ("Người lập", line(request.drafter) or "……………………"),
    )
    place = line(office.place)
    day = full_date(ctx.as_of)
    return Cover(
        kind="Hồ sơ tóm tắt đối tác",
        partner=ctx.partner,
        other_names=" · ".join(dict.fromkeys(n for n in names if n != ctx.partner)),
        subject=line(request.purpose),
        rows=rows,
        place_and_date=f"{place}, {day}" if place else day[:1].upper() + day[1:],
    )
