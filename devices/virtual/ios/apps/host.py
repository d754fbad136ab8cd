"""What iOS does for one app's process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from devices.virtual.ios.apps.running import Apps
    from devices.virtual.os.intents import Intent


@dataclass(frozen=True, slots=True)
class IosHost:
    """See `devices.virtual.os.context.Host`."""

    apps: Apps
    bundle_id: str
    pid: int

    def invalidate(self) -> None:
        """Build the app's window anew."""
        self.apps.invalidate(self.bundle_id)

    def finish(self) -> None:
        """Nothing: on iOS no app leaves by itself."""

    def toast(self, text: str) -> None:
        """Nothing: iOS has no such messages."""

    def start(self, intent: Intent) -> None:
        """Nothing: there are no intents."""

    def open_settings(self) -> None:
        """Show the app's page in Settings. Source: UIApplication.openSettingsURLString."""
        self.apps.open_settings(self.bundle_id)

    def crash(self, message: str) -> None:
        """End the app by an exception."""
        self.apps.log(self.pid, "E", self.bundle_id, f"Terminating app: {message}")
        self.apps.kill(self.bundle_id, f"crashed: {message}")

    def log(self, priority: str, tag: str, message: str) -> None:
        """Write to the phone's log as the app's process."""
        self.apps.log(self.pid, priority, tag, message)
