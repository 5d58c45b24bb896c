from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, strategies as st

from desktop_app.core.search.aliases import (
    RELATED,
    AliasTable,
    bare_name,
    read_groups,
    shipped_aliases,
    shipped_with_predecessors,
)
from desktop_app.core.search.failures import QueryError
from desktop_app.core.search.query import FILTER_WORDS, MAX_TERMS, days_of, parse, split_filters
from desktop_app.core.search.telex import compose_word
from desktop_app.core.text.fold import fold
from desktop_app.core.text.normalise import canon
from resources import read_text

HOSTILE = {
    "brackets": "(" * 5_000,
    "mixed brackets": "([{<" * 2_000 + ")]}>" * 2_000,
    "many words": "hợp tác " * 10_000,
    "different words": " ".join(f"từ{number}" for number in range(20_000)),
    "star": "*",
    "stars": "*a* *b* *c* " * 10,
    "range": "[a TO z] {1 TO 9]",
    "NOT": "NOT " * 500,
    "minus": "-" * 5_000,
    "nul": "nha\x00khoa\x00",
    "surrogate": "nha \ud800 khoa",
    "bidi": "nha \u202ekhoa\u2066",
    "quotes": '"' * 4_999,
    "one long word": "a" * 200_000,
    "one long number": "1" * 200_000,
    "number chain": "1.2," * 50_000,
    "field": "title:nha key:article:1 body_folded:*",
    "backslash": "\\" * 1_000 + '"\\"',
    "marks only": "\u0301" * 3_000,
    "fuzzy": "asan~2 asan^9 asan?",
    "blank": " \t\n\u00a0\u3000 ",
    "either": "HOẶC OR | " * 1_000,
    "either of many": " HOẶC ".join(f"từ{number}" for number in range(2_000)),
    "titles": "tiêu_đề:" * 1_000 + " " + "tiêu_đề:nha " * 500,
    "filters": "năm:2019..2024 nước:Lào đối_tác:" * 300,
    "nested": '(((-"(tiêu_đề:"(a HOẶC b)" OR -c' * 100,
    "leading wildcards": "*nha ?khoa *",
}


def exact(words) -> list[str]:
    return [word.exact for word in words]


def terms(text: str, **options) -> list[str]:
    return [term.word.exact for term in parse(text, **options).terms]


def test_words_phrases_and_exclusions_are_told_apart():
    query = parse('hợp tác "nha khoa" -máy -"khoa học"')
    assert [term.word.exact for term in query.terms] == ["hợp", "tác"]
    assert [[word.exact for word in phrase] for phrase in query.phrases] == [["nha", "khoa"]]
    assert [exact(option.words) for option in query.excluded] == [["máy"], ["khoa", "học"]]


@pytest.mark.parametrize("text", ["“nha khoa”", "«nha khoa»", '"nha khoa'])
def test_any_quotes_make_a_phrase(text):
    assert len(parse(text).phrases) == 1


def test_a_hyphen_inside_or_between_words_excludes_nothing():
    assert terms("K-Unicorn") == ["k", "unicorn"]
    assert terms("lao - động") == ["lao", "động"]
    assert not parse("20-30").excluded


def test_a_star_needs_three_letters():
    assert [term.prefix for term in parse("gwang* ha* hà").terms] == [True, False, False]


def test_only_an_unfinished_last_word_is_a_prefix_while_typing():
    assert [term.prefix for term in parse("thành phố gwang", typing=True).terms] == [False, False, True]
    assert not any(term.prefix for term in parse("thành phố gwang ", typing=True).terms)
    assert not any(term.prefix for term in parse("xã hà", typing=True).terms)


def test_words_beyond_the_limit_are_left_out():
    query = parse(" ".join(["từ"] * 100) + ' "một hai"')
    assert len(list(query.asked())) == MAX_TERMS


