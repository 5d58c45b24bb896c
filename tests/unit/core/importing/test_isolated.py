"""Reading in a child process: the same results, and an end to hanging files."""

import dataclasses
import zipfile

import pytest

from desktop_app.core.importing.article import ImportedArticle, RefusalReason, Unreadable
from desktop_app.core.importing.isolated import IsolatedReader
from desktop_app.core.importing.readers import read_bytes
from desktop_app.core.importing.transfer import from_json, to_json

TEXT = (
    "Tiếp đoàn thành phố kết nghĩa\n\nSáng nay, lãnh đạo tỉnh tiếp đoàn công tác của bạn.\n\nTin: Văn Tám\n\n"
    "Nguồn: https://baohoabinh.com.vn/tin-20230312091500123.htm"
).encode()


@pytest.fixture(scope="module")
def reader():
    with IsolatedReader() as started:
        yield started


def test_the_child_reads_the_same(reader):
    assert reader.read_bytes(TEXT, "tên\nlạ.txt") == read_bytes(TEXT, "tên\nlạ.txt")
    assert reader.read_bytes(b"", "a.txt") == read_bytes(b"", "a.txt")


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read():
    slow = (
        b"<html><body>" + b"<p " + b" ".join(b"a%d='1'" % n for n in range(60_000)) + b">a</p></body></html>"
    )
    with IsolatedReader(seconds=0.5) as impatient:
        impatient.read_bytes(TEXT, "a.txt")
        result = impatient.read_bytes(slow, "slow.html")
        assert isinstance(result, Unreadable)
        assert result.reason is RefusalReason.TIMEOUT
    with IsolatedReader() as patient:
        assert isinstance(patient.read_bytes(TEXT, "b.txt"), ImportedArticle)


def test_files_of_a_folder_are_read_in_order(tmp_path):
    good, bad = tmp_path / "a.txt", tmp_path / "b.docx"
    good.write_bytes(TEXT)
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("word/document.xml", "x")
    with IsolatedReader() as reader:
        first, second, third = (reader.read_file(path) for path in (good, bad, good))
    assert isinstance(first, ImportedArticle)
    assert isinstance(second, Unreadable)
    assert dataclasses.replace(third) == first


def test_results_survive_the_way_as_json():
    read = read_bytes(TEXT, "a.txt")
    assert from_json(to_json(read), TEXT) == read


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"text": "a", "passages": [{"start": 0, "end": 9, "kind": "body"}]}']
)
def test_a_lying_child_is_not_believed(content):
    with pytest.raises(ValueError):
        from_json(content, b"")
