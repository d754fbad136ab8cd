"""`pm` and `cmd package`. Source: AOSP PackageManagerShellCommand; cmds/pm Pm.java up to 8.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.arguments import Arguments
from devices.virtual.android.services.java import ILLEGAL_ARGUMENT, SECURITY, JavaError
from devices.virtual.android.services.package import (
    dump,
    install,
    listing,
    permissions,
    query,
    state,
)
from devices.virtual.android.services.registry import help_or_unknown, service, threw
from devices.virtual.android.shell.call import Call, command

if TYPE_CHECKING:
    from devices.virtual.android.services.arguments import Handler

SUB_COMMANDS: Final[dict[str, Handler]] = {
    **install.SUB_COMMANDS,
    **dump.SUB_COMMANDS,
    **listing.SUB_COMMANDS,
    **permissions.SUB_COMMANDS,
    **query.SUB_COMMANDS,
    **state.SUB_COMMANDS,
}

# What `pm` of 8 put before an exception that it caught itself.
_LEGACY_WORDS: Final = {
    SECURITY: "Operation not allowed",
    ILLEGAL_ARGUMENT: "Bad argument",
}
_LEGACY: Final = frozenset({"grant", "revoke", "reset-permissions"})


@command("pm")
async def pm(call: Call) -> int:
    """The old name of ``cmd package``."""
    return await package(call.sub("package", *call.args))


@service("package")
async def package(call: Call) -> int:
    """Hand on to the sub-command, and print what it throws."""
    name = call.args[0] if call.args else ""
    rows = call.phone.profile.rows
    since = rows["package_commands"]["since"].get(name, 0)
    handler = SUB_COMMANDS.get(name) if since <= call.phone.profile.api_level else None
    if name == "help":
        await call.print(rows["package_usage"]["text"].rstrip("\n"))
        return 0
    if handler is None:
        return await help_or_unknown(call, rows["package_usage"]["text"])
    try:
        return await handler(call, Arguments(call.args))
    except JavaError as error:
        if rows["package_shell"]["legacy_errors"] and name in _LEGACY:
            words = _LEGACY_WORDS.get(error.name, "Error")
            return await call.fail(f"{words}: {error.name}: {error.message}")
        frames = "".join(f"\n\tat {frame}" for frame in rows["package_stack"]["frames"])
        return await threw(call, error.name, error.message + frames)
