"""Files that are sent in a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from devices.virtual.app.resources import APRIL

if TYPE_CHECKING:
    from devices.virtual.app.screens.screen import App

_COUNT: Final = "files_made"  # key of the private storage


def new_name(app: App, kind: str, ending: str) -> str:
    """The name of a file that the app makes: ``photo-1.jpg``."""
    number = app.context.storage.get(_COUNT, 0) + 1
    app.context.storage[_COUNT] = number
    return f"{kind}-{number}.{ending}"


def name_of(address: str) -> str:
    """The name of a file that is on the server."""
    return unquote(address.rpartition("/")[2])


def send(app: App, conversation: dict[str, Any], channel: str, name: str) -> None:
    """Upload a file, and send it as a message.

    Raises:
        Offline, SessionEnded, RequestFailed: as `Account.send`.
    """
    file = {
        "conversationId": conversation["id"],
        "contactId": conversation["contactId"],
        "locationId": conversation["locationId"],
        "attachmentUrls": [name],
    }
    account = app.account
    kept = account.send("POST", "/conversations/messages/upload", APRIL, file)["uploadedFiles"]
    message = {
        "type": channel,
        "contactId": conversation["contactId"],
        "attachments": [kept[name]],
        "status": "pending",
    }
    account.send("POST", "/conversations/messages", APRIL, message)
