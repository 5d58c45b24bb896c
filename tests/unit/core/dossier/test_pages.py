"""The finished PDF, read back with two readers."""

from __future__ import annotations

import datetime as dt
import errno
import os
import time
import unicodedata
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from pypdf import PdfReader

from db.records import (
    Commitment,
    CommitmentGrade,
    Participant,
    Partner,
    Person,
    Post,
    ProfileFact,
    Role,
    Side,
)
from desktop_app.core.dossier.fonts import MissingGlyph
from desktop_app.core.dossier.model import Heading
from desktop_app.core.dossier.outline import build_outline
from desktop_app.core.dossier.pages import write_pdf
from desktop_app.core.dossier.raster import page_count, render_page
from desktop_app.core.dossier.request import DossierData, DossierRequest, Office, Profile, Section, TypedNotes
from desktop_app.errors import WorldError
from desktop_app.progress import Cancelled, Reporter

MM = 72 / 25.4
TONES = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
HOSTILE = (
    "<b>đậm</b> R&D <img src=\"/etc/passwd\"/> <a href='javascript:alert(1)'>x</a> a<b và c>d </para> &#x41; "
    '<font color="__import__(1)">z</font> {{1}} %s \x00\x07\u202e'
)


def make(data: DossierData, request: DossierRequest, path: Path):
    outline = build_outline(data, request)
    return outline, write_pdf(outline, path)


def squeeze(text: str) -> str:
    return "".join(text.split()).replace("\u00a0", "")


def pages_text(path: Path) -> list[str]:
    document = pdfium.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


def whole(path: Path) -> str:
    return squeeze("".join(pages_text(path)))


def fonts_of(reader: PdfReader) -> dict[str, bool]:
    found = {}
    for page in reader.pages:
        for font in (page["/Resources"].get("/Font") or {}).values():
            font = font.get_object()
            descriptor = font.get("/FontDescriptor")
            found[font["/BaseFont"]] = descriptor is not None and "/FontFile2" in descriptor.get_object()
    return found


def boxes(path: Path) -> list[list[tuple[float, float, float, float]]]:
    document = pdfium.PdfDocument(path)
    out = []
    for page in document:
        text = page.get_textpage()
        out.append([text.get_rect(i) for i in range(text.count_rects())])
    document.close()
    return out


@pytest.fixture(params=list(Profile), ids=lambda p: p.value)
def profile(request):
    return request.param


# -- example 31 ----------------------------------------


def test_example_31_every_vietnamese_letter_comes_out_in_nfc(gwangju, request_, tmp_path, profile):
    letters = " ".join(TONES) + " " + " ".join(TONES.upper())
    request = replace(
        request_, profile=profile, notes=TypedNotes(programme=unicodedata.normalize("NFD", letters))
    )
    path = tmp_path / "hồ sơ.pdf"
    make(gwangju, request, path)
    text = "".join(pages_text(path))
    other = "".join(page.extract_text() for page in PdfReader(path).pages)
    for letter in (*TONES, *TONES.upper()):
        assert letter in text
        assert letter in other
    assert unicodedata.is_normalized("NFC", text)
    assert "\ufffd" not in text


def test_example_31_fonts_are_embedded_and_ours(gwangju, asan, request_, tmp_path, profile):
    for data in (gwangju, asan):
        make(data, replace(request_, profile=profile), tmp_path / "a.pdf")
        fonts = fonts_of(PdfReader(tmp_path / "a.pdf"))
        assert fonts
        assert all(fonts.values()), fonts
        assert all("Liberation" in name or "Droid" in name for name in fonts)


def test_example_31_decree_page_1_has_no_number_and_page_2_has_it_top_centre(asan, request_, tmp_path):
    make(asan, replace(request_, profile=Profile.DECREE_30), tmp_path / "a.pdf")
    document = pdfium.PdfDocument(tmp_path / "a.pdf")
    for index, page in enumerate(document):
        text = page.get_textpage()
        top = text.get_text_bounded(left=0, bottom=297 * MM - 19 * MM, right=210 * MM, top=297 * MM).strip()
        assert top == ("" if index == 0 else str(index + 1))
        if index:
            left, _, right, _ = next(
                r for r in (text.get_rect(i) for i in range(text.count_rects())) if r[1] > 297 * MM - 19 * MM
            )
            assert (left + right) / 2 == pytest.approx(105 * MM, abs=2)
    document.close()


def test_example_31_text_stays_inside_the_margins(gwangju, asan, request_, tmp_path, profile):
    for data in (gwangju, asan):
        make(data, replace(request_, profile=profile), tmp_path / "a.pdf")
        for page in boxes(tmp_path / "a.pdf"):
            for left, bottom, right, top in page:
                assert left >= 30 * MM - 1
                assert right <= (210 - 15) * MM
                in_body = bottom > 18 * MM and top < 279 * MM
                assert not in_body or (bottom >= 19.5 * MM and top <= 277.5 * MM)


