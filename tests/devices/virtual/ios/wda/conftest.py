"""An agent on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.ios.wda.agents import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.devices.virtual.ios.wda.agents import Served


@pytest.fixture
def agent(request: pytest.FixtureRequest) -> Iterator[Served]:
    """An agent; on iOS 17, or the profile that the test is parametrised with."""
    with served(getattr(request, "param", "ios-17")) as running:
        yield running
