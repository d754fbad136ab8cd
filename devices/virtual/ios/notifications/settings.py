"""What the user has chosen about the notifications of an app.

Source: Apple, UNNotificationSettings; iPhone User Guide, "Change notification settings".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Authorization(StrEnum):
    """Whether an app may notify, as UNAuthorizationStatus names it."""

    NOT_DETERMINED = "notDetermined"
    DENIED = "denied"
    AUTHORIZED = "authorized"


class BannerStyle(StrEnum):
    """How long a banner stays; the values are what Settings say."""

    TEMPORARY = "Temporary"
    PERSISTENT = "Persistent"


@dataclass(slots=True)
class AppNotificationSettings:
    """One app's: what an app that was just allowed to notify has.

    Attributes:
        authorization: the user's answer; the switch *Allow Notifications* changes it too.
        lock_screen, notification_centre, banners: the alert styles: where notifications show.
        banner_style: whether a banner goes by itself.
    """

    authorization: Authorization = Authorization.NOT_DETERMINED
    lock_screen: bool = True
    notification_centre: bool = True
    banners: bool = True
    banner_style: BannerStyle = BannerStyle.TEMPORARY
    sounds: bool = True
    badges: bool = True

    @property
    def allowed(self) -> bool:
        """Whether the app may notify."""
        return self.authorization is Authorization.AUTHORIZED
