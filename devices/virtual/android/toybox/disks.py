"""`df`, `du`, `mount`, `free`. Source: toybox toys/posix df.c, du.c, toys/lsb mount.c."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.proc import memory_kb, mounted
from devices.virtual.android.toybox.listing import blocks, human
from devices.virtual.android.toybox.options import complain, toybox
from devices.virtual.os.content import Bytes

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given
    from devices.virtual.os.file_tree import Mount

_IMAGE_KB: Final = 2_400_000
_MEMORY_KB: Final = 1_012_952
_DEEPEST: Final = 200
_WRITABLE: Final = frozenset({"f2fs", "fuse", "sdcardfs"})


def _sizes(call: Call, mount: Mount) -> tuple[int, int, int]:
    """Total, used and available, in kilobytes."""
    if mount.kind in _WRITABLE:
        files = call.phone.files
        total, used = files.capacity // 1024, -(-files.used // 1024)
        return total, used, max(0, total - used)
    if mount.kind == "tmpfs":
        return _MEMORY_KB, 0, _MEMORY_KB
    return _IMAGE_KB, _IMAGE_KB, 0


@toybox("df", options="HPkhit:a", usage="[-aHhikP] [-t type] [FILE...]")
async def df(call: Call, given: Given) -> int:
    """Print how full the file systems are."""
    status = 0
    known = [(path, mount) for path, mount, _ in mounted(call.phone)]
    chosen: list[tuple[str, Mount]] = []
    for path in given.args:
        try:
            file = call.file(path)
        except OSError as error:
            status = await complain(call, path, error, quoted=True)
            continue
        chosen += [(at, mount) for at, mount in known if mount == file.mount][:1]
    if not given.args:
        chosen = [(at, mount) for at, mount in known if mount.kind not in {"proc", "sysfs"}]
    if "t" in given.lists:
        chosen = [(at, mount) for at, mount in chosen if mount.kind == given.value("t")]
    rows = [_titles(given)]
    for at, mount in chosen:
        total, used, free = _sizes(call, mount)
        percent = 0 if not total else -(-used * 100 // total)
        shown = [
            human(size * 1024) if given.has("h", "H") else str(size) for size in (total, used, free)
        ]
        rows.append([mount.source, *shown, f"{percent}%", at])
    if chosen:
        await call.print("\n".join(_aligned(rows)))
    return status


def _titles(given: Given) -> list[str]:
    if given.has("h", "H"):
        return ["Filesystem", "Size", "Used", "Avail", "Use%", "Mounted on"]
    if given.has("P"):
        return ["Filesystem", "1024-blocks", "Used", "Available", "Capacity", "Mounted on"]
    return ["Filesystem", "1K-blocks", "Used", "Available", "Use%", "Mounted on"]


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        " ".join(
            [
                row[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:-1], widths[1:-1], strict=True)),
                row[-1],
            ]
        )
        for row in rows
    ]


@toybox("du", options="HLlsxd:ackKmhb", usage="[-d N] [-askxHLlmc] [FILE...]")
async def du(call: Call, given: Given) -> int:
    """Print how much files and folders take."""
    measuring = _Measuring(call, given)
    total = 0
    for path in given.args or ["."]:
        total += await measuring.measure(path, 0)
    if given.has("c"):
        await call.print(f"{measuring.shown(total)}\ttotal")
    return measuring.status


class _Measuring:
    def __init__(self, call: Call, given: Given) -> None:
        self._call, self._given = call, given
        self._deepest = 0 if given.has("s") else given.number("d", _DEEPEST)
        self._seen: set[int] = set()
        self.status = 0

    def shown(self, half_kb: int) -> str:
        """A number of blocks in the unit that was asked for."""
        if self._given.has("b"):
            return str(half_kb)
        if self._given.has("h"):
            return human(half_kb * 512)
        return str(-(-half_kb // 2048) if self._given.has("m") else -(-half_kb // 2))

    async def measure(self, path: str, depth: int) -> int:
        """Blocks of a file and of all below it."""
        call = self._call
        try:
            file = call.file(path, follow=depth == 0)
            names = list(call.phone.files.children(path, *call.at)) if file.is_folder else []
        except OSError as error:
            self.status = await complain(call, path, error)
            return 0
        if file.links > 1 and not file.is_folder and file.inode in self._seen:
            return 0
        self._seen.add(file.inode)
        total = file.size if self._given.has("b") else blocks(file)
        for name in names if depth < _DEEPEST else ():
            total += await self.measure(f"{path.rstrip('/')}/{name}", depth + 1)
        if depth <= self._deepest and (file.is_folder or depth == 0 or self._given.has("a")):
            await call.print(f"{self.shown(total)}\t{path}")
        return total


@toybox("mount", options="arwt:o:fnOv", usage="[-afFrsvw] [-t TYPE] [-o OPTION,] [[DEVICE] DIR]")
async def mount(call: Call, given: Given) -> int:
    """Print what is mounted; mounting is not the shell user's."""
    if given.args:
        return await call.fail(f"mount: '{given.args[0]}'->'{given.args[-1]}': Permission denied")
    lines = [
        f"{mount.source} on {path} type {mount.kind} ({options})"
        for path, mount, options in mounted(call.phone)
        if "t" not in given.lists or mount.kind == given.value("t")
    ]
    await call.print("\n".join(lines))
    return 0


