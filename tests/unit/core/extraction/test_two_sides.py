"""What is a visit or an agreement of a locality, and what only looks like one. All texts are invented."""

from __future__ import annotations

import pytest

from desktop_app.core.extraction.candidates import Context, Findings
from desktop_app.core.extraction.find import find

CONTEXT = Context(published="2023-10-20", home="Quảng Trị")


def _find(*lines: str) -> Findings:
    return find("\n".join(lines), CONTEXT)


FIRM = (
    (
        "Sáng 3/10, Chủ tịch UBND tỉnh Quảng Trị Lương Quốc Khải dự lễ ký thỏa thuận hợp tác giữa"
        " UBND tỉnh và"
        " Tập đoàn Hoshino tại Osaka (Nhật Bản). Hai bên hợp tác đầu tư nhà máy điện gió."
    ),
)
FAIR = (
    "Triển lãm ảnh về kiến trúc Pháp khai mạc tại thành phố Đông Hà",
    (
        "Sáng 3/10, Phó Chủ tịch UBND tỉnh Quảng Trị Lương Quốc Khải cắt băng khai mạc triển lãm."
        " Các tài liệu"
        " được lưu trữ tại Việt Nam và Pháp, cho thấy quan hệ hợp tác văn hóa lâu đời."
    ),
)
MINISTERS = (
    (
        "Ngày 3/10, tại Vientiane, Thứ trưởng Bộ Ngoại giao Lương Quốc Khải và Bộ trưởng Bộ Ngoại giao Lào"
        " Bounthong Keomany chủ trì cuộc họp hai đoàn đại biểu biên giới Việt Nam - Lào. Hai bên"
        " nhất trí tăng"
        " cường hợp tác giữa các tỉnh biên giới của hai nước."
    ),
)
LEGAL = (
    "Hội nghị của câu lạc bộ Pháp chế doanh nghiệp tại Quảng Trị",
    (
        "Sáng 3/10, UBND tỉnh Quảng Trị và Hội Luật gia ký kết thỏa thuận phối hợp tư vấn. Ý kiến"
        " tại hội nghị"
        " đề nghị đẩy mạnh hợp tác, thu hút đầu tư."
    ),
)


@pytest.mark.parametrize("text", [FIRM, FAIR, MINISTERS, LEGAL], ids=["firm", "fair", "ministers", "legal"])
def test_no_visit_and_no_agreement_without_two_sides(text: tuple[str, ...]):
    findings = _find(*text)
    assert findings.visits == ()
    assert findings.agreements == ()


def test_a_ship_is_a_visit():
    visit = _find(
        "Sáng 18/10, tàu Hải quân Nhật Bản cập cảng Cửa Việt, thăm tỉnh Quảng Trị ba ngày.",
        "Dự lễ đón có đại diện UBND tỉnh Quảng Trị. Thuyền trưởng Harada Satoshi cảm ơn sự đón tiếp.",
    ).visits[0]
    assert (visit.direction, visit.start) == ("in", "2023-10-18")
    assert [place.country for place in visit.partners] == ["Nhật Bản"]


def test_a_national_guest_of_a_province_is_a_visit():
    visit = _find(
        "Thủ tướng Lào thăm và làm việc tại tỉnh Quảng Trị",
        "Chiều 18/10, Thủ tướng Chính phủ Lương Quốc Khải đã đón Thủ tướng Lào Bounthong Keomany thăm và làm"
        " việc tại tỉnh Quảng Trị, gặp gỡ nhân dân hai bên biên giới, thắt chặt quan hệ hữu nghị, hợp tác.",
    ).visits[0]
    assert visit.direction == "in"
    assert visit.vn_localities == ("Quảng Trị",)
    assert [head.name for head in visit.heads] == ["Bounthong Keomany"]


def test_a_delegation_of_the_province_abroad_needs_no_foreign_official():
    visit = _find(
        "Tại thành phố Kochi (Nhật Bản), đoàn công tác của lãnh đạo tỉnh Quảng Trị vừa tổ chức tọa đàm kêu"
        " gọi đầu tư ngày 18/10. Chủ tịch UBND tỉnh Quảng Trị Lương Quốc Khải cho biết tỉnh mong"
        " muốn hợp tác.",
    ).visits[0]
    assert visit.direction == "out"


VISIT = (
    "Chiều 18/10, tại thành phố Đông Hà, Phó Chủ tịch UBND tỉnh Quảng Trị Lương Quốc Khải tiếp đoàn công tác"
    " tỉnh Kochi (Nhật Bản) do ông Harada Satoshi, Thống đốc tỉnh Kochi làm trưởng đoàn."
)


