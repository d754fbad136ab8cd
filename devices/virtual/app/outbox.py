"""Messages and notes that were written and are not on the server yet, in the order written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from devices.virtual.app.account import RequestFailed
from devices.virtual.app.defects import carries
from devices.virtual.app.resources import APRIL, JULY

if TYPE_CHECKING:
    from devices.virtual.app.account import Account
    from devices.virtual.os.process import AppContext

_OUTBOX: Final = "outbox"
_SERVER_ERROR: Final = 500
_FLAPS: Final = 2  # losses in a row that make the link a flapping one

Queued = dict[str, Any]
"""``kind``, ``place_id``, ``contact_id``, ``body``, ``key``, ``refused``; ``channel`` too of a
message."""


class Outbox:
    """The queue; it lives in the app's private storage and so survives the end of the process."""

    def __init__(self, account: Account, context: AppContext) -> None:
        self._account = account
        self._storage = context.storage
        self._metadata = context.metadata
        self._losses = 0
        self._last_sent: Queued | None = None
        if carries(self._metadata, "queue-lost-on-restart"):
            self.forget()

    def messages_to(self, contact_id: str) -> list[Queued]:
        """Messages that wait for a contact, oldest first, refused ones among them."""
        return self._of("message", contact_id)

    def notes_about(self, contact_id: str) -> list[Queued]:
        """Notes that wait, oldest first, refused ones among them."""
        return self._of("note", contact_id)

    def add_message(self, contact_id: str, channel: str, body: str) -> None:
        """Put a message at the end of the queue."""
        self._add({"kind": "message", "contact_id": contact_id, "channel": channel, "body": body})

    def add_note(self, contact_id: str, body: str) -> None:
        """Put a note at the end of the queue."""
        self._add({"kind": "note", "contact_id": contact_id, "body": body})

    def lost_connection(self) -> None:
        """Count a loss of the connection."""
        self._losses += 1

    def flush(self) -> None:
        """Send what waits, in order, until it is empty or cannot go on.

        Raises:
            Offline: nothing is connected, or a reply was lost; the rest keeps waiting.
            SessionEnded: the server no longer knows the session; so does it then.
        """
        if carries(self._metadata, "queue-reversed"):
            self._keep(self._items()[::-1])
        self._resend_after_flapping()
        done: list[Queued] = []
        waiting = self._items()
        while waiting:
            try:
                done += self._sent(waiting[0])
            except RequestFailed as failure:
                if failure.status >= _SERVER_ERROR:
                    return
                done.append(waiting[0] | {"refused": True})
            waiting = waiting[1:]
            self._keep([*done, *waiting])

    def forget(self) -> None:
        """Drop the queue."""
        self._storage.pop(_OUTBOX, None)

    def _sent(self, item: Queued) -> list[Queued]:
        """Send one item; returns what is to stay of it in the queue."""
        if item["refused"]:
            return [item]
        self._send(item, item["key"])
        if carries(self._metadata, "queue-sends-twice"):
            self._send(item, "")
        self._last_sent = item
        return []

    def _send(self, item: Queued, key: str) -> None:
        place_id, contact_id = item["place_id"], item["contact_id"]
        if item["kind"] == "note":
            path, body = f"/contacts/{contact_id}/notes", {"body": item["body"]}
            self._account.send("POST", path, JULY, body, place_id=place_id, key=key)
            return
        body = {
            "type": item["channel"],
            "contactId": contact_id,
            "message": item["body"],
            "status": "pending",
        }
        path = "/conversations/messages"
        self._account.send("POST", path, APRIL, body, place_id=place_id, key=key)

    def _resend_after_flapping(self) -> None:
        """What a build with a seeded defect does once the link has gone twice since the writing."""
        if not carries(self._metadata, "flapping-resends"):
            return
        if self._losses >= _FLAPS and self._last_sent is not None:
            self._keep([*self._items(), self._last_sent | {"key": uuid4().hex}])
            self._losses, self._last_sent = 0, None

    def _of(self, kind: str, contact_id: str) -> list[Queued]:
        wanted = (kind, contact_id)
        return [item for item in self._items() if (item["kind"], item["contact_id"]) == wanted]

    def _add(self, item: Queued) -> None:
        place_id = self._account.place["id"]
        more = {"place_id": place_id, "key": uuid4().hex, "refused": False}
        self._keep([*self._items(), item | more])
        self._losses, self._last_sent = 1, None

    def _items(self) -> list[Queued]:
        return list(self._storage.get(_OUTBOX, []))

    def _keep(self, items: list[Queued]) -> None:
        self._storage[_OUTBOX] = items
