"""What many phones cost, and how fast adb is with one: figures printed, nothing asserted.

Each lab is a process of its own, so that its memory is the phones' alone; adb is the real one, on a
private server.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil
import pytest
from rich.console import Console
from rich.table import Table

from devices.host import toolchain
from devices.host.client import LabHost
from devices.host.spec import HostSpec, PhoneSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from devices.host.spec import Endpoints
    from devices.host.toolchain import Toolchain

_COUNTS: Final = (1, 16, 64)
_RELEASES: Final = {
    "android": ("android-8.0", "android-11", "android-14", "android-17"),
    "ios": ("ios-15", "ios-17", "ios-18", "ios-27"),
}
_SHELLS: Final = 100
_FILE_MB: Final = 64
_MIB: Final = 1024 * 1024
_READY_S: Final = 60
_TRANSFERS: Final = 3
_HELPERS: Final = "appium-uiautomator2-driver/node_modules/*/apks/*.apk"


@pytest.mark.parametrize("platform", ["android", "ios"])
def test_phones_in_one_process(tmp_path: Path, platform: str) -> None:
    """Boot time and memory a phone, for 1, 16 and 64 of them; the first one loads its platform."""
    releases = _RELEASES[platform]
    table = Table(f"{platform} phones", "up", "a phone more", "memory", "a phone more")
    empty_s, empty = _cost_of(0, releases, tmp_path)
    table.add_row("0", _ms(empty_s), "", f"{empty / _MIB:.0f} MiB", "")
    for count in _COUNTS:
        seconds, resident = _cost_of(count, releases, tmp_path)
        table.add_row(
            str(count),
            _ms(seconds),
            _ms((seconds - empty_s) / count),
            f"{resident / _MIB:.0f} MiB",
            f"{(resident - empty) / count / _MIB:.2f} MiB",
        )
    Console(width=110).print(table)


def test_helpers_on_every_phone(tmp_path: Path) -> None:
    """Memory a phone before and after Appium's helpers were installed on sixteen of them."""
    tools = toolchain.locate()
    apks = sorted((tools.appium_home / "node_modules").glob(_HELPERS))
    table = Table("sixteen phones", "memory", "a phone more")
    phones = tuple(PhoneSpec(f"p{n}", "android-14", "cable") for n in range(16))
    with _lab(tmp_path, phones) as endpoints:
        process = psutil.Process(endpoints.lab_pid)
        before = process.memory_full_info().uss
        table.add_row("booted", f"{before / _MIB:.0f} MiB", "")
        for phone in endpoints.phones:
            for apk in apks:
                _adb(tools, endpoints, phone.serial)("install", "-r", "-g", str(apk))
        after = process.memory_full_info().uss
        size = sum(apk.stat().st_size for apk in apks) / _MIB
        table.add_row(
            f"with {len(apks)} helpers of {size:.0f} MiB",
            f"{after / _MIB:.0f} MiB",
            f"{(after - before) / 16 / _MIB:.1f} MiB",
        )
    Console(width=110).print(table)


def test_adb_with_one_phone(tmp_path: Path) -> None:
    """A shell command by adb's own wire, and files there and back by the real adb."""
    table = Table("what", "median", "rate")
    with _lab(tmp_path, (PhoneSpec("p", "android-14", "cable"),)) as endpoints:
        port, serial = endpoints.adb_server_port, endpoints.phones[0].serial
        adb = _adb(toolchain.locate(), endpoints, serial)
        shells = [_timed(lambda: _shell_true(port, serial)) for _ in range(_SHELLS)]
        table.add_row("shell true, bare socket to adb", _ms(statistics.median(shells)), "")
        programs = [_timed(lambda: adb("shell", "true")) for _ in range(_SHELLS // 5)]
        table.add_row("adb shell true, the whole program", _ms(statistics.median(programs)), "")
        version = [_timed(lambda: adb("version")) for _ in range(_SHELLS // 5)]
        table.add_row("adb version, for what a program costs", _ms(statistics.median(version)), "")
        sent = tmp_path / "sent"
        sent.write_bytes(os.urandom(_MIB) * _FILE_MB)
        for name, words in (
            ("push", ("push", str(sent), "/sdcard/sent")),
            ("pull", ("pull", "/sdcard/sent", str(tmp_path / "back"))),
            ("push -Z", ("push", "-Z", str(sent), "/sdcard/sent")),
            ("pull -Z", ("pull", "-Z", "/sdcard/sent", str(tmp_path / "back"))),
        ):
            seconds = statistics.median(_timed(lambda: adb(*words)) for _ in range(_TRANSFERS))  # noqa: B023 - called at once
            table.add_row(
                f"{name}, {_FILE_MB} MiB", _ms(seconds), f"{_FILE_MB / seconds:.0f} MiB/s"
            )
        assert (tmp_path / "back").stat().st_size == sent.stat().st_size
    Console(width=110).print(table)


def _cost_of(count: int, releases: tuple[str, ...], folder: Path) -> tuple[float, int]:
    """Seconds until a lab of so many phones answers, and the bytes of its process's own memory."""
    phones = [
        {"name": f"p{n}", "profile": releases[n % len(releases)], "attach": "cable"}
        for n in range(count)
    ]
    request = {"phones": phones, "usbmuxd": str(folder / "usbmuxd")}
    with subprocess.Popen(
        [sys.executable, "-m", "devices.virtual.lab"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as lab:
        assert lab.stdin
        assert lab.stdout
        start = time.perf_counter()
        lab.stdin.write(json.dumps(request).encode() + b"\n")
        lab.stdin.flush()
        lab.stdout.readline()
        seconds = time.perf_counter() - start
        memory = psutil.Process(lab.pid).memory_full_info().uss
        lab.stdin.close()
        lab.wait(_READY_S)
    return seconds, memory


@contextmanager
def _lab(tmp_path: Path, phones: tuple[PhoneSpec, ...]) -> Iterator[Endpoints]:
    work = Path(tempfile.mkdtemp(prefix="fleet-"))
    spec = HostSpec(phones, work, tmp_path, appium=False)
    with LabHost.start(spec, toolchain.locate(), deadline_s=_READY_S) as host:
        yield host.endpoints


def _adb(tools: Toolchain, endpoints: Endpoints, serial: str) -> Callable[..., None]:
    def adb(*words: str) -> None:
        command = [str(tools.adb), "-P", str(endpoints.adb_server_port), "-s", serial, *words]
        subprocess.run(command, check=True, capture_output=True, timeout=_READY_S)

    return adb


def _shell_true(port: int, serial: str) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        for request in (f"host:transport:{serial}", "shell,v2:true"):
            wire.sendall(f"{len(request):04x}{request}".encode())
            assert wire.recv(4) == b"OKAY"
        while wire.recv(4096):
            pass


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
