"""What the activity manager does for one app's process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.os.intents import FLAG_NEW_TASK, Intent

if TYPE_CHECKING:
    from devices.virtual.os.activities import Activities

_DETAILS: Final = "android.settings.APPLICATION_DETAILS_SETTINGS"


@dataclass(frozen=True, slots=True)
class AppHost:
    """See `devices.virtual.os.context.Host`."""

    activities: Activities
    package: str
    pid: int

    def invalidate(self) -> None:
        """Build the app's windows anew."""
        self.activities.app_invalidate(self.package)

    def finish(self) -> None:
        """Close the app's foreground activity."""
        self.activities.app_finish(self.package)

    def toast(self, text: str) -> None:
        """Show a short message."""
        self.activities.app_toast(self.package, text)

    def start(self, intent: Intent) -> None:
        """Start another activity."""
        self.activities.app_start(self.package, intent)

    def open_settings(self) -> None:
        """Show the system's settings of the app."""
        self.start(Intent(_DETAILS, data=f"package:{self.package}", flags=FLAG_NEW_TASK))

    def crash(self, message: str) -> None:
        """End the app by an exception."""
        self.activities.crash(self.package, message)

    def log(self, priority: str, tag: str, message: str) -> None:
        """Write to the system log as the app's process."""
        self.activities.app_log(self.pid, priority, tag, message)
