"""A phone whose app notifies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.ios.notified import notified

if TYPE_CHECKING:
    from pathlib import Path

    from tests.devices.virtual.ios.notified import Notified


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notified:
    """A phone on its home screen, whose app has run once and may notify."""
    return notified(tmp_path, monkeypatch)
