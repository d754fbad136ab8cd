"""`wm` and `cmd window`. Source: AOSP WindowManagerShellCommand, WindowManagerService."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.arguments import ERROR, Arguments, handled
from devices.virtual.android.services.java import JavaError, illegal, parse_int
from devices.virtual.android.services.registry import help_or_unknown, service
from devices.virtual.android.shell.call import Call, command

if TYPE_CHECKING:
    from devices.virtual.android.services.arguments import Handler

_SMALLEST_PX: Final = 200
_LARGEST_SCALE: Final = 2
_LOWEST_DPI: Final = 72
# Above it nothing on the screen is larger than a letter; a phone's own limit is its memory.
_HIGHEST_DPI: Final = 2000
_OVERSCAN: Final = re.compile(r"(-?\d{1,5}),(-?\d{1,5}),(-?\d{1,5}),(-?\d{1,5})")
_FIXED: Final = ("default", "enabled", "disabled", "enabled_if_no_auto_rotation")
_TURNS: Final = 4

_USAGE: Final = """\
Window manager (window) commands:
  help
      Print this help text.
  size [reset|WxH|WdpxHdp] [-d DISPLAY_ID]
    Return or override display size.
    width and height in pixels unless suffixed with 'dp'.
  density [reset|DENSITY] [-d DISPLAY_ID]
    Return or override display density.
  dismiss-keyguard
    Dismiss the keyguard, prompting user for auth if necessary."""


@command("wm")
async def wm(call: Call) -> int:
    """The command of the shell; the service does the work."""
    return await window(call.sub("window", *call.args))


@service("window")
async def window(call: Call) -> int:
    """Hand on to the sub-command, if this release has it."""
    name = call.args[0] if call.args else ""
    if name not in call.phone.profile.rows["wm_commands"]["commands"]:
        return await help_or_unknown(call, _USAGE)
    return await handled(call, _COMMANDS[name])


async def _size(call: Call, arguments: Arguments) -> int:
    display = call.phone.display
    word = arguments.word()
    if word in {None, "-d"}:
        panel = display.physical
        await call.print(f"Physical size: {panel.width_px}x{panel.height_px}")
        if display.size_override is not None:
            wide, high = display.size_override
            await call.print(f"Override size: {wide}x{high}")
        return 0
    if word == "reset":
        display.override_size(None)
        return 0
    width, cross, height = (word or "").partition("x")
    if not (width and cross and height):
        return await call.fail(f"Error: bad size {word}", ERROR)
    try:
        size = (_dimension(call, width), _dimension(call, height))
    except JavaError as error:
        return await call.fail(f"Error: bad number {error.name}: {error.message}", ERROR)
    display.override_size(_clamped(call, size) if min(size) >= 0 else None)
    return 0


def _dimension(call: Call, word: str) -> int:
    if word.endswith("dp"):
        return parse_int(word.removesuffix("dp")) * call.phone.display.density // 160
    return parse_int(word.removesuffix("px"))


def _clamped(call: Call, size: tuple[int, int]) -> tuple[int, int] | None:
    """The size within its limits; None where it is the panel's own."""
    panel = call.phone.display.physical
    width = min(max(size[0], _SMALLEST_PX), panel.width_px * _LARGEST_SCALE)
    height = min(max(size[1], _SMALLEST_PX), panel.height_px * _LARGEST_SCALE)
    return None if (width, height) == (panel.width_px, panel.height_px) else (width, height)


async def _density(call: Call, arguments: Arguments) -> int:
    display = call.phone.display
    word = arguments.word()
    if word in {None, "-d"}:
        await call.print(f"Physical density: {display.physical.density_dpi}")
        if display.density_override is not None:
            await call.print(f"Override density: {display.density_override}")
        return 0
    if word == "reset":
        display.override_density(None)
        return 0
    try:
        dpi = parse_int(word or "")
    except JavaError as error:
        return await call.fail(f"Error: bad number {error.name}: {error.message}", ERROR)
    if dpi < _LOWEST_DPI:
        return await call.fail(f"Error: density must be >= {_LOWEST_DPI}", ERROR)
    dpi = min(dpi, _HIGHEST_DPI)
    display.override_density(None if dpi == display.physical.density_dpi else dpi)
    return 0


