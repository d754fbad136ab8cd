"""Push messages: the phone's one connection to whoever sends them, and the apps they wake.

Source: firebase.google.com/docs/cloud-messaging: high-priority data messages, tokens, and
"message not delivered to a force-stopped app".
"""

from __future__ import annotations

import secrets
from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.activities import Activities
    from devices.virtual.os.clock import Clock
    from devices.virtual.os.context import Context, Installation
    from devices.virtual.os.package import Package
    from devices.virtual.os.packages import Packages
    from devices.virtual.os.radios import Radios

_TOKEN: Final = "com.google.firebase.messaging.token"  # noqa: S105 - the key it is stored under
_MESSAGE: Final = "push"
_KEPT: Final = 100
"""Messages that wait for a phone at most. Source: Firebase, "Lifetime of a message"."""


class Push:
    """What servers send to this phone's apps.

    A message waits while the phone is off or has no connection, and comes a moment after it was
    sent otherwise. Idle mode does not hold it, since it is one of high priority: unsure.

    Args:
        clock: the phone's.
        packages: its apps.
        reachable: tells whether the phone is up and connected.
    """

    def __init__(self, clock: Clock, packages: Packages, reachable: Callable[[], bool]) -> None:
        self._clock = clock
        self._packages = packages
        self._reachable = reachable
        self._waiting: deque[tuple[str, Mapping[str, str]]] = deque(maxlen=_KEPT)

    def power_on(self, radios: Radios, activities: Activities) -> None:
        """The system was started: its radios and its activities are new ones."""
        self._activities = activities
        radios.on_change(self.flush)

    def deliver(self, token: str, message: Mapping[str, str]) -> None:
        """Send a message to an installation; one whose token is not known any more gets none.

        An app that was stopped by force does not get it either.
        """
        self._waiting.append((token, dict(message)))
        self.flush()

    def flush(self) -> None:
        """Hand over in a moment what waits, if the phone can be reached."""
        if self._waiting and self._reachable():
            self._clock.schedule(timedelta(), self._hand_over)

    def _hand_over(self) -> None:
        while self._waiting and self._reachable():
            token, message = self._waiting.popleft()
            package = self._addressed(token)
            if package is not None and package.runs and not package.stopped:
                self._activities.wake_app(package.name)
                self._activities.hand(package.name, _MESSAGE, message)

    def _addressed(self, token: str) -> Package | None:
        found = (p for p in self._packages.all() if p.storage.get(_TOKEN) == token)
        return next(found, None)


class Subscriber:
    """Push messages of one running app. See `devices.virtual.os.process.AppPush`."""

    def __init__(self, installation: Installation, context: Context) -> None:
        self._storage = installation.storage
        self._context = context

    @property
    def token(self) -> str:
        """The address of this installation, which lies with its private data."""
        if _TOKEN not in self._storage:
            self._storage[_TOKEN] = f"{secrets.token_urlsafe(16)}:APA91b{secrets.token_urlsafe(96)}"
        return str(self._storage[_TOKEN])

    def on_message(self, callback: Callable[[Mapping[str, str]], None]) -> None:
        """Call back with each message."""
        self._context.on_result(_MESSAGE, callback)
