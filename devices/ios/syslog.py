"""The log of an iPhone, as its cable tells it from the moment that somebody listens.

The driver would listen for us, which costs each session 0.2 s (measured on virtual phones).
Source: libimobiledevice, ``src/syslog_relay.c``: lines that end with a zero.
"""

from __future__ import annotations

import socket
from collections import deque
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices.errors import DeviceError

if TYPE_CHECKING:
    from devices.ios.lockdown import Cable

_SERVICE: Final = "com.apple.syslog_relay"
_KEPT: Final = 5000  # lines, the last ones: a phone in a real hand writes thousands a minute
_CHUNK: Final = 1 << 16


class Syslog:
    """Listens to one phone's log until it is stopped.

    Args:
        cable: of the phone.
    """

    def __init__(self, cable: Cable) -> None:
        self._cable = cable
        self._lines: deque[bytes] = deque(maxlen=_KEPT)
        self._connection: socket.socket | None = None
        self._listening: Thread | None = None
        self._unheard = ""

    def start(self) -> None:
        """Listen from now on; never raises: a phone that is not heard can be driven still."""
        try:
            connection = self._connection = self._cable.stream(_SERVICE)
        except DeviceError as error:
            self._unheard = f"the log is not heard: {error}\n"
            return
        self._unheard = ""
        connection.settimeout(None)
        self._listening = Thread(target=self._listen, args=(connection,), daemon=True)
        self._listening.start()

    def read(self) -> str:
        """What was logged since, oldest line first; why there is nothing where it is not heard."""
        return self._unheard + "".join(
            f"{line.decode('ascii', 'replace').rstrip()}\n" for line in self._lines
        )

    def stop(self) -> None:
        """Listen no more; never raises."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_RDWR)
        if self._listening is not None:
            self._listening.join(DEADLINES.health_s)

    def _listen(self, connection: socket.socket) -> None:
        rest = b""
        with connection, suppress(OSError):  # a cable that is pulled ends it
            while data := connection.recv(_CHUNK):
                *whole, rest = (rest + data).split(b"\0")
                self._lines.extend(whole)
