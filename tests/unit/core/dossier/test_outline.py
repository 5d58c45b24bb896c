"""The text of a dossier, before any page exists."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from db.dates import UNKNOWN_DATE, DatePrecision, PartialDate
from db.records import CommitmentStatus, Evidence, Figure, Partner, Person, Side, VisitStatus
from desktop_app.core.dossier.model import (
    Bullets,
    Chart,
    Facts,
    Heading,
    Paragraph,
    Sources,
    Table,
    Timeline,
    plain,
)
from desktop_app.core.dossier.outline import build_outline
from desktop_app.core.dossier.request import DossierData, DossierRequest, Office, Profile, Section, TypedNotes
from desktop_app.core.dossier.wording import show_date


def texts(block):
    match block:
        case Heading():
            return [((), block.text)]
        case Paragraph():
            return [(block.text, plain(block.text))]
        case Bullets():
            return [(t, plain(t)) for t in block.items]
        case Facts():
            return [(t, f"{n}: {plain(t)}") for n, t in block.rows]
        case Table():
            return [((), block.caption), *((t, plain(t)) for row in block.rows for t in row)]
        case Timeline():
            return [(e.text, f"{e.when} {plain(e.text)}") for e in block.events]
        case Chart():
            return [((), block.title), *(((), f"{b.label} {b.shown}") for b in block.bars)]
        case Sources():
            return [((), f"{e.title} {q.text}") for e in block.entries for q in e.quotes]


def part(outline, section):
    return next(p for p in outline.parts if p.section is section)


def words(outline, section):
    return "\n".join(w for b in part(outline, section).blocks for _, w in texts(b))


def runs(outline):
    return [r for p in outline.parts for b in p.blocks for t, _ in texts(b) for r in t]


# -- example 29 ----------------------------------------


def test_example_29_last_meeting_names_the_inferred_year_until_it_is_confirmed(gwangju, request_):
    assert "Lần gặp gần nhất: 09/6 (năm suy đoán 2022)" in words(
        build_outline(gwangju, request_), Section.SUMMARY
    )
    visit = gwangju.visits[0]
    sure = replace(gwangju, visits=(replace(visit, period=visit.period.confirmed()),))
    summary = words(build_outline(sure, request_), Section.SUMMARY)
    assert "Lần gặp gần nhất: 09/6/2022" in summary
    assert "suy đoán 2022" not in summary.split("Đã ký kết")[0]


def test_example_29_figures_stand_under_their_scope_and_never_under_the_partner(gwangju, request_):
    outline = build_outline(gwangju, request_)
    tables = [b for b in part(outline, Section.FIGURES).blocks if isinstance(b, Table)]
    assert [t.caption for t in tables] == ["Phạm vi: Hàn Quốc – tỉnh Nghệ An", "Phạm vi: thành phố Gwangju"]
    first = "\n".join(plain(c) for row in tables[0].rows for c in row)
    assert "khoảng 135 triệu USD" in first
    assert "gần 10.000 lao động" in first
    assert "500–700 người/năm" in first
    assert "không phải là số liệu riêng của Gwangju" in words(outline, Section.FIGURES)
    assert "khoảng 135 triệu USD (Hàn Quốc – tỉnh Nghệ An; chưa rõ thời kỳ)" in words(
        outline, Section.SUMMARY
    )


def test_example_29_three_commitments_of_theirs_are_open_and_linked(gwangju, request_):
    outline = build_outline(gwangju, request_)
    blocks = part(outline, Section.COMMITMENTS).blocks
    assert [b.text for b in blocks if isinstance(b, Heading)] == [
        "Phía bạn (Gwangju)",
        "Phía ta (tỉnh Nghệ An)",
    ]
    theirs, ours = [b for b in blocks if isinstance(b, Table)]
    assert len(theirs.rows) == 3
    assert "Phụ thuộc cam kết số 1" in plain(theirs.rows[1][1])
    assert "Đề nghị sẵn sàng" in plain(theirs.rows[2][2])
    assert "hạn: chưa rõ" in plain(theirs.rows[0][3])
    assert "quá hạn 45 ngày" in plain(ours.rows[0][3])


def test_example_29_sources_are_numbered_and_gaps_present(gwangju, request_):
    outline = build_outline(gwangju, request_)
    assert [e.number for e in outline.sources()] == [1, 2]
    gaps = words(outline, Section.GAPS)
    assert "năm 2022 là suy đoán, nguồn không ghi năm" in gaps
    assert "chưa rõ người ký" in gaps
    assert "chưa rõ thời hạn" in gaps
    assert "Chưa có ảnh" in gaps


# -- example 30 ----------------------------------------


def test_example_30_memorandum_under_the_range_with_its_other_title(asan, request_):
    table = next(
        b for b in part(build_outline(asan, request_), Section.AGREEMENTS).blocks if isinstance(b, Table)
    )
    row = next(r for r in table.rows if "Biên bản ghi nhớ" in plain(r[0]))
    assert plain(row[2]).strip() == "trong 24–27/6/2024"
    assert "Tên khác trong nguồn: “Bản ghi nhớ về phái cử lao động thời vụ”" in plain(row[0])
    assert "Người ký: chưa rõ" in plain(row[1])
    assert "Thời hạn: chưa rõ" in plain(row[3])


def test_example_30_spellings_of_a_name_stand_in_the_person_line(asan, request_):
    people = words(build_outline(asan, request_), Section.PEOPLE)
    assert "Ông Park Gyung-gi (박경귀)" in people
    assert "Cách viết khác: Park-Gyeong-gwi, Park Kyung-kwi" in people
    assert "Thị trưởng, thành phố Asan (tại thời điểm 24–27/6/2024), thông tin đã quá 2 năm" in people


def test_example_30_two_dates_of_one_memorandum_contradict_only_when_both_are_there(asan, request_):
    assert "có thể là một văn bản với hai ngày ký khác nhau" in words(
        build_outline(asan, request_), Section.GAPS
    )
    alone = replace(asan, agreements=asan.agreements[:2])
    assert "Mâu thuẫn" not in words(build_outline(alone, request_), Section.GAPS)


def test_gaps_of_a_visit_stop_without_content_and_an_unknown_gift(asan, request_):
    gaps = words(build_outline(asan, request_), Section.GAPS)
    assert "chặng Busan chưa có nội dung" in gaps
    assert "quà tặng chưa rõ hiện vật" in gaps
    assert "chặng Asan" not in gaps


def test_old_place_name_is_explained_once(asan, request_):
    outline = build_outline(asan, request_)
    whole = "\n".join(words(outline, p.section) for p in outline.parts)
    assert whole.count("tỉnh Nam Định (nay thuộc tỉnh Ninh Bình)") == 1


def test_old_place_name_is_not_explained_before_the_merger(asan, request_):
    outline = build_outline(asan, replace(request_, as_of=dt.date(2025, 6, 30)))
    assert "nay thuộc" not in "\n".join(words(outline, p.section) for p in outline.parts)


# -- marks ----------------------------------------


def test_every_mark_leads_to_a_quoted_passage(gwangju, asan, request_):
    for data in (gwangju, asan):
        outline = build_outline(data, request_)
        known = {q.mark for e in outline.sources() for q in e.quotes}
        used = {r.mark for r in runs(outline) if r.mark is not None}
        assert used == known


def test_quotes_are_words_of_the_article(gwangju, request_):
    article_texts = [" ".join(a.text.split()) for a in gwangju.articles.values()]
    quotes = [q.text.rstrip("…") for e in build_outline(gwangju, request_).sources() for q in e.quotes]
    assert quotes
    assert all(any(q in text for text in article_texts) for q in quotes)


@pytest.mark.parametrize(
    "section", [Section.VISITS, Section.AGREEMENTS, Section.COMMITMENTS, Section.FIGURES]
)
def test_every_row_made_from_a_record_with_evidence_carries_a_mark(gwangju, request_, section):
    for block in part(build_outline(gwangju, request_), section).blocks:
        if isinstance(block, Table) and "Gwangju" not in block.caption:
            for row in block.rows:
                assert any(run.mark for cell in row for run in cell), [plain(c) for c in row]


def test_sources_are_added_even_when_nobody_asked_for_them(gwangju, request_):
    outline = build_outline(gwangju, replace(request_, sections=(Section.VISITS,)))
    assert [p.section for p in outline.parts] == [Section.VISITS, Section.SOURCES]
    assert not outline.with_cover


def test_sections_come_in_the_order_asked_for(gwangju, request_):
    order = (Section.GAPS, Section.SOURCES, Section.VISITS, Section.VISITS)
    outline = build_outline(gwangju, replace(request_, sections=order))
    assert [(p.section, p.number) for p in outline.parts] == [(s, n) for n, s in enumerate(order[:3], 1)]


def test_a_broken_evidence_prints_no_mark_and_no_error(gwangju, request_):
    bad = (Evidence(99, 0, 5), Evidence(1, 900_000, 900_010), Evidence(1, 5, 5))
    outline = build_outline(replace(gwangju, evidence={("visit", 1): bad}), request_)
    assert outline.sources() == ()
    assert "Nhập tay, chưa gắn nguồn" in words(outline, Section.GAPS)


# -- what is not there is not printed ----------------------------------------


def test_deleted_records_are_not_printed(gwangju, request_):
    now = dt.datetime(2026, 1, 1)
    data = replace(
        gwangju,
        visits=tuple(replace(v, deleted_at=now) for v in gwangju.visits),
        figures=tuple(replace(f, deleted_at=now) for f in gwangju.figures),
        commitments=tuple(replace(c, deleted_at=now) for c in gwangju.commitments),
    )
    outline = build_outline(data, request_)
    whole = "\n".join(words(outline, p.section) for p in outline.parts)
    assert "nha khoa tại" not in whole
    assert "135" not in whole
    assert "Lần gặp gần nhất: chưa ghi nhận" in whole


def test_notes_about_people_only_when_asked_for(gwangju, request_):
    noted = replace(gwangju.people[0], note="Ăn chay")
    data = replace(gwangju, people=(noted,))
    assert "Ăn chay" not in words(build_outline(data, request_), Section.PEOPLE)
    asked = replace(request_, include_people_notes=True)
    assert "Ăn chay" in words(build_outline(data, asked), Section.PEOPLE)


def test_empty_partner_says_so_everywhere():
    outline = build_outline(
        DossierData(Office(), Partner(1, "Xiêng Khoảng")), DossierRequest(1, as_of=dt.date(2026, 1, 5))
    )
    assert all(p.blocks for p in outline.parts)
    assert words(outline, Section.OBJECTIVES).count("(chưa nhập)") == 2
    assert "Chưa có nguồn nào." in words(outline, Section.SOURCES)
    assert "bí mật nhà nước" in outline.closing


def test_planned_and_cancelled_visits_are_not_the_last_meeting(gwangju, request_):
    first = gwangju.visits[0]
    day = PartialDate.from_day
    planned = replace(
        first, id=8, title="Đoàn sang năm", status=VisitStatus.PLANNED, period=day(dt.date(2027, 3, 1))
    )
    off = replace(
        first, id=9, title="Đoàn đã hủy", status=VisitStatus.CANCELLED, period=day(dt.date(2025, 3, 1))
    )
    outline = build_outline(replace(gwangju, visits=(first, off, planned)), request_)
    summary = words(outline, Section.SUMMARY)
    assert "Lần gặp gần nhất: 09/6 (năm suy đoán 2022)" in summary
    assert "Sắp tới: 01/3/2027 – Đoàn sang năm (dự kiến)" in summary
    assert "Đoàn đã hủy" not in words(outline, Section.TIMELINE)


def test_a_commitment_without_a_known_year_is_never_called_late(gwangju, request_):
    item = replace(gwangju.commitments[3], deadline=PartialDate("--09-18", "", DatePrecision.NO_YEAR))
    outline = build_outline(replace(gwangju, commitments=(item,)), request_)
    assert "quá hạn" not in words(outline, Section.COMMITMENTS)


def test_settled_commitments_are_not_open(gwangju, request_):
    done = tuple(replace(c, status=CommitmentStatus.DONE) for c in gwangju.commitments)
    outline = build_outline(replace(gwangju, commitments=done), request_)
    assert "Không còn cam kết nào đang mở." in words(outline, Section.COMMITMENTS)
    assert "hoàn thành: Cử chuyên gia" in words(outline, Section.COMMITMENTS)


def test_charts_only_where_scope_and_unit_are_equal(gwangju, request_):
    charts = [
        b for b in part(build_outline(gwangju, request_), Section.FIGURES).blocks if isinstance(b, Chart)
    ]
    assert [c.title for c in charts] == ["So sánh (triệu USD), phạm vi: Hàn Quốc – tỉnh Nghệ An"]
    assert [b.shown for b in charts[0].bars] == ["khoảng 135", "231", "206"]


def test_a_figure_without_scope_says_so(gwangju, request_):
    data = replace(gwangju, figures=(Figure(1, "Khách", 5, "người"),))
    outline = build_outline(data, request_)
    assert "Phạm vi: chưa rõ phạm vi" in words(outline, Section.FIGURES)
    assert "chưa rõ phạm vi; chưa rõ thời kỳ" in words(outline, Section.GAPS)


def test_an_old_post_is_not_shown_as_of_today(gwangju, request_):
    person = words(build_outline(gwangju, request_), Section.PEOPLE)
    assert (
        "Giám đốc, Sở Ngoại vụ Gwangju (tại thời điểm 09/6 (năm suy đoán 2022)), thông tin đã quá 2 năm"
        in person
    )
    nobody = replace(gwangju, people=(Person(1, "Ai đó", side=Side.THEIRS),))
    assert "Ai đó: chưa rõ chức vụ" in words(build_outline(nobody, request_), Section.GAPS)


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        (PartialDate("2022-06-09", "", DatePrecision.DAY, "", True), "09/6 (năm suy đoán 2022)"),
        (PartialDate("2022-06-09", "", DatePrecision.DAY), "09/6/2022"),
        (
            PartialDate("2024-06-24", "2024-06-27", DatePrecision.DAY_RANGE, "", True),
            "24–27/6 (năm suy đoán 2024)",
        ),
        (PartialDate("2023-12-28", "2024-01-03", DatePrecision.DAY_RANGE), "28/12/2023 – 03/01/2024"),
        (PartialDate("2024-05", "", DatePrecision.MONTH, "", True), "tháng 5 (năm suy đoán 2024)"),
        (PartialDate("2021", "", DatePrecision.YEAR, "", True), "năm suy đoán 2021"),
        (PartialDate("--06-09", "", DatePrecision.NO_YEAR), "09/6 (chưa rõ năm)"),
        (PartialDate(stated="đầu hè"), "đầu hè"),
        (UNKNOWN_DATE, "chưa rõ"),
    ],
)
def test_dates_as_printed(date, shown):
    assert show_date(date) == shown


def test_typed_lines_become_a_list_without_their_dashes():
    request = DossierRequest(1, as_of=dt.date(2026, 1, 5), notes=TypedNotes(points="- một\n\n2) hai\n• ba"))
    outline = build_outline(DossierData(Office(), Partner(1, "X")), request)
    bullets = next(b for b in part(outline, Section.TALKING_POINTS).blocks if isinstance(b, Bullets))
    assert [plain(t) for t in bullets.items] == ["một", "hai", "ba"]


def test_profile_is_passed_on(gwangju, request_):
    assert build_outline(gwangju, replace(request_, profile=Profile.DECREE_30)).profile is Profile.DECREE_30


def test_one_post_seen_twice_is_one_line_with_two_dates(gwangju, request_):
    person = gwangju.people[0]
    later = replace(person.posts[0], id=9, seen_on=PartialDate.from_day(dt.date(2023, 5, 19)))
    data = replace(gwangju, people=(replace(person, posts=(*person.posts, later)),))
    shown = words(build_outline(data, request_), Section.PEOPLE)
    assert "Giám đốc, Sở Ngoại vụ Gwangju (tại thời điểm 09/6 (năm suy đoán 2022); 19/5/2023)" in shown
    assert shown.count("Giám đốc, Sở Ngoại vụ Gwangju") == 1
