"""`service`: the names that servicemanager knows, and raw transactions.

Source: AOSP frameworks/native cmds/service/service.cpp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfoNotFoundError

from devices.virtual.android.services.registry import interfaces
from devices.virtual.android.shell.call import Call, command

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.phone import Phone

    Transaction = Callable[[Phone, list[str]], str]

_BAD: Final = 10
_USAGE: Final = """Usage: service [-h|-?]
       service list
       service check SERVICE
       service call SERVICE CODE [i32 N | i64 N | f N | d N | s16 STR | null | fd f | nfd n | afd f ] ...
Options:
   i32: Write the 32-bit integer N into the send parcel.
   i64: Write the 64-bit integer N into the send parcel.
   f:   Write the 32-bit single-precision number N into the send parcel.
   d:   Write the 64-bit double-precision number N into the send parcel.
   s16: Write the UTF-16 string STR into the send parcel.
   null: Write a null binder into the send parcel.
   fd: Write a file descriptor for the file f to the send parcel.
   nfd: Write file descriptor n to the send parcel.
   afd: Write an ashmem file descriptor for a region containing the data from file f to the send parcel."""  # noqa: E501 - Android's own text
_VOID: Final = "Result: Parcel(00000000    '....')"
_UNKNOWN: Final = 'Result: Parcel(Error: 0xffffffffffffffb6 "Not a data message")'
# What follows each kind of argument, as the tool's complaints name it.
_ARGUMENTS: Final = {
    "i32": "integer",
    "i64": "integer",
    "f": "number",
    "d": "number",
    "s16": "string",
    "fd": "path",
    "nfd": "file descriptor",
    "afd": "path",
}


@command("service")
async def service_command(call: Call) -> int:
    """``list``, ``check NAME`` and ``call NAME CODE …``."""
    verb, words = (call.args[0], call.args[1:]) if call.args else ("-h", ())
    if verb in {"-h", "-?", "--help"}:
        await call.print(_USAGE)
        return 0
    body = _VERBS.get(verb)
    return await (_wrong(call, f"Unknown command {verb}") if body is None else body(call, words))


async def _check(call: Call, words: tuple[str, ...]) -> int:
    if not words:
        return await _wrong(call, "No service specified for check")
    found = "found" if words[0] in interfaces(call.phone) else "not found"
    await call.print(f"Service {words[0]}: {found}")
    return 0


async def _list(call: Call, words: tuple[str, ...]) -> int:
    del words
    found = interfaces(call.phone)
    await call.print(f"Found {len(found)} services:")
    rows = [f"{n}\t{name}: [{found[name]}]" for n, name in enumerate(sorted(found))]
    await call.print("\n".join(rows))
    return 0


async def _wrong(call: Call, words: str) -> int:
    await call.fail(f"service: {words}")
    await call.print(_USAGE)
    return _BAD


async def _call(call: Call, words: tuple[str, ...]) -> int:
    if len(words) < 2:  # noqa: PLR2004 - a service and a code; the tool says the same of either
        return await _wrong(call, "No service specified for call")
    name, code, *arguments = words
    if not interfaces(call.phone).get(name):
        return await call.fail(f"service: Service {name} does not exist", _BAD)
    values, complaint = _parsed(arguments)
    if complaint:
        return await _wrong(call, complaint)
    transaction = _TRANSACTIONS.get((name, code))
    await call.print(_UNKNOWN if transaction is None else transaction(call.phone, values))
    return 0


def _parsed(arguments: list[str]) -> tuple[list[str], str]:
    """The values of the arguments, or what is wrong with them."""
    values: list[str] = []
    rest = iter(arguments)
    for kind in rest:
        if kind == "null":
            values.append("")
        elif kind not in _ARGUMENTS:
            return [], f"unknown option {kind}"
        else:
            value = next(rest, None)
            if value is None:
                return [], f"no {_ARGUMENTS[kind]} supplied for '{kind}'"
            values.append(value)
    return values, ""


def _set_time_zone(phone: Phone, values: list[str]) -> str:
    """IAlarmManager.setTimeZone. A zone that does not exist is an exception in the reply."""
    try:
        phone.set_time_zone(values[0] if values else "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # java.lang.IllegalArgumentException is the parcel's exception code -3.
        return "Result: Parcel(fffffffd    '....')"
    return _VOID


# Source: AOSP IAlarmManager.aidl, in the order of its methods.
_TRANSACTIONS: Final[dict[tuple[str, str], Transaction]] = {("alarm", "3"): _set_time_zone}

_VERBS: Final[dict[str, Callable[[Call, tuple[str, ...]], Awaitable[int]]]] = {
    "list": _list,
    "check": _check,
    "call": _call,
}
