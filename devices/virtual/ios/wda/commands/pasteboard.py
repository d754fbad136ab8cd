"""Commands about the general pasteboard.

A picture stays with the agent; the phone's own pasteboard holds text. The alert that asks whether
the agent may paste what another app copied is not shown: the agent accepts it by itself.

Source: WebDriverAgent 16.12.9, Utilities/FBPasteboard.m.
"""

from __future__ import annotations

import base64
import binascii
from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image, UnidentifiedImageError

from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import ns_error
from devices.virtual.ios.wda.routing import Route

if TYPE_CHECKING:
    from devices.virtual.ios.wda.routing import Call

_TEXT, _IMAGE, _URL = "plaintext", "image", "url"
_KINDS: Final = frozenset({_TEXT, _IMAGE, _URL})


def _kind(call: Call) -> str:
    given = str(call.arguments.get("contentType") or _TEXT)
    if given.lower() not in _KINDS:
        raise _failed(f"Unsupported content type: {given}")
    return given.lower()


def _set(call: Call) -> None:
    try:
        content = base64.b64decode(str(call.arguments["content"]))
    except (KeyError, binascii.Error) as error:
        message = "Cannot decode the pasteboard content from base64"
        raise WdaError(Fault.INVALID_ARGUMENT, message) from error
    if _kind(call) == _IMAGE:
        call.agent.picture, call.phone.pasteboard = _png(content), ""
    else:
        call.agent.picture, call.phone.pasteboard = b"", content.decode(errors="replace")


def _get(call: Call) -> str:
    kind, text = _kind(call), call.phone.pasteboard
    if kind == _IMAGE:
        content = b"" if text else call.agent.picture
    else:
        content = text.encode() if kind == _TEXT or "://" in text else b""
    return base64.b64encode(content).decode()


def _png(content: bytes) -> bytes:
    made = BytesIO()
    try:
        with Image.open(BytesIO(content)) as picture:
            picture.save(made, "PNG")
    except UnidentifiedImageError as error:
        raise _failed("No image can be parsed from the given pasteboard data") from error
    return made.getvalue()


def _failed(message: str) -> WdaError:
    return WdaError(Fault.UNKNOWN_ERROR, ns_error(message))


ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", "/wda/setPasteboard", _set, bare=True),
    Route("POST", "/wda/getPasteboard", _get, bare=True),
)
