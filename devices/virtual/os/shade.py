"""The notification shade: a window of the system that lists what is posted.

Ids of its views: AOSP SystemUI and frameworks' notification templates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from devices.virtual.os.display import Display
    from devices.virtual.os.notifications import Notifications, Record

_PACKAGE: Final = "com.android.systemui"
_TITLE: Final = "NotificationShade"
_BACKGROUND: Final = "#202124"
_ROW: Final = Style(direction="stack", background="#FFFFFF", padding=(16, 12, 16, 12), gap=4)


class Shade:
    """The shade of one display.

    Args:
        display: where it is shown.
        notifications: what it lists.
    """

    def __init__(self, display: Display, notifications: Notifications) -> None:
        self._display = display
        self._notifications = notifications
        self._window = Window(
            _PACKAGE, _TITLE, WindowKind.SHADE, build=self._content, on_back=self.collapse
        )
        notifications.on_change(self._changed)

    @property
    def open(self) -> bool:
        """Whether it is in front."""
        return self._display.windows()[-1:] == (self._window,)

    def expand(self) -> None:
        """Pull it down; nothing happens where the screen is dark or locked."""
        if self._display.screen_on and not self._display.locked:
            self._display.show(self._window)

    def collapse(self) -> None:
        """Push it up again."""
        self._display.remove(self._window)

    def _changed(self) -> None:
        if self.open:
            self._display.invalidate(self._window)

    def _content(self) -> Node:
        shown = self._notifications.shown()
        rows = [self._row(record) for record in shown]
        if any(record.clearable for record in shown):
            rows.append(Node(Role.BUTTON, id="dismiss_text", text="Clear all", on_tap=self._clear))
        return Node(
            Role.SCROLL,
            id="notification_stack_scroller",
            style=Style(background=_BACKGROUND, padding=(8, 8, 8, 8), gap=8),
            children=rows,
        )

    def _clear(self) -> None:
        self._notifications.clear()
        self.collapse()

    def _row(self, record: Record) -> Node:
        texts = {"title": record.content.title, "text": record.content.text}
        if record.content.big_text is not None:
            texts = {"title": record.content.title, "big_text": record.content.big_text}
        lines = [
            Node(Role.TEXT, id=id_, package="android", text=text)
            for id_, text in texts.items()
            if text is not None
        ]
        content = Node(
            Role.GROUP, id="status_bar_latest_event_content", package="android", children=lines
        )
        return Node(
            Role.GROUP,
            id="expandableNotificationRow",
            style=_ROW,
            on_tap=lambda: self._tapped(record),
            children=[content],
        )

    def _tapped(self, record: Record) -> None:
        if record.content.flags & 0x10:  # auto-cancel
            self._notifications.cancel(record.key)
        self.collapse()
        if record.content.on_tap is not None:
            record.content.on_tap()
