"""`ls` and `stat`. Source: toybox toys/posix/ls.c, toys/other/stat.c."""

from __future__ import annotations

import stat as st
import zlib
from typing import TYPE_CHECKING, Final

from devices.virtual.android.toybox.accounts import name_of
from devices.virtual.android.toybox.options import complain, toybox

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given
    from devices.virtual.os.files import File

_BLOCK: Final = 512
_HOOKED: Final = {st.S_IFDIR: "/", st.S_IFLNK: "@", st.S_IFIFO: "|", st.S_IFSOCK: "="}


def blocks(file: File) -> int:
    """Blocks of 512 bytes that a file takes on its disk."""
    if file.mount.kind in {"proc", "sysfs"}:
        return 0
    if file.is_folder:
        return -(-file.size // 4096) * 8
    return -(-file.size // 4096) * 8 if st.S_ISREG(file.mode) else 0


def human(size: int) -> str:
    """A size with a unit, in three digits."""
    if size < 1000:  # noqa: PLR2004 - the unit's size below
        return str(size)
    value, units = float(size), iter("KMGTPE")
    unit = ""
    while value >= 1000:  # noqa: PLR2004 - three digits
        value, unit = value / 1024, next(units)
    return f"{value:.1f}{unit}" if value < 9.95 else f"{round(value)}{unit}"  # noqa: PLR2004 - two digits


@toybox(
    "ls", "dir",
    options="1ACFHLNRSUXZabcdfghiklmnopqrstuwx",
    longs={"color": "", "show-control-chars": "", "full-time": "l", "sort": ""},
    usage="[-1ACFHLNRSUXZabcdfghiklmnopqrstuwx] [--color[=auto]] [FILE...]",
)  # fmt: skip
async def ls(call: Call, given: Given) -> int:
    """List files."""
    status = 0
    files: dict[str, File] = {}
    folders: dict[str, File] = {}
    for path in given.args or ["."]:
        try:
            file = call.file(path, follow=not given.has("l", "d", "F") or path.endswith("/"))
        except OSError as error:
            status = await complain(call, path, error)
            continue
        (folders if file.is_folder and not given.has("d") else files)[path] = file
    listing = _Listing(call, given)
    if files:
        await listing.show(files)
    several = len(folders) + len(files) > 1 or given.has("R")
    for index, path in enumerate(sorted(folders)):
        if (index or files) and several:
            await call.print("")
        status = max(status, await listing.folder(path, titled=several))
    return status


class _Listing:
    def __init__(self, call: Call, given: Given) -> None:
        self._call, self._given = call, given
        self._long = given.has("l", "o", "g", "n") and given.last_of("lognC1x") not in "C1x"

    async def folder(self, path: str, *, titled: bool) -> int:
        call, given = self._call, self._given
        try:
            found = call.phone.files.children(path, *call.at)
            here = call.file(path)
        except OSError as error:
            return await complain(call, path, error)
        if given.has("a", "f"):
            above = call.file(path.rstrip("/") + "/.." if path.strip("/") else "/")
            found = {".": here, "..": above, **found}
        elif not given.has("A"):
            found = {name: file for name, file in found.items() if not name.startswith(".")}
        if titled:
            await call.print(f"{path}:")
        if self._long or given.has("s"):
            total = sum(blocks(file) for file in found.values())
            await call.print(f"total {human(total * _BLOCK) if given.has('h') else total // 2}")
        await self.show(found)
        status = 0
        if given.has("R"):
            for name, file in self._sorted(found):
                if file.is_folder and name not in {".", ".."}:
                    await call.print("")
                    below = f"{path.rstrip('/')}/{name}"
                    status = max(status, await self.folder(below, titled=True))
        return status

    async def show(self, files: dict[str, File]) -> None:
        ordered = self._sorted(files)
        if not ordered:
            return
        rows = self._table(ordered) if self._long else [self._short(n, f) for n, f in ordered]
        if self._given.has("m"):
            rows = [", ".join(rows)]
        await self._call.print("\n".join(rows))

    def _sorted(self, files: dict[str, File]) -> list[tuple[str, File]]:
        given = self._given
        items = list(files.items())
        if given.has("f", "U"):
            return items
        items.sort(key=lambda item: item[0].encode("utf-8", "surrogateescape"))
        if given.has("S"):
            items.sort(key=lambda item: -item[1].size)
        elif given.has("t", "u", "c") and (given.has("t") or not given.has("l")):
            items.sort(key=lambda item: -item[1].changed.timestamp())
        elif given.has("X"):
            items.sort(key=lambda item: item[0].rpartition(".")[2])
        return items[::-1] if given.has("r") else items

    def _short(self, name: str, file: File) -> str:
        given, fields = self._given, []
        if given.has("i"):
            fields.append(f"{file.inode:>5}")
        if given.has("s"):
            fields.append(f"{blocks(file) // 2:>3}")
        if given.has("Z"):
            fields.append(_label(file))
        return " ".join([*fields, self._name(name, file)])

    def _name(self, name: str, file: File) -> str:
        given = self._given
        if given.has("q", "b"):
            name = "".join(char if char.isprintable() else "?" for char in name)
        if given.has("p") and file.is_folder:
            return f"{name}/"
        if given.has("F"):
            hook = _HOOKED.get(st.S_IFMT(file.mode), "*" if file.mode & 0o111 else "")
            return name + hook
        return name

    def _table(self, ordered: list[tuple[str, File]]) -> list[str]:
        given = self._given
        show: Callable[[int], str] = str if given.has("n") else name_of
        rows = []
        for name, file in ordered:
            size = human(file.size) if given.has("h") else str(file.size)
            if st.S_ISCHR(file.mode):
                size = "1,   3"
            row = [str(file.inode)] if given.has("i") else []
            row += [str(blocks(file) // 2)] if given.has("s") else []
            row += [st.filemode(file.mode), str(file.links)]
            row += [] if given.has("g") else [show(file.uid)]
            row += [] if given.has("o") else [show(file.gid)]
            row += [_label(file)] if given.has("Z") else []
            row += [size, f"{file.changed:%Y-%m-%d %H:%M}"]
            rows.append((row, self._target(name, file)))
        widths = [max(len(row[column]) for row, _ in rows) for column in range(len(rows[0][0]))]
        return [f"{self._line(row, widths)} {name}" for row, name in rows]

    def _target(self, name: str, file: File) -> str:
        shown = self._name(name, file)
        return f"{shown} -> {file.target}" if file.is_link else shown

    def _line(self, row: list[str], widths: list[int]) -> str:
        """Numbers stand right, names and modes left."""
        cells = []
        for cell, width in zip(row, widths, strict=True):
            numeric = cell[:1].isdigit()
            cells.append(cell.rjust(width) if numeric and "-" not in cell else cell.ljust(width))
        return " ".join(cells)


def _label(file: File) -> str:
    """A label of SELinux, by what is mounted."""
    kinds = {"fuse": "media_rw_data_file", "sdcardfs": "sdcardfs", "proc": "proc"}
    kind = kinds.get(file.mount.kind, "system_file" if file.mount.read_only else "shell_data_file")
    return f"u:object_r:{kind}:s0"


_KINDS: Final = {
    st.S_IFREG: "regular file", st.S_IFDIR: "directory", st.S_IFLNK: "symbolic link",
    st.S_IFCHR: "character device", st.S_IFBLK: "block device", st.S_IFIFO: "FIFO (named pipe)",
    st.S_IFSOCK: "socket",
}  # fmt: skip


@toybox("stat", options="c:fLt", least=1, usage="[-tfL] [-c FORMAT] FILE...")
async def stat(call: Call, given: Given) -> int:
    """Print what is known of files."""
    status = 0
    for path in given.args:
        try:
            file = call.file(path, follow=given.has("L"))
        except OSError as error:
            status = await complain(call, path, error, quoted=True)
            continue
        if given.has("f") and "c" not in given.lists:
            await call.print(_file_system(call, path))
        else:
            shape = given.value("c") or _DEFAULT
            await call.print(_formatted(shape, path, file), end="\n")
    return status


_DEFAULT: Final = (
    "  File: %N\n  Size: %s\t Blocks: %b\t IO Blocks: %B\t %F\n"
    "Device: %Dh/%dd\t Inode: %i\t Links: %h\n"
    "Access: (%a/%A)\tUid: (%u/%U)\tGid: (%g/%G)\n"
    "Access: %x\nModify: %y\nChange: %z"
)


def _file_system(call: Call, path: str) -> str:
    files = call.phone.files
    total, free = files.capacity // 4096, files.free // 4096
    return (
        f'  File: "{path}"\n    ID: 0000000000000000 Namelen: 255    Type: f2fs\n'
        f"Block Size: 4096    Fundamental block size: 4096\n"
        f"Blocks: Total: {total}\tFree: {free}\tAvailable: {free}\n"
        f"Inodes: Total: {total}\tFree: {free}"
    )


def _formatted(shape: str, path: str, file: File) -> str:
    found, at = [], 0
    while at < len(shape):
        char = shape[at]
        at += 1
        if char != "%" or at == len(shape):
            found.append(char)
            continue
        found.append(_one(shape[at], path, file))
        at += 1
    return "".join(found)


def _one(letter: str, path: str, file: File) -> str:
    stamp = (
        f"{file.changed:%Y-%m-%d %H:%M:%S}.{file.changed.microsecond * 1000:09} {file.changed:%z}"
    )
    seconds = str(int(file.changed.timestamp()))
    device = zlib.crc32(file.mount.source.encode()) & 0xFF | 0xFE00
    quoted = f"'{path}' -> '{file.target}'" if file.is_link else f"`{path}'"
    known = {
        "%": "%", "A": st.filemode(file.mode), "B": str(_BLOCK), "D": f"{device:x}",
        "F": _KINDS.get(st.S_IFMT(file.mode), "unknown"), "G": name_of(file.gid), "N": quoted,
        "U": name_of(file.uid), "X": seconds, "Y": seconds, "Z": seconds,
        "a": f"{st.S_IMODE(file.mode):o}", "b": str(blocks(file)), "d": str(device),
        "f": f"{file.mode:x}", "g": str(file.gid), "h": str(file.links), "i": str(file.inode),
        "n": path, "o": "4096", "s": str(file.size), "u": str(file.uid), "x": stamp, "y": stamp,
        "z": stamp, "t": "0", "T": "0", "m": "/",
    }  # fmt: skip
    if letter == "F" and st.S_ISREG(file.mode) and file.size == 0:
        return "regular empty file"
    return known.get(letter, "?")
