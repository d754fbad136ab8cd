"""What a running app gets from the phone: the implementation of `AppContext`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from devices.virtual.os.process import Offline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping
    from datetime import timedelta

    from devices.virtual.os.clock import Clock
    from devices.virtual.os.intents import Intent
    from devices.virtual.os.process import (
        AppBiometrics,
        AppNotifications,
        AppPermissions,
        AppPush,
        Belongings,
        Network,
        Reply,
    )
    from devices.virtual.os.radios import Radios


class Server(Protocol):
    """The app's server, answering in this process."""

    def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: object = None
    ) -> Reply:
        """Answer one request."""


class Host(Protocol):
    """What the system does for one app; calls of a process that is gone do nothing."""

    def invalidate(self) -> None:
        """Build the app's window anew."""

    def finish(self) -> None:
        """Close the app's foreground activity."""

    def toast(self, text: str) -> None:
        """Show a short message."""

    def start(self, intent: Intent) -> None:
        """Start another activity."""

    def open_settings(self) -> None:
        """Show the system's settings of the app."""

    def crash(self, message: str) -> None:
        """End the app by an exception."""

    def log(self, priority: str, tag: str, message: str) -> None:
        """Write to the system log as the app's process."""


@dataclass(frozen=True, slots=True)
class AppIdentity:
    """What an app is by its build.

    Attributes:
        package: its name: the package, or the bundle identifier.
        label: as users read it.
        build: what the system tells builds apart by: ``versionCode``, ``CFBundleVersion``.
        metadata: what the build says of itself: a seeded defect among it.
        platform: android or ios.
        api_level: of the phone; 0 where there is no such number.
    """

    package: str
    label: str
    version_name: str
    build: str
    metadata: Mapping[str, str]
    platform: str
    api_level: int = 0


class Installation(Protocol):
    """What an app leaves on the phone.

    Attributes:
        storage: its private data.
        last_exit: why its process ended last; empty for never.
    """

    storage: dict[str, Any]
    last_exit: str


class AppNetwork:
    """The phone's data connection, as far as the app's server."""

    def __init__(self, radios: Radios, server: Server) -> None:
        self._radios = radios
        self._server = server

    @property
    def connected(self) -> bool:
        """Whether Wi-Fi or mobile data carries traffic now."""
        return self._radios.connected

    @property
    def wifi(self) -> bool:
        """Whether it is Wi-Fi that does."""
        return self._radios.carries_wifi

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
        if not self.connected:
            raise Offline
        return self._server.handle(method, path, headers or {}, body)

    def on_change(self, callback: Callable[[bool], None]) -> Callable[[], None]:
        """Call back with ``connected`` after each change of what carries traffic.

        Returns the call that unsubscribes.
        """
        last = self.connected, self.wifi

        def changed() -> None:
            nonlocal last
            now = self.connected, self.wifi
            if now != last:
                last = now
                callback(self.connected)

        return self._radios.on_change(changed)


class Context:
    """One app process's view of the phone. See `devices.virtual.os.process.AppContext`."""

    biometrics: AppBiometrics
    permissions: AppPermissions
    belongings: Belongings
    notifications: AppNotifications
    push: AppPush

    def __init__(
        self,
        app: AppIdentity,
        installation: Installation,
        host: Host,
        network: AppNetwork,
        clock: Clock,
    ) -> None:
        self.package = app.package
        self.label = app.label
        self.version_name = app.version_name
        self.build = app.build
        self.metadata = app.metadata
        self.platform = app.platform
        self.api_level = app.api_level
        self.clock = clock
        self.network: Network = network
        self.storage: MutableMapping[str, Any] = installation.storage
        self._host = host
        self._installation = installation
        self._cancels: list[Callable[[], None]] = []
        self._waiting: dict[str, Callable[[Any], None]] = {}

    def invalidate(self) -> None:
        """Tell the window that the content has changed."""
        self._host.invalidate()

    def finish(self) -> None:
        """Close the foreground activity."""
        self._host.finish()

    def toast(self, text: str) -> None:
        """Show a short message over whatever is in front."""
        self._host.toast(text)

    def start(self, intent: Intent) -> None:
        """Start another app's activity, while this one is in front."""
        self._host.start(intent)

    def open_settings(self) -> None:
        """Show the system's settings of the app."""
        self._host.open_settings()

    def crash(self, message: str) -> None:
        """Die of an exception that nothing has caught."""
        self._host.crash(message)

    @property
    def last_exit(self) -> str:
        """Why the process before this one ended."""
        return self._installation.last_exit

    def log(self, priority: str, tag: str, message: str) -> None:
        """Write a line to the system log."""
        self._host.log(priority, tag, message)

    def schedule(self, delay: timedelta, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back once after a delay, unless the process is gone by then."""
        cancel = self.clock.schedule(delay, callback)
        self.at_end(cancel)
        return cancel

    def on_result(self, request: str, callback: Callable[[Any], None]) -> None:
        """Call back with the results of what is started under a name.

        A process says so when it begins: what it started may outlive it, and then the next process
        gets the result. Source: androidx ActivityResultRegistry.
        """
        self._waiting[request] = callback

    def hand(self, request: str, result: Any) -> None:  # noqa: ANN401 - the two apps' own
        """A result came; nobody may wait for it any more."""
        callback = self._waiting.get(request)
        if callback is not None:
            callback(result)

    def at_end(self, callback: Callable[[], None]) -> None:
        """Call back when the process is gone."""
        self._cancels.append(callback)

    def close(self) -> None:
        """The process is gone: nothing scheduled happens, and nothing it asked is answered."""
        for cancel in self._cancels:
            cancel()
        self._cancels.clear()
