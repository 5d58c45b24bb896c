"""The window heals the index by itself: nobody has to change anything or press a button."""

import shutil

import pytest

from desktop_app.services.searching import SearchRequest
from desktop_app.ui.session import LOOK_MS, Session

MINUTE_MS = 60_000


@pytest.fixture
def session(window):
    """The session of an open window, impatient."""
    found = window.findChild(Session)
    assert found.looking.isActive()
    assert found.looking.interval() == LOOK_MS <= MINUTE_MS / 2
    found.looking.setInterval(10)
    return found


def found(services):
    results = services.search.search(SearchRequest("gwangju"))
    return results.total, results.fallback


def test_an_index_deleted_while_the_window_is_open_comes_back(session, services, add_visit, qtbot):
    add_visit()
    qtbot.waitUntil(lambda: services.search.state() == ("ready", 0))
    session.looking.stop()
    shutil.rmtree(services.paths.index)
    assert found(services) == (1, True)
    session.looking.start()
    qtbot.waitUntil(lambda: found(services) == (1, False))
    cell = session.status.index_button
    qtbot.waitUntil(lambda: cell.text().startswith("Tìm kiếm: sẵn sàng"))


def test_what_a_full_disk_refused_is_tried_again(session, services, add_visit, qtbot, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "no space")

    cell = session.status.index_button
    with monkeypatch.context() as patch:
        patch.setattr("desktop_app.core.search.storage._sync", full)
        add_visit()
        qtbot.waitUntil(lambda: "chưa cập nhật được" in cell.text())
    qtbot.waitUntil(lambda: services.search.state() == ("ready", 0))
    assert found(services) == (1, False)
    qtbot.waitUntil(lambda: cell.text().startswith("Tìm kiếm: sẵn sàng"))
