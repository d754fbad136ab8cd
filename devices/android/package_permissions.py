"""What ``dumpsys package NAME`` says of the app's permissions.

The first blocks of their kind count: user 0's, and those of the package in use, before the one
that came with the system. Source: AOSP Settings.dumpPackageLPr.
"""

from __future__ import annotations

import re
from typing import Final

from devices.facts import PermissionState

_REQUESTED: Final = re.compile(
    r"^ +requested permissions:\n(?P<lines>(?: {6,}\S.*\n)*)", re.MULTILINE
)
_RUNTIME: Final = re.compile(
    r"^ +runtime permissions:\n(?P<lines>(?: +\S+: granted=.*(?:\n|$))*)", re.MULTILINE
)
_STATE: Final = re.compile(
    r"^ +(?P<name>[^\s:]+): granted=(?P<granted>true|false)(?:, flags=\[(?P<flags>[^\]]*)\])?",
    re.MULTILINE,
)
_FLAG: Final = re.compile(r"[A-Z_]+")  # parted by blanks on Android 8 to 10, by bars later


def requested(dump: str) -> list[str]:
    """What the build declares, on this release."""
    found = _REQUESTED.search(dump)
    lines = found["lines"].splitlines() if found else []
    return [line.strip().partition(":")[0] for line in lines]


def decided(dump: str) -> dict[str, PermissionState]:
    """What a user decides on, as it stands; before Android 10 what somebody has decided on."""
    block = _RUNTIME.search(dump)
    return (
        {found["name"]: _state(found) for found in _STATE.finditer(block["lines"])} if block else {}
    )


def _state(found: re.Match[str]) -> PermissionState:
    flags = set(_FLAG.findall(found["flags"] or ""))
    return PermissionState(
        granted=found["granted"] == "true",
        asked=not flags.isdisjoint({"USER_SET", "USER_FIXED"}),
        fixed="USER_FIXED" in flags,
        one_time="ONE_TIME" in flags,
    )
