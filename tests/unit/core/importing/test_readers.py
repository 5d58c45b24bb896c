# ruff: noqa: E501
"""Readers of each kind of file, and what they refuse."""

import io
import json
import logging
import zipfile

import docx
import pytest
from hypothesis import given, settings, strategies as st
from reportlab.pdfgen import canvas

from db.records import PassageKind
from desktop_app.core.importing.article import ImportedArticle, RefusalReason, Unreadable
from desktop_app.core.importing.jsonl import read_jsonl
from desktop_app.core.importing.pasted import from_pasted
from desktop_app.core.importing.pdf import join_lines
from desktop_app.core.importing.readers import read_bytes, read_file, refusal_sentence
from desktop_app.core.importing.refusals import PICTURE, SCANNED
from desktop_app.core.text.normalise import clean

BODY = [
    "Sáng 12/3, tại trụ sở, lãnh đạo tỉnh tiếp đoàn công tác của thành phố kết nghĩa sang thăm và làm việc.",
    "Hai bên đã trao đổi về hợp tác giáo dục, nông nghiệp và du lịch; nhất trí cử cán bộ sang học tập hằng năm.",
    "Trưởng đoàn bạn khẳng định sẽ giúp tỉnh đào tạo hai mươi điều dưỡng viên trong năm tới theo chương trình chung.",
]
ARTICLE = "Lãnh đạo tỉnh tiếp đoàn thành phố kết nghĩa\n\n" + "\n\n".join(BODY) + "\n\nTin, ảnh: Văn Tám\n"


def refused(result):
    assert isinstance(result, Unreadable)
    assert result.sentence
    return result.reason


def article(result):
    assert isinstance(result, ImportedArticle), result
    return result


def docx_bytes(build):
    document = docx.Document()
    build(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


# -- plain text -------------------------------------------------------------------------------


def test_a_text_file():
    read = article(read_bytes(ARTICLE.encode(), "bài.txt"))
    assert read.title is not None
    assert read.title.value == "Lãnh đạo tỉnh tiếp đoàn thành phố kết nghĩa"
    assert read.author is not None
    assert read.author.value == "Văn Tám"
    assert [passage.kind for passage in read.passages] == [
        PassageKind.TITLE,
        PassageKind.LEAD,
        PassageKind.BODY,
        PassageKind.BODY,
        PassageKind.BYLINE,
    ]
    assert read.original == ARTICLE.encode()


def test_lines_broken_at_a_fixed_width_become_one_paragraph():
    wrapped = "\n".join(
        [
            "Đoàn công tác của tỉnh đã đến thăm và làm việc tại thành phố kết",
            "nghĩa, hội đàm với lãnh đạo thành phố và thăm một số cơ sở đào tạo",
            "nghề của bạn.",
        ]
    )
    read = article(read_bytes(wrapped.encode(), "a.txt"))
    assert len(read.passages) == 1


VIETNAMESE = st.lists(st.sampled_from(" ".join(BODY).split()), min_size=12, max_size=60).map(" ".join)


@given(VIETNAMESE, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))
def test_unicode_encodings_read_back_equal(text, encoding):
    assert article(read_bytes(text.encode(encoding), "a.txt")).text == clean(text)


@given(st.binary(max_size=400))
@settings(max_examples=60)
def test_any_bytes_get_an_answer(data):
    assert isinstance(read_bytes(data, "a.txt"), ImportedArticle | Unreadable)


# -- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", RefusalReason.EMPTY),
        (b"\r\n \t", RefusalReason.EMPTY),
        (b"-- ... --", RefusalReason.NO_TEXT),
        (b"MZ\x90\0" + bytes(300), RefusalReason.UNKNOWN_KIND),
        (bytes(range(32)) * 50, RefusalReason.UNKNOWN_KIND),
        (b"PK\x03\x04 broken", RefusalReason.DAMAGED),
        (b"%PDF-1.7 broken", RefusalReason.DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), RefusalReason.UNKNOWN_KIND),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            RefusalReason.PROTECTED,
        ),
    ],
)
def test_files_that_cannot_be_taken_in(data, reason):
    assert refused(read_bytes(data, "bài viết.docx")) is reason


