"""The notifications of all apps: what each may, and what was delivered and not yet cleared.

Source: Apple, UNUserNotificationCenter; iPhone User Guide, "View and respond to notifications".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from devices.virtual.ios.notifications.settings import AppNotificationSettings, Authorization

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.apps.installed import Installed
    from devices.virtual.ios.notifications.records import Delivered


class Notifications:
    """What is shown of apps' notifications, and where.

    The lock screen has what came since it is up; Notification Centre has all, but what the user
    does not want in either.

    Args:
        installed: the apps; one that is removed takes its notifications and settings along.
        locked: tells whether the lock screen is up.

    Attributes:
        on_banner: called with a notification that is to stand over what is in front.
        on_light: called when one comes to the lock screen: it lights the screen up.
    """

    def __init__(self, installed: Installed, locked: Callable[[], bool]) -> None:
        self._installed, self._locked = installed, locked
        self._settings: dict[str, AppNotificationSettings] = {}
        self._delivered: dict[tuple[str, str], Delivered] = {}  # the newest last
        self._told: list[Callable[[], None]] = []
        self.on_banner: Callable[[Delivered], None] = lambda _: None
        self.on_light: Callable[[], None] = lambda: None
        installed.on_change.append(self._replaced)

    # -- what apps may

    def settings(self, bundle_id: str) -> AppNotificationSettings:
        """An app's settings; whoever changes them calls `changed`."""
        return self._settings.setdefault(bundle_id, AppNotificationSettings())

    def asked(self) -> list[str]:
        """Bundle identifiers of the apps that have asked: those that Settings list."""
        never = Authorization.NOT_DETERMINED
        known = self._settings.items()
        return [bundle_id for bundle_id, each in known if each.authorization is not never]

    def authorize(self, bundle_id: str, *, granted: bool) -> None:
        """Let an app notify, or forbid it: the answer to its question, or the user's switch."""
        answer = Authorization.AUTHORIZED if granted else Authorization.DENIED
        self.settings(bundle_id).authorization = answer
        if not granted:
            self._delivered = {k: v for k, v in self._delivered.items() if k[0] != bundle_id}
        self.changed()

    # -- what is shown

    def deliver(self, notification: Delivered) -> None:
        """Show a notification wherever the app's settings have it; an app that may not has none."""
        settings, locked = self.settings(notification.bundle_id), self._locked()
        if not settings.allowed:
            return
        delivered = replace(
            notification,
            lock_screen=locked and settings.lock_screen,
            centre=settings.notification_centre,
        )
        self._delivered.pop(delivered.key, None)
        self._delivered[delivered.key] = delivered
        self.changed()
        if delivered.passive:
            return
        if delivered.lock_screen:
            self.on_light()
        elif not locked and settings.banners:
            self.on_banner(delivered)

    def lock_screen(self) -> list[Delivered]:
        """What came since the phone was locked and shows there, the newest first."""
        return [
            each
            for each in reversed(self._delivered.values())
            if each.lock_screen and self.settings(each.bundle_id).lock_screen
        ]

    def centre(self) -> list[Delivered]:
        """What Notification Centre shows, the newest first."""
        return [
            each
            for each in reversed(self._delivered.values())
            if each.centre and self.settings(each.bundle_id).notification_centre
        ]

    def holds(self, notification: Delivered) -> bool:
        """Whether this very notification was neither cleared nor replaced."""
        return self._delivered.get(notification.key) is notification

    def remove(self, key: tuple[str, str]) -> None:
        """Take one away, if it is there."""
        if self._delivered.pop(key, None) is not None:
            self.changed()

    def remove_all(self, bundle_id: str) -> None:
        """Take all of an app's away."""
        for key in [key for key in self._delivered if key[0] == bundle_id]:
            self.remove(key)

    def unlocked(self) -> None:
        """The phone was unlocked: what the lock screen showed is history."""
        self._delivered = {
            key: replace(each, lock_screen=False) if each.lock_screen else each
            for key, each in self._delivered.items()
        }
        self.changed()

    # -- who wants to know

    def on_change(self, callback: Callable[[], None]) -> None:
        """Call back when notifications came or went, or settings changed."""
        self._told.append(callback)

    def changed(self) -> None:
        """Tell everyone that something changed."""
        for told in tuple(self._told):
            told()

    def _replaced(self, bundle_id: str) -> None:
        if self._installed.get(bundle_id) is None:
            self._settings.pop(bundle_id, None)
            self.remove_all(bundle_id)
