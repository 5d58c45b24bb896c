"""What goes to the terminal: results on stdout, messages on stderr, UTF-8 everywhere."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import unicodedata
from collections.abc import Iterator
from typing import Any, TextIO

BROKEN_PIPE = 141
INTERRUPTED = 130


class Output:
    """Where a command writes. ``json`` says that results are wanted as one JSON value.

    Args:
        json: whether ``--json`` was given.
        stdout, stderr: the streams; those of the process when not given.
    """

    def __init__(self, *, json: bool, stdout: TextIO | None = None, stderr: TextIO | None = None) -> None:
        self.json = json
        self._stdout = stdout or sys.stdout
        self._stderr = stderr or sys.stderr

    def line(self, text: str = "") -> None:
        """Write a line of the result for people; nothing when JSON is wanted."""
        if not self.json:
            print(printable(text), file=self._stdout)

    def value(self, value: Any) -> None:
        """Write the result as JSON; nothing when people read."""
        if self.json:
            print(as_json(value, indent=1), file=self._stdout)

    def json_line(self, value: Any) -> None:
        """Write one JSON value on one line at once, whatever was asked for: a script waits for it."""
        print(as_json(value), file=self._stdout, flush=True)

    def flush(self) -> None:
        """Send what is waiting; here a reader that has gone is noticed.

        Raises:
            BrokenPipeError: nobody reads stdout any more.
        """
        self._stdout.flush()

    def note(self, text: str) -> None:
        """Say something that is not the result."""
        print(printable(text), file=self._stderr)


def as_json(value: Any, indent: int | None = None) -> str:
    """Return JSON that is valid UTF-8 whatever the texts hold."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent)
    return text


def printable(text: str) -> str:
    """Return the text without what would steer a terminal: articles and file names are not ours."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _steers(letter) else letter for letter in text)


def _steers(letter: str) -> bool:
    return letter not in "\n\t" and unicodedata.category(letter) in ("Cc", "Cs")


def typed(text: str) -> str:
    """Return what a person typed as an argument as NFC, with bytes that are no text replaced."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))


def force_utf8() -> None:
    """Make stdout and stderr speak UTF-8 on every system; a console of Windows often does not."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def silence_stdout() -> None:
    """Let the interpreter end quietly after the reader of a pipe has gone."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def input_lines() -> Iterator[bytes]:
    """Lines of stdin as bytes, as they come: a broken line must not stop the good ones."""
    yield from iter(sys.stdin.buffer.readline, b"")
