"""What a user has answered about one service and one app."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """An answer; those of location tell when.

    Source: Apple, AVAuthorizationStatus, PHAuthorizationStatus, CNAuthorizationStatus and
    CLAuthorizationStatus. That a location was allowed once is what Settings and the system know,
    not the app.
    """

    NOT_DETERMINED = "not_determined"
    DENIED = "denied"
    LIMITED = "limited"
    AUTHORIZED = "authorized"
    ONCE = "once"
    WHILE_USING = "while_using"
    ALWAYS = "always"

    @property
    def granted(self) -> bool:
        """Whether the app may, to whatever extent."""
        return self not in {Status.NOT_DETERMINED, Status.DENIED}


RESOURCES: Final = {
    1: "contacts",
    2: "calendar",
    3: "reminders",
    4: "photos",
    5: "microphone",
    6: "camera",
    7: "medialibrary",
    8: "homekit",
    9: "focus",
    -0x40000000: "bluetooth",
    -0x40000001: "keyboardnet",
    -0x40000002: "location",
    -0x40000003: "health",
    -0x40000004: "tracking",
    -0x40000005: "localnetwork",
}
"""Services by XCTest's numbers. Source: Apple, XCUIProtectedResource."""
