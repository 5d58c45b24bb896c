from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from db.records import RecordKind
from desktop_app.core.search.aliases import with_extra
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.index import SearchIndex

DENTIST, FACTORY, ANSAN, LABOUR, OFFICE = (f"article:{number}" for number in range(1, 6))


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    "text",
    [
        "doan cong tac",
        "Đoàn công tác",
        decomposed("Đoàn công tác"),
        "ĐOÀN CÔNG TÁC",
        "Ðoàn công tác",
        "đoan công tac",
    ],
)
def test_every_way_to_type_it_finds_the_same_records(index, keys, text):
    assert set(keys(index, text)) == {DENTIST, FACTORY}


def test_adjacent_words_come_first(index, keys):
    assert keys(index, "nha khoa") == [DENTIST, FACTORY]


def test_typed_marks_count(index, keys):
    assert keys(index, "nhà khoa")[0] == FACTORY


def test_a_phrase_must_stand_as_typed(index, keys):
    assert keys(index, '"nha khoa"') == [DENTIST]
    assert keys(index, '"nhà khoa"') == []
    assert keys(index, '"nhà máy"') == keys(index, '"nha may"') == [FACTORY]
    assert keys(index, '"máy nhà"') == []


def test_asan_is_not_ansan(index, keys):
    assert keys(index, "asan") == [FACTORY]
    assert keys(index, "ansan") == [ANSAN]


def test_asan_finds_nothing_where_only_ansan_is(tmp_path):
    only = SearchIndex(tmp_path / "index", "library-1")
    only.rebuild([IndexDocument(RecordKind.ARTICLE, 3, "Thị trưởng Ansan", "Thành phố Ansan.")])
    assert only.search("asan").hits == ()
    only.close()


@pytest.mark.parametrize(
    ("one", "other", "record"),
    [
        ("UBND", "Ủy ban nhân dân", OFFICE),
        ("xoá", "xóa", LABOUR),
        ("thoả thuận", "thỏa thuận", LABOUR),
        ("kĩ năng", "kỹ năng", LABOUR),
        ("81,56", "81.56", FACTORY),
        ("9.666", "9666", FACTORY),
        ("9/6", "09/06", DENTIST),
        ("MOU", "BBGN", LABOUR),
        ("ĐSQ", "đại sứ quán", OFFICE),
        ("Champasak", "Chăm Pa Sắc", OFFICE),
        ("Hoa Kỳ", "Mỹ", LABOUR),
        ("Nam Hàn", "Hàn Quốc", OFFICE),
        ("y nhi", "Y Nhi", OFFICE),
    ],
)
def test_spellings_and_abbreviations_find_the_same_record(index, keys, one, other, record):
    assert keys(index, one)[:1] == keys(index, other)[:1] == [record]


def test_aliases_of_the_staff_are_followed(index, keys):
    assert keys(index, "SữaXanh") == []
    assert keys(index, "SữaXanh", aliases=with_extra([["SữaXanh", "nhà máy sữa"]])) == [FACTORY]


def test_exclusions_and_prefixes(index, keys):
    assert keys(index, "doan cong tac -gwangju") == [FACTORY]
    assert keys(index, 'doan cong tac -"nhà máy"') == [DENTIST]
    assert keys(index, "gwang") == []
    assert keys(index, "gwang*") == [DENTIST]
    assert keys(index, "thanh pho gwang", typing=True)[0] == DENTIST


def test_raw_keystrokes_are_read_when_no_text_has_them(index, keys):
    assert keys(index, "lao ddoongj thowif vuj")[0] == LABOUR
    assert keys(index, "ha2n quo61c")[0] == OFFICE


def test_more_words_of_the_query_win(index, keys):
    assert keys(index, "bản ghi nhớ lao động thời vụ năm nay")[0] == LABOUR


