"""`pm` and `cmd package`.

Source: AOSP PackageManagerShellCommand and com.android.server.pm.Settings.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.registry import (
    UNKNOWN_COMMAND,
    dump,
    service,
    unknown_command,
)
from devices.virtual.android.shell.call import Call, command
from devices.virtual.os.activities import ActivityNotFoundError
from devices.virtual.os.packages import PermissionRefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from devices.virtual.android.shell.call import Body
    from devices.virtual.os.packages import Package
    from devices.virtual.phone import Phone

_WITH_VALUE: Final = frozenset({"--user", "-i", "--uid", "-a", "-c", "-d", "-f", "-t"})


@command("pm")
async def pm(call: Call) -> int:
    """The old name of ``cmd package``."""
    return await package(call.sub("package", *call.args))


@service("package")
async def package(call: Call) -> int:
    """Hand on to the sub-command."""
    body = SUB_COMMANDS.get(call.args[0] if call.args else "")
    if body is None:
        return await unknown_command(call)
    return await body(call.sub(*call.args))


def split_options(words: tuple[str, ...], with_value: frozenset[str]) -> tuple[set[str], list[str]]:
    """Options and plain words; the values of options that take one are dropped."""
    options, plain = set(), []
    rest = iter(words)
    for word in rest:
        if not word.startswith("-"):
            plain.append(word)
            continue
        options.add(word)
        if word in with_value:
            next(rest, None)
    return options, plain


async def _list(call: Call) -> int:
    options, plain = split_options(call.args, _WITH_VALUE)
    what = plain[0] if plain else ""
    if what in {"packages", "package"}:
        return await _list_packages(call, options, plain[1:])
    if what == "instrumentation":
        return await _list_instrumentation(call, plain[1:])
    return await call.fail(f"Error: unknown list type '{what}'", 1)


async def _list_packages(call: Call, options: set[str], filters: list[str]) -> int:
    for found in call.phone.packages.all():
        if filters and filters[0] not in found.name:
            continue
        if ("-3" in options and found.system) or ("-s" in options and not found.system):
            continue
        line = f"package:{found.path}={found.name}" if "-f" in options else f"package:{found.name}"
        if "--show-versioncode" in options:
            line += f" versionCode:{found.manifest.version_code}"
        await call.print(line)
    return 0


async def _list_instrumentation(call: Call, targets: list[str]) -> int:
    for found in call.phone.packages.all():
        for runner, target in found.manifest.instrumentations.items():
            if not targets or targets[0] == target:
                await call.print(f"instrumentation:{found.name}/{runner} (target={target})")
    return 0


async def _path(call: Call) -> int:
    _, plain = split_options(call.args, _WITH_VALUE)
    found = call.phone.packages.get(plain[0] if plain else "")
    if found is None:
        return 1
    await call.print(f"package:{found.path}")
    return 0


async def _clear(call: Call) -> int:
    _, plain = split_options(call.args, _WITH_VALUE)
    if plain and call.phone.activities.clear(plain[0]):
        await call.print("Success")
        return 0
    await call.print("Failed")
    return 1


async def _grant(call: Call) -> int:
    return await _change(call, grant=True)


async def _revoke(call: Call) -> int:
    return await _change(call, grant=False)


async def _change(call: Call, *, grant: bool) -> int:
    _, plain = split_options(call.args, _WITH_VALUE)
    if len(plain) < 2:  # noqa: PLR2004 - package and permission
        missing = "no permission specified" if plain else "no package specified"
        return await call.fail(f"Error: {missing}", 1)
    name, permission = plain[:2]
    try:
        if grant:
            call.phone.packages.grant(name, permission)
        elif call.phone.packages.revoke(name, permission):
            # An app that loses a permission is killed, for it may hold what the permission gave.
            call.phone.activities.force_stop(name)
    except PermissionRefusedError as error:
        verb = "grant" if grant else "revoke"
        return await call.fail(
            f"\nException occurred while executing '{verb}':\njava.lang.SecurityException: {error}",
            UNKNOWN_COMMAND,
        )
    return 0


async def _resolve_activity(call: Call) -> int:
    _, plain = split_options(call.args, _WITH_VALUE)
    try:
        component = call.phone.activities.resolve(plain[-1] if plain else "")
    except ActivityNotFoundError:
        await call.print("No activity found")
        return 0
    await call.print(
        f"priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=true\n{component}"
    )
    return 0


async def _uninstall(call: Call) -> int:
    _, plain = split_options(call.args, _WITH_VALUE)
    name = plain[0] if plain else ""
    found = call.phone.packages.get(name)
    if found is not None and not found.system:
        call.phone.activities.force_stop(name)
    if call.phone.packages.uninstall(name):
        await call.print("Success")
        return 0
    await call.print("Failure [DELETE_FAILED_INTERNAL_ERROR]")
    return 1


async def _dump(call: Call) -> int:
    await call.print(dump_package(call.phone, call.args))
    return 0


SUB_COMMANDS: Final[dict[str, Body]] = {
    "list": _list,
    "path": _path,
    "clear": _clear,
    "grant": _grant,
    "revoke": _revoke,
    "resolve-activity": _resolve_activity,
    "uninstall": _uninstall,
    "dump": _dump,
}


@dump("package")
def dump_package(phone: Phone, args: tuple[str, ...]) -> str:
    """A package's state, in the shape that appium-adb and tests read."""
    found = phone.packages.get(args[0]) if args else None
    if args and found is None:
        return f"Unable to find package: {args[0]}"
    chosen = [found] if found else phone.packages.all()
    return "\n".join(["Packages:", *(_describe(phone, item) for item in chosen)])


