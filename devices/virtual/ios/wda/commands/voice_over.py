"""Commands that drive VoiceOver. What it says of an element beyond its label is unsure.

Source: WebDriverAgent 16.12.9, Commands/FBCustomCommands.m, Categories/XCUIDevice+FBVoiceOver.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.elements.snapshot import snapshot
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.features import require
from devices.virtual.ios.wda.foundation import described, ns_error
from devices.virtual.ios.wda.routing import Command, Route

if TYPE_CHECKING:
    from devices.virtual.ios.wda.elements.element import Element
    from devices.virtual.ios.wda.routing import Call

    Speech = dict[str, str | None]

_STEPS: Final = {"backward": -1, "forward": 1, "in": 0, "out": 0}


def _switch(*, on: bool) -> Command:
    def switch(call: Call) -> None:
        require(call.phone, "voice_over")
        call.agent.voice_over, call.agent.spoken = on, None

    return switch


def _enabled(call: Call) -> dict[str, bool]:
    require(call.phone, "voice_over")
    return {"enabled": call.agent.voice_over}


def _move(call: Call) -> Speech:
    direction = call.arguments.get("direction")
    if direction is None:
        message = "The 'direction' argument must be provided"
        raise WdaError(Fault.INVALID_ARGUMENT, message)
    step = _STEPS.get(str(direction).lower())
    if step is None:
        known = described(sorted(_STEPS))
        message = (
            f"Unsupported VoiceOver move direction '{direction}'. Supported directions: {known}"
        )
        raise WdaError(Fault.INVALID_ARGUMENT, ns_error(message))
    require(call.phone, "voice_over")
    told = [each for each in snapshot(call.phone, call.active()).walk() if each.accessible]
    if call.agent.voice_over and told:
        call.agent.spoken = told[_place(told, call.agent.spoken, step)]
    return _speech(call)


def _place(told: list[Element], before: Element | None, step: int) -> int:
    """Which element comes next; the first one if there was none."""
    known = [each.uid for each in told]
    if before is None or before.uid not in known:
        return 0
    return min(max(known.index(before.uid) + step, 0), len(known) - 1)


def _speech(call: Call) -> Speech:
    require(call.phone, "voice_over")
    return {"utterance": call.agent.spoken.label if call.agent.spoken else None}


ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", "/wda/voiceOver/enable", _switch(on=True), bare=True),
    Route("POST", "/wda/voiceOver/disable", _switch(on=False), bare=True),
    Route("GET", "/wda/voiceOver/enabled", _enabled, bare=True),
    Route("POST", "/wda/voiceOver/move", _move, bare=True),
    Route("GET", "/wda/voiceOver/currentSpeech", _speech, bare=True),
)
