"""The private adb server, by the real adb."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest

from config.deadlines import Deadlines
from devices.android.adb_server import AdbServer, ask, client_environ, kill_server, states
from devices.host.lab import LabPhone
from devices.host.ports import free_port, is_free
from devices.host.service import Site
from devices.host.spec import HostSpec
from devices.host.toolchain import locate

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A lab's folders, without a lab."""
    spec = HostSpec((), tmp_path / "work", tmp_path)
    spec.work_dir.mkdir()
    return Site(spec, Deadlines(adb_server_s=5, health_s=1), "adb-server-test")


@pytest.fixture
def with_server(site: Site) -> Callable[[Callable[[AdbServer], Awaitable[None]]], None]:
    """Runs a coroutine with a started server, and stops that."""

    async def run(use: Callable[[AdbServer], Awaitable[None]]) -> None:
        server = AdbServer(site, locate().adb)
        await server.start()
        try:
            await use(server)
        finally:
            await server.stop()
        assert is_free(server.port)

    return lambda use: asyncio.run(run(use))


def test_a_client_starts_no_server_of_its_own(tmp_path: Path) -> None:
    """With our environment an adb that finds no server fails, and leaves no daemon behind."""
    port = free_port()
    environ = os.environ | client_environ(port) | {"HOME": str(tmp_path)}
    for command in (["devices"], ["start-server"], ["-P", str(port), "devices"]):
        done = subprocess.run(
            [locate().adb, *command],
            env=environ,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        assert done.returncode != 0
        assert "cannot start server on remote host" in done.stderr
    assert is_free(port)


def test_a_client_finds_the_server(
    with_server: Callable[[Callable[[AdbServer], Awaitable[None]]], None],
) -> None:
    """With our environment adb talks to the private server, which knows no phone of this host."""

    async def use(server: AdbServer) -> None:
        process = await asyncio.create_subprocess_exec(
            locate().adb,
            "devices",
            env=os.environ | client_environ(server.port),
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await asyncio.wait_for(process.communicate(), 20)
        assert output == b"List of devices attached\n\n"

    with_server(use)


def test_a_refusal_is_told_with_its_words(
    with_server: Callable[[Callable[[AdbServer], Awaitable[None]]], None],
) -> None:
    """FAIL from the server is an error that says what was asked and answered."""

    async def use(server: AdbServer) -> None:
        with pytest.raises(OSError, match=r"host:nonsense.*FAIL"):
            await ask(server.port, "host:nonsense", within_s=5)

    with_server(use)


def test_a_phone_that_is_not_there_is_returned(
    with_server: Callable[[Callable[[AdbServer], Awaitable[None]]], None],
) -> None:
    """Attaching names the phones that are not listed in time, and does not fail by itself."""

    async def use(server: AdbServer) -> None:
        phone = LabPhone("ghost", "android", "14", 34, "cable", 1, None)
        assert await server.attach([phone]) == ["ghost (127.0.0.1:1)"]
        assert await states(server.port, within_s=5) == {}

    with_server(use)


def test_killing_ends_whoever_answers(
    with_server: Callable[[Callable[[AdbServer], Awaitable[None]]], None],
) -> None:
    """After kill_server nobody has the port; asking again is an error at once."""

    async def use(server: AdbServer) -> None:
        await kill_server(server.port, within_s=5)
        assert is_free(server.port)
        with pytest.raises(OSError, match=r"refused|Connect call failed"):
            await states(server.port, within_s=5)

    with_server(use)


def test_the_home_of_the_user_is_not_touched(
    with_server: Callable[[Callable[[AdbServer], Awaitable[None]]], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The server keeps its files in the work folder, not in the user's HOME."""
    home = tmp_path / "users-home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))

    async def use(server: AdbServer) -> None:
        await ask(server.port, "host:version", within_s=5)

    with_server(use)
    assert not list(home.iterdir())


@pytest.mark.parametrize(
    ("phone", "serial", "registration"),
    [
        (
            LabPhone("e", "android", "14", 34, "emulator", 5555, 5554),
            "emulator-5554",
            "host:emulator:5555",
        ),
        (
            LabPhone("c", "android", "14", 34, "cable", 7000, None),
            "127.0.0.1:7000",
            "host:connect:127.0.0.1:7000",
        ),
    ],
    ids=["emulator", "cable"],
)
def test_a_phone_is_registered_by_its_way_of_attaching(
    phone: LabPhone, serial: str, registration: str
) -> None:
    """An emulator is named after its console and known by its adb port; a cable is an address."""
    assert (phone.serial, phone.registration) == (serial, registration)


def test_a_free_port_that_somebody_took_first_is_replaced(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Losing the race for a free port costs another try, not the lab."""

    async def run(taken: int) -> AdbServer:
        offers = iter([taken, free_port()])
        monkeypatch.setattr("devices.host.service.free_port", lambda: next(offers))
        server = AdbServer(site, locate().adb)
        await server.start()
        await server.stop()
        return server

    with socket.create_server(("127.0.0.1", 0)) as quicker:
        taken = quicker.getsockname()[1]
        assert asyncio.run(run(taken)).port not in {0, taken}
        assert not is_free(taken)
