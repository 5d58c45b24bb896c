"""Numbers staff would quote, with their unit, scope and year."""

from __future__ import annotations

import re

from desktop_app.core.extraction import wordlists
from desktop_app.core.extraction.candidates import FigureCandidate, Span
from desktop_app.core.extraction.gazetteer import VIETNAM
from desktop_app.core.extraction.places import PlaceMention
from desktop_app.core.extraction.reading import Reading, Sentence
from desktop_app.core.text.dates import FoundDate
from desktop_app.core.text.numbers import Quantity, find_quantities

_RANK = re.compile(
    r"(?:\bthứ|\btop|\bhạng|\bnhóm|\bsố|\bQuý|\bquý|\bđiều|\bĐiều|\bkhoản|\bcấp|\bKhóa"
    r"|\bkhóa|\bkhoá|\bhệ|\bG)\s*$"
)
_UNITS = {
    "đô la mỹ": "USD",
    "đô-la mỹ": "USD",
    "đôla mỹ": "USD",
    "đôla": "USD",
    "đô la": "USD",
    "đô-la": "USD",
    "vnd": "đồng",
    "vnđ": "đồng",
    "euro": "EUR",
    "phần trăm": "%",
    "km²": "km2",
    "m²": "m2",
    "hecta": "ha",
    "héc-ta": "ha",
    "usd": "USD",
}
_SIZES = {"m", "km", "kg", "tấn", "MW", "kWh", "m3", "năm", "lần", "%"}
_MONEY = {
    "USD",
    "đồng",
    "EUR",
    "won",
    "yên",
    "Nhân dân tệ",
    "nhân dân tệ",
    "NDT",
    "kíp",
    "bạt",
    "rúp",
    "bảng Anh",
}
_PEOPLE = {
    "người",
    "sĩ quan",
    "sỹ quan",
    "thành viên",
    "đại biểu",
    "cán bộ",
    "lao động",
    "khách",
    "du khách",
    "thủy thủ",
    "thuỷ thủ",
}
_YEARLY = re.compile(r"(?:mỗi|hằng|hàng|một)\s+năm", re.IGNORECASE)
_INDICATORS: tuple[tuple[str, str], ...] = (
    ("workers_fdi", r"sử dụng.{0,20}lao động|việc làm cho.{0,20}lao động"),
    ("workers_abroad", r"lao động.{0,60}(?:sang|EPS|làm việc tại)|(?:đưa|sang|phái cử).{0,60}lao động"),
    ("export", r"xuất khẩu"),
    ("import", r"nhập khẩu"),
    ("trade", r"kim ngạch|thương mại hai chiều|trao đổi thương mại"),
    ("fdi_realised", r"vốn (?:đầu tư )?(?:thực hiện|giải ngân)"),
    ("fdi_registered", r"vốn (?:đầu tư )?đăng ký|tổng vốn|FDI|đầu tư"),
    ("aid", r"viện trợ|ODA|tài trợ|hỗ trợ"),
    ("tourists", r"khách"),
    ("students", r"sinh viên|học sinh|học bổng|thực tập sinh"),
)


def find_figures(reading: Reading) -> tuple[FigureCandidate, ...]:
    """Return the figures of the article; each once, even when a caption repeats it."""
    found: list[FigureCandidate] = []
    busy = [(date.start, date.end) for date in reading.dates]
    last_year: tuple[str, int] | None = None
    for sentence in reading.sentences:
        if sentence.repeated:
            continue
        years = _data_years(reading, sentence)
        for quantity in find_quantities(sentence.text):
            figure = _figure(reading, sentence, quantity, busy, years, last_year)
            if figure is not None and not any(_same(figure, other) for other in found):
                found.append(figure)
        if years:
            last_year = (years[-1].date.start, sentence.index)
    return tuple(found)


def _data_years(reading: Reading, sentence: Sentence) -> list[FoundDate]:
    """The years figures may belong to; since when something exists or until when it is planned is none."""
    stated = [
        d for d in reading.dates_in(sentence.start, sentence.end) if d.kind in ("year", "month", "quarter")
    ]
    return [
        d
        for d in stated
        if not re.search(
            r"(?:từ|thành lập|thành lập vào|xây dựng|xây dựng vào|đến|khánh thành|ra đời)\s*$",
            reading.text[max(0, d.start - 24) : d.start],
        )
        or re.search(r"[Tt]ính đến\s*$|tính đến hết\s*$", reading.text[max(0, d.start - 14) : d.start])
    ]


def _same(first: FigureCandidate, second: FigureCandidate) -> bool:
    same_unit = first.unit == second.unit or (first.value >= 20 and {first.unit, second.unit} <= _PEOPLE)
    return same_unit and (first.value, first.value_max) == (second.value, second.value_max)


