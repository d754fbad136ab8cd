"""What a notification says, and what the system knows it by.

Source: AOSP Notification, StatusBarNotification, NotificationRecord.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from devices.virtual.os.notification_choices import Channel

FLAGS: Final = {
    0x02: "ONGOING_EVENT",
    0x08: "ONLY_ALERT_ONCE",
    0x10: "AUTO_CANCEL",
    0x20: "NO_CLEAR",
    0x40: "FOREGROUND_SERVICE",
    0x200: "GROUP_SUMMARY",
}
"""Names by bit. Source: AOSP Notification.FLAG_*."""


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a notification; ``on_tap`` is what its intent does."""

    title: str
    on_tap: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Content:
    """What a notification says.

    Attributes:
        flags: bits of `FLAGS`.
        style: class of its template, such as ``android.app.Notification$BigTextStyle``.
        extras: further texts by key of ``Notification.EXTRA_*``, without ``android.``.
        on_tap: what its content intent does.
    """

    title: str | None = None
    text: str | None = None
    big_text: str | None = None
    ticker: str | None = None
    flags: int = 0
    style: str | None = None
    icon: str = "0x7f020000"
    extras: Mapping[str, str] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    group: str | None = None
    on_tap: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One notification that is, or was, in the shade."""

    package: str
    uid: int
    id: int
    tag: str | None
    channel: Channel
    content: Content
    posted: datetime

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return key_of(self.package, self.id, self.tag, self.uid)

    @property
    def group_key(self) -> str:
        """The key of its group; its own where it has none."""
        group = self.content.group
        return self.key if group is None else f"0|{self.package}|g:{group}"

    @property
    def ongoing(self) -> bool:
        """Whether a swipe leaves it there."""
        return bool(self.content.flags & 0x02)

    @property
    def clearable(self) -> bool:
        """Whether *Clear all* takes it away."""
        return not self.content.flags & (0x02 | 0x20)

    @property
    def posted_ms(self) -> int:
        """When it was posted, in milliseconds since 1970."""
        return round(self.posted.timestamp() * 1000)


def key_of(package: str, id: int, tag: str | None, uid: int) -> str:  # noqa: A002 - Android's word
    """What tells a notification of the first user from all others, as Java joins it."""
    return f"0|{package}|{id}|{'null' if tag is None else tag}|{uid}"
