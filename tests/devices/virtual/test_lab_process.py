"""The lab as a process of its own: how it starts, refuses and ends."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual.lab import catalog

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
