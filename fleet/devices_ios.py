"""The iPhones that `fleet devices` finds: those of labs that run, and those on a cable."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.ios import agent, usbmuxd
from fleet.attached import Attached

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from devices.host.running import RunningLab
    from devices.host.spec import PhoneEndpoint

# Source: libimobiledevice/libusbmuxd, README: the variable, its mark of a path, and the usual path.
_VARIABLE: Final = "USBMUXD_SOCKET_ADDRESS"
_PATH: Final = "UNIX:"
_USUAL: Final = "/var/run/usbmuxd"


def user_socket(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the user's own usbmuxd listens, if there is one."""
    return Path(environ.get(_VARIABLE, _USUAL).removeprefix(_PATH))


async def iphones(labs: Iterable[RunningLab], socket: Path, *, within_s: float) -> list[Attached]:
    """Every iPhone of these labs, and every other one on a cable.

    Args:
        labs: those that run.
        socket: of the user's usbmuxd; one that nobody listens on has no phones.
        within_s: for each question, in seconds.
    """
    ours = [phone for lab in labs for phone in lab.phones if phone.wda_url]
    found = await asyncio.gather(*(asyncio.to_thread(_look, one, within_s) for one in ours))
    known = {phone.serial for phone in ours}
    on_cables: frozenset[str] = frozenset()
    with suppress(OSError):
        on_cables = await asyncio.to_thread(usbmuxd.listed, socket, within_s=within_s)
    return [*found, *(_on_cable(udid) for udid in sorted(on_cables - known))]


def _look(phone: PhoneEndpoint, within_s: float) -> Attached:
    state, model, release = "silent", "", phone.version
    with suppress(OSError):
        said = agent.ask(phone.wda_url, within_s=within_s)
        state, model, release = "ready", said.model, said.version
    return Attached(
        phone.serial, state, "virtual", model, release, platform="ios", wda_url=phone.wda_url
    )


def _on_cable(udid: str) -> Attached:
    """One that nothing is asked: without an agent and a pairing it tells nothing."""
    return Attached(udid, "on cable", "phone", "", "", platform="ios")
