"""The real adb, on phones of eight releases in both attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.android.adb.lab import running_lab
from tests.devices.virtual.android.phones import RELEASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.devices.virtual.android.adb.lab import AdbClient, AdbLab

_PHONES = [
    {"name": f"{release}-{attach}", "profile": release, "attach": attach}
    for release in RELEASES.values()
    for attach in ("cable", "emulator")
]


@pytest.fixture(scope="session")
def adb_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AdbLab]:
    """All phones in one process, registered with an adb server of our own."""
    with running_lab(_PHONES, tmp_path_factory.mktemp("home")) as lab:
        yield lab


@pytest.fixture(params=[phone["name"] for phone in _PHONES])
def adb(request: pytest.FixtureRequest, adb_lab: AdbLab) -> AdbClient:
    """The real adb on a phone."""
    return adb_lab.client(request.param)
