"""A call that is being made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.app import resources, theme
from devices.virtual.app.screens.screen import Screen
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from devices.virtual.app.screens.screen import App


def ring(app: App, contact_id: str, name: str) -> None:
    """Call a contact, and note the call down in the conversation; offline say that it cannot be."""
    if app.attempt("Calling", lambda: _note_down(app, contact_id)):
        app.open(Call(app, name))


class Call(Screen):
    """Who is called, and how to end it."""

    id = "call"

    def __init__(self, app: App, name: str) -> None:
        super().__init__(app)
        self._name = name

    @property
    def title(self) -> str:
        """What it is."""
        return "Call"

    def body(self) -> Node:
        """The contact, and End call."""
        style = Style(weight=1, padding=(32, 72, 32, 32), gap=20, align="center")
        name = theme.text(self._name, id="call_name", size=24, bold=True, align="center")
        status = theme.text("Calling…", id="call_status", color=theme.MUTED, align="center")
        end = theme.button("call_end", "End call", self.app.back)
        return Node(
            Role.GROUP,
            important=False,
            style=style,
            children=[theme.avatar(self._name, 96), name, status, end],
        )


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
