"""Virtual phones held against the golden rows, over the wire: eight releases, both attachments."""

from __future__ import annotations

import asyncio
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import pytest

from devices.conform.golden import read_rows, read_virtual
from devices.conform.phone import Options
from devices.conform.runner import chosen, conform
from devices.host.spec import HostSpec, PhoneSpec
from devices.host.toolchain import locate
from devices.pool.labs import start_host
from fleet.conform import OnAdb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from devices.conform.observer import Result
    from devices.host.spec import Endpoints

pytestmark = pytest.mark.e2e

_RELEASES = (
    *("android-8.0", "android-9", "android-10", "android-11"),
    *("android-13", "android-14", "android-16", "android-17"),
)
_WITH_APPIUM = 2  # of the phones: a session takes seconds, and its rows differ little by release
Seen = dict[str, list["Result"]]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """The results of every row on every phone, by the phone's name."""
    folder: Path = tmp_path_factory.mktemp("conform")
    phones = tuple(
        PhoneSpec(f"{release}-{attach}", release, attach)
        for release in _RELEASES
        for attach in ("emulator", "cable")
    )
    spec = HostSpec(phones, folder / "work", folder / "logs")
    host = start_host(spec, locate(), lambda _: None)
    try:
        yield asyncio.run(_all(host.endpoints, folder))
    finally:
        host.stop()


async def _all(lab: Endpoints, folder: Path) -> Seen:
    rows = read_rows()

    async def one(number: int, serial: str) -> list[Result]:
        appium = lab.appium_url if number >= len(lab.phones) - _WITH_APPIUM else None
        where = OnAdb(serial, lab.adb_server_port)
        phone = await where.read()
        options = where.equipped(Options(appium_url=appium, lasting=True), folder)
        return await conform(phone, chosen(rows, phone), options)

    results = await asyncio.gather(
        *(one(number, phone.serial) for number, phone in enumerate(lab.phones))
    )
    return {phone.name: found for phone, found in zip(lab.phones, results, strict=True)}


def test_virtual_phones_answer_as_phones_do(seen: Seen) -> None:
    """Every row agrees on every phone, but for those that tests/golden/virtual.yaml lists."""
    known = [difference.rows for difference in read_virtual().differs]
    differing = [
        f"{phone}: {result.row.id}: expected {result.expected}; seen {result.seen}"
        for phone, results in seen.items()
        for result in results
        if result.outcome == "differ"
        and not any(fnmatchcase(result.row.id, pattern) for pattern in known)
    ]
    assert differing == [], "\n".join(differing)


def test_known_differences_do_differ(seen: Seen) -> None:
    """A row that has come to agree everywhere is taken off the list of those that differ."""
    differing = {
        result.row.id
        for results in seen.values()
        for result in results
        if result.outcome == "differ"
    }
    listed = [difference.rows for difference in read_virtual().differs]
    assert [p for p in listed if not any(fnmatchcase(name, p) for name in differing)] == []


def test_nearly_everything_is_observed(seen: Seen) -> None:
    """With Appium's builds on a phone only what needs a session or the console's token is left."""
    for phone, results in seen.items():
        hindered = [r for r in results if r.outcome == "not observable"]
        assert {r.row.subject for r in hindered} <= {"appium", "console"}, phone
        assert len(results) > 350, phone
