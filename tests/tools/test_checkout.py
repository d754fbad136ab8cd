"""tools/checkout.py: what is done, what is not done twice, and how it ends when it cannot be done.

A program stands in for Python and pip, and notes what it is asked for in the file ``calls``.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import psutil
import pytest

from config.paths import CHECKOUT
from tools import checkout as checkout_module
from tools.checkout import Checkout, short_of_space, untried_machine
from tools.child import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STEPS = ["build.lock", "fleet.lock", "editable"]
_DEADLINE_S = 30.0

_PYTHON = """#!/bin/sh
case "$*" in
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; echo venv >> calls ;;
  "-m pip --version") ;;
  "-m pip install"*)
    for word; do last=$word; done
    case "$*" in *" -e "*) name=editable ;; *) name=${last##*/} ;; esac
    echo "$name" >> calls
    if [ -p gate ]; then read -r _ < gate; fi
    if [ -f "fail-$name" ]; then cat "fail-$name"; exit 1; fi
    : > "done-$name" ;;
  *toolchain*)
    echo tools >> calls
    if [ -f node-wanted ] && ! [ -f done-node.lock ]; then exit 3; fi
    if [ -f fail-tools ]; then cat fail-tools; exit 1; fi ;;
esac
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with as little in it as set-up needs."""
    root = tmp_path / "checkout"
    (root / "requirements").mkdir(parents=True)
    for name in ("build", "fleet", "node"):
        (root / "requirements" / f"{name}.lock").write_text(f"{name}==1.0\n")
    (root / "pyproject.toml").write_text("[project]\n")
    python = root / "python"
    python.write_text(_PYTHON)
    python.chmod(0o755)
    return root


@pytest.fixture
def said() -> list[str]:
    """Lines that the person who waits has seen."""
    return []


@pytest.fixture
def checkout(root: Path, said: list[str]) -> Checkout:
    """The checkout, to be set up by the program that stands in for Python."""
    return Checkout(root, root / "python", said.append, {"FLEET_CACHE": str(root / "cache")})


def _calls(root: Path) -> list[str]:
    calls = (root / "calls").read_text().split()
    (root / "calls").unlink()
    return calls


def test_the_first_time_all_is_done_in_order(
    checkout: Checkout, root: Path, said: list[str]
) -> None:
    """A bare checkout gets its virtual environment, the packages, itself, then the tools."""
    checkout.set_up()
    assert _calls(root) == ["venv", *_STEPS, "tools"]
    assert "[1/5] virtual environment" in said


def test_the_second_time_only_the_tools_are_looked_at(
    checkout: Checkout, root: Path, said: list[str]
) -> None:
    """A checkout that is ready costs one look, and not a word."""
    checkout.set_up()
    _calls(root)
    said.clear()
    checkout.set_up()
    assert _calls(root) == ["tools"]
    assert said == []


def test_a_changed_lock_file_is_installed_again(checkout: Checkout, root: Path) -> None:
    """After a pull that changes one lock file, that one is installed and nothing else."""
    checkout.set_up()
    _calls(root)
    (root / "requirements/fleet.lock").write_text("fleet==2.0\n")
    checkout.set_up()
    assert _calls(root) == ["fleet.lock", "tools"]


def test_node_comes_only_when_the_system_has_none(checkout: Checkout, root: Path) -> None:
    """Node is fetched when the tools ask for it, and they are asked again."""
    (root / "node-wanted").touch()
    checkout.set_up()
    assert _calls(root) == ["venv", *_STEPS, "tools", "node.lock", "tools"]


def test_a_step_that_failed_is_not_taken_for_done(checkout: Checkout, root: Path) -> None:
    """After a failure everything is made anew: what pip left half-made would pass for whole."""
    (root / "fail-fleet.lock").write_text("ERROR: something\n")
    with pytest.raises(SetupError):
        checkout.set_up()
    _calls(root)
    (root / "fail-fleet.lock").unlink()
    half = root / ".venv/half-made"
    half.touch()
    checkout.set_up()
    assert _calls(root) == ["venv", *_STEPS, "tools"]
    assert not half.exists()


def test_a_virtual_environment_of_the_users_is_kept(checkout: Checkout, root: Path) -> None:
    """One that an editor has made, with pip in it, is used and not removed."""
    subprocess.run([root / "python", "-m", "venv", root / ".venv"], cwd=root, check=True)
    (root / ".venv/theirs").touch()
    _calls(root)
    checkout.set_up()
    assert _calls(root) == [*_STEPS, "tools"]
    assert (root / ".venv/theirs").exists()


def test_a_moved_checkout_is_set_up_anew(checkout: Checkout, root: Path, said: list[str]) -> None:
    """The programs of a virtual environment name its folder; after a move they name nothing."""
    checkout.set_up()
    moved = root.rename(root.with_name("moved"))
    _calls(moved)
    Checkout(moved, moved / "python", said.append, {}).set_up()
    assert _calls(moved)[0] == "venv"


def test_a_damaged_note_is_no_note(checkout: Checkout, root: Path) -> None:
    """A note that cannot be read leads to a new virtual environment, not to a traceback."""
    checkout.set_up()
    _calls(root)
    (root / ".venv/fleet-setup.json").write_text("{")
    checkout.set_up()
    assert _calls(root) == ["venv", *_STEPS, "tools"]


@pytest.mark.parametrize(
    ("output", "meaning"),
    [
        (
            "Retrying after 'NewConnectionError'\nERROR: No matching distribution found for x",
            "the package index could not be reached",
        ),
        ("urllib3.exceptions.IncompleteRead: IncompleteRead(10 bytes read)", "cut off or damaged"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "cut off or damaged"),
        ("ERROR: [Errno 28] No space left on device", "no space is left"),
        ("SSLError(SSLCertVerificationError('CERTIFICATE_VERIFY_FAILED'))", "not trusted here"),
        ("ERROR: No matching distribution found for fleet==1.0", "no build of a package"),
    ],
)
def test_pips_failures_are_put_into_words(
    checkout: Checkout, root: Path, output: str, meaning: str
) -> None:
    """What pip says of a network, a download, a disk or a certificate becomes a plain sentence."""
    (root / "fail-fleet.lock").write_text(output)
    with pytest.raises(SetupError, match=meaning) as caught:
        checkout.set_up()
    assert "installing Python packages" in str(caught.value)


def test_an_unknown_failure_shows_pips_last_words(checkout: Checkout, root: Path) -> None:
    """What nobody foresaw is shown as pip said it, and where the rest is."""
    (root / "fail-fleet.lock").write_text("the moon is in the wrong quarter\n")
    with pytest.raises(SetupError, match="wrong quarter") as caught:
        checkout.set_up()
    log = root / ".venv/fleet-setup.log"
    assert str(log) in str(caught.value)
    assert "wrong quarter" in log.read_text()


def test_the_tools_failure_is_passed_on(checkout: Checkout, root: Path) -> None:
    """What the installation of Appium has to say reaches the person as it was said."""
    (root / "fail-tools").write_text("      5 of 300 packages\nthe npm registry is away\n")
    with pytest.raises(SetupError) as caught:
        checkout.set_up()
    assert str(caught.value) == "the npm registry is away"


def test_a_full_disk_is_seen_before_the_start(
    checkout: Checkout, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With too little space nothing is begun."""
    monkeypatch.setattr(checkout_module, "VENV_BYTES", 10**18)
    with pytest.raises(SetupError, match="are needed on this disk"):
        checkout.set_up()
    assert not (root / ".venv").exists()


