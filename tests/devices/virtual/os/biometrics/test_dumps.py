"""What the phone tells of its fingers and its lock over adb."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.os.biometrics.desk import BANK, LEVELS, MINE, OTHER, PIN, Desk

if TYPE_CHECKING:
    from tests.devices.virtual.os.biometrics.conftest import OnDesk


@pytest.mark.parametrize("level", LEVELS)
def test_the_reader_counts_touches(on_desk: OnDesk, level: int) -> None:
    """Matches, failures and lockouts are told as JSON, with the number of fingers."""

    async def body(desk: Desk) -> None:
        desk.scan()
        desk.touch(MINE)
        desk.scan()
        desk.touch(*[OTHER] * 5)
        dump = await desk.run("dumpsys fingerprint")
        told = json.loads(next(line for line in dump.splitlines() if line.startswith("{")))
        counts = {"count": 1, "accept": 1, "reject": 5, "acquire": 6, "lockout": 1}
        assert {name: told["prints"][0][name] for name in counts} == counts

    on_desk(level, body)


@pytest.mark.parametrize("level", LEVELS)
def test_trust_tells_whether_the_phone_is_locked(on_desk: OnDesk, level: int) -> None:
    """A credential and a keyguard make it so; after a restart only the credential counts."""

    async def body(desk: Desk) -> None:
        assert "deviceLocked=0" in await desk.run("dumpsys trust")
        await desk.run("input keyevent POWER")
        assert "deviceLocked=1" in await desk.run("dumpsys trust")
        assert "strongAuthRequired=0x0" in await desk.run("dumpsys trust")
        desk.phone.reboot()
        assert "strongAuthRequired=0x1" in await desk.run("dumpsys trust")
        await desk.run(f"locksettings clear --old {PIN}")
        assert "deviceLocked=0" in await desk.run("dumpsys trust")

    on_desk(level, body)


@pytest.mark.parametrize("level", [29, 33, 37])
def test_the_biometric_service_names_who_asks(on_desk: OnDesk, level: int) -> None:
    """While a prompt is up its dump tells whose it is."""

    async def body(desk: Desk) -> None:
        assert "CurrentSession: null" in await desk.run("dumpsys biometric")
        desk.ask()
        assert BANK in await desk.run("dumpsys biometric")

    on_desk(level, body)


def test_the_shell_of_the_reader(on_desk: OnDesk) -> None:
    """It helps, and knows one word; older releases have none."""

    async def body(desk: Desk) -> None:
        assert await desk.run("cmd fingerprint sync") == ""
        assert "Print this help text" in await desk.run("cmd fingerprint help")
        assert await desk.run("cmd fingerprint frob") == "Unknown command: frob\n"

    async def older(desk: Desk) -> None:
        assert await desk.run("cmd fingerprint sync") == "No shell command implementation.\n"

    on_desk(34, body)
    on_desk(30, older)
