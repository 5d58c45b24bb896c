"""``check``, ``reindex``, ``backup``, ``restore``."""

from __future__ import annotations

from dataclasses import asdict

from desktop_app.cli.call import DONE, REFUSALS, Call
from desktop_app.paths import LibraryPaths


def check(call: Call) -> int:
    """Compare everything with its own hash; status 1 when something is wrong."""
    with call.open() as services:
        report = services.maintenance.check()
        state, debt = services.search.state()
    call.out.value(
        {
            "sound": report.sound,
            "articles": report.articles,
            "originals": report.originals,
            "problems": list(report.problems),
            "index": state,
            "index_debt": debt,
        }
    )
    for problem in report.problems:
        call.out.line(problem)
    if report.sound:
        call.out.line(f"Kho nguyên vẹn: {report.articles} tin bài, {report.originals} tệp gốc.")
    if state != "ready" or debt:
        call.out.note("Chỉ mục tìm kiếm sẽ được lập lại ở lần tìm kế tiếp; dữ liệu không bị ảnh hưởng.")
    return DONE if report.sound else REFUSALS


def reindex(call: Call) -> int:
    """Build the index anew."""
    with call.open() as services:
        count = services.search.rebuild()
    call.out.value({"entries": count})
    call.out.line(f"Đã lập lại chỉ mục tìm kiếm: {count} mục.")
    return DONE


def backup(call: Call) -> int:
    """Write a verified copy."""
    folder = call.args.folder.absolute() if call.args.folder else None
    with call.open() as services:
        made = services.maintenance.backup(folder)
    call.out.value({"path": str(made.path), "size": made.size})
    call.out.line(f"Đã sao lưu và kiểm tra lại: {made.path} ({made.size / 1e6:.1f} MB)")
    return DONE


def restore(call: Call) -> int:
    """Put a backup into an empty library folder."""
    from desktop_app.services.maintenance import restore as put_back

    counts = put_back(call.args.file, LibraryPaths(call.library))
    with call.open() as services:
        call.index_paid(services)
    call.out.value({"library": str(call.library), **asdict(counts)})
    call.out.line(
        f"Đã phục hồi vào {call.library}: {counts.articles} tin bài, {counts.partners} đối tác, "
        f"{counts.visits} đoàn, {counts.agreements} thỏa thuận."
    )
    return DONE
