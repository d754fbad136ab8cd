"""Notes of running labs: found while the lab lives, swept when it does not."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from devices.host.running import announce, running_labs
from devices.host.spec import Endpoints, PhoneEndpoint

_PHONE = PhoneEndpoint("p", "android", "14", 34, "cable", "127.0.0.1:5")
_LAB = Endpoints(41235, "http://127.0.0.1:1", Path("log"), "http://crm", "planted", 1, (_PHONE,))


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of the test's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path


def test_a_lab_that_is_up_is_found() -> None:
    """Whoever looks sees the phones and the ports of a lab, and no secret."""
    note = announce("mark", os.getpid(), _LAB)
    (lab,) = running_labs()
    assert (lab.adb_server_port, lab.appium_url, lab.phones) == (41235, _LAB.appium_url, (_PHONE,))
    assert "planted" not in note.read_text(encoding="utf-8")
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    note.unlink()
    assert running_labs() == []


def test_a_lab_whose_supervisor_is_gone_is_swept() -> None:
    """A note that nobody removed is removed by the next who looks."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        note = announce("mark", process.pid, _LAB)
        assert len(running_labs()) == 1
    assert running_labs() == []
    assert not note.exists()


def test_a_reused_process_number_is_another_lab() -> None:
    """A process that began at another time has only inherited the number."""
    note = announce("mark", os.getpid(), _LAB)
    text = note.read_text(encoding="utf-8")
    began = text.split('"started_at":')[1].split(",")[0]
    note.write_text(text.replace(began, "5.0"), encoding="utf-8")
    assert running_labs() == []


def test_what_is_no_note_is_left_alone(state: Path) -> None:
    """A file that somebody else put there is neither a lab nor removed."""
    folder = state / "fleet" / "labs"
    folder.mkdir(parents=True)
    (folder / "other.json").write_text("{}", encoding="utf-8")
    assert running_labs() == []
    assert (folder / "other.json").exists()
