"""A lab whose UiAutomator2 servers answer with constants: what a phone can cost at the very least.

Everything else is the lab's own: adb, the shell, the packages that a session asks for.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any, Final

from devices.virtual import lab
from devices.virtual.android.services.activity import instrument
from devices.virtual.android.uia2.server import PORT

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone

_ELEMENT: Final = {"ELEMENT": "e1", "element-6066-11e4-a52e-4f735466cecf": "e1"}
_ANSWERS: Final[dict[str, Any]] = {
    "/status": {"ready": True, "message": "", "build": {"version": "10.6.6", "versionCode": 278}},
    "/sessions": [],
    "/session": {"sessionId": "c", "capabilities": {}},
    "/session/c/element": _ELEMENT,
    "/session/c/elements": [_ELEMENT],
    "/session/c/element/e1/text": "Email",
    "/session/c/appium/device/pixel_ratio": "2.625",
    "/session/c/appium/device/system_bars": {"statusBar": 63},
    "/session/c/window/current/size": {"width": 1080, "height": 2400},
    "/session/c/appium/device/info": {
        "apiVersion": "34",
        "platformVersion": "14",
        "realDisplaySize": "1080x2400",
        "displayDensity": 420,
    },
}


class _Protocol(asyncio.Protocol):
    """HTTP as far as the driver speaks it: one request after another, a length on every body."""

    def __init__(self, on_end: Callable[[], None]) -> None:
        self._on_end = on_end
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        head, found, body = self._data.partition(b"\r\n\r\n")
        if not found:
            return
        words = head.lower().partition(b"content-length:")[2].split(None, 1)
        length = int(words[0]) if words else 0
        if len(body) < length:
            return
        self._data = body[length:]
        method, path, _ = head.decode().split(" ", 2)
        value = json.dumps({"sessionId": "c", "value": _ANSWERS.get(path)}).encode()
        kind = b"Content-Type: application/json; charset=utf-8"
        self._transport.write(
            b"HTTP/1.1 200 OK\r\n%s\r\nContent-Length: %d\r\n\r\n%s" % (kind, len(value), value)
        )
        if method == "DELETE":
            self._on_end()


class _Server:
    """In the place of `Uiautomator2Server`."""

    def __init__(self, phone: Phone, *, on_end: Callable[[], None], **_: object) -> None:
        self._phone, self._on_end = phone, on_end

    def start(self) -> None:
        """Listen."""
        self._phone.ports[PORT] = lambda: _Protocol(self._on_end)

    def stop(self) -> None:
        """Listen no more."""
        self._phone.ports.pop(PORT, None)


if __name__ == "__main__":
    setattr(instrument, "Uiautomator2Server", _Server)  # noqa: B010 - a class of another type
    sys.exit(lab.main())