async def _overscan(call: Call, arguments: Arguments) -> int:
    word = arguments.required()
    if word == "reset":
        call.phone.display.override_overscan((0, 0, 0, 0))
        return 0
    match = _OVERSCAN.fullmatch(word)
    if match is None:
        return await call.fail(f"Error: bad rectangle arg: {word}", ERROR)
    left, top, right, bottom = (int(number) for number in match.groups())
    call.phone.display.override_overscan((left, top, right, bottom))
    return 0


async def _dismiss_keyguard(call: Call, arguments: Arguments) -> int:
    """Open the keyguard; one with a credential asks for it and stays."""
    del arguments
    call.phone.display.dismiss_keyguard()
    return 0


async def _user_rotation(call: Call, arguments: Arguments) -> int:
    settings, display = call.phone.settings, call.phone.display
    word = arguments.word()
    if word == "-d":
        arguments.integer()
        word = arguments.word()
    if word is None:
        free = settings.get("system", "accelerometer_rotation") == "1"
        await call.print("free" if free else f"lock {display.user_rotation}")
        return 0
    if word == "free":
        settings.put("system", "accelerometer_rotation", "1")
        display.rotate(0)  # the phone stands upright
        return 0
    if word != "lock":
        return await call.fail("Error: argument needs to be either -d, free or lock.", ERROR)
    turns = _turns(arguments, display.rotation)
    settings.put("system", "accelerometer_rotation", "0")
    settings.put("system", "user_rotation", str(turns))
    display.rotate(turns)
    return 0


def _turns(arguments: Arguments, now: int) -> int:
    word = arguments.word()
    turns = now if word is None else parse_int(word)
    if not -1 <= turns < _TURNS:
        raise illegal("Rotation argument must be a valid rotation constant.")
    return now if turns < 0 else turns


async def _fixed_to_user_rotation(call: Call, arguments: Arguments) -> int:
    word = arguments.word()
    if word == "-d":
        arguments.integer()
        word = arguments.word()
    if word is None:
        await call.print(call.phone.display.fixed_to_user_rotation)
        return 0
    if word not in _FIXED:
        return await call.fail(
            f"Error: expecting enabled, disabled or default, but we get {word}", ERROR
        )
    call.phone.display.fixed_to_user_rotation = word
    return 0


async def _folded_area(call: Call, arguments: Arguments) -> int:
    word = arguments.word()
    if word is None:
        await call.print("Folded area: none")
    elif word != "reset" and not _OVERSCAN.fullmatch(word):
        return await call.fail("Error: area should be LEFT,TOP,RIGHT,BOTTOM", ERROR)
    return 0


async def _scaling(call: Call, arguments: Arguments) -> int:
    if arguments.required() not in {"auto", "off"}:
        return await call.fail("Error: scaling must be 'auto' or 'off'", ERROR)
    return 0


async def _reset(call: Call, arguments: Arguments) -> int:
    del arguments
    display = call.phone.display
    display.override_size(None)
    display.override_density(None)
    display.fixed_to_user_rotation = "default"
    call.phone.settings.put("system", "accelerometer_rotation", "1")
    display.rotate(0)
    await call.print("Reset all settings for displayId=0")
    return 0


_COMMANDS: Final[dict[str, Handler]] = {
    "size": _size,
    "density": _density,
    "overscan": _overscan,
    "dismiss-keyguard": _dismiss_keyguard,
    "user-rotation": _user_rotation,
    "set-user-rotation": _user_rotation,
    "fixed-to-user-rotation": _fixed_to_user_rotation,
    "set-fix-to-user-rotation": _fixed_to_user_rotation,
    "folded-area": _folded_area,
    "scaling": _scaling,
    "reset": _reset,
}
