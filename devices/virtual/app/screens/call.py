"""A call that is being made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.app import dialling, resources, theme
from devices.virtual.app.permissions import CALL, LOCAL_PRESENCE
from devices.virtual.app.screens.screen import Screen
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.screens.screen import App


def ring(app: App, contact_id: str, name: str) -> None:
    """Call a contact, and note the call down in the conversation.

    Offline, or without the microphone, it says that it cannot be.
    """
    if not app.online("Calling"):
        return

    def call(number: str) -> None:
        if app.attempt("Calling", lambda: _note_down(app, contact_id)):
            app.open(Call(app, name, number=number))

    app.permissions.use(CALL, lambda: _choose_number(app, call))


def _choose_number(app: App, call: Callable[[str], None]) -> None:
    """Call from the number of the phone's area where the user wants that and says where it is."""
    if not dialling.is_local(app):
        call(dialling.DEFAULT)
        return
    app.permissions.use(
        LOCAL_PRESENCE,
        lambda: call(dialling.local_number(app)),
        None if app.carries("call-needs-location") else lambda: call(dialling.DEFAULT),
    )


class Call(Screen):
    """Who is called, and how to end it."""

    id = "call"

    def __init__(
        self,
        app: App,
        name: str,
        *,
        number: str = "",
        status: str = "Calling…",
        on_end: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(app)
        self._name = name
        self._number = number
        self._status = status
        self._on_end = on_end

    @property
    def title(self) -> str:
        """What it is."""
        return "Call"

    def body(self) -> Node:
        """The contact, and End call."""
        style = Style(weight=1, padding=(32, 72, 32, 32), gap=20, align="center")
        name = theme.text(self._name, id="call_name", size=24, bold=True, align="center")
        status = theme.text(self._status, id="call_status", color=theme.MUTED, align="center")
        number = theme.text(
            f"From {self._number}", id="call_from", size=14, color=theme.MUTED, align="center"
        )
        end = theme.button("call_end", "End call", self._end)
        return Node(
            Role.GROUP,
            important=False,
            style=style,
            children=[
                theme.avatar(self._name, 96),
                name,
                status,
                *([number] if self._number else []),
                end,
            ],
        )

    def _end(self) -> None:
        if self._on_end:
            self._on_end()
        self.app.back()


def _note_down(app: App, contact_id: str) -> None:
    account = app.account
    place_id = account.place["id"]
    path = f"/conversations/search?locationId={place_id}&contactId={contact_id}"
    found = account.send("GET", path, resources.APRIL)["conversations"]
    if not found:
        body = {"locationId": place_id, "contactId": contact_id}
        made = account.send("POST", "/conversations/", resources.APRIL, body)
        found = [made["conversation"]]
    body = {
        "type": "Call",
        "conversationId": found[0]["id"],
        "conversationProviderId": "app",
    }
    account.send("POST", "/conversations/messages/outbound", resources.APRIL, body)
