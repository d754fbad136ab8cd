"""`jdwp`, `track-jdwp` and `track-app`: processes that a debugger could attach to.

Source: AOSP packages/modules/adb, daemon/jdwp_service.cpp and proto/app_processes.proto. No code
of an app runs here, so that nothing answers a debugger; the lists are those of a phone.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.adb.stream import Stream
    from devices.virtual.android.phone import Phone
    from devices.virtual.os.processes import Process

_LONGEST: Final = 0xFFFF
_ISA: Final = {"x86": "x86", "x86_64": "x86_64", "arm64-v8a": "arm64", "armeabi-v7a": "arm"}
# Numbers of the fields of ProcessEntry, shifted by the wire type: 0 varint, 2 bytes.
_PID, _DEBUGGABLE, _ARCHITECTURE = 1 << 3, 2 << 3, 4 << 3 | 2
_USER, _NAME, _PACKAGES, _WAITING, _UID = 5 << 3, 6 << 3 | 2, 7 << 3 | 2, 8 << 3, 9 << 3
_ENTRY: Final = 1 << 3 | 2


def debuggable(phone: Phone) -> list[Process]:
    """Processes of packages that are marked debuggable; of the system none, on a user's build."""
    found = []
    for process in phone.processes.all():
        package = phone.packages.get(process.name)
        if package is not None and package.manifest.debuggable:
            found.append(process)
    return found


async def list_debuggable(phone: Phone, stream: Stream) -> None:
    """Tell the ids once."""
    stream.accept()
    stream.push(_ids(phone))
    stream.close()


async def track_debuggable(phone: Phone, stream: Stream) -> None:
    """Tell the ids now and whenever they change."""
    await _track(phone, stream, _ids)


async def track_apps(phone: Phone, stream: Stream) -> None:
    """Tell the processes now and whenever they change."""
    await _track(phone, stream, _apps)


async def _track(phone: Phone, stream: Stream, render: Callable[[Phone], bytes]) -> None:
    stream.accept()
    changed = asyncio.Event()
    stream.on_hang_up = changed.set
    cancel = phone.processes.on_change(changed.set)
    told: bytes | None = None
    try:
        while not stream.closed:
            data = render(phone)[:_LONGEST]
            if data != told:
                await stream.write(b"%04x" % len(data) + data)
                told = data
            changed.clear()
            await changed.wait()
    finally:
        cancel()


def _ids(phone: Phone) -> bytes:
    return "".join(f"{process.pid}\n" for process in debuggable(phone)).encode()


def _apps(phone: Phone) -> bytes:
    return b"".join(_field(_ENTRY, _entry(phone, process)) for process in debuggable(phone))


def _entry(phone: Phone, process: Process) -> bytes:
    name = process.name.encode()
    data = (
        _number(_PID, process.pid)
        + _number(_DEBUGGABLE, 1)
        + _field(_ARCHITECTURE, _ISA.get(phone.profile.abi, phone.profile.abi).encode())
    )
    if "app_info" in phone.profile.adb_features:
        data += (
            _number(_USER, 0)
            + _field(_NAME, name)
            + _field(_PACKAGES, name)
            + _number(_WAITING, 0)
            + _number(_UID, process.uid)
        )
    return data


def _number(tag: int, value: int) -> bytes:
    return _varint(tag) + _varint(value)


def _field(tag: int, data: bytes) -> bytes:
    return _varint(tag) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    data = bytearray()
    while value > 0x7F:  # noqa: PLR2004 - seven bits a byte
        data.append(value & 0x7F | 0x80)
        value >>= 7
    data.append(value)
    return bytes(data)
