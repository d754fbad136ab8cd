"""What a user switches on and off; but local presence it is kept by the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import dialling, layouts, resources, theme
from devices.virtual.app.events import KINDS
from devices.virtual.app.screens.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.resources import Resource
    from devices.virtual.ui.node import Node

_CALLS: Final = (
    ("calls_ring", "Ring this phone"),
    ("calls_all_accounts", "Calls of all sub-accounts"),
    ("calls_voicemail", "Send missed calls to voicemail"),
)


class _Switches(Screen):
    """Switches, each of a preference that is on until it is switched off."""

    rows: tuple[tuple[str, str], ...]

    def resources(self) -> tuple[Resource, ...]:
        """The preferences."""
        return (resources.preferences(),)

    def body(self) -> Node:
        """A switch for each."""
        known = self.read(resources.preferences())["preferences"]
        parts: list[Node] = []
        for name, title in self.rows:
            on = bool(known.get(name, True))
            parts += [theme.switch(name, title, self._flipper(name, on=on), on=on), theme.divider()]
        return theme.column(*parts, weight=1)

    def _flipper(self, name: str, *, on: bool) -> Callable[[], None]:
        account = self.app.account

        def flip() -> None:
            path, body = "/oauth/app/preferences", {name: not on}
            if self.app.attempt("Changing this", lambda: account.send("PUT", path, None, body)):
                self.app.sync()

        return flip


class Notifications(_Switches):
    """Which events notify."""

    id = "notifications"
    rows = tuple((kind.preference, kind.title) for kind in KINDS.values())

    @property
    def title(self) -> str:
        """Its name."""
        return "Notification Preferences"


class InboundCalls(_Switches):
    """How calls reach this phone."""

    id = "inbound_calls"
    rows = _CALLS

    @property
    def title(self) -> str:
        """Its name."""
        return "Inbound Calls"


class LocalPresence(Screen):
    """Whether calls are made from the number of the area that the phone is in."""

    id = "local_presence"

    @property
    def title(self) -> str:
        """Its name."""
        return "Local Presence"

    def body(self) -> Node:
        """A switch, and what it does."""
        on = dialling.is_local(self.app)
        line = "When it is on, calls are made from your number in the area where you are."
        return layouts.explained_switch(
            "local_presence_enabled", self.title, lambda: self._flip(on=on), line, on=on
        )

    def _flip(self, *, on: bool) -> None:
        dialling.set_local(self.app, on=not on)
        self.app.context.invalidate()


class TwoFactor(Screen):
    """Whether signing in asks for a one-time code."""

    id = "two_factor_settings"

    @property
    def title(self) -> str:
        """Its name."""
        return "Two-Factor Authentication"

    def resources(self) -> tuple[Resource, ...]:
        """The preferences, which say so."""
        return (resources.preferences(),)

    def body(self) -> Node:
        """A switch, and what it does."""
        on = bool(self.read(resources.preferences())["twoFactor"])
        line = "When it is on, signing in asks for a code sent by email or phone."
        return layouts.explained_switch(
            "two_factor_enabled", self.title, lambda: self._flip(on=on), line, on=on
        )

    def _flip(self, *, on: bool) -> None:
        account, body = self.app.account, {"enabled": not on}
        path = "/oauth/app/two-factor"
        if self.app.attempt("Changing this", lambda: account.send("PUT", path, None, body)):
            self.app.sync()
