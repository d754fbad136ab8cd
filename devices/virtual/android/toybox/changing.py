"""Commands that change files. Source: toybox toys/posix cp.c, rm.c, mkdir.c, touch.c, ln.c."""

from __future__ import annotations

import errno
import os
import posixpath
import re
import stat as st
from datetime import datetime
from typing import TYPE_CHECKING, Final

from devices.virtual.android.toybox.accounts import id_of
from devices.virtual.android.toybox.options import (
    Failure,
    UsageError,
    complain,
    number,
    reason,
    toybox,
)
from devices.virtual.os.content import CHUNK, Bytes

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given
    from devices.virtual.os.files import File

_READ: Final = 4
_DEEPEST: Final = 200
_MODE: Final = re.compile(r"([ugoa]*)([-+=])([rwxXst]*|[ugo])")


@toybox("mkdir", options="m:pvZ:", longs={"parents": "p", "mode": "m", "verbose": "v"}, least=1,
        usage="[-vp] [-m MODE] [DIR...]")  # fmt: skip
async def mkdir(call: Call, given: Given) -> int:
    """Make folders."""
    status = 0
    mode = 0o777 & ~call.umask
    if given.has("m"):
        mode = new_mode(given.value("m"), 0o777, folder=True)
    files = call.phone.files
    for path in given.args:
        try:
            make = files.make_folders if given.has("p") else files.make_folder
            make(path, *call.at, mode=mode)
        except OSError as error:
            status = await complain(call, path, error, quoted=True)
        else:
            if given.has("v"):
                await call.print(f"mkdir: created directory '{path}'")
    return status


@toybox("rmdir", options="p", longs={"parents": "p"}, least=1, usage="[-p] [DIR...]")
async def rmdir(call: Call, given: Given) -> int:
    """Remove empty folders."""
    status = 0
    for path in given.args:
        try:
            call.phone.files.unlink(path.rstrip("/") or "/", *call.at, folder=True)
        except OSError as error:
            status = await complain(call, path, error)
    return status


@toybox("rm", options="firRv", longs={"force": "f", "recursive": "r", "verbose": "v"},
        usage="[-fiRrv] FILE...")  # fmt: skip
async def rm(call: Call, given: Given) -> int:
    """Remove files, and folders with what is in them."""
    if not given.args and not given.has("f"):
        raise UsageError("Needs 1 argument")
    status = 0
    for path in given.args:
        if path.rstrip("/") in {"", "."} or path.endswith(("/.", "/..")) or path == "..":
            status = await call.fail(
                "rm: rm /. if you mean it" if path == "/" else f"rm: bad path {path}"
            )
            continue
        status = max(status, await _remove(call, given, path, 0))
    return status


async def _remove(call: Call, given: Given, path: str, depth: int) -> int:
    files = call.phone.files
    try:
        file = call.file(path, follow=False)
    except OSError as error:
        missing = error.errno in {errno.ENOENT, errno.ENOTDIR}
        return 0 if missing and given.has("f") else await complain(call, path, error)
    if file.is_folder and not given.has("r", "R"):
        return await call.fail(f"rm: {path}: is a directory")
    status = 0
    try:
        if file.is_folder and depth < _DEEPEST:
            for name in files.children(path, *call.at):
                status = max(
                    status, await _remove(call, given, f"{path.rstrip('/')}/{name}", depth + 1)
                )
        if status == 0:
            files.unlink(path.rstrip("/"), *call.at, folder=file.is_folder)
    except OSError as error:
        return await complain(call, path, error)
    if given.has("v") and not status:
        await call.print(f"rm{'dir' if file.is_folder else ''} '{path}'")
    return status


@toybox("touch", options="acd:fhmr:t:", longs={"no-create": "c", "date": "d", "reference": "r"},
        least=1, usage="[-amch] [-d DATE] [-t TIME] [-r FILE] FILE...")  # fmt: skip
async def touch(call: Call, given: Given) -> int:
    """Create empty files, or mark them changed now or at another time."""
    files, status = call.phone.files, 0
    when = _time(call, given)
    for path in given.args:
        try:
            place = files.locate(path, *call.at)
            if place.file is None:
                if given.has("c"):
                    continue
                files.create(path, *call.at, mode=0o666 & ~call.umask).changed = when
            else:
                files.change_time(place.file, when, path, call.who)
        except OSError as error:
            status = await complain(call, path, error, quoted=True)
    return status


