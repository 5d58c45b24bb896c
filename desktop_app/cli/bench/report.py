"""What ``bench search`` prints: the tables, the notes that say how to read them, and the JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_app.cli.bench import ours
from desktop_app.cli.bench.corpus import Corpus
from desktop_app.cli.bench.questions import CLASSES, DATED, FILTERED, PAGE
from desktop_app.cli.bench.tables import share, table
from desktop_app.cli.call import Call

_WALL, _CPU = 0, 1
Laps = Sequence[Sequence[float]]
"""Seconds by the clock and on the processor, for each answer (``watch.Lap``)."""

_NOTES = """\
FTS5 và tantivy nhận đúng các từ đã chuẩn hóa của Bang Giao trong bốn trường: tên bài và nội dung, có dấu và
không dấu. "Đủ từ": bài phải có đủ các từ, xếp theo bm25. "Có xếp hạng": bài có từ nào cũng tính, như ô tìm
kiếm của Bang Giao (cần 3 trong 4 từ, còn xét từ đứng cạnh nhau, tên gọi khác, lỗi chính tả).

Các công cụ trả lời xen kẽ từng câu trong một tiến trình, Recoll riêng sau đó. Trước mỗi loại câu, Bang Giao
được hỏi từng từ riêng lẻ (chưa từng gặp câu được đo), các công cụ khác được hỏi chính các câu đó một lần.
"Bộ nhớ đệm trống": trước mỗi câu Bang Giao quên mọi danh sách bài đã đọc, các công cụ khác thì không.

"Trang đầu": Bang Giao trả lời qua dịch vụ, trên kho thật; công cụ khác lấy chữ từ một bảng SQLite và dùng
cùng cách cắt đoạn trích (Recoll dùng cách của nó). Kho được ghi thẳng vào cơ sở dữ liệu, không qua nhập tin.

Bộ nhớ: đo 5 lần mỗi giây trên tiến trình và các tiến trình con, trang dùng chung tính theo phần (PSS)."""


def tell(call: Call, corpus: Corpus, told: dict[str, Any]) -> None:
    """Print everything."""
    versions = ", ".join(f"{name} {version}" for name, version in told["versions"].items())
    call.out.line(f"{corpus.docs} bài, {corpus.text_bytes / 1e6:.1f} MB chữ · {versions}".rstrip(" ·"))
    for lines in (
        _built(corpus, told),
        _answered(told, _WALL, "đồng hồ"),
        _answered(told, _CPU, "CPU"),
        _ratios(told),
        _moments(told["moments"]),
        _services(told["library"]["ask"]) if "library" in told else [],
        [_memory(told)],
    ):
        for line in ["", *lines] if lines else []:
            call.out.line(line)
    call.out.line()
    for note in _NOTES.splitlines():
        call.out.line(note)
    call.out.value({"docs": corpus.docs, "text_bytes": corpus.text_bytes, **told})


def _built(corpus: Corpus, told: Mapping[str, Any]) -> list[str]:
    rows: list[tuple[object, ...]] = []
    built = dict(told["build"])
    if "library" in told:
        built[f"{ours.TITLE}, từ kho"] = told["library"]["index"]
    for title, made in built.items():
        rows.append(
            (
                f"{title} (lập từ lần đo trước)" if made.get("earlier") else title,
                made["wall"],
                made["cpu"],
                corpus.docs / made["wall"],
                corpus.docs / made["cpu"],
                made["bytes"] / 1e6,
                made["bytes"] / corpus.text_bytes,
                made["peak_mb"],
            )
        )
    head = ("lập chỉ mục", "giây", "giây CPU", "bài/giây", "bài/giây CPU", "MB", "so với chữ", "bộ nhớ MB")
    return table(head, rows)


def _all_laps(told: Mapping[str, Any]) -> dict[str, dict[str, Laps]]:
    """Return how long the answers took, by class and engine, ours first."""
    found: dict[str, dict[str, Laps]] = {}
    for name in CLASSES:
        engines: dict[str, Laps] = {
            title: answered["laps"] for title, answered in told["answer"].get(name, {}).items()
        }
        if name == PAGE and "library" in told:
            engines = {ours.TITLE: told["library"]["ask"][PAGE], **engines}
        found[name] = {title: laps for title, laps in engines.items() if laps}
    return found


def _titles(laps: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Return the engines in the order of the class that most of them took part in."""
    return list(dict.fromkeys(title for engines in sorted(laps.values(), key=len)[::-1] for title in engines))


