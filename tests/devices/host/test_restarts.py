"""Servers that die or fall silent come back where they were."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import psutil
import pytest

from devices.android.adb_server import states
from devices.host.errors import HostError, ServiceDied
from devices.host.ports import listens
from devices.host.processes import marked
from devices.host.spec import PhoneSpec
from devices.host.wire import Failed, Restarted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from config.deadlines import Deadlines
    from devices.host.client import LabHost
    from tests.devices.host.conftest import Labs


def _process(labs: Labs, host: LabHost, name: str) -> psutil.Process:
    children = psutil.Process(host.supervisor_pid).children()
    (found,) = (child for child in children if labs.runs(child, name))
    return found


def _gone(process: psutil.Process) -> bool:
    try:
        return process.status() == psutil.STATUS_ZOMBIE  # ended; its parent is not our affair
    except psutil.NoSuchProcess:
        return True


def _restarts(labs: Labs) -> list[Restarted]:
    return [event for event in labs.events if isinstance(event, Restarted)]


def _states(host: LabHost) -> dict[str, str]:
    return asyncio.run(states(host.endpoints.adb_server_port, within_s=5))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["dead", "silent"])
def test_the_adb_server_comes_back_with_its_phones(labs: Labs, number: signal.Signals) -> None:
    """An adb server that is killed or hangs is replaced on its port and lists every phone again."""
    host = labs.start()
    expected = {phone.serial: "device" for phone in host.endpoints.phones}
    assert _states(host) == expected
    first = _process(labs, host, "adb")
    first.send_signal(number)
    labs.until(lambda: bool(_restarts(labs)), "adb restarted")
    assert _restarts(labs)[0].service == "adb"
    assert _states(host) == expected
    assert _process(labs, host, "adb").pid != first.pid
    host.check()


def test_a_stand_in_for_the_dead_adb_server_is_replaced(labs: Labs) -> None:
    """A daemon that some client started on the port of the dead server does not stay there."""
    host = labs.start()
    port = host.endpoints.adb_server_port
    supervisor = psutil.Process(host.supervisor_pid)
    supervisor.suspend()  # so that the daemon is there first
    server = _process(labs, host, "adb")
    server.kill()
    labs.until(lambda: _gone(server), "the server is dead, so that nobody connects to it")
    with _daemon(labs, port) as daemon:
        supervisor.resume()
        labs.until(lambda: bool(_restarts(labs)), "adb restarted")
        assert _gone(daemon)
        assert len(_states(host)) == 2


@contextmanager
def _daemon(labs: Labs, port: int) -> Iterator[psutil.Process]:
    """An adb server that a client has daemonised; it is gone at the end, however that comes."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("ADB", "ANDROID"))}
    environ |= {"ADB_USB": "0", "ADB_MDNS": "0", "HOME": str(labs.folder)}
    adb = [str(labs.toolchain.adb), "-P", str(port), "start-server"]
    try:
        subprocess.run(adb, env=environ, check=True, timeout=20, capture_output=True)
        (daemon,) = (p for p in _of_home(labs.folder) if listens(p.pid, port))
        yield daemon
    finally:
        for process in _of_home(labs.folder):
            process.kill()


def _of_home(home: Path) -> list[psutil.Process]:
    """The adb processes whose home is this very folder; the lab's own have another."""
    found = psutil.process_iter(["name", "environ"])
    return [
        process
        for process in found
        if process.info["name"] == "adb"
        and (process.info["environ"] or {}).get("HOME") == str(home)
    ]


def test_a_dead_appium_comes_back_on_its_port(labs: Labs, stand_in: str) -> None:
    """A killed Appium is replaced under the same URL, and its log is continued."""
    spec = replace(labs.spec(), appium=True)
    host = labs.start(spec, toolchain=labs.with_appium("console.log('started');" + stand_in))
    _process(labs, host, "node").kill()
    labs.until(lambda: bool(_restarts(labs)), "appium restarted")
    assert _restarts(labs) == [Restarted("appium", "was killed by SIGKILL")]
    assert host.endpoints.appium_log is not None
    assert host.endpoints.appium_log.read_text().count("started") == 2


def test_what_a_dead_appium_started_is_ended(labs: Labs, stand_in: str) -> None:
    """Processes that Appium leaves behind do not live on beside its successor."""
    spawn = "require('child_process').spawn('sleep', ['300'], {detached: true});"
    spec = replace(labs.spec(), appium=True)
    host = labs.start(spec, toolchain=labs.with_appium(spawn + stand_in))
    first = [p for p in marked(host.mark) if p.name() == "sleep"]
    _process(labs, host, "node").kill()
    labs.until(lambda: bool(_restarts(labs)), "appium restarted")
    labs.until(lambda: _gone(first[0]), "the orphan ends")


def test_a_server_that_dies_again_and_again_is_given_up(labs: Labs, stand_in: str) -> None:
    """A server that keeps dying fails the lab instead of being restarted for ever."""
    dies = stand_in + "setTimeout(() => process.exit(7), 500);"
    spec = replace(labs.spec(), appium=True)
    labs.start(spec, toolchain=labs.with_appium(dies))
    labs.until(lambda: any(isinstance(e, Failed) for e in labs.events), "the lab fails", 60)
    assert len(_restarts(labs)) == 5
    with pytest.raises(ServiceDied, match="appium: ended by itself with exit code 7"):
        labs.started[0].check()


def test_a_dead_lab_fails_the_run(labs: Labs) -> None:
    """The virtual phones are not brought back: their state is gone, and check says so."""
    host = labs.start()
    host.check()
    psutil.Process(host.endpoints.lab_pid).kill()
    labs.until(lambda: any(isinstance(e, Failed) for e in labs.events), "the lab fails")
    with pytest.raises(HostError, match="lab: was killed by SIGKILL"):
        host.check()


@pytest.mark.e2e
def test_the_real_servers_come_back(labs: Labs, patient: Deadlines) -> None:
    """The same with Appium and the virtual phones: both servers are killed, both come back."""
    phones = (PhoneSpec("a", "android-14", "emulator"), PhoneSpec("b", "android-14", "cable"))
    spec = replace(labs.spec(phones), appium=True)
    host = labs.start(spec, deadlines=patient, lab=(sys.executable, "-m", "devices.virtual.lab"))
    expected = _states(host)
    for name in ("adb", "node"):
        _process(labs, host, name).kill()
    labs.until(lambda: len(_restarts(labs)) == 2, "both restarted", 60)
    assert {event.service for event in _restarts(labs)} == {"adb", "appium"}
    assert _states(host) == expected
    host.check()
