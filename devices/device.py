"""The interface of a device: facts, and verbs that mean the same on every platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from devices.appium.session import Session

Platform = Literal["android", "ios"]


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """What is known about a device before anything is asked of it.

    Attributes:
        cell: the matrix cell that it stands for; what tests and reports call it.
        kind: virtual, emulator, simulator, real or cloud.
        platform: android or ios.
        version: OS version as its maker writes it, e.g. ``14``.
        api_level: Android's API level.
        attach: how it is attached: ``emulator`` or ``cable``.
        serial: what its server calls it, e.g. ``emulator-5600`` or ``127.0.0.1:41235``.
        skin: how the build under test draws itself, which decides on the locators.
    """

    cell: str
    kind: str
    platform: Platform
    version: str
    api_level: int
    attach: str
    serial: str
    skin: str = "native"

    @property
    def name(self) -> str:
        """How errors begin: cell and serial."""
        return f"{self.cell} ({self.serial})"


@dataclass(frozen=True, slots=True)
class Connectivity:
    """Which radios are switched on, as the device's settings say."""

    wifi: bool
    data: bool
    airplane: bool


class Network(Protocol):
    """Network verbs. Each proves its effect before it returns.

    Raises:
        EffectMissing: the device did not come to the state asked for.
        VerbRefused: the verb would cut the device's own transport, or is not possible on it.
        CommandFailed: the command itself failed.
    """

    def go_offline(self) -> None:
        """Switch Wi-Fi and mobile data off."""

    def go_online(self) -> None:
        """Switch Wi-Fi and mobile data on, and airplane mode off."""

    def use_only(self, radio: Literal["wifi", "data"]) -> None:
        """Leave one of the two radios on and switch the other off."""

    def state(self) -> Connectivity:
        """Which radios are on now."""


class Apps(Protocol):
    """App verbs; an app is named by its package.

    Raises:
        CommandFailed: the command itself failed.
        EffectMissing: the app did not come to the state asked for.
    """

    def install(self, build: Path, package: str) -> None:
        """Install a build, keeping the data of an older one."""

    def version(self, package: str) -> tuple[str, int] | None:
        """Version name and version code installed, None when it is not."""

    def start(self, package: str) -> None:
        """Bring the app to the front, starting it where it does not run."""

    def stop(self, package: str) -> None:
        """End the app's process; its data stays."""

    def clear(self, package: str) -> None:
        """End the app's process and delete its data: the state after a fresh install."""


class Device(Protocol):
    """One device that a worker owns."""

    @property
    def facts(self) -> DeviceFacts:
        """What it is."""

    @property
    def session(self) -> Session:
        """Its Appium session, opened at first use and kept for the worker's life."""

    @property
    def has_session(self) -> bool:
        """Whether a session was opened and not closed yet."""

    @property
    def network(self) -> Network:
        """Its network verbs."""

    @property
    def apps(self) -> Apps:
        """Its app verbs."""

    def log(self) -> str:
        """The device's own log, oldest line first."""

    def close(self) -> None:
        """End its session; never raises."""
