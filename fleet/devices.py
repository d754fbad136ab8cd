"""``fleet devices``: what is attached to any adb server that can be found."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

from devices.android.adb_server import states
from devices.conform.wire import Adb, WireError
from devices.host.running import running_labs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

_ANSWER_S: Final = 5.0
_QUESTION: Final = (
    "getprop ro.product.model; getprop ro.build.version.release; getprop ro.build.version.sdk"
)


@dataclass(frozen=True, slots=True)
class Attached:
    """A device that an adb server lists.

    Attributes:
        state: as the server says: ``device``, ``offline``, ``unauthorized``, …
        kind: ``virtual`` when a lab of this user's brought it up, ``emulator`` by its serial.
        model: as the device says; empty when it does not answer, so are release and API level.
        api_level: 0 when it does not answer.
        server_port: of the adb server.
    """

    serial: str
    state: str
    kind: str
    model: str
    release: str
    api_level: int
    server_port: int


def find(user_port: int) -> list[Attached]:
    """Every device on the user's adb server and on those of running labs; starts no server."""
    virtual: dict[int, set[str]] = {user_port: set()}
    for lab in running_labs():
        serials = virtual.setdefault(lab.adb_server_port, set())
        serials |= {phone.serial for phone in lab.phones}
    return asyncio.run(_all_of(virtual))


def table(devices: Iterable[Attached]) -> Table:
    """The devices, one a line."""
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("serial", "state", "kind", "model", "android", "api", "adb port"):
        shown.add_column(column, overflow="fold")
    for device in devices:
        style = "" if device.state == "device" else "yellow"
        api = str(device.api_level or "")
        cells = (device.serial, device.state, device.kind, device.model, device.release, api)
        shown.add_row(*(Text(cell, style=style) for cell in (*cells, str(device.server_port))))
    return shown


def show(devices: list[Attached], console: Console, *, as_json: bool) -> None:
    """Print them for people or for programs."""
    if as_json:
        console.print_json(json.dumps([asdict(device) for device in devices]))
    elif devices:
        console.print(table(devices))
    else:
        console.print("nothing is attached; `fleet lab up --device android-14` brings up a phone")


async def _all_of(virtual: dict[int, set[str]]) -> list[Attached]:
    found = await asyncio.gather(*(_on(port, known) for port, known in virtual.items()))
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
