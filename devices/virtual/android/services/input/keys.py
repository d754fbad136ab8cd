"""`input`: keys, text and touches.

Source: AOSP cmds/input Input.java, com.android.server.input.InputShellCommand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.arguments import Arguments, handled
from devices.virtual.android.services.input.key_codes import META, UNKNOWN, key_code
from devices.virtual.android.services.java import NUMBER_FORMAT, JavaError, illegal, parse_float
from devices.virtual.android.services.registry import service
from devices.virtual.android.shell.call import Call, command
from devices.virtual.os import input_methods
from devices.virtual.os.typing_target import KEY_ENTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone

    Sub = Callable[[Phone, Arguments], None]

_SOURCES: Final = (
    "keyboard", "dpad", "gamepad", "touchscreen", "mouse", "stylus", "trackball", "touchpad",
    "touchnavigation", "joystick",
)  # fmt: skip
_DEFAULT_SWIPE_MS: Final = 300
_FARTHEST_PX: Final = 1e6  # far outside of any screen, and still a number of pixels
_TYPEABLE: Final = frozenset(map(chr, range(32, 127))) | {"\n", "\t"}
"""What the virtual keyboard has keys for. Source: AOSP Virtual.kcm."""

_USAGE: Final = """\
Usage: input [<source>] <command> [<arg>...]

The sources are: {sources}

The commands and default sources are:
      text <string> (Default: touchscreen)
      keyevent [--longpress] <key code number or name> ... (Default: keyboard)
      tap <x> <y> (Default: touchscreen)
      swipe <x1> <y1> <x2> <y2> [duration(ms)] (Default: touchscreen)
      draganddrop <x1> <y1> <x2> <y2> [duration(ms)] (Default: touchscreen)
      press (Default: trackball)
      roll <dx> <dy> (Default: trackball)"""


@command("input")
async def input_command(call: Call) -> int:
    """The program of this release."""
    style = call.phone.profile.rows["input_command"]["style"]
    if style == "shell":
        return await input_service(call.sub("input", *call.args))
    if not call.args:
        await call.fail(_USAGE.format(sources=" ".join(_SOURCES)), 0)
        return 0
    return await _program(call, says_which=style == "main")


@service("input")
async def input_service(call: Call) -> int:
    """The service's command, which `input` stands for from Android 12 on."""
    words = _without_source(call.args)
    name = words[0] if words else ""
    if name not in call.phone.profile.rows["input_command"]["commands"]:
        if name and name not in {"help", "-h"}:
            await call.print(f"Unknown command: {name}")
        else:
            await call.print(_USAGE.format(sources=" ".join(_SOURCES)))
        return 0

    async def run(call: Call, arguments: Arguments) -> int:
        try:
            _COMMANDS[name](call.phone, arguments)
        except JavaError as error:
            if error.name == NUMBER_FORMAT:
                raise illegal(f"Error: Invalid arguments for command: {name}") from error
            raise
        return 0

    return await handled(call.sub("input", *words), run)


async def _program(call: Call, *, says_which: bool) -> int:
    """The program up to Android 11: usage errors go to standard error, and the status is 0."""
    words = _without_source(call.args)
    name = words[0] if words else ""
    usage = _USAGE.format(sources=" ".join(_SOURCES))
    if name not in call.phone.profile.rows["input_command"]["commands"]:
        complaint = f"Error: Unknown command: {name}"
    else:
        try:
            _COMMANDS[name](call.phone, Arguments(words))
        except JavaError as error:
            if error.name == _NO_KEYS.name:
                return await call.fail(f"{error.name}: {error.message}", 1)
            complaint = f"Error: Invalid arguments for command: {name}"
            if not says_which and error.name != NUMBER_FORMAT:
                complaint = f"Error: {error.message}"
        else:
            return 0
    text = f"{complaint}\n{usage}" if says_which else f"{usage}\n\n{complaint}"
    return await call.fail(text, 0)


