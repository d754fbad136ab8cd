"""Settings > Privacy & Security on iOS: which apps may use what, category by category."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal

from pages.driving import SETTINGS
from pages.system.permission_rows import PermissionRows
from pages.system.system_page import SystemPage

if TYPE_CHECKING:
    from collections.abc import Mapping

Category = Literal["camera", "contacts", "location", "microphone", "photos"]
"""What the app has of privacy's categories; notifications are none."""
# Source: iPhone User Guide, "Control access to information in apps" and "Control the location
# information you share".
_TITLES: Final[Mapping[Category, str]] = {
    "camera": "Camera",
    "contacts": "Contacts",
    "location": "Location Services",
    "microphone": "Microphone",
    "photos": "Photos",
}


class PrivacyCategoryPage(PermissionRows[str]):
    """Settings > Privacy & Security > a category: the apps that have asked."""

    NAME: ClassVar = "system/privacy_category"

    def lists(self, app: str) -> bool:
        """Whether an app is, or comes to be, in the list."""
        return self._shows_in("list", "group", {"label": app})

    def _row(self, name: str) -> str:
        """See `PermissionRows`: the app's name."""
        self._one_in("list", "group", {"label": name})
        return name


class PrivacyPage(SystemPage):
    """Settings > Privacy & Security: the categories."""

    NAME: ClassVar = "system/privacy"
    APPLICATION: ClassVar = SETTINGS

    def open(self, category: Category) -> PrivacyCategoryPage:
        """Go to the apps of a category.

        Raises:
            ElementMissing: there is no such category.
        """
        self._tap_in("list", "category", title=_TITLES[category])
        return PrivacyCategoryPage(self._session).wait_until_open()
