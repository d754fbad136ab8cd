"""WebDriverAgent's own process on the phone: its names, and its lines in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.virtual.ios.phone import IPhone

VERSION: Final = "16.12.9"
BUNDLE_ID: Final = "com.facebook.WebDriverAgentRunner"
_NAME: Final = "WebDriverAgentRunner-Runner"
_PID: Final = 301


def log(phone: IPhone, message: str, priority: str = "I") -> None:
    """Write a line to the phone's log."""
    phone.log.write(priority, _NAME, message, pid=_PID)
