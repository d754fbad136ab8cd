"""The real adb, on one phone of each attachment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.android.adb.lab import running_lab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.devices.virtual.android.adb.lab import AdbClient, AdbLab

_PHONES = [
    {"name": "on a cable", "profile": "android-14", "attach": "cable"},
    {"name": "emulated", "profile": "android-14", "attach": "emulator"},
]


@pytest.fixture(scope="session")
def adb_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AdbLab]:
    """Two phones, one of each attachment, registered with an adb server of our own."""
    with running_lab(_PHONES, tmp_path_factory.mktemp("home")) as lab:
        yield lab


@pytest.fixture(params=["cable", "emulator"])
def adb(request: pytest.FixtureRequest, adb_lab: AdbLab) -> AdbClient:
    """The real adb on a phone, once for each way of attaching."""
    return adb_lab.client(request.param)
