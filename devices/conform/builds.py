"""Builds that a phone is given for the time of a run, and what they are called there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SETTINGS_APP: Final = "io.appium.settings"
SERVER: Final = "io.appium.uiautomator2.server"
SERVER_TEST: Final = "io.appium.uiautomator2.server.test"
ASKING_APP: Final = "app.fleet.asks"
"""Asks for the permissions that it is started with, where its code runs; on both platforms."""


@dataclass(frozen=True, slots=True)
class AppiumBuilds:
    """Appium's own builds for Android, as its driver ships them."""

    settings_app: Path
    server: Path
    server_test: Path

    @property
    def files(self) -> Mapping[str, Path]:
        """All of them, by package."""
        return {
            SETTINGS_APP: self.settings_app,
            SERVER: self.server,
            SERVER_TEST: self.server_test,
        }
