"""Learns from the office's own decisions: small linear models, in force only where they beat the rules.

For each kind of suggestion a model tells how likely it is to be accepted; two more decide the direction of a
visit and the grade of a commitment. A model starts from what the rule said (a fixed head start) and learns
when to depart from it. Nothing but plain numbers is kept: no word of an article can be read from them.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from desktop_app.core.extraction.features import features

ACCEPT, REJECT = "accept", "reject"
KINDS = ("visit", "agreement", "commitment", "person", "figure")
DIRECTION, GRADE = "direction", "grade"
# Which payload value a task decides, for suggestions of which kind, and what it may become.
CHOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    DIRECTION: ("visit", ("in", "none", "out")),
    GRADE: ("commitment", ("intention", "offer", "promise", "proposal", "wish")),
}
_STRENGTH = {
    "promise": "promise",
    "offer": "promise",
    "proposal": "proposal",
    "intention": "wish",
    "wish": "wish",
}
_ROUNDS = 8
_FOLDS = 5
_FEWEST = 30
_HEAD_START = 1.5
_RATE = 0.15
_DECAY = 1e-4
_SURE = 0.6
_SMALLEST_WEIGHT = 0.005
_FORM = 1

Pause = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Item:
    """A suggestion as the models see it; ``spans`` are [start, end) in ``text``, the article."""

    kind: str
    payload: dict[str, Any]
    spans: tuple[tuple[int, int], ...]
    rule: str
    score: float
    text: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person made of an item. ``final`` is the direction or grade of the accepted record."""

    item: Item
    article: int
    accepted: bool
    final: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A decision as numbers: ``said`` by the rule, ``label`` by the person."""

    features: tuple[int, ...]
    said: str
    label: str
    article: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Cross-validation: right answers of model and rules among ``count``, and where they differ."""

    count: int = 0
    right: int = 0
    rules_right: int = 0
    better: int = 0
    worse: int = 0

    @property
    def beats_rules(self) -> bool:
        """Whether the lead is more than chance would give: one standard deviation, and two answers."""
        lead = self.better - self.worse
        return self.count >= _FEWEST and lead >= max(2.0, math.sqrt(self.better + self.worse))


@dataclass(frozen=True, slots=True)
class Model:
    """Softmax regression over hashed features; ``weights`` holds one number for each label."""

    labels: tuple[str, ...]
    weights: dict[int, list[float]] = field(default_factory=dict[int, list[float]])

    def shares(self, given: Sequence[int], said: str) -> list[float]:
        """Return the probability of each label."""
        sums = [_HEAD_START if label == said else 0.0 for label in self.labels]
        for number in given:
            weights = self.weights.get(number)
            if weights is not None:
                for at, weight in enumerate(weights):
                    sums[at] += weight
        top = max(sums)
        powers = [math.exp(value - top) for value in sums]
        total = sum(powers)
        return [power / total for power in powers]

    def best(self, given: Sequence[int], said: str) -> tuple[str, float]:
        """Return the likeliest label with its probability."""
        shares = self.shares(given, said)
        at = max(range(len(shares)), key=shares.__getitem__)
        return self.labels[at], shares[at]


@dataclass(frozen=True, slots=True)
class Task:
    """A model with the figures of its cross-validation."""

    model: Model
    figures: Figures

    @property
    def in_force(self) -> bool:
        """Whether it is used."""
        return self.figures.beats_rules


