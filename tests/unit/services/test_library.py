"""The library as a whole: search heals, backups come back, bad places end in a sentence."""

import dataclasses
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from db.records import Partner, RecordKind
from desktop_app.bootstrap import Services, open_library
from desktop_app.core.dossier.request import DossierRequest, Office
from desktop_app.errors import UserFixable, WorldError
from desktop_app.paths import LibraryPaths
from desktop_app.services import maintenance
from desktop_app.services.searching import SearchRequest


def titles(services: Services, text: str, **filters: object) -> list[str]:
    request = SearchRequest(text, **filters)  # type: ignore[arg-type]
    return [hit.title for hit in services.search.search(request).hits]


# -- search --------------------------------------------------------------------------------------


def test_a_change_is_found_after_catching_up(sample_services: Services) -> None:
    partner = next(p for p in sample_services.records.partners() if "Asan" in p.name)
    sample_services.records.save(dataclasses.replace(partner, note="đầu mối mới: phòng giao lưu quốc tế"))
    assert sample_services.search.state()[1] > 0
    sample_services.search.catch_up()
    assert sample_services.search.state() == ("ready", 0)
    assert partner.name in titles(sample_services, "giao luu quoc te", kinds=(RecordKind.PARTNER,))


@pytest.mark.example(28)
def test_trash_and_restore_are_seen_by_the_search(sample_services: Services) -> None:
    visit = sample_services.records.visits()[0]
    before = titles(sample_services, visit.title, kinds=(RecordKind.VISIT,))
    assert visit.title in before
    sample_services.records.trash(RecordKind.VISIT, [visit.id])
    sample_services.search.catch_up()
    assert visit.title not in titles(sample_services, visit.title, kinds=(RecordKind.VISIT,))
    sample_services.history.undo_last()
    sample_services.search.catch_up()
    assert titles(sample_services, visit.title, kinds=(RecordKind.VISIT,)) == before


@pytest.mark.example(27)
def test_a_deleted_index_heals_and_the_database_answers_meanwhile(sample_services: Services) -> None:
    expected = titles(sample_services, "nha khoa")
    shutil.rmtree(sample_services.paths.index)
    meanwhile = sample_services.search.search(SearchRequest("nha khoa"))
    assert meanwhile.fallback
    assert meanwhile.total > 0
    sample_services.search.catch_up()
    healed = sample_services.search.search(SearchRequest("nha khoa"))
    assert not healed.fallback
    assert [hit.title for hit in healed.hits] == expected


@pytest.mark.example(24)
def test_a_mistyped_name_is_answered_with_a_question(sample_services: Services) -> None:
    results = sample_services.search.search(SearchRequest("gwanjgu"))
    assert "Gwangju" in results.suggestion


@pytest.mark.example(24)
def test_near_names_are_not_blurred(services: Services) -> None:
    services.records.save(Partner(0, "Thành phố Asan"))
    services.records.save(Partner(0, "Thành phố Ansan"))
    services.search.catch_up()
    assert titles(services, "asan") == ["Thành phố Asan"]
    assert titles(services, "ansan") == ["Thành phố Ansan"]


def test_filters_narrow_and_facets_count(sample_services: Services) -> None:
    everything = sample_services.search.search(SearchRequest("", limit=1000))
    visits = sample_services.search.search(
        SearchRequest("", kinds=(RecordKind.VISIT,), direction="out", year=2024, limit=100)
    )
    assert 0 < visits.total < everything.total
    assert all("2024" in hit.date for hit in visits.hits)
    facets = sample_services.search.facets(SearchRequest("", kinds=(RecordKind.VISIT,)))
    years = {facet.value: facet.count for facet in facets if facet.name == "year"}
    assert years["2024"] >= visits.total


def test_sorting_by_date(sample_services: Services) -> None:
    hits = sample_services.search.search(SearchRequest("gwangju", sort="newest", limit=100)).hits
    dates = [hit.published for hit in hits]
    assert dates == sorted(dates, reverse=True)


# -- backup and check ---------------------------------------------------------------------------------


def test_backup_and_restore_give_the_same_library(sample_services: Services, tmp_path: Path) -> None:
    backup = sample_services.maintenance.backup(tmp_path / "USB ngoài")
    counts = maintenance.restore(backup.path, LibraryPaths(tmp_path / "máy mới"))
    assert counts == sample_services.maintenance.counts()
    with open_library(tmp_path / "máy mới", config=tmp_path / "c2") as fresh:
        assert fresh.records.visits() == sample_services.records.visits()
        assert fresh.maintenance.check().sound
        fresh.search.catch_up()
        assert titles(fresh, "nha khoa")


def test_restore_never_writes_over_a_library(sample_services: Services, tmp_path: Path) -> None:
    backup = sample_services.maintenance.backup(tmp_path)
    with pytest.raises(UserFixable, match="đã có một kho"):
        maintenance.restore(backup.path, sample_services.paths)


def test_restoring_garbage_leaves_an_empty_place(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"rac" * 1000)
    with pytest.raises(WorldError):
        maintenance.restore(tmp_path / "x.db", LibraryPaths(tmp_path / "mới"))
    assert not (tmp_path / "mới" / "library.db").exists()


