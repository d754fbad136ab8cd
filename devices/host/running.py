"""Which labs of this user are running: each leaves a note while it is up, for whoever looks.

Notes lie in the user's state folder, one file a lab, readable by the user alone, without secrets.
One whose supervisor is gone is swept by whoever sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import psutil
from pydantic import TypeAdapter, ValidationError

from devices.host.cache import write_atomically
from devices.host.spec import PhoneEndpoint  # noqa: TC001 - pydantic reads the annotations

if TYPE_CHECKING:
    from pathlib import Path

    from devices.host.spec import Endpoints

_SAME_S: Final = 1.0  # a process that started later than that has only inherited the number


@dataclass(frozen=True, slots=True)
class RunningLab:
    """A lab that somebody keeps up on this host.

    Attributes:
        supervisor_pid: the process that it descends from.
        started_at: when that process began, in seconds since the epoch.
        adb_server_port: of its private adb server.
        appium_url: of its Appium server, if it has one.
        phones: what it brought up.
    """

    supervisor_pid: int
    started_at: float
    adb_server_port: int
    appium_url: str | None
    phones: tuple[PhoneEndpoint, ...]


_LAB: Final = TypeAdapter(RunningLab)


def notes_folder() -> Path:
    """Where notes are: among what programs of this user remember between two starts.

    Not the user's runtime folder, which many hosts do not have.
    """
    import platformdirs  # noqa: PLC0415 - 20 ms that only labs pay

    return platformdirs.user_state_path("fleet") / "labs"


def announce(mark: str, supervisor_pid: int, endpoints: Endpoints) -> Path:
    """Note that a lab is up; whoever brought it up removes the file.

    Raises:
        OSError: the note cannot be written.
    """
    lab = RunningLab(
        supervisor_pid=supervisor_pid,
        started_at=psutil.Process(supervisor_pid).create_time(),
        adb_server_port=endpoints.adb_server_port,
        appium_url=endpoints.appium_url,
        phones=endpoints.phones,
    )
    folder = notes_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    note = folder / f"{mark}.json"
    write_atomically(note, _LAB.dump_json(lab).decode())
    return note


def running_labs() -> list[RunningLab]:
    """Every lab whose supervisor lives, oldest first."""
    labs = []
    for note in notes_folder().glob("*.json"):
        try:
            lab = _LAB.validate_json(note.read_bytes())
        except (OSError, ValidationError):
            continue  # it went away just now, or is none of ours
        if _lives(lab):
            labs.append(lab)
        else:
            note.unlink(missing_ok=True)
    return sorted(labs, key=lambda lab: lab.started_at)


def _lives(lab: RunningLab) -> bool:
    try:
        began = psutil.Process(lab.supervisor_pid).create_time()
    except psutil.Error:
        return False
    return abs(began - lab.started_at) < _SAME_S
