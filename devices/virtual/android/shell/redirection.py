"""Where a command's streams go. Source: mksh exec.c, iosetup; messages are its own."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.streams import Closed, FileReader, FileWriter, Pipe
from devices.virtual.os.content import Bytes

if TYPE_CHECKING:
    from devices.virtual.android.shell.expansion import Expansion
    from devices.virtual.android.shell.state import State, Streams
    from devices.virtual.android.shell.streams import Reader, Writer
    from devices.virtual.android.shell.syntax import Redirect

_CREATING: Final = frozenset({">", ">>", ">|", "<>"})


class RedirectionError(Exception):
    """A stream cannot be set up; the message is mksh's."""


async def redirected(
    redirects: tuple[Redirect, ...], streams: Streams, state: State, expansion: Expansion
) -> Streams:
    """The streams after redirects, done from left to right.

    Raises:
        RedirectionError: a file cannot be opened, or there is no such stream.
    """
    for redirect in redirects:
        streams = streams.with_stream(
            redirect.fd, await _target(redirect, streams, state, expansion)
        )
    return streams


async def _target(
    redirect: Redirect, streams: Streams, state: State, expansion: Expansion
) -> Reader | Writer:
    operator = redirect.operator
    text = await expansion.text(redirect.target)
    if operator == "<<":
        return Pipe(_encoded(text), ended=True)
    if operator == "<<<":
        return Pipe(_encoded(text + "\n"), ended=True)
    if operator in {">&", "<&"}:
        return _joined(text, streams)
    try:
        return _opened(operator, text, state)
    except OSError as error:
        verb = "create" if operator in _CREATING else "open"
        raise RedirectionError(f"can't {verb} {text}: {error.strerror}") from None


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _joined(text: str, streams: Streams) -> Reader | Writer:
    if text == "-":
        return Closed()
    other = streams.get(int(text)) if text.isdecimal() and text.isascii() else None
    if other is None:
        reason = "bad file descriptor" if text.isdecimal() else "illegal file descriptor name"
        raise RedirectionError(f"{text}: {reason}")
    return other


def _opened(operator: str, path: str, state: State) -> Reader | Writer:
    files = state.phone.files
    if operator == "<":
        file = files.need(path, state.cwd, state.who)
        if not file.allows(state.who, 4):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return FileReader(file)
    mode = 0o666 & ~state.umask
    place = files.locate(path, state.cwd, state.who)
    guarded = operator == ">" and "noclobber" in state.options
    if guarded and place.file is not None and stat.S_ISREG(place.file.mode):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
    file = files.create(path, state.cwd, state.who, mode=mode)
    if operator in {">", ">|"} and stat.S_ISREG(file.mode):
        files.put(file, Bytes(), path)
    return FileWriter(files, file, appends=operator == ">>")
