"""Installer sessions: archives that are written one by one and installed together.

Source: AOSP PackageInstallerService, PackageInstallerSession.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.android.archive import Archive
    from devices.virtual.os.install_checks import InstallOptions

# A phone draws the numbers at random.
_FIRST: Final = 1_482_069_141
_STEP: Final = 7919
_MOST_OPEN: Final = 50  # Source: PackageInstallerService, MAX_ACTIVE_SESSIONS_WITH_PERMISSION


class SessionsExhaustedError(Exception):
    """Too many sessions are open."""


@dataclass(slots=True)
class Session:
    """One session.

    Attributes:
        archives: what was written so far, by the names that the installer gave.
        package: the installed package that its splits join; empty for a full install.
    """

    number: int
    options: InstallOptions
    package: str = ""
    staged: bool = False
    archives: dict[str, Archive] = field(default_factory=dict)


class Sessions:
    """The sessions of one phone that are neither installed nor given up."""

    def __init__(self) -> None:
        self._open: dict[int, Session] = {}
        self._numbers = count(_FIRST, _STEP)

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._open.values()))

    def create(
        self, options: InstallOptions, *, package: str = "", staged: bool = False
    ) -> Session:
        """Open a session.

        Raises:
            SessionsExhaustedError: too many are open.
        """
        if len(self._open) >= _MOST_OPEN:
            raise SessionsExhaustedError
        session = Session(next(self._numbers), options, package, staged)
        self._open[session.number] = session
        return session

    def get(self, number: int) -> Session | None:
        """The open session of this number, or None."""
        return self._open.get(number)

    def close(self, number: int) -> None:
        """End a session; what was written is dropped."""
        self._open.pop(number, None)
