"""Commands a second over one, two and three phones: ours beside phones that answer constants.

The client is a bare one in both cases, a thread a phone, so that the ratio is the phones' alone.
"""

from __future__ import annotations

import http.client
import json
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

from devices.host import toolchain
from devices.host.client import LabHost
from devices.host.ports import free_port
from devices.host.spec import HostSpec, PhoneSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

_PHONES: Final = 3
_SECONDS: Final = 2.0
_ROUNDS: Final = 5
_DEADLINE_S: Final = 60
_LABS: Final = {
    "constants": (sys.executable, "-m", "tests.benchmarks.constant_lab"),
    "virtual phones": (sys.executable, "-m", "devices.virtual.lab"),
}
_FIND: Final = json.dumps({"using": "accessibility id", "value": "Email"})


def test_rates(tmp_path: Path) -> None:
    """Both labs are up at once and take turns, so that a busy machine hits both alike."""
    table = Table("phones", *_LABS, "ratio")
    with ExitStack() as stack:
        clients = {
            name: stack.enter_context(_clients(tmp_path / name, command))
            for name, command in _LABS.items()
        }
        for count in range(1, _PHONES + 1):
            rates: dict[str, list[float]] = {name: [] for name in _LABS}
            for _ in range(_ROUNDS):
                for name, found in clients.items():
                    rates[name].append(_rate(found[:count]))
            constant, ours = (median(rates[name]) for name in _LABS)
            table.add_row(
                str(count), f"{constant:.0f}/s", f"{ours:.0f}/s", f"{ours / constant:.2f}"
            )
    Console(width=110).print(table)


class _Client:
    """One session by plain HTTP."""

    def __init__(self, url: str, capabilities: dict[str, Any]) -> None:
        parts = urlsplit(url)
        assert parts.hostname
        self._wire = http.client.HTTPConnection(parts.hostname, parts.port, timeout=_DEADLINE_S)
        body = {"capabilities": {"alwaysMatch": capabilities, "firstMatch": [{}]}}
        self._session = self._ask("POST", "/session", json.dumps(body))["sessionId"]

    def find(self) -> None:
        """One command."""
        self._ask("POST", f"/session/{self._session}/elements", _FIND)

    def close(self) -> None:
        """End the session."""
        self._ask("DELETE", f"/session/{self._session}", "")
        self._wire.close()

    def _ask(self, method: str, path: str, body: str) -> Any:  # noqa: ANN401 - JSON
        self._wire.request(method, path, body, {"Content-Type": "application/json"})
        reply = self._wire.getresponse()
        value = json.loads(reply.read())["value"]
        assert reply.status == http.HTTPStatus.OK, value
        return value


@contextmanager
def _clients(logs: Path, command: tuple[str, ...]) -> Iterator[list[_Client]]:
    phones = tuple(PhoneSpec(f"p{n}", "android-14", "cable") for n in range(_PHONES))
    logs.mkdir()
    spec = HostSpec(phones, Path(tempfile.mkdtemp(prefix="fleet-")), logs)
    with LabHost.start(
        spec, toolchain.locate(), deadline_s=_DEADLINE_S, lab_command=command
    ) as host:
        url = host.endpoints.appium_url
        assert url
        opened = [
            _Client(
                url,
                {
                    "platformName": "Android",
                    "appium:automationName": "UiAutomator2",
                    "appium:udid": phone.serial,
                    "appium:adbPort": host.endpoints.adb_server_port,
                    "appium:suppressKillServer": True,
                    "appium:systemPort": free_port(),
                    "appium:newCommandTimeout": 0,
                },
            )
            for phone in host.endpoints.phones
        ]
        yield opened
        for client in opened:
            client.close()


def _rate(clients: list[_Client]) -> float:
    """Commands a second of all clients together."""
    with ThreadPoolExecutor(len(clients)) as pool:
        counts = pool.map(_commands, clients)
    return sum(counts) / _SECONDS


def _commands(client: _Client) -> int:
    count = 0
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        client.find()
        count += 1
    return count
