"""A run that a test ends in its own way: starts a lab, says where it is, and waits.

Run as a program with two arguments: the folder, and the script in Appium's place; or ``real`` for
Appium itself, or ``fork``: without Appium, leaving a fork behind and killing itself.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from devices.host.client import LabHost
from devices.host.spec import HostSpec, PhoneSpec
from devices.host.toolchain import locate


def main(folder: Path, appium: str) -> None:
    """Start, tell, wait."""
    phones = (PhoneSpec("first", "any", "emulator"),)
    spec = HostSpec(phones, folder / "work", folder / "logs")
    spec = replace(spec, appium=appium != "fork")
    tools = locate() if appium == "real" else replace(locate(), appium_main=Path(appium))
    lab = (sys.executable, str(Path(__file__).with_name("fake_lab.py")))
    with LabHost.start(spec, tools, deadline_s=60, lab_command=lab) as host:
        told = {
            "mark": host.mark,
            "supervisor": host.supervisor_pid,
            "adb_port": host.endpoints.adb_server_port,
        }
        if appium == "fork":
            told["fork"] = _fork()
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        if appium == "fork":
            os.kill(os.getpid(), signal.SIGKILL)
        signal.pause()


def _fork() -> int:
    """Leave a process that inherits every pipe, but for our stdout."""
    pid = os.fork()
    if pid == 0:
        os.close(sys.stdout.fileno())
        signal.pause()
    return pid


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
