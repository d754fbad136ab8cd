"""`cmd package install…`: archives from a stream or from the phone's own files.

Source: AOSP PackageManagerShellCommand, PackageInstallerSession.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.virtual.android.apk import Apk, ApkError
from devices.virtual.android.archive import Archive, shared
from devices.virtual.android.services.java import JavaError, denied, illegal
from devices.virtual.android.services.package.install_request import (
    CURRENT_USER,
    long_number,
    parse_request,
    rest,
    session_number,
)
from devices.virtual.android.services.package.log import log_change
from devices.virtual.android.services.registry import say
from devices.virtual.os.install_checks import InstallError, InstallOptions, install_path
from devices.virtual.os.install_sessions import SessionsExhaustedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.android.phone import Phone
    from devices.virtual.android.services.arguments import Arguments, Handler
    from devices.virtual.android.shell.call import Call
    from devices.virtual.os.install_sessions import Session

_CHUNK: Final = 1024 * 1024

_USERS: Final = frozenset({0, -1, CURRENT_USER})


async def install(call: Call, words: Arguments) -> int:
    """Install at once and print ``Success``, or Android's failure."""
    request = parse_request(call.phone, words)
    if request.user not in _USERS:
        return await say(call, f"Failure [user {request.user} doesn't exist]", 1)
    paths = rest(words)
    from_stream = not paths or paths[0] == "-"
    if from_stream and request.size is None:
        return await say(call, "Error: must either specify a package size or an APK file", 1)
    if from_stream and len(paths) > 1:
        return await say(call, "Error: can't specify SPLIT(s) along with STDIN", 1)
    try:
        if from_stream:
            archives = {"base.apk": await _from_stream(call, request.size or 0)}
        else:
            archives = {path.rpartition("/")[2]: _from_phone(call, path) for path in paths}
        await _commit(call.phone, archives, request.options)
    except _MissingFileError as error:
        return await _missing(call, str(error))
    except (ApkError, InstallError) as error:
        return await _failure(call, error)
    return await say(call, "Success", 0)


async def install_incremental(call: Call, words: Arguments) -> int:
    """Refused, as by a phone without the file system for it: adb then streams the archive."""
    del call, words
    raise illegal("Incremental installation not allowed.")


async def install_create(call: Call, words: Arguments) -> int:
    """Open a session; adb reads its number from the answer."""
    request = parse_request(call.phone, words)
    try:
        if request.size is not None and request.size > call.phone.files.free:
            return await say(call, "Failure [INSTALL_FAILED_INSUFFICIENT_STORAGE]", 1)
        session = call.phone.packages.sessions.create(
            request.options, package=request.package, staged=request.staged
        )
    except SessionsExhaustedError as error:
        raise JavaError(
            "java.lang.IllegalStateException", "Too many active sessions for UID 2000"
        ) from error
    return await say(call, f"Success: created install session [{session.number}]", 0)


async def install_write(call: Call, words: Arguments) -> int:
    """Write one archive into a session."""
    size = None
    while (option := words.option()) is not None:
        if option != "-S":
            raise illegal(f"Unknown option: {option}")
        size = long_number(words)
    session = _session(call, words)
    name, path = words.word(), words.word()
    if name is None or "/" in name or not name:
        raise illegal(f"Invalid name: {name}")
    if path not in {None, "-"}:
        try:
            archive = _from_phone(call, path or "")
        except _MissingFileError as error:
            return await _missing(call, str(error))
    elif size is None:
        return await call.fail("Error: must specify a APK size", 1)
    else:
        try:
            archive = await _from_stream(call, size)
        except InstallError as error:
            return await _failure(call, error)
    session.archives[name] = archive
    return await say(call, f"Success: streamed {len(archive)} bytes", 0)


async def install_remove(call: Call, words: Arguments) -> int:
    """Take an archive out of a session."""
    session = _session(call, words)
    names = rest(words)
    if not names:
        return await say(call, "Error: split name not specified", 1)
    for name in names:
        session.archives.pop(name, None)
    return await say(call, "Success", 0)


async def install_commit(call: Call, words: Arguments) -> int:
    """Install what a session holds."""
    while (option := words.option()) is not None:
        if option != "--staged-ready-timeout":
            raise illegal(f"Unknown option: {option}")
        words.required()
    session = _session(call, words)
    call.phone.packages.sessions.close(session.number)
    options = replace(session.options, inherit=bool(session.package))
    if session.package and call.phone.packages.get(session.package) is None:
        missing = f"Missing existing base package for {session.package}"
        return await _failure(call, InstallError("INSTALL_FAILED_INVALID_APK", missing))
    try:
        await _commit(call.phone, session.archives, options)
    except (ApkError, InstallError) as error:
        return await _failure(call, error)
    return await say(call, "Success", 0)


