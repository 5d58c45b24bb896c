"""What a page, form or dialog may ask of the window around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from desktop_app.ui.background import Runner
from desktop_app.ui.navigation import Address
from desktop_app.ui.state import WindowState


class Frame(Protocol):
    """What a page may ask of the window."""

    @property
    def services(self) -> Any:
        """What a user can do (``desktop_app.services``)."""
        ...

    @property
    def runner(self) -> Runner:
        """Where long work goes."""
        ...

    @property
    def state(self) -> WindowState:
        """Remembered sizes and columns."""
        ...

    def go(self, address: Address) -> None:
        """Open ``address`` and remember it in the history."""
        ...

    def note_address(self, address: Address) -> None:
        """Record where the page is now (another record, another tab) without opening anything."""
        ...

    def toast(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Say ``text`` for a few seconds at the lower edge, perhaps with one thing to do ("Hoàn tác")."""
        ...

    def announce(self, changes: object) -> None:
        """Tell every page and the counts that records changed."""
        ...

    def show_error(self, error: BaseException) -> None:
        """Say what went wrong."""
        ...