@dataclass(frozen=True, slots=True)
class Learned:
    """Everything learned; ``decisions`` is how many it rests on."""

    decisions: int = 0
    tasks: dict[str, Task] = field(default_factory=dict[str, Task])

    @property
    def figures(self) -> Figures:
        """All tasks together, as they are used: the rules where a model is not in force."""
        every = [task.figures for task in self.tasks.values()]
        return Figures(
            count=sum(item.count for item in every),
            right=sum(item.right if item.beats_rules else item.rules_right for item in every),
            rules_right=sum(item.rules_right for item in every),
        )

    @property
    def in_force(self) -> bool:
        """Whether any model is used."""
        return any(task.in_force for task in self.tasks.values())

    def judged(self, item: Item) -> Item:
        """Return the item with its score, direction and grade as learned; unchanged where nothing is."""
        if not any(task.in_force for task in self._tasks_of(item.kind)):
            return item
        given = features(item.kind, item.payload, item.spans, item.rule, item.score, item.text)
        for name, (kind, _) in CHOICES.items():
            task = self.tasks.get(name)
            if kind == item.kind and task is not None and task.in_force:
                item = _chosen(item, name, task.model, given)
        task = self.tasks.get(f"{ACCEPT}:{item.kind}")
        return _scored(item, task.model, given) if task is not None and task.in_force else item

    def _tasks_of(self, kind: str) -> list[Task]:
        names = [f"{ACCEPT}:{kind}", *(name for name, choice in CHOICES.items() if choice[0] == kind)]
        return [self.tasks[name] for name in names if name in self.tasks]


def _scored(item: Item, model: Model, given: Sequence[int]) -> Item:
    share = model.shares(given, ACCEPT)[model.labels.index(ACCEPT)]
    if share >= 0.5:
        return item
    doubt = "cơ quan thường bác bỏ gợi ý giống thế này"
    score = round(item.score * 2 * share, 4)
    payload = {**item.payload, "score_by_rule": item.score}
    return replace(item, payload=payload, score=score, doubts=(*item.doubts, doubt))


_WORDS = {
    "in": "đoàn vào",
    "out": "đoàn ra",
    "none": "không có đoàn",
    "promise": "cam kết",
    "offer": "sẵn sàng",
    "proposal": "đề nghị",
    "intention": "dự định",
    "wish": "mong muốn",
}


def _chosen(item: Item, name: str, model: Model, given: Sequence[int]) -> Item:
    said = str(item.payload.get(name, ""))
    if said not in model.labels or item.payload.get("strength") == "done":
        return item
    label, share = model.best(given, said)
    if label == said or share < _SURE:
        return item
    payload = {**item.payload, name: label, f"{name}_by_rule": said}
    if name == GRADE:
        payload["strength"] = _STRENGTH[label]
    doubt = f"ghi là “{_WORDS[label]}” theo những gì cơ quan đã duyệt, bình thường sẽ ghi là “{_WORDS[said]}”"
    return replace(item, payload=payload, doubts=(*item.doubts, doubt))


# -- learning --------------------------------------------------------------------------------------


def learn(decisions: Sequence[Decision], pause: Pause | None = None) -> Learned:
    """Return what the decisions teach, with the figures of a cross-validation over whole articles.

    Args:
        decisions: accepted and rejected items.
        pause: called between pieces of work with (done, total); it may raise to stop.
    """
    pause = pause or (lambda _done, _total: None)
    sets = examples(decisions)
    tasks: dict[str, Task] = {}
    for position, (name, given) in enumerate(sets.items()):
        pause(position, len(sets))
        labels = CHOICES[name][1] if name in CHOICES else (ACCEPT, REJECT)
        figures = cross_validate(given, labels, lambda at=position: pause(at, len(sets)))
        model = train(given, labels) if figures.beats_rules else Model(labels)
        tasks[name] = Task(model, figures)
    return Learned(len(decisions), tasks)


def examples(decisions: Sequence[Decision]) -> dict[str, list[Example]]:
    """Return the examples of each task; tasks with too few decisions are left out."""
    sets: dict[str, list[Example]] = {}
    for decision in decisions:
        item = decision.item
        if item.kind not in KINDS:
            continue
        given = features(item.kind, item.payload, item.spans, item.rule, item.score, item.text)
        label = ACCEPT if decision.accepted else REJECT
        sets.setdefault(f"{ACCEPT}:{item.kind}", []).append(Example(given, ACCEPT, label, decision.article))
        for name, (kind, labels) in CHOICES.items():
            # What a model changed was not said by the rule.
            said = str(item.payload.get(f"{name}_by_rule") or item.payload.get(name, ""))
            if kind == item.kind and decision.accepted and said in labels and decision.final in labels:
                sets.setdefault(name, []).append(Example(given, said, decision.final, decision.article))
    return {name: given for name, given in sorted(sets.items()) if len(given) >= _FEWEST}


