"""Phones of any release, with a shell on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.crm import VirtualCrm
from devices.virtual.os.clock import Clock
from devices.virtual.os.profile import catalog
from devices.virtual.phone import Phone

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.host.spec import Attach
    from tests.devices.virtual.android.conftest import PhoneShell


@pytest.fixture
def shell_of(shell: PhoneShell) -> Callable[..., PhoneShell]:
    """Boots a phone of an API level, on a cable or as an emulator, and gives a shell on it."""

    def boot(api_level: int, attach: Attach = "cable") -> PhoneShell:
        profile = next(p for p in catalog().values() if p.api_level == api_level)
        return type(shell)(Phone(profile, profile.name, attach, VirtualCrm(Clock())))

    return boot
