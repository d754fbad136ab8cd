"""Permission verbs on Android: by the package manager's commands, proved by its dump."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.android import dumps
from devices.android.trip import ask
from devices.device import PermissionState
from devices.errors import CommandFailed, EffectMissing
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from devices.android.adb import Adb
    from devices.device import DeviceFacts

# The blocks of `dumpsys package NAME`. The first of their kind count: user 0's, and those of the
# package in use, before the one that came with the system. Source: AOSP Settings.dumpPackageLPr.
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
_UNKNOWN: Final = "Unable to find package:"
_DANGEROUS: Final = "pm list permissions -d"
_LISTED: Final = re.compile(r"^permission:(\S+)", re.MULTILINE)
_NOT_HELD: Final = PermissionState(granted=False)


class AndroidPermissions:
    """Reads, gives and takes permissions.

    Args:
        facts: of the device.
        adb: of the device.
    """

    def __init__(self, facts: DeviceFacts, adb: Adb) -> None:
        self.facts = facts
        self._adb = adb

    @verb("permissions.state")
    def of(self, package: str) -> Mapping[str, PermissionState]:
        """See `devices.device.Permissions`.

        Before Android 11 an app that was allowed stands as one that nobody was asked about.
        """
        return self._read(package, self._adb.shell(_dump(package)))

    @verb("permissions.grant")
    def grant(self, package: str, *names: str) -> None:
        """See `devices.device.Permissions`.

        Left out is what `of` does not tell of: what the release does not know, and what the
        installed build has not declared, or not for this release.
        """
        said, dump = ask(self._adb, _each("grant", package, names), _dump(package))
        states = self._read(package, dump)
        missing = [name for name in names if name in states and not states[name].granted]
        self._prove(f"granting {package} what it asks for", missing, said)

    @verb("permissions.revoke")
    def revoke(self, package: str, *names: str) -> None:
        """See `devices.device.Permissions`."""
        look = (_dump(package), dumps.PROCESSES)
        before, ran, said, dump, runs = ask(
            self._adb, *look, _each("revoke", package, names), *look
        )
        had = self._read(package, before)
        states = self._read(package, dump)
        left = [name for name in names if name in states and states[name].granted]
        self._prove(f"revoking permissions of {package}", left, said)
        if any(name in had and had[name].granted for name in names):
            ended = dumps.processes_of(ran, package)
            self._prove_ended(package, ended, ended & dumps.processes_of(runs, package))

    @cached_property
    def _dangerous(self) -> frozenset[str]:
        """What a user decides on, on this release.

        Before Android 10 a dump leaves out what an app has declared and nobody has decided on.
        """
        return frozenset(_LISTED.findall(self._adb.shell(_DANGEROUS)))

    def _read(self, package: str, dump: str) -> dict[str, PermissionState]:
        """The state of each permission in a dump.

        Raises:
            CommandFailed: there is no such package.
        """
        if dump.lstrip().startswith(_UNKNOWN):
            tried = f"reading the permissions of {package}"
            raise CommandFailed(self.facts.name, tried, dump.strip(), "install the app first")
        declared = (name for name in _requested(dump) if name in self._dangerous)
        return dict.fromkeys(declared, _NOT_HELD) | _runtime(dump)

    def _prove(self, tried: str, wrong: list[str], said: str) -> None:
        """The command was carried out when it returns: there is nothing to wait for."""
        if wrong:
            seen = f"dumpsys package tells otherwise of {', '.join(wrong)}"
            raise EffectMissing(self.facts.name, tried, seen, " ".join(said.split())[:200])

    def _prove_ended(self, package: str, ended: set[int], running: set[int]) -> None:
        """Wait until the processes are gone: a kill is carried out a moment later."""

        def left() -> set[int]:
            return ended & dumps.processes_of(self._adb.shell(dumps.PROCESSES), package)

        if running and (seen := wait.until(left, DEADLINES.effect_s, holds=lambda p: not p)):
            said = f"its processes {sorted(seen)} run still"
            raise EffectMissing(self.facts.name, f"revoking permissions of {package}", said)


def _dump(package: str) -> str:
    return f"dumpsys package {package}"


def _each(command: str, package: str, names: Iterable[str]) -> str:
    """One command for each permission, whatever becomes of the one before."""
    return f"for name in {' '.join(names)}; do pm {command} {package} $name; done"


def _requested(dump: str) -> list[str]:
    """What the build declares, on this release."""
    found = _REQUESTED.search(dump)
    lines = found["lines"].splitlines() if found else []
    return [line.strip().partition(":")[0] for line in lines]


def _runtime(dump: str) -> dict[str, PermissionState]:
    """What is decided on by the user, as it stands."""
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
