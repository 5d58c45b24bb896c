"""``bench learning``: whether errors fall as decisions grow; a simulated officer decides by labels."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop_app.cli.bench.officer import Label, Outcome, confirmed, decide, items
from desktop_app.cli.bench.tables import table
from desktop_app.cli.call import DONE, Call
from desktop_app.core.extraction.candidates import Context
from desktop_app.core.extraction.find import find
from desktop_app.core.extraction.known import Known, KnownPerson, KnownPlace, name_letters
from desktop_app.core.extraction.learning import Decision, Learned, learn
from desktop_app.errors import UserFixable

_THRESHOLD = 0.3
_BLOCK = 4
_WAYS = ("quy tắc", "và tên đã duyệt", "và máy học")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its labels; ``day`` partial ISO."""

    number: int
    text: str
    day: str
    given_day: str
    label: Label


def run(call: Call) -> int:
    """Print errors per block of articles: in the order of time, then on average over shuffles."""
    articles = read_labelled(call.args.gold, call.args.articles)
    began = time.perf_counter()
    ordered = sorted(articles, key=lambda article: article.day or "9999")
    curves = [_curve(ordered)]
    chance = random.Random(call.args.seed)
    for _ in range(call.args.shuffles):
        chance.shuffle(ordered)
        curves.append(_curve(ordered))
    seconds = time.perf_counter() - began
    facts = sum(outcome.facts for outcome in curves[0].outcomes[0])
    call.out.line("Lỗi mỗi bài (gợi ý phải bác bỏ, phải sửa, sự việc phải tự ghi), theo thứ tự thời gian:")
    _show(call, curves[:1])
    if curves[1:]:
        call.out.line()
        call.out.line(f"Trung bình của {len(curves) - 1} thứ tự ngẫu nhiên:")
        _show(call, curves[1:])
    last = curves[0].learned
    used = ", ".join(name for name, task in last.tasks.items() if task.in_force) or "không có"
    call.out.line()
    call.out.line(
        f"{len(articles)} bài, {facts} sự việc, {last.decisions} quyết định. "
        f"Mô hình được dùng sau bài cuối: {used}. Mất {seconds:.1f} giây."
    )
    call.out.line(
        "Mẫu nhỏ: mỗi nhóm chỉ có vài bài khó dễ khác nhau, vài lỗi hơn kém chưa nói lên điều gì. "
        "Hãy so các cột trong cùng một dòng."
    )
    call.out.value(_plain(curves, seconds))
    return DONE


@dataclass
class Curve:
    """The outcomes of one order of articles: one list for each way, and what was learned at the end."""

    outcomes: list[list[Outcome]]
    learned: Learned


def _curve(articles: Sequence[Labelled]) -> Curve:
    outcomes: list[list[Outcome]] = [[], [], []]
    people: list[KnownPerson] = []
    places: list[KnownPlace] = []
    decisions: list[Decision] = []
    learned = Learned()
    for position, article in enumerate(articles):
        if position and position % _BLOCK == 0:
            learned = learn(decisions)
        outcomes[0].append(_outcome(article, Known(), Learned()))
        known = Known(tuple(people), tuple(places))
        plain = _outcome(article, known, Learned())
        outcomes[1].append(plain)
        outcomes[2].append(_outcome(article, known, learned) if learned.in_force else plain)
        decisions += plain.decisions
        _remember(people, places, article)
    return Curve(outcomes, learn(decisions))


def _outcome(article: Labelled, known: Known, learned: Learned) -> Outcome:
    found = find(article.text, Context(published=article.given_day, known=known))
    judged = [learned.judged(item) for item in items(found, article.text)]
    shown = [item for item in judged if item.score >= _THRESHOLD]
    return decide(shown, article.label, article.text, article.number)


def _remember(people: list[KnownPerson], places: list[KnownPlace], article: Labelled) -> None:
    """Keep the records of an article; a person of a known name learns the post."""
    fresh_people, fresh_places = confirmed(article.label, article.number, article.day)
    at = {name_letters(person.names[0]): place for place, person in enumerate(people)}
    for person in fresh_people:
        place = at.get(name_letters(person.names[0]))
        if place is None:
            people.append(person)
        else:
            people[place] = replace(people[place], posts=(*people[place].posts, *person.posts))
    have = {name_letters(place.names[0]) for place in places}
    places += [place for place in fresh_places if name_letters(place.names[0]) not in have]


def _blocks(curves: Sequence[Curve]) -> list[tuple[str, list[float]]]:
    length = len(curves[0].outcomes[0])
    rows: list[tuple[str, list[float]]] = []
    for start in range(0, length, _BLOCK):
        end = min(length, start + _BLOCK)
        means = [_mean(curves, way, start, end) for way in range(len(_WAYS))]
        rows.append((f"{start + 1}–{end}", means))
    rows.append(("tất cả", [_mean(curves, way, 0, length) for way in range(len(_WAYS))]))
    return rows


def _mean(curves: Sequence[Curve], way: int, start: int, end: int) -> float:
    errors = [outcome.errors for curve in curves for outcome in curve.outcomes[way][start:end]]
    return sum(errors) / len(errors) if errors else 0.0


def _show(call: Call, curves: Sequence[Curve]) -> None:
    rows = [(name, *means) for name, means in _blocks(curves)]
    for line in table(("bài", *_WAYS), rows):
        call.out.line(line)


def _plain(curves: Sequence[Curve], seconds: float) -> dict[str, Any]:
    names = ("rules", "known", "learned")
    return {
        "seconds": round(seconds, 2),
        "by_time": [{"articles": n, **dict(zip(names, m, strict=True))} for n, m in _blocks(curves[:1])],
        "shuffled": [{"articles": n, **dict(zip(names, m, strict=True))} for n, m in _blocks(curves[1:])]
        if curves[1:]
        else [],
        "tasks": {
            name: {
                "count": task.figures.count,
                "right": task.figures.right,
                "rules_right": task.figures.rules_right,
                "in_force": task.in_force,
            }
            for name, task in curves[0].learned.tasks.items()
        },
    }


def read_labelled(gold: Path, articles: Path) -> list[Labelled]:
    """Return the articles that have labels, in the order of the file.

    Raises:
        UserFixable: a file cannot be read.
    """
    try:
        labels = {label["id"]: label for label in _lines(gold)}
        found = [article for article in _lines(articles) if article.get("id") in labels]
        return [
            Labelled(
                number, str(article["text"]), _day(article, labels[article["id"]]), _given(article), label
            )
            for number, article in enumerate(found)
            for label in [labels[article["id"]]]
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserFixable(
            "Không đọc được tệp bài hoặc tệp nhãn.",
            "Hãy kiểm tra hai tệp có mỗi dòng là một bài.",
            str(error),
        ) from error


def _lines(path: Path) -> list[Label]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _given(article: Label) -> str:
    return str(article.get("published") or "")[:10]


def _day(article: Label, label: Label) -> str:
    days = (article.get("published"), label.get("published"), label.get("assumed_published"))
    return next((str(day)[:10] for day in days if day), "")
