"""A simulated officer: compares suggestions with the labels of an article and decides.

Matching is simple on purpose (equal names, overlapping passages, equal numbers): it measures whether errors
fall, not how good the rules are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from desktop_app.core.extraction.candidates import Findings, Found, payload
from desktop_app.core.extraction.known import KnownPerson, KnownPlace, KnownPost, name_letters
from desktop_app.core.extraction.learning import Decision, Item
from desktop_app.core.text.fold import fold
from desktop_app.core.text.numbers import find_quantities

LISTS = (
    ("visit", "visits"),
    ("agreement", "agreements"),
    ("commitment", "commitments"),
    ("person", "persons"),
    ("figure", "figures"),
)
_GRADES = {
    "promise": ("promise", "offer"),
    "proposal": ("proposal",),
    "wish": ("wish", "intention"),
}

Label = dict[str, Any]


@dataclass
class Outcome:
    """What one article cost: suggestions refused and changed, facts that had to be typed."""

    refused: int = 0
    changed: int = 0
    typed: int = 0
    facts: int = 0
    decisions: list[Decision] = field(default_factory=list[Decision])

    @property
    def errors(self) -> int:
        """Everything that was not a plain acceptance."""
        return self.refused + self.changed + self.typed


def items(findings: Findings, text: str) -> list[Item]:
    """Return findings as the models see them."""
    out: list[Item] = []
    for kind, name in LISTS:
        found: tuple[Found, ...] = getattr(findings, name)
        for entry in found:
            spans = tuple((span.start, span.end) for span in entry.spans)
            out.append(Item(kind, payload(entry), spans, entry.rule, entry.score, text, entry.doubts))
    return out


def decide(shown: Iterable[Item], label: Label, text: str, article: int) -> Outcome:
    """Return what an officer who wants exactly the labelled facts makes of the suggestions."""
    outcome = Outcome()
    left = {kind: list(label.get(name, [])) for kind, name in LISTS}
    outcome.facts = sum(len([fact for fact in facts if not fact.get("optional")]) for facts in left.values())
    for item in shown:
        fact = next((fact for fact in left[item.kind] if is_same(item, fact, text)), None)
        if fact is None:
            if not is_beside_the_labels(item, label):
                outcome.refused += 1
                outcome.decisions.append(Decision(item, article, accepted=False))
            continue
        left[item.kind].remove(fact)
        final, is_right = _checked(item, fact)
        outcome.changed += not is_right
        outcome.decisions.append(Decision(item, article, accepted=True, final=final))
    outcome.typed = sum(1 for facts in left.values() for fact in facts if not fact.get("optional"))
    return outcome


def is_beside_the_labels(item: Item, label: Label) -> bool:
    """Whether the labels call such a suggestion neither right nor wrong."""
    return bool(label.get(f"optional_{item.kind}s"))


def is_same(item: Item, fact: Label, text: str) -> bool:
    """Whether a suggestion is about a labelled fact, right or wrong in its details."""
    given = item.payload
    match item.kind:
        case "person":
            names = {name_letters(name) for name in (fact["name"], *fact.get("aka", []))}
            return name_letters(str(given["name"])) in names
        case "figure":
            return _value(fact) is not None and _value(fact) == given["value"]
        case "visit":
            return given["start"] == fact.get("start") or bool(_places(given) & _places(fact))
        case _:
            return _overlap(item, fact, text)


def _value(fact: Label) -> float | None:
    found = find_quantities(f"{fact['value']} {fact.get('unit') or ''}")
    return found[0].value if found else None


def _places(value: Label) -> set[str]:
    return {name_letters(str(place.get("name") or place.get("country"))) for place in value["partners"]}


def _overlap(item: Item, fact: Label, text: str) -> bool:
    evidence = fact.get("evidence")
    if isinstance(evidence, str):
        start = text.find(evidence)
        end = start + len(evidence)
    else:
        start, end = evidence if evidence else (-1, -1)
    if start < 0:
        return False
    return any(
        2 * (min(end, b) - max(start, a)) >= min(end - start, b - a)
        for a, b in item.spans
        if a < end and start < b
    )


def _checked(item: Item, fact: Label) -> tuple[str, bool]:
    """The direction or grade after the officer's look, and whether nothing had to be changed."""
    given = item.payload
    match item.kind:
        case "visit":
            final = str(fact["direction"])
            dates = given["start"] == fact.get("start") and given["end"] == fact.get("end")
            return final, dates and given["direction"] == final
        case "commitment":
            grades = _GRADES.get(str(fact["strength"]), ())
            is_right = given["grade"] in grades or given["strength"] == fact["strength"]
            return (str(given["grade"]) if is_right else next(iter(grades), "")), is_right
        case "person":
            words = set(fold(f"{given['title']} {given['organisation']}").split())
            is_titled = set(fold(str(fact.get("title") or "")).split()) <= words
            return "", is_titled and given["side"] == fact.get("side")
        case "agreement":
            return "", given["status"] == fact.get("status")
        case _:
            return "", True


def confirmed(label: Label, number: int, day: str) -> tuple[list[KnownPerson], list[KnownPlace]]:
    """Return the records the officer makes of an article."""
    people = [
        KnownPerson(
            number * 1000 + at,
            (str(fact["name"]),),
            side=str(fact.get("side") or ""),
            posts=(KnownPost(str(fact.get("title") or ""), str(fact.get("org") or ""), seen=day),),
        )
        for at, fact in enumerate(label.get("persons", []))
    ]
    pairs = {
        (str(place["name"]), str(place.get("country") or ""))
        for visit in label.get("visits", [])
        for place in visit["partners"]
        if place.get("name")
    }
    places = [KnownPlace(number * 1000 + at, (pair[0],), pair[1]) for at, pair in enumerate(sorted(pairs))]
    return people, places
