"""``demo``: the whole road on the sample articles, without a display."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from db.records import Partner
from desktop_app.cli.call import DONE, Call
from desktop_app.core.dossier.request import Office
from desktop_app.errors import UserFixable
from resources import read_text

if TYPE_CHECKING:
    from desktop_app.bootstrap import Services

_PARTNERS = ("Asan", "Gwangju")
_QUERIES = ("biên bản ghi nhớ Gwangju", "doan Asan tham Ninh Binh", "lao động thời vụ")
_SHOWN = 3


def run(call: Call) -> int:
    """Fill a library with the samples, search it and print dossiers of two partners."""
    started = time.perf_counter()
    target: Path = (call.args.out or Path("bang-giao-demo")).absolute()
    with _library(call) as folder, call.open(folder) as services:
        result: dict[str, Any] = {"library": str(folder)}
        result |= _fill(call, services)
        call.out.line("2. Tìm kiếm")
        result["searches"] = [_search(call, services, text) for text in _QUERIES]
        call.out.line()
        result["dossiers"] = _print(call, services, target)
        result["seconds"] = round(time.perf_counter() - started, 1)
    call.out.line(f"Xong trong {result['seconds']:.1f} giây. Hồ sơ nằm trong thư mục: {target}")
    call.out.value(result)
    return DONE


@contextmanager
def _library(call: Call) -> Generator[Path]:
    if call.args.library is not None:
        yield call.library
        return
    with tempfile.TemporaryDirectory(prefix="bang-giao-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "library"


def _fill(call: Call, services: Services) -> dict[str, Any]:
    say = call.out.line
    known = services.records.articles()
    samples = {article.external_id for article in known if article.external_id.startswith("mau-")}
    if known and not samples:
        raise UserFixable(
            "Kho này đã có dữ liệu thật nên không đưa kho mẫu vào.", "Hãy chọn một thư mục trống."
        )
    say("1. Kho mẫu")
    if samples:
        say(f"   Kho mẫu đã có sẵn trong {services.paths.folder}; dùng lại.")
    else:
        services.office.save(_office())
        loaded = services.samples.load()
        rejected = f", bác bỏ {loaded.rejected} gợi ý sai" if loaded.rejected else ""
        say(f"   Đã nhập {loaded.articles} tin bài mẫu và duyệt {loaded.accepted} nội dung{rejected}.")
    services.search.catch_up()
    counts = services.maintenance.counts()
    say(
        f"   Trong kho: {counts.partners} đối tác, {counts.visits} đoàn, {counts.agreements} thỏa thuận, "
        f"{counts.open_commitments} cam kết chưa xong, {counts.figures} số liệu, {counts.persons} nhân vật."
    )
    waiting = f"{counts.pending_suggestions} gợi ý trong {counts.articles_to_review} tin bài"
    say(f"   Còn chờ người duyệt: {waiting}.")
    say()
    return {
        "articles": counts.articles,
        "partners": counts.partners,
        "visits": counts.visits,
        "agreements": counts.agreements,
        "open_commitments": counts.open_commitments,
        "figures": counts.figures,
        "persons": counts.persons,
        "pending_suggestions": counts.pending_suggestions,
    }


def _office() -> Office:
    home = _recorded()["home"]
    return Office(name=f"Sở Ngoại vụ tỉnh {home} (bản xem thử)", parent=f"UBND tỉnh {home}", province=home)


def _recorded() -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(read_text("samples/decisions.json")))


def _search(call: Call, services: Services, text: str) -> dict[str, Any]:
    from desktop_app.labels import label
    from desktop_app.services.searching import SearchRequest

    say = call.out.line
    found = services.search.search(SearchRequest(text, limit=_SHOWN))
    say(f"   “{text}”: {found.total} kết quả trong {found.elapsed_ms / 1000:.2f} giây")
    for hit in found.hits:
        date = f" ({hit.date})" if hit.date else ""
        say(f"      - {label(hit.kind)}: {hit.title}{date}")
    return {
        "query": text,
        "total": found.total,
        "hits": [{"kind": hit.kind.value, "id": hit.record_id, "title": hit.title} for hit in found.hits],
    }


def _print(call: Call, services: Services, target: Path) -> list[dict[str, Any]]:
    from desktop_app.services.dossiers import DossierRequest

    as_of = dt.date.fromisoformat(_recorded()["today"])
    call.out.line(f"3. Hồ sơ tóm tắt, tính đến ngày {as_of:%d/%m/%Y}")
    made: list[dict[str, Any]] = []
    for partner in _chosen(services):
        request = DossierRequest(partner.id, purpose="Xem thử chương trình", as_of=as_of)
        stem = Path(services.dossiers.file_name(request)).stem
        for ending in (".pdf", ".docx"):
            target.mkdir(parents=True, exist_ok=True)
            built = services.dossiers.build(request, target / f"{stem}{ending}")
            pages = f", {built.pages} trang" if built.pages else ""
            call.out.line(f"   - {partner.name}: {built.path.name}{pages}")
            made.append({"partner": partner.name, "path": str(built.path), "pages": built.pages})
    call.out.line()
    return made


def _chosen(services: Services) -> list[Partner]:
    found = [services.partners.find(name) for name in _PARTNERS]
    return [partner for partner in found if partner is not None]
