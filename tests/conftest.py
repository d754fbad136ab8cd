"""What all tests of the harness need."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Hear Ctrl-C and the end of the terminal, so that the programs that tests start do.

    Who starts tests in the background, or by `nohup`, may have them ignored, and children inherit
    that.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
