"""A model is used only where it has shown, on articles it had not seen, that it beats the rules."""

import json
import random
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from desktop_app.core.extraction.learning import (
    Decision,
    Figures,
    Item,
    Learned,
    from_json,
    learn,
    to_json,
)


def item(words: str, *, kind: str = "commitment", grade: str = "promise", score: float = 0.8) -> Item:
    text = f"Tại buổi làm việc. Hai bên {words} trong thời gian tới. Hết."
    start = text.index(words)
    payload = {"grade": grade, "strength": grade, "content": words, "by": ""}
    return Item(kind, payload, ((start, start + len(words)),), "commitment.verb", score, text)


def taught(count: int = 60) -> list[Decision]:
    """An office that never wants meetings among its commitments."""
    chance = random.Random(5)
    wanted = ["cử chuyên gia", "tiếp nhận lao động", "cấp học bổng"]
    refused = ["họp mặt thân mật", "trao đổi thân mật", "gặp gỡ thân mật"]
    return [
        Decision(item(chance.choice(wanted if at % 2 else refused)), at // 3, accepted=bool(at % 2))
        for at in range(count)
    ]


def test_what_is_always_refused_sinks_and_the_rest_stays() -> None:
    learned = learn(taught())
    assert learned.in_force
    assert learned.figures.right > learned.figures.rules_right
    refused = learned.judged(item("ăn tối thân mật"))
    assert refused.score < 0.4
    assert refused.doubts == ("cơ quan thường bác bỏ gợi ý giống thế này",)
    wanted = item("cử chuyên gia")
    assert learned.judged(wanted) == wanted


def test_what_is_never_refused_is_left_to_the_rules() -> None:
    decisions = [Decision(item("cử chuyên gia"), at // 3, accepted=True) for at in range(60)]
    learned = learn(decisions)
    assert not learned.in_force
    assert learned.judged(item("họp mặt")) == item("họp mặt")


def test_decisions_without_pattern_are_left_to_the_rules() -> None:
    chance = random.Random(2)
    decisions = [
        Decision(item(chance.choice(["cử chuyên gia", "họp mặt"])), at, accepted=chance.random() < 0.7)
        for at in range(90)
    ]
    assert not learn(decisions).in_force


def test_few_decisions_teach_nothing() -> None:
    assert learn(taught(24)).tasks == {}
    assert learn([]).figures == Figures()


def test_one_article_teaches_nothing() -> None:
    decisions = [Decision(entry.item, 1, accepted=entry.accepted) for entry in taught()]
    assert not learn(decisions).in_force


def test_grades_follow_the_office() -> None:
    """The office holds for a proposal what the rules hold for a promise, in one kind of sentence."""
    decisions = []
    for at in range(60):
        words, final = ("sẽ xem xét mở đường bay", "proposal") if at % 2 else ("sẽ cử chuyên gia", "promise")
        decisions.append(Decision(item(words), at // 2, accepted=True, final=final))
    learned = learn(decisions)
    assert learned.tasks["grade"].in_force
    judged = learned.judged(item("sẽ xem xét mở đường bay"))
    assert (judged.payload["grade"], judged.payload["strength"]) == ("proposal", "proposal")
    assert "đề nghị" in judged.doubts[0]
    assert learned.judged(item("sẽ cử chuyên gia")).payload["grade"] == "promise"


def test_the_same_decisions_give_the_same_model() -> None:
    assert to_json(learn(taught())) == to_json(learn(taught()))


def test_kept_and_read_again_it_judges_alike() -> None:
    learned = learn(taught())
    again = from_json(json.loads(json.dumps(to_json(learned))))
    assert again.figures == learned.figures
    assert again.judged(item("gặp gỡ thân mật")).score == pytest.approx(
        learned.judged(item("gặp gỡ thân mật")).score, abs=0.02
    )


def test_no_word_of_an_article_is_kept() -> None:
    kept = json.dumps(to_json(learn(taught())), ensure_ascii=False)
    assert "chuyên" not in kept
    assert "chuyen" not in kept


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["form", "decisions", "tasks", "labels", "1"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON)
def test_a_strange_file_is_refused_and_nothing_else(found: object) -> None:
    with suppress(ValueError):
        assert isinstance(from_json(found), Learned)


def test_training_can_be_stopped() -> None:
    class StoppedError(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        learn(taught(), stop)
