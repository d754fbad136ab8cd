"""An intent as `am` reads it from its words, and the options that are not the intent's.

Source: AOSP Intent.parseCommandArgs, ActivityManagerShellCommand.makeIntent.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.java import (
    JavaError,
    boolean,
    decode,
    illegal,
    not_a_number,
    parse_float,
)
from devices.virtual.os.components import Component
from devices.virtual.os.intents import ACTION_MAIN, ACTION_VIEW, CATEGORY_LAUNCHER, Intent

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.services.arguments import Arguments

# Source: AOSP Intent.parseCommandArgs and the constants of android.content.Intent.
_FLAGS: Final = {
    "--grant-read-uri-permission": 0x1,
    "--grant-write-uri-permission": 0x2,
    "--grant-persistable-uri-permission": 0x40,
    "--grant-prefix-uri-permission": 0x80,
    "--exclude-stopped-packages": 0x10,
    "--include-stopped-packages": 0x20,
    "--debug-log-resolution": 0x8,
    "--activity-brought-to-front": 0x400000,
    "--activity-clear-top": 0x4000000,
    "--activity-clear-when-task-reset": 0x80000,
    "--activity-exclude-from-recents": 0x800000,
    "--activity-launched-from-history": 0x100000,
    "--activity-multiple-task": 0x8000000,
    "--activity-no-animation": 0x10000,
    "--activity-no-history": 0x40000000,
    "--activity-no-user-action": 0x40000,
    "--activity-previous-is-top": 0x1000000,
    "--activity-reorder-to-front": 0x20000,
    "--activity-reset-task-if-needed": 0x200000,
    "--activity-single-top": 0x20000000,
    "--activity-clear-task": 0x8000,
    "--activity-task-on-home": 0x4000,
    "--activity-match-external": 0x800,
    "--receiver-registered-only": 0x40000000,
    "--receiver-replace-pending": 0x20000000,
    "--receiver-foreground": 0x10000000,
    "--receiver-no-abort": 0x8000000,
    "--receiver-include-background": 0x1000000,
}


@dataclass(slots=True)
class Options:
    """What `am` is told beside the intent; a switch is in `switches`."""

    switches: set[str] = field(default_factory=set)
    user: int = -2
    repeat: int = 0
    display: int = -1


_SWITCHES: Final = frozenset(
    {
        "-D", "-N", "-W", "-S", "--suspend", "--streaming", "--track-allocation", "--task-overlay",
        "--lock-task", "--allow-background-activity-starts", "--async", "--splashscreen-show-icon",
        "--dismiss-keyguard-if-insecure", "--dismiss-keyguard",
    }
)  # fmt: skip
_WITH_WORD: Final = frozenset(
    {
        "-P", "--start-profiler", "--clock-type", "--attach-agent", "--attach-agent-bind",
        "--receiver-permission",
    }
)  # fmt: skip
_WITH_NUMBER: Final = frozenset(
    {
        "--sampling", "--profiler-output-version", "--windowingMode", "--activityType", "--task",
        "--task-display-area-feature-id", "--allow-fgs-start-reason",
    }
)  # fmt: skip


def _text(word: str) -> str:
    return word


def _integer(word: str) -> str:
    return str(decode(word))


def _float(word: str) -> str:
    return str(parse_float(word))


def _boolean(word: str) -> str:
    low = word.lower()
    if low in {"true", "t", "false", "f"}:
        return boolean(low[0] == "t")
    try:
        return boolean(decode(low) != 0)
    except JavaError as error:
        raise illegal(f"Invalid boolean value: {low}") from error


def _component(word: str) -> str:
    found = Component.parse(word)
    if found is None:
        raise illegal(f"Bad component name: {word}")
    return found.long


# How a value is read, and the letter of its type in an intent's URI; lists have none.
# Source: AOSP Intent.toUriInner.
_EXTRAS: Final[dict[str, tuple[Callable[[str], str], str]]] = {
    "-e": (_text, "S"),
    "--es": (_text, "S"),
    "--ei": (_integer, "i"),
    "--el": (_text, "l"),
    "--ef": (_float, "f"),
    "--ed": (_float, "d"),
    "--ez": (_boolean, "B"),
    "--eu": (_text, ""),
    "--ecn": (_component, ""),
}
_LISTS: Final[dict[str, Callable[[str], str]]] = {
    "--eia": _integer,
    "--eial": _integer,
    "--ela": _text,
    "--elal": _text,
    "--efa": _float,
    "--efal": _float,
    "--eda": _float,
    "--edal": _float,
    "--esa": _text,
    "--esal": _text,
}
_LONG: Final = frozenset({"--el", "--ela", "--elal"})


def parse_intent(arguments: Arguments) -> tuple[Intent, Options]:
    """Read options, then what they are about.

    Raises:
        JavaError: an unknown option, a value that is missing or broken, or no intent at all.
    """
    intent, options, told = Intent(), Options(), False
    selector_base: Intent | None = None
    while (option := arguments.option()) is not None:
        if option == "--selector":
            selector_base, intent = intent, Intent()
        elif (changed := _intent_option(intent, option, arguments)) is not None:
            intent, told = changed, True
        elif not _other_option(options, option, arguments):
            raise illegal(f"Unknown option: {option}")
    if selector_base is not None:
        intent = selector_base
    base = _base(arguments.word(), selected=selector_base is not None)
    if base is not None:
        return _filled(intent, base), options
    if not told:
        raise illegal("No intent supplied")
    return intent, options


def _intent_option(intent: Intent, option: str, arguments: Arguments) -> Intent | None:
    """The intent after an option of its own; None for another's."""
    if option in _FLAGS:
        return replace(intent, flags=intent.flags | _FLAGS[option])
    if option in _EXTRAS or option in _LISTS or option == "--esn":
        return _with_extra(intent, option, arguments)
    put = _PUT.get(option)
    return put(intent, arguments) if put else None


