"""Channels, and what users choose about the notifications of apps.

Source: AOSP NotificationChannel, PreferencesHelper.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

IMPORTANCE: Final = ("NONE", "MIN", "LOW", "DEFAULT", "HIGH", "MAX")
"""Names by number. Source: AOSP NotificationManager.IMPORTANCE_*."""


@dataclass(slots=True)
class Channel:
    """What a user sets about one kind of an app's notifications; importance as in `IMPORTANCE`."""

    id: str
    name: str
    importance: int = 3
    show_badge: bool = True


@dataclass(slots=True)
class Choices:
    """What apps have declared and users have chosen: it outlasts a restart of the phone.

    Attributes:
        channels: of each package, by their ids.
        blocked: packages whose notifications the user has switched off.
    """

    channels: dict[str, dict[str, Channel]] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
