"""The iPhones that `fleet devices` finds: those of labs that run, and those on a cable."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from devices.ios import agent, usbmuxd
from fleet.attached import Attached

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from devices.host.running import RunningLab
    from devices.host.spec import PhoneEndpoint


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
