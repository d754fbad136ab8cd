"""Permission verbs on Android: by the package manager's commands, proved by its dump."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from devices.android import dumps, processes
from devices.android.package_permissions import decided, requested
from devices.android.trip import ask
from devices.errors import CommandFailed, EffectMissing
from devices.facts import PermissionState
from devices.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from devices.android.adb import Adb
    from devices.facts import DeviceFacts

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
            self._prove_ended(package, dumps.processes_of(ran, package), runs)

    @verb("permissions.reset")
    def reset(self, package: str, *names: str) -> None:
        """See `devices.device.Permissions`. Without that command refusals stay: an error."""
        commands = (
            _each("revoke", package, names),
            _each("clear-permission-flags", package, names, "user-set user-fixed"),
        )
        *told, dump = ask(self._adb, *commands, _dump(package))
        states = self._read(package, dump)
        left = [name for name in names if name in states and states[name] != _NOT_HELD]
        self._prove(f"resetting permissions of {package}", left, " ".join(told))

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
        declared = (name for name in requested(dump) if name in self._dangerous)
        return dict.fromkeys(declared, _NOT_HELD) | decided(dump)

    def _prove(self, tried: str, wrong: list[str], said: str) -> None:
        """The command was carried out when it returns: there is nothing to wait for."""
        if wrong:
            seen = f"dumpsys package tells otherwise of {', '.join(wrong)}"
            raise EffectMissing(self.facts.name, tried, seen, " ".join(said.split())[:200])

    def _prove_ended(self, package: str, ended: set[int], runs: str) -> None:
        """What ran before is gone; the first look was taken with the command."""
        if ended & dumps.processes_of(runs, package):
            tried = f"revoking permissions of {package}"
            processes.prove_ended(
                self.facts.name, tried, lambda: ended & processes.listed(self._adb, package)
            )


def _dump(package: str) -> str:
    return f"dumpsys package {package}"


def _each(command: str, package: str, names: Iterable[str], more: str = "") -> str:
    """One command for each permission, whatever becomes of the one before."""
    return f"for name in {' '.join(names)}; do pm {command} {package} $name {more}; done"
