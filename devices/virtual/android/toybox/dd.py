"""`dd`. Source: toybox toys/lsb/dd.c."""

from __future__ import annotations

import asyncio
import errno
import os
import stat as st
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.streams import FileWriter
from devices.virtual.android.toybox.options import Failure, UsageError, number, toybox
from devices.virtual.android.toybox.text import open_input
from devices.virtual.os.content import Bytes

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.shell.streams import Reader, Writer
    from devices.virtual.android.toybox.options import Given


_LARGEST_BLOCK: Final = 64 << 20


@toybox("dd", usage="[if|of=FILE] [ibs|obs|bs|count|seek|skip=N] [conv=notrunc|noerror|sync|fsync]")
async def dd(call: Call, given: Given) -> int:
    """Copy blocks."""
    values: dict[str, str] = {}
    for word in given.args:
        key, equals, value = word.partition("=")
        if not equals or key not in {
            "if",
            "of",
            "ibs",
            "obs",
            "bs",
            "count",
            "seek",
            "skip",
            "conv",
            "status",
            "iflag",
            "oflag",
        }:
            raise UsageError(f"bad arg '{word}'" if equals else f"unknown operand {word}")
        values[key] = value
    block = number(values.get("bs") or values.get("ibs") or "512")
    if not 0 < block <= _LARGEST_BLOCK:
        raise Failure(f"bad bs={block}")
    try:
        return await _Copying(call, values, block).run()
    except OSError as error:
        if isinstance(error, ConnectionError):
            raise
        where = error.filename or values.get("of") or values.get("if") or "write"
        return await call.fail(f"dd: {where}: {os.strerror(error.errno or errno.EIO)}")


class _Copying:
    def __init__(self, call: Call, values: dict[str, str], block: int) -> None:
        self._call, self._values, self._block = call, values, block

    async def run(self) -> int:
        call, values = self._call, self._values
        reader = open_input(call, values["if"]) if values.get("if") else call.stdin
        await self._skip(reader, number(values.get("skip", "0")) * self._block)
        count = number(values["count"]) if "count" in values else None
        left = None if count is None else count * self._block
        writer = self._writer()
        done, started = 0, asyncio.get_running_loop().time()
        try:
            while left is None or left > 0:
                data = await reader.read()
                if not data:
                    break
                if left is not None:
                    reader.unread(data[left:])
                    data = data[:left]
                    left -= len(data)
                await writer.write(data)
                done += len(data)
        finally:
            if values.get("status") != "none":
                await self._tell(done, asyncio.get_running_loop().time() - started)
        return 0

    async def _skip(self, reader: Reader, amount: int) -> None:
        while amount > 0 and (data := await reader.read()):
            reader.unread(data[amount:])
            amount -= len(data[:amount])

    def _writer(self) -> Writer:
        call, values = self._call, self._values
        path = values.get("of")
        if not path:
            return call.stdout
        files = call.phone.files
        file = files.create(path, *call.at, mode=0o666 & ~call.umask)
        offset = number(values.get("seek", "0")) * number(
            values.get("bs") or values.get("obs") or "512"
        )
        regular = st.S_ISREG(file.mode)
        if "notrunc" not in values.get("conv", "") and regular:
            files.put(file, Bytes(file.data()[:offset]), path)
        return FileWriter(files, file, appends=False, offset=offset)

    async def _tell(self, done: int, seconds: float) -> None:
        whole, part = divmod(done, self._block)
        rate = done / max(seconds, 0.001)
        unit = f"{rate / 1048576:.0f} M/s" if rate > 1048576 else f"{rate / 1024:.0f} K/s"  # noqa: PLR2004 - a MiB
        size = f"{done / 1048576:.1f} M" if done > 1048576 else f"{done} bytes"  # noqa: PLR2004 - a MiB
        text = (
            f"{whole}+{int(part > 0)} records in\n{whole}+{int(part > 0)} records out\n"
            f"{done} bytes ({size}) copied, {seconds:.6f} s, {unit}"
        )
        await self._call.fail(text)
