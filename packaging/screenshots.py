"""Pictures of the screens, the same set every time: look at them after any change.

    python packaging/screenshots.py OUT [--library DIR] [--page NAME[:ID[:EXTRA]]] [--scale 1.5] [--dark]

Without ``--library`` it shows a new library with the samples; ``--gallery`` shows every widget without one.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


_SETTLED = 0.8
"""Seconds without a job after which a page is finished."""


@dataclass(frozen=True)
class Shot:
    """One picture: the page, what the address says further, and the file's name."""

    page: str
    extra: str = ""
    record_id: int | None = None
    name: str = ""

    @property
    def file(self) -> str:
        """The name of the file, without suffix."""
        if self.name:
            return self.name
        parts = (self.page, str(self.record_id or ""), self.extra)
        return "-".join(part for part in parts if part).replace(" ", "_")


SHOTS = tuple(
    Shot(page)
    for page in [
        "desk",
        "review",
        "articles",
        "partners",
        "visits",
        "agreements",
        "commitments",
        "figures",
        "people",
        "dossier",
        "search",
        "trash",
        "log",
        "settings",
        "help",
    ]
)


def shoot(widget: Any, path: Path) -> Path:
    """Write a picture of ``widget`` as it is now; returns ``path``."""
    from PySide6.QtWidgets import QApplication

    for _ in range(4):
        QApplication.processEvents()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(path)):
        raise OSError(path)
    return path


def shoot_pages(window: Any, out: Path, shots: tuple[Shot, ...], suffix: str) -> list[Path]:
    """Open each address and write its picture once nothing runs any more."""
    from PySide6.QtWidgets import QApplication

    from desktop_app.ui.navigation import Address

    made = []
    for shot in shots:
        window.go(Address(shot.page, shot.record_id, shot.extra))
        # Panes settle a moment after the last answer (debounced selection, live preview).
        quiet = time.monotonic()
        while window.runner.jobs or time.monotonic() - quiet < _SETTLED:
            QApplication.processEvents()
            if window.runner.jobs:
                quiet = time.monotonic()
        made.append(shoot(window, out / f"{shot.file}{suffix}.png"))
    return made


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--library", type=Path, help="default: a new one with the samples")
    parser.add_argument("--gallery", action="store_true", help="every widget, without a library")
    parser.add_argument("--page", action="append", default=[])
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--readme", action="store_true", help="the pictures of the README")
    parser.add_argument("--size", default="1366x768", help="pixels of the screen; the scale divides it")
    return parser.parse_args()


def _shot(words: str) -> Shot:
    """``page``, ``page:12`` or ``page:12:extra``."""
    page, record, extra = (*words.split(":", 2), "", "")[:3]
    return Shot(page, extra, int(record) if record else None)


def _readme_shots(services: Any, *, dark: bool) -> tuple[Shot, ...]:
    partner = services.partners.find("Gwangju")
    if dark:
        return (Shot("desk"),)
    return (
        Shot("review", "", services.review.queue()[-1].id, "review"),
        Shot("partners", "", partner.id, "partner"),
        Shot("dossier", "", partner.id, "dossier"),
        Shot("search", "nha khoa", None, "search"),
    )


def _open(library: Path, config: Path) -> Any:
    """The library, filled with the samples when it is new."""
    from desktop_app.bootstrap import open_library

    services = open_library(library, config=config / "config")
    if services.maintenance.counts().articles == 0:
        services.samples.load()
        services.search.catch_up()
    services.office.accept_notice()
    return services


def main() -> int:
    given = _arguments()
    if sys.platform.startswith("linux") and "DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(given.scale)
    width, height = (round(int(part) / given.scale) for part in given.size.split("x"))
    suffix = ("-dark" if given.dark else "") + ("" if given.scale == 1 else f"-{round(given.scale * 100)}")

    from desktop_app.ui.app import make_application
    from desktop_app.ui.background import JobRunner
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.navigation import Address
    from desktop_app.ui.state import WindowState
    from desktop_app.ui.theme import Scheme, theme
    from desktop_app.ui.translations import install_translations

    app = make_application(sys.argv[:1])
    theme().start(app, Scheme.DARK if given.dark else Scheme.LIGHT)
    install_translations(app)
    runner = JobRunner()
    session: Any = None
    with tempfile.TemporaryDirectory() as folder:
        try:
            services: Any = None
            make_page: Any = None
            if given.gallery:
                from gallery import gallery_pages

                make_page, shots = gallery_pages()
            else:
                services = _open(given.library or Path(folder) / "kho", Path(folder))
                shots = tuple(_shot(page) for page in given.page) or SHOTS
                if given.readme:
                    shots = _readme_shots(services, dark=given.dark)
            window = MainWindow(services, runner, WindowState(Path(folder)), make_page)
            if services is not None:
                from desktop_app.ui.session import Session

                session = Session(window)
                session.start()
            window.resize(width, height)
            window.start(Address(shots[0].page, shots[0].record_id, shots[0].extra))
            window.show()
            for path in shoot_pages(window, given.out, shots, suffix):
                print(path)
            window.close()
        finally:
            if session is not None:
                session.stop()
            runner.shut_down()
    return 0


if __name__ == "__main__":
    sys.exit(main())