def _time(call: Call, given: Given) -> datetime:
    now = call.phone.clock.now()
    if given.has("r"):
        return call.file(given.value("r")).changed
    text = given.value("d") or given.value("t")
    if not text:
        return now
    if text.startswith("@") and re.fullmatch(r"@-?\d{1,11}", text, re.ASCII):
        try:
            return datetime.fromtimestamp(int(text[1:]), now.tzinfo)
        except (ValueError, OverflowError, OSError):
            raise Failure(f"bad date '{text}'") from None
    for shape in ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d",
                  "%Y%m%d%H%M.%S", "%Y%m%d%H%M"):  # fmt: skip
        try:
            return datetime.strptime(text, shape).replace(tzinfo=now.tzinfo)
        except ValueError:
            continue
    raise Failure(f"bad date '{text}'")


@toybox("ln", options="fnrsTtv:", longs={"symbolic": "s", "force": "f"}, least=1,
        usage="[-sfnv] [FROM...] TO")  # fmt: skip
async def ln(call: Call, given: Given) -> int:
    """Give files another name, or make symbolic links."""
    files, status = call.phone.files, 0
    *sources, target = given.args if len(given.args) > 1 else [*given.args, "."]
    into = _is_folder(call, target) and not given.has("T", "n")
    for source in sources:
        path = f"{target.rstrip('/')}/{posixpath.basename(source)}" if into else target
        try:
            if given.has("f") and files.locate(path, *call.at, follow=False).file is not None:
                files.unlink(path, *call.at)
            if given.has("s"):
                files.make_link(path, source, *call.at)
            else:
                files.add_name(path, call.file(source, follow=False), *call.at)
        except OSError as error:
            kind = "symbolic" if given.has("s") else "hard"
            status = await call.fail(
                f"ln: cannot create {kind} link from '{source}' to '{path}': {reason(error)}"
            )
    return status


def _is_folder(call: Call, path: str) -> bool:
    try:
        return call.file(path).is_folder
    except OSError:
        return False


@toybox("cp", options="DFHLPRTadfilnprstuvxp", longs={
            "recursive": "r", "force": "f", "archive": "a", "preserve": "p", "no-clobber": "n",
            "verbose": "v", "update": "u"}, least=1,
        usage="[-aDdFfHiLlnPpRrsTuv] SOURCE... DEST")  # fmt: skip
async def cp(call: Call, given: Given) -> int:
    """Copy files, and folders with what is in them."""
    return await _into(call, given, _copy)


@toybox("mv", options="DFTfinvx", longs={"force": "f", "no-clobber": "n", "verbose": "v"}, least=1,
        usage="[-fivn] SOURCE... DEST")  # fmt: skip
async def mv(call: Call, given: Given) -> int:
    """Move files."""
    return await _into(call, given, _move)


async def _into(call: Call, given: Given, act: object) -> int:
    if len(given.args) < 2:  # noqa: PLR2004 - source and target
        raise UsageError("Needs 2 arguments")
    *sources, target = given.args
    into = _is_folder(call, target) and not given.has("T")
    if len(sources) > 1 and not into:
        raise Failure(f"'{target}' not directory")
    status = 0
    for source in sources:
        name = posixpath.basename(source.rstrip("/"))
        path = f"{target.rstrip('/')}/{name}" if into else target
        assert callable(act)
        status = max(status, await act(call, given, source, path, 0))
    return status


async def _copy(call: Call, given: Given, source: str, target: str, depth: int) -> int:  # noqa: PLR0911 - one for each thing that stands against it
    files = call.phone.files
    try:
        followed = not given.has("P", "d", "a") and (depth == 0 or given.has("L"))
        file = call.file(source, follow=followed)
    except OSError as error:
        return await call.fail(f"cp: bad '{source}': {reason(error)}")
    if file.is_folder and not given.has("r", "R", "a"):
        return await call.fail(f"cp: Skipped dir '{source}'")
    try:
        place = files.locate(target, *call.at, follow=not file.is_folder)
        if place.file is file:
            return await call.fail(f"cp: '{source}' is '{target}'")
        if place.file is not None and given.has("n"):
            return 0
        if file.is_folder:
            return await _copy_folder(call, given, (source, target), file, depth)
        if file.is_link:
            files.make_link(target, file.target, *call.at)
        else:
            _copy_file(call, given, file, source, target)
    except OSError as error:
        return await complain(call, error.filename or target, error, quoted=True)
    if given.has("v"):
        await call.print(f"cp '{source}' '{target}'")
    return 0


