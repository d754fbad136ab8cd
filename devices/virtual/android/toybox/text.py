"""Where commands on text take it from: files by name, ``-`` and nothing for standard input."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.streams import FileReader, read_all
from devices.virtual.android.toybox.options import complain

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.shell.streams import Reader

_READ: Final = 4


def open_input(call: Call, path: str) -> Reader:
    """What reads a file.

    Raises:
        OSError: it cannot be read.
    """
    if path == "-":
        return call.stdin
    file = call.file(path)
    if not file.allows(call.who, _READ):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
    if file.is_folder:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    return FileReader(file)


async def read_input(call: Call, path: str) -> bytes:
    """The whole of a file.

    Raises:
        OSError: it cannot be read.
    """
    return await read_all(open_input(call, path))


class Inputs:
    """The files of a command, one after the other; what cannot be read is told and passed over.

    Attributes:
        status: 1 once one could not be read.
    """

    def __init__(self, call: Call, paths: list[str]) -> None:
        self._call = call
        self._paths = paths or ["-"]
        self.status = 0

    async def contents(self) -> AsyncIterator[tuple[str, bytes]]:
        """Name and content of each."""
        for path in self._paths:
            try:
                data = await read_input(self._call, path)
            except OSError as error:
                self.status = await complain(self._call, path, error)
            else:
                yield path, data

    async def lines(self) -> AsyncIterator[str]:
        """Every line of all of them."""
        async for _, data in self.contents():
            for line in lines_of(data):
                yield line


def lines_of(data: bytes) -> list[str]:
    """Lines without their ends."""
    text = data.decode("utf-8", "surrogateescape")
    return text.removesuffix("\n").split("\n") if text else []


def encoded(text: str) -> bytes:
    """Text as the bytes that it came from."""
    return text.encode("utf-8", "surrogateescape")
