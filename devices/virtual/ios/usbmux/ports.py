"""The ports of a phone's services, each for one connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from devices.virtual.ios.usbmux.services import Service

_FIRST: Final = 49152  # ephemeral ports, as RFC 6335 and iOS have them
_COUNT: Final = 65536 - _FIRST
_MOST: Final = 64  # ports that were opened and never used; the oldest are closed beyond


class Opened(NamedTuple):
    """A service that waits on a port for the host that asked for it."""

    service: Service
    host_id: str


class Ports:
    """Which service waits on which port."""

    def __init__(self) -> None:
        self._opened: dict[int, Opened] = {}
        self._count = 0

    def open(self, opened: Opened) -> int:
        """The port on which a service now waits for one connection."""
        port = _FIRST + self._count % _COUNT
        self._count += 1
        self._opened[port] = opened
        if len(self._opened) > _MOST:
            del self._opened[next(iter(self._opened))]
        return port

    def take(self, port: int) -> Opened | None:
        """The service that waits on a port, which it leaves; None when none does."""
        return self._opened.pop(port, None)
