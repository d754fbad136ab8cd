"""A device that `fleet devices` has found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.platforms import Platform


@dataclass(frozen=True, slots=True)
class Attached:
    """A device that is there.

    Attributes:
        serial: what its adb server calls it, or its UDID.
        state: as the adb server says: ``device``, ``offline``, ``unauthorized``, …; of an iPhone
            ``ready`` when its agent answers, ``silent`` when not, ``on cable`` without one.
        kind: ``virtual`` when a lab of this user's brought it up, ``emulator`` by its serial.
        model: as the device says; empty when it does not answer, so are release and API level.
        api_level: of Android; 0 when it does not answer.
        server_port: of the adb server; 0 of an iPhone.
        wda_url: where an iPhone's agent answers, where that is known.
    """

    serial: str
    state: str
    kind: str
    model: str
    release: str
    api_level: int = 0
    server_port: int = 0
    platform: Platform = "android"
    wda_url: str = ""

    @property
    def system(self) -> str:
        """Its system in words; empty when it does not answer."""
        if not self.release:
            return ""
        return f"iOS {self.release}" if self.platform == "ios" else f"Android {self.release}"

    @property
    def server(self) -> str:
        """What reaches it."""
        return f"adb {self.server_port}" if self.server_port else self.wda_url
