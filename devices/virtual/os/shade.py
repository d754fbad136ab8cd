"""The notification shade: a window of the system that lists what is posted.

Ids of its views: AOSP SystemUI, res/layout/status_bar_expanded.xml and
status_bar_notification_footer.xml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.os.quick_settings import quick_settings
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.os.clock import Clock
    from devices.virtual.os.display import Display
    from devices.virtual.os.notification_rows import NotificationRows
    from devices.virtual.os.notifications import Notifications
    from devices.virtual.os.radios import Radios

_PACKAGE: Final = "com.android.systemui"
_TITLE: Final = "NotificationShade"


class Shade:
    """The shade of one display.

    Args:
        look: the release's row of ``notification_list``.
        display: where it is shown.
        notifications: what it lists.
        rows: makes what it shows of each.
        radios: what its tiles switch.
        clock: the phone's.
    """

    def __init__(
        self,
        look: Mapping[str, Any],
        display: Display,
        notifications: Notifications,
        *,
        rows: NotificationRows,
        radios: Radios,
        clock: Clock,
    ) -> None:
        self._look = look
        self._display = display
        self._notifications = notifications
        self._rows = rows
        self._radios = radios
        self._clock = clock
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
        tiles = quick_settings(self._look, self._radios, self._clock.now(), self._changed)
        return Node(
            Role.GROUP,
            id="notification_panel",
            style=Style(background=self._look["ground"]),
            children=[tiles, self._list()],
        )

    def _list(self) -> Node:
        shown = self._notifications.shown()
        # The one on top is shown in full. Source: AOSP NotificationStackScrollLayout.
        rows = [
            self._rows.row(record, self._changed, expanded=record is shown[0]) for record in shown
        ]
        if any(record.clearable for record in shown):
            rows.append(self._footer())
        if not shown:
            rows.append(self._nothing())
        style = Style(weight=1, padding=(8, 8, 8, 8), gap=self._look["gap"])
        return Node(Role.SCROLL, id="notification_stack_scroller", style=style, children=rows)

    def _footer(self) -> Node:
        style = Style(color="#FFFFFF", text_size=14, padding=(16, 12, 16, 12), text_align="end")
        return Node(
            Role.BUTTON,
            id="dismiss_text",
            text=self._look["clear"],
            style=style,
            on_tap=self._clear,
        )

    def _nothing(self) -> Node:
        style = Style(color="#FFFFFF", text_size=14, text_align="center", padding=(0, 48, 0, 0))
        return Node(Role.TEXT, id="no_notifications", text="No notifications", style=style)

    def _clear(self) -> None:
        self._notifications.clear()
        self.collapse()
