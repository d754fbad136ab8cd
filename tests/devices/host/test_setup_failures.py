"""A lab that cannot be brought up says why, and leaves nothing."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from devices.host.errors import HostError, PortTaken, ServiceDied, ServiceSilent, SetUpFailed
from devices.host.processes import marked
from devices.host.spec import PhoneSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.host.spec import HostSpec
    from devices.host.toolchain import Toolchain
    from tests.devices.host.conftest import Labs

_LISTENS_AND_IS_SILENT = """
const port = +process.argv[process.argv.indexOf('--port') + 1];
console.log('a line of its log');
require('net').createServer(() => {}).listen(port, '127.0.0.1');
"""
_NEVER_LISTENS = "setInterval(() => {}, 1000);"
_CRASHES = "throw new Error('no driver found');"


def _fails(labs: Labs, spec: HostSpec | None = None, tools: Toolchain | None = None) -> HostError:
    with pytest.raises(HostError) as caught:
        labs.start(spec, toolchain=tools)
    assert not labs.alive()  # start returns when all is gone, not before
    assert not (labs.folder / "work").exists()
    return caught.value


def _lab_that_says(reply: str) -> tuple[str, ...]:
    return sys.executable, "-c", f"import sys; print({reply!r}, flush=True); sys.stdin.read()"


def test_an_unknown_profile_is_refused_in_the_labs_words(labs: Labs) -> None:
    """What the lab has against a phone reaches the user, after "lab: "."""
    error = _fails(labs, labs.spec((PhoneSpec("odd", "unknown", "cable"),)))
    assert type(error) is SetUpFailed
    assert str(error) == "lab: phone odd: there is no profile 'unknown'"


def test_a_phone_that_never_boots_ends_at_the_deadline(labs: Labs) -> None:
    """A silent lab is given up at its deadline."""
    error = _fails(labs, labs.spec((PhoneSpec("slow", "stuck", "cable"),)))
    assert isinstance(error, ServiceSilent)
    assert error.service == "lab"


def test_a_lab_that_crashes_shows_the_end_of_its_log(labs: Labs) -> None:
    """A traceback of the lab is part of the message."""
    with pytest.raises(ServiceDied, match="lab: ended by itself with exit code 1") as caught:
        labs.start(lab=(sys.executable, "-c", "raise RuntimeError('bad profile file')"))
    assert "RuntimeError: bad profile file" in str(caught.value)
    assert str(labs.spec().log_dir / "lab.log") in str(caught.value)
    assert not labs.spec().work_dir.exists()


def test_a_missing_node_is_named(labs: Labs) -> None:
    """A tool that is not there is named with its path, and doctor is pointed at."""
    spec = replace(labs.spec(), appium=True)
    error = _fails(labs, spec, replace(labs.toolchain, node=Path("/nowhere/node")))
    assert type(error) is SetUpFailed
    assert "appium: cannot run /nowhere/node" in str(error)
    assert "fleet doctor" in str(error)


@pytest.mark.parametrize(
    ("script", "seen"),
    [(_LISTENS_AND_IS_SILENT, "it listens and says nothing"), (_NEVER_LISTENS, "does not listen")],
    ids=["listens", "never listens"],
)
def test_an_appium_that_never_answers_is_given_up(labs: Labs, script: str, seen: str) -> None:
    """Appium that starts and never answers is a ServiceSilent with what was asked and seen."""
    spec = replace(labs.spec(), appium=True)
    error = _fails(labs, spec, labs.with_appium(script))
    assert isinstance(error, ServiceSilent)
    assert (error.service, error.question, error.waited_s) == ("appium", "GET /status", 5)
    assert seen in error.seen or "no answer" in error.seen
    assert error.log_path == str(spec.log_dir / "appium.log")


def test_an_appium_that_crashes_shows_the_end_of_its_log(labs: Labs) -> None:
    """What Node said when it died is part of the message."""
    spec = replace(labs.spec(), appium=True)
    error = _fails(labs, spec, labs.with_appium(_CRASHES))
    assert isinstance(error, ServiceDied)
    assert "Error: no driver found" in error.log_tail


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that this very process listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


@pytest.mark.parametrize("service", ["adb", "appium"])
def test_a_taken_port_is_named_with_its_holder(labs: Labs, taken: int, service: str) -> None:
    """A fixed port that is taken is told with the process that has it and what to do."""
    adb, appium = (taken, None) if service == "adb" else (None, taken)
    spec = replace(labs.spec(), appium=True, adb_port=adb, appium_port=appium)
    error = _fails(labs, spec)
    assert isinstance(error, PortTaken)
    assert (error.service, error.port) == (service, taken)
    assert f"(pid {os.getpid()})" in str(error.holder)
    assert "ask for another port" in str(error)


def test_the_adb_server_of_somebody_else_survives_a_clash(labs: Labs) -> None:
    """Asking for the port of a running adb server neither takes it over nor ends it."""
    other = labs.start()
    spec = replace(
        labs.spec(), work_dir=labs.folder / "second", adb_port=other.endpoints.adb_server_port
    )
    with pytest.raises(PortTaken, match="taken by adb"):
        labs.start(spec)
    other.check()
    assert any(process.name() == "adb" for process in marked(other.mark))
    assert not spec.work_dir.exists()


def test_a_work_folder_with_something_in_it_is_left_alone(labs: Labs) -> None:
    """A folder that is not empty is refused, since it would be removed at the end."""
    kept = labs.folder / "work" / "kept.txt"
    kept.parent.mkdir()
    kept.write_text("mine")
    with pytest.raises(SetUpFailed, match="is not empty"):
        labs.start()
    assert kept.read_text() == "mine"


def test_a_log_folder_that_cannot_be_made_is_told(labs: Labs) -> None:
    """An error of the file system reaches the user with its cause."""
    (labs.folder / "file").write_text("")
    spec = replace(labs.spec(), log_dir=labs.folder / "file" / "logs")
    with pytest.raises(SetUpFailed, match="Not a directory"):
        labs.start(spec)


def test_a_phone_that_adb_does_not_list_is_named(labs: Labs) -> None:
    """A phone whose adbd is not there is named with its serial."""
    phone = (
        '{"name": "ghost", "platform": "android", "version": "14", "api_level": 34,'
        ' "attach": "cable", "adb_port": 1, "console_port": null}'
    )
    reply = f'{{"crm_url": "http://x", "crm_token": "t", "phones": [{phone}]}}'
    with pytest.raises(SetUpFailed, match=r"adb: ghost \(127.0.0.1:1\) not listed as 'device'"):
        labs.start(lab=_lab_that_says(reply))


def test_an_answer_that_cannot_be_read_keeps_the_token(labs: Labs) -> None:
    """What is wrong with the lab's answer is told without the secret in it."""
    reply = '{"crm_url": 5, "crm_token": ["planted-crm-token"], "phones": []}'
    with pytest.raises(SetUpFailed, match="cannot be read") as caught:
        labs.start(lab=_lab_that_says(reply))
    assert "planted-crm-token" not in str(caught.value)