@pytest.mark.parametrize(
    ("words", "name", "title"),
    [
        (
            "Cùng dự có bà Mori Ayaka - Bộ trưởng thứ hai Bộ giáo dục Nhật Bản.",
            "Mori Ayaka",
            "Bộ trưởng thứ hai Bộ giáo dục Nhật Bản",
        ),
        (
            "Đoàn nghe ông Peter Haas - Cố vấn cao cấp Trung tâm Tương lai Chiến lược giới thiệu.",
            "Peter Haas",
            "Cố vấn cao cấp Trung tâm Tương lai Chiến lược",
        ),
        (
            "Đoàn gặp vụ trưởng Vụ Chính sách về rừng, nông thôn và khí hậu - bà Ingrid Bakker.",
            "Ingrid Bakker",
            "vụ trưởng Vụ Chính sách về rừng, nông thôn và khí hậu",
        ),
        (
            "Dự lễ có ông Trần Hữu Lộc, nguyên Chủ tịch nước và nhiều đại biểu.",
            "Trần Hữu Lộc",
            "nguyên Chủ tịch nước",
        ),
        (
            (
                "Có mặt ông Trần Hữu Lộc, Phó Trưởng đại diện Phòng Thương mại Việt Nam tại Mông Cổ, Thống"
                " đốc Bat Orlov."
            ),
            "Trần Hữu Lộc",
            "Phó Trưởng đại diện Phòng Thương mại Việt Nam tại Mông Cổ",
        ),
    ],
)
def test_posts_are_read_to_their_end(words: str, name: str, title: str):
    persons = {person.name: person for person in _find(VISIT, words).persons}
    assert persons[name].title == title


def test_a_foreign_name_mistyped_once_is_one_person():
    names = [
        person.name
        for person in _find(
            VISIT,
            "Ông Peter Feldmann, Thị trưởng Kochi, phát biểu. Ông Petter Feldmann cảm ơn tỉnh Quảng Trị.",
        ).persons
    ]
    assert sum("Feldmann" in name for name in names) == 1


def test_two_people_of_one_surname_stay_two():
    names = [
        person.name
        for person in _find(
            VISIT, "Ông Park Sung Min, Phó Thị trưởng, và ông Park Song Jin, Giám đốc Sở, cùng dự."
        ).persons
    ]
    assert {"Park Sung Min", "Park Song Jin"} <= set(names)


def test_those_who_sign_are_the_parties():
    (agreement,) = _find(
        VISIT,
        "Giám đốc Sở Ngoại vụ Quảng Trị Võ Minh Tâm và Giám đốc Sở Quan hệ quốc tế Kochi - bà Mori Ayaka đã"
        " ký biên bản ghi nhớ về hợp tác đào tạo.",
    ).agreements
    assert agreement.parties == ("Sở Ngoại vụ Quảng Trị", "Sở Quan hệ quốc tế Kochi")


def test_the_opening_that_announces_a_signing_is_not_a_second_paper():
    found = _find(
        "Lễ ký kết ghi nhớ hợp tác giữa tỉnh Quảng Trị và tỉnh Kochi diễn ra chiều 18/10.",
        VISIT,
        "Biên bản ghi nhớ về hợp tác lao động được Phó Chủ tịch UBND tỉnh Quảng Trị Lương Quốc Khải và Thống"
        " đốc tỉnh Kochi Harada Satoshi ký kết.",
    ).agreements
    assert [(item.status, "lao động" in item.subject) for item in found] == [("signed", True)]


@pytest.mark.parametrize(
    "words",
    [
        "Thống đốc Harada Satoshi khẳng định nhân dân hai nước sẽ mãi mãi duy trì tình hữu nghị.",
        "Thống đốc Harada Satoshi đề nghị hai bên tiếp tục củng cố quan hệ láng giềng.",
        "Hội nghị xúc tiến lần này sẽ tổ chức trao đổi, thảo luận về thu hút đầu tư.",
    ],
)
def test_set_phrases_and_programmes_are_no_commitments(words: str):
    found = _find(VISIT, words).commitments
    assert [item.content for item in found if item.strength in ("promise", "proposal")] == []


def test_a_short_name_tells_whose_word_it_is():
    found = _find(
        VISIT,
        "Ông Khải đề nghị tỉnh Kochi tiếp nhận 40 thực tập sinh mỗi năm. Ông Satoshi hứa sẽ hỗ trợ học bổng.",
    ).commitments
    assert [item.by for item in found] == ["Tỉnh Quảng Trị", "Tỉnh Kochi"]


def test_sites_and_cities_of_the_programme_are_places():
    visit = _find(
        VISIT,
        "Đoàn đã đến dâng hương tại nghĩa trang liệt sĩ quốc gia Trường Sơn, thăm Bảo tàng Quảng Trị.",
    ).visits[0]
    assert "nghĩa trang liệt sĩ quốc gia Trường Sơn" in visit.places
    assert "Bảo tàng Quảng Trị" in visit.places


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Hai bên hợp tác trong các lĩnh vực kinh tế, khoa học, du lịch.", {"kinh tế", "khoa học công nghệ"}),
        ("Hai bên trao đổi tình hình phát triển kinh tế - xã hội.", set[str]()),
        ("Hai bên hợp tác về khoa học-kỹ thuật và y tế.", {"khoa học công nghệ"}),
    ],
)
def test_wide_words_are_fields_only_in_a_list(words: str, expected: set[str]):
    names = {field.name for field in _find(VISIT, words).fields}
    assert names & {"kinh tế", "khoa học công nghệ"} == expected


def test_guests_without_a_named_office_are_called_after_their_place():
    visit = _find(
        "Chiều 18/10, tại thành phố Đông Hà, lãnh đạo tỉnh Quảng Trị tiếp đoàn đại biểu tỉnh Savannakhet"
        " (Lào) do ông Bounthong Keomany, Phó Bí thư Tỉnh ủy, Phó Tỉnh trưởng làm trưởng đoàn."
    ).visits[0]
    assert visit.visitor_org == "Tỉnh Savannakhet"
