"""The emulator's console, line by line."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.android.console.command import Console
from devices.virtual.android.console.commands import ROOT
from devices.virtual.android.console.protocol import ConsoleProtocol, answer
from devices.virtual.os.sensors import Fix
from tests.devices.virtual.android.phones import phone_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.android.console.command import Command
    from devices.virtual.android.phone import Phone


class _Wire(asyncio.Transport):
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.said, self.closed = b"", False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.said += bytes(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


@pytest.fixture
def emulator() -> Phone:
    """An emulator that has just booted."""
    return phone_of("android-14", "emulator")


def _session(phone: Phone) -> tuple[ConsoleProtocol, _Wire, list[str]]:
    killed: list[str] = []
    wire = _Wire()
    session = ConsoleProtocol(phone, lambda: killed.append("killed"))
    session.connection_made(wire)
    return session, wire, killed


def test_adbs_own_way_with_the_console(emulator: Phone) -> None:
    """A greeting that ends with OK, an answer to each line, and the end at quit."""
    session, wire, _ = _session(emulator)
    assert wire.said.endswith(b"OK\r\n")
    assert wire.said.count(b"OK\r\n") == 1
    wire.said = b""
    session.data_received(b"finger tou")
    session.data_received(b"ch 1\r\n")
    session.data_received(b"quit\n")
    assert wire.said == b"OK\r\n"
    assert wire.closed
    assert emulator.sensors.finger == 1


def test_adb_shows_the_answer_without_a_token(emulator: Phone) -> None:
    """`adb emu` shows what follows the second OK, though there is no token in its home."""
    for asked in (b"avd name\nquit\n", b"auth abc\navd name\nquit\n"):
        session, wire, _ = _session(emulator)
        session.data_received(asked)
        assert wire.said.split(b"OK\r\n", 2)[2] == b"test phone\r\nOK\r\n"
        assert wire.closed


def test_a_token_is_taken(emulator: Phone) -> None:
    """With a token the second OK comes before that of the command."""
    session, wire, _ = _session(emulator)
    session.data_received(b"auth abc\navd name\n")
    assert wire.said.count(b"OK\r\n") == 3
    assert wire.said.endswith(b"OK\r\ntest phone\r\nOK\r\n")


def test_killing_ends_the_emulator(emulator: Phone) -> None:
    """`kill` says good-bye, closes and has the emulator ended."""
    session, wire, killed = _session(emulator)
    session.data_received(b"kill\nping\n")
    assert wire.said.endswith(b"OK: killing emulator, bye bye\r\n")
    assert wire.closed
    assert killed == ["killed"]


def test_a_line_that_is_too_long_loses_its_beginning(emulator: Phone) -> None:
    """The buffer begins anew when it is full; the session goes on."""
    session, wire, _ = _session(emulator)
    wire.said = b""
    session.data_received(b"x" * 4095 * 3 + b"ping\n")
    session.data_received(b"x" * 100_000)
    session.data_received(b"\nping\n")
    assert wire.said.endswith(b"I am alive!\r\nOK\r\n")
    assert wire.said.startswith(b"I am alive!\r\nOK\r\n")
    assert not wire.closed


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ping", "I am alive!\r\nOK\r\n"),
        ("frob", "KO: unknown command, try 'help'\r\n"),
        ("gsm frob", "KO: unknown sub-command\r\n"),
        ("geo fix", "KO: not enough arguments: see 'help geo fix' for details\r\n"),
        ("geo fix 13,4 52,5 10", "KO: argument '13,4' is not a number\r\n"),
        ("geo fix 1e999 0", "KO: argument '1e999' is not a number\r\n"),
        ("geo nmea", "KO: NMEA sentence missing, try 'help geo nmea'\r\n"),
        ("network speed", "KO: missing <speed> argument, see 'help network speed'\r\n"),
        ("network speed frob",
         "KO: invalid <speed> argument, see 'help network speed' for valid values\r\n"),
        ("network delay 9:1",
         "KO: invalid <latency> argument, see 'help network delay' for valid values\r\n"),
        ("gsm call", "KO: missing argument, try 'gsm call <phonenumber>'\r\n"),
        ("gsm call x", "KO: bad phone number format, use digits, # and + only\r\n"),
        ("gsm cancel 1", "KO: could not cancel this number\r\n"),
        ("gsm voice frob",
         "KO: bad GSM voice state name, try 'help gsm voice' for list of valid values\r\n"),
        ("sms send 1", "KO: missing argument, try 'sms send <phonenumber> <text message>'\r\n"),
        ("sms send x hi", "KO: bad phone number format, must be [+](0-9)*\r\n"),
        ("power ac frob", 'KO: Usage: "ac on" or "ac off"\r\n'),
        ("power capacity 101", 'KO: Usage: "capacity <percentage>"\r\n'),
        ("sensor get frob",
         "KO: unknown sensor name: frob, run 'sensor status' to get available sensors.\r\n"),
        ("finger touch", "KO: missing fingerid\r\n"),
        ("finger touch x", "KO: invalid fingerid\r\n"),
        ("event text", "KO: argument missing, try 'event text <message>'\r\n"),
        ("redir add frob", "KO: bad redirection format, try (tcp|udp):hostport:guestport\r\n"),
        ("redir list", "no active redirections\r\nOK\r\n"),
        ("avd status", "virtual device is running\r\nOK\r\n"),
        ("avd start", "KO: virtual device already running\r\n"),
    ],
)  # fmt: skip
def test_what_the_console_says(emulator: Phone, line: str, said: str) -> None:
    """Answers and complaints are the emulator's own."""
    assert answer(Console(emulator), line) == said


