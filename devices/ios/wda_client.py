"""WebDriverAgent asked directly, beside the driver: what lies outside a session, for any session.

It serves one session at a time, and Appium has that one: nothing here opens another.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import wda
from wda.exceptions import WDAError
from wda.usbmux.exceptions import HTTPError

from config.deadlines import DEADLINES
from config.tally import counted
from devices.errors import CommandFailed

if TYPE_CHECKING:
    from devices.facts import DeviceFacts


class WdaClient:
    """The agent of one phone.

    Args:
        facts: of the device.
        url: where it answers.
    """

    def __init__(self, facts: DeviceFacts, url: str) -> None:
        self._facts = facts
        self._url = url
        self._client = wda.BaseClient(url)

    def is_ready(self) -> bool:
        """Whether it says that it is ready.

        Raises:
            CommandFailed: it does not answer.
        """
        status = self._ask("status")
        return isinstance(status, dict) and bool(status.get("ready"))

    def is_locked(self) -> bool:
        """Whether the phone is locked.

        Raises:
            CommandFailed: it does not answer, or not that.
        """
        return bool(self._ask("wda/locked"))

    def screenshot(self) -> bytes:
        """The screen, as it is sent: PNG or JPEG.

        Raises:
            CommandFailed: it does not answer, or not that.
        """
        return base64.b64decode(str(self._ask("screenshot")))

    def _ask(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """What the client's own methods ask, without their waiting and trying again."""
        try:
            with counted("wda"):
                return self._client.http.get(path, timeout=DEADLINES.health_s)["value"]
        except (WDAError, HTTPError, KeyError) as error:
            tried = f"asking WebDriverAgent at {self._url} for {path}"
            raise CommandFailed(
                self._facts.name, tried, f"{type(error).__name__}: {error}"
            ) from error
