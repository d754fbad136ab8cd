"""The reference app on a bench: its CRM and a switch for the network, and no phone around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.app.process import create
from devices.virtual.crm.timelines import PhoneLine
from devices.virtual.os.clock import Clock
from devices.virtual.os.process import Offline, Reply
from tests.devices.virtual.app.bench.biometrics import BenchBiometrics
from tests.devices.virtual.app.bench.permissions import BenchBelongings, BenchPermissions
from tests.devices.virtual.app.bench.push import BenchNotifications, BenchPush

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping
    from datetime import timedelta

    from config.platforms import Platform
    from devices.virtual.crm.service import VirtualCrm
    from devices.virtual.os.process import (
        AppBiometrics,
        AppNotifications,
        AppPermissions,
        AppPush,
        Belongings,
        Network,
    )
    from devices.virtual.ui.node import Node

_BEARS: Final = {"android": 2, "ios": 1}  # refusals of a permission until nobody is asked any more


class BenchClock(Clock):
    """A clock that nothing drives: what is due happens when it is moved on."""

    def _arm(self, timer: object) -> None:
        """There is no event loop that could call back."""


class BenchNetwork:
    """A data connection that is a flag."""

    def __init__(self, line: PhoneLine) -> None:
        self._line = line
        self._connected = True
        self._wifi = True
        self._callbacks: list[Callable[[bool], None]] = []

    @property
    def connected(self) -> bool:
        """Whether requests get through."""
        return self._connected

    @property
    def wifi(self) -> bool:
        """Whether it is Wi-Fi that lets them through."""
        return self._connected and self._wifi

    def set(self, *, connected: bool, wifi: bool = True) -> None:
        """Cut or restore the connection, and tell those who asked to know."""
        self._connected, self._wifi = connected, wifi
        for callback in list(self._callbacks):
            callback(connected)

    def request(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Hand a request to the CRM.

        Raises:
            Offline: the connection is cut.
        """
        if not self._connected:
            raise Offline
        return self._line.handle(method, path, headers or {}, body)

    def on_change(self, callback: Callable[[bool], None]) -> Callable[[], None]:
        """Call back after each change; returns the call that unsubscribes."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)


class BenchContext:
    """What the app reaches on the bench; it keeps what the app asked for.

    Attributes:
        finished: how often the app closed its activity.
        invalidated: how often it asked to be drawn anew.
        lines: what it logged, as priority, tag and message.
        settings_opened: how often it showed the system's settings of the app.
        last_exit: why its process ended last.
    """

    biometrics: AppBiometrics
    permissions: AppPermissions
    belongings: Belongings
    notifications: AppNotifications
    push: AppPush
    package = "com.LeadConnector"
    label = "LeadConnector"
    version_name = "3.95.0"
    build = "39500"
    api_level = 34

    def __init__(
        self,
        network: Network,
        storage: MutableMapping[str, Any],
        metadata: Mapping[str, str],
        platform: Platform,
    ) -> None:
        self.platform: str = platform
        if platform == "ios":
            self.api_level = 0
        self.network = network
        self.storage = storage
        self.metadata = metadata
        self.clock: Clock = BenchClock()
        self.finished = 0
        self.invalidated = 0
        self.lines: list[tuple[str, str, str]] = []
        self.settings_opened = 0
        self.last_exit = ""

    def invalidate(self) -> None:
        """Count it."""
        self.invalidated += 1

    def finish(self) -> None:
        """Count it."""
        self.finished += 1

    def toast(self, text: str) -> None:
        """Keep it with the log."""
        self.lines.append(("I", "toast", text))

    def open_settings(self) -> None:
        """Count it."""
        self.settings_opened += 1

    def crash(self, message: str) -> None:
        """Keep it with the log."""
        self.lines.append(("E", "AndroidRuntime", message))

    def log(self, priority: str, tag: str, message: str) -> None:
        """Keep it."""
        self.lines.append((priority, tag, message))

    def schedule(self, delay: timedelta, callback: Callable[[], None]) -> Callable[[], None]:
        """Pass it to the clock."""
        return self.clock.schedule(delay, callback)


class Bench:
    """An installed app that can be launched, looked at, tapped and killed.

    Args:
        crm: the server behind it.
        metadata: of the build, a seeded defect among it.
        platform: of its phone.

    Attributes:
        biometrics: its biometric sensor.
        permissions: what its user answers.
        notifications: what it posted, and a finger on it.
        push: messages for it.
    """

    def __init__(
        self,
        crm: VirtualCrm,
        metadata: Mapping[str, str] | None = None,
        platform: Platform = "android",
    ) -> None:
        line = PhoneLine(crm)
        self.network = BenchNetwork(line)
        self.storage: dict[str, Any] = {}
        self.context = BenchContext(self.network, self.storage, metadata or {}, platform)
        self.biometrics = self.context.biometrics = BenchBiometrics()
        self.permissions = self.context.permissions = BenchPermissions(_BEARS[platform])
        self.context.belongings = BenchBelongings(self.permissions)
        self.notifications = self.context.notifications = BenchNotifications()
        self.push = self.context.push = BenchPush()
        line.follow(self)
        self._process = create(self.context)
        self._process.resume(".MainActivity")

    @property
    def clock(self) -> Clock:
        """The phone's clock."""
        return self.context.clock

    def relaunch(self) -> None:
        """Kill the process and start the app again from what is stored."""
        self._process.stop()
        self.biometrics.drop()
        self._process = create(self.context)
        self._process.resume(".MainActivity")

    def resume(self) -> None:
        """Bring the running process to the foreground again."""
        self._process.pause()
        self._process.resume(".MainActivity")

    def pause(self) -> None:
        """Send the app to the background."""
        self._process.pause()

    def back(self) -> None:
        """Press Back."""
        self._process.back()

    def content(self) -> Node:
        """The screen in front."""
        return self._process.content()

    def find(self, node_id: str) -> list[Node]:
        """The nodes of this id, in the order of the tree."""
        return [node for node in self.content().walk() if node.id == node_id]

    def texts(self, node_id: str) -> list[str]:
        """The texts of the nodes of this id."""
        return [node.text for node in self.find(node_id)]

    def tap(self, node_id: str, index: int = 0) -> None:
        """Tap a node.

        Raises:
            LookupError: it is not there, or a tap does nothing to it.
        """
        node = self._node(node_id, index)
        if node.on_tap is None or not node.enabled:
            raise LookupError(f"{node_id} cannot be tapped")
        node.on_tap()

    def write(self, node_id: str, text: str) -> None:
        """Replace the text of an input.

        Raises:
            LookupError: it is not there, or is no input.
        """
        node = self._node(node_id, 0)
        if node.on_text is None:
            raise LookupError(f"{node_id} cannot be written into")
        node.on_text(text)

    def sign_in(self, email: str, password: str) -> None:
        """Fill the sign-in form and send it."""
        self.write("login_email", email)
        self.write("login_password", password)
        self.tap("login_sign_in")

    def _node(self, node_id: str, index: int) -> Node:
        found = self.find(node_id)
        if len(found) <= index:
            seen = sorted({node.id for node in self.content().walk() if node.id})
            raise LookupError(f"no {node_id} number {index}: the screen has {', '.join(seen)}")
        return found[index]
