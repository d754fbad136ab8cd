"""The driver's rows on virtual iPhones, through a real Appium: of the oldest and newest release."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from devices.conform.golden import read_rows
from devices.conform.iphone import IPhone
from devices.conform.phone import Options
from devices.conform.runner import chosen, conform
from devices.host.spec import HostSpec, PhoneSpec
from devices.host.toolchain import locate
from devices.pool.labs import start_host

if TYPE_CHECKING:
    from devices.conform.observer import Result
    from devices.host.spec import Endpoints

pytestmark = pytest.mark.e2e

_RELEASES = ("ios-15", "ios-27")


async def _through_appium(lab: Endpoints) -> list[Result]:
    seen = []
    for phone in lab.phones:
        found = await IPhone.read(phone.wda_url, phone.serial, lab.usbmuxd)
        options = Options(appium_url=lab.appium_url, lasting=True)
        seen += await conform(found, chosen(read_rows(), found, "*driver*"), options)
    return seen


def test_the_driver_does_on_virtual_iphones_what_it_does_on_iphones(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Every row that needs a session of the driver agrees."""
    folder = tmp_path_factory.mktemp("conform")
    phones = tuple(PhoneSpec(name, name, "cable", "ios") for name in _RELEASES)
    host = start_host(HostSpec(phones, folder / "work", folder / "logs"), locate(), lambda _: None)
    try:
        seen = asyncio.run(_through_appium(host.endpoints))
    finally:
        host.stop()
    assert len(seen) > 40
    differing = [
        f"{result.row.id}: expected {result.expected}; seen {result.seen}"
        for result in seen
        if result.outcome != "agree"
    ]
    assert differing == [], "\n".join(differing)