def _copy_file(call: Call, given: Given, file: File, source: str, target: str) -> None:
    if not file.allows(call.who, _READ):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), source)
    files = call.phone.files
    mode = st.S_IMODE(file.mode) & ~call.umask & 0o777
    made = files.create(target, *call.at, mode=mode)
    files.put(made, duplicate(file), target)
    if given.has("p", "a"):
        made.changed = file.changed


def duplicate(file: File) -> Bytes:
    """The bytes of a file for another one; what memory holds is shared."""
    if isinstance(file.content, Bytes):
        return file.content.copy()
    twin = Bytes()
    if st.S_ISREG(file.mode) and file.content is not None:
        offset = 0
        while data := file.content.read(offset, CHUNK):
            twin.append(data)
            offset += len(data)
    return twin


async def _copy_folder(
    call: Call, given: Given, paths: tuple[str, str], file: File, depth: int
) -> int:
    source, target = paths
    files = call.phone.files
    inner, outer = files.real(target, *call.at), files.real(source, *call.at)
    if depth > _DEEPEST or f"{inner}/".startswith(f"{outer}/"):
        return await call.fail(f"cp: '{target}' is '{source}'")
    if files.locate(target, *call.at).file is None:
        files.make_folder(target, *call.at, mode=st.S_IMODE(file.mode) | 0o700)
    status = 0
    for name in files.children(source, *call.at):
        below = f"{source.rstrip('/')}/{name}", f"{target.rstrip('/')}/{name}"
        status = max(status, await _copy(call, given, *below, depth + 1))
    return status


async def _move(call: Call, given: Given, source: str, target: str, depth: int) -> int:
    files = call.phone.files
    try:
        if given.has("n") and files.locate(target, *call.at).file is not None:
            return 0
        files.rename(source.rstrip("/") or "/", target.rstrip("/"), *call.at)
    except OSError as error:
        if error.errno == errno.EXDEV:
            return await _move_far(call, given, source, target, depth)
        if error.errno == errno.ENOENT and error.filename == source.rstrip("/"):
            return await call.fail(f"mv: bad '{source}': {os.strerror(error.errno)}")
        return await complain(call, error.filename or target, error, quoted=True)
    if given.has("v"):
        await call.print(f"renamed '{source}' -> '{target}'")
    return 0


async def _move_far(call: Call, given: Given, source: str, target: str, depth: int) -> int:
    """To another file system: a copy, and then the source goes."""
    flags = given.flags
    given.flags += "rp"
    try:
        status = await _copy(call, given, source, target, depth)
    finally:
        given.flags = flags
    if status == 0:
        given.flags = "rf"
        status = await _remove(call, given, source, 0)
        given.flags = flags
    return status


@toybox("chmod", options="Rvf", stops=True, least=2, usage="[-R] MODE FILE...")
async def chmod(call: Call, given: Given) -> int:
    """Set permission bits."""
    text, *paths = given.args
    status = 0
    for path in paths:
        status = max(
            status, await _walk(call, given, path, lambda p, f: _set_mode(call, text, p, f))
        )
    return status


def _set_mode(call: Call, text: str, path: str, file: File) -> None:
    if not file.is_link:
        mode = new_mode(text, file.mode, folder=file.is_folder)
        call.phone.files.change_mode(file, mode, path, call.who)


async def _walk(call: Call, given: Given, path: str, act: object, depth: int = 0) -> int:
    """Do something to a file, with -R to everything below it."""
    try:
        file = call.file(path, follow=depth == 0)
        assert callable(act)
        act(path, file)
        if not (given.has("R") and file.is_folder and depth < _DEEPEST):
            return 0
        names = list(call.phone.files.children(path, *call.at))
    except OSError as error:
        if error.errno == errno.ENOENT:
            return await call.fail(f"{call.name}: {path}: {os.strerror(error.errno)}")
        return await call.fail(
            f"{call.name}: {call.name} '{path}' {''}: {reason(error)}".replace(" :", ":")
        )
    status = 0
    for name in names:
        below = f"{path.rstrip('/')}/{name}"
        status = max(status, await _walk(call, given, below, act, depth + 1))
    return status


