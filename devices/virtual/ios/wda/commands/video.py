"""Commands that record the screen. Source: WebDriverAgent 16.12.9, Commands/FBVideoCommands.m."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.features import require
from devices.virtual.ios.wda.routing import Route

if TYPE_CHECKING:
    from devices.virtual.ios.wda.recording import Recording
    from devices.virtual.ios.wda.routing import Call

    Told = dict[str, object] | None

_FPS: Final = 24
_CODEC: Final = 0


def _start(call: Call) -> Told:
    require(call.phone, "screen_recording")
    fps, codec = call.arguments.get("fps", _FPS), call.arguments.get("codec", _CODEC)
    return _told(call.agent.recordings.start(int(fps), int(codec)))


def _stop(call: Call) -> Told:
    return _told(call.agent.recordings.stop())


def _get(call: Call) -> Told:
    return _told(call.agent.recordings.current)


def _told(recording: Recording | None) -> Told:
    return None if recording is None else recording.told


ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", "/wda/video/start", _start, bare=True),
    Route("POST", "/wda/video/stop", _stop, bare=True),
    Route("GET", "/wda/video", _get, bare=True),
)
