import pytest

from desktop_app.core.extraction.learning import Figures
from desktop_app.services.learning import LearningState


@pytest.fixture
def card(page_at):
    return page_at("settings", "program").program.learning


def state(**changes):
    values = {"on": True, "decisions": 0, "figures": Figures(), "in_force": False, "waiting": 0, **changes}
    return LearningState(**values)


USED = {"decisions": 214, "figures": Figures(200, 182, 168), "in_force": True}


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (state(), "Máy chưa học: mới có 0 quyết định, cần nhiều hơn."),
        (state(waiting=12), "Máy chưa học: mới có 12 quyết định, cần nhiều hơn."),
        (state(**USED), "Máy đã học từ 214 quyết định của cơ quan. Đúng 91 % (quy tắc: 84 %)."),
        (state(**USED | {"on": False}), "Đang tắt: gợi ý chỉ theo quy tắc."),
    ],
)
def test_the_state_in_words(card, found, words):
    card._show(found)
    assert card.words.text() == words


def test_what_does_not_beat_the_rules_is_said_so(card):
    card._show(state(decisions=80, figures=Figures(80, 60, 64)))
    assert "chưa đoán đúng hơn quy tắc" in card.words.text()
    assert "80 %" in card.words.text()


def test_the_switch_is_kept(card, services):
    assert card.switch.isChecked()
    card.switch.click()
    assert not services.learning.state().on
    assert card.words.text() == "Đang tắt: gợi ý chỉ theo quy tắc."


def test_forgetting_asks_first(card, services, answer_dialogs):
    services.paths.learned.write_text("{}", encoding="utf-8")
    card._show(state(**USED))
    answer_dialogs("")
    card.forget_button.click()
    assert services.paths.learned.exists()
    answer_dialogs("yes")
    card.forget_button.click()
    assert not services.paths.learned.exists()
    assert not card.forget_button.isEnabled()