def _without_source(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words from the sub-command on, without the device and the display before it."""
    if words and words[0] in _SOURCES:
        words = words[1:]
    return words[2:] if words[:1] == ("-d",) else words


def _text(phone: Phone, arguments: Arguments) -> None:
    text = _unescaped(arguments.required())
    if not set(text) <= _TYPEABLE:
        raise _NO_KEYS
    method = input_methods.chosen(phone.packages, phone.settings)
    if input_methods.is_editor_action(method, text):
        phone.display.type_key(KEY_ENTER)
    else:
        phone.display.type_text(input_methods.decoded(method, text))


# A character without a key leaves no events at all, and nothing is typed.
_NO_KEYS: Final = JavaError("java.lang.NullPointerException", "Attempt to get length of null array")


def _unescaped(text: str) -> str:
    """%s stands for a blank. Source: AOSP Input.sendText, its loop included."""
    chars, escaped, i = list(text), False, 0
    while i < len(chars):
        if escaped:
            escaped = False
            if chars[i] == "s":
                chars[i] = " "
                i -= 1
                del chars[i]
        if chars[i] == "%":
            escaped = True
        i += 1
    return "".join(chars)


def _keyevent(phone: Phone, arguments: Arguments) -> None:
    long, twice = False, False
    word: str | None = arguments.required()
    while word is not None and word.startswith("--"):
        long, twice = long or word == "--longpress", twice or word == "--doubletap"
        if word == "--delay":
            arguments.integer()
        word = arguments.word()
    if word is None:
        raise illegal("Argument expected after keyevent's options")
    while word is not None:
        for _ in range(1 + twice):
            phone.display.key(key_code(word), long=long)
        word = arguments.word()


def _tap(phone: Phone, arguments: Arguments) -> None:
    phone.display.tap(*_point(arguments))


def _point(arguments: Arguments) -> tuple[int, int]:
    return _pixel(arguments.number()), _pixel(arguments.number())


def _pixel(number: float) -> int:
    return round(max(-_FARTHEST_PX, min(number, _FARTHEST_PX)))


def _points(arguments: Arguments) -> tuple[int, int, int, int, float]:
    start, end = _point(arguments), _point(arguments)
    duration_ms = arguments.integer() if arguments.peek() is not None else -1
    return *start, *end, float(_DEFAULT_SWIPE_MS if duration_ms < 0 else duration_ms)


def _swipe(phone: Phone, arguments: Arguments) -> None:
    x1, y1, x2, y2, duration_ms = _points(arguments)
    if (x1, y1) == (x2, y2):
        phone.display.tap(x1, y1, hold_ms=duration_ms)
    else:
        phone.display.swipe(x1, y1, x2, y2, duration_ms=duration_ms)


def _drag_and_drop(phone: Phone, arguments: Arguments) -> None:
    x1, y1, x2, y2, duration_ms = _points(arguments)
    phone.display.drag(x1, y1, x2, y2, duration_ms=duration_ms)


def _press(phone: Phone, arguments: Arguments) -> None:
    """A trackball has no place on the screen: nothing here takes it."""
    del phone, arguments


def _roll(phone: Phone, arguments: Arguments) -> None:
    del phone
    _point(arguments)


def _motion_event(phone: Phone, arguments: Arguments) -> None:
    word = arguments.required()
    action, touch = word.upper(), phone.display.touch
    if action not in {"DOWN", "UP", "MOVE", "CANCEL"}:
        raise illegal(f"Unknown action: {word}")
    if action == "CANCEL":
        for place in (arguments.word(), arguments.word()):
            if place is not None:
                parse_float(place)
        touch.cancel()
        return
    x, y = _point(arguments)
    at_ms = phone.clock.uptime().total_seconds() * 1000
    {"DOWN": touch.down, "UP": touch.up, "MOVE": touch.move}[action](0, x, y, at_ms)


def _key_combination(phone: Phone, arguments: Arguments) -> None:
    word: str | None = arguments.required()
    if word == "-t":
        arguments.integer()
        word = arguments.required()
    codes = []
    while word is not None:
        code = key_code(word)
        if code == UNKNOWN:
            raise illegal(f"Unknown keycode: {word}")
        codes.append(code)
        word = arguments.word()
    if len(codes) < 2:  # noqa: PLR2004 - a combination
        raise illegal("keycombination requires at least 2 keycodes")
    meta = 0
    for code in codes:
        phone.display.key(code, meta=meta)
        meta |= META.get(code, 0)


_COMMANDS: Final[dict[str, Sub]] = {
    "text": _text,
    "keyevent": _keyevent,
    "tap": _tap,
    "swipe": _swipe,
    "draganddrop": _drag_and_drop,
    "press": _press,
    "roll": _roll,
    "motionevent": _motion_event,
    "keycombination": _key_combination,
}
