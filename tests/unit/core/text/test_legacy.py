# ruff: noqa: E501
"""Legacy fonts: found per document, converted rightly, never where the text is Unicode already."""

import os
from pathlib import Path

import pytest

from desktop_app.core.text.legacy import LegacyEncoding, convert, detect, encoding_of_font
from desktop_app.core.text.syllables import is_syllable, vietnamese_share

SHARED = Path(os.environ.get("BANG_GIAO_SHARED", Path(__file__).parents[5] / "shared"))

ARTICLE = (
    "Đoàn công tác của tỉnh đã đến thăm thành phố kết nghĩa, hội đàm với Thị trưởng và ký Bản ghi nhớ về hợp tác "
    "lao động thời vụ. Hai bên khẳng định sẽ nỗ lực hỗ trợ doanh nghiệp, mở rộng quỹ học bổng, kỷ niệm mười năm "
    "quan hệ hữu nghị. Được biết, chương trình hợp tác mới sẽ bắt đầu từ quý một năm sau."
)

_TCVN3_FROM = (
    "àáảãạ ăằắẳẵặ âầấẩẫậ đ èéẻẽẹ êềếểễệ ìíỉĩị òóỏõọ ôồốổỗộ ơờớởỡợ ùúủũụ ưừứửữự ỳýỷỹỵ ĂÂĐÊÔƠƯ".replace(" ", "")
)
_TCVN3_TO = (
    "µ¸¶·¹ ¨»¾¼½Æ ©ÇÊÈÉË ® ÌÐÎÏÑ ªÒÕÓÔÖ ×ÝØÜÞ ßãáâä «åèæçé ¬êíëìî ïóñòô \u00adõøö÷ù úýûüþ ¡¢§£¤¥¦".replace(
        " ", ""
    )
)
TO_TCVN3 = str.maketrans(dict(zip(_TCVN3_FROM, _TCVN3_TO, strict=True)))


def _vni_table():
    rows = {
        "a": "aø aù aû aõ aï",
        "â": "aâ",
        "ă": "aê",
        "e": "eø eù eû eõ eï",
        "o": "oø où oû oõ oï",
        "u": "uø uù uû uõ uï",
        "ơ": "ôø ôù ôû ôõ ôï",
        "ư": "öø öù öû öõ öï",
    }
    table = {
        "đ": "ñ",
        "Đ": "Ñ",
        "ơ": "ô",
        "ư": "ö",
        "Ơ": "Ô",
        "Ư": "Ö",
        "â": "aâ",
        "ă": "aê",
        "ê": "eâ",
        "ô": "oâ",
    }
    letters = {"a": "àáảãạ", "e": "èéẻẽẹ", "o": "òóỏõọ", "u": "ùúủũụ", "ơ": "ờớởỡợ", "ư": "ừứửữự"}
    for base, marked in letters.items():
        table |= dict(zip(marked, rows[base].split(), strict=True))
    for marked, base in (("ầấẩẫậ", "a"), ("ềếểễệ", "e"), ("ồốổỗộ", "o")):
        table |= {letter: base + mark for letter, mark in zip(marked, "àáåãä", strict=True)}
    table |= {letter: "a" + mark for letter, mark in zip("ằắẳẵặ", "èéúüë", strict=True)}
    table |= dict(zip("ìíỉĩị", "ìíæóò", strict=True))
    table |= {"ỳ": "yø", "ý": "yù", "ỷ": "yû", "ỹ": "yõ", "ỵ": "î"}
    return str.maketrans(table)


TO_VNI = _vni_table()


@pytest.mark.parametrize(
    ("table", "encoding"), [(TO_TCVN3, LegacyEncoding.TCVN3), (TO_VNI, LegacyEncoding.VNI)]
)
def test_a_document_in_a_legacy_font_is_found_and_converted(table, encoding):
    typed = ARTICLE.translate(table)
    assert detect(typed) is encoding
    assert convert(typed, encoding) == ARTICLE


@pytest.mark.parametrize("letter", list(_TCVN3_FROM))
def test_every_letter_of_the_tcvn3_table(letter):
    assert convert(letter.translate(TO_TCVN3), LegacyEncoding.TCVN3) == letter


@pytest.mark.parametrize(
    ("typed", "letter"), [("aú", "ẳ"), ("AÚ", "Ẳ"), ("yï", "ỵ"), ("î", "ỵ"), ("yû", "ỷ"), ("yõ", "ỹ")]
)
def test_letters_that_vni_tables_forget(typed, letter):
    assert convert(typed, LegacyEncoding.VNI) == letter


@pytest.mark.parametrize(
    "text",
    [
        "Hòa",
        "CỘNG HÒA",
        "đã",
        "còn",
        "Thúy",
        "xúc",
        ARTICLE,
        ARTICLE.upper(),
        "Hà Nam và Hòa Bình có bốn dự án mà cán bộ hai bên cùng làm, thúc giá hàng hóa vào mùa hè này thôi",
        "Señor Núñez visitó la ciudad de São Paulo después de la reunión; mañana volverá con más información.",
        "Le préfet a été reçu à l’hôtel de ville ; « la coopération décentralisée », a-t-il déclaré, « progresse ».",
        "Die Städtepartnerschaft zwischen Würzburg und der Präfektur wurde für fünf Jahre verlängert. Schöne Grüße!",
        "Menu © 2024 ® · Trang chủ · Tin tức · Liên hệ · « Trước · Sau »",
        "",
    ],
)
def test_text_that_is_unicode_already_is_left_alone(text):
    assert detect(text) is None


def test_fonts_speak_for_short_texts():
    assert encoding_of_font("ABCDEF+.VnTimeH") is LegacyEncoding.TCVN3
    assert encoding_of_font("VNI-Times") is LegacyEncoding.VNI
    assert encoding_of_font("Times New Roman") is None
    assert detect("§oµn c«ng t¸c", [".VnTime"]) is LegacyEncoding.TCVN3
    assert convert("®oµn", LegacyEncoding.TCVN3, font=".VnTimeH") == "ĐOÀN"


def test_a_lost_u_horn_is_put_back_where_it_is_safe():
    typed = "trưởng, phương, được".translate(TO_TCVN3).replace("\u00ad", "")
    assert convert(typed, LegacyEncoding.TCVN3) == "trưởng, phương, được"


@pytest.mark.skipif(not (SHARED / "samples").is_dir(), reason="the real articles are not here")
@pytest.mark.parametrize("name", ["gwangju-nghe-an.txt", "ninh-binh-han-quoc.txt"])
def test_real_articles_survive_the_way_through_legacy_fonts(name):
    text = (SHARED / "samples" / name).read_text(encoding="utf-8")
    assert detect(text) is None
    for table, encoding in ((TO_TCVN3, LegacyEncoding.TCVN3), (TO_VNI, LegacyEncoding.VNI)):
        typed = text.translate(table)
        assert detect(typed) is encoding
        wrong = sum(a != b for a, b in zip(convert(typed, encoding), text, strict=False))
        assert wrong < len(text) * 0.01
    assert vietnamese_share(text).part > 0.99
    wrongly = [word for word in set(text.split()) if detect(word) is not None]
    assert wrongly == []


@pytest.mark.parametrize(
    "word",
    ["nghiêng", "quốc", "quỳ", "giếng", "gìn", "khuỷu", "xoong", "ngoằn", "thuở", "yếu", "uống", "ương", "ý"],
)
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["été", "señor", "Ã©", "trëng", "c«ng", "Würzburg", ""])
def test_not_syllables(word):
    assert not is_syllable(word)