def cross_validate(
    given: Sequence[Example], labels: tuple[str, ...], pause: Callable[[], None] | None = None
) -> Figures:
    """Return how a model does on articles it has not seen, beside the rules."""
    articles = sorted({example.article for example in given})
    if len(articles) < _FOLDS:
        return Figures(len(given))
    fold = {article: position % _FOLDS for position, article in enumerate(articles)}
    right = rules_right = better = worse = 0
    for number in range(_FOLDS):
        if pause is not None:
            pause()
        model = train([example for example in given if fold[example.article] != number], labels)
        for example in given:
            if fold[example.article] != number:
                continue
            is_right = model.best(example.features, example.said)[0] == example.label
            by_rules = example.said == example.label
            right += is_right
            rules_right += by_rules
            better += is_right and not by_rules
            worse += by_rules and not is_right
    return Figures(len(given), right, rules_right, better, worse)


def train(given: Sequence[Example], labels: tuple[str, ...]) -> Model:
    """Return a model of the examples: gradient descent whose steps shrink for features seen often.

    The same examples always give the same model.
    """
    model = Model(labels)
    weights = model.weights
    seen: dict[int, float] = {}
    order = list(given)
    chance = random.Random(len(order))
    for _ in range(_ROUNDS):
        chance.shuffle(order)
        for example in order:
            shares = model.shares(example.features, example.said)
            shares[labels.index(example.label)] -= 1.0
            size = sum(value * value for value in shares)
            rate = _RATE / math.sqrt(len(example.features) or 1)
            if size < 1e-6:
                continue
            for number in example.features:
                spent = seen.get(number, 0.0) + size
                seen[number] = spent
                step = rate / math.sqrt(1.0 + spent)
                row = weights.setdefault(number, [0.0] * len(labels))
                for at, error in enumerate(shares):
                    row[at] -= step * (error + _DECAY * row[at])
    return model


# -- keeping ---------------------------------------------------------------------------------------


def to_json(learned: Learned) -> dict[str, Any]:
    """Return what was learned as plain JSON values; tiny weights are left out."""
    return {
        "form": _FORM,
        "decisions": learned.decisions,
        "tasks": {
            name: {
                "labels": list(task.model.labels),
                "figures": [
                    task.figures.count,
                    task.figures.right,
                    task.figures.rules_right,
                    task.figures.better,
                    task.figures.worse,
                ],
                "weights": {
                    str(number): [round(value, 4) for value in row]
                    for number, row in task.model.weights.items()
                    if max(map(abs, row)) >= _SMALLEST_WEIGHT
                },
            }
            for name, task in learned.tasks.items()
        },
    }


def from_json(found: Any) -> Learned:
    """Return what ``to_json`` wrote.

    Raises:
        ValueError: it is something else, or of another form.
    """
    try:
        if found["form"] != _FORM:
            raise ValueError("another form")
        return Learned(int(found["decisions"]), {str(n): _task(str(n), t) for n, t in found["tasks"].items()})
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("not a model") from error


def _task(name: str, found: dict[str, Any]) -> Task:
    labels = CHOICES[name][1] if name in CHOICES else (ACCEPT, REJECT)
    if tuple(found["labels"]) != labels:
        raise ValueError("other labels")
    weights: dict[int, list[float]] = {}
    for number, values in found["weights"].items():
        row = [float(value) for value in cast("list[Any]", values)]
        if len(row) != len(labels) or not all(map(math.isfinite, row)):
            raise ValueError("weights")
        weights[int(number)] = row
    return Task(Model(labels, weights), Figures(*(int(value) for value in found["figures"])))
