"""`locksettings`: the lock screen's credential. Source: AOSP LockSettingsShellCommand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.java import boolean
from devices.virtual.android.services.registry import call_service, help_or_unknown, service
from devices.virtual.android.shell.call import Call, command
from devices.virtual.os.credentials import CredentialError, CredentialKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone

_BAD: Final = 255
_ERROR: Final = "Error while executing command: java.lang."


@command("locksettings")
async def locksettings_command(call: Call) -> int:
    """The command of the shell, which drops the status of the service that does the work.

    Source: AOSP cmds/locksettings, LockSettingsCmd.onRun.
    """
    await call_service(call, "lock_settings", *call.args)
    return 0


class _OptionError(Exception):
    """An option that is unknown, or has no value."""


@service("lock_settings")
async def locksettings(call: Call) -> int:
    """Check the old credential, then do what the word says."""
    if not call.args or call.args[0] in {"help", "-h"}:
        status = await help_or_unknown(call, call.phone.profile.rows["lock_settings_usage"]["text"])
        return 0 if call.args else status
    try:
        old, new = _options(call.args[1:])
    except _OptionError as error:
        return await call.fail(str(error), _BAD)
    if complaint := _wrong_old(call.phone, old):
        await call.print(complaint)
        return _BAD
    verb = _VERBS.get(call.args[0])
    if verb is None:
        await call.fail(f"Unknown command: {call.args[0]}")
        return 0
    try:
        await call.print(verb(call.phone, new))
    except CredentialError as error:
        return await call.fail(f"{_ERROR}IllegalArgumentException: {error}", _BAD)
    return 0


def _options(words: tuple[str, ...]) -> tuple[str | None, str]:
    """The old credential, None for none, and the new value.

    Raises:
        _OptionError: with what is printed to standard error.
    """
    old, rest = None, list(words)
    while rest and rest[0].startswith("-") and len(rest[0]) > 1:
        option = rest.pop(0)
        if option not in {"--old", "--user"}:
            raise _OptionError(f"Unknown option: {option}\n{_ERROR}IllegalArgumentException")
        if not rest:
            raise _OptionError(
                f'{_ERROR}IllegalArgumentException: Argument expected after "{option}"'
            )
        value = rest.pop(0)
        if option == "--old":
            old = value
        elif not value.lstrip("-").isdigit():
            raise _OptionError(f'{_ERROR}NumberFormatException: For input string: "{value}"')
    return old, rest[0] if rest else ""


def _wrong_old(phone: Phone, old: str | None) -> str:
    credentials = phone.credentials
    if not credentials.secure:
        return "Old password provided but user has no password" if old else ""
    if credentials.throttled_s:
        return "Request throttled"
    if old is not None and credentials.matches(old):
        return ""
    shown = phone.profile.rows["lock_settings_words"]["no_old"] if old is None else old
    return f"Old password '{shown}' didn't match"


def _setter(kind: CredentialKind) -> Callable[[Phone, str], str]:
    def set_credential(phone: Phone, new: str) -> str:
        phone.credentials.set(kind, new)
        _lock_screen(phone, disabled=False)
        return f"{kind.capitalize()} set to '{new}'"

    return set_credential


def _lock_screen(phone: Phone, *, disabled: bool) -> None:
    phone.settings.put("secure", "lockscreen.disabled", str(int(disabled)))


def _clear(phone: Phone, new: str) -> str:
    del new
    phone.credentials.clear()
    return "Lock credential cleared"


def _verify(phone: Phone, new: str) -> str:
    """It was the right one; from Android 11 on that ends a lockout of the reader, too."""
    del new
    if phone.profile.rows["biometrics"]["verify_clears"]:
        phone.reader.lockout.clear()
    return "Lock credential verified successfully"


def _set_disabled(phone: Phone, new: str) -> str:
    """Source: Boolean.parseBoolean takes every word but true for false."""
    disabled = new.lower() == "true"
    _lock_screen(phone, disabled=disabled)
    return f"Lock screen disabled set to {boolean(disabled)}"


def _get_disabled(phone: Phone, new: str) -> str:
    del new
    disabled = phone.settings.get("secure", "lockscreen.disabled") == "1"
    return boolean(disabled and not phone.credentials.secure)


def _remove_cache(phone: Phone, new: str) -> str:
    del phone, new
    return "Password cached removed for user 0"


_VERBS: Final[dict[str, Callable[[Phone, str], str]]] = {
    "set-pattern": _setter(CredentialKind.PATTERN),
    "set-pin": _setter(CredentialKind.PIN),
    "set-password": _setter(CredentialKind.PASSWORD),
    "clear": _clear,
    "verify": _verify,
    "set-disabled": _set_disabled,
    "get-disabled": _get_disabled,
    "remove-cache": _remove_cache,
}
