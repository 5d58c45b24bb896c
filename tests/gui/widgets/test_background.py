import threading

import pytest

from desktop_app.progress import Progress
from desktop_app.ui.background import ImmediateRunner, Lane


def test_the_result_arrives_on_the_gui_thread(runner, qtbot):
    gui = threading.get_ident()
    seen = []
    job = runner.run(
        "Đếm",
        lambda _reporter: threading.get_ident(),
        on_success=lambda value: seen.append((value, threading.get_ident())),
    )
    qtbot.waitUntil(lambda: job.is_finished)
    (worker, receiver), *_ = seen
    assert receiver == gui
    assert worker != gui


def test_an_error_arrives_as_itself(runner, qtbot):
    error = ValueError("hỏng")
    seen = []

    def fail(_reporter):
        raise error

    job = runner.run("", fail, on_failure=seen.append)
    qtbot.waitUntil(lambda: job.is_finished)
    assert seen == [error]


def test_an_error_nobody_answers_goes_to_the_frame(runner, qtbot):
    seen = []
    runner.job_failed.connect(seen.append)
    job = runner.run("", lambda _reporter: 1 // 0)
    qtbot.waitUntil(lambda: job.is_finished)
    assert isinstance(seen[0], ZeroDivisionError)


def test_cancel_takes_effect_at_the_next_step(runner, qtbot):
    started, may_go = threading.Event(), threading.Event()
    ends = []

    def work(reporter):
        started.set()
        may_go.wait(10)
        reporter.step(1, 2)
        return "whole"

    job = runner.run("", work, on_success=ends.append, on_cancelled=lambda: ends.append("cancelled"))
    assert started.wait(10)
    job.cancel()
    assert job.is_cancelling
    may_go.set()
    qtbot.waitUntil(lambda: job.is_finished)
    assert ends == ["cancelled"]


def test_work_cancelled_while_it_waits_never_starts(runner, qtbot):
    may_go = threading.Event()
    ran = []
    first = runner.run("", lambda _reporter: may_go.wait(10), lane=Lane.WRITE)
    second = runner.run("", lambda _reporter: ran.append(1), lane=Lane.WRITE)
    second.cancel()
    may_go.set()
    qtbot.waitUntil(lambda: first.is_finished and second.is_finished)
    assert ran == []


def test_changes_never_meet_and_keep_their_order(runner, qtbot):
    order, inside = [], []

    def change(number):
        def work(_reporter):
            inside.append(number)
            assert len(inside) == 1
            order.append(number)
            inside.remove(number)

        return work

    jobs = [runner.run("", change(number), lane=Lane.WRITE) for number in range(20)]
    qtbot.waitUntil(lambda: all(job.is_finished for job in jobs))
    assert order == list(range(20))


def test_a_question_is_answered_while_a_change_runs(runner, qtbot):
    may_go = threading.Event()
    change = runner.run("", lambda _reporter: may_go.wait(10), lane=Lane.WRITE)
    question = runner.run("", lambda _reporter: 42)
    qtbot.waitUntil(lambda: question.is_finished)
    assert not change.is_finished
    may_go.set()
    qtbot.waitUntil(lambda: change.is_finished)


def test_fast_work_does_not_flood_the_window_and_the_last_progress_arrives(runner, qtbot):
    seen = []

    def work(reporter):
        for number in range(5000):
            reporter.step(number + 1, 5000)

    job = runner.run("", work, on_progress=seen.append)
    qtbot.waitUntil(lambda: job.is_finished)
    assert seen[-1] == Progress(5000, 5000)
    assert len(seen) < 5000


def test_shutting_down_stops_running_work_and_announces_nothing(runner):
    started = threading.Event()
    ends = []

    def endless(reporter):
        started.set()
        while True:
            reporter.step(0, 0)

    runner.run("", endless, on_success=ends.append, on_cancelled=lambda: ends.append("cancelled"))
    assert started.wait(10)
    runner.shut_down()
    assert ends == []
    with pytest.raises(RuntimeError):
        runner.run("", lambda _reporter: None)


def test_the_immediate_runner_has_the_answer_when_it_returns(themed):
    seen, steps = [], []

    def work(reporter):
        reporter.step(1, 2, "một")
        return "xong"

    ImmediateRunner().run("", work, on_success=seen.append, on_progress=steps.append)
    assert seen == ["xong"]
    assert steps == [Progress(1, 2, "một")]
