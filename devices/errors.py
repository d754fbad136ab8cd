"""Trouble with a device: what each class means decides the outcome of a test.

DeviceError                 the device, what was tried, what was seen, what to do
├── DeviceLost              it went away: LOST
├── SessionFailed           no session could be opened on it: INFRA
├── CommandFailed           a command failed or ran past its deadline: INFRA
├── EffectMissing           a verb was carried out and its effect not observed: INFRA
│   └── AppDied             an app ended while it was starting: in a test's body, FAIL
└── VerbRefused             it cannot be done here, and what to use instead: REFUSED
"""

from __future__ import annotations


class DeviceError(Exception):
    """Something about a device went wrong.

    Attributes:
        device: cell and serial.
        tried: what was being done.
        seen: what happened instead.
        remedy: what to do about it; empty where nothing can be said.
    """

    def __init__(self, device: str, tried: str, seen: str, remedy: str = "") -> None:
        super().__init__(device, tried, seen, remedy)
        self.device = device
        self.tried = tried
        self.seen = seen
        self.remedy = remedy

    def __str__(self) -> str:
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{self.device}: {self.tried}: {self.seen}{remedy}"


class DeviceLost(DeviceError):  # noqa: N818 - the outcome's own word
    """The device is gone from its adb server."""


class SessionFailed(DeviceError):  # noqa: N818 - reads as what happened
    """Appium could not open a session on the device."""


class CommandFailed(DeviceError):  # noqa: N818 - reads as what happened
    """A command to the device failed or did not answer in time."""


class EffectMissing(DeviceError):  # noqa: N818 - reads as what happened
    """A verb was carried out, and an independent look at the device does not show its effect."""


class AppDied(EffectMissing):
    """The app was started, and the device's log tells of its death: not the device's doing."""


class VerbRefused(DeviceError):  # noqa: N818 - the ledger's own word
    """The verb is not possible on this kind of device."""
