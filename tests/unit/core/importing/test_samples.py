"""The two real articles: what the importer promises about them."""

import codecs
import os
import unicodedata
from pathlib import Path

import pytest

from db.records import PassageKind
from desktop_app.core.importing.article import ImportedArticle
from desktop_app.core.importing.fingerprint import (
    NEAR_DUPLICATE,
    differing_sentences,
    signature,
    similarity,
    text_hash,
)
from desktop_app.core.importing.metadata import suggested_title
from desktop_app.core.importing.readers import read_bytes, read_file

SHARED = Path(os.environ.get("BANG_GIAO_SHARED", Path(__file__).parents[5] / "shared"))
SAMPLES = SHARED / "samples"
NINH_BINH = SAMPLES / "ninh-binh-han-quoc.txt"
NGHE_AN = SAMPLES / "gwangju-nghe-an.txt"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the real articles are not here")


def half_composed(text):
    """Base letter with its shape mark in one, tone mark behind it: what Windows-1258 can hold."""
    out = []
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        out.append(unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones)) + tones)
    return "".join(out)


@pytest.mark.example(1, 2)
def test_article_of_ninh_binh():
    article = read_file(NINH_BINH)
    assert isinstance(article, ImportedArticle)
    assert article.title is not None
    assert article.title.value == NINH_BINH.read_text(encoding="utf-8").splitlines()[0]
    assert article.author is not None
    assert article.author.value == "Hải Minh"
    assert article.outlet is not None
    assert article.outlet.value == "Báo Ninh Bình"
    assert article.address is not None
    assert article.address.value.endswith("/d20240625154219177.htm")
    kinds = [passage.kind for passage in article.passages]
    assert len(kinds) - kinds.count(PassageKind.REPEATED) == 29
    assert kinds.count(PassageKind.CAPTION) == 4
    assert kinds.count(PassageKind.REPEATED) == 4
    assert kinds[0] is PassageKind.TITLE
    assert kinds[-2:] == [PassageKind.BYLINE, PassageKind.SOURCE]
    assert article.published is not None
    assert article.published.value.start == "2024-06-25"
    assert article.published.reason == "từ địa chỉ bài"
    assert "27/6/2024" in article.published.warning


@pytest.mark.example(3)
def test_article_of_nghe_an():
    article = read_file(NGHE_AN)
    assert isinstance(article, ImportedArticle)
    assert article.outlet is not None
    assert article.outlet.value == "Báo Nghệ An"
    assert article.title is None
    assert article.published is None
    assert article.author is None
    suggestion = suggested_title(article.text)
    assert suggestion is not None
    assert not suggestion.certain
    assert suggestion.value.startswith("Tỉnh Nghệ An làm việc với")
    assert "Gwangju" in suggestion.value


@pytest.mark.parametrize("path", [NINH_BINH, NGHE_AN], ids=["a", "b"])
def test_nothing_of_the_text_is_lost(path):
    article = read_file(path)
    assert isinstance(article, ImportedArticle)
    assert article.text.split() == unicodedata.normalize("NFC", path.read_text(encoding="utf-8")).split()
    covered = "\n\n".join(article.text[passage.start : passage.end] for passage in article.passages)
    assert covered == article.text


@pytest.mark.parametrize("path", [NINH_BINH, NGHE_AN], ids=["a", "b"])
@pytest.mark.parametrize(
    "copy",
    [
        lambda text: unicodedata.normalize("NFD", text).encode(),
        lambda text: half_composed(text).encode("cp1258"),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF8 + text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
    ],
    ids=["nfd", "cp1258", "utf16-bom", "utf16be", "utf16le", "bom-crlf", "cr"],
)
@pytest.mark.example(5)
def test_copies_in_other_encodings_give_the_same_text(path, copy):
    article = read_file(path)
    other = read_bytes(copy(path.read_text(encoding="utf-8")), "bản sao.txt")
    assert isinstance(article, ImportedArticle)
    assert isinstance(other, ImportedArticle)
    assert other.text == article.text
    assert text_hash(other.text) == text_hash(article.text)


@pytest.mark.example(5)
def test_a_folder_with_marks_and_blanks(tmp_path):
    folder = tmp_path / "Hồ sơ Đối ngoại" / "Đoàn vào"
    folder.mkdir(parents=True)
    (folder / "Bài viết.txt").write_bytes(NGHE_AN.read_bytes())
    article = read_file(folder / "Bài viết.txt")
    assert isinstance(article, ImportedArticle)
    assert article.file_name == "Bài viết.txt"


@pytest.mark.example(4)
def test_a_changed_sentence_makes_a_near_duplicate_with_the_difference_shown():
    one = NINH_BINH.read_text(encoding="utf-8")
    other = one.replace("từ 6 đến 8 tháng", "từ 3 đến 5 tháng")
    assert text_hash(one) != text_hash(other)
    assert NEAR_DUPLICATE <= similarity(signature(one), signature(other)) <= 1
    assert similarity(signature(one), signature(NGHE_AN.read_text(encoding="utf-8"))) < NEAR_DUPLICATE / 2
    [difference] = differing_sentences(one, other)
    assert difference.one is not None
    assert difference.other is not None
    assert "6 đến 8 tháng" in difference.one.of(one)
    assert "3 đến 5 tháng" in difference.other.of(other)
