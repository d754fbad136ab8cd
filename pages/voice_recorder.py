"""A voice note that is being recorded in a conversation."""

from __future__ import annotations

from typing import ClassVar

from pages.page import Page


class VoiceRecorder(Page):
    """Stands in the place of the field for the next message while it records."""

    NAME: ClassVar = "voice_recorder"

    def send(self) -> None:
        """End the recording and send it."""
        self._tap("send")