def test_a_renamed_picture_is_called_a_picture():
    result = read_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100), "bài.docx")
    assert isinstance(result, Unreadable)
    assert result.sentence == PICTURE


def test_missing_files_and_folders(tmp_path):
    assert refused(read_file(tmp_path / "không có.txt")) is RefusalReason.UNREADABLE
    assert refused(read_file(tmp_path)) is RefusalReason.UNREADABLE


@pytest.mark.parametrize("reason", list(RefusalReason))
def test_every_refusal_has_a_sentence_with_a_way_out(reason):
    assert refusal_sentence(reason).count("Hãy") + refusal_sentence(reason).count("hãy") >= 1


# -- secrecy ----------------------------------------------------------------------------------

STAMPED = "UBND TỈNH\nSỞ NGOẠI VỤ\nTUYỆT MẬT\n\nKế hoạch riêng về cột mốc biên giới số 17."


@pytest.mark.parametrize(
    "data",
    [
        STAMPED.encode(),
        STAMPED.encode("utf-16"),
        f"<html><body><p>{STAMPED}</p></body></html>".replace("\n", "</p><p>").encode(),
        docx_bytes(lambda document: [document.add_paragraph(line) for line in STAMPED.split("\n")]),
        docx_bytes(
            lambda document: [
                document.add_paragraph(STAMPED.split("\n")[-1]),
                setattr(document.sections[0].header.paragraphs[0], "text", "MẬT"),
            ]
        ),
    ],
    ids=["utf8", "utf16", "html", "docx", "docx header"],
)
def test_marked_material_is_refused_and_leaves_no_trace(data, caplog, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    result = read_bytes(data, "ke-hoach")
    assert refused(result) is RefusalReason.MARKED_SECRET
    assert "cột mốc" not in repr(result) + caplog.text
    assert list(tmp_path.iterdir()) == []


def test_marked_pasted_and_listed_material_is_refused():
    assert refused(from_pasted(STAMPED)) is RefusalReason.MARKED_SECRET
    line = json.dumps({"text": STAMPED})
    assert refused(next(read_jsonl([line]))) is RefusalReason.MARKED_SECRET


def test_ordinary_words_with_mat_are_taken_in():
    text = (
        "Hội thảo về bảo mật dữ liệu\nMật độ dân số của thành phố kết nghĩa là 500 người mỗi cây số vuông.\n"
    )
    article(read_bytes(text.encode(), "a.txt"))


# -- HTML -------------------------------------------------------------------------------------


def page(inside, head=""):
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{inside}</body></html>".encode()
    )


PAGE = page(
    "<nav><a>Trang chủ</a><a>Kinh tế</a></nav><article><h1>Tiếp đoàn thành phố kết nghĩa</h1>"
    + "".join(f"<p>{part} {part}</p>" for part in BODY)
    + "<figure><img src='http://x.invalid/a.jpg'><figcaption>Lãnh đạo tỉnh tặng quà lưu niệm cho đoàn bạn tại "
    "buổi tiếp.</figcaption></figure></article><footer>Giấy phép số 1</footer><script>alert(1)</script>",
    "<title>Tiếp đoàn thành phố kết nghĩa | Báo Hòa Bình</title>"
    "<link rel='canonical' href='https://baohoabinh.com.vn/tiep-doan-20230312091500123.htm'>",
)