def _figure(
    reading: Reading,
    sentence: Sentence,
    quantity: Quantity,
    busy: list[tuple[int, int]],
    years: list[FoundDate],
    last_year: tuple[str, int] | None,
) -> FigureCandidate | None:
    start, end = sentence.start + quantity.number_start, sentence.start + quantity.end
    if any(start < b and end > a for a, b in busy):
        return None
    if _RANK.search(reading.text, max(0, start - 12), start):
        return None
    unit_match = wordlists.units().match(sentence.text, quantity.end)
    if unit_match is None:
        return None
    unit = _UNITS.get(unit_match["unit"].lower(), unit_match["unit"])
    if not _worth(quantity, unit, sentence.text):
        return None
    begin = sentence.start + quantity.start
    stop = sentence.start + unit_match.end()
    clause = _clause(sentence, quantity.start)
    year, inferred, year_span = _year(sentence, quantity, years, last_year)
    doubts = _doubts(quantity, year, inferred=inferred)
    spans = [Span(begin, stop, "value")]
    if year_span:
        spans.append(Span(*year_span, field="year"))
    yearly = bool(_YEARLY.search(sentence.text[max(0, quantity.start - 60) : unit_match.end() + 12]))
    month = next(
        (
            d
            for d in years
            if d.kind == "month"
            and re.search(r"[Tt]ính đến|đến (?:hết )?$", reading.text[max(0, d.start - 16) : d.start])
        ),
        None,
    )
    return FigureCandidate(
        spans=tuple(spans),
        score=0.85 if unit in _MONEY or quantity.value >= 100 else 0.65,
        rule="figure.unit",
        doubts=doubts,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=f"{unit}/năm" if yearly and unit not in _MONEY and unit not in _SIZES else unit,
        what=clause,
        stated=" ".join(reading.text[begin:stop].split()),
        year=year,
        year_inferred=inferred,
        as_of=month.date.start if month else None,
        scope=_scope(reading, sentence, quantity),
        approximate=bool(quantity.qualifier),
        qualifier=quantity.qualifier,
        indicator=_indicator(sentence.text, quantity, unit),
    )


def _worth(quantity: Quantity, unit: str, sentence: str) -> bool:
    if unit == "năm":
        return False
    if unit == "tháng":
        return quantity.value_max is not None or bool(re.search(r"đợt|thời hạn|thời gian", sentence))
    if unit == "lần":
        return False
    if unit == "tấn" and re.search(r"trọng tải|tải trọng|lượng giãn nước|choán nước", sentence):
        return False
    if unit in _MONEY:
        return quantity.value >= 1000 or quantity.multiplied
    return True


def _clause(sentence: Sentence, at: int) -> str:
    """The words around the number, between the nearest strong marks; what the number is about."""
    before = max(sentence.text.rfind(mark, 0, at) for mark in (";", ":", ", "))
    after = re.search(r"[;:]|\.(?!\d)|, ", sentence.text[at:])
    stop = at + after.start() if after else len(sentence.text)
    return " ".join(sentence.text[before + 1 : stop].strip(" ,;:.").split())[:160]


def _year(
    sentence: Sentence, quantity: Quantity, years: list[FoundDate], last_year: tuple[str, int] | None
) -> tuple[str | None, bool, tuple[int, int] | None]:
    at = sentence.start + quantity.start
    if years:
        before = [d for d in years if d.start <= at]
        nearest = before[-1] if before else years[0]
        return nearest.date.start[:4], False, (nearest.start, nearest.end)
    contrast = re.match(r"\s*(?:Ngược lại|Trong khi đó|Cũng trong|Cùng kỳ|Trong đó)\b", sentence.text)
    if last_year and contrast and sentence.index - last_year[1] == 1:
        return last_year[0][:4], True, None
    return None, False, None


def _doubts(quantity: Quantity, year: str | None, *, inferred: bool) -> tuple[str, ...]:
    doubts: list[str] = []
    if inferred:
        doubts.append(f"năm {year} theo ngữ cảnh câu trước, cần xác nhận")
    if quantity.doubtful:
        doubts.append("dấu chấm có thể là dấu thập phân, cần đối chiếu")
    return tuple(doubts)


def _indicator(sentence: str, quantity: Quantity, unit: str) -> str:
    if unit == "dự án":
        return "projects"
    begin = max((other.end for other in find_quantities(sentence) if other.end <= quantity.start), default=0)
    near = sentence[begin : quantity.end + 60]
    people = unit in {"lao động", "người lao động", "lao động thời vụ"}
    for name, pattern in _INDICATORS:
        if name.startswith("workers") and not people:
            continue
        if people and not name.startswith("workers"):
            continue
        if name in {"students", "tourists"} and unit in _MONEY:
            continue
        if name not in {"students", "tourists", "workers_fdi", "workers_abroad"} and unit not in _MONEY:
            continue
        if re.search(pattern, near, re.IGNORECASE):
            return name
    return "other"


def _scope(reading: Reading, sentence: Sentence, quantity: Quantity) -> tuple[str, ...]:
    """Between whom the figure holds: countries and provinces of the sentence, of the one before if none."""
    inside = reading.places_in(sentence.start, sentence.end)
    before = [p for p in inside if p.start < sentence.start + quantity.start]
    names = _pair(before)
    if len(names) < 2:
        names = _joined(names, _pair(inside))
    if len(names) < 2 and sentence.index:
        previous = reading.sentences[sentence.index - 1]
        names = _joined(names, _pair(reading.places_in(previous.start, previous.end)))
    return names


def _pair(places: list[PlaceMention]) -> tuple[str, ...]:
    out: list[str] = []
    for place in places:
        name = place.province if place.vietnamese and place.province else place.name
        if name not in out:
            out.append(name)
    provinces = [name for name in out if any(p.province == name for p in places)]
    if provinces and VIETNAM in out:
        out.remove(VIETNAM)
    foreign = [p for p in places if p.foreign]
    # A country and one of its cities: the narrower one tells the scope.
    cities = {p.country for p in foreign if p.kind != "country"}
    out = [name for name in out if name not in cities]
    return tuple(out[:2])


def _joined(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))[:2]