def test_only_exclusions_are_refused_in_plain_words():
    with pytest.raises(QueryError) as refused:
        parse("-máy")
    assert refused.value.remedy


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_quickly(name):
    start = time.perf_counter()
    try:
        query = parse(HOSTILE[name], typing=True)
    except QueryError:
        return
    finally:
        assert time.perf_counter() - start < 2
    assert len(list(query.asked())) <= MAX_TERMS


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_answered_quickly(name, index):
    start = time.perf_counter()
    with contextlib.suppress(QueryError):
        index.search(HOSTILE[name], typing=True, vocabulary=["Gwangju"])
    assert time.perf_counter() - start < 2


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_plainly(text):
    with contextlib.suppress(QueryError):
        parse(text, typing=True)


PIECES = st.sampled_from(
    [
        "nha",
        "khoa",
        '"',
        "-",
        "HOẶC",
        "OR",
        "|",
        "tiêu_đề:",
        "tiêu đề:",
        "năm:",
        "2019..",
        "nước:",
        "Lào",
        "*",
        "(",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=30), st.sampled_from(["", " "]))
def test_any_mixture_of_signs_is_read_or_refused_plainly(pieces, between):
    text = between.join(pieces)
    rest, filters = split_filters(text)
    assert all(found.name and found.value for found in filters)
    for left in (text, rest):
        with contextlib.suppress(QueryError):
            query = parse(left, typing=True)
            assert len(list(query.asked())) <= MAX_TERMS
            assert all(option.words for group in query.either for option in group)


@pytest.mark.parametrize("sign", ["HOẶC", "OR", "|", "HOAC"])
def test_one_of_several_will_do(sign):
    query = parse(f'Gwangju "nha khoa" {sign} "y tế" {sign} sữa')
    assert exact(term.word for term in query.terms) == ["gwangju"]
    assert query.phrases == ()
    assert [[exact(option.words) for option in group] for group in query.either] == [
        [["nha", "khoa"], ["y", "tế"], ["sữa"]]
    ]


def test_a_bar_needs_no_blanks():
    assert len(parse("sữa|máy").either) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sữa HOẶC", ["sữa"]),
        ("HOẶC sữa", ["sữa"]),
        ("sữa HOẶC HOẶC", ["sữa"]),
        ("hoặc sữa", ["hoặc", "sữa"]),
        ("HOẶC", ["hoặc"]),
        ("sữa hoặc máy", ["sữa", "hoặc", "máy"]),
    ],
)
def test_a_sign_that_joins_nothing_is_left_out(text, words):
    query = parse(text)
    assert exact(term.word for term in query.terms) == words
    assert query.either == ()


@pytest.mark.parametrize("field", ["tiêu_đề:", "tiêu đề:", "tieu_de:", "Tieu de:", "title:", "TIÊU_ĐỀ:"])
@pytest.mark.parametrize("asked", ["Gwangju", '"nha khoa"', "“nha khoa”"])
def test_titles_alone_can_be_asked_for(field, asked):
    query = parse(f"sữa {field}{asked}")
    assert exact(term.word for term in query.terms) == ["sữa"]
    assert [option.title for option in query.either[0]] == [True]
    assert query.either[0][0].phrase == ("nha" in asked)


def test_a_title_may_be_excluded():
    assert [option.title for option in parse("sữa -tiêu_đề:máy -khoa").excluded] == [True, False]


@pytest.mark.parametrize("text", ["tiêu đề: sữa", "tiêu_đề: sữa", "tiêu_đề:", "Tiêu đề của bài"])
def test_a_heading_in_pasted_text_is_words(text):
    assert parse(text).either == ()


