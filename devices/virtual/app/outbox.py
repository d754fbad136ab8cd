"""Messages that were written and are not on the server yet, in the order written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.app.account import RequestFailed
from devices.virtual.app.resources import APRIL
from devices.virtual.os.process import Offline

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from devices.virtual.app.account import Account

_OUTBOX: Final = "outbox"
_SERVER_ERROR: Final = 500

Queued = dict[str, Any]
"""``conversation_id``, ``contact_id``, ``channel``, ``body`` and ``refused``."""


class Outbox:
    """The queue; it lives in the app's private storage and so survives the end of the process."""

    def __init__(self, account: Account, storage: MutableMapping[str, Any]) -> None:
        self._account = account
        self._storage = storage

    def of(self, conversation_id: str) -> list[Queued]:
        """What waits in one conversation, oldest first, refused messages among it."""
        return [item for item in self._items() if item["conversation_id"] == conversation_id]

    def add(self, conversation_id: str, contact_id: str, channel: str, body: str) -> None:
        """Put a message at the end of the queue."""
        item = {
            "conversation_id": conversation_id,
            "contact_id": contact_id,
            "channel": channel,
            "body": body,
            "refused": False,
        }
        self._keep([*self._items(), item])

    def flush(self) -> None:
        """Send what waits, in order, until it is empty or cannot go on.

        Raises:
            SessionEnded: the server no longer knows the session; the rest keeps waiting.
        """
        done: list[Queued] = []
        waiting = self._items()
        while waiting:
            try:
                done += self._sent(waiting[0])
            except Offline:
                return
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
        body = {
            "type": item["channel"],
            "contactId": item["contact_id"],
            "message": item["body"],
            "status": "pending",
        }
        self._account.send("POST", "/conversations/messages", APRIL, body)
        return []

    def _items(self) -> list[Queued]:
        return list(self._storage.get(_OUTBOX, []))

    def _keep(self, items: list[Queued]) -> None:
        self._storage[_OUTBOX] = items
