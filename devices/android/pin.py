"""The PIN that runs set on a phone, kept until it is proved to be gone.

A run that is killed leaves its phone locked: the next one opens it by what was kept.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from config.secrets import Secret

if TYPE_CHECKING:
    from pathlib import Path

_OWNERS_ALONE: Final = 0o600


class KeptPin:
    """One phone's, in a file that only the user of this host reads.

    Args:
        file: where it is kept.
        new: what to set on a phone that has none.
    """

    def __init__(self, file: Path, new: Secret) -> None:
        self._file = file
        self._new = new

    @property
    def kept(self) -> Secret | None:
        """What a run has set, or was about to; None where nothing of ours is known."""
        try:
            return Secret(self._file.read_text(encoding="ascii"))
        except FileNotFoundError:
            return None

    def keep(self) -> Secret:
        """Have the new one kept, and give it: only then may it be set."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.unlink(missing_ok=True)
        made = os.open(self._file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNERS_ALONE)
        with os.fdopen(made, "w", encoding="ascii") as file:
            file.write(self._new.reveal())
        return self._new

    def drop(self) -> None:
        """The phone has it no more."""
        self._file.unlink(missing_ok=True)