def test_working_paper_counts_its_pages(gwangju, request_, tmp_path):
    _, result = make(gwangju, request_, tmp_path / "a.pdf")
    texts = pages_text(tmp_path / "a.pdf")
    assert len(texts) == result.pages
    assert "Trang" not in texts[0]
    assert all(f"Trang {n}/{result.pages}" in t for n, t in enumerate(texts[1:], 2))


# -- contents, bookmarks, links ----------------------------------------


def test_contents_give_the_real_pages_and_lead_there(gwangju, request_, tmp_path, profile):
    outline, result = make(gwangju, replace(request_, profile=profile), tmp_path / "a.pdf")
    texts = pages_text(tmp_path / "a.pdf")
    assert len(result.contents) == len(outline.parts)
    front = squeeze(texts[0]).replace(".", "")
    for title, page in result.contents:
        assert squeeze(title) in squeeze(texts[page - 1])
        assert squeeze(title).replace(".", "") + str(page) in front
    reader = PdfReader(tmp_path / "a.pdf")
    top = [item for item in reader.outline if not isinstance(item, list)]
    assert [(i.title, reader.get_destination_page_number(i) + 1) for i in top] == list(result.contents)


def test_summary_is_one_page_and_stands_alone(gwangju, asan, request_, tmp_path, profile):
    for data in (gwangju, asan):
        _, result = make(data, replace(request_, profile=profile), tmp_path / "a.pdf")
        pages = dict(result.contents)
        starts = list(pages.values())
        assert starts[1] == starts[0] + 1


def test_marks_lead_to_the_passage_and_addresses_are_web_only(gwangju, request_, tmp_path):
    article = replace(gwangju.articles[1], address="javascript:alert(1)")
    data = replace(gwangju, articles={**gwangju.articles, 1: article})
    outline, result = make(data, request_, tmp_path / "a.pdf")
    reader = PdfReader(tmp_path / "a.pdf")
    links = [a.get_object() for page in reader.pages for a in page.get("/Annots", [])]
    inside = [link["/Dest"] for link in links if "/Dest" in link]
    numbers = {page.indirect_reference.idnum: index for index, page in enumerate(reader.pages, 1)}
    reached = [numbers[dest[0].idnum] for dest in inside]
    pages = dict(result.contents)
    assert sum(n >= pages["13. Nguồn"] for n in reached) > len(outline.parts)
    assert len(reached) == len(inside)
    uris = {str(link["/A"]["/URI"]) for link in links if "/A" in link and "/URI" in link["/A"]}
    assert uris == {gwangju.articles[2].address}


def test_language_title_and_author(gwangju, request_, tmp_path):
    make(gwangju, request_, tmp_path / "a.pdf")
    reader = PdfReader(tmp_path / "a.pdf")
    assert reader.trailer["/Root"]["/Lang"] == "vi-VN"
    assert reader.metadata.title == "Hồ sơ tóm tắt đối tác: Gwangju"
    assert reader.metadata.author == "Sở Ngoại vụ"


def test_notice_stands_on_the_last_page(gwangju, request_, tmp_path, profile):
    make(gwangju, replace(request_, profile=profile), tmp_path / "a.pdf")
    assert squeeze("không được nhập, lưu hoặc soạn thảo bí mật nhà nước") in squeeze(
        pages_text(tmp_path / "a.pdf")[-1]
    )


def test_every_piece_of_text_is_on_paper(gwangju, asan, request_, tmp_path, profile):
    for data in (gwangju, asan):
        outline, _ = make(data, replace(request_, profile=profile), tmp_path / "a.pdf")
        text = whole(tmp_path / "a.pdf")
        pieces = [q.text for e in outline.sources() for q in e.quotes] + [e.title for e in outline.sources()]
        assert pieces
        for piece in pieces:
            assert squeeze(piece) in text


def test_scope_is_printed_on_the_page_of_its_figures(gwangju, request_, tmp_path):
    make(gwangju, request_, tmp_path / "a.pdf")
    for text in pages_text(tmp_path / "a.pdf"):
        if "135" in text and "nguon" not in text:
            assert "HànQuốc–tỉnhNghệAn" in squeeze(text) or "“" in text


def headings_last(path: Path, titles: list[str]) -> list[str]:
    bad = []
    for text in pages_text(path):
        rows = [
            squeeze(r)
            for r in text.splitlines()
            if r.strip() and "Trang " not in r and r.strip() != "Sở Ngoại vụ"
        ]
        if rows and rows[-1] in titles:
            bad.append(rows[-1])
    return bad