@pytest.mark.parametrize(
    ("text", "rest", "filters"),
    [
        ("nha khoa nước:Lào", "nha khoa", [("country", "Lào")]),
        ("nuoc:Lao nha khoa", "nha khoa", [("country", "Lao")]),
        ('đối_tác:"Nam Jeolla" sữa', "sữa", [("partner", "Nam Jeolla")]),
        ("đối_tác:Nam_Jeolla sữa", "sữa", [("partner", "Nam Jeolla")]),
        ("đối tác:Asan sữa", "sữa", [("partner", "Asan")]),
        ("doi_tac:Asan", "", [("partner", "Asan")]),
        ("năm:2022 sữa", "sữa", [("year", "2022")]),
        ("năm:2019..2024", "", [("year", "2019..2024")]),
        ("nam:2019..", "", [("year", "2019..")]),
        ("năm:..2020", "", [("year", "..2020")]),
        ("năm:2024-2019", "", [("year", "2019..2024")]),
        ("năm:nay sữa", "năm:nay sữa", []),
        ("loại:thỏa_thuận loại:đoàn", "", [("kind", "thỏa thuận"), ("kind", "đoàn")]),
        ("thẻ:mật nguồn:Báo_A người:Kim", "", [("tag", "mật"), ("outlet", "Báo A"), ("person", "Kim")]),
        ("lĩnh vực:y_tế chiều:vào", "", [("field", "y tế"), ("direction", "vào")]),
        ("nguồn: Báo A", "nguồn: Báo A", []),
        ("http://nuoc:8080/a", "http://nuoc:8080/a", []),
        ('"nước:Lào" sữa', '"nước:Lào" sữa', []),
        ("-nước:Lào sữa", "-nước:Lào sữa", []),
        ("gì:đó sữa", "gì:đó sữa", []),
        ("nước:", "nước:", []),
        ("tiêu_đề:sữa", "tiêu_đề:sữa", []),
    ],
)
def test_filters_are_taken_out(text, rest, filters):
    left, found = split_filters(text)
    assert left == rest
    assert [(one.name, one.value) for one in found] == filters


@pytest.mark.parametrize(
    ("years", "days"),
    [
        ("2022", ("2022-01-01", "2022-12-31")),
        ("2019..2024", ("2019-01-01", "2024-12-31")),
        ("2019..", ("2019-01-01", "")),
        ("..2020", ("", "2020-12-31")),
    ],
)
def test_years_are_days(years, days):
    assert days_of(years) == days


@given(st.text(max_size=200))
def test_splitting_loses_no_text_without_filters(text):
    rest, filters = split_filters(text)
    if not filters:
        with contextlib.suppress(QueryError):
            assert parse(rest) == parse(text)


@pytest.mark.parametrize("name", FILTER_WORDS)
def test_every_offered_name_is_understood(name):
    text = f"{name}:2022"
    if FILTER_WORDS[name] == "title":
        assert parse(text).either
    else:
        assert split_filters(text)[1][0].name == FILTER_WORDS[name]


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("UBND", "uy ban nhan dan"),
        ("ủy ban nhân dân", "ubnd"),
        ("uỷ ban nhân dân", "ubnd"),
        ("uy ban nhan dan", "ubnd"),
        ("MOU", "bien ban ghi nho"),
        ("bản ghi nhớ", "mou"),
        ("TP.HCM", "thanh pho ho chi minh"),
        ("đsq", "dai su quan"),
        ("XKLĐ", "xuat khau lao dong"),
        ("Champasak", "cham pa sac"),
        ("Nam Hàn", "han quoc"),
        ("Viêng Chăn", "vientiane"),
        ("Jeollanam", "nam jeolla"),
        ("HĐND", "hoi dong nhan dan"),
        ("BBGN", "mou"),
        ("biên bản ghi nhớ", "bbgn"),
        ("TLSQ", "tong lanh su quan"),
        ("tổng lãnh sự quán", "tlsq"),
        ("LSQ", "lanh su quan"),
        ("SNgV", "so ngoai vu"),
        ("sở ngoại vụ", "sngv"),
        ("BNG", "bo ngoai giao"),
        ("PCT", "pho chu tich"),
        ("ĐBQH", "dai bieu quoc hoi"),
        ("TVTU", "thuong vu tinh uy"),
        ("thành phố Hồ Chí Minh", "tp hcm"),
        ("Sài Gòn", "ho chi minh"),
        ("Guangzhou", "quang chau"),
        ("Quảng Châu", "guangzhou"),
        ("Vientiane", "vieng chan"),
        ("Xiengkhuang", "xieng khoang"),
    ],
)
def test_other_spellings_are_known_both_ways(typed, other):
    found = shipped_aliases().alternatives(parse(typed).terms)
    assert other in [" ".join(word.folded for word in alternative.form) for alternative in found]


