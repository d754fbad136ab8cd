"""A message as it looks in a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import theme
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIDES: Final = {True: (48.0, 0.0, 0.0, 0.0), False: (0.0, 0.0, 48.0, 0.0)}


def bubble(body: str, below: Node, *, mine: bool, files: Iterable[str] = ()) -> Node:
    """The message and the line below it on their side of the screen, no wider than they need.

    Args:
        body: what was written.
        below: see `below`.
        mine: whether it is the user's own.
        files: names of what came with it.
    """
    shown = [_plate("message_attachment", name, "folder", mine=mine) for name in files]
    if body or not shown:
        shown.insert(0, _plate("message", body, "", mine=mine))
    free = Node(Role.GROUP, important=False, style=Style(weight=1))
    block = theme.column(*shown, below, gap=4, align="end" if mine else "start")
    line = [free, block] if mine else [block, free]
    style = Style(direction="row", padding=_SIDES[mine])
    return Node(Role.GROUP, id="bubble", kind="Cell", style=style, children=line)


def below(channel: str, time: str, state: str) -> Node:
    """The line under a message: each of its parts is a text alone, so that tests can compare it."""
    parts = []
    if channel:
        parts.append(theme.text(channel, id="message_channel", size=12, color=theme.MUTED))
    if time:
        parts.append(theme.text(time, id="message_time", size=12, color=theme.MUTED))
    if state == "Pending":
        parts.append(theme.pending("message_status"))
    elif state:
        color = theme.DANGER if state == "Not sent" else theme.MUTED
        parts.append(theme.text(state, id="message_status", size=12, color=color))
    return theme.row(*parts, gap=6)


def _plate(id: str, content: str, icon: str, *, mine: bool) -> Node:  # noqa: A002 - the node's own word
    style = Style(
        padding=(14, 10, 14, 10),
        radius=18,
        background=theme.BRAND if mine else theme.SURFACE,
        color="#FFFFFF" if mine else theme.INK,
        border=None if mine else theme.LINE,
        icon=icon or None,
    )
    return Node(Role.TEXT, id=id, text=content, style=style)