@pytest.mark.parametrize("extra", range(0, 40, 4))
def test_no_heading_is_last_on_a_page(gwangju, request_, tmp_path, extra):
    notes = TypedNotes(objectives="\n".join(f"Mục tiêu số {n}" for n in range(extra)))
    outline, _ = make(gwangju, replace(request_, notes=notes), tmp_path / "a.pdf")
    titles = [squeeze(f"{p.number}. {p.title}") for p in outline.parts]
    titles += [squeeze(f"[{e.number}] {e.title}. {e.outlet}, {e.date}.") for e in outline.sources()]
    titles += [
        squeeze(b.text)
        for p in outline.parts
        for b in p.blocks
        if hasattr(b, "text") and isinstance(b.text, str)
    ]
    assert headings_last(tmp_path / "a.pdf", titles) == []


# -- example 32: overfull and hostile ----------------------------------------


def test_example_32_long_note_and_300_members_print_whole(gwangju, request_, tmp_path, profile):
    note = " ".join(f"từ{n}" for n in range(6000))
    members = tuple(
        Participant(f"Thành viên {n}", Role.MEMBER, Side.THEIRS, "Chuyên viên") for n in range(300)
    )
    visit = replace(gwangju.visits[0], content=note, participants=gwangju.visits[0].participants + members)
    request = replace(request_, profile=profile, notes=TypedNotes(programme=note))
    make(replace(gwangju, visits=(visit,)), request, tmp_path / "a.pdf")
    text = whole(tmp_path / "a.pdf")
    assert "từ0" in text
    assert text.count("từ5999") == 2
    assert text.count("từ3000") == 2
    assert "Thànhviên299" in text


def test_overfull_tables_repeat_their_heads(gwangju, request_, tmp_path):
    many = tuple(
        Commitment(
            100 + n,
            f"Cam kết thử số {n} với nội dung dài vừa phải để chiếm chỗ",
            CommitmentGrade.PROMISE,
            Side.THEIRS,
        )
        for n in range(300)
    )
    make(replace(gwangju, commitments=many), request_, tmp_path / "a.pdf")
    inside = [t for t in map(squeeze, pages_text(tmp_path / "a.pdf")) if t.count("hạn:chưarõ") > 6]
    assert len(inside) > 5
    assert all("Mứcđộ,từngày" in t for t in inside)


def test_rows_that_fit_a_page_are_not_cut(gwangju, request_, tmp_path, profile):
    first = gwangju.visits[0]
    content = "Trao đổi về đào tạo, lao động, du lịch và đầu tư giữa hai bên. " * 4
    visits = tuple(replace(first, id=50 + n, title=f"Đoàn thử {n}.", content=content) for n in range(25))
    outline, _ = make(replace(gwangju, visits=visits), replace(request_, profile=profile), tmp_path / "a.pdf")
    inside = [t for t in map(squeeze, pages_text(tmp_path / "a.pdf")) if t.count("Nộidung:Traođổi") > 1]
    assert len(inside) > 4
    for text in inside:
        assert text.count("Nộidung,kếtquả") == 1
        assert text.count("Nộidung:Traođổi") == text.count("Lĩnhvực:Giáodục,đàotạo,Ytế")
    titles = [squeeze(b.text) for p in outline.parts for b in p.blocks if isinstance(b, Heading)]
    assert headings_last(tmp_path / "a.pdf", titles) == []


def test_names_of_120_letters_and_long_addresses_print(gwangju, request_, tmp_path, profile):
    name = "Liên hiệp các thành phố hữu nghị và hợp tác quốc tế vùng " * 2
    address = "https://example.vn/" + "a" * 300
    articles = {n: replace(a, title=name, address=address) for n, a in gwangju.articles.items()}
    people = (Person(1, "X" * 120, side=Side.THEIRS, posts=(Post(1, 1, name, None, name),)),)
    data = replace(gwangju, partner=Partner(1, name, name, name), articles=articles, people=people)
    make(data, replace(request_, profile=profile, purpose=name), tmp_path / "a.pdf")
    for page in boxes(tmp_path / "a.pdf"):
        assert all(right <= 196 * MM for _, _, right, _ in page)


