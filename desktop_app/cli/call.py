"""One call of the command line: its arguments, its streams, and the library when it needs one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import paths
from desktop_app.cli.streams import Output
from desktop_app.errors import AppError

if TYPE_CHECKING:
    from desktop_app.bootstrap import Services

DONE, REFUSALS, NOTHING = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Call:
    """What a command gets."""

    args: Namespace
    out: Output

    @property
    def library(self) -> Path:
        """The library folder asked for, or the usual one."""
        return paths.library_folder(self.args.library)

    @contextmanager
    def open(self, folder: Path | None = None) -> Generator[Services]:
        """Open the library (or the one in ``folder``) for the time of the call."""
        from desktop_app.bootstrap import open_library

        with open_library(folder or self.library) as services:
            yield services

    def index_paid(self, services: Services) -> None:
        """Bring the index up to date; when that cannot be done now, say so and go on."""
        try:
            services.search.catch_up()
        except AppError as error:
            self.out.note(str(error))
