"""What all runs of a user on this host share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def state_folder(name: str) -> Path:
    """A folder among what programs of this user remember between two starts."""
    import platformdirs  # noqa: PLC0415 - 20 ms that only runs pay

    return platformdirs.user_state_path("fleet") / name
