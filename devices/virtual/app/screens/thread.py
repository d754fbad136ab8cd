"""One conversation: its messages, and a place to write the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.app import resources, theme, words
from devices.virtual.app.screens.screen import Screen
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from devices.virtual.app.resources import Resource
    from devices.virtual.app.screens.screen import App

_CHANNELS: Final = {
    "TYPE_EMAIL": "Email",
    "TYPE_WHATSAPP": "WhatsApp",
    "TYPE_FACEBOOK": "FB",
}
_STATUSES: Final = {"failed": "Not sent", "undelivered": "Not sent"}
_NEWEST: Final = 1_000_000  # pixels; the layout stops at the end


class Thread(Screen):
    """The messages with one contact."""

    id = "thread"

    def __init__(self, app: App, conversation: dict[str, Any]) -> None:
        super().__init__(app)
        self._conversation = conversation
        self._draft = ""

    @property
    def title(self) -> str:
        """Who it is with."""
        return str(self._conversation["fullName"])

    def resources(self) -> tuple[Resource, ...]:
        """The messages."""
        return (resources.messages(self._conversation["id"]),)

    def load(self) -> None:
        """Read the messages, and tell the server that they have been read."""
        super().load()
        body = {"locationId": self._conversation["locationId"], "unreadCount": 0}
        path = f"/conversations/{self._conversation['id']}"
        self.app.account.send("PUT", path, resources.APRIL, body)

    def body(self) -> Node:
        """Messages above the composer."""
        messages = Node(
            Role.LIST,
            id="message_list",
            scroll_offset=_NEWEST,
            style=Style(weight=1, padding=(16, 16, 16, 16), gap=10, background=theme.BACKGROUND),
            children=[*self._received(), *self._waiting()],
        )
        return theme.column(messages, self._composer(), weight=1)

    def _received(self) -> list[Node]:
        found = self.app.account.cached(self.resources()[0]) or {}
        return [self._message(row) for row in reversed(found["messages"])]

    def _message(self, row: dict[str, Any]) -> Node:
        time = words.when(row["dateAdded"], self.app.context.clock.now())
        if row["direction"] == "inbound":
            return _bubble(row["body"], theme.text(time, size=12, color=theme.MUTED), mine=False)
        return _bubble(row["body"], _status(_STATUSES.get(row["status"], "Sent"), time), mine=True)

    def _waiting(self) -> list[Node]:
        return [
            _bubble(item["body"], _status("Not sent" if item["refused"] else "Pending"), mine=True)
            for item in self.app.outbox.of(self._conversation["id"])
        ]

    def _composer(self) -> Node:
        field = Node(
            Role.INPUT,
            id="message_input",
            label="Type a message",
            hint="Type a message",
            text=self._draft,
            on_text=self._write,
            style=Style(
                weight=1,
                height=48,
                padding=(18, 12, 18, 12),
                radius=24,
                background=theme.BACKGROUND,
                border=theme.LINE,
            ),
        )
        send = theme.icon_button("message_send", "Send", "send", self._send, color=theme.BRAND)
        send.enabled = bool(self._draft.strip())
        style = Style(
            direction="row",
            align="center",
            gap=4,
            padding=(12, 8, 8, 8),
            background=theme.SURFACE,
        )
        composer = Node(Role.GROUP, id="composer", style=style, children=[field, send])
        return theme.column(theme.divider(), composer)

    def _write(self, content: str) -> None:
        self._draft = content
        self.app.context.invalidate()

    def _send(self) -> None:
        row = self._conversation
        channel = _CHANNELS.get(row["lastMessageType"], "SMS")
        self.app.outbox.add(row["id"], row["contactId"], channel, self._draft.strip())
        self._draft = ""
        self.app.sync()


def _status(content: str, time: str = "") -> Node:
    """The state of one's own message; its text is the state alone, so that tests can compare it."""
    color = theme.DANGER if content == "Not sent" else theme.MUTED
    state = theme.text(content, id="message_status", size=12, color=color)
    if not time:
        return state
    return theme.row(theme.text(time, size=12, color=theme.MUTED), state, gap=6)


def _bubble(body: str, below: Node, *, mine: bool) -> Node:
    style = Style(
        padding=(14, 10, 14, 10),
        radius=18,
        background=theme.BRAND if mine else theme.SURFACE,
        color="#FFFFFF" if mine else theme.INK,
        border=None if mine else theme.LINE,
    )
    message = Node(Role.TEXT, id="message", text=body, style=style)
    return _aligned(message, below, mine=mine)


def _aligned(message: Node, below: Node, *, mine: bool) -> Node:
    """The bubble and the line below it on their side of the screen, no wider than they need."""
    free = Node(Role.GROUP, important=False, style=Style(weight=1))
    block = theme.column(message, below, gap=4, align="end" if mine else "start")
    line = [free, block] if mine else [block, free]
    return Node(
        Role.GROUP,
        important=False,
        style=Style(direction="row", padding=_SIDES[mine]),
        children=line,
    )


_SIDES: Final = {True: (48.0, 0.0, 0.0, 0.0), False: (0.0, 0.0, 48.0, 0.0)}
