"""A user is one holder's at a time, among processes, and a dead holder has none."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from config.paths import CHECKOUT
from crm import LeaseError, Leases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONE, TWO = "qa1@team.test", "qa2@team.test"


@contextmanager
def holder(folder: Path, *emails: str) -> Iterator[subprocess.Popen[str]]:
    """Another process, once it holds the first of these users that was free."""
    command = [sys.executable, "-m", "tests.crm.holder", str(folder), *emails]
    process = subprocess.Popen(
        command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def held_by(process: subprocess.Popen[str]) -> str:
    """Which user it has got; waits until it has."""
    assert process.stdout
    return process.stdout.readline().strip()


def leases(folder: Path, crm_url: str = "http://crm.test") -> Leases:
    """What this process takes users from."""
    return Leases(folder, crm_url, "run R2, cell two", "R2-two")


def test_two_processes_never_have_the_same_user(tmp_path: Path) -> None:
    """The second gets the next user; e-mail addresses in capitals are the same ones."""
    with holder(tmp_path, ONE, TWO) as first, holder(tmp_path, ONE, TWO) as second:
        assert {held_by(first), held_by(second)} == {ONE, TWO}
        with pytest.raises(LeaseError):
            leases(tmp_path).take("agent", [ONE.upper(), TWO.upper()], within_s=0)


def test_all_users_taken_is_told_with_who_has_them(tmp_path: Path) -> None:
    """The error waits for the deadline, then names role, user, process, run and cell."""
    with holder(tmp_path, ONE) as first:
        held_by(first)
        with pytest.raises(LeaseError) as caught:
            leases(tmp_path).take("agent", [ONE], within_s=0.2)
    said = str(caught.value)
    assert "no user of the role 'agent' came free in 0.2 s" in said
    assert f"{ONE} is held by process {first.pid} (run R1, cell one) since" in said
    assert "List as many users in config/accounts.yaml" in said
    assert str(pickle.loads(pickle.dumps(caught.value))) == said  # noqa: S301 - our own


def test_a_user_that_comes_free_is_waited_for(tmp_path: Path) -> None:
    """Whoever waits has it soon after it was given back, and finds nothing to clean up."""
    with holder(tmp_path, ONE) as first:
        held_by(first)
        assert first.stdin
        later = threading.Timer(0.3, first.stdin.close)
        later.start()
        lease = leases(tmp_path).take("agent", [ONE], within_s=10)
        later.join()
        assert (lease.name, lease.tags) == (ONE, ("R2-two",))
        lease.release(clean=True)


def test_a_killed_holder_gives_its_user_back(tmp_path: Path) -> None:
    """Nobody has to tidy up: the user is free, and its next holder knows what was left in it."""
    with holder(tmp_path, ONE) as first:
        held_by(first)
        first.kill()
        first.wait(10)
        lease = leases(tmp_path).take("agent", [ONE], within_s=1)
        assert lease.tags == ("R1-one", "R2-two")
        lease.release(clean=False)
    again = leases(tmp_path).take("agent", [ONE], within_s=0)
    assert again.tags == ("R1-one", "R2-two"), "what could not be cleaned up is still to be"
    again.release(clean=True)


def test_one_process_has_a_user_once(tmp_path: Path) -> None:
    """Two cells of the same worker do not share a user either."""
    first = leases(tmp_path).take("agent", [ONE, TWO], within_s=0)
    second = leases(tmp_path).take("agent", [ONE, TWO], within_s=0)
    assert (first.name, second.name) == (ONE, TWO)
    first.release(clean=True)
    second.release(clean=True)


def test_users_of_two_crms_are_two(tmp_path: Path) -> None:
    """The same address in another CRM is another user; a slash at the end makes none."""
    here = leases(tmp_path).take("agent", [ONE], within_s=0)
    there = leases(tmp_path, "http://other.test").take("agent", [ONE], within_s=0)
    with pytest.raises(LeaseError):
        leases(tmp_path, "http://crm.test/").take("agent", [ONE], within_s=0)
    here.release(clean=True)
    there.release(clean=True)


def test_a_torn_note_is_no_trouble(tmp_path: Path) -> None:
    """What another version has written is passed over."""
    lease = leases(tmp_path).take("agent", [ONE], within_s=0)
    (note,) = tmp_path.glob("*.json")
    assert ONE not in note.name
    note.write_text('{"pid": ', encoding="utf-8")
    with pytest.raises(LeaseError, match=f"{ONE} is being given back"):
        leases(tmp_path).take("agent", [ONE], within_s=0)
    lease.release(clean=True)
