"""`getprop`, `setprop`, `watchprops`. Source: AOSP system/core/toolbox getprop.cpp, setprop.cpp."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.android.toybox.options import toybox

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given

_NAME: Final = re.compile(r"[A-Za-z0-9_.@:-]+", re.ASCII)
_LONGEST: Final = 92
# What SELinux lets the shell user set. Source: AOSP system/sepolicy private/shell.te.
_SHELLS: Final = ("debug.", "log.", "persist.log.", "shell.", "persist.traced.", "viewroot.")
_POLL: Final = timedelta(milliseconds=200)


@toybox("getprop", options="TZ", most=2, usage="[-TZ] [NAME [DEFAULT]]")
async def getprop(call: Call, given: Given) -> int:
    """Print one system property, or all of them."""
    properties = call.phone.properties
    if given.args:
        fallback = given.args[1] if len(given.args) > 1 else ""
        value = properties.get(given.args[0]) or fallback
        await call.print("string" if given.has("T") else value)
        return 0
    lines = [f"[{name}]: [{value}]" for name, value in sorted(properties.items())]
    await call.print("\n".join(lines))
    return 0


@toybox("setprop", least=2, most=2, usage="NAME VALUE")
async def setprop(call: Call, given: Given) -> int:
    """Set a system property; read-only ones stay."""
    name, value = given.args
    refusal = _refusal(name, value)
    if refusal:
        return await call.fail(refusal)
    call.phone.properties[name] = value
    return 0


def _refusal(name: str, value: str) -> str:
    if len(value.encode("utf-8", "surrogateescape")) >= _LONGEST and not name.startswith("ro."):
        return f"setprop: value '{value}' too long; try '{value[: _LONGEST - 1]}'"
    if not _NAME.fullmatch(name) or name.startswith(".") or name.endswith(".") or ".." in name:
        return f"setprop: bad property name '{name}'"
    if not name.startswith(_SHELLS):
        return f"setprop: failed to set property '{name}' to '{value}'"
    return ""


@toybox("watchprops", most=0)
async def watchprops(call: Call, given: Given) -> int:
    """Print every property that changes; it ends with whoever reads it."""
    del given
    before = dict(call.phone.properties)
    while True:
        await call.phone.clock.sleep(_POLL)
        now = dict(call.phone.properties)
        for name, value in now.items():
            if before.get(name) != value:
                seconds = int(call.phone.clock.now().timestamp())
                await call.print(f"{seconds} {name} = '{value}'")
        before = now
