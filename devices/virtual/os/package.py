"""One installed package, as the package manager knows it. Source: AOSP PackageSetting."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from devices.virtual.android.manifest import Manifest
    from devices.virtual.os.permissions import PermissionState


class Enabled(IntEnum):
    """State of a package or component. Source: PackageManager, COMPONENT_ENABLED_STATE_…."""

    DEFAULT = 0
    ENABLED = 1
    DISABLED = 2
    DISABLED_USER = 3
    DISABLED_UNTIL_USED = 4


class PermissionRefusedError(Exception):
    """A permission cannot be granted or revoked; the message is Android's.

    Attributes:
        exception: full name of the Java class that is thrown.
    """

    def __init__(self, message: str, exception: str = "java.lang.SecurityException") -> None:
        super().__init__(message)
        self.exception = exception


@dataclass(slots=True)
class Package:
    """One installed package.

    Attributes:
        path: its base archive on the phone.
        splits: archives of its splits, by name.
        storage: the app's private data.
        permissions: the runtime and development permissions that it requests, by name.
        certificates: SHA-256 of who signed it, in hexadecimal.
        signing_scheme: version of the scheme that they were read from.
        abi: what its native libraries were taken for; empty for none.
        installer: the package that installed it; empty for none.
        user_installed: whether the user has it; a system package can be taken from the user.
        enabled: whether it may run at all.
        components: states of single components, by class.
        never_launched: whether it has not been started since it was installed.
        chosen_pictures: paths of those that its user has given it one by one.
        last_exit: why its process ended last; empty for never.
        stopped: whether it gets no broadcasts, until something of it is started: it is new, or was
            stopped by force.
    """

    manifest: Manifest
    path: str
    uid: int
    installed: datetime
    updated: datetime
    system: bool = False
    splits: dict[str, str] = field(default_factory=dict)
    storage: dict[str, Any] = field(default_factory=dict)
    permissions: dict[str, PermissionState] = field(default_factory=dict)
    certificates: tuple[str, ...] = ()
    signing_scheme: int = 0
    abi: str = ""
    installer: str = ""
    instant: bool = False
    user_installed: bool = True
    hidden: bool = False
    suspended: bool = False
    enabled: Enabled = Enabled.DEFAULT
    components: dict[str, Enabled] = field(default_factory=dict)
    never_launched: bool = False
    chosen_pictures: set[str] = field(default_factory=set)
    last_exit: str = ""
    stopped: bool = False

    @property
    def name(self) -> str:
        """Its package name."""
        return self.manifest.package

    @property
    def granted(self) -> set[str]:
        """Runtime permissions that it holds."""
        return {name for name, state in self.permissions.items() if state.granted}

    @property
    def runs(self) -> bool:
        """Whether its components can be found and started."""
        on = self.enabled in {Enabled.DEFAULT, Enabled.ENABLED}
        return on and self.user_installed and not self.hidden

    def has(self, component: str) -> bool:
        """Whether a component of it, by its class, is enabled."""
        state = self.components.get(component, Enabled.DEFAULT)
        declared = self.manifest.components.get(component)
        if state is Enabled.DEFAULT:
            return declared is None or declared.enabled
        return state is Enabled.ENABLED