def test_needs_on_one_disk_add_up(tmp_path: Path) -> None:
    """Two folders that fit one by one and not together are refused."""
    free = shutil.disk_usage(tmp_path).free
    share = int(free * 0.7)
    assert list(short_of_space([(tmp_path, share)])) == []
    assert list(short_of_space([(tmp_path, share), (tmp_path / "not/yet", share)]))


def test_another_machine_is_told_what_to_bring() -> None:
    """Nothing is claimed of a machine that nobody tried; the one it is made for hears nothing."""
    assert untried_machine("Linux", "x86_64", "glibc") == ""
    said = untried_machine("Darwin", "arm64", "")
    assert "Darwin arm64" in said
    assert "fleet doctor" in said


@pytest.fixture
def held(root: Path) -> Iterator[Path]:
    """A checkout whose pip waits at a gate, until something is written to it."""
    shutil.copytree(
        CHECKOUT / "tools", root / "tools", ignore=shutil.ignore_patterns("__pycache__")
    )
    subprocess.run([root / "python", "-m", "venv", root / ".venv"], cwd=root, check=True)
    _calls(root)
    os.mkfifo(root / "gate")
    os.mkfifo(root / "calls")  # whoever reads it hears of the first call
    yield root
    (root / "gate").unlink()


def _start(root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, root / "tools/bootstrap.py"],
        env=os.environ | {"FLEET_CACHE": str(root / "cache")},
        start_new_session=True,
        stderr=subprocess.STDOUT,
        stdout=subprocess.PIPE,
        text=True,
    )


def _heard(root: Path) -> str:
    """Wait for the first call of the stand-in, which stands at the gate then."""
    with (root / "calls").open() as calls:
        first = calls.read().strip()
    (root / "calls").unlink()
    return first


def test_two_at_once_install_once(held: Path) -> None:
    """The second says that it waits, and finds everything done."""
    first = _start(held)
    assert _heard(held) == "build.lock"
    second = _start(held)
    assert second.stdout is not None
    assert "waiting" in second.stdout.readline()
    gate = os.open(held / "gate", os.O_RDWR)  # both ends: the gate stays open from now on
    os.write(gate, b"go\n" * 10)
    for process in (first, second):
        process.communicate(timeout=_DEADLINE_S)
        assert process.returncode == 0
    os.close(gate)
    assert _calls(held) == ["fleet.lock", "editable", "tools", "tools"]


def test_a_killed_set_up_takes_pip_along(held: Path) -> None:
    """After a SIGKILL no pip goes on in a checkout whose lock nobody holds."""
    process = _start(held)
    _heard(held)
    pip = psutil.Process(process.pid).children()
    assert pip
    process.kill()
    process.communicate(timeout=_DEADLINE_S)
    assert psutil.wait_procs(pip, timeout=_DEADLINE_S)[1] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_set_up_can_be_run_again(held: Path, number: signal.Signals) -> None:
    """Ctrl-C or a polite kill ends pip too, says so plainly, and leaves a note of the half."""
    process = _start(held)
    _heard(held)
    pip = psutil.Process(process.pid).children()
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does
    else:
        process.send_signal(number)
    output, _ = process.communicate(timeout=_DEADLINE_S)
    assert psutil.wait_procs(pip, timeout=_DEADLINE_S)[1] == []
    assert process.returncode == 128 + number
    assert "Traceback" not in output
    note = json.loads((held / ".venv/fleet-setup.json").read_text())
    assert note == {"unfinished": "build"}