def test_filters_limit_and_offset(index):
    every = index.search("thành phố tỉnh đoàn công tác", limit=50)
    assert [hit.kind for hit in index.search("thanh pho", kinds=[RecordKind.VISIT]).hits] == []
    pages = [
        index.search("thành phố tỉnh đoàn công tác", limit=1, offset=at).hits for at in range(every.total)
    ]
    assert [hit for page in pages for hit in page] == list(every.hits)


def test_kinds_are_told_apart(index, keys):
    index.apply([IndexDocument(RecordKind.VISIT, 1, "Đoàn công tác thăm Gwangju", "")])
    assert keys(index, "gwangju", kinds=[RecordKind.VISIT]) == ["visit:1"]
    assert set(keys(index, "gwangju")) == {"visit:1", DENTIST}


def test_the_words_to_mark_come_folded(index):
    assert index.search('Đoàn "nha khoa"').terms == ("doan", "nha khoa")


@pytest.mark.parametrize(
    ("text", "vocabulary", "meant"),
    [
        ("gwanju", ["Gyeongju", "Gwangju"], "Gwangju"),
        ("thành phố gwanju", ["Gwangju"], "thành phố Gwangju"),
        ("gyeongj", ["Gyeongju"], "Gyeongju"),
        ("gwanju", [], "gwangju"),
        ("gwangju", ["Gwangju"], ""),
        ("zzzzzzzz", ["Gwangju"], ""),
    ],
)
def test_did_you_mean(index, text, vocabulary, meant):
    assert index.search(text, vocabulary=vocabulary).suggestion == meant


SYLLABLES = (
    "đoàn",
    "công",
    "tác",
    "nhà",
    "máy",
    "khoa",
    "thỏa",
    "thuận",
    "Uỷ",
    "ban",
    "Mỹ",
    "kí",
    "kết",
    "xoá",
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5))
def test_decomposed_queries_are_answered_the_same(index, found):
    text = " ".join(found)
    assert index.search(decomposed(text)) == index.search(text)


class TestSamples:
    """Examples 22 to 25 of the domain notes, on the two real articles (A = 1, B = 2)."""

    @pytest.fixture
    def found(self, samples, tmp_path, keys):
        index = SearchIndex(tmp_path / "samples", "library-1")
        first, second = samples
        index.rebuild(
            [
                IndexDocument(RecordKind.ARTICLE, 1, first.partition("\n")[0], first),
                IndexDocument(RecordKind.ARTICLE, 2, "", second),
            ]
        )
        yield lambda text, **options: keys(index, text, **options)
        index.close()

    def test_example_22_every_way_to_type_it(self, found):
        typed = [
            "doan cong tac",
            "Đoàn công tác",
            decomposed("Đoàn công tác"),
            "ĐOÀN CÔNG TÁC",
            "Ðoàn công tác",
        ]
        assert {tuple(sorted(found(text))) for text in typed} == {("article:1", "article:2")}

    def test_example_23_adjacency_decides(self, found):
        assert found("nha khoa") == ["article:2", "article:1"]
        assert found('"nha khoa"') == ["article:2"]

    def test_example_24_names_are_not_blurred(self, found):
        assert found("asan") == ["article:1"]
        assert found("gwanju") == []

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("9/6", "article:2"),
            ("81,56", "article:1"),
            ("81.56", "article:1"),
            ("9.666", "article:1"),
            ("10.000", "article:2"),
            ("UBND", "article:1"),
            ("Ủy ban nhân dân", "article:1"),
            ("lao dong thoi vu", "article:1"),
            ("ddaof taoj nha khoa", "article:2"),
        ],
    )
    def test_example_25_abbreviations_numbers_and_variants(self, found, text, first):
        assert found(text)[0] == first


def test_one_of_several_is_enough_and_one_there_must_be(index, keys):
    assert set(keys(index, '"nha khoa" HOẶC "nhà máy"')) == {DENTIST, FACTORY}
    assert set(keys(index, "gwangju OR ansan")) == {DENTIST, ANSAN}
    assert keys(index, 'đoàn công tác "nhà máy" | ansan') == [FACTORY]
    assert keys(index, "đoàn công tác ansan | zzz") == [ANSAN]
    assert set(keys(index, "UBND HOẶC MOU")) == {OFFICE, LABOUR}


