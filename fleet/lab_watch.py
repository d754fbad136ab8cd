"""What becomes of the Android phones of a lab that is up, as its adb server sees them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from devices.android.adb_server import states

if TYPE_CHECKING:
    from collections.abc import Mapping


class LabWatch:
    """Tells what has changed since it looked last.

    Args:
        port: of the lab's adb server.
        names: of the phones, by serial; where there are none, nothing is asked.
    """

    def __init__(self, port: int, names: Mapping[str, str]) -> None:
        self._port = port
        self._names = names
        self._before = dict.fromkeys(names, "device")

    def news(self, within_s: float) -> list[str]:
        """A sentence for each phone that is in another state than before.

        A server that does not answer is no news of a phone: its supervisor restarts it and says so.
        """
        if not self._names:
            return []
        try:
            listed = asyncio.run(states(self._port, within_s=within_s))
        except OSError:
            return []
        now = {serial: listed.get(serial, "gone") for serial in self._names}
        said = [
            f"{name} ({serial}) is {'back' if now[serial] == 'device' else now[serial]}"
            for serial, name in self._names.items()
            if now[serial] != self._before[serial]
        ]
        self._before = now
        return said
