"""Settings of the system that are others while a session lasts, and as they were afterwards."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter, ValidationError

from devices.android.trip import ask
from devices.errors import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.android.adb import Adb
    from devices.facts import DeviceFacts

_WANTED: Final[Mapping[str, str]] = {
    # What arrives would stand over the app for seconds, and take taps that are meant for it.
    "heads_up_notifications_enabled": "0",
    # On any charger, so that the screen goes dark in no wait. Source: AOSP BatteryManager.
    "stay_on_while_plugged_in": "7",
}
# Where the phone itself keeps what was there: a run that is killed leaves it for the next one's.
_KEPT: Final = "fleet_kept_settings"
_VALUES: Final = TypeAdapter(dict[str, str])
_UNSET: Final = "null"


class SessionSettings:
    """Global settings, by `settings` of the phone's shell.

    Args:
        facts: of the device.
        adb: of the device.
    """

    def __init__(self, facts: DeviceFacts, adb: Adb) -> None:
        self._facts = facts
        self._adb = adb

    def begin(self) -> None:
        """Keep what is there, unless an earlier session has left it kept, and set ours.

        Raises:
            CommandFailed: the shell may not, or what is kept cannot be read.
            DeviceLost: the device is gone.
        """
        kept, values = self._read()
        keep = [_put(_KEPT, json.dumps(values))] if kept is None else []
        self._adb.shell("; ".join((*keep, *(_put(*each) for each in _WANTED.items()))))

    def end(self) -> None:
        """Set what was kept.

        Raises:
            CommandFailed: the shell may not, or what is kept cannot be read.
            DeviceLost: the device is gone.
        """
        kept, _ = self._read()
        if kept is not None:
            back = [_put(name, value) for name, value in kept.items()]
            self._adb.shell("; ".join([*back, f"settings delete global {_KEPT}"]))

    def _read(self) -> tuple[dict[str, str] | None, dict[str, str]]:
        """What is kept, None where nothing is, and what is set."""
        names = (_KEPT, *_WANTED)
        said = ask(self._adb, *(f"settings get global {name}" for name in names))
        kept, *values = (answer.strip() for answer in said)
        now = dict(zip(_WANTED, values, strict=True))
        if kept == _UNSET:
            return None, now
        try:
            return _VALUES.validate_json(kept), now
        except ValidationError as error:
            problem = f"its setting {_KEPT} says {kept!r}"
            raise CommandFailed(self._facts.name, "reading what it was set to", problem) from error


def _put(name: str, value: str) -> str:
    if value == _UNSET:
        return f"settings delete global {name}"
    return f"settings put global {name} '{value}'"
