"""A notification that was delivered. Source: Apple, UNNotification, UNNotificationRequest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a notification, and what the app is told when it is tapped."""

    title: str
    extras: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Delivered:
    """A notification, with where the app's settings had it go when it came.

    Attributes:
        identifier: the app's own name of it; a later one of the same name takes its place.
        app: the app's name, as users read it.
        extras: what the app is told when it is tapped.
        passive: whether it goes to the lists alone, and neither lights the screen nor has a banner.
        lock_screen: whether it shows there until the phone is unlocked.
        centre: whether Notification Centre keeps it.
    """

    bundle_id: str
    identifier: str
    app: str
    title: str
    body: str
    posted: datetime
    extras: Mapping[str, str] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    passive: bool = False
    lock_screen: bool = False
    centre: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others."""
        return self.bundle_id, self.identifier
