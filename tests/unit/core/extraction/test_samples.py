"""The acceptance examples 7 to 21 on the office's own two articles (names come from the labels outside)."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_app.core.extraction.candidates import Findings


def _names(people: Any) -> list[str]:
    return [person.name for person in people]


def _labelled(people: list[dict[str, Any]]) -> list[str]:
    return [person["name"] for person in people]


# -- 7 -----------------------------------------------------------------------------------------------


@pytest.mark.example(7)
def test_journey_abroad_with_both_days(sample_a: Findings):
    visit = sample_a.visits[0]
    assert (visit.direction, visit.status, visit.start, visit.end) == (
        "out",
        "done",
        "2024-06-24",
        "2024-06-27",
    )
    assert {place.country for place in visit.partners} == {"Hàn Quốc"}
    assert not visit.year_inferred


@pytest.mark.example(7)
def test_family_name_like_the_word_for_delegation(sample_a: Findings, label_a: dict[str, Any]):
    head = sample_a.visits[0].heads[0]
    assert head.name == label_a["visits"][0]["head_of_delegation"][0]["name"]
    assert head.name.split()[0] == "Đoàn"
    assert "Ủy viên Trung ương Đảng" in head.title
    assert "Bí thư Tỉnh ủy" in head.title


@pytest.mark.example(7)
def test_member_of_the_delegation(sample_a: Findings, label_a: dict[str, Any]):
    visit = sample_a.visits[0]
    assert len(visit.members) == 1
    assert visit.members[0].name in _labelled(label_a["persons"])
    assert "Phó Chủ tịch UBND tỉnh" in visit.members[0].title


# -- 8 -----------------------------------------------------------------------------------------------


@pytest.mark.example(8)
def test_stops_of_the_journey(sample_a: Findings):
    stops = [stop.name for stop in sample_a.visits[0].stops if not stop.site]
    for name in ("Asan", "Ansan", "Busan", "Gyeongju", "Suncheon"):
        assert name in stops


@pytest.mark.example(8)
def test_stop_without_content_is_noted(sample_a: Findings):
    notes = {stop.name: stop.note for stop in sample_a.visits[0].stops if not stop.site}
    assert notes["Busan"] == "chưa có nội dung"
    assert notes["Asan"] == ""


@pytest.mark.example(8)
def test_near_names_stay_two_places(sample_a: Findings):
    names = [place.name for place in sample_a.visits[0].partners]
    assert "Thành phố Asan" in names
    assert "Thành phố Ansan" in names
    assert not any({"Asan", "Ansan"} == {alias.alias, alias.canonical} for alias in sample_a.aliases)


@pytest.mark.example(8)
def test_sites_visited(sample_a: Findings):
    sites = " | ".join(sample_a.visits[0].places)
    for word in ("Oeam", "Yonsei Milk", "Hyundai", "K-Unicorn", "phim trường Suncheon"):
        assert word in sites


@pytest.mark.example(8)
def test_call_on_the_own_ambassador(sample_a: Findings):
    assert [ref.title for ref in sample_a.visits[0].met] == ["Đại sứ Việt Nam tại Hàn Quốc"]
    assert "Đại sứ" not in " ".join(host.title for host in sample_a.visits[0].hosts)


# -- 9, 10, 11 ----------------------------------------------------------------------------------------


@pytest.mark.example(9)
def test_second_leg_is_a_visit_of_its_own(sample_a: Findings):
    assert len(sample_a.visits) == 2
    leg = sample_a.visits[1]
    assert (leg.follows, leg.start, leg.end) == (0, "2024-06-28", "2024-06-29")
    assert [place.country for place in leg.partners] == ["Nhật Bản"]
    assert leg.status == "planned"


@pytest.mark.example(10)
def test_one_agreement_with_the_other_title(sample_a: Findings):
    assert len(sample_a.agreements) == 1
    agreement = sample_a.agreements[0]
    assert (agreement.type, agreement.status) == ("Bản ghi nhớ", "signed")
    assert set(agreement.parties) == {"Tỉnh Ninh Bình", "Thành phố Asan"}
    assert "lao động" in agreement.fields
    assert len(agreement.other_titles) == 1
    assert agreement.other_titles[0].startswith("Biên bản ghi nhớ")
    assert agreement.date == "2024-06-24/2024-06-27"
    assert "bài không nêu người ký" in agreement.doubts


@pytest.mark.example(11)
def test_yearly_obligation(sample_a: Findings):
    found = [
        item for item in sample_a.commitments if item.grade == "promise" and "6 đến 8 tháng" in item.quantity
    ]
    assert len(found) == 1
    assert found[0].by == "Tỉnh Ninh Bình"
    assert "phái cử lao động" in found[0].content


# -- 12, 13, 14 ---------------------------------------------------------------------------------------


@pytest.mark.example(12)
def test_figures_with_scope_and_date(sample_a: Findings):
    figures = {(figure.value, figure.unit): figure for figure in sample_a.figures}
    for key in ((9666.0, "dự án"), (81_560_000_000.0, "USD")):
        assert figures[key].scope == ("Hàn Quốc", "Việt Nam")
        assert figures[key].as_of == "2023-05"
    assert figures[(81_560_000_000.0, "USD")].qualifier == "hơn"
    assert figures[(4.0, "di sản thế giới")].scope == ("Gyeongju",)
    assert figures[(161.0, "di sản quốc gia")].scope == ("Gyeongju",)


def test_ranks_are_no_figures(sample_a: Findings):
    assert not any(figure.value == 3 for figure in sample_a.figures)


@pytest.mark.example(13)
def test_gift(sample_a: Findings, label_a: dict[str, Any]):
    gift = sample_a.visits[0].gifts
    assert gift.startswith(label_a["visits"][0]["head_of_delegation"][0]["name"])
    assert "chưa rõ" in gift
    assert "Gyeongju" in gift


@pytest.mark.example(14)
def test_mayors_and_their_cities(sample_a: Findings, label_a: dict[str, Any]):
    hosts = sample_a.visits[0].hosts
    assert _names(hosts) == _labelled(label_a["visits"][0]["host_leads"])
    assert [host.title for host in hosts] == ["Thị trưởng thành phố Asan", "Thị trưởng thành phố Gyeongju"]


@pytest.mark.example(14)
def test_slip_of_a_name_is_offered_as_alias(sample_a: Findings):
    assert [(alias.alias, alias.canonical) for alias in sample_a.aliases] == [("Gyeongji", "Gyeongju")]
    assert sample_a.aliases[0].doubts


def test_cities_called_provinces_are_noted(sample_a: Findings):
    assert any("gọi thành phố là tỉnh" in doubt for doubt in sample_a.visits[0].doubts)


# -- 15 ----------------------------------------------------------------------------------------------


@pytest.mark.example(15)
def test_visit_without_a_year(sample_b: Findings):
    visit = sample_b.visits[0]
    assert (visit.direction, visit.start, visit.end) == ("in", "--06-09", "--06-09")
    assert visit.date_stated == "Sáng 9/6"
    assert "2022" in visit.year_reason
    assert "2021" in visit.year_reason
    assert "Vinh" in visit.location


@pytest.mark.example(15)
def test_guest_and_host(sample_b: Findings, label_b: dict[str, Any]):
    visit, label = sample_b.visits[0], label_b["visits"][0]
    assert _names(visit.heads) == _labelled(label["head_of_delegation"])
    assert _names(visit.hosts) == _labelled(label["host_leads"])
    assert [place.name for place in visit.partners] == ["Thành phố Gwangju"]
    assert visit.vn_localities == ("Nghệ An",)


@pytest.mark.example(15)
def test_two_offices_of_one_name(sample_b: Findings):
    offices = {(person.side, person.organisation) for person in sample_b.persons}
    assert offices == {("foreign", "Sở Ngoại vụ Gwangju"), ("vn", "Sở Ngoại vụ Nghệ An")}


# -- 16, 17, 18 ---------------------------------------------------------------------------------------


@pytest.mark.example(16)
def test_sentence_with_two_commitments(sample_b: Findings):
    commitments = sample_b.commitments
    experts = next(item for item in commitments if "cử chuyên gia" in item.content)
    students = next(item for item in commitments if "đài thọ" in item.content)
    assert "20 - 30" in experts.quantity
    assert experts.grade == students.grade == "promise"
    assert students.depends_on == commitments.index(experts)
    assert experts.by == students.by == "Thành phố Gwangju"
    assert "đài thọ" not in experts.content


@pytest.mark.example(16)
def test_offer_to_receive_officials(sample_b: Findings):
    offer = next(item for item in sample_b.commitments if item.grade == "offer")
    assert "tiếp nhận cán bộ" in offer.content
    assert offer.by == "Thành phố Gwangju"


@pytest.mark.example(17)
def test_intention_is_no_agreement(sample_b: Findings):
    assert sample_b.agreements == ()
    intention = [item for item in sample_b.commitments if item.grade == "intention"]
    assert len(intention) == 1
    assert "thiết lập quan hệ hữu nghị" in intention[0].content


@pytest.mark.example(18)
def test_proposals_of_the_own_side(sample_b: Findings):
    proposal = next(item for item in sample_b.commitments if item.grade == "proposal")
    assert proposal.by == "Tỉnh Nghệ An"
    assert {"đầu tư", "thương mại", "giáo dục", "đào tạo nghề", "du lịch", "văn hóa"} <= set(proposal.fields)


# -- 19, 20, 21 ---------------------------------------------------------------------------------------


@pytest.mark.example(19)
def test_figures_of_the_province_are_not_those_of_the_city(sample_b: Findings):
    figures = {(figure.value, figure.value_max, figure.unit): figure for figure in sample_b.figures}
    invested = figures[(135_000_000.0, None, "USD")]
    workers = figures[(10_000.0, None, "lao động")]
    exports = figures[(231_000_000.0, None, "USD")]
    imports = figures[(206_000_000.0, None, "USD")]
    abroad = figures[(500.0, 700.0, "lao động/năm")]
    for figure in (invested, workers, exports, imports, abroad):
        assert set(figure.scope) == {"Hàn Quốc", "Nghệ An"}
    assert (invested.approximate, workers.qualifier) == (True, "gần")
    assert (exports.indicator, exports.year, exports.year_inferred) == ("export", "2021", False)
    assert (imports.indicator, abroad.indicator, workers.indicator) == (
        "import",
        "workers_abroad",
        "workers_fdi",
    )


@pytest.mark.example(19)
def test_year_from_the_sentence_before_is_doubtful(sample_b: Findings):
    imports = next(figure for figure in sample_b.figures if figure.value == 206_000_000)
    assert (imports.year, imports.year_inferred) == ("2021", True)
    assert imports.doubts


@pytest.mark.example(20)
def test_profile_of_the_partner(sample_b: Findings):
    facts = " | ".join(fact.value for fact in sample_b.profile if fact.place == "Gwangju")
    for words in (
        "lớn thứ 6",
        "trực thuộc Trung ương",
        "Tây Nam",
        "Hyundai, Daewoo, Kia",
        "trí tuệ nhân tạo",
    ):
        assert words in facts
    assert "gạo và rau sạch" in facts
    assert "châu Á" in facts


@pytest.mark.example(21)
def test_what_is_doubtful_says_so(sample_b: Findings):
    assert any("năm" in doubt for doubt in sample_b.visits[0].doubts)
    wishes = [item for item in sample_b.commitments if item.grade == "wish"]
    assert wishes
    assert all(item.doubts for item in wishes)
    assert all(not fact.doubts for fact in sample_b.persons)
