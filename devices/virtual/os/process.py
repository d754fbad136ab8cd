"""What an operating system gives an app, and what it asks of one: the seam between os/ and app/."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping
    from datetime import timedelta

    from devices.virtual.os.app_permissions import AppPermissions
    from devices.virtual.os.biometrics.service import AppBiometrics
    from devices.virtual.os.clock import Clock
    from devices.virtual.ui.node import Node


class Offline(Exception):  # noqa: N818 - the condition's own name
    """No radio carries data: what an app sees as a failed connection."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP reply as an app sees it: status code and decoded JSON body."""

    status: int
    body: Any


class Network(Protocol):
    """The phone's data connection as an app sees it."""

    @property
    def connected(self) -> bool:
        """Whether Wi-Fi or mobile data carries traffic now."""

    @property
    def wifi(self) -> bool:
        """Whether it is Wi-Fi that does."""

    def request(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send one request to the app's server and return its reply.

        Raises:
            Offline: nothing is connected.
        """

    def on_change(self, callback: Callable[[bool], None]) -> Callable[[], None]:
        """Call back with ``connected`` after each change of what carries traffic.

        Returns the call that unsubscribes.
        """


class AppContext(Protocol):
    """What the OS gives a running app. Everything an app can reach, it reaches here."""

    package: str
    label: str
    version_name: str
    version_code: int
    metadata: Mapping[str, str]  # the build's own <meta-data>: a seeded defect among it
    platform: str  # "android" | "ios"
    api_level: int
    clock: Clock
    network: Network
    storage: MutableMapping[str, Any]  # private, survives process death, lost by clearing data
    biometrics: AppBiometrics
    permissions: AppPermissions

    def invalidate(self) -> None:
        """Tell the window that the content has changed and is to be built anew."""

    def finish(self) -> None:
        """Close the foreground activity, as Back on its first screen does."""

    def toast(self, text: str) -> None:
        """Show a short message over whatever is in front."""

    def log(self, priority: str, tag: str, message: str) -> None:
        """Write a line to the system log; priority is one of V D I W E F."""

    def schedule(self, delay: timedelta, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back once after a delay on the phone's clock; returns the call that cancels."""


class AppProcess(Protocol):
    """A running app as the OS sees it. Made by the installed build's factory with its context."""

    def resume(self, activity: str) -> None:
        """Come to the foreground."""

    def pause(self) -> None:
        """Leave the foreground; the process stays."""

    def content(self) -> Node:
        """Build the content of the foreground activity. Called after `invalidate`, never cached."""

    def back(self) -> None:
        """Handle the Back key."""

    def stop(self) -> None:
        """The process is being killed: drop subscriptions; nothing may be saved here."""
