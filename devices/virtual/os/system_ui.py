"""What the system's own interface shows by itself: the keyguard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

PACKAGE: Final = "com.android.systemui"
KEYGUARD_TITLE: Final = "NotificationShade"

_WALLPAPER: Final = "#20304F"
_INK: Final = "#FFFFFF"


def keyguard(now: datetime, indication: str = "", listed: Sequence[Node] = ()) -> Node:
    """The lock screen: time, date and notifications, and how to open it or what went wrong."""
    gap = Node(Role.GROUP, important=False, style=Style(weight=1))
    return Node(
        Role.GROUP,
        id="keyguard_root_view",
        style=Style(background=_WALLPAPER, padding=(24, 96, 24, 24), gap=8),
        children=[
            _line(f"{now.hour}:{now.minute:02}", 72, id_="lockscreen_clock_view"),
            _line(f"{now:%a}, {now:%b} {now.day}", 18, id_="date"),
            *(listed or [gap]),
            _line(indication or "Swipe up to unlock", 14, id_="keyguard_indication_text"),
        ],
    )


def _line(text: str, size: float, *, id_: str) -> Node:
    style = Style(color=_INK, text_size=size, text_align="center")
    return Node(Role.TEXT, id=id_, text=text, style=style)
