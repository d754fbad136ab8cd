"""`chmod`, `chown` and `chgrp`.

Source: toybox toys/posix chmod.c, chgrp.c; lib/lib.c string_to_mode.
"""

from __future__ import annotations

import errno
import os
import re
import stat as st
from typing import TYPE_CHECKING, Final

from devices.virtual.android.toybox.accounts import id_of
from devices.virtual.android.toybox.options import Failure, reason, toybox

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given
    from devices.virtual.os.files import File

DEEPEST: Final = 200
"""How many folders deep a command follows a tree."""

_MODE: Final = re.compile(r"([ugoa]*)([-+=])([rwxXst]*|[ugo])")


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


async def _walk(
    call: Call, given: Given, path: str, act: Callable[[str, File], None], depth: int = 0
) -> int:
    """Do something to a file, with -R to everything below it."""
    try:
        file = call.file(path, follow=depth == 0)
        act(path, file)
        if not (given.has("R") and file.is_folder and depth < DEEPEST):
            return 0
        names = list(call.phone.files.children(path, *call.at))
    except OSError as error:
        if error.errno == errno.ENOENT:
            return await call.fail(f"{call.name}: {path}: {os.strerror(error.errno)}")
        return await call.fail(f"{call.name}: {call.name} '{path}': {reason(error)}")
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
    user, _, group = text.replace(".", ":", 1).partition(":")
    if call.name == "chgrp":
        user, group = "", text
    uid, gid = _id(user, "user"), _id(group, "group")

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
