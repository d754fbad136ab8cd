"""A phone on a desk, for the tests of fingers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.devices.virtual.os.biometrics import desk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from devices.host.spec import Attach


class OnDesk(Protocol):
    """Runs a test's body on a phone of a release."""

    def __call__(
        self,
        api_level: int,
        body: Callable[[desk.Desk], Awaitable[None]],
        *,
        enrolled: tuple[int, ...] = (desk.MINE,),
        attach: Attach = "emulator",
    ) -> None:
        """See `desk.desk`."""


@pytest.fixture
def on_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OnDesk:
    """Runs a test's body on a phone of a release."""
    return partial(desk.desk, tmp_path, monkeypatch)
