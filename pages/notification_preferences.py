"""Which events notify the user."""

from __future__ import annotations

from typing import ClassVar, Final

from pages.page import Page

KINDS: Final = (
    "New message",
    "Inbound call",
    "Missed call",
    "Voicemail",
    "Task reminder",
    "Appointment reminder",
)
"""The kinds of events, in the app's words: those of its switches and of its notifications."""


class NotificationPreferencesPage(Page):
    """A switch for each kind of event."""

    NAME: ClassVar = "notification_preferences"

    def notifies_of(self, kind: str) -> bool:
        """Whether events of a kind notify, one of `KINDS`."""
        return self._is_on("kind", kind=kind)

    def set(self, kind: str, *, on: bool) -> None:
        """Have events of a kind notify, or not.

        Raises:
            StepFailed: the switch stands as before.
        """
        self._turn("kind", on=on, kind=kind)

    def back(self) -> None:
        """Go back to the settings."""
        self._tap("back")
