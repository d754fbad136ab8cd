"""`monkey`: starts an app's front door and throws events at it.

Source: AOSP platform/development cmds/monkey, Monkey.java and MonkeySourceRandom.java.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.java import JavaError, parse_int
from devices.virtual.android.shell.call import Call, command
from devices.virtual.os.activities import ActivityNotFoundError
from devices.virtual.os.intents import CATEGORY_LAUNCHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.android.phone import Phone
    from devices.virtual.os.components import Component

_BAD_OPTIONS: Final = 255
_NO_ACTIVITIES: Final = 252
_MOST_EVENTS_AT_ONCE: Final = 100
_WITHOUT_VALUE: Final = frozenset(
    {
        "-v", "-h", "--hprof", "--ignore-crashes", "--ignore-timeouts",
        "--ignore-security-exceptions", "--monitor-native-crashes", "--ignore-native-crashes",
        "--kill-process-after-error", "--wait-dbg", "--dbg-no-events", "--randomize-throttle",
        "--randomize-script", "--script-log", "--bugreport", "--periodic-bugreport",
        "--permission-target-system", "--match-description",
    }
)  # fmt: skip
_WITH_NUMBER: Final = frozenset(
    {
        "-s", "--throttle", "--profile-wait", "--device-sleep-time", "--port",
        "--pct-touch", "--pct-motion", "--pct-trackball", "--pct-nav", "--pct-majornav",
        "--pct-appswitch", "--pct-flip", "--pct-anyevent", "--pct-syskeys", "--pct-pinchzoom",
        "--pct-rotation", "--pct-permission",
    }
)  # fmt: skip
_WITH_WORD: Final = frozenset(
    {"-f", "--setup", "--pkg-blacklist-file", "--pkg-whitelist-file", "--request-bugreport"}
)
_USAGE: Final = """\
usage: monkey [-p ALLOWED_PACKAGE [-p ALLOWED_PACKAGE] ...]
              [-c MAIN_CATEGORY [-c MAIN_CATEGORY] ...]
              [--ignore-crashes] [--ignore-timeouts]
              [--ignore-security-exceptions]
              [--monitor-native-crashes] [--ignore-native-crashes]
              [--kill-process-after-error] [--hprof]
              [--match-description TEXT]
              [--pct-touch PERCENT] [--pct-motion PERCENT]
              [--pct-trackball PERCENT] [--pct-syskeys PERCENT]
              [--pct-nav PERCENT] [--pct-majornav PERCENT]
              [--pct-appswitch PERCENT] [--pct-flip PERCENT]
              [--pct-anyevent PERCENT] [--pct-pinchzoom PERCENT]
              [--pct-permission PERCENT]
              [--pkg-blacklist-file PACKAGE_BLACKLIST_FILE]
              [--pkg-whitelist-file PACKAGE_WHITELIST_FILE]
              [--wait-dbg] [--dbg-no-events]
              [--setup scriptfile] [-f scriptfile [-f scriptfile] ...]
              [--port port]
              [-s SEED] [-v [-v] ...]
              [--throttle MILLISEC] [--randomize-throttle]
              [--profile-wait MILLISEC]
              [--device-sleep-time MILLISEC]
              [--randomize-script]
              [--script-log]
              [--bugreport]
              [--periodic-bugreport]
              [--permission-target-system]
              COUNT"""


class _UsageError(Exception):
    """What is wrong with the options; the message is Monkey's."""


@dataclass(slots=True)
class _Options:
    packages: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    verbose: int = 0
    seed: int = 0
    count: int = 0


@command("monkey")
async def monkey(call: Call) -> int:
    """Check the options, find what to start, start it and go wild."""
    if call.phone.profile.rows["monkey"]["echoes"]:
        await _echo(call)
    try:
        options = _parse(call.args)
    except _UsageError as error:
        await call.fail(f"** Error: {error}" if str(error) else "", 0)
        return await call.fail(_USAGE, _BAD_OPTIONS)
    if options.verbose:
        await call.print(_heading(options))
    found = _front_doors(call.phone, options)
    if not found:
        await call.print("** No activities found to run, monkey aborted.")
        return _NO_ACTIVITIES
    await _run(call, options, found)
    await call.print(f"Events injected: {options.count}")
    await call.print(
        "## Network stats: elapsed time=11ms (0ms mobile, 0ms wifi, 11ms not connected)"
    )
    if options.verbose:
        await call.print("// Monkey finished")
    return 0


async def _echo(call: Call) -> None:
    for word in call.args:
        await call.print(f"  bash arg: {word}")
    await call.print(f"args: [{', '.join(call.args)}]")
    for word in call.args:
        await call.fail(f' arg: "{word}"')


def _parse(words: tuple[str, ...]) -> _Options:
    options, rest, plain = _Options(), iter(words), []
    for word in rest:
        if not word.startswith("-") or word == "-":
            plain.append(word)
            break
        _option(options, word, rest)
    plain += rest
    if not plain:
        raise _UsageError("Count not specified" if words else "")
    try:
        options.count = parse_int(plain[0])
    except JavaError as error:
        raise _UsageError(f'Count is not a number: "{plain[0]}"') from error
    return options


def _value(option: str, rest: Iterator[str]) -> str:
    word = next(rest, None)
    if word is None:
        raise _UsageError(f"No data for option {option}")
    return word


def _option(options: _Options, word: str, rest: Iterator[str]) -> None:
    if word == "-p":
        options.packages.append(_value(word, rest))
    elif word == "-c":
        options.categories.append(_value(word, rest))
    elif word == "-v":
        options.verbose += 1
    elif word == "-h":
        raise _UsageError("")
    elif word in _WITH_NUMBER:
        _number(options, word, _value(word, rest))
    elif word in _WITH_WORD:
        _value(word, rest)
    elif word not in _WITHOUT_VALUE:
        raise _UsageError(f"Unknown option: {word}")


def _number(options: _Options, option: str, word: str) -> None:
    try:
        number = parse_int(word)
    except JavaError as error:
        raise _UsageError(f'{option} is not a number: "{word}"') from error
    if option == "-s":
        options.seed = number


def _heading(options: _Options) -> str:
    lines = [f":Monkey: seed={options.seed} count={options.count}"]
    lines += [f":AllowPackage: {name}" for name in options.packages]
    categories = options.categories or [CATEGORY_LAUNCHER, "android.intent.category.MONKEY"]
    return "\n".join(lines + [f":IncludeCategory: {name}" for name in categories])


def _front_doors(phone: Phone, options: _Options) -> list[Component]:
    """The activities behind icons; other categories have none here."""
    if options.categories and CATEGORY_LAUNCHER not in options.categories:
        return []
    wanted = options.packages or [package.name for package in phone.packages.all()]
    found = []
    for name in wanted:
        try:
            found.append(phone.activities.resolver.launcher(name))
        except ActivityNotFoundError:
            continue
    return found


async def _run(call: Call, options: _Options, found: list[Component]) -> None:
    """The first event starts an app; the others touch it, all over the screen."""
    phone = call.phone
    # Not secret: the same seed throws the same events.
    chance = random.Random(options.seed)  # noqa: S311
    for number in range(options.count):
        if number == 0:
            phone.activities.start(chance.choice(found))
        else:
            bounds, bars = phone.display.bounds, phone.display.system_bars()
            x = chance.randrange(bounds.left, bounds.right)
            y = chance.randrange(bounds.top + bars.status_bar, bounds.bottom - bars.navigation_bar)
            phone.display.tap(x, y)
        if number % _MOST_EVENTS_AT_ONCE == 0:
            await asyncio.sleep(0)  # thousands of events in a row: others get their turn as well
