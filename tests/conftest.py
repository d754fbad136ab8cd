"""What all tests of the harness need."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Hear Ctrl-C, so that the programs that tests start do.

    Who starts tests in the background may have it ignored, and children inherit that.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
