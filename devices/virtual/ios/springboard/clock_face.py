"""The time and the date as the lock screen and Notification Centre show them.

Source: decompiled SBFLockScreenDateView: its identifier, and the time's label before the date's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from datetime import datetime


def clock_face(now: datetime, ink: str) -> Node:
    """Two lines in the middle: ``9:41`` and ``Sunday, November 22``."""
    time = Style(text_size=76, color=ink, text_align="center", bold=True)
    date = Style(text_size=20, color=ink, text_align="center")
    return Node(
        Role.GROUP,
        id="lockscreen-date-view",
        style=Style(gap=4),
        children=[
            Node(Role.TEXT, text=f"{now.hour}:{now.minute:02}", style=time),
            Node(Role.TEXT, text=f"{now:%A, %B} {now.day}", style=date),
        ],
    )
