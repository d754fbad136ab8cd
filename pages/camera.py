"""The camera inside the app."""

from __future__ import annotations

from typing import ClassVar

from pages.page import Page


class CameraPage(Page):
    """What the camera sees: a business card, a photo for a message, the signer of a document."""

    NAME: ClassVar = "camera"

    def take_picture(self) -> None:
        """Take the picture; what it was for follows."""
        self._tap("shutter")

    def back(self) -> None:
        """Go back without one."""
        self._tap("back")
