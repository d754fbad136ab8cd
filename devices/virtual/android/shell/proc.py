"""``/proc``, made where it is read. Source: proc(5), and what tools of testing read from it."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from devices.virtual.os.content import Generated
from devices.virtual.os.file_tree import entries
from devices.virtual.os.files import File

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone
    from devices.virtual.os.file_tree import Mount

_CORES: Final = 4
_TICKS: Final = 100  # of the kernel's clock in a second
_MEMORY_KB: Final = {
    "MemTotal": 2025904, "MemFree": 236812, "MemAvailable": 918204, "Buffers": 4208,
    "Cached": 745120, "SwapCached": 0, "Active": 624180, "Inactive": 702912, "SwapTotal": 1519424,
    "SwapFree": 1519424, "Dirty": 68, "Writeback": 0, "AnonPages": 577936, "Mapped": 502344,
    "Shmem": 9884, "Slab": 131072,
}  # fmt: skip
VSZ_KB: Final = 13871324
RSS_KB: Final = 128736
"""Sizes that every process here has, in kilobytes."""

_UNIX: Final = "Num       RefCount Protocol Flags    Type St Inode Path\n"
_TCP: Final = (
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"
    "   uid  timeout inode\n"
)
_LISTENING: Final = "0A"
_LINKED: Final = {"self": "", "mounts": "self/mounts", "net": "self/net"}


def memory_kb() -> Mapping[str, int]:
    """The kernel's counts of memory, in kilobytes."""
    return _MEMORY_KB


class Proc(Mapping[str, File]):
    """The folder itself: files of the kernel, and one folder a process."""

    def __init__(self, phone: Phone, above: File) -> None:
        self._phone, self._above = phone, above
        self._files: dict[str, Callable[[], str]] = {
            "cpuinfo": self._cpuinfo,
            "filesystems": lambda: "nodev\tsysfs\nnodev\tproc\nnodev\ttmpfs\n\text4\n\tf2fs\n",
            "loadavg": lambda: "0.00 0.00 0.00 1/842 10007\n",
            "meminfo": _meminfo,
            "stat": self._stat,
            "uptime": self._uptime,
            "version": lambda: f"{kernel(phone)}\n",
        }

    def __getitem__(self, name: str) -> File:
        if name in self._files:
            return self._file(self._files[name])
        if name in _LINKED:
            pid = next((r.pid for r in reversed(self._phone.commands.all())), 1)
            target = _LINKED[name] or str(pid)
            link = File(stat.S_IFLNK | 0o777, self._above.changed, target=target)
            link.mount = self._above.mount
            return link
        found = find_process(self._phone, int(name)) if name.isdecimal() else None
        if found is None:
            raise KeyError(name)
        return self._process(*found)

    def __iter__(self) -> Iterator[str]:
        yield from sorted(self._files)
        yield from _LINKED
        for process in self._phone.processes.all():
            yield str(process.pid)
        for running in self._phone.commands.all():
            yield str(running.pid)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _file(self, make: Callable[[], str], uid: int = 0, mode: int = 0o444) -> File:
        file = File(stat.S_IFREG | mode, self._phone.clock.now(), Generated(make), uid=uid, gid=uid)
        file.mount = self._above.mount
        return file

    def _folder(self, files: Mapping[str, File], uid: int = 0) -> File:
        now = self._phone.clock.now()
        folder = File(stat.S_IFDIR | 0o555, now, entries=files, links=2, uid=uid, gid=uid)
        folder.mount = self._above.mount
        return folder

    def _process(self, pid: int, ppid: int, uid: int, name: str, argv: tuple[str, ...]) -> File:
        short = name.rsplit("/", 1)[-1][-15:]
        shown: dict[str, Callable[[], str]] = {
            "cmdline": lambda: "".join(f"{word}\0" for word in argv),
            "comm": lambda: f"{short}\n",
            "mounts": self._mounts,
            "oom_adj": lambda: "0\n",
            "oom_score": lambda: "0\n",
            "oom_score_adj": lambda: "0\n",
            "stat": lambda: _process_stat(pid, ppid, short),
            "statm": lambda: f"{VSZ_KB // 4} {RSS_KB // 4} 20000 10 0 60000 0\n",
            "status": lambda: _process_status(pid, ppid, uid, short),
            "wchan": lambda: "0",
        }
        files = {key: self._file(make, uid) for key, make in shown.items()}
        files["environ"] = self._file(lambda: "", uid, 0o400)
        net = {key: self._file(make) for key, make in self._net().items()}
        return self._folder({**files, "net": self._folder(net)}, uid)

    def _net(self) -> dict[str, Callable[[], str]]:
        return {
            "unix": lambda: _UNIX,
            "tcp": self._tcp,
            "tcp6": lambda: _TCP,
            "udp": lambda: _TCP,
            "dev": self._dev,
            "route": lambda: "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\n",
            "arp": lambda: "IP address       HW type     Flags       HW address            Mask\n",
        }

    def _tcp(self) -> str:
        rows = [
            f"{row:4}: 0100007F:{port:04X} 00000000:0000 {_LISTENING} 00000000:00000000"
            f" 00:00000000 00000000  2000        0 {20000 + port} 1 0000000000000000 100 0 0 10 0\n"
            for row, port in enumerate(sorted(listening_ports(self._phone)))
        ]
        return _TCP + "".join(rows)

    def _dev(self) -> str:
        head = (
            "Inter-|   Receive                                                |  Transmit\n"
            " face |bytes    packets errs drop fifo frame compressed multicast|"
            "bytes    packets errs drop fifo colls carrier compressed\n"
        )
        zeros = "       0       0    0    0    0     0          0         0"
        return head + "".join(f"{name:>6}: {zeros} {zeros}\n" for name in ("lo", "wlan0"))

    def _cpuinfo(self) -> str:
        if "arm64" in self._phone.profile.abi:
            one = "processor\t: {0}\nBogoMIPS\t: 38.40\nCPU implementer\t: 0x41\n\n"
        else:
            one = (
                "processor\t: {0}\nvendor_id\t: AuthenticAMD\ncpu family\t: 6\nmodel\t\t: 6\n"
                "model name\t: Android virtual processor\ncpu MHz\t\t: 2000.000\ncpu cores\t: 4\n\n"
            )
        hardware = self._phone.identity.hardware
        return "".join(one.format(n) for n in range(_CORES)) + f"Hardware\t: {hardware}\n"

    def _uptime(self) -> str:
        up = self._phone.clock.uptime().total_seconds()
        return f"{up:.2f} {up * _CORES:.2f}\n"

    def _stat(self) -> str:
        ticks = int(self._phone.clock.uptime().total_seconds() * _TICKS)
        booted = int(self._phone.clock.now().timestamp() - ticks / _TICKS)
        each = "".join(f"cpu{n} 0 0 0 {ticks} 0 0 0 0 0 0\n" for n in range(_CORES))
        return f"cpu  0 0 0 {ticks * _CORES} 0 0 0 0 0 0\n{each}ctxt 0\nbtime {booted}\n"

    def _mounts(self) -> str:
        return "".join(
            f"{mount.source} {path} {mount.kind} {options} 0 0\n"
            for path, mount, options in mounted(self._phone)
        )


