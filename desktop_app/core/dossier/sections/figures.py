"""Figures grouped by scope: no number stands without saying between whom and when it holds."""

from __future__ import annotations

from collections.abc import Iterable

from db.records import Figure
from desktop_app.core.dossier.context import Context, empty, join, say
from desktop_app.core.dossier.model import Bar, Block, Chart, Column, Paragraph, Table, Text
from desktop_app.core.dossier.text import line, shorten
from desktop_app.core.dossier.wording import figure_period, figure_value, number, scaled

_COLUMNS = (Column("Chỉ tiêu", 0.42), Column("Giá trị", 0.33), Column("Thời kỳ", 0.25))
_MOST_BARS = 8


def build(ctx: Context) -> tuple[Block, ...]:
    """One table for each scope, then a chart where numbers can be compared."""
    groups = by_scope(ctx.figures())
    if not groups:
        return empty("Chưa ghi nhận số liệu nào.")
    note = "Mỗi số liệu chỉ đúng trong phạm vi ghi kèm."
    if any(not names_partner(ctx, scope) for scope in groups):
        name = shorten(ctx.partner, 50)
        note += f" Số liệu ở phạm vi không ghi tên {name} không phải là số liệu riêng của {name}."
    blocks: list[Block] = [Paragraph(say(note, italic=True), "note")]
    for scope, figures in groups.items():
        caption = f"Phạm vi: {ctx.places.say(scope)}"
        blocks.append(Table(_COLUMNS, tuple(_row(ctx, f) for f in figures), caption))
        blocks.extend(_charts(scope, figures))
    return tuple(blocks)


def by_scope(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Figures under their scope, in the order of first appearance."""
    groups: dict[str, list[Figure]] = {}
    for item in figures:
        groups.setdefault(line(item.scope), []).append(item)
    return groups


def names_partner(ctx: Context, scope: str) -> bool:
    """Whether a scope speaks of the partner itself."""
    partner = ctx.data.partner
    names = (partner.name, partner.native_name, partner.romanised, *partner.aliases)
    return any(line(n).casefold() in scope.casefold() for n in names if n.strip())


def in_words(ctx: Context, figure: Figure) -> Text:
    """Return "Vốn đầu tư: khoảng 135 triệu USD (Hàn Quốc – tỉnh Nghệ An; năm 2021)" with its marks."""
    words = f"{line(figure.what)}: {figure_value(figure)} ({line(figure.scope)}; {figure_period(figure)})"
    return say(words, ctx.marks("figure", figure.id, "value", limit=1))


def _row(ctx: Context, figure: Figure) -> tuple[Text, ...]:
    stated = line(figure.stated)
    value = say(figure_value(figure), ctx.marks("figure", figure.id, "value", limit=2), bold=True)
    if stated and stated.casefold() != figure_value(figure).casefold():
        value = join(value, say(f"nguồn ghi: “{shorten(stated, 80)}”"))
    return (say(line(figure.what)), value, say(figure_period(figure)))


def _charts(scope: str, figures: list[Figure]) -> list[Chart]:
    groups: dict[str, list[Figure]] = {}
    for item in figures:
        if item.value > 0:
            groups.setdefault(line(item.unit), []).append(item)
    return [_chart(scope, unit, group) for unit, group in groups.items() if 2 <= len(group) <= _MOST_BARS]


def _chart(scope: str, unit: str, figures: list[Figure]) -> Chart:
    top = max(f.value_max or f.value for f in figures)
    size, shown_unit = scaled(top, unit)
    bars = tuple(
        Bar(
            f"{shorten(f.what, 60)} ({figure_period(f)})",
            (f.value_max or f.value) / (top / size),
            _shown(f, top / size),
        )
        for f in figures
    )
    return Chart(f"So sánh ({shown_unit}), phạm vi: {scope}", bars)


def _shown(figure: Figure, divisor: float) -> str:
    text = number(round(figure.value / divisor, 4))
    if figure.value_max is not None and figure.value_max != figure.value:
        text += f"–{number(round(figure.value_max / divisor, 4))}"
    before = line(figure.qualifier) or ("khoảng" if figure.approximate else "")
    return f"{before} {text}".strip()
