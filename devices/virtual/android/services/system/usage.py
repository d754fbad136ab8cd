"""What the phone tells of memory, processors, disks, users and jobs.

Figures of processes are constants: nothing here uses memory or time as an app's code does.

Source: AOSP ActivityManagerService.dumpApplicationMemoryUsage, ProcessCpuTracker,
DiskStatsService, UserManagerService, JobSchedulerService, AlarmManagerService,
DropBoxManagerService.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.java import boolean
from devices.virtual.android.services.registry import dump

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.os.processes import Process

# Kilobytes of one process: native heap, Java heap, code, graphics, the rest.
_PSS: Final = {"Native Heap": 18420, "Dalvik Heap": 12364, ".so mmap": 9216, "Gfx dev": 6144}
_TOTAL_KB: Final = sum(_PSS.values())
_RAM_KB: Final = 4_026_532
_USER_FLAGS: Final = "0x4c13"


def _elapsed_ms(phone: Phone) -> int:
    return round(phone.clock.uptime().total_seconds() * 1000)


def _stamps(phone: Phone) -> list[str]:
    now = _elapsed_ms(phone)
    return ["Applications Memory Usage (in Kilobytes):", f"Uptime: {now} Realtime: {now}"]


@dump("meminfo")
def dump_meminfo(phone: Phone, args: tuple[str, ...]) -> str:
    """The memory of one process by name or id, or of all."""
    words = [word for word in args if not word.startswith("-")]
    if not words:
        return _all_memory(phone)
    found = [
        process
        for process in phone.processes.all()
        if process.name == words[0] or str(process.pid) == words[0]
    ]
    if not found:
        return f"No process found for: {words[0]}"
    resident = bool(phone.profile.rows["memory_dump"]["resident"])
    return "\n".join(
        [*_stamps(phone), "", *(_memory(process, resident=resident) for process in found)]
    )


def _memory(process: Process, *, resident: bool) -> str:
    titles = [("Pss", "Total"), ("Private", "Dirty"), ("Private", "Clean"), ("SwapPss", "Dirty")]
    titles += [("Rss", "Total")] if resident else []
    titles += [("Heap", "Size"), ("Heap", "Alloc"), ("Heap", "Free")]

    def row(name: str, kb: int, heap: int) -> str:
        sizes = [kb, kb, 0, 0, *([kb] if resident else []), heap, heap, 0]
        return f"  {name:>14}" + "".join(f" {size:8}" for size in sizes)

    return "\n".join(
        [
            f"** MEMINFO in pid {process.pid} [{process.name}] **",
            *(" " * 16 + "".join(f" {title[n]:>8}" for title in titles) for n in (0, 1)),
            " " * 16 + " ".join(["", *["  ------" for _ in titles]]),
            *(row(name, kb, kb if "Heap" in name else 0) for name, kb in _PSS.items()),
            row("TOTAL", _TOTAL_KB, sum(kb for name, kb in _PSS.items() if "Heap" in name)),
            "",
            " App Summary",
            "                       Pss(KB)",
            "                        ------",
            f"           Java Heap: {_PSS['Dalvik Heap']:8}",
            f"         Native Heap: {_PSS['Native Heap']:8}",
            f"                Code: {_PSS['.so mmap']:8}",
            f"            Graphics: {_PSS['Gfx dev']:8}",
            "",
            f"               TOTAL PSS: {_TOTAL_KB:8}       TOTAL SWAP PSS:        0",
        ]
    )


def _all_memory(phone: Phone) -> str:
    apps = [process for process in phone.processes.all() if "." in process.name]
    rows = [f"{_TOTAL_KB:11,}K: {process.name} (pid {process.pid})" for process in apps]
    used = _TOTAL_KB * len(apps)
    return "\n".join(
        [
            *_stamps(phone),
            "",
            "Total PSS by process:",
            *rows,
            "",
            f"Total RAM: {_RAM_KB:10,}K (status normal)",
            f" Free RAM: {_RAM_KB - used:10,}K",
            f" Used RAM: {used:10,}K ({used:,}K used pss +         0K kernel)",
            " Lost RAM:          0K",
        ]
    )


@dump("cpuinfo")
def dump_cpuinfo(phone: Phone, args: tuple[str, ...]) -> str:
    """An idle processor."""
    del args
    rows = [
        f"  0% {process.pid}/{process.name}: 0% user + 0% kernel"
        for process in phone.processes.all()
    ]
    now = phone.clock.now()
    return "\n".join(
        [
            "Load: 0.0 / 0.0 / 0.0",
            f"CPU usage from 60000ms to 0ms ago ({now:%Y-%m-%d %H:%M:%S}.000):",
            *rows,
            "0% TOTAL: 0% user + 0% kernel",
        ]
    )


@dump("diskstats")
def dump_diskstats(phone: Phone, args: tuple[str, ...]) -> str:
    """Sizes of the partitions, in kilobytes."""
    del args
    packages = phone.packages.all()
    names = ",".join(f'"{package.name}"' for package in packages)
    return (
        "Latency: 1ms [512B Data Write]\nRecent Disk Write Speed (kB/s) = 51200\n"
        "Data-Free: 5242880K / 6291456K total = 83% free\n"
        "Cache-Free: 5242880K / 6291456K total = 83% free\n"
        "System-Free: 102400K / 2560000K total = 4% free\n"
        f"Package Names: [{names}]"
    )


@dump("procstats")
def dump_procstats(phone: Phone, args: tuple[str, ...]) -> str:
    """The processes that run, all of the time."""
    del args
    rows = [
        f"  * {process.name} / {process.user.replace('_', '')} / v1:\n           TOTAL: 100%"
        for process in phone.processes.all()
        if "." in process.name
    ]
    return "\n".join(["COMMITTED STATS FROM NOW:", "", "Per-Package Stats:", *rows])


@dump("batterystats")
def dump_batterystats(phone: Phone, args: tuple[str, ...]) -> str:
    """The words of a reset, or the time since the last charge."""
    if "--reset" in args:
        return "Battery stats reset."
    charge = phone.battery.shown
    return (
        f"Battery History (0% used, 0 used of 4096KB, 0 strings using 0):\n"
        f"                    0 (1) {charge.level:03}\n\n"
        "Statistics since last charge:\n"
        f"  System starts: 0, currently on battery: {boolean(not charge.plugged)}\n"
        f"  Time on battery: 0ms (0.0%) realtime, 0ms (0.0%) uptime\n"
        f"  Total run time: {_elapsed_ms(phone)}ms realtime, {_elapsed_ms(phone)}ms uptime"
    )


@dump("alarm")
def dump_alarm(phone: Phone, args: tuple[str, ...]) -> str:
    """No alarm is set; the clock."""
    del args
    now = phone.clock.now()
    return (
        "Current Alarm Manager state:\n"
        f"  nowRTC={round(now.timestamp() * 1000)}={now:%Y-%m-%d %H:%M:%S}"
        f" nowELAPSED={_elapsed_ms(phone)}\n\n  0 pending alarms:"
    )


@dump("jobscheduler")
def dump_jobscheduler(phone: Phone, args: tuple[str, ...]) -> str:
    """No job waits."""
    del args
    charge = phone.battery.shown
    return (
        "Settings:\n\nRegistered 0 jobs:\n  None.\n\n"
        f"  Battery: charging={boolean(charge.plugged)} level={charge.level}\n"
        "Pending queue:\n\nActive jobs:"
    )


@dump("user")
def dump_user(phone: Phone, args: tuple[str, ...]) -> str:
    """The owner."""
    del phone, args
    return (
        "Current user: 0\n\nUsers:\n"
        f"  UserInfo{{0:Owner:{_USER_FLAGS}}} serialNo=0 isPrimary=true\n"
        "    State: RUNNING_UNLOCKED"
    )


@dump("dropbox")
def dump_dropbox(phone: Phone, args: tuple[str, ...]) -> str:
    """Nothing crashed."""
    del phone, args
    return "Drop box contents: 0 entries\nMax entries: 1000\n\n(No entries found.)"
