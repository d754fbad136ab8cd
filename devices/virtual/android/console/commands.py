"""The commands of the emulator's console: the whole table, and those about the emulator itself.

Source: Android emulator, android/android-emu/android/console.cpp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.console import hardware, modem
from devices.virtual.android.console.command import KO, Command, find

if TYPE_CHECKING:
    from devices.virtual.android.console.command import Console

# Bits a second up and down, and milliseconds at least and at most. Source: Android emulator,
# android/emulation/control/NetworkCapabilities and console.cpp's tables.
_SPEEDS: Final = {
    "gsm": (14400, 14400),
    "hscsd": (14400, 57600),
    "gprs": (28800, 57600),
    "edge": (473600, 473600),
    "umts": (384000, 384000),
    "hsdpa": (5760000, 13980000),
    "lte": (58000000, 173000000),
    "evdo": (75000, 280000),
    "full": (0, 0),
}
_DELAYS: Final = {
    "gsm": (150, 550),
    "hscsd": (80, 400),
    "gprs": (35, 200),
    "edge": (80, 400),
    "umts": (35, 200),
    "hsdpa": (0, 0),
    "lte": (0, 0),
    "evdo": (0, 0),
    "none": (0, 0),
}
_LIMIT: Final = 10_000_000


def _pair(text: str, factor: int) -> tuple[int, int] | None:
    """``N`` or ``N:M``, in units of a factor."""
    parts = text.split(":")
    if len(parts) > 2 or not all(p.isascii() and p.isdigit() and len(p) < 9 for p in parts):  # noqa: PLR2004 - a pair; digits of a number below the limit
        return None
    low, high = int(parts[0]), int(parts[-1])
    return (low * factor, high * factor) if max(low, high) <= _LIMIT else None


def _speed(console: Console, args: str) -> str:
    if not args:
        return KO.format("missing <speed> argument, see 'help network speed'")
    found = _SPEEDS.get(args) or _pair(args, 1000)
    if found is None:
        return KO.format("invalid <speed> argument, see 'help network speed' for valid values")
    console.phone.telephony.speed = found
    return ""


def _delay(console: Console, args: str) -> str:
    if not args:
        return KO.format("missing <latency> argument, see 'help network delay'")
    found = _DELAYS.get(args) or _pair(args, 1)
    if found is None or found[0] > found[1]:
        return KO.format("invalid <latency> argument, see 'help network delay' for valid values")
    console.phone.telephony.latency = found
    return ""


def _network_status(console: Console, args: str) -> str:
    del args
    up, down = console.phone.telephony.speed
    low, high = console.phone.telephony.latency
    return (
        "Current network status:\r\n"
        f"  download speed:   {down:8} bits/s ({down / 8192:.1f} KB/s)\r\n"
        f"  upload speed:     {up:8} bits/s ({up / 8192:.1f} KB/s)\r\n"
        f"  minimum latency:  {low} ms\r\n  maximum latency:  {high} ms\r\n"
    )


_NETWORK: Final = Command(
    ("network",),
    "Manage network settings",
    "allows you to manage the settings related to the network data connection of the\n"
    "emulated device.",
    below=(
        Command(("status",), "dump network status", run=_network_status),
        Command(("speed",), "change network speed", run=_speed),
        Command(("delay",), "change network latency", run=_delay),
    ),
)


def _avd_name(console: Console, args: str) -> str:
    del args
    return f"{console.phone.name}\r\n"


def _avd_path(console: Console, args: str) -> str:
    del args
    return f"~/.android/avd/{console.phone.name}.avd\r\n"


def _avd_status(console: Console, args: str) -> str:
    del console, args
    return "virtual device is running\r\n"


def _avd_start(console: Console, args: str) -> str:
    del console, args
    return KO.format("virtual device already running")


def _avd_stop(console: Console, args: str) -> str:
    """The phone that suites drive is never paused behind their back."""
    del console, args
    return KO.format("virtual device cannot be stopped")


def _heartbeat(console: Console, args: str) -> str:
    del args
    return f"heartbeat: {int(console.phone.clock.uptime().total_seconds())}\r\n"


_AVD: Final = Command(
    ("avd",),
    "Control virtual device execution",
    "allows you to control (e.g. start/stop) the execution of the virtual device",
    below=(
        Command(("stop",), "stop the virtual device", run=_avd_stop),
        Command(("start",), "start/restart the virtual device", run=_avd_start),
        Command(("status",), "query virtual device status", run=_avd_status),
        Command(("heartbeat",), "query the heart beat number of the guest system", run=_heartbeat),
        Command(("name",), "query virtual device name", run=_avd_name),
        Command(("id",), "query virtual device ID", run=_avd_name),
        Command(("path",), "query AVD path", run=_avd_path),
    ),
)


def _redirections(console: Console, args: str) -> str:
    del console, args
    return "no active redirections\r\n"


def _redirect(console: Console, args: str) -> str:
    """No port of this host is opened for a phone; adb forwards ports."""
    del console
    parts = args.split(":")
    if len(parts) != 3 or parts[0] not in {"tcp", "udp"}:  # noqa: PLR2004 - protocol and two ports
        return KO.format("bad redirection format, try (tcp|udp):hostport:guestport")
    if not all(part.isascii() and part.isdigit() for part in parts[1:]):
        return KO.format("bad redirection format, try (tcp|udp):hostport:guestport")
    return KO.format("can't setup redirection, port probably used by another program on host")


def _redirect_not(console: Console, args: str) -> str:
    del console
    parts = args.split(":")
    if len(parts) != 2 or parts[0] not in {"tcp", "udp"}:  # noqa: PLR2004 - protocol and port
        return KO.format("bad redirection format, try (tcp|udp):hostport")
    return KO.format(f"can't remove unknown redirection ({args})")


_REDIR: Final = Command(
    ("redir",),
    "Manage port redirections",
    "allows you to add, list and remove UDP and/or PORT redirection from the host to the device\n"
    "as an example, 'redir tcp:5000:6000' will route any packet sent to the host's TCP port 5000\n"
    "to TCP port 6000 of the emulated device",
    below=(
        Command(("list",), "list current redirections", run=_redirections),
        Command(("add",), "add new redirection", run=_redirect),
        Command(("del",), "remove existing redirection", run=_redirect_not),
    ),
)


def _screenshot(console: Console, args: str) -> str:
    """The console writes into a folder of the host, which a phone of this lab does not touch."""
    del console
    if not args:
        return KO.format("Must provide directory path")
    return KO.format("Screenshot failed: the host's folders are out of reach, use screencap")


_SCREENRECORD: Final = Command(
    ("screenrecord",),
    "Records the emulator's display",
    "allows you to record the display of the emulator",
    below=(Command(("screenshot",), "Take a screenshot", run=_screenshot),),
)


def _help(console: Console, args: str) -> str:
    del console
    if not args:
        rows = [f"    {'|'.join(c.names):<16} {c.summary}" for c in ROOT.below]
        return "\r\n".join(
            [
                "Android console commands:",
                *rows,
                "",
                "Try 'help <command>' for description of a specific command",
                "",
            ]
        )
    found, _, rest = find(ROOT, args)
    if found is None or (rest and found.run is None):
        return KO.format("unknown command, try 'help'")
    prefix = args[: -len(rest)] if rest else args
    return found.help_text(prefix.strip()[: -len(found.names[0])])


def _auth(console: Console, args: str) -> str:
    del console
    if not args:
        return KO.format("missing authentication token")
    return "Android Console: type 'help' for a list of commands\r\n"


def _ping(console: Console, args: str) -> str:
    del console, args
    return "I am alive!\r\n"


def _never(console: Console, args: str) -> str:
    """The session itself ends; the protocol does it."""
    del console, args
    return ""


ROOT: Final = Command(
    ("",),
    "",
    below=(
        Command(("help", "h", "?"), "Prints a list of commands", run=_help),
        Command(("help-verbose",), "Prints a list of commands with descriptions", run=_help),
        Command(("ping",), "Checks if the emulator is alive", run=_ping),
        hardware.EVENT,
        hardware.GEO,
        modem.GSM,
        Command(("kill",), "Terminates the emulator instance", run=_never),
        _NETWORK,
        hardware.POWER,
        Command(("quit", "exit"), "Quits control session", run=_never),
        _REDIR,
        modem.SMS,
        _AVD,
        hardware.SENSOR,
        hardware.FINGER,
        hardware.ROTATE,
        _SCREENRECORD,
        modem.PHONE_NUMBER,
        Command(("auth",), "Authenticates the session", run=_auth),
    ),
)
