"""What is wrong with a file that a user wrote.

ConfigError
└── one class, because a caller does one thing with it: show it and stop.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class ConfigError(Exception):
    """A configuration file is missing, unreadable or says something that is not allowed.

    Attributes:
        path: the file.
        line: 1-based line, 0 where the file as a whole is meant.
        column: 1-based column, 0 where the file as a whole is meant.
        problem: what was found and what is allowed.
    """

    def __init__(self, path: Path, line: int, column: int, problem: str) -> None:
        super().__init__(path, line, column, problem)
        self.path = path
        self.line = line
        self.column = column
        self.problem = problem

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}:{self.column}" if self.line else str(self.path)
        return f"{where}: {self.problem}"


def nearest(found: str, allowed: Iterable[str]) -> str:
    """A sentence that lists what is allowed and points at the nearest spelling."""
    names = sorted(allowed)
    close = difflib.get_close_matches(found, names, n=1, cutoff=0.6)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return f"allowed: {', '.join(names) or 'nothing'}{hint}"
