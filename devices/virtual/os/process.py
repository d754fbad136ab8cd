"""What an operating system gives an app, and what it asks of one: the seam between os/ and app/."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
    from datetime import timedelta

    from config.platforms import SensorKind
    from devices.virtual.os.authentication import Answer, Question
    from devices.virtual.os.belongings import Person
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


class AppNotifications(Protocol):
    """The notifications of one running app."""

    @property
    def enabled(self) -> bool:
        """Whether the app may post at all: neither the user nor a permission forbids it."""

    def create_channel(self, id: str, name: str, importance: int) -> None:  # noqa: A002 - Android's word
        """Declare a kind of notifications, needed before one is posted.

        Args:
            id: what `post` knows it by.
            name: what Settings shows.
            importance: 0 none to 4 high, as it is at first: afterwards the user's choice counts.
        """

    def post(
        self,
        id: int,  # noqa: A002 - Android's word
        channel: str,
        *,
        title: str,
        text: str,
        tag: str | None = None,
        extras: Mapping[str, str] = ...,
        ongoing: bool = False,
        actions: Sequence[tuple[str, Mapping[str, str]]] = (),
    ) -> None:
        """Show a notification, in the place of the one with its id and tag.

        Where the app or the channel may not, or there is no such channel, nothing comes of it.

        Args:
            id: the app's own number.
            channel: id of its channel.
            title: first line.
            text: what follows.
            tag: tells it from others of its id.
            extras: what `on_open` gets when it is tapped.
            ongoing: whether it stays there until the app cancels it, whatever the user does.
            actions: buttons: their words, and what `on_open` gets for each.
        """

    def cancel(self, id: int, tag: str | None = None) -> None:  # noqa: A002 - Android's word
        """Take one of the app's own away, if it is there."""

    def cancel_all(self) -> None:
        """Take all of the app's own away."""

    def on_open(self, callback: Callable[[Mapping[str, str]], None]) -> None:
        """Call back with the extras of what was tapped, once the app has come to the front.

        An app says so when its process begins: a tap may be what starts it.
        """


class AppPush(Protocol):
    """Messages that a server sends to one installation of an app."""

    @property
    def token(self) -> str:
        """The address of this installation; another one once its data was deleted."""

    def on_message(self, callback: Callable[[Mapping[str, str]], None]) -> None:
        """Call back with each message.

        An app says so when its process begins, since a message starts it in the background.
        """


class AppPermissions(Protocol):
    """The permissions of the app: by their full names, as ``android.permission.CAMERA``.

    On iOS they are ``camera``, ``contacts``, ``location``, ``microphone``, ``notifications``,
    ``photos`` for all of them, and ``photos.selected`` for those that the user has chosen alone.
    Asking for the last one while the app holds it lets the user choose anew.
    """

    def granted(self, name: str) -> bool:
        """Whether the app holds a permission."""

    def should_explain(self, name: str) -> bool:
        """Whether the user denied it before and may still be asked; never on iOS."""

    def on_result(self, key: str, callback: Callable[[Mapping[str, bool]], None]) -> None:
        """Call back with what became of the requests of a key, by permission; empty for nothing.

        An app says so when its process begins: a request outlives the process that made it.
        """

    def request(self, key: str, names: Iterable[str]) -> None:
        """Ask the user; the answer comes to whoever waits for the key.

        It comes before this returns where there is nothing to ask; it is empty where something
        else is in front.
        """


class AppBiometrics(Protocol):
    """The phone's biometric sensor, as far as an app may use it."""

    @property
    def sensor(self) -> SensorKind:
        """Which sensor it is."""

    @property
    def available(self) -> bool:
        """Whether the app can ask; too many failures do not count."""

    def ask(self, question: Question, told: Callable[[Answer], None]) -> Callable[[], None]:
        """Have the system ask its user; returns the call that withdraws the question.

        Where it cannot be asked, `told` hears why before this returns.
        """


class Belongings(Protocol):
    """What the phone's owner has on it, as far as the app may see it."""

    def people(self) -> tuple[Person, ...]:
        """The address book, by name.

        Raises:
            NotPermittedError: the app may not read contacts.
        """

    def pictures(self) -> list[str]:
        """Paths of the pictures that the app may see: all, those chosen for it, or none."""

    def place(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees; None where the app may not know, or it is off."""


class AppContext(Protocol):
    """What the OS gives a running app. Everything an app can reach, it reaches here."""

    package: str
    label: str
    version_name: str
    build: str  # what tells builds apart: versionCode, CFBundleVersion
    metadata: Mapping[str, str]  # the build's own <meta-data>: a seeded defect among it
    platform: str  # "android" | "ios"
    api_level: int  # of Android; 0 on iOS
    clock: Clock
    network: Network
    storage: MutableMapping[str, Any]  # private, survives process death, lost by clearing data
    biometrics: AppBiometrics
    permissions: AppPermissions
    belongings: Belongings
    notifications: AppNotifications
    push: AppPush

    def invalidate(self) -> None:
        """Tell the window that the content has changed and is to be built anew."""

    def finish(self) -> None:
        """Close the foreground activity, as Back on its first screen does."""

    def toast(self, text: str) -> None:
        """Show a short message over whatever is in front."""

    def open_settings(self) -> None:
        """Show the system's settings of the app, while this app is in front."""

    def crash(self, message: str) -> None:
        """Die of an exception that nothing has caught; the process is gone afterwards."""

    @property
    def last_exit(self) -> str:
        """Why the process before this one ended; empty for the first.

        It is ``permissions revoked`` where the user took a permission away meanwhile.

        Source: ActivityManager.getHistoricalProcessExitReasons.
        """

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