def test_a_damaged_article_is_reported_and_nothing_is_deleted(sample_services: Services) -> None:
    import sqlite3

    connection = sqlite3.connect(sample_services.paths.database)
    connection.execute("UPDATE article SET title = 'x' WHERE id = 1")
    connection.commit()
    connection.close()
    report = sample_services.maintenance.check()
    assert not report.sound
    assert any("số 1" in line for line in report.problems)
    assert report.articles == sample_services.maintenance.counts().articles


# -- bad places --------------------------------------------------------------------------------------------


@pytest.mark.example(39)
def test_a_second_instance_reads_only_and_says_who_holds_it(tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    with open_library(folder, config=tmp_path / "c", exclusive=True) as first:
        first.records.save(Partner(0, "Gwangju"))
        script = (
            "import sys; from pathlib import Path; from desktop_app.bootstrap import open_library\n"
            "from db.records import Partner\n"
            "s = open_library(Path(sys.argv[1]), config=Path(sys.argv[2]), exclusive=True)\n"
            "print(s.held_by.process, len(s.records.partners()))\n"
            "try:\n    s.records.save(Partner(0, 'Asan'))\nexcept Exception as e:\n    print(e)\n"
        )
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", script, str(folder), str(tmp_path / "c")],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        lines = done.stdout.splitlines()
        assert lines[0] == f"{os.getpid()} 1"
        assert "chỉ xem được" in lines[1]
    with open_library(folder, config=tmp_path / "c", exclusive=True) as again:
        assert again.held_by is None


def test_a_damaged_library_is_a_sentence_and_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    folder.mkdir()
    (folder / "library.db").write_bytes(b"hong" * 5000)
    before = (folder / "library.db").read_bytes()
    with pytest.raises(WorldError, match="bị hỏng") as caught:
        open_library(folder, config=tmp_path / "c", exclusive=True)
    assert "sao lưu" in caught.value.remedy
    assert (folder / "library.db").read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="folders have no mode there")
def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "tệp").write_text("x", encoding="utf-8")
    with pytest.raises(WorldError, match="Không tạo được thư mục kho"):
        open_library(tmp_path / "tệp" / "kho", config=tmp_path / "c")


@pytest.mark.skipif(not hasattr(os, "mkfifo") or not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_keeps_the_old_dossier(sample_services: Services, tmp_path: Path) -> None:
    partner = sample_services.partners.find("Gwangju")
    assert partner is not None
    target = tmp_path / "hồ sơ.pdf"
    sample_services.dossiers.build(DossierRequest(partner.id), target)
    before = target.read_bytes()
    script = (
        "import resource, sys; from pathlib import Path; from desktop_app.bootstrap import open_library\n"
        "from desktop_app.core.dossier.request import DossierRequest\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "s = open_library(Path(sys.argv[1]), config=Path(sys.argv[2]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "try:\n    s.dossiers.build(DossierRequest(int(sys.argv[4]), purpose='khác'), Path(sys.argv[3]))\n"
        "except Exception as e:\n    print(type(e).__name__, e)\n"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "utf8",
            "-c",
            script,
            *(str(sample_services.paths.folder), str(tmp_path / "c"), str(target), str(partner.id)),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "WorldError" in done.stdout, done.stderr
    assert target.read_bytes() == before
    assert sorted(p.name for p in tmp_path.glob("*.pdf*")) == ["hồ sơ.pdf"]


def test_the_office_and_the_notice_belong_to_the_library(services: Services) -> None:
    assert services.office.is_first_start()
    services.office.accept_notice()
    services.office.save(Office(name="Sở Ngoại vụ", parent="UBND tỉnh", province="Nghệ An", place="Nghệ An"))
    assert not services.office.is_first_start()
    assert services.office.office().province == "Nghệ An"


def test_merging_partners_moves_everything_and_can_be_undone(sample_services: Services) -> None:
    page = sample_services.partners
    gwangju = page.find("Gwangju")
    other = page.find("Gyeonggi")
    assert gwangju and other  # noqa: PT018
    before = page.page(other.id)
    page.merge(other.id, gwangju.id)
    assert page.find("Gyeonggi") == sample_services.records.get(RecordKind.PARTNER, gwangju.id)
    assert len(page.page(gwangju.id).agreements) > len(before.agreements)
    sample_services.history.undo_last()
    assert page.page(other.id).agreements == before.agreements


def test_the_samples_make_rich_partner_pages(sample_services: Services) -> None:
    partner = sample_services.partners.find("Asan")
    assert partner is not None
    page = sample_services.partners.page(partner.id)
    assert len(page.visits) >= 3
    assert page.last_visit is not None
    assert page.agreements
    assert page.open_commitments
    assert page.figures
    assert all(figure.scope for figure in page.figures)
    assert page.timeline == tuple(sorted(page.timeline, key=lambda e: e.date.sort_key, reverse=True))
    years = {entry.date.year for entry in page.timeline}
    assert {2016, 2023, 2024, 2025} & years >= {2023, 2024, 2025}
