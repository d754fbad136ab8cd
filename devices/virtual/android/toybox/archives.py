"""`gzip`, `tar` and `unzip` over the phone's files. Source: toybox toys/posix/tar.c, gzip.c."""

from __future__ import annotations

import errno
import gzip as gz
import io
import os
import posixpath
import stat as st
import tarfile
import zipfile
import zlib
from datetime import datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.streams import read_all
from devices.virtual.android.toybox.accounts import name_of
from devices.virtual.android.toybox.options import Failure, UsageError, complain, toybox
from devices.virtual.android.toybox.text import open_input, read_input
from devices.virtual.os.content import Bytes

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given
    from devices.virtual.os.files import File

_MOST_UNPACKED: Final = 512 << 20
_DEEPEST: Final = 100


def _unpacked(data: bytes) -> bytes:
    """The content of a gzip file, which may be several in a row.

    Raises:
        Failure: it is none, or larger than the phone could hold.
    """
    found = bytearray()
    while data:
        reader = zlib.decompressobj(wbits=31)
        try:
            found += reader.decompress(data, _MOST_UNPACKED - len(found) + 1)
        except zlib.error:
            raise Failure("no magic") from None
        if len(found) > _MOST_UNPACKED or not reader.eof:
            raise Failure("crc32 bad" if len(found) <= _MOST_UNPACKED else "too large")
        data = reader.unused_data
    return bytes(found)


@toybox(
    "gzip",
    "gunzip",
    "zcat",
    options="ncdfkqStvN123456789",
    longs={"decompress": "d", "stdout": "c", "keep": "k", "force": "f"},
    usage="[-19cdfkt] [FILE...]",
)
async def gzip(call: Call, given: Given) -> int:
    """Compress files, or unpack them."""
    unpacks = given.has("d", "t") or call.name in {"gunzip", "zcat"}
    prints = given.has("c") or call.name == "zcat"
    if not given.args:
        data = await read_all(call.stdin)
        await call.stdout.write(_unpacked(data) if unpacks else gz.compress(data, mtime=0))
        return 0
    status = 0
    for path in given.args:
        try:
            data = await read_input(call, path)
            made = _unpacked(data) if unpacks else gz.compress(data, mtime=0)
            if prints:
                await call.stdout.write(made)
            elif not given.has("t"):
                status = max(status, await _replace(call, given, path, made, unpacks=unpacks))
        except Failure as failure:
            status = await call.fail(f"{call.name}: {path}: {failure}")
        except OSError as error:
            status = await complain(call, path, error)
    return status


async def _replace(call: Call, given: Given, path: str, made: bytes, *, unpacks: bool) -> int:
    if unpacks and not path.endswith(".gz"):
        return await call.fail(f"{call.name}: no .gz: {path}")
    target = path[:-3] if unpacks else f"{path}.gz"
    files = call.phone.files
    if files.locate(target, *call.at).file is not None and not given.has("f"):
        return await call.fail(f"{call.name}: {target}: File exists")
    files.write(target, Bytes(made), cwd=call.cwd, who=call.who)
    if not given.has("k"):
        files.unlink(path, *call.at)
    return 0


@toybox("tar", options="OmopvzkctxhSf:C:e:",
        bundled=True, longs={
            "create": "c", "extract": "x", "list": "t", "gzip": "z", "file": "f", "directory": "C",
            "verbose": "v", "exclude": "e", "to-stdout": "O"},
        usage="[-cxt] [-fvohmjkOS] [-XTCf NAME] [FILE...]")  # fmt: skip
async def tar(call: Call, given: Given) -> int:
    """Make, list or unpack an archive."""
    act = given.last_of("cxt")
    if not act:
        raise UsageError("Needs -txc")
    folder = call.phone.files.real(given.value("C", "."), *call.at) if given.has("C") else call.cwd
    if act == "c":
        return await _Packing(call, given, folder).run()
    path = given.value("f", "-")
    try:
        data = await read_all(open_input(call, path))
    except OSError as error:
        return await complain(call, path, error)
    if given.has("z") or data[:2] == b"\x1f\x8b":
        data = _unpacked(data)
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            return await _unpack(call, given, archive, folder)
    except (tarfile.TarError, EOFError, ValueError):
        return await call.fail("tar: bad header")


class _Packing:
    def __init__(self, call: Call, given: Given, folder: str) -> None:
        self._call, self._given, self._folder = call, given, folder
        self._status = 0

    async def run(self) -> int:
        call, given = self._call, self._given
        if not given.args:
            raise Failure("empty archive")
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
            for path in given.args:
                await self._add(archive, path, 0)
        data = buffer.getvalue()
        data = gz.compress(data, mtime=0) if given.has("z") else data
        path = given.value("f", "-")
        if path == "-":
            await call.stdout.write(data)
        else:
            call.phone.files.write(path, Bytes(data), cwd=call.cwd, who=call.who)
        return self._status

    async def _add(self, archive: tarfile.TarFile, path: str, depth: int) -> None:
        call = self._call
        try:
            files = call.phone.files
            file = files.need(path, self._folder, call.who, follow=False)
            if not file.is_link and not file.allows(call.who, 4):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            names = list(files.children(path, self._folder, call.who)) if file.is_folder else []
        except OSError as error:
            self._status = await complain(call, path, error)
            return
        archive.addfile(_header(path, file), io.BytesIO(file.data()))
        if self._given.has("v"):
            await call.fail(path)
        for name in names if depth < _DEEPEST else ():
            await self._add(archive, f"{path.rstrip('/')}/{name}", depth + 1)


