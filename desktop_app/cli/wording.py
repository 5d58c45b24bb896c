"""Vietnamese words of the command line that the screens do not have."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

_ERRORS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"the following arguments are required: (.+)"), "Còn thiếu: {0}."),
    (re.compile(r"unrecognized arguments: (.+)", re.DOTALL), "Không hiểu: {0}."),
    (
        re.compile(r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", re.DOTALL),
        "{0}: không có “{1}”. Có thể chọn: {2}.",
    ),
    (re.compile(r"argument (.+?): expected (?:one|at least one) argument"), "{0}: còn thiếu giá trị."),
    (re.compile(r"argument (.+?): not allowed with argument (.+)"), "Không dùng {0} cùng với {1}."),
    (re.compile(r"argument (.+?): invalid .*? value: (.+)", re.DOTALL), "{0}: không nhận giá trị {1}."),
    (re.compile(r"one of the arguments (.+) is required"), "Cần một trong các tùy chọn: {0}."),
    (re.compile(r"argument (.+?): (.+)", re.DOTALL), "{0}: {1}"),
)


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An ``ArgumentParser`` that speaks Vietnamese. Wrong use ends the program with status 2."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            **{"formatter_class": _Help, "add_help": False, "allow_abbrev": False, **options}  # type: ignore[arg-type]
        )
        self._positionals.title = "Nội dung"
        self._optionals.title = "Tùy chọn"
        self.add_argument("-h", "--help", action="help", help="hiện phần hướng dẫn này")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end."""
        self.exit(2, f"{sentence(message)}\nXem hướng dẫn: {self.prog} --help\n")


def sentence(message: str) -> str:
    """Return a message of ``argparse`` in Vietnamese."""
    for pattern, words in _ERRORS:
        found = pattern.fullmatch(message)
        if found:
            return words.format(*(part.replace("'", "") for part in found.groups()))
    return f"Lệnh viết chưa đúng: {message}"