def _at(laps: Laps, part: float, which: int) -> float:
    return share([taken[which] for taken in laps], part) * 1e3


def _pair(laps: Laps | None, which: int = _WALL) -> str | None:
    return f"{_short(_at(laps, 0.5, which))} / {_short(_at(laps, 0.95, which))}" if laps else None


def _short(value: float) -> str:
    return (f"{value:.2f}" if value < 100 else f"{value:.0f}").replace(".", ",")


def _answered(told: Mapping[str, Any], which: int, name: str) -> list[str]:
    laps = _all_laps(told)
    titles = _titles(laps)
    rows = [
        (shown, max(map(len, engines.values()), default=0), *(_pair(engines.get(t), which) for t in titles))
        for shown, engines in laps.items()
    ]
    return table((f"trả lời, phần nghìn giây {name}, p50 / p95", "số câu", *titles), rows)


def _ratios(told: Mapping[str, Any]) -> list[str]:
    laps = _all_laps(told)
    titles = [title for title in _titles(laps) if title != ours.TITLE]
    rows = [
        (name, *(_ratio(engines.get(ours.TITLE), engines.get(title)) for title in titles))
        for name, engines in laps.items()
    ]
    return table((f"p95 của {ours.TITLE} so với (theo đồng hồ / theo CPU)", *titles), rows)


def _ratio(mine: Laps | None, other: Laps | None) -> str | None:
    if not mine or not other:
        return None
    ratios = (_at(mine, 0.95, which) / max(1e-9, _at(other, 0.95, which)) for which in (_WALL, _CPU))
    return " / ".join(map(_short, ratios))


def _moments(told: Mapping[str, Any]) -> list[str]:
    rows = [(title, _pair(taken["open"]), _pair(taken["save"])) for title, taken in told.items()]
    return table(("phần nghìn giây, p50 / p95", "mở rồi trả lời câu đầu", "lưu một bài rồi tìm thấy"), rows)


def _services(told: Mapping[str, Any]) -> list[str]:
    names = {
        PAGE: PAGE,
        FILTERED: f"{FILTERED}: trang đầu",
        DATED: f"{DATED}: trang đầu",
        "facets": "đếm các bộ lọc",
        "open": "mở kho rồi trả lời câu đầu",
        "save": "sửa một bài, lưu rồi tìm thấy",
    }
    rows = [
        (shown, len(told[name]), _pair(told[name]), _pair(told[name], _CPU)) for name, shown in names.items()
    ]
    head = ("qua dịch vụ, trên kho thật, phần nghìn giây, p50 / p95", "số lần", "đồng hồ", "CPU")
    return table(head, rows)


def _memory(told: Mapping[str, Any]) -> str:
    memory = told["memory"]
    library = told["library"]["ask"] if "library" in told else {}
    parts = [
        f"{name} {value:.0f} MB"
        for name, value in (
            ("khi mới mở", memory["before_mb"]),
            ("cao nhất khi tìm (chỉ mục)", memory["peak_mb"] or memory["after_mb"]),
            ("cao nhất khi tìm (qua dịch vụ)", library.get("peak_mb") or library.get("memory_mb")),
        )
        if value is not None
    ]
    return f"Bộ nhớ của {ours.TITLE}: {' · '.join(parts)}"
