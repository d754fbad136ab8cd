"""The running reference app: what is in front, and what a change of network does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import frame, theme
from devices.virtual.app.account import Account, RequestFailed, SessionEnded
from devices.virtual.app.defects import carries
from devices.virtual.app.outbox import Outbox
from devices.virtual.app.screens.dashboard import Dashboard
from devices.virtual.app.screens.login import ENDED, Login
from devices.virtual.os.process import Offline
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
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
        outbox: messages that wait for a connection.
    """

    def __init__(self, context: AppContext) -> None:
        self.context = context
        self.account = Account(context)
        self.outbox = Outbox(self.account, context.storage)
        self._stack: list[Screen] = []
        self._menu_open = False
        self._was_offline = False
        self._notice = ""
        self._unsubscribe = context.network.on_change(self._network_changed)

    # -- the operating system's side

    def resume(self, activity: str) -> None:  # noqa: ARG002 - the app has one activity
        """Come to the foreground: a launch starts at the beginning, a return goes on."""
        if self._stack:
            self.sync()
        else:
            self.start()

    def pause(self) -> None:
        """Leave the foreground, which changes nothing: all that counts is stored already."""

    def content(self) -> Node:
        """The screen in front, from what is cached."""
        screen = self._stack[-1]
        column = Node(
            Role.GROUP, important=False, style=Style(weight=1), children=self._parts(screen)
        )
        whole = column
        if self._menu_open:
            stack = Style(direction="stack", align="stretch", weight=1)
            menu = frame.side_menu(self, self._close_menu)
            whole = Node(Role.GROUP, important=False, style=stack, children=[column, menu])
        top = [frame.banner()] if self._shows_banner() else []
        style = Style(background=theme.BACKGROUND)
        return Node(Role.GROUP, id=screen.id, owner=screen, style=style, children=[*top, whole])

    def back(self) -> None:
        """Close the menu, else go one screen back, else leave the app."""
        if self._menu_open:
            self._close_menu()
        elif len(self._stack) > 1:
            self._stack.pop()
            self.sync()
        else:
            self._stack = []
            self.context.finish()

    def stop(self) -> None:
        """Be killed."""
        self._unsubscribe()

    # -- the screens' side

    def open(self, screen: Screen) -> None:
        """Show a screen on top of this one."""
        self._stack.append(screen)
        self._menu_open = False
        self.sync()

    def switch(self, screen: Screen) -> None:
        """Show a top-level screen; only the dashboard stays below."""
        home: list[Screen] = [] if isinstance(screen, Dashboard) else [Dashboard(self)]
        self._stack = home
        self.open(screen)

    def start(self) -> None:
        """Show what a launch shows."""
        self._stack = []
        self.open(Dashboard(self) if self.account.signed_in else Login(self))

    def sync(self) -> None:
        """Send what waits, load the screen in front, and show it."""
        self._notice = _FAILED
        try:
            if self.account.signed_in and not isinstance(self._stack[-1], Login):
                self.outbox.flush()
                self._stack[-1].load()
        except Offline:
            self._notice = _OFFLINE
        except RequestFailed as failure:
            self.context.log("W", self.context.label, f"the server answered {failure.status}")
        except SessionEnded:
            self._forget()
            self._stack = [Login(self, ENDED)]
        self.context.invalidate()

    def log_out(self) -> None:
        """End the session and show the sign-in screen."""
        self.context.log("I", self.context.label, "logged out")
        if not carries(self.context.metadata, "logout-keeps-session"):
            self.account.sign_out()
            self.outbox.forget()
        self._stack = []
        self.open(Login(self))

    # -- inside

    def _forget(self) -> None:
        self.account.forget()
        self.outbox.forget()

    def _network_changed(self, connected: bool) -> None:  # noqa: FBT001 - the network's own signature
        self.context.log("I", self.context.label, "online" if connected else "offline")
        self._was_offline = self._was_offline or not connected
        if connected and self.account.signed_in:
            self._reconnected()
        self.context.invalidate()

    def _reconnected(self) -> None:
        if self._stack:
            self.sync()
            return
        try:
            self.outbox.flush()
        except SessionEnded:
            self._forget()

    def _shows_banner(self) -> bool:
        offline = not self.context.network.connected
        self._was_offline = self._was_offline or offline
        if carries(self.context.metadata, "offline-banner-hidden"):
            return False
        if carries(self.context.metadata, "offline-banner-sticks"):
            return self._was_offline
        return offline

    def _parts(self, screen: Screen) -> list[Node]:
        if isinstance(screen, Login):
            return [screen.body()]
        body = screen.body() if screen.loaded() else frame.notice(self._notice)
        parts = [frame.app_bar(screen, self._open_menu, self.back), body]
        if screen.top_level:
            parts.append(frame.bottom_bar(self, screen.tab))
        return parts

    def _open_menu(self) -> None:
        self._menu_open = True
        self.context.invalidate()

    def _close_menu(self) -> None:
        self._menu_open = False
        self.context.invalidate()