def test_titles_alone_are_asked(index, keys):
    assert keys(index, "tiêu_đề:gwangju") == [DENTIST]
    assert keys(index, "tieu_de:asan") == []
    assert set(keys(index, "đoàn công tác")) == {DENTIST, FACTORY}
    assert keys(index, 'đoàn công tác tiêu_đề:"nha khoa"') == [DENTIST]
    assert keys(index, 'tiêu_đề:"nhà khoa"') == []
    assert keys(index, "tiêu_đề:UBND") == [OFFICE]
    assert keys(index, "đoàn công tác -tiêu_đề:gwangju") == [FACTORY]


def test_strict_words_stand_as_typed(index, keys):
    assert keys(index, "nhà máy", strict=True) == [FACTORY]
    assert FACTORY not in keys(index, "nha may", strict=True)
    assert keys(index, "nha", strict=True) == [DENTIST]
    assert keys(index, "UBND", strict=True) == []
    assert keys(index, "doan cong tac", strict=True) == []
    assert keys(index, '"nha khoa"', strict=True) == [DENTIST]
    assert keys(index, '"nha may"', strict=True) == []
    assert keys(index, '"nhà máy" | ansan', strict=True) == [ANSAN, FACTORY]


def test_old_provinces_come_after_the_one_asked_for(tmp_path, keys):
    places = SearchIndex(tmp_path / "index", "library-1")
    bodies = ("Đoàn thăm tỉnh Nam Định.", "Đoàn thăm tỉnh Ninh Bình.", "Đoàn thăm tỉnh Gia Lai.")
    places.rebuild([IndexDocument(RecordKind.ARTICLE, at, "Tin", body) for at, body in enumerate(bodies, 1)])
    wide = with_extra((), with_predecessors=True)
    assert keys(places, "Ninh Bình", aliases=wide) == ["article:2", "article:1"]
    assert keys(places, "Nam Định", aliases=wide) == ["article:1", "article:2"]
    assert keys(places, "Ninh Bình", aliases=with_extra(())) == ["article:2"]
    places.close()


def test_a_slip_finds_the_syllable_that_is_common_but_never_another_name(tmp_path, keys):
    texts = ["hợp tác nông nghiệp bền vững"] * 4 + ["thành phố Ansan"] * 4
    common = SearchIndex(tmp_path / "index", "library-1")
    common.rebuild(
        [IndexDocument(RecordKind.ARTICLE, at, f"Tin {at}", text) for at, text in enumerate(texts, 1)]
    )
    assert len(keys(common, "hợp tác nôg nghiệp")) == 4
    assert len(keys(common, "hop tac nongf nghieep")) == 4
    assert keys(common, "asan") == []
    assert keys(common, "nôg") == []
    assert "article:5" not in keys(common, "hợp tác asan")
    common.close()


def test_a_word_asked_for_twice_counts_once(index):
    once = [(hit.record_id, hit.score) for hit in index.search("thành phố Ansan").hits]
    twice = [hit.record_id for hit in index.search("thành phố thành phố Ansan").hits]
    assert [record for record, _ in once] == twice


def test_rare_words_of_a_question_count_more_than_common_ones(tmp_path, keys):
    common = ["hai bên cho biết có bao nhiêu việc"] * 30
    asked = SearchIndex(tmp_path / "index", "library-1")
    texts = [*common, "Gwangju nhận sinh viên", "cho bao nhiêu người xem"]
    asked.rebuild(
        [IndexDocument(RecordKind.ARTICLE, at, f"Tin {at}", text) for at, text in enumerate(texts, 1)]
    )
    assert keys(asked, "Gwangju cho bao nhiêu sinh viên")[0] == "article:31"
    asked.close()
