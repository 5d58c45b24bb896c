"""``bench review``: keys and clicks from articles to their labelled records, with suggestions and without.

Counting rules. One press of a key or one click is 1; a letter with marks is 1 too, although typing it takes
two or three keys, so the cost of typing is rather too low than too high.

Without suggestions, for each labelled fact: 2 to open the form of its kind, then for each field that has a
value 1 to go to it and its letters (a choice from a list: 1; a day: 8 digits; a name that the office has
typed before in the same article or a field of cooperation, completed from a list: at most 4), and 1 to
save.

With suggestions:

* every suggestion costs 1: accept it, or reject it when the labels do not have it; nothing is accepted in
  bulk;
* an accepted one whose values differ from the labels is edited: 2 (open, save) in place of the 1, and for
  each wrong field 1 to go to it and the letters that have to be deleted or typed;
* a labelled fact that was not suggested is typed as above, with 1 more for selecting its passage;
* alias and profile suggestions and papers that one side wishes to sign have no labels: 1 each.

A title is right when it has all words of the label; free wording (what a promise or number is about, a
subject, a list of parties) is right when at least half of its words agree, because the words of the article
are what the record keeps; a number was compared as a number already, when its label was found. An optional
fact of the labels costs nothing when it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Any

from desktop_app.cli.bench.learning import Labelled, read_labelled
from desktop_app.cli.bench.officer import LISTS, Label, is_beside_the_labels, is_same, items
from desktop_app.cli.bench.tables import table
from desktop_app.cli.call import DONE, Call
from desktop_app.core.extraction.candidates import Context, Findings
from desktop_app.core.extraction.find import find
from desktop_app.core.text.fold import fold

_THRESHOLD = 0.3
_OPEN, _SAVE, _SELECT = 2, 1, 1
_DAY, _COMPLETED = 8, 4

# How the value of a field is compared and typed.
_EXACT, _TITLE, _FREE, _CHOICE, _DATE, _NUMBER = (
    "exact", "title", "free", "choice", "date", "number",
)  # fmt: skip
Value = tuple[str, str]


@dataclass
class Keys:
    """Presses with suggestions, by what they are for, and without any."""

    accepted: int = 0
    rejected: int = 0
    edited: int = 0
    missing: int = 0
    unlabelled: int = 0
    without: int = 0

    @property
    def with_suggestions(self) -> int:
        """Everything pressed at the desk."""
        return self.accepted + self.rejected + self.edited + self.missing + self.unlabelled

    def add(self, other: Keys) -> None:
        """Count another article too."""
        for item in fields(self):
            setattr(self, item.name, getattr(self, item.name) + getattr(other, item.name))


def run(call: Call) -> int:
    """Print the presses by kind of fact and their ratio."""
    articles = read_labelled(call.args.gold, call.args.articles)
    kinds: dict[str, Keys] = {}
    for article in articles:
        for kind, keys in count(article).items():
            kinds.setdefault(kind, Keys()).add(keys)
    total = Keys()
    for keys in kinds.values():
        total.add(keys)
    head = ("loại", "duyệt", "bác bỏ", "sửa", "tự ghi", "không nhãn", "có gợi ý", "không gợi ý", "tỷ lệ")
    rows = [(name, *_row(keys)) for name, keys in [*kinds.items(), ("tất cả", total)]]
    call.out.line("Số lần nhấn phím hoặc bấm chuột để ghi đủ các mục đã gắn nhãn:")
    for line in table(head, rows):
        call.out.line(line)
    call.out.line()
    call.out.line(f"{len(articles)} bài. Tỷ lệ có gợi ý / không gợi ý: {_ratio(total):.3f} (mục tiêu ≤ 0,2).")
    names = ("accepted", "rejected", "edited", "missing", "unlabelled", "with", "without", "ratio")
    call.out.value(
        {
            "articles": len(articles),
            "ratio": round(_ratio(total), 4),
            "kinds": {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows},
        }
    )
    return DONE


def _row(keys: Keys) -> tuple[int | float, ...]:
    parts = (keys.accepted, keys.rejected, keys.edited, keys.missing, keys.unlabelled)
    return (*parts, keys.with_suggestions, keys.without, round(_ratio(keys), 3))


def _ratio(keys: Keys) -> float:
    return keys.with_suggestions / keys.without if keys.without else 0.0


# -- one article -----------------------------------------------------------------------------------


def count(article: Labelled) -> dict[str, Keys]:
    """Return the presses for one article by kind of fact."""
    found = find(article.text, Context(published=article.given_day))
    known = {fold(str(person["name"])) for person in article.label.get("persons", [])}
    counted = {kind: Keys() for kind, _ in LISTS}
    left = {kind: list(article.label.get(name, [])) for kind, name in LISTS}
    for kind, facts in left.items():
        needed = [fact for fact in facts if not fact.get("optional")]
        counted[kind].without = sum(_typed(values(kind, fact), known) for fact in needed)
    for item in items(found, article.text):
        if item.score < _THRESHOLD:
            continue
        keys = counted[item.kind]
        fact = next((fact for fact in left[item.kind] if is_same(item, fact, article.text)), None)
        if fact is None:
            if is_beside_the_labels(item, article.label):
                keys.unlabelled += 1
            else:
                keys.rejected += 1
            continue
        left[item.kind].remove(fact)
        wrong = _edited(given(item.kind, item.payload), values(item.kind, fact))
        if wrong:
            keys.edited += 2 + wrong
        else:
            keys.accepted += 1
    for kind, facts in left.items():
        needed = [fact for fact in facts if not fact.get("optional")]
        counted[kind].missing = sum(_SELECT + _typed(values(kind, fact), known) for fact in needed)
    counted["field"] = _fields(found, article.label)
    counted["other"] = Keys(unlabelled=sum(_others(found)))
    return counted


def _fields(found: Findings, label: Label) -> Keys:
    wanted = {fold(str(name)) for name in label.get("fields", [])}
    shown = [fold(item.name) for item in found.fields if item.score >= _THRESHOLD]
    hits = [name for name in shown if name in wanted]
    price = 1 + _COMPLETED
    return Keys(
        accepted=len(hits),
        rejected=len(shown) - len(hits),
        missing=price * len(wanted - set(shown)),
        without=price * len(wanted),
    )


def _others(found: Findings) -> Iterable[int]:
    for group in (found.proposed, found.profile, found.aliases):
        yield sum(item.score >= _THRESHOLD for item in group)


# -- fields of a fact ------------------------------------------------------------------------------


def values(kind: str, fact: Label) -> dict[str, Value]:
    """Return what the labels say: {field: (how it is compared, words)}; without fields that say nothing."""
    match kind:
        case "visit":
            found = {
                "direction": (_CHOICE, fact.get("direction")),
                "status": (_CHOICE, fact.get("status")),
                "start": (_DATE, fact.get("start")),
                "end": (_DATE, fact.get("end") if fact.get("end") != fact.get("start") else ""),
                "heads": (_EXACT, _names(fact.get("head_of_delegation"))),
                "hosts": (_EXACT, _names(fact.get("host_leads"))),
                "partners": (_EXACT, _names(fact.get("partners"), "country")),
                "vn_localities": (_EXACT, _listed(fact.get("vn_localities"))),
                "places": (_FREE, _listed(fact.get("places"))),
            }
        case "agreement":
            found = {
                "status": (_CHOICE, fact.get("status")),
                "type": (_FREE, fact.get("type")),
                "parties": (_FREE, _listed(fact.get("parties"))),
                "subject": (_FREE, fact.get("subject")),
                "date": (_DATE, fact.get("date")),
            }
        case "commitment":
            found = {
                "strength": (_CHOICE, fact.get("strength")),
                "by": (_FREE, fact.get("by")),
                "to": (_FREE, fact.get("to")),
                "what": (_FREE, fact.get("what")),
                "quantity": (_FREE, fact.get("quantity")),
                "deadline": (_DATE, fact.get("deadline")),
            }
        case "person":
            found = {
                "name": (_EXACT, fact.get("name")),
                "side": (_CHOICE, fact.get("side")),
                "title": (_TITLE, fact.get("title")),
                "organisation": (_FREE, fact.get("org")),
            }
        case _:
            found = {
                "value": (_NUMBER, f"{fact.get('value')} {fact.get('unit') or ''}"),
                "what": (_FREE, fact.get("what")),
                "year": (_DATE, fact.get("year")),
            }
    return {name: (how, str(words)) for name, (how, words) in found.items() if words}


def given(kind: str, payload: dict[str, Any]) -> dict[str, str]:
    """Return what a suggestion says, under the names of ``values``."""
    match kind:
        case "visit":
            lists = {name: _names(payload[name]) for name in ("heads", "hosts")}
            simple = {name: str(payload[name] or "") for name in ("direction", "status", "start", "end")}
            return {
                **simple,
                **lists,
                "partners": _names(payload["partners"], "country"),
                "vn_localities": _listed(payload["vn_localities"]),
                "places": _listed(payload["places"]),
            }
        case "agreement":
            simple = {name: str(payload[name] or "") for name in ("status", "type", "subject", "date")}
            return {**simple, "parties": _listed(payload["parties"])}
        case "commitment":
            names = ("strength", "by", "to", "quantity", "deadline")
            return {**{name: str(payload[name] or "") for name in names}, "what": str(payload["content"])}
        case "person":
            post = f"{payload['title']} {payload['organisation']}"
            return {
                "name": str(payload["name"]),
                "side": str(payload["side"]),
                "title": post,
                "organisation": post,
            }
        case _:
            return {
                "value": str(payload["stated"]),
                "what": str(payload["what"]),
                "year": str(payload["year"] or ""),
            }


def _names(found: Any, instead: str = "name") -> str:
    return "; ".join(str(item.get("name") or item.get(instead) or "") for item in found or [])


def _listed(found: Any) -> str:
    return "; ".join(str(item) for item in found or [])


def _typed(wanted: dict[str, Value], known: set[str]) -> int:
    """What it costs to type a fact into its form."""
    presses = _OPEN + _SAVE
    for name, (how, words) in wanted.items():
        presses += 1
        if how == _CHOICE:
            presses += 1
        elif how == _DATE:
            presses += min(_DAY, len(words))
        elif name in ("heads", "hosts"):
            presses += sum(
                min(_COMPLETED, len(one)) if fold(one) in known else len(one) for one in words.split("; ")
            )
        else:
            presses += len(words)
    return presses


def _edited(found: dict[str, str], wanted: dict[str, Value]) -> int:
    """What it costs to set the wrong fields right; 0 when nothing is wrong."""
    presses = 0
    for name, (how, words) in wanted.items():
        has = found.get(name, "")
        if is_right(how, has, words):
            continue
        if how == _CHOICE:
            presses += 2
        elif how == _DATE:
            presses += 1 + _DAY
        else:
            presses += 1 + changed_letters(has, words)
    return presses


def is_right(how: str, has: str, wanted: str) -> bool:
    """Whether an officer would leave a value as it was suggested."""
    one, other = fold(has), fold(wanted)
    if how == _EXACT:
        # The order of a list, and "thành phố" before a name, are the same to everybody.
        return {_bare(part) for part in one.split(";")} == {_bare(part) for part in other.split(";")}
    if how == _TITLE:
        return set(other.split()) <= set(one.split())
    if how == _FREE:
        words = set(other.split())
        return 2 * len(words & set(one.split())) >= len(words)
    return how == _NUMBER or one == other


def _bare(name: str) -> str:
    return name.strip().removeprefix("thanh pho ").removeprefix("tinh ").removeprefix("thu do ")


def changed_letters(has: str, wanted: str) -> int:
    """How many letters have to be deleted and typed; starting over is one press and the new text."""
    steps = SequenceMatcher(None, has, wanted, autojunk=False).get_opcodes()
    by_letter = sum((b - a) + (d - c) for what, a, b, c, d in steps if what != "equal")
    return min(by_letter, 1 + len(wanted))
