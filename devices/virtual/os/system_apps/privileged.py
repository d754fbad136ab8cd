"""What an app of the system image gets from the phone beside what every app gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from devices.virtual.os.intents import Intent
from devices.virtual.os.resolving import ActivityNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from devices.virtual.os.activities import Activities
    from devices.virtual.os.app_ops import AppOps
    from devices.virtual.os.biometrics.reader import Reader
    from devices.virtual.os.biometrics.service import AppFingerprints
    from devices.virtual.os.context import Context
    from devices.virtual.os.credentials import Credentials
    from devices.virtual.os.display import Display
    from devices.virtual.os.files import Files
    from devices.virtual.os.notifications import Notifications
    from devices.virtual.os.packages import Package, Packages
    from devices.virtual.os.profile import Profile
    from devices.virtual.os.radios import Radios
    from devices.virtual.os.settings import Settings


@dataclass(frozen=True, slots=True)
class Privileged:
    """The services of the phone, as the platform's signature opens them.

    Attributes:
        app: what every app gets.
        model: how the phone calls itself.
    """

    app: Context
    profile: Profile
    model: str
    activities: Activities
    display: Display
    packages: Packages
    app_ops: AppOps
    notifications: Notifications
    radios: Radios
    settings: Settings
    credentials: Credentials
    reader: Reader
    fingerprints: AppFingerprints
    files: Files

    @property
    def rows(self) -> Mapping[str, Mapping[str, Any]]:
        """The facts of this release."""
        return self.profile.rows

    @property
    def intent(self) -> Intent:
        """What the activity in front was started with."""
        front = self.activities.focused
        return front.intent if front else Intent()

    def open(self, intent: Intent) -> None:
        """Start another activity; where none answers, nothing happens but a line in the log."""
        try:
            component = self.activities.resolver.resolve(intent)
            self.activities.start(component, intent=intent)
        except ActivityNotFoundError:
            self.app.log("W", self.app.label, f"No activity found to handle {intent.action}")

    def uninstall(self, package: Package) -> None:
        """Remove an app with everything of it."""
        self.activities.end(package.name)
        self.packages.uninstall(package.name)
        self.app_ops.forget(package.name, package.uid)
        self.notifications.forget(package.name)
