"""`appops` and `cmd appops`. Source: AOSP AppOpsService.Shell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.arguments import ERROR, Arguments
from devices.virtual.android.services.java import JavaError
from devices.virtual.android.services.registry import help_or_unknown, service, threw
from devices.virtual.android.shell.call import Call, command

if TYPE_CHECKING:
    from datetime import datetime

    from devices.virtual.android.services.arguments import Handler
    from devices.virtual.os.app_ops import Use

_PREFIX: Final = "android:"
_USAGE: Final = """AppOps service (appops) commands:
help
  Print this help text.
start [--user <USER_ID>] <PACKAGE | UID> <OP>
  Starts a given operation for a particular application.
stop [--user <USER_ID>] <PACKAGE | UID> <OP>
  Stops a given operation for a particular application.
set [--user <USER_ID>] <[--uid] PACKAGE | UID> <OP> <MODE>
  Set the mode for a particular application and operation.
get [--user <USER_ID>] [--uid] <PACKAGE | UID> [<OP>]
  Return the mode for a particular application and optional operation.
query-op [--user <USER_ID>] <OP> [<MODE>]
  Print all packages that currently have the given op in the given mode.
reset [--user <USER_ID>] [<PACKAGE>]
  Reset the given application or all applications to default modes.
write-settings
  Immediately write pending changes to storage.
read-settings
  Read the last written settings, replacing current state in RAM."""


class _UsageError(Exception):
    """The command line is wrong; the message is Android's."""


@dataclass(frozen=True, slots=True)
class _Target:
    """Whom an operation is about: a package and its user id, or a user id alone."""

    package: str
    uid: int
    whole_uid: bool


@command("appops")
async def appops_command(call: Call) -> int:
    """The command of the shell; the service does the work."""
    return await appops(call.sub("appops", *call.args))


@service("appops")
async def appops(call: Call) -> int:
    """Hand on to the sub-command, and print what is wrong with its words."""
    handler = _SUB_COMMANDS.get(call.args[0] if call.args else "")
    if handler is None:
        return await help_or_unknown(call, _USAGE)
    try:
        return await handler(call, Arguments(call.args))
    except _UsageError as error:
        return await call.fail(f"Error: {error}", ERROR)
    except JavaError as error:
        return await threw(call, error.name, error.message)


async def _set(call: Call, words: Arguments) -> int:
    target = _target(call, words)
    op = _op(call, words)
    mode = words.word()
    if mode is None:
        raise _UsageError("Mode not specified.")
    ops = call.phone.app_ops
    if mode.isascii() and mode.isdecimal() and int(mode[:9]) < len(ops.modes):
        mode = ops.modes[int(mode[:9])]
    if mode not in ops.modes:
        raise _UsageError(f"Mode {mode} is not valid")
    if target.whole_uid:
        ops.set_uid(target.uid, op, mode)
    else:
        ops.set(target.package, op, mode)
    return 0


async def _get(call: Call, words: Arguments) -> int:
    target = _target(call, words)
    op = _op(call, words) if words.peek() is not None else ""
    ops = call.phone.app_ops
    lines = []
    if ops.per_uid or target.whole_uid:
        of_uid = ops.of_uid(target.package, target.uid)
        lines += [f"Uid mode: {n}: {of_uid[n]}" for n in ops.names if n in of_uid and op in {"", n}]
    if not target.whole_uid:
        now = call.phone.clock.now()
        of_package = ops.packages.get(target.package, {})
        uses = ops.uses.get(target.package, {})
        for name in ops.names:
            if op in {"", name} and (name in of_package or name in uses):
                mode = of_package.get(name, ops.default(name))
                lines.append(f"{name}: {mode}{_used(uses.get(name), now)}")
    if not lines:
        lines = ["No operations."]
        if op and ops.tells_default:
            lines.append(f"Default mode: {ops.default(op)}")
    await call.print("\n".join(lines))
    return 0


def _used(use: Use | None, now: datetime) -> str:
    if use is None:
        return ""
    told = f"; time={_ago(use.allowed, now)}" if use.allowed else ""
    return told + (f"; rejectTime={_ago(use.refused, now)}" if use.refused else "")


