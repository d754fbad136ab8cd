"""How a notification looks: its platter, wherever it is shown.

Source: Apple's accessibility bundle for NCNotificationShortLookView: the identifier, and that the
label joins the app's name, the time and the words. Their order and case are unsure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios import colors
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from devices.virtual.ios.notifications.records import Delivered

SHORT_LOOK: Final = "NotificationShortLookView"
QUIET: Final = "#6C6C70"
_MINUTE_S: Final = 60
_HOUR_S: Final = 3600
_DAY_S: Final = 24 * _HOUR_S
_ICON_PT: Final = 38.0


def age(passed: timedelta) -> str:
    """How long ago something came, as a platter says it."""
    seconds = int(passed.total_seconds())
    if seconds < _MINUTE_S:
        return "now"
    if seconds < _HOUR_S:
        return f"{seconds // _MINUTE_S}m ago"
    return f"{seconds // _HOUR_S}h ago" if seconds < _DAY_S else f"{seconds // _DAY_S}d ago"


def label_of(notification: Delivered, now: datetime) -> str:
    """What accessibility says of a notification as a whole."""
    parts = (
        notification.app.upper(),
        age(now - notification.posted),
        notification.title,
        notification.body,
    )
    return ", ".join(part for part in parts if part)


def app_icon(name: str, side: float) -> Node:
    """An app's icon: a tile with its first letter."""
    style = Style(
        width=side,
        height=side,
        radius=side * 0.23,
        background=colors.TILE,
        color=colors.PAPER,
        text_size=side * 0.5,
        bold=True,
        text_align="center",
    )
    return Node(Role.TEXT, text=name[:1], important=False, style=style)


def short_look(notification: Delivered, now: datetime, look: Mapping[str, Any]) -> Node:
    """The platter.

    Args:
        notification: what it says.
        now: the phone's time.
        look: row of the table ``banners``.
    """
    content = Node(
        Role.GROUP,
        id=look["content"],
        kind="Button",
        label=label_of(notification, now).partition(", ")[2] if look["content"] else "",
        important=bool(look["content"]),
        style=Style(weight=1, gap=1),
        children=_words(notification, now, told=bool(look["content"])),
    )
    return Node(
        Role.GROUP,
        id=SHORT_LOOK,
        kind=look["kind"],
        label=label_of(notification, now),
        owner=(notification.key, notification.posted),
        style=Style(
            direction="row",
            align="center",
            gap=10,
            weight=1,
            padding=(12, 12, 14, 12),
            radius=look["radius"],
            background=look["face"],
        ),
        children=[app_icon(notification.app, _ICON_PT), content],
    )


def _words(notification: Delivered, now: datetime, *, told: bool) -> list[Node]:
    title = _text(notification.title, told=told, bold=True, weight=1)
    time = _text(age(now - notification.posted), told=told, size=13, color=QUIET)
    top = Node(
        Role.GROUP,
        important=False,
        style=Style(direction="row", align="center", gap=8),
        children=[title, time],
    )
    return [top, _text(notification.body, told=told)]


def _text(
    text: str,
    *,
    told: bool,
    size: float = 15,
    color: str = colors.INK,
    bold: bool = False,
    weight: float = 0,
) -> Node:
    style = Style(text_size=size, color=color, bold=bold, weight=weight)
    return Node(Role.TEXT, text=text, important=told, style=style)
