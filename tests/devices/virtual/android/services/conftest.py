"""Phones of any release, with a shell on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.android.phones import PhoneShell, phone_of, profile_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.host.spec import Attach


@pytest.fixture
def shell_of() -> Callable[..., PhoneShell]:
    """Boots a phone of an API level, on a cable or as an emulator, and gives a shell on it."""

    def boot(api_level: int, attach: Attach = "cable") -> PhoneShell:
        return PhoneShell(phone_of(profile_at(api_level).name, attach))

    return boot
