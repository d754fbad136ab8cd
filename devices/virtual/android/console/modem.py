"""`gsm`, `sms` and `phonenumber` of the emulator's console.

Source: Android emulator, android/android-emu/android/console.cpp and telephony/modem.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from devices.virtual.android.console.command import KO, Command
from devices.virtual.os.telephony import REGISTRATIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.console.command import Console

_NUMBER: Final = re.compile(r"[0-9+#]{1,80}")
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,9}")
_STATES: Final = {"off": "unregistered", "on": "home"} | {name: name for name in REGISTRATIONS}
_UNKNOWN: Final = 99
_MOST_CALLS: Final = 4
_MOST_RSSI, _MOST_BER, _MOST_BARS = 31, 7, 4
_SYSTEM_PID: Final = 611


def _number(args: str, what: str) -> tuple[str, str]:
    """A phone number, or what is wrong with it."""
    number = args.partition(" ")[0]
    if not number:
        return "", KO.format(f"missing argument, try 'gsm {what} <phonenumber>'")
    if not _NUMBER.fullmatch(number):
        return "", KO.format("bad phone number format, use digits, # and + only")
    return number, ""


def _call(console: Console, args: str) -> str:
    number, wrong = _number(args, "call")
    if wrong:
        return wrong
    modem = console.phone.telephony
    if len(modem.calls) >= _MOST_CALLS:
        return KO.format("too many calls")
    if modem.call(number) is None:
        modem.ring(number)
    console.phone.log.write(
        "D", "RILJ", "[UNSL]< UNSOL_CALL_RING", pid=_SYSTEM_PID, uid=1001, buffer="radio"
    )
    return ""


def _change(what: str, state: str | None) -> Callable[[Console, str], str]:
    """A command that moves the call with a number into a state, or ends it."""

    def run(console: Console, args: str) -> str:
        number, wrong = _number(args, what)
        if wrong:
            return wrong
        call = console.phone.telephony.call(number)
        if call is None:
            said = (
                "could not cancel this number"
                if state is None
                else f"no current call to/from number '{number}'"
            )
            return KO.format(said)
        if state is None:
            console.phone.telephony.calls.remove(call)
        else:
            call.state = state
        return ""

    return run


def _list(console: Console, args: str) -> str:
    del args
    return "".join(
        f"{'inbound from' if call.inbound else 'outbound to '} {call.number:<10} : {call.state}\r\n"
        for call in console.phone.telephony.calls
    )


def _registration(kind: str) -> Callable[[Console, str], str]:
    def run(console: Console, args: str) -> str:
        if not args:
            return KO.format(f"missing argument, try 'gsm {kind} <state>'")
        if args not in _STATES:
            return KO.format(
                f"bad GSM {kind} state name, try 'help gsm {kind}' for list of valid values"
            )
        setattr(console.phone.telephony, kind, _STATES[args])
        if kind == "data":
            console.phone.radios.set_data(on=_STATES[args] in {"home", "roaming"})
        return ""

    return run


def _status(console: Console, args: str) -> str:
    del args
    modem = console.phone.telephony
    return f"gsm voice state: {modem.voice}\r\ngsm data state:  {modem.data}\r\n"


def _signal(console: Console, args: str) -> str:
    words = args.split()
    if not words:
        return KO.format("not enough arguments: see 'help gsm signal' for details")
    for word, most, name in zip(words, (_MOST_RSSI, _MOST_BER), ("rssi", "ber"), strict=False):
        if not _INTEGER.fullmatch(word):
            return KO.format(f"argument '{word}' is not a number")
        if not 0 <= int(word) <= most and int(word) != _UNKNOWN:
            limits = f"0..{most} or {_UNKNOWN}"
            return KO.format(f"invalid {name} - must be {limits}")
    modem = console.phone.telephony
    modem.rssi = int(words[0])
    modem.ber = int(words[1]) if words[1:] else _UNKNOWN
    return ""


def _profile(console: Console, args: str) -> str:
    if not args:
        return KO.format("not enough arguments: see 'help gsm signal-profile' for details")
    if not _INTEGER.fullmatch(args) or not 0 <= int(args) <= _MOST_BARS:
        return KO.format("invalid signal strength - must be 0..4")
    console.phone.telephony.profile = int(args)
    return ""


def _meter(console: Console, args: str) -> str:
    """Nothing here counts what is sent."""
    del console
    if args not in {"on", "off"}:
        return KO.format("missing argument, try 'gsm meter [on|off]'")
    return ""


def _send(console: Console, args: str) -> str:
    number, space, text = args.partition(" ")
    if not space or not text.strip():
        return KO.format("missing argument, try 'sms send <phonenumber> <text message>'")
    if not _NUMBER.fullmatch(number):
        return KO.format("bad phone number format, must be [+](0-9)*")
    console.phone.telephony.receive(number, text.replace("\\n", "\n"))
    console.phone.log.write(
        "D", "InboundSmsHandler", "broadcastSms", pid=_SYSTEM_PID, uid=1001, buffer="radio"
    )
    return ""


def _own_number(console: Console, args: str) -> str:
    if not _NUMBER.fullmatch(args):
        return KO.format("Usage: phonenumber <phonenumber>")
    console.phone.telephony.number = args
    return ""


GSM: Final = Command(
    ("gsm",),
    "GSM related commands",
    "allows you to change GSM-related settings, or to make a new inbound phone call",
    below=(
        Command(("list",), "list current phone calls", run=_list),
        Command(("call",), "create inbound phone call", run=_call),
        Command(("busy",), "close waiting outbound call as busy", run=_change("busy", None)),
        Command(
            ("hold",), "change the state of an outbound call to 'held'", run=_change("hold", "held")
        ),
        Command(
            ("accept",),
            "change the state of an outbound call to 'active'",
            run=_change("accept", "active"),
        ),
        Command(
            ("cancel",), "disconnect an inbound or outbound phone call", run=_change("cancel", None)
        ),
        Command(("data",), "modify data connection state", run=_registration("data")),
        Command(("meter",), "modify data connection meteredness", run=_meter),
        Command(("voice",), "modify voice connection state", run=_registration("voice")),
        Command(("status",), "display GSM status", run=_status),
        Command(("signal",), "set sets the rssi and ber", run=_signal),
        Command(("signal-profile",), "set the signal strength profile", run=_profile),
    ),
)
SMS: Final = Command(
    ("sms",),
    "SMS related commands",
    "allows you to simulate an inbound SMS",
    below=(Command(("send",), "send inbound SMS text message", run=_send),),
)
PHONE_NUMBER: Final = Command(("phonenumber",), "Set phone number", run=_own_number)