@toybox("umount", options="acDflnrt:v", usage="[-a [-t TYPE,]] [-vrfD] [DIR...]")
async def umount(call: Call, given: Given) -> int:
    """Is not the shell user's either."""
    status = 0
    for path in given.args:
        status = await call.fail(f"umount: {path}: Operation not permitted")
    return status


@toybox("free", options="htgmkb", usage="[-bkmgt]")
async def free(call: Call, given: Given) -> int:
    """Print how much memory is used."""
    memory = memory_kb()
    shift = {"b": 1024, "k": 1, "m": 1 / 1024, "g": 1 / 1048576}.get(given.last_of("bkmg"), 1024)

    def cell(kilobytes: int) -> str:
        text = human(kilobytes * 1024) if given.has("h") else str(int(kilobytes * shift))
        return f"{text:>13}"

    total, unused = memory["MemTotal"], memory["MemFree"]
    head = "".join(f"{name:>13}" for name in ("total", "used", "free", "shared", "buffers"))
    numbers = (total, total - unused, unused, memory["Shmem"], memory["Buffers"])
    used, rest = total - unused - memory["Buffers"], unused + memory["Buffers"]
    lines = [
        f"\t{head}",
        "Mem:    " + "".join(map(cell, numbers)),
        "-/+ buffers/cache: " + cell(used) + cell(rest),
        "Swap:   " + cell(memory["SwapTotal"]) + cell(0) + cell(memory["SwapFree"]),
    ]
    await call.print("\n".join(lines))
    return 0


@toybox("sync", "fsync", options="d", usage="[FILE...]")
async def sync(call: Call, given: Given) -> int:
    """Everything is written at once: there is nothing to wait for."""
    del call, given
    return 0


@toybox("mktemp", options="uqtdp:", most=1, usage="[-dqtu] [-p DIR] [TEMPLATE]")
async def mktemp(call: Call, given: Given) -> int:
    """Make a file or folder of a name that nobody has."""
    from itertools import count  # noqa: PLC0415 - only here
    from secrets import choice  # noqa: PLC0415 - only here

    files = call.phone.files
    template = given.args[0] if given.args else "tmp.XXXXXXXXXX"
    folder = given.value("p") or call.env.get("TMPDIR") or "/data/local/tmp"
    path = template if "/" in template and not given.has("t", "p") else f"{folder}/{template}"
    stem = path.rstrip("X")
    if len(path) - len(stem) < 2:  # noqa: PLR2004 - fewer could not be told apart
        return await call.fail(f"mktemp: Failed to create file {path}: Invalid argument")
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    for _ in count():
        made = stem + "".join(choice(letters) for _ in range(len(path) - len(stem)))
        if files.get(made) is None:
            break
    try:
        if given.has("d"):
            files.make_folder(made, *call.at, mode=0o700)
        elif not given.has("u"):
            files.write(made, Bytes(), cwd=call.cwd, who=call.who)
            call.phone.files.change_mode(files.need(made), 0o600, made, call.who)
    except OSError as error:
        kind = "directory" if given.has("d") else "file"
        return await call.fail(f"mktemp: Failed to create {kind} {path}: {error.strerror}")
    await call.print(made)
    return 0
