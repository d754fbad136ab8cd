"""The screen lock that a run sets on phones that learn a finger or a face."""

from __future__ import annotations

import secrets


def new_pin() -> str:
    """A PIN that nobody guesses, and that no number in a log is by chance."""
    return str(secrets.choice(range(10**11, 10**12)))
