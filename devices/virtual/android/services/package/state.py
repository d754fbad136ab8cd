"""`pm uninstall`, `clear`, `enable`, `hide`, `suspend` and their opposites.

Source: AOSP PackageManagerShellCommand.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.java import boolean, denied, illegal, parse_int
from devices.virtual.android.services.package.log import log_change
from devices.virtual.android.services.registry import say
from devices.virtual.os.components import Component
from devices.virtual.os.packages import Enabled

if TYPE_CHECKING:
    from devices.virtual.android.services.arguments import Arguments, Handler
    from devices.virtual.android.shell.call import Call
    from devices.virtual.os.packages import Package

# Source: AOSP PackageManagerShellCommand.runCompile: its options, and which take a word.
_COMPILE_OPTIONS: Final = {
    "-a": False, "-c": False, "-f": False, "-m": True, "-r": True, "--reset": False,
    "--check-prof": True, "--split": True, "--secondary-dex": False, "--compile-layouts": False,
}  # fmt: skip
# Source: AOSP art, libartbase/base/compiler_filter.cc.
_COMPILER_FILTERS: Final = frozenset({
    "assume-verified", "extract", "verify", "quicken", "space-profile", "space", "speed-profile",
    "speed", "everything-profile", "everything",
})  # fmt: skip
_CURRENT_USER: Final = -2
_ALL_USERS: Final = -1
_ENABLED_NAMES: Final = {
    Enabled.DEFAULT: "default",
    Enabled.ENABLED: "enabled",
    Enabled.DISABLED: "disabled",
    Enabled.DISABLED_USER: "disabled-user",
    Enabled.DISABLED_UNTIL_USED: "disabled-until-used",
}


async def _uninstall(  # noqa: C901, PLR0911 - each word has its own answer
    call: Call, words: Arguments
) -> int:
    keep, user = False, _ALL_USERS
    while (option := words.option()) is not None:
        if option == "-k":
            keep = True
        elif option == "--user":
            user = words.user()
            if user > 0:
                return await say(call, f"Failure [user {user} doesn't exist]", 1)
        elif option == "--versionCode":
            parse_int(words.required())
        else:
            return await say(call, f"Error: Unknown option: {option}", 1)
    name = words.word()
    if name is None:
        return await say(call, "Error: package name not specified", 1)
    if (split := words.word()) is not None:
        return await _remove_split(call, name, split)
    found = call.phone.packages.get(name)
    if found is None and user != _ALL_USERS:
        return await say(call, "Failure [not installed for 0]", 1)
    if found is not None and (not found.system or user != _ALL_USERS):
        call.phone.activities.end(name)
    if not call.phone.packages.uninstall(name, keep_data=keep, for_user=user != _ALL_USERS):
        return await say(call, "Failure [DELETE_FAILED_INTERNAL_ERROR]", 1)
    if found is not None:
        call.phone.app_ops.forget(name, found.uid)
        call.phone.notifications.forget(name)
        log_change(
            call.phone, "removed", package=name, uid=found.uid, old=found.manifest.version_code
        )
    return await say(call, "Success", 0)


async def _remove_split(call: Call, name: str, split: str) -> int:
    found = call.phone.packages.get(name)
    if found is None or split not in found.splits:
        words = f"Failure [INSTALL_FAILED_INVALID_APK: Split not found: {split}]"
        return await say(call, words, 1)
    call.phone.activities.end(name)
    call.phone.files.remove(found.splits.pop(split))
    return await say(call, "Success", 0)


async def _clear(call: Call, words: Arguments) -> int:
    cache_only = False
    while (option := words.option()) is not None:
        if option == "--user":
            words.user()
        elif option == "--cache-only":
            cache_only = True
        else:
            return await say(call, f"Error: Unknown option: {option}", 1)
    name = words.word()
    if name is None:
        return await call.fail("Error: no package specified")
    installed = call.phone.packages.get(name) is not None
    if not cache_only and installed:
        call.phone.notifications.forget(name)
    if installed if cache_only else call.phone.activities.clear(name):
        return await say(call, "Success", 0)
    return await call.fail("Failed")


async def _set_enabled(call: Call, words: Arguments, *, state: Enabled) -> int:
    name = await _target(call, words, "package or component")
    if name is None:
        return 1
    package, slash, _ = name.partition("/")
    found = call.phone.packages.get(package)
    if found is None:
        raise illegal(f"Unknown package: {package}")
    if not slash:
        return await _enable_package(call, found, state)
    component = Component.parse(name)
    if component is None or not _declares(found, component.class_name):
        class_name = component.class_name if component else ""
        raise illegal(f"Component class {class_name} does not exist in {package}")
    found.components[component.class_name] = state
    shown = f"{{{component}}}"
    return await say(call, f"Component {shown} new state: {_ENABLED_NAMES[state]}", 0)


async def _enable_package(call: Call, found: Package, state: Enabled) -> int:
    if found.system and state is Enabled.DISABLED:
        raise denied("Shell cannot change component state for null to 2")
    found.enabled = state
    if state not in {Enabled.DEFAULT, Enabled.ENABLED}:
        call.phone.activities.end(found.name)
    return await say(call, f"Package {found.name} new state: {_ENABLED_NAMES[state]}", 0)


def _declares(found: Package, class_name: str) -> bool:
    manifest = found.manifest
    return class_name in {*manifest.activities, *manifest.services, *manifest.receivers}


async def _set_hidden(call: Call, words: Arguments, *, hidden: bool) -> int:
    name = await _target(call, words, "package or component")
    if name is None:
        return 1
    found = call.phone.packages.get(name)
    if found is not None:
        if found.system:
            raise denied(f"Cannot hide system package: {name}")
        found.hidden = hidden
        if hidden:
            call.phone.activities.end(name)
    state = boolean(found is None or found.hidden)
    return await say(call, f"Package {name} new hidden state: {state}", 0)


async def _set_suspended(call: Call, words: Arguments, *, suspended: bool) -> int:
    while (option := words.option()) is not None:
        if option == "--user":
            words.user()
        elif option in {"--dialogMessage", "--ael", "--aes", "--aed"}:
            words.required()
        else:
            return await say(call, f"Error: Unknown option: {option}", 1)
    names = list(iter(words.word, None))
    if not names:
        return await say(call, "Error: package name not specified", 1)
    for name in names:
        found = call.phone.packages.get(name)
        if found is not None and not found.system:
            found.suspended = suspended
        state = boolean(found is not None and found.suspended)
        await call.print(f"Package {name} new suspended state: {state}")
    return 0


async def _target(call: Call, words: Arguments, what: str) -> str | None:
    """The word after an option for the user; None when it is missing, which is said."""
    if words.option() == "--user":
        words.user()
    name = words.word()
    if name is None:
        await call.fail(f"Error: no {what} specified")
    return name


async def _trim_caches(call: Call, words: Arguments) -> int:
    size = words.word()
    if not size:
        return await call.fail("Error: no size specified")
    number = size
    if not size[-1].isdecimal():
        if size[-1].lower() not in {"k", "m", "g"}:
            return await call.fail(f"Invalid suffix: {size[-1]}")
        number = size[:-1]
    if not number.isascii() or not number.isdecimal():
        return await call.fail(f"Error: expected number at: {number}")
    return 0


async def _compile(call: Call, words: Arguments) -> int:
    """Compile an app, or with ``-a`` all; there is no code that it could make faster."""
    given: dict[str, str] = {}
    while (option := words.option()) is not None:
        if option not in _COMPILE_OPTIONS:
            return await say(call, f"Error: Unknown option: {option}", 1)
        given[option] = words.required() if _COMPILE_OPTIONS[option] else ""
    mistake = _compile_mistake(given)
    if mistake:
        return await say(call, mistake, 1)
    name = "" if "-a" in given else words.word()
    if name is None:
        return await say(call, "Error: package name not specified", 1)
    if name and call.phone.packages.get(name) is None:
        return await say(call, f"Failure: package {name} could not be compiled", 1)
    return await say(call, "Success", 0)


def _compile_mistake(given: dict[str, str]) -> str:
    """What stands against the options of `compile`; empty when nothing does."""
    if "--reset" in given:
        return ""
    named = {"-m", "-r"} & given.keys()
    if len(named) > 1:
        return 'Cannot use compilation filter ("-m") and compilation reason ("-r") at the same time'
    if not named:
        return 'Cannot run without any of compilation filter ("-m") and compilation reason ("-r")'
    if "-m" in named and given["-m"] not in _COMPILER_FILTERS:
        return f'Error: "{given["-m"]}" is not a valid compilation filter.'
    return ""


async def _background_dexopt(call: Call, words: Arguments) -> int:
    """Compile what is used much, now and not at night."""
    del words
    return await say(call, "Success", 0)


async def _set_installer(call: Call, words: Arguments) -> int:
    name, installer = words.word(), words.word()
    if name is None or installer is None:
        raise illegal('Argument expected after "set-installer"')
    found = call.phone.packages.get(name)
    if found is None:
        raise illegal(f"Unknown target package: {name}")
    if call.phone.packages.get(installer) is None:
        raise illegal(f"Unknown installer package: {installer}")
    found.installer = installer
    return await say(call, "Success", 0)


async def _set_home_activity(call: Call, words: Arguments) -> int:
    if words.option() == "--user":
        words.user()
    name = words.word()
    if name is None or call.phone.packages.get(name.partition("/")[0]) is None:
        return await call.fail("Error: Failed to set default home.")
    return await say(call, "Success", 0)


SUB_COMMANDS: Final[dict[str, Handler]] = {
    "uninstall": _uninstall,
    "clear": _clear,
    "enable": partial(_set_enabled, state=Enabled.ENABLED),
    "disable": partial(_set_enabled, state=Enabled.DISABLED),
    "disable-user": partial(_set_enabled, state=Enabled.DISABLED_USER),
    "disable-until-used": partial(_set_enabled, state=Enabled.DISABLED_UNTIL_USED),
    "default-state": partial(_set_enabled, state=Enabled.DEFAULT),
    "hide": partial(_set_hidden, hidden=True),
    "unhide": partial(_set_hidden, hidden=False),
    "suspend": partial(_set_suspended, suspended=True),
    "unsuspend": partial(_set_suspended, suspended=False),
    "trim-caches": _trim_caches,
    "compile": _compile,
    "bg-dexopt-job": _background_dexopt,
    "set-installer": _set_installer,
    "set-home-activity": _set_home_activity,
}
