"""What every screen is, and what it may ask of the app around it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.account import Account
    from devices.virtual.app.lock import Lock
    from devices.virtual.app.outbox import Outbox
    from devices.virtual.app.permissions import Permissions
    from devices.virtual.app.push import Push
    from devices.virtual.app.resources import Resource
    from devices.virtual.os.process import AppContext
    from devices.virtual.ui.node import Node


class App(Protocol):
    """The app as a screen sees it."""

    @property
    def context(self) -> AppContext:
        """What the operating system gives."""

    @property
    def account(self) -> Account:
        """Session and cache."""

    @property
    def permissions(self) -> Permissions:
        """What the user has allowed, and how it is asked for."""

    @property
    def outbox(self) -> Outbox:
        """Messages and notes that wait."""

    @property
    def push(self) -> Push:
        """Its notifications."""

    @property
    def lock(self) -> Lock:
        """What biometric login opens."""

    @property
    def showing(self) -> Screen | None:
        """The screen on top, whether the app is in front or not; None before the first."""

    @property
    def front(self) -> Screen | None:
        """The screen that the user sees; None while the app is in the background."""

    def open(self, screen: Screen) -> None:
        """Show a screen on top of this one."""

    def switch(self, screen: Screen) -> None:
        """Show a screen of the bottom bar or the side menu; only the dashboard stays below."""

    def start(self) -> None:
        """Show what a launch shows: the dashboard when signed in, else the sign-in screen."""

    def signed_in(self) -> None:
        """Go on from a sign-in by password: an offer, or what a launch shows."""

    def back(self) -> None:
        """Show the screen below this one."""

    def sync(self) -> None:
        """Send what waits, then load the screen in front again."""

    def say(self, text: str, *, settings: bool = False) -> None:
        """Show one sentence at the foot of the screen until the user goes elsewhere.

        Args:
            text: the sentence.
            settings: whether a way to the system's settings of the app stands below it.
        """

    def online(self, what: str) -> bool:
        """Whether there is a connection; if not, say that this needs one."""

    def attempt(self, what: str, action: Callable[[], object]) -> bool:
        """Do something that needs the server; if it cannot be done, say why and give False."""

    def carries(self, defect: str) -> bool:
        """Whether this build has a seeded defect."""

    def hides_loaded(self) -> bool:
        """Whether a seeded defect keeps what was loaded from being shown now."""

    def log_out(self) -> None:
        """End the session and show the sign-in screen."""


class Screen(ABC):
    """One screen. It builds its nodes from the cache alone; `load` is where the server is asked.

    Attributes:
        id: of its root node.
        tab: id of the bottom bar's tab that it belongs to; empty for none.
        top_level: whether it has the menu and the bottom bar rather than Back.
        bare: whether it is shown before anybody is signed in, with nothing around it.
    """

    id: ClassVar[str]
    tab: ClassVar[str] = ""
    top_level: ClassVar[bool] = False
    bare: ClassVar[bool] = False

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    @abstractmethod
    def title(self) -> str:
        """What the app bar says."""

    @abstractmethod
    def body(self) -> Node:
        """Everything below the app bar; only asked for once all resources are in the cache."""

    def actions(self) -> list[Node]:
        """Buttons at the right of the app bar."""
        return []

    def resources(self) -> tuple[Resource, ...]:
        """What the screen shows of the server's data."""
        return ()

    def load(self) -> None:
        """Ask the server for what the screen shows.

        Raises:
            Offline, SessionEnded, RequestFailed: as `Account.fetch`.
        """
        for resource in self.resources():
            self.app.account.fetch(resource)

    def loaded(self) -> bool:
        """Whether all that the screen shows has been loaded once."""
        account = self.app.account
        return all(account.cached(resource) is not None for resource in self.resources())

    def read(self, resource: Resource) -> dict[str, Any]:
        """The last reply for a resource; empty when it was never loaded."""
        return self.app.account.cached(resource) or {}