def _with_component(intent: Intent, arguments: Arguments) -> Intent:
    word = arguments.required()
    _component(word)
    return replace(intent, component=Component.parse(word))


_PUT: Final[dict[str, Callable[[Intent, Arguments], Intent]]] = {
    "-a": lambda intent, words: replace(intent, action=words.required()),
    "-d": lambda intent, words: replace(intent, data=words.required()),
    "-t": lambda intent, words: replace(intent, type=words.required()),
    "-i": lambda intent, words: replace(intent, identifier=words.required()),
    "-c": lambda intent, words: replace(intent, categories=(*intent.categories, words.required())),
    "-f": lambda intent, words: replace(intent, flags=words.decoded() & 0xFFFFFFFF),
    "-p": lambda intent, words: replace(intent, package=words.required()),
    "-n": _with_component,
}


def _with_extra(intent: Intent, option: str, arguments: Arguments) -> Intent:
    key = arguments.required()
    types = intent.extra_types
    if option == "--esn":
        value = ""
    elif option in _LISTS:
        words = arguments.required().split(",")
        value = ",".join(_checked(option, _LISTS[option], word) for word in words)
    else:
        read, letter = _EXTRAS[option]
        value = _checked(option, read, arguments.required())
        types = types | {key: letter} if letter else types
    return replace(intent, extras=intent.extras | {key: value}, extra_types=types)


def _checked(option: str, read: Callable[[str], str], word: str) -> str:
    """A value as its type reads it; a long has 64 bits, which `Integer.decode` refuses."""
    if option in _LONG and not word.lstrip("+-").isdecimal():
        raise not_a_number(word)
    return read(word)


def _other_option(options: Options, option: str, arguments: Arguments) -> bool:
    if option in _SWITCHES:
        options.switches.add(option)
    elif option == "-R":
        options.repeat = arguments.integer()
    elif option == "--user":
        options.user = arguments.user()
    elif option == "--display":
        options.display = arguments.integer()
    elif option in _WITH_WORD:
        arguments.required()
    elif option in _WITH_NUMBER:
        arguments.integer()
    else:
        return False
    return True


def _base(word: str | None, *, selected: bool) -> Intent | None:
    """The intent that the word after the options stands for: a URI, a component or a package."""
    front_door = Intent(ACTION_MAIN, categories=(CATEGORY_LAUNCHER,))
    if word is None:
        return front_door if selected else None
    if ":" in word:
        return _of_uri(word)
    if "/" in word:
        return replace(front_door, component=Component.parse(word))
    return replace(front_door, package=word)


def _of_uri(word: str) -> Intent:
    """An ``intent:`` URI with its fragment, or any other, to be viewed. Source: Intent.parseUri."""
    data, marker, fragment = word.partition("#Intent;")
    if not marker:
        return Intent(ACTION_VIEW, data=word)
    fields = [part.partition("=") for part in fragment.split(";") if "=" in part]
    values = {key: value for key, _, value in fields}
    scheme = values.get("scheme", "")
    if data.startswith("intent:"):
        rest = data.removeprefix("intent:")
        data = f"{scheme}:{rest}" if scheme else rest
    try:
        flags = decode(values.get("launchFlags", "0"))
    except JavaError as error:
        raise illegal(error.message) from error
    return Intent(
        values.get("action", ACTION_VIEW),
        data=data,
        type=values.get("type", ""),
        categories=tuple(value for key, _, value in fields if key == "category"),
        package=values.get("package", ""),
        component=Component.parse(values.get("component", "")),
        flags=flags & 0xFFFFFFFF,
        extras={key[2:]: value for key, _, value in fields if key[1:2] == "."},
    )


def _filled(intent: Intent, base: Intent) -> Intent:
    """An intent, with what it does not say taken from another. Source: Intent.fillIn."""
    takes_data = not (intent.data or intent.type)
    return replace(
        intent,
        action=intent.action or base.action,
        data=base.data if takes_data else intent.data,
        type=base.type if takes_data else intent.type,
        categories=intent.categories or (() if intent.action else base.categories),
        package=intent.package or base.package,
        component=base.component or intent.component,
        flags=intent.flags | base.flags,
        extras=base.extras | intent.extras,
    )
