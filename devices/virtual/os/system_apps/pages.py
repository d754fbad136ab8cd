"""A page of Settings: what its name is, and what stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.virtual.ui.node import Node

PAGE: Final = ":settings:show_fragment"
"""The extra that tells SubSettings which page to show. Source: AOSP SettingsActivity."""
APP: Final = "android.provider.extra.APP_PACKAGE"
CHANNEL: Final = "android.provider.extra.CHANNEL_ID"


@dataclass(frozen=True, slots=True)
class Page:
    """A title and the rows below it.

    Attributes:
        bare: whether there is neither title nor list around the rows, as in a wizard.
    """

    title: str
    rows: list[Node]
    bare: bool = False