def test_hostile_text_in_every_field_is_only_text(gwangju, request_, tmp_path, profile):
    def poisoned(record):
        changes = {
            name: HOSTILE
            for name in record.__dataclass_fields__
            if type(getattr(record, name)) is str and name not in ("text_hash", "unit")
        }
        return replace(record, **changes)

    data = replace(
        gwangju,
        office=poisoned(gwangju.office),
        partner=poisoned(gwangju.partner),
        visits=tuple(poisoned(v) for v in gwangju.visits),
        agreements=tuple(poisoned(a) for a in gwangju.agreements),
        commitments=tuple(poisoned(c) for c in gwangju.commitments),
        people=tuple(poisoned(p) for p in gwangju.people),
        figures=tuple(poisoned(f) for f in gwangju.figures),
        profile_facts=(ProfileFact(1, 1, HOSTILE, HOSTILE),),
        articles={n: poisoned(a) for n, a in gwangju.articles.items()},
    )
    request = replace(
        request_, profile=profile, purpose=HOSTILE, drafter=HOSTILE, notes=TypedNotes(*[HOSTILE] * 6)
    )
    make(data, request, tmp_path / "a.pdf")
    text = whole(tmp_path / "a.pdf")
    assert squeeze('<b>đậm</b> R&D <img src="/etc/passwd"/>') in text
    reader = PdfReader(tmp_path / "a.pdf")
    assert not any(page.images for page in reader.pages)
    uris = [
        a.get_object().get("/A", {}).get("/URI") for page in reader.pages for a in page.get("/Annots", [])
    ]
    assert not any(uris)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet=st.characters(codec="latin-1"), max_size=300)
    | st.text(alphabet=TONES + "<>&\"'/ \n\t", max_size=300)
)
def test_any_latin_text_prints(tmp_path, words):
    data = DossierData(Office(name=words), Partner(1, words or "x", note=words))
    request = DossierRequest(1, purpose=words, as_of=dt.date(2026, 1, 5), sections=(Section.PROFILE,))
    _, result = make(data, request, tmp_path / "a.pdf")
    assert result.pages >= 1


def test_empty_partner_prints(tmp_path, request_, profile):
    _, result = make(
        DossierData(Office(), Partner(1, "")), replace(request_, profile=profile), tmp_path / "a.pdf"
    )
    assert result.pages >= 3


def test_names_in_hangul_hanzi_kana_lao_and_thai_come_out(gwangju, request_, tmp_path, profile):
    partner = replace(gwangju.partner, native_name="광주광역시 光州 さくら ລາວ ไทย")
    make(replace(gwangju, partner=partner), replace(request_, profile=profile), tmp_path / "a.pdf")
    assert "광주광역시光州さくらລາວไทย" in whole(tmp_path / "a.pdf")


def test_a_character_no_font_has_stops_the_print_and_is_named(gwangju, request_, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    notes = TypedNotes(programme="Chào \U0001f600 và \U00012000")
    with pytest.raises(MissingGlyph) as caught:
        make(gwangju, replace(request_, notes=notes), path)
    assert caught.value.characters == "\U00012000\U0001f600"
    assert "U+1F600" in caught.value.message
    assert path.read_bytes() == b"old"


# -- example 33: same data, same bytes; and saving ----------------------------------------


def test_example_33_same_data_same_bytes(gwangju, request_, tmp_path, profile):
    request = replace(request_, profile=profile)
    make(gwangju, request, tmp_path / "a.pdf")
    make(gwangju, request, tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_cancel_leaves_the_old_file_and_nothing_else(gwangju, request_, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    reporter = Reporter(lambda progress: reporter.cancel() if progress.done == 3 else None)
    with pytest.raises(Cancelled):
        write_pdf(build_outline(gwangju, request_), path, reporter=reporter)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_full_disk_leaves_the_old_file_and_no_stump(gwangju, request_, tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorldError):
        write_pdf(build_outline(gwangju, request_), path)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_missing_folder_is_told(gwangju, request_, tmp_path):
    with pytest.raises(WorldError):
        write_pdf(build_outline(gwangju, request_), tmp_path / "không có" / "a.pdf")


def test_an_ordinary_dossier_takes_less_than_two_seconds(gwangju, request_, tmp_path):
    make(gwangju, request_, tmp_path / "a.pdf")
    start = time.perf_counter()
    make(gwangju, request_, tmp_path / "a.pdf")
    assert time.perf_counter() - start < 2


# -- pictures of pages ----------------------------------------


def test_pages_become_pictures(gwangju, request_, tmp_path):
    _, result = make(gwangju, request_, tmp_path / "a.pdf")
    assert page_count(tmp_path / "a.pdf") == result.pages
    width, height, pixels = render_page(tmp_path / "a.pdf", 1, 0.5)
    assert (width, height) == (298, 421)
    assert len(pixels) == width * height * 4
    assert len(set(pixels[::4])) > 10
    with pytest.raises(IndexError):
        render_page(tmp_path / "a.pdf", result.pages, 1)
    with pytest.raises(WorldError):
        page_count(tmp_path / "none.pdf")
