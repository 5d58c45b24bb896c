from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, strategies as st

from desktop_app.core.search.aliases import AliasTable, read_groups, shipped_aliases
from desktop_app.core.search.failures import QueryError
from desktop_app.core.search.query import MAX_TERMS, parse
from desktop_app.core.search.telex import compose_word
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
}


def terms(text: str, **options) -> list[str]:
    return [term.word.exact for term in parse(text, **options).terms]


def test_words_phrases_and_exclusions_are_told_apart():
    query = parse('hợp tác "nha khoa" -máy -"khoa học"')
    assert [term.word.exact for term in query.terms] == ["hợp", "tác"]
    assert [[word.exact for word in phrase] for phrase in query.phrases] == [["nha", "khoa"]]
    assert [[word.exact for word in phrase] for phrase in query.excluded] == [["máy"], ["khoa", "học"]]


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
