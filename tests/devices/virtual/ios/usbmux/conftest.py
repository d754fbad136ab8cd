"""A phone on a cable."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.ios.handsets import FakeHandset
from tests.devices.virtual.ios.usbmux.cable import plugged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.devices.virtual.ios.usbmux.cable import Cable


@pytest.fixture
def phone() -> FakeHandset:
    """A phone."""
    return FakeHandset()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name: a socket's path has few bytes."""
    with tempfile.TemporaryDirectory(prefix="mux") as made:
        yield Path(made)


@pytest.fixture
def cable(phone: FakeHandset, folder: Path) -> Iterator[Cable]:
    """The phone's cable."""
    with plugged(folder, phone) as made:
        yield made