def _header(path: str, file: File) -> tarfile.TarInfo:
    header = tarfile.TarInfo(path.lstrip("/") or ".")
    header.mode, header.mtime = st.S_IMODE(file.mode), int(file.changed.timestamp())
    header.uid, header.gid = file.uid, file.gid
    header.uname, header.gname = name_of(file.uid), name_of(file.gid)
    if file.is_folder:
        header.type = tarfile.DIRTYPE
    elif file.is_link:
        header.type, header.linkname = tarfile.SYMTYPE, file.target
    else:
        header.size = len(file.data())
    return header


async def _unpack(call: Call, given: Given, archive: tarfile.TarFile, folder: str) -> int:
    status = 0
    for member in archive:
        name = member.name.lstrip("/")
        if given.args and not any(
            name == a or name.startswith(f"{a.rstrip('/')}/") or fnmatchcase(name, a)
            for a in given.args
        ):
            continue
        if given.has("t"):
            await call.print(_listed(member) if given.has("v") else name + "/" * member.isdir())
            continue
        if ".." in name.split("/"):
            status = await call.fail(f"tar: '{name}' not under '{folder}'")
            continue
        try:
            await _extract(call, given, archive, member, posixpath.join(folder, name))
        except OSError as error:
            status = await complain(call, name, error)
            continue
        if given.has("v"):
            await call.print(name)
    return status


async def _extract(
    call: Call, given: Given, archive: tarfile.TarFile, member: tarfile.TarInfo, path: str
) -> None:
    files = call.phone.files
    if member.isfile():
        if member.size > files.free:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        reader = archive.extractfile(member)
        data = reader.read() if reader else b""
        if given.has("O"):
            await call.stdout.write(data)
            return
        files.make_folders(posixpath.dirname(path) or "/", "/", call.who)
        when = datetime.fromtimestamp(
            max(0, min(member.mtime, 1 << 33)), call.phone.clock.now().tzinfo
        )
        made = files.write(path, Bytes(data), changed=when, who=call.who)
        if not made.mount.fixed:
            made.mode = st.S_IFREG | member.mode & 0o777 & ~call.umask
    elif given.has("O"):
        return
    elif member.isdir():
        files.make_folders(path, "/", call.who)
    elif member.issym():
        files.make_link(path, member.linkname, "/", call.who)


def _listed(member: tarfile.TarInfo) -> str:
    kind = st.S_IFDIR if member.isdir() else st.S_IFLNK if member.issym() else st.S_IFREG
    when = datetime.fromtimestamp(max(0, min(member.mtime, 1 << 33)))  # noqa: DTZ006 - as it is shown
    owner = f"{member.uname}/{member.gname} {member.size:>9}"
    name = member.name + "/" * member.isdir()
    return f"{st.filemode(kind | member.mode)} {owner} {when:%Y-%m-%d %H:%M:%S} {name}"


@toybox("unzip", options="lopqnd:x", least=1, usage="[-lpqo] [-d DIR] FILE[.zip] [FILE...]")
async def unzip(call: Call, given: Given) -> int:
    """List or unpack a zip archive."""
    path, *wanted = given.args
    folder = given.value("d") or call.cwd
    try:
        data = await read_input(call, path)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return await _unzip(call, given, archive, folder, wanted)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, zlib.error):
        return await call.fail(f"unzip: couldn't open {path}: Invalid file")
    except OSError as error:
        return await complain(call, path, error)


async def _unzip(
    call: Call, given: Given, archive: zipfile.ZipFile, folder: str, wanted: list[str]
) -> int:
    files, total = call.phone.files, 0
    chosen = [
        i
        for i in archive.infolist()
        if not wanted or any(fnmatchcase(i.filename, w) for w in wanted)
    ]
    if given.has("l"):
        await call.print(
            f"Archive:  {given.args[0]}\n  Length      Date    Time    Name\n"
            "---------  ---------- -----   ----"
        )
    else:
        await call.print(f"Archive:  {given.args[0]}") if not given.has("p", "q") else None
    for item in chosen:
        total += item.file_size
        if given.has("l"):
            year, month, day, hour, minute, _ = item.date_time
            await call.print(
                f"{item.file_size:>9}  {year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"
                f"   {item.filename}"
            )
            continue
        if item.file_size > files.free or ".." in item.filename.split("/"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        target = posixpath.join(folder, item.filename.lstrip("/"))
        if given.has("p"):
            await call.stdout.write(archive.read(item))
        elif item.is_dir():
            files.make_folders(target.rstrip("/"), *call.at)
        else:
            files.make_folders(posixpath.dirname(target) or "/", *call.at)
            files.write(target, Bytes(archive.read(item)), cwd=call.cwd, who=call.who)
            if not given.has("q"):
                await call.print(f"  inflating: {target}")
    if given.has("l"):
        await call.print(f"---------{'':21}-------\n{total:>9}{'':21}{len(chosen)} files")
    return 0
