"""Permissions that the system itself treats apart, by their full names.

Source: AOSP frameworks/base/core/res/AndroidManifest.xml.
"""

from __future__ import annotations

from typing import Final

PREFIX: Final = "android.permission."
POST: Final = PREFIX + "POST_NOTIFICATIONS"
FINE: Final = PREFIX + "ACCESS_FINE_LOCATION"
COARSE: Final = PREFIX + "ACCESS_COARSE_LOCATION"
BACKGROUND_LOCATION: Final = PREFIX + "ACCESS_BACKGROUND_LOCATION"
BACKGROUND: Final = frozenset({BACKGROUND_LOCATION, PREFIX + "BODY_SENSORS_BACKGROUND"})
SELECTED: Final = PREFIX + "READ_MEDIA_VISUAL_USER_SELECTED"
"""Holding it, an app sees the pictures that the user has chosen for it."""
