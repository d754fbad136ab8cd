"""Waiting for a condition: the one place where time passes on purpose."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, TypeVar

from config.tally import counted

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_FIRST_POLL_S: Final = 0.02
_LAST_POLL_S: Final = 0.25
_SLOWER: Final = 1.5  # each look after the one before: what comes late need not be known at once


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
    poll_s = _FIRST_POLL_S
    while True:
        seen = look()
        left_s = end - time.monotonic()
        if holds(seen) or left_s <= 0:
            return seen
        with counted("waiting"):
            time.sleep(min(poll_s, left_s))  # a WebDriver server tells nothing by itself
        poll_s = min(poll_s * _SLOWER, _LAST_POLL_S)
