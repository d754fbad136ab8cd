"""Nothing is left running, whatever way a run ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from devices.host.errors import ServiceDied
from devices.host.ports import is_free
from devices.host.processes import MARK, marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.devices.host.conftest import Labs

_RUNNER = Path(__file__).with_name("runner.py")
Run = tuple[subprocess.Popen[bytes], dict[str, Any]]


@pytest.fixture
def run(labs: Labs, stand_in: str) -> Iterator[Callable[..., Run]]:
    """Starts runs in a process and a session of their own; each is killed in the end."""
    runners: list[subprocess.Popen[bytes]] = []

    def start(appium: str | None = None) -> Run:
        script = appium or str(labs.with_appium(stand_in).appium_main)
        runner = subprocess.Popen(
            [sys.executable, _RUNNER, labs.folder, script],
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        runners.append(runner)
        assert runner.stdout is not None
        return runner, json.loads(runner.stdout.readline())

    yield start
    for runner in runners:
        runner.kill()
        runner.wait()
        assert runner.stdout is not None
        runner.stdout.close()


def test_a_normal_end_leaves_nothing(labs: Labs) -> None:
    """When stop returns, no process of the lab lives and its port is free."""
    host = labs.start()
    assert len(marked(host.mark)) == 3  # supervisor, lab, adb
    host.stop()
    assert not marked(host.mark)
    assert not labs.spec().work_dir.exists()
    assert is_free(host.endpoints.adb_server_port)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_killed_runner_takes_its_lab_along(
    run: Callable[..., Run], labs: Labs, number: signal.Signals
) -> None:
    """A runner that has no time to tidy up leaves neither processes nor the work folder."""
    runner, told = run()
    assert len(marked(told["mark"])) == 4
    runner.send_signal(number)
    runner.wait(20)
    labs.assert_nothing_left(told["mark"])
    assert is_free(told["adb_port"])


def test_ctrl_c_reaches_the_runner_alone(run: Callable[..., Run], labs: Labs) -> None:
    """Ctrl-C does not end the supervisor behind the runner's back: the runner stops the lab."""
    runner, told = run()
    assert os.getpgid(told["supervisor"]) != os.getpgid(runner.pid)
    os.killpg(runner.pid, signal.SIGINT)
    assert runner.wait(20) != 0
    assert not marked(told["mark"])  # already: stop() waits
    labs.assert_nothing_left(told["mark"])


def test_a_fork_that_holds_the_pipe_does_not_keep_the_lab(labs: Labs, tmp_path: Path) -> None:
    """The lab ends with the runner also when a fork of the runner keeps its pipe open."""
    done = subprocess.run(
        [sys.executable, _RUNNER, tmp_path, "fork"],
        stdout=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    told = json.loads(done.stdout)
    try:
        labs.assert_nothing_left(told["mark"])
    finally:
        os.kill(told["fork"], signal.SIGKILL)


def test_a_killed_supervisor_takes_its_services_along(labs: Labs) -> None:
    """After SIGKILL of the supervisor the kernel ends the services, and check says so."""
    host = labs.start()
    psutil.Process(host.supervisor_pid).kill()
    labs.until(lambda: not marked(host.mark), "services end without anybody's help")
    labs.until(lambda: _raises(host.check), "the runner notices")
    with pytest.raises(ServiceDied, match="supervisor: was killed by SIGKILL"):
        host.check()
    host.stop()
    assert not labs.spec().work_dir.exists()


def test_a_stray_daemon_of_a_killed_supervisor_is_ended(labs: Labs) -> None:
    """A process that a service daemonised is found by its mark when no supervisor inherits it."""
    host = labs.start()
    # The shell ends at once, and its child belongs to nobody.
    subprocess.run(
        ["sh", "-c", "exec >&- 2>&-; sleep 300 &"],
        env=os.environ | {MARK: host.mark},
        check=True,
        timeout=10,
    )
    stray = "the stray runs"
    labs.until(lambda: any(labs.runs(p, "sleep") for p in marked(host.mark)), stray)
    psutil.Process(host.supervisor_pid).kill()
    host.stop()
    assert not marked(host.mark)


def test_killing_runner_and_supervisor_leaves_no_process(
    run: Callable[..., Run], labs: Labs
) -> None:
    """When both are killed at once every process still ends; only the work folder may stay."""
    runner, told = run()
    os.kill(told["supervisor"], signal.SIGKILL)
    runner.kill()
    runner.wait()
    labs.until(lambda: not marked(told["mark"]), "processes end")


@pytest.mark.e2e
def test_a_killed_runner_takes_the_real_appium_along(run: Callable[..., Run], labs: Labs) -> None:
    """The same with Appium itself."""
    runner, told = run("real")
    assert any(labs.runs(p, "node") for p in marked(told["mark"]))
    runner.kill()
    runner.wait()
    labs.assert_nothing_left(told["mark"])


def _raises(check: Callable[[], None]) -> bool:
    try:
        check()
    except ServiceDied:
        return True
    return False
