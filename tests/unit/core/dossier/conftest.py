"""Dossier data with invented sentences; the facts behind some of them are real (domain note 4.9)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from db.dates import DatePrecision, PartialDate
from db.records import (
    Agreement,
    AgreementKind,
    AgreementStatus,
    Article,
    Commitment,
    CommitmentGrade,
    CommitmentStatus,
    Direction,
    Evidence,
    Figure,
    Indicator,
    Participant,
    Partner,
    Passage,
    Person,
    PlaceSuccession,
    Post,
    ProfileFact,
    RelationLevel,
    Role,
    Side,
    StopKind,
    SuccessionKind,
    Visit,
    VisitStop,
)
from desktop_app.core.dossier.request import DossierData, DossierRequest, Office, TypedNotes

AS_OF = dt.date(2026, 11, 2)


def day(start: str, end: str = "", *, inferred: bool = False, stated: str = "") -> PartialDate:
    precision = DatePrecision.DAY_RANGE if end else {4: "year", 7: "month"}.get(len(start), "day")
    if start.startswith("--"):
        precision = "no_year"
    return PartialDate(start, end, DatePrecision(precision), stated, inferred)


def article(number: int, title: str, *paragraphs: str, **more: object) -> Article:
    text = "\n".join(paragraphs)
    passages, at = [], 0
    for paragraph in paragraphs:
        passages.append(Passage(at, at + len(paragraph)))
        at += len(paragraph) + 1
    return Article(number, title, text, passages=tuple(passages), **more)


def rests(art: Article, words: str, field: str = "") -> Evidence:
    start = art.text.index(words)
    return Evidence(art.id, start, start + len(words), field, words)


OFFICE = Office(
    "Sở Ngoại vụ", "Ủy ban nhân dân tỉnh Nghệ An", "tỉnh Nghệ An", "Nghệ An", "Giám đốc", "Nguyễn Văn Mẫu"
)

GWANGJU_NEWS = article(
    1,
    "Hai Sở Ngoại vụ trao đổi về đào tạo nha khoa",
    "Sáng 9/6, tại TP. Vinh, đoàn của thành phố Gwangju do ông Chang Kyoon Jeong dẫn đầu đã làm việc với Sở.",
    "Bà Trần Khánh Thục, Giám đốc Sở Ngoại vụ, chủ trì buổi tiếp và giới thiệu tiềm năng của tỉnh.",
    "Phía bạn sẽ cử chuyên gia về nha khoa sang giảng dạy cho 20–30 sinh viên tại Vinh.",
    "Năm sinh viên giỏi nhất được đài thọ để học tiếp ở Gwangju; "
    "bạn cũng sẵn sàng nhận cán bộ của tỉnh đến thực tập.",
    "Các doanh nghiệp Hàn Quốc đã đầu tư khoảng 135 triệu USD vào tỉnh, dùng gần 10.000 lao động; "
    "năm 2021 tỉnh xuất sang Hàn Quốc 231 triệu USD và nhập về 206 triệu USD.",
    "Gwangju là thành phố lớn thứ sáu của Hàn Quốc, mạnh về ô tô và trí tuệ nhân tạo.",
    outlet="Báo Nghệ An",
    published=day("2022-06-09", inferred=True),
)
GWANGJU_MOU = article(
    2,
    "Ký bản ghi nhớ với Gwangju",
    "Ngày 27/10/2022, hai địa phương đã ký bản ghi nhớ thiết lập quan hệ hữu nghị, hợp tác.",
    "Tháng 5/2023, đoàn công tác của tỉnh đã gặp lãnh đạo thành phố Gwangju.",
    outlet="Báo Nghệ An",
    address="https://example.vn/doi-ngoai/ky-ban-ghi-nho-voi-gwangju-va-nhung-noi-dung-hop-tac-tiep-theo-263880.html",
    published=day("2022-10-28"),
)


def gwangju_data() -> DossierData:
    visits = (
        Visit(
            1,
            "Đoàn Sở Ngoại vụ Gwangju thăm, làm việc tại Nghệ An",
            Direction.IN,
            period=day("2022-06-09", inferred=True, stated="Sáng 9/6"),
            host_organisation="Sở Ngoại vụ tỉnh Nghệ An",
            guest_organisation="Sở Ngoại vụ thành phố Gwangju",
            location="TP. Vinh",
            content="Trao đổi về đào tạo nha khoa, tiếp nhận cán bộ, du lịch và lao động.",
            results="Hai bên thống nhất tiến tới ký kết thỏa thuận hữu nghị, hợp tác.",
            partner_ids=(1,),
            localities=("TP. Vinh",),
            fields=("Giáo dục, đào tạo", "Y tế"),
            participants=(
                Participant(
                    "Chang Kyoon Jeong", Role.HEAD, Side.THEIRS, "Giám đốc", "Sở Ngoại vụ Gwangju", 1
                ),
                Participant("Trần Khánh Thục", Role.HOST, Side.OURS, "Giám đốc", "Sở Ngoại vụ Nghệ An", 2),
            ),
        ),
    )
    commitments = (
        Commitment(
            1,
            "Cử chuyên gia hỗ trợ đào tạo nha khoa tại Đại học Y khoa Vinh",
            CommitmentGrade.PROMISE,
            Side.THEIRS,
            "thành phố Gwangju",
            "tỉnh Nghệ An",
            stated_on=day("2022-06-09", inferred=True),
            quantity="20–30 sinh viên",
            visit_id=1,
        ),
        Commitment(
            2,
            "Đài thọ năm sinh viên xuất sắc nhất sang Gwangju học tiếp",
            CommitmentGrade.PROMISE,
            Side.THEIRS,
            stated_on=day("2022-06-09", inferred=True),
            depends_on_id=1,
            visit_id=1,
        ),
        Commitment(
            3,
            "Sẵn sàng tiếp nhận cán bộ, công chức Nghệ An đến thực tập",
            CommitmentGrade.OFFER,
            Side.THEIRS,
            stated_on=day("2022-06-09", inferred=True),
        ),
        Commitment(
            4,
            "Gửi danh mục dự án kêu gọi đầu tư cho phía bạn",
            CommitmentGrade.PROMISE,
            Side.OURS,
            status=CommitmentStatus.RUNNING,
            stated_on=day("2023-05"),
            deadline=day("2026-09-18"),
            lead_unit="Sở Tài chính",
        ),
    )
    scope = {"scope_from": "Hàn Quốc", "scope_to": "tỉnh Nghệ An"}
    year = day("2021")
    figures = (
        Figure(
            1,
            "Vốn đầu tư của doanh nghiệp",
            135e6,
            "USD",
            "khoảng 135 triệu USD",
            approximate=True,
            qualifier="khoảng",
            indicator=Indicator.FDI_REGISTERED,
            **scope,
        ),
        Figure(
            2, "Lao động tại doanh nghiệp", 10_000, "lao động", approximate=True, qualifier="gần", **scope
        ),
        Figure(3, "Kim ngạch xuất khẩu", 231e6, "USD", indicator=Indicator.EXPORT, period=year, **scope),
        Figure(
            4,
            "Kim ngạch nhập khẩu",
            206e6,
            "USD",
            indicator=Indicator.IMPORT,
            period=replace(year, inferred=True),
            **scope,
        ),
        Figure(5, "Lao động đi theo chương trình EPS", 500, "người/năm", value_max=700, **scope),
        Figure(
            6,
            "Dân số",
            1_420_000,
            "người",
            approximate=True,
            scope_from="thành phố Gwangju",
            period=day("2023"),
        ),
    )
    people = (
        Person(
            1,
            "Chang Kyoon Jeong",
            "정창균",
            "Ông",
            Side.THEIRS,
            "Hàn Quốc",
            1,
            posts=(
                Post(1, 1, "Giám đốc", None, "Sở Ngoại vụ Gwangju", seen_on=day("2022-06-09", inferred=True)),
            ),
        ),
        Person(
            2,
            "Trần Khánh Thục",
            "",
            "Bà",
            Side.OURS,
            posts=(
                Post(2, 2, "Giám đốc", None, "Sở Ngoại vụ Nghệ An", seen_on=day("2022-06-09", inferred=True)),
            ),
        ),
    )
    agreements = (
        Agreement(
            1,
            "Bản ghi nhớ về thiết lập quan hệ hữu nghị, hợp tác",
            AgreementKind.MEMORANDUM,
            AgreementStatus.SIGNED,
            own_party="UBND tỉnh Nghệ An",
            partner_party="Thành phố Gwangju",
            signed=day("2022-10-27"),
            fields=("Giao lưu nhân dân",),
        ),
    )
    one, two = GWANGJU_NEWS, GWANGJU_MOU
    evidence = {
        ("visit", 1): (
            rests(one, "Sáng 9/6", "period"),
            rests(one, "Chang Kyoon Jeong", "heads"),
            rests(one, "Trần Khánh Thục", "hosts"),
        ),
        ("commitment", 1): (rests(one, "cử chuyên gia về nha khoa", "content"),),
        ("commitment", 2): (rests(one, "Năm sinh viên giỏi nhất", "content"),),
        ("commitment", 3): (rests(one, "sẵn sàng nhận cán bộ", "content"),),
        ("commitment", 4): (rests(two, "Tháng 5/2023"),),
        ("agreement", 1): (rests(two, "27/10/2022", "date"), rests(two, "bản ghi nhớ", "title")),
        ("profile_fact", 1): (rests(one, "thành phố lớn thứ sáu"),),
        ("profile_fact", 2): (rests(one, "ô tô và trí tuệ nhân tạo"),),
        ("person", 1): (rests(one, "Chang Kyoon Jeong", "name"),),
        ("person", 2): (rests(one, "Trần Khánh Thục", "name"),),
        **{("figure", n): (rests(one, "135 triệu USD", "value"),) for n in range(1, 6)},
    }
    return DossierData(
        OFFICE,
        Partner(
            1,
            "Gwangju",
            "Hàn Quốc",
            "광주광역시",
            "Gwangju",
            relation_level=RelationLevel.FRIENDSHIP,
            since=day("2022-10-27"),
            contact="Phòng Hợp tác quốc tế",
        ),
        visits,
        agreements,
        commitments,
        people,
        figures,
        (
            ProfileFact(1, 1, "Vị trí", "Thành phố lớn thứ sáu của Hàn Quốc", day("2022")),
            ProfileFact(2, 1, "Ngành mạnh", "Ô tô, trí tuệ nhân tạo", day("2022")),
        ),
        (),
        evidence,
        {1: one, 2: two},
    )


ASAN_NEWS = article(
    7,
    "Chuyến công tác của tỉnh tại Hàn Quốc",
    "Từ ngày 24 đến 27/6/2024, đoàn của tỉnh do Bí thư Tỉnh ủy dẫn đầu đã thăm "
    "các địa phương Asan, Ansan, Busan.",
    "Tại Asan, hai bên chứng kiến việc trao bản ghi nhớ về phái cử lao động thời vụ trong nông nghiệp.",
    "Hằng năm tỉnh sẽ đưa lao động thời vụ sang Asan, mỗi đợt từ 6 đến 8 tháng.",
    "Tính đến tháng 5/2023, Hàn Quốc có 9.666 dự án tại Việt Nam với tổng vốn 81,56 tỷ USD.",
    "Trưởng đoàn đã tặng quà lưu niệm cho Thị trưởng thành phố Asan, ông Park Gyung-gi.",
    outlet="Báo Ninh Bình",
    address="https://example.vn/asan/20240625154212",
    published=day("2024-06-25"),
)
ASAN_OTHER = article(
    8,
    "Thắt chặt hợp tác với Asan",
    "Hai địa phương đã ký bản ghi nhớ về lao động thời vụ vào tháng 5/2024 và đang triển khai.",
    outlet="Cổng thông tin tỉnh",
    published=day("2025-09-03"),
)


def asan_data() -> DossierData:
    period = day("2024-06-24", "2024-06-27")
    visits = (
        Visit(
            11,
            "Đoàn lãnh đạo tỉnh Ninh Bình thăm Hàn Quốc",
            Direction.OUT,
            period=period,
            content="Thăm Asan, Ansan; trao đổi về lao động thời vụ.",
            results="Ký bản ghi nhớ với Asan.",
            gifts="Quà lưu niệm tặng Thị trưởng Asan (chưa rõ hiện vật)",
            stops=(
                VisitStop("Asan"),
                VisitStop("Ansan"),
                VisitStop("Busan", note="chưa có nội dung"),
                VisitStop("Làng cổ Oeam", StopKind.SITE),
            ),
            participants=(
                Participant("Đoàn Minh Huấn", Role.HEAD, Side.OURS, "Bí thư Tỉnh ủy", "Ninh Bình"),
                Participant("Park Gyung-gi", Role.MET, Side.THEIRS, "Thị trưởng", "Asan", 21),
            ),
        ),
        Visit(
            12,
            "Thị trưởng Asan thăm Ninh Bình",
            Direction.IN,
            period=day("2023-10-13"),
            participants=(Participant("Park Gyung-gi", Role.HEAD, Side.THEIRS, "Thị trưởng", "Asan", 21),),
        ),
        Visit(13, "Đoàn các phường của Asan", Direction.IN, period=day("2025-09-03")),
    )
    agreements = (
        Agreement(
            30, "Bản ghi nhớ hợp tác", signed=day("2016"), own_party="tỉnh Nam Định", partner_party="Asan"
        ),
        Agreement(
            31,
            "Biên bản ghi nhớ về hợp tác lao động",
            other_titles=("Bản ghi nhớ về phái cử lao động thời vụ",),
            own_party="tỉnh Ninh Bình",
            partner_party="thành phố Asan",
            signed=period,
            visit_id=11,
            fields=("Lao động",),
        ),
        Agreement(
            32,
            "Bản ghi nhớ về phái cử lao động thời vụ",
            signed=day("2024-05"),
            own_party="tỉnh Ninh Bình",
            partner_party="thành phố Asan",
        ),
    )
    one, two = ASAN_NEWS, ASAN_OTHER
    return DossierData(
        replace(OFFICE, province="tỉnh Ninh Bình", place="Ninh Bình"),
        Partner(5, "Asan", "Hàn Quốc", "아산시", aliases=("A-san",), relation_level=RelationLevel.SECTORAL),
        visits,
        agreements,
        (
            Commitment(
                41,
                "Hằng năm phái cử lao động thời vụ sang Asan",
                CommitmentGrade.PROMISE,
                Side.OURS,
                quantity="6–8 tháng mỗi đợt",
                stated_on=period,
            ),
        ),
        (
            Person(
                21,
                "Park Gyung-gi",
                "박경귀",
                "Ông",
                Side.THEIRS,
                aliases=("Park-Gyeong-gwi", "Park Kyung-kwi"),
                posts=(Post(51, 21, "Thị trưởng", None, "thành phố Asan", seen_on=period),),
            ),
        ),
        (
            Figure(
                61,
                "Số dự án",
                9666,
                "dự án",
                scope_from="Hàn Quốc",
                scope_to="Việt Nam",
                period=day("2023-05"),
            ),
            Figure(
                62,
                "Tổng vốn đăng ký",
                81.56e9,
                "USD",
                scope_from="Hàn Quốc",
                scope_to="Việt Nam",
                period=day("2023-05"),
            ),
        ),
        (),
        (
            PlaceSuccession(
                1, 1, 2, SuccessionKind.MERGED, day("2025-07-01"), "", "tỉnh Nam Định", "tỉnh Ninh Bình"
            ),
        ),
        {
            ("visit", 11): (rests(one, "24 đến 27/6/2024", "period"), rests(one, "Bí thư Tỉnh ủy", "heads")),
            ("agreement", 31): (rests(one, "bản ghi nhớ về phái cử"),),
            ("agreement", 32): (rests(two, "tháng 5/2024", "date"),),
            ("commitment", 41): (rests(one, "Hằng năm tỉnh"),),
            ("figure", 61): (rests(one, "9.666 dự án"),),
            ("figure", 62): (rests(one, "81,56 tỷ USD"),),
            ("person", 21): (rests(one, "Park Gyung-gi"),),
        },
        {7: one, 8: two},
    )


@pytest.fixture
def gwangju() -> DossierData:
    return gwangju_data()


@pytest.fixture
def asan() -> DossierData:
    return asan_data()


@pytest.fixture
def request_() -> DossierRequest:
    return DossierRequest(
        1,
        purpose="Tiếp đoàn thành phố Gwangju",
        as_of=AS_OF,
        drafter="Phòng Hợp tác quốc tế",
        notes=TypedNotes(
            objectives="- Chốt thời gian ký thỏa thuận giai đoạn mới\n- Thúc đẩy chương trình nha khoa",
            points="1. Cảm ơn bạn về chương trình đào tạo\n2. Đề nghị bạn cho biết lịch cử chuyên gia",
        ),
    )
