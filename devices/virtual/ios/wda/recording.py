"""Recordings of the screen, as XCTest's daemon makes them.

Source: WebDriverAgent 16.12.9, Commands/FBVideoCommands.m, Routing/FBScreenRecordingContainer.m.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.video.film import Film, half_of

if TYPE_CHECKING:
    from devices.virtual.ios.phone import IPhone

_MOST_BYTES: Final = 32 << 20  # what a recording may take before nothing more is added
_FASTEST_FPS: Final = 10


@dataclass(slots=True)
class Recording:
    """One that is under way.

    Attributes:
        codec: 0 for H.264, 1 for HEVC; pictures are H.264 either way.
        started_at: seconds since 1970.
    """

    fps: int
    codec: int
    uuid: str
    started_at: float
    film: Film

    @property
    def told(self) -> dict[str, object]:
        """As the agent tells of it."""
        return {
            "fps": self.fps,
            "codec": self.codec,
            "uuid": self.uuid,
            "startedAt": self.started_at,
        }


class Recordings:
    """Those of one phone.

    Attributes:
        attachments: finished ones, MP4 by UUID; a host gets at them past the agent.
    """

    def __init__(self, phone: IPhone) -> None:
        self._phone = phone
        self._cancel = _nothing
        self._seen: tuple[object, ...] = ()
        self.current: Recording | None = None
        self.attachments: dict[str, bytes] = {}

    def start(self, fps: int, codec: int) -> Recording:
        """Begin one, unless one is under way; returns that which is.

        It looks at the screen ten times a second at most.
        """
        if self.current is None:
            film = Film(half_of(self._phone.display.bounds))
            now = self._phone.clock.now().timestamp()
            self.current = Recording(fps, codec, str(uuid.uuid4()).upper(), now, film)
            self._seen = ()
            self._look()
        return self.current

    def stop(self) -> Recording | None:
        """Finish the one that is under way, if one is."""
        recording, self.current = self.current, None
        self._cancel()
        if recording is not None:
            self.attachments[recording.uuid] = recording.film.mp4(self._now_s())
        return recording

    def _look(self) -> None:
        recording, display = self.current, self._phone.display
        if recording is None or recording.film.size_bytes >= _MOST_BYTES:
            return
        now = (display.version, display.screen_on, display.rotation)
        if now != self._seen:
            self._seen = now
            recording.film.take(display.screenshot_png(), self._now_s())
        pause = timedelta(seconds=1 / max(1, min(recording.fps, _FASTEST_FPS)))
        self._cancel = self._phone.clock.schedule(pause, self._look)

    def _now_s(self) -> float:
        return self._phone.clock.uptime().total_seconds()


def _nothing() -> None:
    """What cancels a look that is not planned."""
