"""The lab as a process of its own: how it starts, refuses and ends."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from devices.ios import agent
from devices.ios.usbmuxd import listed
from devices.virtual.os.profile import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DEADLINE_S = 20


@pytest.fixture
def start() -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """Starts a lab with a line on its stdin, and ends it after the test."""
    started: list[subprocess.Popen[bytes]] = []

    def run(line: str) -> subprocess.Popen[bytes]:
        lab = subprocess.Popen(
            [sys.executable, "-m", "devices.virtual.lab"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        started.append(lab)
        assert lab.stdin is not None
        lab.stdin.write(line.encode() + b"\n")
        lab.stdin.flush()
        return lab

    yield run
    for lab in started:
        lab.kill()
        lab.wait()
        for pipe in (lab.stdin, lab.stdout, lab.stderr):
            assert pipe is not None
            pipe.close()


def _answer(lab: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert lab.stdout is not None
    answer: dict[str, Any] = json.loads(lab.stdout.readline())
    return answer


def _request(profile: str, usbmuxd: Path | None = None, attach: str = "cable") -> str:
    row = {"name": "i", "profile": profile, "attach": attach}
    return json.dumps({"phones": [row], "usbmuxd": str(usbmuxd) if usbmuxd else None})


def _phones(*attachments: str, profile: str = "android-14") -> str:
    rows = [
        {"name": f"p{number}", "profile": profile, "attach": attach}
        for number, attach in enumerate(attachments)
    ]
    return json.dumps({"phones": rows})


def test_phones_are_announced_in_order(start: Callable[[str], subprocess.Popen[bytes]]) -> None:
    """The one line on stdout tells every phone of the request, its release and its ports."""
    answer = _answer(start(_phones("cable", "emulator", "emulator")))
    assert answer["crm_url"].startswith("http://127.0.0.1:")
    assert answer["crm_token"]
    first, second, third = answer["phones"]
    assert (first["name"], first["attach"], first["console_port"]) == ("p0", "cable", None)
    assert (first["platform"], first["version"], first["api_level"]) == ("android", "14", 34)
    for phone in (second, third):
        assert phone["console_port"] % 2 == 0
        assert phone["adb_port"] == phone["console_port"] + 1
    assert second["console_port"] != third["console_port"]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name: a socket's path has few bytes."""
    with tempfile.TemporaryDirectory(prefix="lab") as made:
        yield Path(made)


def test_an_iphone_is_announced_with_its_agent(
    start: Callable[[str], subprocess.Popen[bytes]], folder: Path
) -> None:
    """Its UDID is what the socket of the request lists, and its agent says the same release."""
    (phone,) = _answer(start(_request("ios-17", folder / "mux")))["phones"]
    assert (phone["platform"], phone["attach"], phone["adb_port"]) == ("ios", "cable", None)
    assert listed(folder / "mux", within_s=_DEADLINE_S) == {phone["udid"]}
    assert agent.ask(phone["wda_url"], within_s=_DEADLINE_S).version == phone["version"]
    assert phone["control_url"]


def test_no_two_iphones_have_one_udid(
    start: Callable[[str], subprocess.Popen[bytes]], folder: Path
) -> None:
    """Not even in two labs that call them the same: hosts keep what they know by the UDID."""
    labs = [_answer(start(_request("ios-17", folder / name))) for name in ("one", "two")]
    assert len({lab["phones"][0]["udid"] for lab in labs}) == 2


def test_a_socket_goes_with_its_lab(
    start: Callable[[str], subprocess.Popen[bytes]], folder: Path
) -> None:
    """A lab that ends leaves nothing where the next one would make its own."""
    lab = start(_request("ios-17", folder / "mux"))
    assert _answer(lab)["phones"]
    lab.send_signal(signal.SIGTERM)
    assert lab.wait(_DEADLINE_S) == 0
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("way", ["stdin", "sigterm", "sigint"])
def test_it_ends_cleanly(start: Callable[[str], subprocess.Popen[bytes]], way: str) -> None:
    """The end of stdin and both polite signals end it with status 0, its ports closed."""
    lab = start(_phones("cable"))
    port = _answer(lab)["phones"][0]["adb_port"]
    if way == "stdin":
        assert lab.stdin is not None
        lab.stdin.close()
    else:
        lab.send_signal(signal.SIGTERM if way == "sigterm" else signal.SIGINT)
    assert lab.wait(_DEADLINE_S) == 0
    assert lab.stderr is not None
    assert lab.stderr.read() == b""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=_DEADLINE_S).close()


def test_it_ends_with_a_connection_open(start: Callable[[str], subprocess.Popen[bytes]]) -> None:
    """A connected adb server does not keep the lab alive."""
    lab = start(_phones("cable"))
    port = _answer(lab)["phones"][0]["adb_port"]
    with socket.create_connection(("127.0.0.1", port), timeout=_DEADLINE_S):
        lab.send_signal(signal.SIGTERM)
        assert lab.wait(_DEADLINE_S) == 0


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (_phones("cable", profile="andriod-14"), "did you mean android-14?"),
        (_phones("cable", profile="nokia"), "known: android-10"),
        (_phones("wifi"), "phones.0.attach"),
        ('{"phones": [{"name": "a"}]}', "phones.0.profile"),
        (_request("ios-17"), "name it by usbmuxd"),
        (_request("ios-17", Path("/nowhere"), "emulator"), "an iPhone is attached by cable"),
        (_request("ios-17", Path("/nowhere/mux")), "usbmuxd cannot be made at /nowhere/mux"),
        (_request("ios-17", Path("/", "x" * 200)), "AF_UNIX path too long"),
        ("no json", "no JSON"),
        ("", "no JSON"),
        (
            (
                '{"phones": [{"name": "a", "profile": "android-14", "attach": "cable"},'
                ' {"name": "a", "profile": "android-14", "attach": "cable"}]}'
            ),
            "two phones are called 'a'",
        ),
    ],
)
def test_a_bad_request_is_told_in_one_line(
    start: Callable[[str], subprocess.Popen[bytes]], line: str, says: str
) -> None:
    """A request that cannot be met ends with status 2 and a line that says what would be right."""
    lab = start(line)
    out, err = lab.communicate(timeout=_DEADLINE_S)
    assert lab.returncode == 2
    assert out.count(b"\n") == 1
    assert says in json.loads(out)["error"]
    assert err == b""


def test_every_release_from_8_to_17_has_a_phone() -> None:
    """The catalogue has a phone for each API level from 26 to 37, and 25 to refuse installs."""
    assert {name: phone.api_level for name, phone in catalog().items()} == {
        "android-7.1": 25,
        "android-8.0": 26,
        "android-8.1": 27,
        "android-9": 28,
        "android-10": 29,
        "android-11": 30,
        "android-12": 31,
        "android-12L": 32,
        "android-13": 33,
        "android-14": 34,
        "android-15": 35,
        "android-16": 36,
        "android-17": 37,
    }
