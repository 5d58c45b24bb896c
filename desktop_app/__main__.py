"""The start of the program: a command runs without Qt, no command opens the window."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.cli import streams
from desktop_app.cli.parser import make_parser

if TYPE_CHECKING:
    from desktop_app.bootstrap import Services

# Set by "bench start": the window says when it stood and closes.
START_REPORT = "BANG_GIAO_START_REPORT"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status.

    Args:
        argv: the arguments without the program's name; those of the process when not given.
    """
    multiprocessing.freeze_support()
    streams.force_utf8()
    try:
        args = make_parser().parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    if args.does or args.group is not None:
        from desktop_app.cli.app import run

        return run(args)
    if args.smoke:
        with tempfile.TemporaryDirectory(prefix="bang-giao-", ignore_cleanup_errors=True) as folder:
            return _open_window(Path(folder) / "kho", Path(folder) / "cai-dat", args)
    from desktop_app import paths

    return _open_window(paths.library_folder(args.library), paths.config_folder(), args)


def _open_window(library: Path, config: Path, args: Namespace) -> int:
    from desktop_app.bootstrap import open_library
    from desktop_app.errors import AppError

    try:
        from desktop_app.ui.app import WindowOptions, run_window
    except ImportError as error:
        return _say(f"Thiếu thư viện hệ thống để mở cửa sổ.\n({error})")
    try:
        services = open_library(library, config=config, exclusive=True)
    except AppError as error:
        return _show(error, library, quiet=args.smoke)
    trouble: list[str] = []
    with services:
        if args.smoke:
            # Nobody is there to answer the questions of a first start.
            services.office.accept_notice()
        options = WindowOptions(
            config_folder=services.config_folder,
            library_folder=services.paths.folder,
            log_folder=services.paths.logs,
            on_ready=_on_ready(services, args, trouble),
        )
        status = run_window(services, options)
    for text in trouble:
        _say(text)
    return 1 if trouble else status


def _on_ready(services: Services, args: Namespace, trouble: list[str]) -> Callable[[Any], object] | None:
    """What to do once the window stands and its first events are through."""
    from PySide6.QtCore import QTimer

    out = streams.Output(json=False)

    def smoke(window: Any) -> None:
        from desktop_app.cli.smoke import walk

        try:
            out.line(walk(services))
            if args.screenshot is not None and not window.grab().save(str(args.screenshot)):
                trouble.append(f"Không lưu được hình {args.screenshot}.")
        except Exception as error:
            trouble.append(f"{type(error).__name__}: {error}")
        window.close()

    def report(window: Any) -> None:
        out.json_line({"shown": time.time()})
        window.close()

    chosen = smoke if args.smoke else report if os.environ.get(START_REPORT) else None
    if chosen is None:
        return None
    return lambda window: QTimer.singleShot(0, lambda: chosen(window))


def _show(error: Any, library: Path, *, quiet: bool) -> int:
    """Say in a dialog why the library does not open; without a display only on stderr."""
    status = _say(str(error))
    if quiet or os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return status
    from desktop_app.ui.app import make_application
    from desktop_app.ui.dialogs.base import make_error
    from desktop_app.ui.messages import Message

    application = make_application(sys.argv[:1])
    detail = f"{library}\n{error.detail}".strip()
    make_error(None, Message("Không mở được kho", error.message, error.remedy, detail)).exec()
    application.quit()
    return status


def _say(text: str) -> int:
    streams.Output(json=False).note(text)
    return 2


if __name__ == "__main__":
    sys.exit(main())