def _ago(when: datetime, now: datetime) -> str:
    """Source: AOSP TimeUtils.formatDuration, which leaves leading zeros out."""
    took = now - when
    milliseconds = took.microseconds // 1000
    minutes, seconds = divmod(took.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(took.days, "d"), (hours, "h"), (minutes, "m"), (seconds, "s"), (milliseconds, "ms")]
    while len(parts) > 1 and not parts[0][0]:
        del parts[0]
    return "+" + "".join(f"{number}{unit}" for number, unit in parts) + " ago"


async def _query_op(call: Call, words: Arguments) -> int:
    _skip_user(words)
    op = _op(call, words)
    ops = call.phone.app_ops
    mode = words.word() or "ignore"
    if mode not in ops.modes:
        raise _UsageError(f"Mode {mode} is not valid")
    known = {name for name, modes in ops.packages.items() if op in modes}
    known |= {name for name, uses in ops.uses.items() if op in uses}
    if not known:
        await call.print("No operations.")
        return 0
    for name in sorted(known):
        if ops.packages.get(name, {}).get(op, ops.default(op)) == mode:
            await call.print(name)
    return 0


async def _reset(call: Call, words: Arguments) -> int:
    user = _skip_user(words)
    name = words.word()
    phone = call.phone
    chosen = phone.packages.all()
    if name is not None:
        found = phone.packages.get(name)
        if found is None:
            raise _UsageError(f"No UID for {name} in user 0")
        chosen = [found]
    for package in chosen:
        phone.app_ops.reset(package.name, package.uid)
    whom = "all users" if user == _ALL_USERS else "user 0"
    what = "all packages" if name is None else f"package {name}"
    await call.print(f"Reset all modes for: {whom}, {what}")
    return 0


async def _use(call: Call, words: Arguments) -> int:
    target = _target(call, words)
    op = _op(call, words)
    ops = call.phone.app_ops
    mode = ops.mode(target.package, target.uid, op)
    now = call.phone.clock.now()
    ops.note(target.package, op, allowed=mode in {"allow", "foreground"}, when=now)
    return 0


async def _nothing(call: Call, words: Arguments) -> int:
    del call, words
    return 0


_ALL_USERS: Final = -1


def _skip_user(words: Arguments) -> int:
    user = 0
    while (option := words.option()) is not None:
        if option != "--user":
            raise _UsageError(f"Unknown option: {option}")
        user = words.user()
    return user


def _target(call: Call, words: Arguments) -> _Target:
    whole = False
    while (option := words.option()) is not None:
        if option == "--user":
            words.user()
        elif option == "--uid":
            whole = True
        else:
            raise _UsageError(f"Unknown option: {option}")
    name = words.word()
    if name is None:
        raise _UsageError("Package not specified.")
    if name.isascii() and name.isdecimal() and len(name) <= len("2147483647"):
        return _Target("", int(name), whole_uid=True)
    found = call.phone.packages.get(name)
    if found is None:
        raise _UsageError(f"No UID for {name} in user 0")
    return _Target(name, found.uid, whole)


def _op(call: Call, words: Arguments) -> str:
    """``android:mock_location`` and ``MOCK_LOCATION`` are one operation, and so is its number."""
    word = words.word()
    if word is None:
        raise _UsageError("Operation not specified.")
    names = call.phone.app_ops.names
    if word.isascii() and word.isdecimal() and int(word[:9]) < len(names):
        return names[int(word[:9])]
    name = word.removeprefix(_PREFIX).upper() if word.startswith(_PREFIX) else word
    if name not in names:
        raise _UsageError(f"Unknown operation string: {word}")
    return name


_SUB_COMMANDS: Final[dict[str, Handler]] = {
    "set": _set,
    "get": _get,
    "query-op": _query_op,
    "reset": _reset,
    "start": _use,
    "stop": _nothing,
    "note": _use,
    "write-settings": _nothing,
    "read-settings": _nothing,
}