def mounted(phone: Phone) -> list[tuple[str, Mount, str]]:
    """Every file system: where, what and with which options."""
    found: list[tuple[str, Mount, str]] = []
    root = phone.files.root.mount
    found.append(("/", root, "ro,seclabel,relatime"))
    for entry in entries(phone.files.storage):
        if entry.mount is not None:
            ways = "ro" if entry.mount.kind == "ext4" else "rw"
            found.append((entry.path, entry.mount, f"{ways},seclabel,nosuid,nodev,noatime"))
    return found


def listening_ports(phone: Phone) -> list[int]:
    """TCP ports that something on the phone listens at."""
    return sorted(phone.ports)


def kernel(phone: Phone) -> str:
    """What the kernel says of itself in ``/proc/version``."""
    row = phone.profile.rows["kernel"]
    return (
        f"Linux version {row['release']} (build-user@build-host) {row['compiler']} {row['version']}"
    )


def find_process(phone: Phone, pid: int) -> tuple[int, int, int, str, tuple[str, ...]] | None:
    """Id, parent, user, name and words of a process."""
    running = phone.commands.get(pid)
    if running is not None:
        return pid, running.ppid, 2000, running.name, running.argv
    for process in phone.processes.all():
        if process.pid == pid:
            return pid, process.ppid, process.uid, process.name, (process.name,)
    return None


def _meminfo() -> str:
    return "".join(f"{name + ':':<15} {size:>8} kB\n" for name, size in _MEMORY_KB.items())


def _process_stat(pid: int, ppid: int, name: str) -> str:
    zeros = " ".join(["0"] * 8)
    rest = " ".join(["0"] * 28)
    threads = f"20 0 1 0 {int(time.monotonic())} {VSZ_KB * 1024} {RSS_KB // 4}"
    return f"{pid} ({name}) S {ppid} {ppid} 0 0 -1 4194304 {zeros} {threads} {rest}\n"


def _process_status(pid: int, ppid: int, uid: int, name: str) -> str:
    ids = "\t".join([str(uid)] * 4)
    return (
        f"Name:\t{name}\nUmask:\t0077\nState:\tS (sleeping)\nTgid:\t{pid}\nNgid:\t0\nPid:\t{pid}\n"
        f"PPid:\t{ppid}\nTracerPid:\t0\nUid:\t{ids}\nGid:\t{ids}\nFDSize:\t64\n"
        f"VmPeak:\t{VSZ_KB} kB\nVmSize:\t{VSZ_KB} kB\nVmRSS:\t{RSS_KB} kB\nThreads:\t1\n"
    )
