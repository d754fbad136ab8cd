"""`dumpsys activity`.

Source: AOSP ActivityManagerService and ActiveServices; what is parsed: appium-adb, lib/tools.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from devices.virtual.android.services.registry import dump

if TYPE_CHECKING:
    from devices.virtual.os.activities import Activity, Component
    from devices.virtual.os.processes import Process
    from devices.virtual.phone import Phone


@dump("activity")
def dump_activity(phone: Phone, args: tuple[str, ...]) -> str:
    """The part that is asked for, or the activities."""
    what = args[0] if args else "activities"
    if what in {"services", "s", "service"}:
        return _services(phone, args[1] if len(args) > 1 else "")
    if what in {"processes", "p"}:
        return _processes(phone)
    return _activities(phone)


def _services(phone: Phone, wanted: str) -> str:
    title = "ACTIVITY MANAGER SERVICES (dumpsys activity services)"
    running = [
        _service(component, process)
        for component, process in phone.activities.services.items()
        if wanted in str(component) or wanted in f"{component.package}/{component.class_name}"
    ]
    if not running:
        return f"{title}\n  (nothing)"
    return "\n".join([title, "  User 0 active services:", *running])


def _service(component: Component, process: Process) -> str:
    token = f"{zlib.crc32(str(component).encode()):x}"
    return (
        f"  * ServiceRecord{{{token} u0 {component}}}\n"
        f"    intent={{cmp={component}}}\n"
        f"    packageName={component.package}\n"
        f"    processName={process.name}\n"
        f"    app={_record(process)}\n"
        "    isForeground=true foregroundId=1 types=00000000\n"
        "    startRequested=true delayedStop=false stopIfKilled=false callStart=true lastStartId=1"
    )


def _record(process: Process) -> str:
    token = f"{zlib.crc32(process.name.encode()):x}"
    return f"ProcessRecord{{{token} {process.pid}:{process.name}/{process.user.replace('_', '')}}}"


def _processes(phone: Phone) -> str:
    lines = [
        "ACTIVITY MANAGER RUNNING PROCESSES (dumpsys activity processes)",
        "  All known processes:",
    ]
    for process in phone.processes.all():
        if "." in process.name:
            lines += [f"  *APP* UID {process.uid} {_record(process)}", f"    pid={process.pid}"]
    return "\n".join(lines)


def _activities(phone: Phone) -> str:
    stack = phone.activities.stack
    lines = [
        "ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)",
        "Display #0 (activities from top to bottom):",
    ]
    for activity in reversed(stack):
        lines += [
            (
                f"  * Task{{{activity.token} #{activity.task_id} type=standard"
                f" A={activity.process.uid}:{activity.component.package}}}"
            ),
            f"    * Hist #0: {activity_record(activity)}",
        ]
    front = phone.activities.focused
    if front is not None:
        lines += [
            f"  topResumedActivity={activity_record(front)}",
            f"  mResumedActivity: {activity_record(front)}",
            f"  mFocusedApp={activity_record(front)}",
        ]
    return "\n".join(lines)


def activity_record(activity: Activity) -> str:
    """An activity as every dump names it."""
    return f"ActivityRecord{{{activity.token} u0 {activity.component} t{activity.task_id}}}"