def _describe(phone: Phone, found: Package) -> str:
    manifest = found.manifest
    folder = found.path.rpartition("/")[0]
    token = f"{zlib.crc32(found.name.encode()):x}"
    lines = [
        f"  Package [{found.name}] ({token}):",
        f"    appId={found.uid}",
        f"    pkg=Package{{{token} {found.name}}}",
        f"    codePath={folder}",
        f"    resourcePath={folder}",
        f"    primaryCpuAbi={phone.profile.abi}",
        (
            f"    versionCode={manifest.version_code} minSdk={manifest.min_sdk}"
            f" targetSdk={manifest.target_sdk}"
        ),
        f"    versionName={manifest.version_name or 'null'}",
        "    splits=[base]",
        "    apkSigningVersion=2",
        f"    flags=[ {'SYSTEM ' if found.system else ''}HAS_CODE ALLOW_CLEAR_USER_DATA ]",
        f"    timeStamp={_stamp(found.updated)}",
        f"    lastUpdateTime={_stamp(found.updated)}",
        "    installPermissionsFixed=true",
        *_permissions(phone, found),
    ]
    return "\n".join(lines)


def _permissions(phone: Phone, found: Package) -> list[str]:
    lines = []
    if found.manifest.permissions:
        lines += ["    requested permissions:"]
        lines += [f"      {name}" for name in found.manifest.permissions]
    if fixed := phone.packages.install_permissions(found):
        lines += ["    install permissions:"]
        lines += [f"      {name}: granted=true" for name in fixed]
    stopped = str(phone.processes.get(found.name) is None).lower()
    lines += [
        (
            f"    User 0: ceDataInode={found.uid} installed=true hidden=false suspended=false"
            f" distractionFlags=0 stopped={stopped} notLaunched=false enabled=0 instant=false"
            " virtual=false"
        ),
        f"      dataDir=/data/user/0/{found.name}",
        f"      firstInstallTime={_stamp(found.installed)}",
    ]
    if runtime := phone.packages.runtime_permissions(found):
        lines += ["      runtime permissions:"]
        lines += [
            f"        {name}: granted={str(name in found.granted).lower()}" for name in runtime
        ]
    return lines


def _stamp(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S")
