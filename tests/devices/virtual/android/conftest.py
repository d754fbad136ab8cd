"""A phone in the test's own process, and a shell on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.builds import make_apk
from tests.devices.virtual.android.phones import PhoneShell, phone_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from devices.virtual.android.phone import Phone


@pytest.fixture
def phone() -> Phone:
    """A phone that has just booted."""
    return phone_of("android-14")


@pytest.fixture
def shell(phone: Phone) -> PhoneShell:
    """A shell on the phone."""
    return PhoneShell(phone)


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Path]:
    """Makes a build of the reference app."""

    def make(**facts: str | int) -> Path:
        name = "-".join(["app", *map(str, facts.values())])
        return make_apk(tmp_path / f"{name}.apk", **facts)  # type: ignore[arg-type]

    return make
