"""`pm grant`, `pm revoke` and what else changes permissions.

Source: AOSP PackageManagerShellCommand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.java import JavaError, illegal
from devices.virtual.os.packages import PermissionRefusedError
from devices.virtual.os.permissions import NO_FLAGS, PermissionFlag

if TYPE_CHECKING:
    from devices.virtual.android.services.arguments import Arguments, Handler
    from devices.virtual.android.shell.call import Call

# Source: PackageManagerShellCommand, SUPPORTED_PERMISSION_FLAGS.
_FLAGS: Final = {
    "review-required": PermissionFlag.REVIEW_REQUIRED,
    "revoked-compat": PermissionFlag.REVOKED_COMPAT,
    "revoke-when-requested": PermissionFlag.REVOKE_WHEN_REQUESTED,
    "user-fixed": PermissionFlag.USER_FIXED,
    "user-set": PermissionFlag.USER_SET,
}


async def _grant(call: Call, words: Arguments) -> int:
    return await _change(call, words, grant=True)


async def _revoke(call: Call, words: Arguments) -> int:
    return await _change(call, words, grant=False)


async def _change(call: Call, words: Arguments, *, grant: bool) -> int:
    level = call.phone.profile.api_level
    everything = False
    while (option := words.option()) is not None:
        if option == "--user":
            words.user()
        elif option == "--all-permissions":
            since = call.phone.profile.rows["package_commands"]["all_permissions_since"]
            everything = level >= since
    name = words.word()
    if name is None:
        return await call.fail("Error: no package specified")
    permission = words.word()
    if permission is None and not everything:
        return await call.fail("Error: no permission specified")
    if everything:
        return _change_all(call, name, grant=grant)
    try:
        _change_one(call, name, permission or "", grant=grant)
    except PermissionRefusedError as error:
        raise JavaError(error.exception, str(error)) from error
    return 0


def _change_one(call: Call, name: str, permission: str, *, grant: bool) -> None:
    if grant:
        call.phone.packages.grant(name, permission)
    elif call.phone.packages.revoke(name, permission):
        # An app that loses a permission is killed, for it may hold what the permission gave.
        call.phone.activities.kill(name, "permissions revoked")


def _change_all(call: Call, name: str, *, grant: bool) -> int:
    found = call.phone.packages.get(name)
    if found is None:
        raise illegal(f"Unknown package: {name}")
    for permission in found.manifest.permissions:
        try:
            _change_one(call, name, permission, grant=grant)
        except PermissionRefusedError:
            continue  # the command goes on with what can be changed
    return 0


async def _reset(call: Call, words: Arguments) -> int:
    del words
    for name in call.phone.packages.reset_permissions():
        call.phone.activities.kill(name, "permissions revoked")
    return 0


async def _set_flags(call: Call, words: Arguments) -> int:
    return await _change_flags(call, words, on=True)


async def _clear_flags(call: Call, words: Arguments) -> int:
    return await _change_flags(call, words, on=False)


async def _change_flags(call: Call, words: Arguments, *, on: bool) -> int:
    while (option := words.option()) is not None:
        if option == "--user":
            words.user()
    name, permission = words.word(), words.word()
    if name is None:
        return await call.fail("Error: no package specified")
    if permission is None:
        return await call.fail("Error: no permission specified")
    named = list(iter(words.word, None))
    if not named:
        return await call.fail("Error: no permission flags specified")
    mask = NO_FLAGS
    for flag in named:
        if flag not in _FLAGS:
            known = ", ".join(_FLAGS)
            return await call.fail(f"Error: specified flag {flag} is not one of [{known}]")
        mask |= _FLAGS[flag]
    try:
        call.phone.packages.change_flags(name, permission, mask, mask if on else NO_FLAGS)
    except PermissionRefusedError as error:
        raise JavaError(error.exception, str(error)) from error
    return 0


SUB_COMMANDS: Final[dict[str, Handler]] = {
    "grant": _grant,
    "revoke": _revoke,
    "reset-permissions": _reset,
    "set-permission-flags": _set_flags,
    "clear-permission-flags": _clear_flags,
}
