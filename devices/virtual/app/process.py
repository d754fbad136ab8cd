"""The running reference app: what is in front, and what a change of network does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import frame, skins, theme
from devices.virtual.app.account import Account, RequestFailed, SessionEnded
from devices.virtual.app.defects import carries
from devices.virtual.app.lock import Lock
from devices.virtual.app.outbox import Outbox
from devices.virtual.app.permissions import Permissions
from devices.virtual.app.push import Push
from devices.virtual.app.screens.dashboard import Dashboard
from devices.virtual.app.screens.lock import Offer
from devices.virtual.app.screens.login import ENDED, Login
from devices.virtual.os.process import Offline
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.screens.screen import Screen
    from devices.virtual.os.process import AppContext, AppProcess

_OFFLINE: Final = "Connect to the internet to load this."
_FAILED: Final = "Something went wrong. Try again later."


def create(context: AppContext) -> AppProcess:
    """Start the app's process; nothing is shown before the first `resume`."""
    return ReferenceApp(context)


class ReferenceApp:
    """The app as the operating system runs it.

    Attributes:
        context: what the operating system gives.
        account: session and cache.
        outbox: messages and notes that wait for a connection.
        permissions: what the user has allowed, and how it is asked for.
        push: its notifications.
        lock: what biometric login opens.
    """

    def __init__(self, context: AppContext) -> None:
        self.context = context
        self.account = Account(context)
        self.outbox = Outbox(self.account, context)
        self.permissions = Permissions(context, self)
        self.push = Push(self)
        self.lock = Lock(self)
        self._stack: list[Screen] = []
        self._in_front = False
        self._menu_open = False
        self._was_offline = False
        self._notice = ""
        self._said = ""
        self._points_to_settings = False
        self._unsubscribe = context.network.on_change(self._network_changed)

    # -- the operating system's side

    def resume(self, activity: str) -> None:  # noqa: ARG002 - the app has one activity
        """Come to the foreground: a launch starts at the beginning, a return goes on."""
        self._in_front = True
        self.lock.came_back()
        if self._stack:
            self.sync()
        else:
            self.start()
            self.permissions.first_launch()
        self.lock.ask()

    def pause(self) -> None:
        """Leave the foreground, which changes nothing: all that counts is stored already."""
        self._in_front = False
        self.lock.left()

    def content(self) -> Node:
        """The screen in front, from what is cached."""
        screen = self.lock.cover or self._stack[-1]
        column = Node(
            Role.GROUP, important=False, style=Style(weight=1), children=self._parts(screen)
        )
        whole = column
        if self._menu_open and not self.lock.cover:
            stack = Style(direction="stack", align="stretch", weight=1)
            menu = frame.side_menu(self, self._close_menu)
            whole = Node(Role.GROUP, important=False, style=stack, children=[column, menu])
        top = [frame.banner()] if self._shows_banner() else []
        style = Style(background=theme.BACKGROUND)
        tree = Node(Role.GROUP, id=screen.id, owner=screen, style=style, children=[*top, whole])
        return skins.dressed(tree, self.context.metadata)

    def back(self) -> None:
        """Close the menu, else go one screen back, else leave the app; a lock is left alone."""
        if self.lock.cover:
            self.context.finish()
        elif self._menu_open:
            self._close_menu()
        elif len(self._stack) > 1:
            self._stack.pop()
            self._said = ""
            self.sync()
        else:
            self._stack = []
            self.context.finish()

    def stop(self) -> None:
        """Be killed."""
        self._unsubscribe()

    # -- the screens' side

    @property
    def showing(self) -> Screen | None:
        """The screen on top; None before the first."""
        return self._stack[-1] if self._stack else None

    @property
    def front(self) -> Screen | None:
        """The screen that the user sees; None in the background."""
        return (self.lock.cover or self.showing) if self._in_front else None

    def open(self, screen: Screen) -> None:
        """Show a screen on top of this one; while the app is locked, below what locks it."""
        if self.lock.cover and screen.bare:
            self.lock.cover = screen
            self.context.invalidate()
            return
        self._stack.append(screen)
        self._menu_open = False
        self._said = ""
        self.permissions.looked_at(screen.id)
        self.sync()

    def switch(self, screen: Screen) -> None:
        """Show a top-level screen; only the dashboard stays below."""
        home: list[Screen] = [] if isinstance(screen, Dashboard) else [Dashboard(self)]
        self._stack = home
        self.open(screen)

    def start(self) -> None:
        """Show what a launch shows."""
        self._stack = []
        self.lock.start()
        self.open(Dashboard(self) if self.account.signed_in else Login(self))

    def signed_in(self) -> None:
        """Go on from a sign-in by password."""
        self.lock.password_entered()
        if self.lock.offered:
            self._stack = []
            self.open(Offer(self))
        else:
            self.start()

    def sync(self) -> None:
        """Send what waits, load the screen in front, and show it."""
        self._notice = _FAILED
        try:
            if self.account.signed_in and not self._stack[-1].bare:
                self.outbox.flush()
                if not self.lock.cover:
                    self._stack[-1].load()
                self.push.register()
        except Offline:
            self._notice = _OFFLINE
        except RequestFailed as failure:
            self.context.log("W", self.context.label, f"the server answered {failure.status}")
        except SessionEnded:
            self._end()
        self.context.invalidate()

    def say(self, text: str, *, settings: bool = False) -> None:
        """Show one sentence at the foot of the screen until the user goes elsewhere."""
        self._said, self._points_to_settings = text, settings
        self.context.invalidate()

    def online(self, what: str) -> bool:
        """Whether there is a connection; if not, say that this needs one."""
        if self.context.network.connected:
            return True
        self.say(f"{what} needs a connection.")
        return False

    def attempt(self, what: str, action: Callable[[], object]) -> bool:
        """Do something that needs the server; if it cannot be done, say why and give False."""
        try:
            action()
        except Offline:
            self.say(f"{what} needs a connection.")
        except RequestFailed as failure:
            self.context.log("W", self.context.label, f"the server answered {failure.status}")
            self.say(_FAILED)
        except SessionEnded:
            self._end()
            self.context.invalidate()
        else:
            return True
        return False

    def carries(self, defect: str) -> bool:
        """Whether this build has a seeded defect."""
        return carries(self.context.metadata, defect)

    def hides_loaded(self) -> bool:
        """Whether this build shows nothing of what it has loaded: a seeded defect, when offline."""
        return not self.context.network.connected and self.carries("offline-data-hidden")

    def log_out(self) -> None:
        """End the session and show the sign-in screen."""
        self.context.log("I", self.context.label, "logged out")
        if not self.carries("logout-keeps-session"):
            self.account.sign_out()
            self._forget_the_rest()
        self._stack = []
        self.open(Login(self))

    # -- inside

    def _end(self) -> None:
        """The server has ended the session."""
        self._forget()
        self._menu_open, self._said = False, ""
        self._stack = [Login(self, ENDED)]

    def _forget(self) -> None:
        self.account.forget()
        self._forget_the_rest()

    def _forget_the_rest(self) -> None:
        """What is kept for the user beside the session."""
        self.outbox.forget()
        self.push.forget()
        self.lock.forget()

    def _network_changed(self, connected: bool) -> None:  # noqa: FBT001 - the network's own signature
        self.context.log("I", self.context.label, "online" if connected else "offline")
        self._was_offline = self._was_offline or not connected
        if not connected:
            self.outbox.lost_connection()
        if connected and self.account.signed_in:
            self._reconnected()
        self.context.invalidate()

    def _reconnected(self) -> None:
        if self._stack:
            self.sync()
            return
        try:
            self.outbox.flush()
        except Offline:
            return
        except SessionEnded:
            self._forget()

    def _shows_banner(self) -> bool:
        offline = not self.context.network.connected
        self._was_offline = self._was_offline or offline
        if self.carries("offline-banner-hidden"):
            return False
        if self.carries("offline-banner-sticks"):
            return self._was_offline
        if self.carries("banner-needs-wifi"):
            return not self.context.network.wifi
        return offline

    def _parts(self, screen: Screen) -> list[Node]:
        said = [frame.snackbar(self._said)] if self._said else []
        if self._said and self._points_to_settings:
            said.append(frame.settings_button(self.permissions.open_settings))
        if screen.bare:
            return [screen.body(), *said]
        body = screen.body() if screen.loaded() else frame.notice(self._notice)
        parts = [frame.app_bar(screen, self._open_menu, self.back), body, *said]
        if screen.top_level:
            parts.append(frame.bottom_bar(self, screen.tab))
        return parts

    def _open_menu(self) -> None:
        self._menu_open = True
        self.context.invalidate()

    def _close_menu(self) -> None:
        self._menu_open = False
        self.context.invalidate()
