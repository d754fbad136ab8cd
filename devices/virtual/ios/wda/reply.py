"""The envelope of every answer. Source: WebDriverAgent 16.12.9, Routing/FBResponsePayload.m."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.http import Reply

if TYPE_CHECKING:
    from devices.virtual.ios.wda.errors import WdaError

_OK: Final = 200
_WRITER: Final = json.JSONEncoder(indent=2, separators=(",", " : "), ensure_ascii=False)


def succeeded(value: object, session_id: str | None) -> Reply:
    """The answer of a command that has done what it was asked."""
    return Reply(_OK, _json({"value": value, "sessionId": session_id}))


def failed(error: WdaError, session_id: str | None) -> Reply:
    """The answer of one that has not."""
    told = {"error": error.fault.error, "message": error.message, "traceback": ""}
    return Reply(error.fault.status, _json({"value": told, "sessionId": session_id}))


def page(text: str) -> Reply:
    """An answer that is no JSON; nothing says what it is."""
    return Reply(_OK, text.encode(), "")


def _json(answer: dict[str, object]) -> bytes:
    """As NSJSONSerialization prints it prettily: solidi are escaped."""
    return _WRITER.encode(answer).replace("/", "\\/").encode()
