"""`ime` and `dumpsys input_method`. Source: AOSP InputMethodManagerService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.registry import dump, service, unknown_command
from devices.virtual.android.shell.call import Call, command

if TYPE_CHECKING:
    from devices.virtual.phone import Phone

_DEFAULT: Final = "default_input_method"
_ENABLED: Final = "enabled_input_methods"
_LATIN: Final = "com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME"
# Keyboards that an app brings. Source: appium/io.appium.settings, AndroidManifest.xml.
_FROM_APPS: Final = {
    "io.appium.settings": (
        "io.appium.settings/.AppiumIME",
        "io.appium.settings/.EmptyIME",
        "io.appium.settings/.UnicodeIME",
    )
}


def installed_methods(phone: Phone) -> list[str]:
    """Every input method on the phone."""
    found = [_LATIN]
    for package, methods in _FROM_APPS.items():
        if phone.packages.get(package) is not None:
            found += methods
    return found


@command("ime")
async def ime(call: Call) -> int:
    """The command of the shell; the service does the work."""
    return await input_method(call.sub("input_method", *call.args))


@service("input_method")
async def input_method(call: Call) -> int:
    """``list``, ``enable``, ``disable``, ``set`` and ``reset``."""
    match call.args:
        case ("list", *options):
            return await _list(call, set(options))
        case ("reset",):
            call.phone.settings.put("secure", _ENABLED, _LATIN)
            call.phone.settings.put("secure", _DEFAULT, _LATIN)
            await call.print("Reset current and enabled IMEs for user #0")
            return 0
        case (("enable" | "disable" | "set") as verb, *_, method):
            return await _change(call, verb, method)
    return await unknown_command(call)


async def _list(call: Call, options: set[str]) -> int:
    shown = installed_methods(call.phone) if "-a" in options else _enabled(call.phone)
    for method in shown:
        await call.print(method if "-s" in options else f"{method}:\n  mId={method}")
    return 0


async def _change(call: Call, verb: str, method: str) -> int:
    if method not in installed_methods(call.phone):
        shown = f"Unknown input method {method} cannot be "
        return await call.fail(f"{shown}{_PAST[verb]} for user #0", 255)
    settings, enabled = call.phone.settings, _enabled(call.phone)
    if verb == "set":
        if method not in enabled:
            return await call.fail(f"Error: {method} is not enabled", 255)
        settings.put("secure", _DEFAULT, method)
        await call.print(f"Input method {method} selected for user #0")
        return 0
    already = (method in enabled) is (verb == "enable")
    if not already:
        enabled = [*enabled, method] if verb == "enable" else [m for m in enabled if m != method]
        settings.put("secure", _ENABLED, ":".join(enabled))
    word = f"already {_PAST[verb]}" if already else f"now {_PAST[verb]}"
    await call.print(f"Input method {method}: {word} for user #0")
    return 0


_PAST: Final = {"enable": "enabled", "disable": "disabled", "set": "selected"}


def _enabled(phone: Phone) -> list[str]:
    return [m for m in (phone.settings.get("secure", _ENABLED) or "").split(":") if m]


@dump("input_method")
def dump_input_method(phone: Phone, args: tuple[str, ...]) -> str:
    """Whether the keyboard is up."""
    del args
    shown = str(phone.display.keyboard_shown).lower()
    return (
        "Current Input Method Manager state:\n"
        f"  mCurMethodId={phone.settings.get('secure', _DEFAULT)}\n"
        f"  mShowRequested={shown} mShowExplicitlyRequested=false mShowForced=false"
        f" mInputShown={shown}\n  mInteractive={str(phone.display.screen_on).lower()}\n"
        f"Input method service state:\n  mIsInputViewShown={shown} mStatusIcon=0"
    )
