"""The Word twin: the same words, real headings, repeated table heads."""

from __future__ import annotations

import os
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from desktop_app.core.dossier.docx import write_docx
from desktop_app.core.dossier.flow import numbered_title
from desktop_app.core.dossier.model import Bullets, Heading, Table, plain
from desktop_app.core.dossier.outline import build_outline
from desktop_app.core.dossier.request import Profile
from desktop_app.errors import WorldError


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("profile", list(Profile))
def test_example_34_the_same_headings_and_texts(gwangju, request_, tmp_path, profile):
    outline = build_outline(gwangju, replace(request_, profile=profile))
    write_docx(outline, tmp_path / "a.docx")
    word = docx.Document(str(tmp_path / "a.docx"))
    heads = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert heads == [numbered_title(p, profile) for p in outline.parts]
    subs = [p.text for p in word.paragraphs if p.style.name == "Heading 2"]
    assert subs == [b.text for p in outline.parts for b in p.blocks if isinstance(b, Heading)]
    body = word.element.body
    text = flat("".join(t.text or "" for t in body.iter(qn("w:t"))))
    for part in outline.parts:
        for block in part.blocks:
            pieces = block.items if isinstance(block, Bullets) else ()
            if isinstance(block, Table):
                pieces = tuple(line for row in block.rows for cell in row for line in _lines(cell))
            for piece in pieces:
                words = piece if isinstance(piece, str) else plain(piece)
                assert flat(words) in text
    assert all(flat(q.text) in text for e in outline.sources() for q in e.quotes)


def _lines(cell):
    return [row for run in cell for row in run.text.split("\n") if row.strip()]


def test_table_heads_repeat_language_is_vietnamese_and_marks_are_links(gwangju, request_, tmp_path):
    write_docx(build_outline(gwangju, request_), tmp_path / "a.docx")
    word = docx.Document(str(tmp_path / "a.docx"))
    assert sum(1 for _ in word.element.body.iter(qn("w:tblHeader"))) >= 6
    assert word.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    anchors = {a.get(qn("w:anchor")) for a in word.element.body.iter(qn("w:hyperlink"))}
    marks = {b.get(qn("w:name")) for b in word.element.body.iter(qn("w:bookmarkStart"))}
    assert anchors
    assert anchors <= marks


def test_old_file_survives_a_failed_write(gwangju, request_, tmp_path, monkeypatch):
    path = tmp_path / "a.docx"
    path.write_bytes(b"old")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorldError):
        write_docx(build_outline(gwangju, request_), path)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.docx"]


def test_every_paragraph_begins_with_its_properties(gwangju, request_, tmp_path):
    write_docx(build_outline(gwangju, replace(request_, profile=Profile.DECREE_30)), tmp_path / "a.docx")
    word = docx.Document(str(tmp_path / "a.docx"))
    for paragraph in word.element.body.iter(qn("w:p")):
        names = [child.tag for child in paragraph]
        assert qn("w:pPr") not in names[1:]
    first = "".join(t.text or "" for t in word.tables[0]._tbl.iter(qn("w:t")))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first
    assert "SỞ NGOẠI VỤ" in first
