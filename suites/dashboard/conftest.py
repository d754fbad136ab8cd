"""What the dashboard's tests share: the day that the phone has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from devices.device import Time


@pytest.fixture
def midnight(clock: Time) -> Callable[[], datetime]:
    """Asks the phone when its day began, in its own time zone."""
    return lambda: clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