def _say(phone: Phone, *lines: str) -> str:
    return "".join(answer(Console(phone), line) for line in lines)


def test_the_place_is_set(emulator: Phone) -> None:
    """A fix and a sentence of NMEA both move the phone."""
    assert _say(emulator, "geo fix 13.4 52.5 10 7") == "OK\r\n"
    assert emulator.sensors.fix == Fix(13.4, 52.5, 10, 7)
    _say(emulator, "geo nmea $GPGGA,123519,4807.038,N,01131.000,W,1,08,0.9,545.4,M,46.9,M,,*47")
    fix = emulator.sensors.fix
    assert fix is not None
    assert (round(fix.latitude, 4), round(fix.longitude, 4)) == (48.1173, -11.5167)


def test_power_reaches_the_battery(emulator: Phone) -> None:
    """What the console sets is what the system shows, unless a command overrides it."""
    _say(emulator, "power ac off", "power capacity 50", "power status discharging")
    assert (emulator.battery.shown.ac, emulator.battery.shown.level) == (False, 50)
    assert _say(emulator, "power display") == (
        "AC: offline\r\nstatus: Discharging\r\nhealth: Good\r\npresent: true\r\n"
        "capacity: 50\r\nOK\r\n"
    )
    emulator.battery.override(level=9)
    _say(emulator, "power capacity 80")
    assert emulator.battery.shown.level == 9
    emulator.battery.reset()
    assert emulator.battery.shown.level == 80


def test_calls_come_and_go(emulator: Phone) -> None:
    """A call rings, is taken and is ended; the telephony service follows."""
    _say(emulator, "gsm call 123")
    assert _say(emulator, "gsm list") == "inbound from 123        : incoming\r\nOK\r\n"
    assert emulator.telephony.call_state == 1
    _say(emulator, "gsm accept 123")
    assert emulator.telephony.call_state == 2
    assert _say(emulator, "gsm cancel 123", "gsm list") == "OK\r\nOK\r\n"
    assert emulator.telephony.call_state == 0


def test_messages_arrive(emulator: Phone) -> None:
    """A message is kept with its number and its words."""
    _say(emulator, "sms send +491 hello there")
    assert [(m.number, m.body) for m in emulator.telephony.messages] == [("+491", "hello there")]


def test_network_and_sensors_keep_what_they_are_told(emulator: Phone) -> None:
    """Each session reads what another has set."""
    _say(emulator, "network speed lte", "network delay 10:20", "sensor set acceleration 1:2:3")
    status = _say(emulator, "network status")
    assert "  download speed:   173000000 bits/s" in status
    assert "  maximum latency:  20 ms" in status
    assert _say(emulator, "sensor get acceleration") == "acceleration = 1:2:3\r\nOK\r\n"
    _say(emulator, "gsm data off")
    assert not emulator.radios.data


def test_rotation_turns_the_display(emulator: Phone) -> None:
    """Each `rotate` is a quarter turn."""
    _say(emulator, "rotate")
    assert emulator.display.rotation == 1


def _paths(group: Command, prefix: str = "") -> Iterator[str]:
    for command in group.below:
        name = f"{prefix}{command.names[0]}"
        yield name
        yield from _paths(command, f"{name} ")


def test_every_command_has_its_help(emulator: Phone) -> None:
    """`help` lists the commands, and explains each of them and of their sub-commands."""
    listed = _say(emulator, "help")
    assert listed.startswith("Android console commands:\r\n    help|h|?")
    for path in _paths(ROOT):
        said = _say(emulator, f"help {path}")
        assert said.endswith("OK\r\n"), path
        assert not said.startswith("KO"), path
    assert "    gsm call " in _say(emulator, "help gsm")
    assert _say(emulator, "gsm").endswith("KO: missing sub-command\r\n")
    assert _say(emulator, "help frob").startswith("KO")


_FUZZED = phone_of("android-14", "emulator")


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(_paths(ROOT))), st.text(max_size=12)).map(" ".join)
        | st.text(max_size=20)
        | st.sampled_from(
            ["geo fix 1 2 3 4 5", "network speed 1:2:3", "event send 1:2:3 EV_KEY:a:b"]
        ),
        max_size=4,
    ).map("\n".join),
    st.binary(max_size=40),
)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_no_bytes_break_a_session(text: str, junk: bytes) -> None:
    """Whatever comes is answered line by line, and a new session works."""
    session, _, _ = _session(_FUZZED)
    session.data_received(text.encode("utf-8", "replace") + junk + b"\n")
    again, wire, _ = _session(_FUZZED)
    again.data_received(b"ping\n")
    assert wire.said.endswith(b"I am alive!\r\nOK\r\n")
