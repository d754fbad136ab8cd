"""What the app says of itself."""

from __future__ import annotations

from typing import ClassVar

from pages.page import Page


class AboutPage(Page):
    """Version and build number of the app."""

    NAME: ClassVar = "about"

    @property
    def version(self) -> str:
        """The version, as ``3.95.0``."""
        return self._text("version")

    @property
    def build(self) -> str:
        """The build number, as ``39500``."""
        return self._text("build")
