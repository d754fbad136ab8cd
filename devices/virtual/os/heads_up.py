"""A notification of high importance: for some seconds it stands over what is in front.

Source: AOSP SystemUI, HeadsUpManager and NotificationInterruptStateProvider.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os import system_ui
from devices.virtual.os.window import Window, WindowKind

if TYPE_CHECKING:
    from devices.virtual.os.display import Display
    from devices.virtual.os.notification_records import Record
    from devices.virtual.os.notification_rows import NotificationRows
    from devices.virtual.os.notifications import Notifications
    from devices.virtual.os.settings import Settings
    from devices.virtual.ui.node import Node

_HIGH: Final = 4
_ONLY_ALERT_ONCE: Final = 0x08
_TITLE: Final = "HeadsUp"


class HeadsUp:
    """The heads-up notification of one display. It takes no focus, and one follows another.

    Args:
        display: where it is shown.
        store: what is posted.
        rows: makes what it shows.
        settings: tell whether the user wants not to be disturbed.
        shown_ms: how long it stays.
    """

    def __init__(
        self,
        display: Display,
        store: Notifications,
        rows: NotificationRows,
        *,
        settings: Settings,
        shown_ms: int,
    ) -> None:
        self._display = display
        self._store = store
        self._rows = rows
        self._settings = settings
        self._shown_s = shown_ms / 1000
        self._record: Record | None = None
        self._window = Window(
            system_ui.PACKAGE, _TITLE, WindowKind.HEADS_UP, build=self._content, on_back=_nothing
        )
        store.on_alert = self._alert
        store.on_change(self._changed)

    def _alert(self, record: Record, before: Record | None) -> None:
        """Something was posted, maybe in the place of what was there before."""
        quiet = self._settings.get("global", "zen_mode") not in {None, "0"}
        # Source: AOSP Settings.Global.HEADS_UP_NOTIFICATIONS_ENABLED; without a value they are on.
        quiet |= self._settings.get("global", "heads_up_notifications_enabled") == "0"
        known = before is not None and record.content.flags & _ONLY_ALERT_ONCE
        if record.channel.importance < _HIGH or quiet or known or not self._room:
            return
        self._record = record
        self._display.invalidate(self._window)
        self._display.floating.show(self._window, self._shown_s)

    @property
    def _room(self) -> bool:
        """Whether it can be seen: neither on a dark screen, nor over a lock screen or the shade."""
        display = self._display
        front = display.windows()[-1:]
        over = any(window.kind in {WindowKind.KEYGUARD, WindowKind.SHADE} for window in front)
        return display.screen_on and not display.locked and not over

    def _changed(self) -> None:
        if self._record is None:
            return
        shown = (record for record in self._store.shown() if record.key == self._record.key)
        self._record = next(shown, None)
        if self._record is None:
            self._display.floating.hide()
        self._redraw()

    def _content(self) -> Node:
        if self._record is None:
            raise LookupError("nothing is to be shown over what is in front")
        return self._rows.row(self._record, self._redraw, expanded=True, raised_dp=6)

    def _redraw(self) -> None:
        self._display.invalidate(self._window)


def _nothing() -> None:
    """Back is not for a window without focus."""
