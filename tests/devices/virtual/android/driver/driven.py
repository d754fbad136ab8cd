"""A phone with a driver's session on it, as the tests of the driver's commands use it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pytest

from config import app
from config.locators import Locator
from devices import wait
from devices.errors import CommandFailed

if TYPE_CHECKING:
    from pathlib import Path

    from appium.webdriver.webelement import WebElement

    from devices.android.device import AndroidDevice

PACKAGE: Final = "com.LeadConnector"
_FIND_S: Final = 5.0


@dataclass
class Driven:
    """A phone with a session: the driver's commands, and adb beside them as proof."""

    device: AndroidDevice
    build: Path
    adb_server_port: int

    @property
    def api_level(self) -> int:
        """Its API level."""
        return self.device.facts.api_level

    @property
    def emulator(self) -> bool:
        """Whether it hangs on the adb server as an emulator."""
        return self.device.facts.attach == "emulator"

    def __call__(self, command: str, /, **arguments: Any) -> Any:  # noqa: ANN401 - JSON
        """Run a ``mobile:`` command."""
        return self.device.session.execute(f"mobile: {command}", **arguments)

    def refusal(self, command: str, /, **arguments: Any) -> str:  # noqa: ANN401 - JSON
        """What the driver says when it refuses a ``mobile:`` command."""
        with pytest.raises(CommandFailed) as raised:
            self(command, **arguments)
        return str(raised.value)

    def allow_notifications(self) -> None:
        """Let the reference app post, so that it does not ask when it is started first."""
        self.device.permissions.grant(PACKAGE, *app.read().android.notifying)

    def shell(self, line: str) -> str:
        """A line in the phone's shell, past the driver."""
        return self.device.adb.shell(line).strip()

    def find(self, **locator: str) -> WebElement:
        """The first element, waited for."""
        wanted = Locator(**locator)
        found = wait.until(lambda: self.device.session.find_all(wanted), _FIND_S)
        assert found, f"{self.device.facts.name} shows no {locator}"
        return found[0]

    def shows(self, **locator: str) -> bool:
        """Whether there is such an element now."""
        return bool(self.device.session.find_all(Locator(**locator)))