def test_a_saved_page():
    read = article(read_bytes(PAGE, "trang.html"))
    assert read.title is not None
    assert read.title.value == "Tiếp đoàn thành phố kết nghĩa"
    assert read.outlet is not None
    assert read.outlet.value == "Báo Hòa Bình"
    assert read.address is not None
    assert read.published is not None
    assert read.published.value.start == "2023-03-12"
    assert read.published.reason == "từ địa chỉ bài"
    assert "alert" not in read.text
    assert "Giấy phép" not in read.text
    assert BODY[2] in read.text


def test_a_page_without_a_recognisable_main_part_gives_all_its_text_and_says_so():
    read = article(
        read_bytes(
            page(
                "<ul>"
                + "<li><a href='#'>Mục tin</a></li>" * 9
                + "</ul><div>Chiều 5/5, tỉnh tiếp đoàn bạn.</div>"
            ),
            "a.html",
        )
    )
    assert "Chiều 5/5, tỉnh tiếp đoàn bạn." in read.text
    assert any("toàn bộ chữ trên trang" in warning for warning in read.warnings)


@pytest.mark.parametrize(
    "data",
    [
        page("<div>" * 100_000 + "Tiếp đoàn công tác của bạn" + "</div>" * 100_000),
        page("<p " + " ".join(f"a{n}='1'" for n in range(3000)) + ">Tiếp đoàn công tác của bạn</p>"),
        page("<p>Tiếp đoàn công tác của bạn"),
        b"<html>\xff\xfe\x00<p>Ti\xe1\xba\xbfp " + "đoàn công tác của bạn</p>".encode(),
    ],
    ids=["nested", "attributes", "unclosed", "broken bytes"],
)
def test_hostile_pages_are_read_or_refused_but_never_silently_empty(data):
    result = read_bytes(data, "a.html")
    assert isinstance(result, Unreadable) or "công tác" in result.text


def test_a_page_beyond_the_cap_is_refused():
    assert refused(read_bytes(page("x" * 11_000_000), "a.html")) is RefusalReason.TOO_LARGE


# -- Word -------------------------------------------------------------------------------------


def test_a_word_file_with_a_table():
    def build(document):
        document.add_paragraph("Kết quả chuyến công tác của tỉnh")
        for part in BODY:
            document.add_paragraph(part)
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text = "Kim ngạch"
        table.cell(0, 1).text = "12 triệu USD"
        document.add_paragraph("Hai bên hẹn gặp lại vào năm sau.")

    read = article(read_bytes(docx_bytes(build), "báo cáo.docx"))
    assert read.text.split("\n\n")[-2:] == ["Kim ngạch | 12 triệu USD", "Hai bên hẹn gặp lại vào năm sau."]
    assert read.title is not None


def test_a_word_file_in_a_font_from_before_unicode():
    def build(document):
        paragraph = document.add_paragraph()
        for text, font in (("®oµn c«ng t¸c ", ".VnTimeH"), ("tØnh ®Õn th¨m thµnh phè cña b¹n", ".VnTime")):
            paragraph.add_run(text).font.name = font
        document.add_paragraph("Ghi chú: café São Paulo, tiếp tục hợp tác.")

    read = article(read_bytes(docx_bytes(build), "cũ.docx"))
    assert (
        read.text
        == "ĐOÀN CÔNG TÁC tỉnh đến thăm thành phố của bạn\n\nGhi chú: café São Paulo, tiếp tục hợp tác."
    )
    assert any("TCVN3" in warning for warning in read.warnings)


def with_part(name, content):
    stream = io.BytesIO()
    template = io.BytesIO(docx_bytes(lambda document: document.add_paragraph("a")))
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return stream.getvalue()


WORD_XML = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def test_a_word_file_that_unpacks_to_far_too_much():
    assert (
        refused(read_bytes(with_part("word/document.xml", b" " * 40_000_000), "a.docx")) is RefusalReason.BOMB
    )
    assert (
        refused(read_bytes(with_part("word/media/a.bin", b"\0" * 5_000_000), "a.docx")) is RefusalReason.BOMB
    )


