"""`dumpsys activity`, in the layout of each release.

Source: AOSP ActivityManagerService, ActiveServices, ProcessRecord and RootWindowContainer; what is
parsed: appium-adb, lib/tools.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

from devices.virtual.android.services.java import boolean
from devices.virtual.android.services.registry import dump

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone
    from devices.virtual.os.processes import Process
    from devices.virtual.os.tasks import Activity, Service, Task

    Part = Callable[[Phone, str], str]

_FIRST_APP_UID: Final = 10000


@dump("activity")
def dump_activity(phone: Phone, args: tuple[str, ...]) -> str:
    """The part that is asked for, or the activities."""
    words = [word for word in args if not word.startswith("-")]
    if not words:
        return _activities(phone, "")
    part = _PARTS.get(words[0])
    if part is None:
        return _of_package(phone, words[0])
    return part(phone, words[1] if len(words) > 1 else "")


def activity_record(activity: Activity) -> str:
    """An activity as every dump names it."""
    return f"ActivityRecord{{{activity.token} u0 {activity.component} t{activity.task_id}}}"


def process_record(process: Process) -> str:
    """A process as every dump names it."""
    token = f"{zlib.crc32(process.name.encode('utf-8', 'replace')):x}"
    uid = process.user.replace("_", "")
    return f"ProcessRecord{{{token} {process.pid}:{process.name}/{uid}}}"


class Importance(NamedTuple):
    """How much a process matters. Source: AOSP ProcessList, ActivityManager.PROCESS_STATE_*."""

    adj: int
    word: str
    state: int
    reason: str


_TOP: Final = Importance(0, "fore", 2, "top-activity")
_HOME: Final = Importance(600, "home", 14, "home")
_SERVICE: Final = Importance(200, "prcp", 4, "fg-service")
_PERSISTENT: Final = Importance(-800, "pers", 0, "fixed")
_CACHED: Final = Importance(900, "cch", 16, "cch-act")


def importance(phone: Phone, process: Process) -> Importance:
    """How much a process matters now."""
    activities = phone.activities
    front = activities.focused
    package = phone.packages.get(process.name)
    if front is not None and front.component.package == process.name:
        return _TOP
    if process.name == activities.home_package:
        return _HOME
    if package is not None and package.system:
        return _PERSISTENT
    return _SERVICE if activities.in_foreground(process.name) else _CACHED


def _services(phone: Phone, wanted: str) -> str:
    title = "ACTIVITY MANAGER SERVICES (dumpsys activity services)"
    running = [
        _service(service)
        for service in phone.activities.services.values()
        if wanted in {"", "all"}
        or wanted in str(service.component)
        or wanted in service.component.long
    ]
    if not running:
        return f"{title}\n  (nothing)"
    return "\n".join([title, "  User 0 active services:", *running])


def _service(service: Service) -> str:
    component, process = service.component, service.process
    token = f"{zlib.crc32(str(component).encode('utf-8', 'replace')):x}"
    foreground = boolean(service.foreground)
    return (
        f"  * ServiceRecord{{{token} u0 {component}}}\n"
        f"    intent={{cmp={component}}}\n"
        f"    packageName={component.package}\n"
        f"    processName={process.name}\n"
        f"    app={process_record(process)}\n"
        f"    isForeground={foreground} foregroundId={int(service.foreground)} types=00000000\n"
        "    startRequested=true delayedStop=false stopIfKilled=false callStart=true lastStartId=1"
    )


def _apps(phone: Phone) -> list[Process]:
    return [process for process in phone.processes.all() if "." in process.name]


def _processes(phone: Phone, wanted: str) -> str:
    lines = [
        "ACTIVITY MANAGER RUNNING PROCESSES (dumpsys activity processes)",
        "  All known processes:",
    ]
    for process in _apps(phone):
        if wanted in {"", process.name}:
            rank = importance(phone, process)
            kind = "PERS" if rank is _PERSISTENT else "APP"
            lines += [
                f"  *{kind}* UID {process.uid} {process_record(process)}",
                f"    user #0 uid={process.uid} gids={{50{process.uid % _FIRST_APP_UID}}}",
                f"    pid={process.pid} starting=false",
                (
                    f"    oom adj: max=1001 curRaw={rank.adj} setRaw={rank.adj} cur={rank.adj}"
                    f" set={rank.adj}"
                ),
                (
                    f"    curProcState={rank.state} mRepProcState={rank.state}"
                    f" setProcState={rank.state}"
                ),
            ]
    return "\n".join([*lines, "", *_lru(phone)])


def _lru(phone: Phone) -> list[str]:
    ranked = sorted(_apps(phone), key=lambda process: importance(phone, process).adj)
    lines = [f"  Process LRU list (sorted by oom_adj, {len(ranked)} total):"]
    for number, process in enumerate(ranked):
        rank = importance(phone, process)
        kind = "PERS" if rank is _PERSISTENT else "Proc"
        short = process_record(process).partition(" ")[2].rstrip("}")
        lines.append(f"    {kind} #{number:>2}: {rank.word:<5} trm: 0 {short} ({rank.reason})")
    return lines


def _oom(phone: Phone, wanted: str) -> str:
    del wanted
    return "\n".join(["ACTIVITY MANAGER OOM (dumpsys activity oom)", *_lru(phone)])


def _task_line(phone: Phone, task: Task) -> str:
    front = task is phone.activities.tasks[-1]
    text: str = phone.profile.rows["activity_dumps"]["record"]
    return text.format(
        token=task.token,
        id=task.id,
        type="home" if task.affinity == phone.activities.home_package else "standard",
        uid=task.uid,
        affinity=task.affinity,
        stack=task.id,
        visible=boolean(front),
        size=len(task.activities),
    )


def _activities(phone: Phone, wanted: str) -> str:
    del wanted
    rules = phone.profile.rows["activity_dumps"]
    lines = [
        rules["header"],
        "Display #0 (activities from top to bottom):",
    ]
    front = phone.activities.focused
    for task in reversed(phone.activities.tasks):
        lines.append(f"  {rules['stack']} #{task.id}:")
        lines.append(f"    * {_task_line(phone, task)}")
        for number in reversed(range(len(task.activities))):
            lines += _history(number, task.activities[number], front)
    if front is not None:
        record = activity_record(front)
        lines += [
            "",
            f"  {rules['resumed'].format(record=record)}",
            f"  {rules['last'].format(record=record)}",
            f"  mFocusedApp={record}",
        ]
    return "\n".join(lines)


def _history(number: int, activity: Activity, front: Activity | None) -> list[str]:
    process = process_record(activity.process) if activity.process else "null"
    package = activity.component.package
    state = "RESUMED" if activity is front else "STOPPED"
    return [
        f"      * Hist #{number}: {activity_record(activity)}",
        f"          packageName={package} processName={package}",
        f"          launchedFromUid=2000 userId=0 app={process}",
        f"          {activity.intent.text(safe_hosts_only=True)}",
        f"          state={state} stopped={boolean(activity is not front)} finishing=false",
    ]


def _recents(phone: Phone, wanted: str) -> str:
    del wanted
    lines = ["ACTIVITY MANAGER RECENT TASKS (dumpsys activity recents)", "  Recent tasks:"]
    shown = [task for task in reversed(phone.activities.tasks) if not task.hidden]
    for number, task in enumerate(shown):
        lines += [
            f"  * Recent #{number}: {_task_line(phone, task)}",
            f"    userId=0 effectiveUid=u0a{task.uid - _FIRST_APP_UID}",
            f"    affinity={task.uid}:{task.affinity}",
            f"    intent={{{task.intent.text(safe_hosts_only=True)[9:-2]}}}",
            f"    realActivity={{{task.root.component.long}}}",
            f"    Activities=[{', '.join(map(activity_record, task.activities))}]",
        ]
    return "\n".join(lines)


def _top(phone: Phone, wanted: str) -> str:
    del wanted
    front = phone.activities.focused
    if front is None or front.process is None:
        return "TASK null id=0 userId=0"
    return _shown(phone, front)


def _shown(phone: Phone, activity: Activity) -> str:
    package = phone.packages.get(activity.component.package)
    uid = package.uid if package else 1000
    pid = activity.process.pid if activity.process else "(not running)"
    resumed = boolean(activity is phone.activities.focused)
    return (
        f"TASK {uid}:{activity.task.affinity} id={activity.task_id} userId=0\n"
        f"  ACTIVITY {activity.component} {activity.token} pid={pid}\n"
        f"    Local Activity {activity.token} State:\n"
        f"      mResumed={resumed} mStopped={'false' if resumed == 'true' else 'true'}"
        " mFinished=false\n"
        "      mChangingConfigurations=false"
    )


def _of_package(phone: Phone, name: str) -> str:
    """The activities that match a name; what no activity matches is no command either."""
    found = [a for a in reversed(phone.activities.stack) if name in a.component.long]
    if found:
        return "\n".join(_shown(phone, activity) for activity in found)
    return f"Bad activity command, or no activities match: {name}\nUse -h for help."


def _broadcasts(phone: Phone, wanted: str) -> str:
    del phone, wanted
    return (
        "ACTIVITY MANAGER BROADCAST STATE (dumpsys activity broadcasts)\n"
        "  Historical broadcasts [foreground]:\n    (nothing)\n\n  Sticky broadcasts for user 0:"
    )


def _intents(phone: Phone, wanted: str) -> str:
    del phone, wanted
    return "ACTIVITY MANAGER PENDING INTENTS (dumpsys activity intents)\n  (nothing)"


def _providers(phone: Phone, wanted: str) -> str:
    del phone, wanted
    return "ACTIVITY MANAGER CONTENT PROVIDERS (dumpsys activity providers)\n  (nothing)"


_PARTS: Final[dict[str, Part]] = {
    "activities": _activities,
    "a": _activities,
    "services": _services,
    "service": _services,
    "s": _services,
    "processes": _processes,
    "p": _processes,
    "oom": _oom,
    "o": _oom,
    "lru": _oom,
    "recents": _recents,
    "r": _recents,
    "top": _top,
    "broadcasts": _broadcasts,
    "b": _broadcasts,
    "intents": _intents,
    "i": _intents,
    "providers": _providers,
    "prov": _providers,
}
