"""Notifications: what is posted, and what was.

Source: AOSP NotificationManagerService.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.os.notification_choices import Choices
from devices.virtual.os.notification_records import Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.clock import Clock
    from devices.virtual.os.notification_choices import Channel
    from devices.virtual.os.notification_records import Content

HISTORY: Final = 100
"""Entries that are kept for who listens. Source: io.appium.settings, NotificationsCollector."""
_PER_PACKAGE: Final = 50
"""Source: AOSP NotificationManagerService.MAX_PACKAGE_NOTIFICATIONS."""


class Notifications:
    """The notification service's store.

    Args:
        clock: the phone's.
        choices: of channels and packages, kept over restarts.

    Attributes:
        blocked: packages whose notifications the user has switched off.
        suspended: packages whose notifications wait unseen.
        on_alert: called with what was posted, and with what it stands in the place of.
    """

    def __init__(self, clock: Clock, choices: Choices | None = None) -> None:
        choices = choices or Choices()
        self._clock = clock
        self._channels = choices.channels
        self._active: dict[str, Record] = {}
        self._archive: deque[Record] = deque(maxlen=HISTORY)
        self._events: deque[tuple[Record, bool]] = deque(maxlen=HISTORY)
        self._watchers: list[Callable[[], None]] = []
        self.blocked = choices.blocked
        self.permitted: Callable[[str], bool] = lambda _: True
        self.suspended: set[str] = set()
        self.on_alert: Callable[[Record, Record | None], None] = _nobody

    def create_channel(self, package: str, channel: Channel) -> Channel:
        """Add a channel; one that is there keeps what the user has set, and gets the new name."""
        known = self._channels.setdefault(package, {})
        found = known.setdefault(channel.id, channel)
        found.name = channel.name
        return found

    def channels(self, package: str) -> tuple[Channel, ...]:
        """A package's channels, in the order of their making."""
        return tuple(self._channels.get(package, {}).values())

    def post(
        self,
        package: str,
        uid: int,
        id: int,  # noqa: A002 - Android's word
        channel: str,
        content: Content,
        *,
        tag: str | None = None,
    ) -> Record | None:
        """Put a notification into the shade, or in the place of the one with its key.

        Gives None where package or channel are blocked, may not post, or have too many already.

        Raises:
            LookupError: the package has no such channel.
        """
        kind = self._channels.get(package, {}).get(channel)
        if kind is None:
            raise LookupError(f"No Channel found for pkg={package}, channelId={channel}, id={id}")
        record = Record(package, uid, id, tag, kind, content, self._clock.now())
        if not kind.importance or not self.enabled(package):
            return None
        count = sum(other.package == package for other in self._active.values())
        if record.key not in self._active and count >= _PER_PACKAGE:
            return None
        before = self._active.get(record.key)
        self._active[record.key] = record
        if package not in self.suspended:
            self._tell(record, removed=False)
            self.on_alert(record, before)
        return record

    def enabled(self, package: str) -> bool:
        """Whether a package may post at all; its channels may be off all the same."""
        return package not in self.blocked and self.permitted(package)

    def block(self, package: str, *, on: bool) -> None:
        """Switch a package's notifications off, which takes away what it posted, or on again."""
        if not on:
            self.blocked.discard(package)
            return
        self.blocked.add(package)
        self.cancel_all(package)

    def suspend(self, package: str, *, on: bool) -> None:
        """Hide what a package posted from the shade and from listeners, or show it again."""
        if on == (package in self.suspended):
            return
        self.suspended ^= {package}
        for record in [r for r in self._active.values() if r.package == package]:
            self._tell(record, removed=on)

    def set_importance(self, package: str, channel: str, importance: int) -> None:
        """Set how a channel alerts, as in `IMPORTANCE`; with 0 what it posted goes.

        Raises:
            LookupError: the package has no such channel.
        """
        kind = self._channels.get(package, {}).get(channel)
        if kind is None:
            raise LookupError(f"No Channel found for pkg={package}, channelId={channel}")
        kind.importance = importance
        if not importance:
            for record in [r for r in self._active.values() if r.channel is kind]:
                self.cancel(record.key)

    def active(self) -> tuple[Record, ...]:
        """What is posted: the more important first, of these the newer."""
        ranked = sorted(self._active.values(), key=lambda record: record.posted, reverse=True)
        return tuple(sorted(ranked, key=lambda record: -record.channel.importance))

    def shown(self) -> tuple[Record, ...]:
        """Of the active ones those that the shade lists."""
        return tuple(r for r in self.active() if r.package not in self.suspended)

    def archive(self) -> tuple[Record, ...]:
        """What was in the shade, newest first."""
        return tuple(reversed(self._archive))

    def cancel(self, key: str) -> bool:
        """Take a notification away; says whether it was there."""
        record = self._active.pop(key, None)
        if record is None:
            return False
        self._archive.append(record)
        self._tell(record, removed=True)
        return True

    def cancel_all(self, package: str) -> None:
        """Take away what a package posted."""
        for record in [r for r in self._active.values() if r.package == package]:
            self.cancel(record.key)

    def clear(self) -> None:
        """Take away what can be cleared, as the shade's button does."""
        for record in [r for r in self._active.values() if r.clearable]:
            self.cancel(record.key)

    def forget(self, package: str) -> None:
        """Forget all of a package and of what a user chose for it: it was removed or cleared."""
        self.cancel_all(package)
        self._channels.pop(package, None)
        self.blocked.discard(package)

    def history(self) -> dict[str, Any]:
        """What Appium's listener collected, ready for JSON: newest first, what is gone included.

        Source: io.appium.settings, NLService and StoredNotification.
        """
        return {
            "statusBarNotifications": [
                _told(record, removed=removed) for record, removed in reversed(self._events)
            ]
        }

    def on_change(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Call back after each post and removal; returns the call that ends it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def _tell(self, record: Record, *, removed: bool) -> None:
        old = next((e for e in self._events if e[0].key == record.key), None)
        if old is not None:
            self._events.remove(old)
        self._events.append((record, removed))
        for watcher in tuple(self._watchers):
            watcher()


def _told(record: Record, *, removed: bool) -> dict[str, Any]:
    content = record.content
    return {
        "packageName": record.package,
        "isClearable": record.clearable,
        "isOngoing": record.ongoing,
        "id": record.id,
        "tag": record.tag,
        "postTime": record.posted_ms,
        "isRemoved": removed,
        "notification": {
            "title": content.title,
            "bigTitle": content.extras.get("title.big"),
            "text": content.text,
            "bigText": content.big_text,
            "tickerText": content.ticker,
            "subText": content.extras.get("subText"),
            "infoText": content.extras.get("infoText"),
            "template": content.style,
        },
        "isGroup": content.group is not None,
        "userHandle": 0,
        "groupKey": record.group_key,
        "overrideGroupKey": None,
        "key": record.key,
    }


def _nobody(record: Record, before: Record | None) -> None:
    """Whom posts alert where nobody shows them."""
