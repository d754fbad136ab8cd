"""`settings`. Source: AOSP SettingsProvider, SettingsService."""

from __future__ import annotations

from typing import Final

from devices.virtual.android.services.registry import service
from devices.virtual.android.shell.call import Call, command
from devices.virtual.os.settings import NAMESPACES

_BAD: Final = 255
_KEY: Final = 2
_VALUE: Final = 3


@command("settings")
async def settings_command(call: Call) -> int:
    """The command of the shell; the service does the work."""
    return await settings(call.sub("settings", *call.args))


@service("settings")
async def settings(call: Call) -> int:
    """Read and write the settings provider."""
    words = _without_user(call.args)
    verb = words[0] if words else ""
    space = words[1] if len(words) > 1 else ""
    if verb not in {"get", "put", "delete", "list"}:
        return await call.fail(f"Invalid command: {verb}", _BAD)
    if space not in NAMESPACES:
        return await call.fail(f"Invalid namespace '{space}'", _BAD)
    table = call.phone.settings
    if verb == "list":
        for key, value in table.items(space):
            await call.print(f"{key}={value}")
        return 0
    if len(words) <= (_VALUE if verb == "put" else _KEY):
        return await call.fail("Bad arguments", _BAD)
    key = words[_KEY]
    if verb == "get":
        found = table.get(space, key)
        await call.print("null" if found is None else found)
    elif verb == "put":
        table.put(space, key, words[_VALUE])
    else:
        await call.print(f"Deleted {int(table.delete(space, key))} rows")
    return 0


def _without_user(words: tuple[str, ...]) -> list[str]:
    plain = list(words)
    if "--user" in plain:
        at = plain.index("--user")
        del plain[at : at + 2]
    return plain
