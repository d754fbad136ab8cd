"""What the UiAutomator2 server needs of the phone that it runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, MutableMapping

    from devices.virtual.os.battery import Battery
    from devices.virtual.os.clock import Clock
    from devices.virtual.os.display import Display
    from devices.virtual.os.packages import Packages
    from devices.virtual.os.profile import Identity, Profile


class SettingsTables(Protocol):
    """The settings provider."""

    def get(self, space: str, key: str) -> str | None:
        """The value, or None where there is none."""

    def put(self, space: str, key: str, value: str) -> None:
        """Write a value."""


class RadioStates(Protocol):
    """The radios."""

    @property
    def carries_wifi(self) -> bool:
        """Whether Wi-Fi carries data."""

    @property
    def carries_data(self) -> bool:
        """Whether mobile data does where Wi-Fi does not."""

    @property
    def bluetooth(self) -> bool:
        """Whether Bluetooth is on."""

    def set_wifi(self, *, on: bool) -> None:
        """Switch Wi-Fi."""


class SystemLog(Protocol):
    """The system log."""

    def write(self, priority: str, tag: str, message: str, *, pid: int) -> None:
        """Append a line."""


class InstrumentedPhone(Protocol):
    """The phone as an instrumentation sees it.

    Attributes:
        ports: what listens on the phone's TCP ports: makes the protocol of each new connection.
        clipboard: text on the clipboard.
    """

    clipboard: str

    @property
    def profile(self) -> Profile:
        """Its release and its screen."""

    @property
    def identity(self) -> Identity:
        """The names it tells of itself."""

    @property
    def display(self) -> Display:
        """The screen and its input."""

    @property
    def clock(self) -> Clock:
        """Its own time."""

    @property
    def settings(self) -> SettingsTables:
        """The settings provider."""

    @property
    def radios(self) -> RadioStates:
        """What carries data."""

    @property
    def packages(self) -> Packages:
        """What is installed."""

    @property
    def battery(self) -> Battery:
        """Its charge."""

    @property
    def log(self) -> SystemLog:
        """The system log."""

    @property
    def ports(self) -> MutableMapping[int, Callable[[], asyncio.Protocol]]:
        """The listening TCP ports."""
