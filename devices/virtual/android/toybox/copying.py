"""`cp` and `mv`. Source: toybox toys/posix cp.c."""

from __future__ import annotations

import errno
import os
import posixpath
import stat as st
from typing import TYPE_CHECKING, Final

from devices.virtual.android.toybox.changing import is_folder, remove
from devices.virtual.android.toybox.options import Failure, UsageError, complain, reason, toybox
from devices.virtual.android.toybox.rights import DEEPEST
from devices.virtual.os.content import CHUNK, Bytes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given
    from devices.virtual.os.files import File

    _Act = Callable[[Call, Given, str, str, int], Awaitable[int]]

_READ: Final = 4


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


async def _into(call: Call, given: Given, act: _Act) -> int:
    if len(given.args) < 2:  # noqa: PLR2004 - source and target
        raise UsageError("Needs 2 arguments")
    *sources, target = given.args
    into = is_folder(call, target) and not given.has("T")
    if len(sources) > 1 and not into:
        raise Failure(f"'{target}' not directory")
    status = 0
    for source in sources:
        name = posixpath.basename(source.rstrip("/"))
        path = f"{target.rstrip('/')}/{name}" if into else target
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
    if depth > DEEPEST or f"{inner}/".startswith(f"{outer}/"):
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
        status = await remove(call, given, source, 0)
        given.flags = flags
    return status
