"""Several commands of the phone's shell in one trip, each with its own answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.android.adb import Adb

_BETWEEN: Final = "-- fleet --"


def ask(adb: Adb, *commands: str) -> list[str]:
    """What each command prints, errors among it; how those before the last end says nothing.

    Raises:
        DeviceLost: the adb server does not know the device any more.
        CommandFailed: the last one ended with another code than 0, or not within the deadline.
    """
    between = f"; echo '{_BETWEEN}'; "
    said = adb.shell(between.join(f"{command} 2>&1" for command in commands))
    return said.split(f"{_BETWEEN}\n")