def test_a_word_file_cannot_read_other_files(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("không được lộ ra")
    xml = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + WORD_XML.format(
        "<w:p><w:r><w:t>Đoàn công tác &x; của tỉnh</w:t></w:r></w:p>"
    )
    result = read_bytes(with_part("word/document.xml", xml.encode()), "a.docx")
    assert "không được lộ ra" not in repr(result)


@pytest.mark.parametrize("xml", ["", "<a>", WORD_XML.format("")])
def test_a_word_file_with_a_broken_body(xml):
    reason = refused(read_bytes(with_part("word/document.xml", xml.encode()), "a.docx"))
    assert reason in (RefusalReason.DAMAGED, RefusalReason.NO_TEXT)


# -- PDF --------------------------------------------------------------------------------------


def pdf_bytes(lines):
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream)
    for number, line in enumerate(lines):
        sheet.drawString(72, 780 - 14 * number, line)
    sheet.showPage()
    sheet.save()
    return stream.getvalue()


def test_a_pdf_with_text():
    lines = ["Tin doi ngoai", "The delegation of the province visited its sister city and met", "its mayor."]
    read = article(read_bytes(pdf_bytes(lines), "a.pdf"))
    assert read.text == "Tin doi ngoai\n\n" + " ".join(lines[1:])


def test_a_pdf_without_text_is_called_a_scan():
    result = read_bytes(pdf_bytes([]), "quét.pdf")
    assert isinstance(result, Unreadable)
    assert result.reason is RefusalReason.NO_TEXT
    assert result.sentence == SCANNED


def test_lines_of_a_pdf_are_joined_to_paragraphs():
    lines = [
        "KẾT QUẢ CHUYẾN CÔNG TÁC",
        "Đoàn công tác của tỉnh đã đến thăm và làm việc tại thành phố",
        "kết nghĩa trong ba ngày.",
        "1. Hai bên nhất trí mở rộng hợp tác về giáo dục và đào tạo và",
        "du lịch.",
        "- Cử cán bộ sang học tập.",
    ]
    assert join_lines(lines) == [lines[0], f"{lines[1]} {lines[2]}", f"{lines[3]} {lines[4]}", lines[5]]


# -- JSON lines and pasted text ---------------------------------------------------------------


def test_json_lines():
    good = {
        "id": "x-1",
        "title": "Tiếp đoàn bạn",
        "text": "\n".join(BODY),
        "published": "2023-03",
        "source": "Báo thử",
        "address": None,
    }
    lines = [json.dumps(good).encode(), b"", b"{broken", b'["a"]', b'{"id": 2}', b"\xff\xfe"]
    first, *others = read_jsonl(lines, "bài.jsonl")
    read = article(first)
    assert (read.external_id, read.outlet and read.outlet.value) == ("x-1", "Báo thử")
    assert read.published is not None
    assert read.published.value.start == "2023-03"
    assert [refused(other) for other in others] == [
        RefusalReason.DAMAGED,
        RefusalReason.DAMAGED,
        RefusalReason.NO_TEXT,
        RefusalReason.DAMAGED,
    ]
    assert "Dòng 3 " in others[0].sentence


def test_pasted_html_of_word():
    html = (
        "Version:1.0<html><body>Ngoài<!--StartFragment--><!--[if gte mso 9]><xml>x</xml><![endif]-->"
        f"<p class=MsoNormal style='mso-x:1'><b>{BODY[0]}</b><o:p></o:p></p><p>·   {BODY[1]}</p>"
        "<script>alert(1)</script><img src='file:///etc/passwd'><!--EndFragment--></body></html>"
    )
    assert article(from_pasted("khác", html)).text == "\n\n".join(BODY[:2])


def test_pasted_text_and_nothing():
    assert article(from_pasted("\r\n".join(BODY))).text == "\n\n".join(BODY)
    assert refused(from_pasted("  ", "<p> </p>")) is RefusalReason.EMPTY
