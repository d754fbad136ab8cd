"""The long look: all of a notification, and its actions below.

Source: Apple, Human Interface Guidelines, Notifications; iPhone User Guide, "View and respond to
notifications". Which identifiers its parts have is not known: actions go by their words.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.ios import colors
from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.ios.springboard.notification_views import QUIET, age, app_icon
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.ios.notifications.records import Action, Delivered
    from devices.virtual.ios.springboard.covers import Covers
    from devices.virtual.os.clock import Clock

_SCRIM: Final = "#3A3A3C"
_FACE: Final = "#F2F2F5"
_LINE: Final = "#C6C6C8"
_RADIUS: Final = 20.0
_WIDTH: Final = 340.0


class LongLook:
    """The one that is open, if any.

    Args:
        covers: among which it lies.
        clock: the phone's.
        open_app: called with a notification and what its app is to be told.
    """

    def __init__(
        self,
        covers: Covers,
        clock: Clock,
        open_app: Callable[[Delivered, Mapping[str, str]], None],
    ) -> None:
        self._covers, self._clock, self._open_app = covers, clock, open_app
        self._notification: Delivered | None = None
        self._window = Window(
            SPRINGBOARD, "long look", WindowKind.SHADE, self._content, self._close
        )

    def show(self, notification: Delivered) -> None:
        """Show all of a notification."""
        self._notification = notification
        self._covers.open(self._window)

    def _close(self) -> None:
        self._covers.close(self._window)

    def _content(self) -> Node:
        shown = self._notification
        if shown is None:
            raise LookupError("no notification is to be shown in full")
        parts = [self._card(shown)]
        if shown.actions:
            parts.append(self._actions(shown))
        style = Style(background=_SCRIM, align="center", padding=(16, 72, 16, 16), gap=10)
        return Node(
            Role.GROUP, kind="Other", id="", on_tap=self._close, style=style, children=parts
        )

    def _card(self, shown: Delivered) -> Node:
        quiet = Style(text_size=13, color=QUIET)
        header = Node(
            Role.GROUP,
            important=False,
            style=Style(direction="row", align="center", gap=8),
            children=[
                app_icon(shown.app, 24),
                Node(Role.TEXT, text=shown.app, style=Style(text_size=13, color=QUIET, weight=1)),
                Node(Role.TEXT, text=age(self._clock.now() - shown.posted), style=quiet),
            ],
        )
        title = Node(
            Role.TEXT, text=shown.title, style=Style(text_size=17, bold=True, color=colors.INK)
        )
        body = Node(Role.TEXT, text=shown.body, style=Style(text_size=17, color=colors.INK))
        return Node(
            Role.GROUP,
            kind="Other",
            on_tap=lambda: self._open_app(shown, shown.extras),
            style=Style(
                width=_WIDTH, background=_FACE, radius=_RADIUS, padding=(16, 14, 16, 16), gap=6
            ),
            children=[header, title, body],
        )

    def _actions(self, shown: Delivered) -> Node:
        buttons = (self._button(shown, action) for action in shown.actions)
        _, *parted = [part for button in buttons for part in (_line(), button)]
        style = Style(width=_WIDTH, background=_FACE, radius=_RADIUS)
        return Node(Role.GROUP, important=False, style=style, children=parted)

    def _button(self, shown: Delivered, action: Action) -> Node:
        style = Style(text_size=17, color=colors.INK, padding=(16, 14, 16, 14), text_align="left")
        return Node(
            Role.BUTTON,
            text=action.title,
            style=style,
            on_tap=partial(self._open_app, shown, action.extras),
        )


def _line() -> Node:
    return Node(Role.GROUP, important=False, style=Style(height=1, background=_LINE))
