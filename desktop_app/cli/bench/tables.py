"""Figures of a measurement: shares, sizes, memory, and the table that shows them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def share(values: Sequence[float], part: float) -> float:
    """Return the value below which ``part`` (0 to 1) of the values lie; 0 when there is none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def size_of(path: Path) -> int:
    """Return the bytes of a file or of everything below a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(item.stat().st_size for item in path.rglob("*") if item.is_file())


def peak_memory() -> float | None:
    """Return the most memory this process has had, in MB; ``None`` where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def memory_words(memory: float | None) -> str:
    """Return ``peak_memory`` in words."""
    return "bộ nhớ cao nhất: không đo được" if memory is None else f"bộ nhớ cao nhất {memory:.0f} MB"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return the lines of a table: the first column to the left, the others to the right."""
    cells = [list(head), *([_text(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    return [
        "  ".join(
            text.ljust(width) if column == 0 else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]


def _text(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    return str(value)
