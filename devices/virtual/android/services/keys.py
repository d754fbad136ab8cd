"""`input`: keys, text and touches. Source: AOSP InputShellCommand."""

from __future__ import annotations

from typing import Final

from devices.virtual.android.services.registry import service
from devices.virtual.android.shell.call import Call, command

_SOURCES: Final = frozenset({"keyboard", "touchscreen", "mouse", "touchpad", "stylus"})
# Names that `input keyevent` takes beside numbers. Source: AOSP android.view.KeyEvent.
_NAMES: Final = {
    "HOME": 3,
    "BACK": 4,
    "POWER": 26,
    "ENTER": 66,
    "DEL": 67,
    "MENU": 82,
    "ESCAPE": 111,
    "SLEEP": 223,
    "WAKEUP": 224,
}
_LONG_PRESS_MS: Final = 500


@command("input")
async def input_command(call: Call) -> int:
    """The command of the shell; the service does the work."""
    return await input_service(call.sub("input", *call.args))


@service("input")
async def input_service(call: Call) -> int:
    """``keyevent``, ``text``, ``tap`` and ``swipe``."""
    words = list(call.args)
    if words and words[0] in _SOURCES:
        del words[0]
    try:
        return await _run(call, words)
    except ValueError as error:
        return await call.fail(
            f"Error: Invalid arguments for command: {' '.join(words)} ({error})", 255
        )


async def _run(call: Call, words: list[str]) -> int:
    display = call.phone.display
    match words:
        case ["keyevent", *codes] if codes:
            for code in codes:
                if not code.startswith("--"):
                    display.key(_code(code))
        case ["text", text]:
            # A blank cannot stand in the word, so `input` reads %s as one.
            display.type_text(text.replace("%s", " "))
        case ["tap", x, y]:
            display.tap(round(float(x)), round(float(y)))
        case ["swipe", *points]:
            _swipe(call, [round(float(point)) for point in points])
        case _:
            return await call.fail(f"Error: Unknown command: {' '.join(words)}", 255)
    return 0


def _swipe(call: Call, points: list[int]) -> None:
    x1, y1, x2, y2, *duration_ms = points
    if (x1, y1) == (x2, y2):
        still_ms = duration_ms[0] if duration_ms else 0
        touch = (
            call.phone.display.long_press if still_ms >= _LONG_PRESS_MS else call.phone.display.tap
        )
        touch(x1, y1)
    else:
        call.phone.display.swipe(x1, y1, x2, y2)


def _code(word: str) -> int:
    name = word.removeprefix("KEYCODE_")
    return _NAMES[name] if name in _NAMES else int(word, 0)
