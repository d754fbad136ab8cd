"""Every deadline of the harness, in seconds on the monotonic clock. Nothing waits without one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long each kind of call or wait may take.

    Attributes:
        adb_server_s: until a started adb server answers and lists its phones.
        appium_start_s: until a started Appium server says it is ready.
        lab_start_s: until the virtual phones have booted.
        health_s: one health check.
        stop_s: until everything a lab started is gone.
        adb_command_s: one adb command.
        session_s: opening an Appium session, driver helpers installed.
        command_s: one WebDriver command.
        find_s: until an element that should be there is there.
        effect_s: until the effect of a verb can be observed on the device.
        notice_s: until the app shows what it promises to notice by itself.
        report_s: rendering the report.
    """

    adb_server_s: float = 10
    appium_start_s: float = 60
    lab_start_s: float = 20
    health_s: float = 5
    stop_s: float = 10
    adb_command_s: float = 20
    session_s: float = 120
    command_s: float = 30
    find_s: float = 10
    effect_s: float = 15
    notice_s: float = 5
    report_s: float = 120


DEADLINES: Final = Deadlines()
