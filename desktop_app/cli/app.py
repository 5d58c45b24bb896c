"""Runs one command: every way it can end becomes an exit status and a sentence."""

from __future__ import annotations

import importlib
import logging
from argparse import Namespace

from desktop_app.cli import streams
from desktop_app.cli.call import NOTHING, Call
from desktop_app.cli.streams import Output
from desktop_app.errors import AppError
from desktop_app.progress import Cancelled

_log = logging.getLogger(__name__)


def run(args: Namespace) -> int:
    """Run the command of ``args`` (from ``parser.make_parser``) and return the exit status.

    0 done, 1 done with refusals, 2 wrong use or nothing done; as shells have it, 130 interrupted and
    141 when the reader of the output has gone.
    """
    # What cannot be done is said in a sentence; records of the log without a file would repeat it in English.
    logging.getLogger("desktop_app").addHandler(logging.NullHandler())
    logging.raiseExceptions = False
    out = Output(json=args.json)
    if not args.does:
        args.group.print_help()
        return NOTHING
    try:
        return _call(args, out)
    except BrokenPipeError:
        streams.silence_stdout()
        return streams.BROKEN_PIPE


def _call(args: Namespace, out: Output) -> int:
    try:
        module, _, name = args.does.partition(":")
        command = getattr(importlib.import_module(f"desktop_app.cli.{module}"), name)
        status = int(command(Call(args, out)))
        out.flush()
        return status
    except AppError as error:
        return _failed(out, str(error), error.detail)
    except (KeyboardInterrupt, Cancelled):
        out.note("Đã dừng theo yêu cầu. Những gì đã xong vẫn được giữ.")
        return streams.INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:
        _log.exception("unexpected error")
        kind = f"{type(error).__name__}: {error}"
        return _failed(out, "Chương trình gặp lỗi ngoài dự kiến; dữ liệu đã lưu vẫn nguyên vẹn.", kind)


def _failed(out: Output, sentence: str, detail: str) -> int:
    if out.json:
        out.value({"error": sentence, "detail": detail})
    out.note(sentence if not detail or out.json else f"{sentence}\n({detail})")
    return NOTHING
