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
        install_s: installing or removing an app over a cable.
        session_s: opening an Appium session, driver helpers installed.
        command_s: one WebDriver command.
        find_s: until an element that should be there is there.
        quiet_s: within which a prompt or notification has come that is on its way when what it is
            about has happened; what must not come is looked out for as long.
        quiet_virtual_s: the same where app, phone and account are one process of ours.
        touch_s: for how long a finger lies on a sensor that does not tell of it.
        settle_s: until a tap that a screen has taken shows; later it is taken for lost, and the
            next one is given longer.
        effect_s: until the effect of a verb can be observed on the device.
        passing_s: for how long a test may let real time go by at once.
        notice_s: until the app shows what it promises to notice by itself.
        arrival_s: until the system shows a notification of what has happened in the account.
        reminder_s: the same of what is due, which servers look for by the minute.
        probe_s: until a message is taken for one that was sent before the app could be reached.
        sync_s: until the account has what the app sends by itself once a connection is back.
        back_s: until a phone that its adb server has lost is listed again.
        lease_s: until one of a role's users is free.
        enrolment_s: until a phone has been taught a finger, page by page.
        code_s: until a one-time code is in its inbox.
        rate_s: one call to the CRM, waiting for its rate limit included.
        report_s: rendering the report.
        run_s: a run of one phone that another command makes.
        run_stop_s: until a run that is told to end has left its lab and its reports in order.
    """

    adb_server_s: float = 10
    appium_start_s: float = 60
    lab_start_s: float = 60
    health_s: float = 5
    stop_s: float = 10
    adb_command_s: float = 20
    install_s: float = 300
    session_s: float = 120
    command_s: float = 30
    find_s: float = 10
    quiet_s: float = 1.5
    quiet_virtual_s: float = 0.15
    touch_s: float = 1
    settle_s: float = 0.3
    effect_s: float = 15
    passing_s: float = 120
    notice_s: float = 5
    arrival_s: float = 15
    reminder_s: float = 60
    probe_s: float = 3
    sync_s: float = 15
    back_s: float = 10
    lease_s: float = 300
    enrolment_s: float = 60
    code_s: float = 60
    rate_s: float = 60
    report_s: float = 120
    run_s: float = 600
    run_stop_s: float = 30


DEADLINES: Final = Deadlines()
