"""``fleet devices``: what any adb server lists that can be found, and the iPhones."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

from devices.android.adb_server import states
from devices.conform.wire import Adb, WireError
from devices.host.running import running_labs
from devices.ios.usbmuxd import USUAL, user_socket
from fleet.attached import Attached
from fleet.devices_ios import iphones

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from devices.host.running import RunningLab

_ANSWER_S: Final = 5.0
_READY: Final = {"device", "ready"}
_QUESTION: Final = (
    "getprop ro.product.model; getprop ro.build.version.release; getprop ro.build.version.sdk"
)


def find(user_port: int) -> list[Attached]:
    """Every device of the user's own servers and of running labs; starts no server."""
    labs = running_labs()
    virtual: dict[int, set[str]] = {user_port: set()}
    for lab in labs:
        if lab.adb_server_port:
            serials = virtual.setdefault(lab.adb_server_port, set())
            serials |= {phone.serial for phone in lab.phones}
    return asyncio.run(_all_of(virtual, labs))


def table(devices: Iterable[Attached]) -> Table:
    """The devices, one a line."""
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("serial", "state", "kind", "model", "system", "api", "server"):
        shown.add_column(column, overflow="fold")
    for device in devices:
        style = "" if device.state in _READY else "yellow"
        api = str(device.api_level or "")
        cells = (device.serial, device.state, device.kind, device.model, device.system, api)
        shown.add_row(*(Text(cell, style=style) for cell in (*cells, device.server)))
    return shown


def show(devices: list[Attached], console: Console, *, as_json: bool) -> None:
    """Print them for people or for programs."""
    if as_json:
        console.print_json(json.dumps([asdict(device) for device in devices]))
    elif devices:
        console.print(table(devices))
    else:
        console.print("nothing is attached; `fleet lab up --device android-14` brings up a phone")


async def _all_of(virtual: dict[int, set[str]], labs: Iterable[RunningLab]) -> list[Attached]:
    found = await asyncio.gather(
        *(_on(port, known) for port, known in virtual.items()),
        iphones(labs, user_socket() or USUAL, within_s=_ANSWER_S),
    )
    return [device for devices in found for device in devices]


async def _on(port: int, virtual: set[str]) -> list[Attached]:
    try:
        listed = await states(port, within_s=_ANSWER_S)
    except OSError:
        return []  # no server there: nothing is attached to it
    return list(
        await asyncio.gather(
            *(_look(Adb(serial, port), state, virtual) for serial, state in listed.items())
        )
    )


async def _look(adb: Adb, state: str, virtual: set[str]) -> Attached:
    said = await _said(adb) if state == "device" else ["", "", ""]
    return Attached(
        serial=adb.serial,
        state=state,
        kind=_kind(adb.serial, virtual),
        model=said[0],
        release=said[1],
        api_level=int(said[2]) if said[2].isdecimal() else 0,
        server_port=adb.port,
    )


async def _said(adb: Adb) -> list[str]:
    try:
        answer = await adb.shell(_QUESTION, within_s=_ANSWER_S)
    except WireError:
        return ["", "", ""]
    return [*answer.stdout.splitlines(), "", "", ""][:3]


def _kind(serial: str, virtual: set[str]) -> str:
    if serial in virtual:
        return "virtual"
    return "emulator" if serial.startswith("emulator-") else "phone"
