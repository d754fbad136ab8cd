"""Push messages: the phone's one connection to whoever sends them, and the apps they wake.

Source: firebase.google.com/docs/cloud-messaging: high-priority data messages, tokens, and
"message not delivered to a force-stopped app".
"""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.activities import Activities
    from devices.virtual.os.clock import Clock
    from devices.virtual.os.context import Context, Installation
    from devices.virtual.os.packages import Packages
    from devices.virtual.os.radios import Radios

_TOKEN: Final = "com.google.firebase.messaging.token"  # noqa: S105 - the key it is stored under
MESSAGE: Final = "push"
"""The name under which an app gets its messages."""
_KEPT: Final = 100
"""Messages that wait for a phone at most. Source: Firebase, "Lifetime of a message"."""


class PushConnection(ABC):
    """A phone's connection to whoever sends push messages.

    A message waits while the phone cannot be reached, and comes a moment after it was sent
    otherwise.

    Args:
        clock: the phone's.
        reachable: tells whether the phone is up and connected.
    """

    def __init__(self, clock: Clock, reachable: Callable[[], bool]) -> None:
        self._clock = clock
        self._reachable = reachable
        self._waiting: deque[tuple[str, Mapping[str, str]]] = deque(maxlen=_KEPT)

    def deliver(self, token: str, message: Mapping[str, str]) -> None:
        """Send a message to an installation; one whose token is not known any more gets none."""
        self._waiting.append((token, dict(message)))
        self.flush()

    def flush(self) -> None:
        """Hand over in a moment what waits, if the phone can be reached."""
        if self._waiting and self._reachable():
            self._clock.schedule(timedelta(), self._hand_over)

    def _hand_over(self) -> None:
        while self._waiting and self._reachable():
            token, message = self._waiting.popleft()
            self.arrived(token, message)

    @abstractmethod
    def arrived(self, token: str, message: Mapping[str, str]) -> None:
        """A message came for the installation that has this token."""


class Push(PushConnection):
    """What servers send to the apps of an Android phone.

    Idle mode does not hold it, since it is one of high priority: unsure.

    Args:
        clock: the phone's.
        packages: its apps.
        reachable: tells whether the phone is up and connected.
    """

    def __init__(self, clock: Clock, packages: Packages, reachable: Callable[[], bool]) -> None:
        super().__init__(clock, reachable)
        self._packages = packages

    def power_on(self, radios: Radios, activities: Activities) -> None:
        """The system was started: its radios and its activities are new ones."""
        self._activities = activities
        radios.on_change(self.flush)

    def arrived(self, token: str, message: Mapping[str, str]) -> None:
        """Wake the app and hand it over; one that was stopped by force does not get it."""
        found = (p for p in self._packages.all() if token_of(p) == token)
        package = next(found, None)
        if package is not None and package.runs and not package.stopped:
            self._activities.wake_app(package.name)
            self._activities.hand(package.name, MESSAGE, message)


def token_of(installation: Installation) -> str | None:
    """The address of an installation, if its app has asked for it."""
    token = installation.storage.get(_TOKEN)
    return None if token is None else str(token)


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
        self._context.on_result(MESSAGE, callback)