def test_an_alias_typed_with_other_marks_is_another_word():
    table = AliasTable([["Mỹ", "Hoa Kỳ"]])
    assert table.alternatives(parse("mỹ").terms)
    assert table.alternatives(parse("my").terms)
    assert not table.alternatives(parse("mỵ").terms)


def test_the_longest_form_wins():
    table = AliasTable([["TP", "thành phố"], ["TP.HCM", "Thành phố Hồ Chí Minh"]])
    found = table.alternatives(parse("tp hcm").terms)
    assert [(one.first, one.last) for one in found] == [(0, 2)]


def test_every_place_of_the_gazetteer_is_found_by_its_other_spellings():
    table = shipped_aliases()
    rows = [line.split("\t") for line in read_text("gazetteer/exonyms.tsv").splitlines()[1:]]
    pairs = [
        (bare_name(variant), bare_name(name))
        for name, _, _, variants in rows
        for variant in filter(None, variants.split(";"))
    ]
    missing = [
        pair
        for pair in pairs
        if not table.spellings(pair[0]) and len({fold(name).replace("-", " ") for name in pair}) == 2
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("Ninh Bình", "nam dinh"),
        ("Ninh Bình", "ha nam"),
        ("ninh binh", "nam dinh"),
        ("Nam Định", "ninh binh"),
        ("Hà Giang", "tuyen quang"),
        ("Tây Ninh", "long an"),
        ("TP.HCM", "binh duong"),
        ("Bình Dương", "ho chi minh"),
        ("Huế", "thua thien hue"),
    ],
)
def test_provinces_find_what_they_came_from_and_went_up_in(typed, other):
    found = shipped_with_predecessors().alternatives(parse(typed).terms)
    known = {" ".join(word.folded for word in one.form): one.credit for one in found}
    assert known[other] == RELATED
    assert other not in [
        " ".join(word.folded for word in one.form)
        for one in shipped_aliases().alternatives(parse(typed).terms)
    ]


def test_a_province_does_not_find_those_that_went_up_in_the_same():
    found = shipped_with_predecessors().alternatives(parse("Hà Nam").terms)
    assert "nam dinh" not in [" ".join(word.folded for word in one.form) for one in found]


def test_every_shipped_group_has_two_forms():
    groups = read_groups(read_text("search/aliases.tsv"))
    assert groups
    assert [group for group in groups if len(group) < 2 or not all(form.strip() for form in group)] == []


TELEX = """hanf hàn|ddoanf đoàn|doanfd đoàn|vietej việt|Vieetj việt|uyr ủy|thuowngf thường|truwcj trực
thuwowngf thường|quyeets quyết|ddinhj định|nguyeenx nguyễn|truwowngr trưởng|khaor khảo|sats sát|hoaf hòa
binhf bình|thuyr thủy|quys quý|giar giả|gias giá|ky1 ký|ke61t kết|ha2n hàn|quo61c quốc|d9oa2n đoàn
nghe65 nghệ|u3y ủy
thu7o7ng2 thường|thuong72 thường|quoocs quốc"""


@pytest.mark.parametrize("row", TELEX.replace("\n", "|").split("|"))
def test_raw_keystrokes_become_the_syllable(row):
    typed, meant = row.split()
    assert canon(compose_word(typed)) == canon(meant)


@pytest.mark.parametrize("word", ["seoul", "samsung", "gwangju", "park", "kim", "hoptac", "ban", "an"])
def test_other_words_stay_as_typed(word):
    assert compose_word(word) == word
