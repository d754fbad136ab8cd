"""`pm list …`, `pm path` and what else only tells. Source: AOSP PackageManagerShellCommand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.arguments import ERROR
from devices.virtual.android.services.java import JavaError, boolean, parse_int

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.android.phone import Phone
    from devices.virtual.android.services.arguments import Arguments, Handler
    from devices.virtual.android.shell.call import Call
    from devices.virtual.os.packages import Package
    from devices.virtual.os.permissions import PermissionInfo

_WITHOUT_EFFECT: Final = frozenset(
    {"-a", "-l", "-q", "--factory-only", "--match-libraries", "--show-stopped"}
)
_SWITCHES: Final = frozenset(
    {"-d", "-e", "-f", "-i", "-s", "-u", "-3", "-U", "--show-versioncode", "--apex-only"}
)


async def _list(call: Call, words: Arguments) -> int:
    kind = words.word()
    if kind is None:
        await call.print("Error: didn't specify type of data to list")
        return ERROR
    body = _KINDS.get(kind)
    since = call.phone.profile.rows["package_commands"]["list_since"].get(kind, 0)
    if body is None or since > call.phone.profile.api_level:
        await call.print(f"Error: unknown list type '{kind}'")
        return ERROR
    return await body(call, words)


async def _packages(call: Call, words: Arguments) -> int:
    switches: set[str] = set()
    user, uid = 0, -1
    try:
        while (option := words.option()) is not None:
            if option == "--user":
                user = words.user()
            elif option == "--uid":
                switches.add("-U")
                uid = parse_int(words.required())
            elif option in _SWITCHES:
                switches.add(option)
            elif option not in _WITHOUT_EFFECT:
                await call.print(f"Error: Unknown option: {option}")
                return ERROR
    except JavaError as error:
        await call.print(f"Error: {error.name}: {error.message}")
        return ERROR
    text = words.word() or ""
    if user > 0 or "--apex-only" in switches:
        return 0  # one user lives here, and the modules are part of the image
    for found in _chosen(call.phone, switches):
        if text in found.name and uid in {-1, found.uid}:
            await call.print(_line(found, switches))
    return 0


def _chosen(phone: Phone, switches: set[str]) -> Iterator[Package]:
    listed = phone.packages.all()
    if "-u" in switches:
        listed = sorted([*listed, *phone.packages.removed()], key=lambda found: found.name)
    for found in listed:
        runs = found.enabled.value < 2  # noqa: PLR2004 - default and enabled
        if (
            ("-d" in switches and runs)
            or ("-e" in switches and not runs)
            or ("-s" in switches and not found.system)
            or ("-3" in switches and found.system)
            or (found.hidden and "-u" not in switches)
        ):
            continue
        yield found


def _line(found: Package, switches: set[str]) -> str:
    line = f"package:{found.path}={found.name}" if "-f" in switches else f"package:{found.name}"
    if "--show-versioncode" in switches:
        line += f" versionCode:{found.manifest.version_code}"
    if "-i" in switches:
        line += f"  installer={found.installer or 'null'}"
    if "-U" in switches:
        line += f" uid:{found.uid}"
    return line


async def _instrumentation(call: Call, words: Arguments) -> int:
    with_path, target = False, ""
    while (word := words.word()) is not None:
        if word == "-f":
            with_path = True
        elif word.startswith("-"):
            await call.print(f"Error: Unknown option: {word}")
            return ERROR
        else:
            target = word
    for found in call.phone.packages.all():
        for runner, drives in found.manifest.instrumentations.items():
            if target in {"", drives}:
                path = f"{found.path}=" if with_path else ""
                name = _short(found.name, runner)
                await call.print(f"instrumentation:{path}{found.name}/{name} (target={drives})")
    return 0


def _short(package: str, class_name: str) -> str:
    return class_name.removeprefix(package) if class_name.startswith(package + ".") else class_name


async def _features(call: Call, words: Arguments) -> int:
    del words
    for name in call.phone.profile.rows["device_features"]["names"]:
        await call.print(f"feature:{name}")
    return 0


async def _libraries(call: Call, words: Arguments) -> int:
    verbose = False
    while (word := words.word()) is not None:
        if word != "-v":
            await call.print(f"Error: Unknown option: {word}")
            return ERROR
        verbose = True
    for name, path in sorted(call.phone.profile.rows["shared_libraries"]["paths"].items()):
        await call.print(f"library:{name}" + (f" path:{path}" if verbose else ""))
    return 0


async def _users(call: Call, words: Arguments) -> int:
    del words
    user = call.phone.profile.rows["users"]["owner"]
    await call.print(f"Users:\n\t{user} running")
    return 0


async def _permission_groups(call: Call, words: Arguments) -> int:
    del words
    for name in call.phone.packages.model.declared_groups:
        await call.print(f"permission group:{name}")
    return 0


# What -d and -u choose: a title and the range of base levels under it.
_HEADINGS: Final = {
    (True, False): [("Dangerous Permissions:", 1, 1)],
    (True, True): [("Dangerous Permissions:", 1, 1), ("Normal Permissions:", 0, 0)],
    (False, True): [("Dangerous and Normal Permissions:", 0, 1)],
    (False, False): [("All Permissions:", -10000, 10000)],
}


async def _permissions(call: Call, words: Arguments) -> int:
    switches: set[str] = set()
    while (option := words.option()) is not None:
        if option not in {"-d", "-f", "-g", "-s", "-u"}:
            await call.print(f"Error: Unknown option: {option}")
            return 1
        switches.add(option)
    grouped = bool(switches & {"-g", "-s"})
    model = call.phone.packages.model
    groups = [*model.declared_groups, ""] if grouped else [words.word() or ""]
    for title, lowest, highest in _HEADINGS["-d" in switches, "-u" in switches]:
        await call.print(f"{title}\n")
        known = [
            info
            for info in [*model.platform.values(), *call.phone.packages.declared_permissions()]
            if lowest <= info.base <= highest
        ]
        for number, group in enumerate(groups):
            members = [info for info in known if info.group == group]
            heading = _heading(group, number, switches) if grouped else []
            lines = [*heading, *_permission_lines(members, switches, grouped=grouped)]
            if lines:
                await call.print("\n".join(lines))
    return 0


def _heading(group: str, number: int, switches: set[str]) -> list[str]:
    above = [""] if number else []
    if "-s" in switches:
        return [*above, f"{group or 'ungrouped'}: "]
    mark = "+ " if "-f" in switches else ""
    if not group:
        return [*above, f"{mark}ungrouped:"]
    owner = ["  package:android"] if mark else []
    return [*above, f"{mark}group:{group}", *owner]


def _permission_lines(
    members: list[PermissionInfo], switches: set[str], *, grouped: bool
) -> Iterator[str]:
    prefix = "  " if grouped else ""
    if "-s" in switches:
        yield ", ".join(info.name for info in members)
        return
    for info in members:
        if "-f" not in switches:
            yield f"{prefix}permission:{info.name}"
            continue
        yield f"{prefix}+ permission:{info.name}"
        yield f"{prefix}  package:{info.owner}"
        yield f"{prefix}  protectionLevel:{info.level}"


async def _staged_sessions(call: Call, words: Arguments) -> int:
    while (option := words.option()) is not None:
        if option not in {"--only-parent", "--only-ready", "--only-sessionid"}:
            await call.print(f"Error: Unknown option: {option}")
            return ERROR
    for session in call.phone.packages.sessions:
        if session.staged:
            await call.print(
                f"sessionId = {session.number}; appPackageName = null; isStaged = true;"
                " isReady = false; isApplied = false; isFailed = false; errorMsg = ;"
            )
    return 1  # what the source returns, whatever it found


_KINDS: Final[dict[str, Handler]] = {
    "features": _features,
    "instrumentation": _instrumentation,
    "libraries": _libraries,
    "package": _packages,
    "packages": _packages,
    "permission-groups": _permission_groups,
    "permissions": _permissions,
    "staged-sessions": _staged_sessions,
    "users": _users,
}


async def _path(call: Call, words: Arguments) -> int:
    user = 0
    if words.peek() == "--user":
        words.option()
        user = words.user()
    name = words.word()
    if name is None:
        return await call.fail("Error: no package specified")
    found = call.phone.packages.get(name)
    if found is None or user > 0:
        return 1
    for path in (found.path, *found.splits.values()):
        await call.print(f"package:{path}")
    return 0


async def _has_feature(call: Call, words: Arguments) -> int:
    name = words.word()
    if name is None:
        return await call.fail("Error: expected FEATURE name")
    wanted = words.word()
    version = parse_int(wanted) if wanted is not None else 0
    for feature in call.phone.profile.rows["device_features"]["names"]:
        known, _, level = feature.partition("=")
        if known == name and (int(level or "0", 0) >= version):
            await call.print("true")
            return 0
    await call.print("false")
    return 1


async def _get_max_users(call: Call, words: Arguments) -> int:
    del words
    most = call.phone.profile.rows["users"]["most"]
    await call.print(f"Maximum supported users: {most}")
    return 0


async def _get_max_running_users(call: Call, words: Arguments) -> int:
    del words
    most = call.phone.profile.rows["users"]["most_running"]
    await call.print(f"Maximum supported running users: {most}")
    return 0


async def _supports_multiple_users(call: Call, words: Arguments) -> int:
    del words
    many = boolean(call.phone.profile.rows["users"]["most"] > 1)
    await call.print(f"Is multiuser supported: {many}")
    return 0


async def _get_install_location(call: Call, words: Arguments) -> int:
    del words
    number = call.phone.settings.get("global", "default_install_location") or "0"
    names = {"0": "auto", "1": "internal", "2": "external"}
    await call.print(f"{number}[{names.get(number, 'invalid')}]")
    return 0


async def _set_install_location(call: Call, words: Arguments) -> int:
    word = words.word()
    if word is None:
        return await call.fail("Error: no install location specified.")
    if word not in {"0", "1", "2"}:
        return await call.fail("Error: install location has to be a number.")
    call.phone.settings.put("global", "default_install_location", word)
    return 0


async def _staged(call: Call, words: Arguments) -> int:
    """`get-stagedsessions`, the older name."""
    return await _staged_sessions(call, words)


SUB_COMMANDS: Final[dict[str, Handler]] = {
    "list": _list,
    "path": _path,
    "has-feature": _has_feature,
    "get-max-users": _get_max_users,
    "get-max-running-users": _get_max_running_users,
    "supports-multiple-users": _supports_multiple_users,
    "get-install-location": _get_install_location,
    "set-install-location": _set_install_location,
    "get-stagedsessions": _staged,
}
