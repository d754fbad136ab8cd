"""`bugreportz` and `bugreport`.

Source: AOSP frameworks/native cmds/bugreportz, cmds/bugreport, cmds/dumpstate; what adb reads of
them: packages/modules/adb client/bugreport.cpp.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.registry import DUMPS, interfaces
from devices.virtual.android.shell.call import Call, command
from devices.virtual.os.files import Bytes

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone

_FOLDER: Final = "/data/user_de/0/com.android.shell/files/bugreports"
_KEPT: Final = 2  # reports that stay on the phone
_STEPS: Final = (10, 50, 90)
_USAGE: Final = """usage: bugreportz [-hpv]
  -h: to display this help message
  -p: display progress
  -s: stream content to standard output
  -v: to display the version"""
_DEPRECATED: Final = (
    "=============================================================================\n"
    "WARNING: Flat (text file, non-zipped) bugreports are deprecated.\n"
    "WARNING: Please generate zipped bugreports instead.\n"
    "WARNING: On the host use: adb bugreport filename.zip\n"
    "WARNING: On the device use: bugreportz\n"
    "WARNING: bugreportz will output the filename to use with adb pull.\n"
    "=============================================================================\n\n"
)


@command("bugreportz")
async def bugreportz(call: Call) -> int:
    """Write a report into the shell app's folder and tell where, with ``-p`` step by step."""
    match call.args:
        case ("-v",):
            # adb reads the version from standard error.
            return await call.fail(call.phone.profile.rows["bugreportz"]["version"], 0)
        case ("-h",):
            return await call.fail(_USAGE, 0)
        case () | ("-p",) | ("-s",):
            pass
        case _:
            return await call.fail(_USAGE, 1)
    path, data = _written(call.phone)
    if call.args == ("-s",):
        await call.stdout.write(data)
        return 0
    if call.args:
        await call.print(f"BEGIN:{path}")
        await call.print("\n".join(f"PROGRESS:{step}/100" for step in _STEPS))
    await call.print(f"OK:{path}")
    return 0


@command("bugreport")
async def bugreport(call: Call) -> int:
    """The report as text."""
    await call.print(_DEPRECATED + _text(call.phone))
    return 0


def _written(phone: Phone) -> tuple[str, bytes]:
    phone.files.make_folders(_FOLDER)
    stem = (
        f"bugreport-{phone.identity.product}-{phone.profile.build_id}"
        f"-{phone.clock.now():%Y-%m-%d-%H-%M-%S}"
    )
    path = f"{_FOLDER}/{stem}.zip"
    data = _zipped(stem, _text(phone))
    for old in list(phone.files.children(_FOLDER))[: -_KEPT + 1]:
        phone.files.remove(f"{_FOLDER}/{old}")
    phone.files.write(path, Bytes(data))
    return path, data


def _zipped(stem: str, text: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("version.txt", "2.0")
        archive.writestr("main_entry.txt", f"{stem}.txt")
        archive.writestr(f"{stem}.txt", text.encode("utf-8", "replace"))
    return file.getvalue()


def _text(phone: Phone) -> str:
    properties = phone.properties
    lines = [
        "========================================================",
        f"== dumpstate: {phone.clock.now():%Y-%m-%d %H:%M:%S}",
        "========================================================",
        "",
        f"Build: {phone.profile.build_id}",
        f"Build fingerprint: '{properties.get('ro.build.fingerprint', '')}'",
        f"Android SDK version: {phone.profile.api_level}",
        "",
        "------ SYSTEM PROPERTIES (getprop) ------",
        *(f"[{name}]: [{value}]" for name, value in sorted(properties.items())),
        "",
        "------ SYSTEM LOG (logcat -v threadtime -v printable -v uid -d *:v) ------",
        *(
            f"{line.time:%m-%d %H:%M:%S}.{line.time.microsecond // 1000:03} {line.uid:5}"
            f" {line.pid:5} {line.tid:5} {line.priority} {line.tag:<8}: {line.message}"
            for line in phone.log.lines()
        ),
        "",
    ]
    for name in sorted(DUMPS):
        if name in interfaces(phone):
            lines += ["-" * 79, f"DUMP OF SERVICE {name}:", DUMPS[name](phone, ())]
    return "\n".join(lines)
