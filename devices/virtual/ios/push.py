"""Push messages over APNs, and what becomes of one on the phone.

Source: Apple, "Sending notification requests to APNs": it stores one notification per bundle
identifier for a device that is offline, mostly the latest; "Modifying content in newly delivered
notifications": a service extension gets alerts before they show, whether the app runs or not.
"Pushing background updates to your App": only those do not reach an app that its user has ended.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from devices.virtual.os.push import MESSAGE, PushConnection, token_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.ios.apps.installed import Installed
    from devices.virtual.ios.apps.running import Apps
    from devices.virtual.os.clock import Clock


class Apns(PushConnection):
    """What servers send to this phone's apps: alerts, which an app's service makes into words.

    Args:
        clock: the phone's.
        installed: its apps.
        apps: those of them that run.
        reachable: tells whether the phone is connected.
    """

    def __init__(
        self, clock: Clock, installed: Installed, apps: Apps, reachable: Callable[[], bool]
    ) -> None:
        super().__init__(clock, reachable)
        self._installed, self._apps = installed, apps

    def deliver(self, token: str, message: Mapping[str, str]) -> None:
        """Send a message; while the phone is offline it takes the place of the app's last one."""
        if not self._reachable():
            others = [waiting for waiting in self._waiting if waiting[0] != token]
            self._waiting = deque(others, self._waiting.maxlen)
        super().deliver(token, message)

    def arrived(self, token: str, message: Mapping[str, str]) -> None:
        """Give it to the app, or to its service extension where it does not run."""
        found = (app for app in self._installed.all() if token_of(app) == token)
        app = next(found, None)
        if app is not None:
            self._apps.serve(app.bundle_id, MESSAGE, message)
