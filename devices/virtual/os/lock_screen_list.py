"""The notifications on the lock screen, as the user has chosen to see them there.

Source: AOSP Settings.Secure, LOCK_SCREEN_SHOW_NOTIFICATIONS and
LOCK_SCREEN_ALLOW_PRIVATE_NOTIFICATIONS; SystemUI, KeyguardNotificationVisibilityProvider.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.credentials import Credentials
    from devices.virtual.os.notification_rows import NotificationRows
    from devices.virtual.os.notifications import Notifications
    from devices.virtual.os.settings import Settings

_SHOW: Final = ("secure", "lock_screen_show_notifications")
_SHOW_TEXTS: Final = ("secure", "lock_screen_allow_private_notifications")
_LOW: Final = 2


def lock_screen_list(
    store: Notifications,
    rows: NotificationRows,
    settings: Settings,
    credentials: Credentials,
    changed: Callable[[], None],
) -> list[Node]:
    """The list, or nothing where the user wants none there.

    Texts are hidden only where the user has said so, and something protects them.
    """
    if settings.get(*_SHOW) == "0":
        return []
    hidden = settings.get(*_SHOW_TEXTS) == "0" and credentials.secure
    shown = [
        rows.row(record, changed, locked=True, hidden=hidden)
        for record in store.shown()
        if record.channel.importance >= _LOW
    ]
    style = Style(gap=4, weight=1)
    list_id = "notification_stack_scroller"
    return [Node(Role.SCROLL, id=list_id, passive=True, style=style, children=shown)]