def new_mode(text: str, mode: int, *, folder: bool) -> int:
    """Permission bits after a change such as ``755`` or ``u+x,go-w``.

    Raises:
        Failure: it is none.
    """
    if re.fullmatch(r"[0-7]{1,4}", text, re.ASCII):
        return int(text, 8)
    for part in text.split(","):
        match = _MODE.fullmatch(part)
        if match is None:
            raise Failure(f"bad mode '{text}'")
        mode = _changed(mode, match[1] or "a", match[2], match[3], folder=folder)
    return st.S_IMODE(mode)


def _changed(mode: int, who: str, sign: str, bits: str, *, folder: bool) -> int:
    shifts = {"u": 6, "g": 3, "o": 0}
    chosen = "ugo" if "a" in who else who
    value = 0
    for bit in bits:
        if bit in shifts:
            value |= mode >> shifts[bit] & 7
        elif bit == "X":
            value |= int(folder or bool(mode & 0o111))
        else:
            value |= {"r": 4, "w": 2, "x": 1}.get(bit, 0)
    special = (0o1000 if "t" in bits else 0) | (
        sum({"u": 0o4000, "g": 0o2000}.get(c, 0) for c in chosen) if "s" in bits else 0
    )
    mask = sum(value << shifts[c] for c in chosen) | special
    if sign == "-":
        return mode & ~mask
    if sign == "=":
        mode &= ~sum(7 << shifts[c] for c in chosen)
    return mode | mask


@toybox("chown", "chgrp", options="Rfhv", least=2, usage="[-R] USER:GROUP FILE...")
async def chown(call: Call, given: Given) -> int:
    """Give files to other users and groups."""
    text, *paths = given.args
    user, colon, group = text.replace(".", ":", 1).partition(":")
    if call.name == "chgrp":
        user, group = "", text
    uid, gid = _id(user, "user"), _id(group, "group")
    del colon

    def act(path: str, file: File) -> None:
        call.phone.files.change_owner(file, uid, gid, path, call.who)

    status = 0
    for path in paths:
        try:
            file = call.file(path)
            act(path, file)
            if given.has("R") and file.is_folder:
                status = max(status, await _walk(call, given, path, act))
        except OSError as error:
            status = await call.fail(
                f"{call.name}: {call.name} '{path}' to '{text}': {reason(error)}"
                if error.errno != errno.ENOENT
                else f"{call.name}: {path}: {os.strerror(error.errno)}"
            )
    return status


def _id(name: str, kind: str) -> int:
    if not name:
        return -1
    found = id_of(name)
    if found is None:
        raise Failure(f"no {kind} '{name}'")
    return found


@toybox("truncate", options="cs:", longs={"size": "s", "no-create": "c"}, least=1,
        usage="[-c] -s SIZE file...")  # fmt: skip
async def truncate(call: Call, given: Given) -> int:
    """Make files a certain number of bytes long."""
    text = given.value("s")
    if not text:
        raise UsageError("Needs -s")
    return await _resize(call, given, _sized(text))


@toybox(
    "fallocate", options="l:o:", longs={"length": "l"}, least=1, usage="[-l size] [-o off] file"
)
async def fallocate(call: Call, given: Given) -> int:
    """Give files room: at least a number of bytes."""
    return await _resize(call, given, _sized("+0" if not given.has("l") else given.value("l")))


def _sized(text: str) -> tuple[str, int]:
    return (text[0], number(text[1:])) if text[:1] in "+-<>" else ("", number(text))


async def _resize(call: Call, given: Given, wanted: tuple[str, int]) -> int:
    sign, amount = wanted
    files, status = call.phone.files, 0
    for path in given.args:
        try:
            if given.has("c") and files.locate(path, *call.at).file is None:
                continue
            file = files.create(path, *call.at, mode=0o666 & ~call.umask)
            size = {"+": file.size + amount, "-": max(0, file.size - amount)}.get(sign, amount)
            files.check_room(size - file.size, path)
            content = duplicate(file)
            content.resize(max(0, size))
            files.put(file, content, path)
        except OSError as error:
            status = await complain(call, path, error, quoted=True)
    return status
