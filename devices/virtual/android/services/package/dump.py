"""`dumpsys package` and `pm dump`, laid out as each release does.

Source: AOSP com.android.server.pm.Settings.dumpPackageLPr, DumpHelper; what is parsed: appium-adb,
lib/tools/app-commands.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.android.services.java import boolean
from devices.virtual.android.services.package.resolvers import resolver_tables
from devices.virtual.android.services.registry import DUMPS, dump
from devices.virtual.os.packages import Enabled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from devices.virtual.android.phone import Phone
    from devices.virtual.android.services.arguments import Arguments, Handler
    from devices.virtual.android.shell.call import Call
    from devices.virtual.os.packages import Package

_INTERNET: Final = "android.permission.INTERNET"


@dump("package")
def dump_package(phone: Phone, args: tuple[str, ...]) -> str:
    """One package, one section, or everything."""
    words = [word for word in args if word not in {"-a", "-f", "--all-components"}]
    if not words:
        return "\n\n".join(filter(None, (section(phone) for section in _ALL)))
    section = _SECTIONS.get(words[0])
    if section is not None:
        return section(phone)
    found = phone.packages.known(words[0])
    if found is None:
        return f"Unable to find package: {words[0]}"
    parts = [
        *resolver_tables(phone, found),
        _permissions_of(phone, found),
        f"Key Set Manager:\n  [{found.name}]\n      Signing KeySets: 1",
        "\n".join(["Packages:", _describe(phone, found)]),
        _dexopt(phone, found),
    ]
    return "\n\n".join(filter(None, parts))


def _dexopt(phone: Phone, found: Package) -> str:
    state = f"{phone.profile.abi}: [status=verify] [reason=install]"
    return f"Dexopt state:\n  [{found.name}]\n    path: {found.path}\n      {state}"


async def _dump(call: Call, words: Arguments) -> int:
    name = words.word()
    if name is None:
        return await call.fail("Error: no package specified")
    for service in ("package", "activity"):
        body = DUMPS.get(service)
        if body is not None:
            args = (name,) if service == "package" else ("services", name)
            text = body(call.phone, args).replace("\n", "\n  ")
            await call.print(f"DUMP OF SERVICE {service}:\n  {text}\n")
    return 0


SUB_COMMANDS: Final[dict[str, Handler]] = {"dump": _dump}


def _token(*words: object) -> str:
    """What is an identity hash code on a phone."""
    return f"{zlib.crc32(' '.join(map(str, words)).encode()) & 0xFFFFFFF:x}"


def _describe(phone: Phone, found: Package) -> str:
    row = phone.profile.rows["package_dump"]
    values = _values(phone, found, row)
    blocks: dict[str, Callable[[], list[str]]] = {
        "@libraries": lambda: _block("  usesLibraries", found.manifest.libraries),
        "@declared": lambda: _declared(found),
        "@requested": lambda: _requested(phone, found),
        "@install": lambda: _install(phone, found),
        "@runtime": lambda: _runtime(phone, found),
        "@components": lambda: _components(found),
    }
    lines = [f"  Package [{found.name}] ({_token(found.name, found.path)}):"]
    for template in row["lines"]:
        if template in blocks:
            lines += blocks[template]()
        elif (line := _filled(template, values)) is not None:
            lines.append(line)
    return "\n".join(lines)


def _filled(template: str, values: Mapping[str, str | None]) -> str | None:
    """A line with its values; None when a value it names is not there."""
    for name, value in values.items():
        if value is None and f"{{{name}}}" in template:
            return None
    return "  " + template.format(**values)


def _values(phone: Phone, found: Package, row: Mapping[str, Any]) -> dict[str, str | None]:
    manifest = found.manifest
    code = found.path.rpartition("/")[0]
    flags = _flags(found)
    return {
        "name": found.name,
        "uid": str(found.uid),
        "token": _token(found.name),
        "code": code,
        "abi": found.abi or (phone.profile.abi if found.system else "null"),
        "version_code": str(manifest.version_code),
        "min_sdk": str(manifest.min_sdk),
        "target_sdk": str(manifest.target_sdk),
        "version_name": manifest.version_name or "null",
        "splits": ", ".join(["base", *(f"config.{s}" if s.isdigit() else s for s in found.splits)]),
        "scheme": str(found.signing_scheme),
        "flags": flags,
        "private_flags": row["private_flags"],
        "updated": _stamp(found.updated),
        "installed": _stamp(found.installed),
        "installer": found.installer or None,
        "installer_or_null": found.installer or "null",
        "signer": found.certificates[0][:8] if found.certificates else "0",
        "inode": str(100000 + found.uid),
        "user_installed": boolean(found.user_installed),
        "hidden": boolean(found.hidden),
        "suspended": boolean(found.suspended),
        "stopped": boolean(found.stopped),
        "not_launched": boolean(found.never_launched),
        "enabled": str(found.enabled.value),
        "instant": boolean(found.instant),
        "disabled_by": "shell:2000" if found.enabled is not Enabled.DEFAULT else None,
        "gids": "3003" if _INTERNET in phone.packages.install_permissions(found) else None,
    }


def _flags(found: Package) -> str:
    """Source: Settings.FLAG_DUMP_SPEC, in its order."""
    manifest = found.manifest
    told = {
        "SYSTEM": found.system,
        "DEBUGGABLE": manifest.debuggable,
        "HAS_CODE": manifest.has_code,
        "ALLOW_CLEAR_USER_DATA": True,
        "UPDATED_SYSTEM_APP": found.system and found.path.startswith("/data/"),
        "TEST_ONLY": manifest.test_only,
        "ALLOW_BACKUP": manifest.allow_backup,
        "LARGE_HEAP": manifest.large_heap,
    }
    return " ".join(name for name, on in told.items() if on)


def _block(title: str, entries: tuple[str, ...] | list[str]) -> list[str]:
    return [f"  {title}:", *(f"      {entry}" for entry in entries)] if entries else []


def _declared(found: Package) -> list[str]:
    return _block(
        "  declared permissions",
        [f"{p.name}: prot={p.level}, INSTALLED" for p in found.manifest.declared],
    )


def _requested(phone: Phone, found: Package) -> list[str]:
    return _block("  requested permissions", phone.packages.requested(found))


def _install(phone: Phone, found: Package) -> list[str]:
    names = phone.packages.install_permissions(found)
    return _block("  install permissions", [f"{name}: granted=true" for name in names])


def _runtime(phone: Phone, found: Package) -> list[str]:
    """The title stands there even for an app without any."""
    model = phone.packages.model
    lines = ["      runtime permissions:"]
    for name in phone.packages.runtime_permissions(found):
        state = found.permissions.get(name)
        granted, flags = (state.granted, state.flags) if state else (found.system, None)
        shown = model.format_flags(flags) if flags else ""
        lines.append(f"        {name}: granted={boolean(granted)}{shown}")
    return lines


def _components(found: Package) -> list[str]:
    lines: list[str] = []
    for title, states in (
        ("disabledComponents", {Enabled.DISABLED, Enabled.DISABLED_USER}),
        ("enabledComponents", {Enabled.ENABLED}),
    ):
        named = sorted(name for name, state in found.components.items() if state in states)
        lines += [f"      {title}:", *(f"        {name}" for name in named)] if named else []
    return lines


def _permissions_of(phone: Phone, found: Package) -> str:
    own = [info for info in phone.packages.declared_permissions() if info.owner == found.name]
    return _permission_section(phone, [(info.name, info.level, found.name) for info in own])


def _all_permissions(phone: Phone) -> str:
    every = [*phone.packages.model.platform.values(), *phone.packages.declared_permissions()]
    return _permission_section(phone, [(i.name, i.level, i.owner) for i in every])


def _permission_section(phone: Phone, listed: list[tuple[str, str, str]]) -> str:
    if not listed:
        return ""
    lines = ["Permissions:"]
    for name, level, owner in listed:
        found = phone.packages.known(owner)
        token = _token(name)
        lines += [
            f"  Permission [{name}] ({token}):",
            f"    sourcePackage={owner}",
            f"    uid={found.uid if found else 1000} gids=[] type=0 prot={level}",
            f"    perm=PermissionInfo{{{token} {name}}}",
        ]
    return "\n".join(lines)


def _all_packages(phone: Phone) -> str:
    return "\n".join(["Packages:", *(_describe(phone, found) for found in phone.packages.all())])


def _features(phone: Phone) -> str:
    names = [
        name
        for name in phone.profile.rows["device_features"]["names"]
        if name.startswith("android")
    ]
    lines = [f"  {name.replace('=', ' version=')}" for name in names]
    return "\n".join(["Features:", *lines])


def _libraries(phone: Phone) -> str:
    paths = phone.profile.rows["shared_libraries"]["paths"]
    return "\n".join(
        ["Libraries:", *(f"  {n} -> (jar) {path}" for n, path in sorted(paths.items()))]
    )


def _resolvers(phone: Phone) -> str:
    return "\n\n".join(resolver_tables(phone, None))


_SECTIONS: Final[dict[str, Callable[[Phone], str]]] = {
    "libraries": _libraries,
    "lib": _libraries,
    "l": _libraries,
    "features": _features,
    "f": _features,
    "resolvers": _resolvers,
    "r": _resolvers,
    "permissions": _all_permissions,
    "perm": _all_permissions,
    "packages": _all_packages,
    "p": _all_packages,
}
_ALL: Final = (_libraries, _features, _resolvers, _all_permissions, _all_packages)


def _stamp(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S")
