"""How figures, posts and dates are worded, on screen as on paper; and numbers as people type them."""

from __future__ import annotations

from dataclasses import dataclass

from db.records import Figure
from desktop_app.core.dossier.wording import (
    figure_period as figure_period,
    figure_value as figure_value,
    post_dates as post_dates,
    post_title as post_title,
    scaled,
    show_date as show_date,
)
from desktop_app.core.text.numbers import find_quantities


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number as typed. ``value_max`` is the upper end of a range; ``rest`` is what stands behind it."""

    value: float
    value_max: float | None = None
    qualifier: str = ""
    rest: str = ""


def parse_typed_number(text: str) -> TypedNumber:
    """Read "135 triệu", "khoảng 9.666", "500–700", "81,56 tỷ USD".

    Raises:
        ValueError: with the reason in plain Vietnamese.
    """
    plain = " ".join(text.split())
    sign = -1.0 if plain.startswith(("-", "−")) else 1.0
    plain = plain.lstrip("-− ")
    found = find_quantities(plain)
    if not found or found[0].start != 0 or len(found) > 1:
        raise ValueError("Chưa hiểu số này. Hãy nhập như: 9.666 hoặc 81,56 tỷ hoặc 500–700.")
    first = found[0]
    if first.doubtful:
        raise ValueError("Dấu phẩy ngăn phần lẻ, dấu chấm ngăn hàng nghìn: hãy viết 81,56 hoặc 9.666.")
    if first.value_max is not None and sign < 0:
        raise ValueError("Chưa hiểu khoảng số âm. Hãy nhập một số.")
    return TypedNumber(sign * first.value, first.value_max, first.qualifier, plain[first.end :].strip())


def number_to_edit(figure: Figure) -> tuple[str, str]:
    """The number of a figure as one would type it ("135 triệu"), and its unit ("USD").

    Nothing is rounded: what "1,23 tỷ" would lose is written out in full.
    """
    top = figure.value_max if figure.value_max is not None else figure.value
    shown, unit = scaled(top, figure.unit)
    size = (shown or 1) / (top or 1)
    word = unit.removesuffix(figure.unit).strip()
    ends = [figure.value]
    if figure.value_max is not None and figure.value_max != figure.value:
        ends.append(figure.value_max)
    short = [_written(round(end * size, 6), 2) for end in ends]
    text = f"{'–'.join(short)} {word}".strip()
    return (text if _says(text, ends) else "–".join(_written(end, 6) for end in ends)), figure.unit


def _says(text: str, ends: list[float]) -> bool:
    try:
        read = parse_typed_number(text)
    except ValueError:
        return False
    return [read.value, *([] if read.value_max is None else [read.value_max])] == ends


def _written(value: float, places: int) -> str:
    """Vietnamese separators, at most ``places`` decimals, no idle zeros."""
    whole, _, decimals = f"{value:,.{places}f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", ".") + (f",{decimals}" if decimals else "")
