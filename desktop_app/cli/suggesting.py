"""``suggest``: what the rules find in an article, without a library and without storing anything."""

from __future__ import annotations

import json
import time
import unicodedata
from itertools import accumulate
from pathlib import Path
from typing import Any, cast

from db.dates import PartialDate
from desktop_app.cli import streams
from desktop_app.cli.call import DONE, REFUSALS, Call
from desktop_app.core.extraction.candidates import Context
from desktop_app.core.extraction.find import find
from desktop_app.core.extraction.json_lines import to_json
from desktop_app.errors import UserFixable

_MOST_CHARACTERS = 5_000_000


def run(call: Call) -> int:
    """Answer for one file, or line by line for stdin."""
    if call.args.jsonl:
        return _lines(call)
    if call.args.file is None:
        raise UserFixable("Chưa có tệp nào để đọc.", "Hãy ghi tên tệp, hoặc dùng --jsonl.")
    return _file(call)


def _lines(call: Call) -> int:
    status = DONE
    for number, line in enumerate(streams.input_lines(), start=1):
        if not line.strip():
            continue
        answer = _answer(line, number, call.args.home)
        if "error" in answer:
            status = REFUSALS
            call.out.note(str(answer["error"]))
        call.out.json_line(answer)
    return status


def _answer(line: bytes, number: int, home: str) -> dict[str, Any]:
    started = time.perf_counter()
    identifier: Any = None
    try:
        loaded = json.loads(line.decode("utf-8-sig"))
        if not isinstance(loaded, dict):
            raise TypeError("not an object")
        given = cast("dict[str, Any]", loaded)
        identifier = given.get("id")
        text = given["text"]
        if not isinstance(text, str) or len(text) > _MOST_CHARACTERS:
            raise TypeError("text")
        context = Context(
            published=_day(given.get("published")),
            title=_text(given.get("title")),
            source=_text(given.get("source")),
            home=_text(given.get("home")) or streams.typed(home),
        )
        found = suggestions(text, context)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        sentence = f"Dòng {number} không đọc được nên được bỏ qua."
        return {"id": identifier, "error": sentence, "detail": f"{type(error).__name__}: {error}"}
    return {"id": identifier, "seconds": round(time.perf_counter() - started, 4), **found}


def _day(value: Any) -> str:
    """A partial ISO date; what is none must not cost the suggestions of the line."""
    try:
        return PartialDate.from_iso(_text(value)[:10]).start
    except (ValueError, KeyError):
        return ""


def _text(value: Any) -> str:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else ""


def suggestions(text: str, context: Context) -> dict[str, Any]:
    """Return the JSON of DESIGN section 5 for a text; spans are offsets into ``text`` as it is given."""
    if unicodedata.is_normalized("NFC", text):
        return to_json(find(text, context))
    pieces = _pieces(text)
    composed = [unicodedata.normalize("NFC", piece) for piece in pieces]
    # For each code point of the composed text: where its piece starts in the given text.
    starts = list(accumulate((len(piece) for piece in pieces), initial=0))
    places = [start for start, piece in zip(starts, composed, strict=False) for _ in piece]
    places.append(len(text))
    return _moved(to_json(find("".join(composed), context)), places)


def _pieces(text: str) -> list[str]:
    """The text cut before every letter that cannot melt into the one before it."""
    cuts = [
        place
        for place, letter in enumerate(text)
        if place and not unicodedata.combining(letter) and not "\u1160" <= letter <= "\u11ff"
    ]
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _moved(value: Any, places: list[int]) -> Any:
    if isinstance(value, list):
        return [_moved(item, places) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: [[places[span[0]], places[span[1]], *span[2:]] for span in item]
        if name in ("spans", "evidence")
        else _moved(item, places)
        for name, item in value.items()
    }


def _file(call: Call) -> int:
    from desktop_app.core.importing.article import Unreadable
    from desktop_app.core.importing.isolated import IsolatedReader

    path: Path = call.args.file
    with IsolatedReader() as reader:
        article = reader.read_file(path)
    if isinstance(article, Unreadable):
        raise UserFixable(article.sentence)
    published = _day(call.args.published) or (article.published.value.start if article.published else "")
    context = Context(
        published=published,
        title=article.title.value if article.title else "",
        source=article.outlet.value if article.outlet else "",
        home=streams.typed(call.args.home),
    )
    started = time.perf_counter()
    found = to_json(find(article.text, context))
    seconds = round(time.perf_counter() - started, 4)
    call.out.value({"file": path.name, "seconds": seconds, "text": article.text, **found})
    _show(call, article.text, found)
    return DONE


_TITLES = {
    "visits": "Đoàn",
    "agreements": "Thỏa thuận",
    "commitments": "Cam kết",
    "persons": "Nhân vật",
    "figures": "Số liệu",
    "profile": "Thông tin đối tác",
    "aliases": "Tên gọi khác",
}


def _show(call: Call, text: str, found: dict[str, Any]) -> None:
    for name, title in _TITLES.items():
        if found[name]:
            call.out.line(f"{title}:")
        for item in found[name]:
            call.out.line(f"  - {_words(name, item)}")
            for doubt in item["doubts"]:
                call.out.line(f"      cần xem lại: {doubt}")
            for start, end in item["spans"][:1]:
                call.out.line(f"      “{' '.join(text[start:end].split())[:160]}”")
    if found["fields"]:
        call.out.line(f"Lĩnh vực: {', '.join(found['fields'])}")
    if not any(found[name] for name in _TITLES) and not found["fields"]:
        call.out.line("Không có gợi ý nào.")


def _words(kind: str, item: dict[str, Any]) -> str:
    match kind:
        case "visits":
            places = ", ".join(place["name"] or place["country"] for place in item["partners"])
            heads = ", ".join(person["name"] for person in item["heads"])
            direction = {"in": "đoàn vào", "out": "đoàn ra"}.get(item["direction"], "làm việc")
            when = item["date_stated"] or item["start"] or "chưa rõ ngày"
            return " · ".join(
                part for part in (direction, when, item["visitor_org"] or places, heads) if part
            )
        case "agreements":
            return " · ".join(part for part in (item["title"] or item["type"], item["date"]) if part)
        case "commitments":
            return str(item["content"])
        case "persons":
            return ", ".join(part for part in (item["name"], item["title"], item["organisation"]) if part)
        case "figures":
            return f"{item['what']}: {item['stated'] or item['value']}"
        case "profile":
            return f"{item['place']} – {item['name']}: {item['value']}"
        case _:
            return f"{item['alias']} → {item['canonical']}"
