"""What is known of a device, and what its verbs take and answer with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from config.deadlines import DEADLINES
from devices.ledger import Ground

if TYPE_CHECKING:
    from config.crm import CrmKind
    from config.ledger import Transport
    from config.platforms import Platform


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """What is known about a device before anything is asked of it.

    Attributes:
        cell: the matrix cell that it stands for; what tests and reports call it.
        kind: virtual, emulator, simulator, real or cloud.
        platform: android or ios.
        version: OS version as its maker writes it, e.g. ``14`` or ``17.6``.
        api_level: Android's API level; the major number of iOS.
        attach: how it is attached: ``emulator`` or ``cable``.
        serial: what its server calls it, e.g. ``emulator-5600``, ``127.0.0.1:41235`` or a UDID.
        skin: how the build under test draws itself, which decides on the locators.
        transport: how its server reaches it.
        locale: its language.
        column: the kind by which the ledger judges it; empty where that is its kind.
        crm: the account behind the app: virtual, sandbox or live.
    """

    cell: str
    kind: str
    platform: Platform
    version: str
    api_level: int
    attach: str
    serial: str
    skin: str = "native"
    transport: Transport = "local"
    locale: str = "en-US"
    column: str = ""
    crm: CrmKind = "virtual"

    @property
    def ground(self) -> Ground:
        """What the ledger judges it by."""
        column = self.column or self.kind
        return Ground(column, self.platform, self.transport, self.skin, self.locale, self.crm)

    @property
    def quiet_s(self) -> float:
        """Seconds for which to look out for what must not come; see `config.deadlines`."""
        virtual = self.ground.kind == "virtual"
        return DEADLINES.quiet_virtual_s if virtual else DEADLINES.quiet_s

    @property
    def late_s(self) -> float:
        """Seconds for which to look out for what may be on its way, unseen."""
        virtual = self.ground.kind == "virtual"
        return DEADLINES.quiet_virtual_s if virtual else DEADLINES.arrival_s

    @property
    def name(self) -> str:
        """How errors begin: cell and serial."""
        return f"{self.cell} ({self.serial})"


Radio = Literal["wifi", "data"]
AppState = Literal["absent", "stopped", "background", "front"]
InstallReason = Literal["release_too_old", "other"]
Lockout = Literal["none", "timed", "permanent"]
"""What too many failures have made of a biometric sensor."""


@dataclass(frozen=True, slots=True)
class InstallRefusal:
    """Why a system does not install a build.

    Attributes:
        reason: what it comes to on every platform.
        words: the system's own.
    """

    reason: InstallReason
    words: str


@dataclass(frozen=True, slots=True)
class PermissionState:
    """What an app may do, and how that came about.

    Attributes:
        granted: whether it may.
        asked: whether the user has chosen.
        fixed: whether the user has refused for good, so that nobody is asked again.
        one_time: whether it ends with this use.
    """

    granted: bool
    asked: bool = False
    fixed: bool = False
    one_time: bool = False


@dataclass(frozen=True, slots=True)
class Notification:
    """What the system shows for an app now.

    Attributes:
        title: empty where the system tells it and the text as one.
        text: with the title where that is empty, or told as one.
        key: what the system tells it by.
        channel: id of its channel; empty on platforms without.
        importance: of the channel, 0 none to 4 high, 5 urgent.
    """

    package: str
    title: str
    text: str
    key: str
    channel: str = ""
    importance: int = 3


@dataclass(frozen=True, slots=True)
class Connectivity:
    """Which radios are switched on, as the device's settings say, and what comes of it.

    Attributes:
        carried: whether anything carries the traffic of apps now.
    """

    wifi: bool
    data: bool
    airplane: bool
    carried: bool = True
