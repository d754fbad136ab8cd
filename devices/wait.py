"""Waiting for a condition: the one place where time passes on purpose."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_POLL_S: Final = 0.02


def until(look: Callable[[], T], deadline_s: float, *, holds: Callable[[T], bool] = bool) -> T:
    """Look again and again until what is seen satisfies, or the deadline has passed.

    Args:
        look: reads the state once; its own cost counts against the deadline.
        deadline_s: seconds on the monotonic clock.
        holds: whether what was seen is what is waited for; truth by default.

    Returns:
        What was seen last, whether or not it satisfies: the caller says what its absence means.
    """
    end = time.monotonic() + deadline_s
    while True:
        seen = look()
        if holds(seen) or time.monotonic() >= end:
            return seen
        time.sleep(_POLL_S)