async def install_abandon(call: Call, words: Arguments) -> int:
    """Give a session up."""
    session = _session(call, words)
    call.phone.packages.sessions.close(session.number)
    return await say(call, "Success", 0)


async def install_existing(call: Call, words: Arguments) -> int:
    """Give a package that is on the phone back to the user."""
    while (option := words.option()) is not None:
        if option == "--user":
            words.user()
        elif option not in {"--instant", "--ephemeral", "--full", "--wait"}:
            return await say(call, f"Error: Unknown option: {option}", 1)
    name = words.word()
    if name is None:
        return await say(call, "Error: package name not specified", 1)
    if call.phone.packages.install_existing(name) is None:
        missing = "android.content.pm.PackageManager$NameNotFoundException"
        return await say(call, f"{missing}: Package {name} doesn't exist", 1)
    return await say(call, f"Package {name} installed for user: 0", 0)


async def _commit(phone: Phone, archives: Mapping[str, Archive], options: InstallOptions) -> None:
    """Install archives together, and leave the log that a phone leaves."""
    contents: dict[str, Archive] = {}
    apks: dict[str, Apk] = {}
    try:
        await _read(archives, apks, contents)
        name = next(iter(apks.values())).manifest.package
        old = phone.packages.get(name)
        before = (old.manifest.version_code, old.path) if old else None
        installed = phone.packages.install(apks, contents, options)
    except (ApkError, InstallError) as error:
        names = [apk.manifest.package for apk in apks.values()]
        log_change(phone, "refused", package=names[0] if names else "null", code=error.code)
        raise
    phone.activities.end(installed.name)
    facts: dict[str, str | int] = {
        "package": installed.name,
        "uid": installed.uid,
        "path": installed.path.rpartition("/")[0],
        "new": installed.manifest.version_code,
    }
    if before is not None:
        facts |= {"old": before[0], "old_path": before[1].rpartition("/")[0]}
    log_change(phone, "added" if before is None else "replaced", **facts)


async def _read(
    archives: Mapping[str, Archive], apks: dict[str, Apk], contents: dict[str, Archive]
) -> None:
    """Read every archive, by the name of its split; what was read is there when one is refused."""
    if not archives:
        raise InstallError("INSTALL_FAILED_INVALID_APK", "No packages staged")
    for name, archive in archives.items():
        # Reading a large archive takes a while: the other phones go on.
        apk = await asyncio.to_thread(archive.apk, install_path(name))
        split = apk.manifest.split
        if split in apks:
            words = f"Split {split or 'null'} was defined multiple times"
            raise InstallError("INSTALL_FAILED_INVALID_APK", words)
        apks[split], contents[split] = apk, shared(archive)


def _session(call: Call, words: Arguments) -> Session:
    number = session_number(words)
    session = call.phone.packages.sessions.get(number)
    if session is None:
        raise denied(f"Caller has no access to session {number}")
    return session


class _MissingFileError(Exception):
    """A path leads to no file of the phone."""


def _from_phone(call: Call, path: str) -> Archive:
    entry = call.phone.files.get(path)
    if entry is None or entry.content is None:
        raise _MissingFileError(path)
    archive = Archive()
    for offset in range(0, entry.size, _CHUNK):
        archive.append(entry.content.read(offset, _CHUNK))
    return archive


async def _missing(call: Call, path: str) -> int:
    await call.fail(f"Error: Unable to open file: {path}")
    await call.fail("Consider using a file under /data/local/tmp/")
    raise illegal(f"Error: Can't open file: {path}")


async def _from_stream(call: Call, size: int) -> Archive:
    """Read an archive from standard input; a phone without the space refuses before it reads."""
    if not 0 <= size <= call.phone.files.free:
        code = "INSUFFICIENT_STORAGE" if size > 0 else "INVALID_APK"
        raise InstallError(f"INSTALL_FAILED_{code}")
    archive = Archive()
    while len(archive) < size:
        data = await call.stdin.read()
        if not data:
            words = f"Expected {size} bytes but got {len(archive)}"
            raise InstallError("INSTALL_FAILED_INVALID_APK", words)
        archive.append(data[: size - len(archive)])
    return archive


async def _failure(call: Call, error: ApkError | InstallError) -> int:
    words = f"{error.code}: {error.reason}" if error.reason else error.code
    return await say(call, f"Failure [{words}]", 1)


SUB_COMMANDS: Final[dict[str, Handler]] = {
    "install": install,
    "install-streaming": install,
    "install-incremental": install_incremental,
    "install-create": install_create,
    "install-write": install_write,
    "install-remove": install_remove,
    "install-commit": install_commit,
    "install-abandon": install_abandon,
    "install-destroy": install_abandon,
    "install-existing": install_existing,
}
