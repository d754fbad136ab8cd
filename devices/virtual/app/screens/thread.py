"""One conversation: its messages, and a place to write the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.app import resources, theme, words
from devices.virtual.app.screens.assign import Assign
from devices.virtual.app.screens.call import ring
from devices.virtual.app.screens.screen import Screen
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.resources import Resource
    from devices.virtual.app.screens.screen import App

# channel as the API writes it in requests: (in replies, id, as the app calls it)
_CHANNELS: Final = {
    "SMS": ("TYPE_SMS", "channel_sms", "SMS"),
    "Email": ("TYPE_EMAIL", "channel_email", "Email"),
    "WhatsApp": ("TYPE_WHATSAPP", "channel_whatsapp", "WhatsApp"),
    "FB": ("TYPE_FACEBOOK", "channel_facebook", "Facebook Messenger"),
}
_NAMES: Final = {"TYPE_CALL": "Call"} | {reply: name for reply, _, name in _CHANNELS.values()}
_CALLS: Final = {"no-answer": "Missed call", "voicemail": "Voicemail"}
_WAITS: Final = "No connection. Messages are sent when it is back."
_STATUSES: Final = {"failed": "Not sent", "undelivered": "Not sent"}
_WHITE: Final = "#FFFFFF"
_NEWEST: Final = 1_000_000  # pixels; the layout stops at the end


class Thread(Screen):
    """The messages with one contact."""

    id = "thread"

    def __init__(self, app: App, conversation: dict[str, Any]) -> None:
        super().__init__(app)
        self._conversation = conversation
        self._draft = ""
        self._choosing = False
        last = conversation["lastMessageType"]
        self._channel = next((c for c, (reply, *_) in _CHANNELS.items() if reply == last), "SMS")

    @property
    def title(self) -> str:
        """Who it is with."""
        return str(self._conversation["fullName"])

    def actions(self) -> list[Node]:
        """Call, star, mark as unread and assign."""
        starred = self._conversation["starred"]
        name, color = ("Unstar", theme.STAR) if starred else ("Star", _WHITE)
        return [
            theme.icon_button("thread_call", "Call", "phone", self._call, color=_WHITE),
            theme.icon_button("thread_star", name, "star", self._star, color=color),
            theme.icon_button(
                "thread_unread", "Mark as unread", "mail", self._unread, color=_WHITE
            ),
            theme.icon_button("thread_assign", "Assign", "person", self._assign, color=_WHITE),
        ]

    def resources(self) -> tuple[Resource, ...]:
        """The messages."""
        return (resources.messages(self._conversation["id"]),)

    def load(self) -> None:
        """Read the messages, and tell the server that they have been read."""
        super().load()
        self._set({"unreadCount": 0})

    def body(self) -> Node:
        """Messages above the composer."""
        messages = Node(
            Role.LIST,
            id="message_list",
            scroll_offset=_NEWEST,
            style=Style(weight=1, padding=(16, 16, 16, 16), gap=10, background=theme.BACKGROUND),
            children=[*self._received(), *self._waiting()],
        )
        below = [self._channels()] if self._choosing else []
        return theme.column(messages, theme.divider(), *below, self._composer(), weight=1)

    def _received(self) -> list[Node]:
        found = self.read(self.resources()[0])
        rows = [] if self.app.hides_loaded() else found["messages"]
        return [self._message(row) for row in reversed(rows)]

    def _message(self, row: dict[str, Any]) -> Node:
        time = words.when(row["dateAdded"], self.app.context.clock.now())
        mine = row["direction"] == "outbound"
        channel = _NAMES.get(row["messageType"], "")
        body = row["body"]
        if row["messageType"] == "TYPE_CALL":
            status = row.get("meta", {}).get("callStatus", "")
            body = _CALLS.get(status, "Outgoing call" if mine else "Incoming call")
        state = _STATUSES.get(row["status"], "Sent") if mine else ""
        return _bubble(body, _below(channel, time, state), mine=mine)

    def _waiting(self) -> list[Node]:
        return [
            _bubble(
                item["body"],
                _below(_CHANNELS[item["channel"]][2], "", _waits(item)),
                mine=True,
            )
            for item in self.app.outbox.messages_to(self._conversation["contactId"])
        ]

    def _channels(self) -> Node:
        choices = [
            theme.pill(id_, name, self._chooser(channel), chosen=channel == self._channel)
            for channel, (_, id_, name) in _CHANNELS.items()
        ]
        style = Style(padding=(0, 4, 0, 4), background=theme.SURFACE)
        rows = [theme.bar(*choices[:2]), theme.bar(*choices[2:])]
        return Node(Role.GROUP, id="channel_menu", style=style, children=rows)

    def _chooser(self, channel: str) -> Callable[[], None]:
        def choose() -> None:
            self._channel, self._choosing = channel, False
            self.app.context.invalidate()

        return choose

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
        return theme.column(*self._notice(), self._picker(), composer)

    def _picker(self) -> Node:
        name = _CHANNELS[self._channel][2]
        style = Style(
            height=40,
            padding=(16, 8, 16, 8),
            text_align="left",
            text_size=13,
            color=theme.BRAND,
            background=theme.SURFACE,
        )
        return Node(
            Role.BUTTON,
            id="channel_picker",
            label=f"Channel: {name}",
            text=f"Channel: {name}",
            on_tap=self._pick,
            style=style,
        )

    def _pick(self) -> None:
        self._choosing = not self._choosing
        self.app.context.invalidate()

    def _notice(self) -> list[Node]:
        if self.app.context.network.connected:
            return []
        style = Style(
            padding=(16, 8, 16, 0), text_size=13, color=theme.MUTED, background=theme.SURFACE
        )
        return [Node(Role.TEXT, id="composer_notice", text=_WAITS, style=style)]

    def _write(self, content: str) -> None:
        self._draft = content
        self.app.context.invalidate()

    def _send(self) -> None:
        contact_id = self._conversation["contactId"]
        self.app.outbox.add_message(contact_id, self._channel, self._draft.strip())
        self._draft = ""
        self.app.sync()

    def _set(self, fields: dict[str, Any]) -> None:
        body = {"locationId": self._conversation["locationId"], **fields}
        path = f"/conversations/{self._conversation['id']}"
        self.app.account.send("PUT", path, resources.APRIL, body)
        self._conversation = self._conversation | fields

    def _star(self) -> None:
        starred = not self._conversation["starred"]
        if self.app.attempt("Starring", lambda: self._set({"starred": starred})):
            self.app.context.invalidate()

    def _unread(self) -> None:
        if self.app.attempt("Marking as unread", lambda: self._set({"unreadCount": 1})):
            self.app.back()

    def _assign(self) -> None:
        if self.app.online("Assigning"):
            self.app.open(Assign(self.app, self._conversation["contactId"]))

    def _call(self) -> None:
        ring(self.app, self._conversation["contactId"], self.title)


def _waits(item: dict[str, Any]) -> str:
    return "Not sent" if item["refused"] else "Pending"


def _below(channel: str, time: str, state: str) -> Node:
    """The line under a message: each of its parts is a text alone, so that tests can compare it."""
    parts = []
    if channel:
        parts.append(theme.text(channel, id="message_channel", size=12, color=theme.MUTED))
    if time:
        parts.append(theme.text(time, id="message_time", size=12, color=theme.MUTED))
    if state == "Pending":
        parts.append(theme.pending("message_status"))
    elif state:
        color = theme.DANGER if state == "Not sent" else theme.MUTED
        parts.append(theme.text(state, id="message_status", size=12, color=color))
    return theme.row(*parts, gap=6)


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
        id="bubble",
        style=Style(direction="row", padding=_SIDES[mine]),
        children=line,
    )


_SIDES: Final = {True: (48.0, 0.0, 0.0, 0.0), False: (0.0, 0.0, 48.0, 0.0)}
