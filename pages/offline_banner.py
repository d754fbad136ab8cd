"""The banner that every screen shows at its top while there is no connection."""

from __future__ import annotations

from typing import ClassVar

from config.deadlines import DEADLINES
from pages.region import Region


class OfflineBanner(Region):
    """The offline banner, on whatever screen is open."""

    NAME: ClassVar = "offline_banner"

    @property
    def is_shown(self) -> bool:
        """Whether it shows now."""
        return self._shows("banner")

    def appears(self, deadline_s: float = DEADLINES.notice_s) -> bool:
        """Whether it shows within the deadline."""
        return self._shows("banner", deadline_s)

    def goes(self, deadline_s: float = DEADLINES.notice_s) -> bool:
        """Whether it is gone within the deadline."""
        return self._goes("banner", deadline_s)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text("banner")
