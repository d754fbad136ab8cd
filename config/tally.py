"""How often this process has asked others and how long that took: the cost that is not its own.

It is counted where the calls are made, in whichever room that is; all rooms may import this one.
Not for several threads at once: a worker asks from one.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Kind = Literal["driver", "adb", "cable", "wda", "crm", "hand", "waiting"]


@dataclass(slots=True)
class Tally:
    """Calls of one kind since the process began, and the seconds that they took together."""

    calls: int = 0
    seconds: float = 0.0


TALLIES: Final[Mapping[Kind, Tally]] = {
    "driver": Tally(),
    "adb": Tally(),
    "cable": Tally(),
    "wda": Tally(),
    "crm": Tally(),
    "hand": Tally(),
    "waiting": Tally(),
}


@contextmanager
def counted(kind: Kind) -> Iterator[None]:
    """Count what happens inside as one call, however it ends."""
    began = time.perf_counter()
    try:
        yield
    finally:
        tally = TALLIES[kind]
        tally.calls += 1
        tally.seconds += time.perf_counter() - began
