"""One conversation: its messages, and a place to write the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.app import resources, theme, words
from devices.virtual.app.attachments import name_of
from devices.virtual.app.screens.assign import Assign
from devices.virtual.app.screens.bubbles import below, bubble
from devices.virtual.app.screens.call import ring
from devices.virtual.app.screens.composer import CHANNELS, Composer
from devices.virtual.app.screens.screen import Screen
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from devices.virtual.app.resources import Resource
    from devices.virtual.app.screens.screen import App

_NAMES: Final = {"TYPE_CALL": "Call"} | {reply: name for reply, _, name in CHANNELS.values()}
_CALLS: Final = {"no-answer": "Missed call", "voicemail": "Voicemail"}
_STATUSES: Final = {"failed": "Not sent", "undelivered": "Not sent"}
_WHITE: Final = "#FFFFFF"
_NEWEST: Final = 1_000_000  # pixels; the layout stops at the end


class Thread(Screen):
    """The messages with one contact."""

    id = "thread"

    def __init__(self, app: App, conversation: dict[str, Any]) -> None:
        super().__init__(app)
        self._conversation = conversation
        self._composer = Composer(app, conversation)

    @property
    def title(self) -> str:
        """Who it is with."""
        return str(self._conversation["fullName"])

    @property
    def conversation_id(self) -> str:
        """Which one it is."""
        return str(self._conversation["id"])

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
        self.app.push.read(self.conversation_id)

    def body(self) -> Node:
        """Messages above the composer."""
        messages = Node(
            Role.LIST,
            id="message_list",
            scroll_offset=_NEWEST,
            style=Style(weight=1, padding=(16, 16, 16, 16), gap=10, background=theme.BACKGROUND),
            children=[*self._received(), *self._waiting()],
        )
        return theme.column(messages, theme.divider(), self._composer.body(), weight=1)

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
        files = map(name_of, row.get("attachments", ()))
        return bubble(body, below(channel, time, state), mine=mine, files=files)

    def _waiting(self) -> list[Node]:
        return [
            bubble(item["body"], below(CHANNELS[item["channel"]][2], "", _waits(item)), mine=True)
            for item in self.app.outbox.messages_to(self._conversation["contactId"])
        ]

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
