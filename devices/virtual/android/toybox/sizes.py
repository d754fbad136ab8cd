"""`truncate` and `fallocate`. Source: toybox toys/other truncate.c, fallocate.c."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.android.toybox.copying import duplicate
from devices.virtual.android.toybox.options import UsageError, complain, number, toybox

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given


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
