"""Commands that make and remove files. Source: toybox toys/posix rm.c, mkdir.c, touch.c, ln.c."""

from __future__ import annotations

import errno
import posixpath
import re
from datetime import datetime
from typing import TYPE_CHECKING

from devices.virtual.android.toybox.options import Failure, UsageError, complain, reason, toybox
from devices.virtual.android.toybox.rights import DEEPEST, new_mode

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given


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
        status = max(status, await remove(call, given, path, 0))
    return status


async def remove(call: Call, given: Given, path: str, depth: int) -> int:
    """Remove a file, or with -r a folder and what is in it; gives the status."""
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
        if file.is_folder and depth < DEEPEST:
            for name in files.children(path, *call.at):
                status = max(
                    status, await remove(call, given, f"{path.rstrip('/')}/{name}", depth + 1)
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
    into = is_folder(call, target) and not given.has("T", "n")
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


def is_folder(call: Call, path: str) -> bool:
    """Whether a path leads to a folder."""
    try:
        return call.file(path).is_folder
    except OSError:
        return False
