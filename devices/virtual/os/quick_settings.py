"""The quick settings above the list of notifications: one tile a radio.

Ids of its views: AOSP SystemUI, res/layout/qs_panel.xml, quick_status_bar_expanded_header.xml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from devices.virtual.os.radios import Radios

_INK: Final = "#FFFFFF"
_OFF: Final = "#5F6368"


def quick_settings(
    look: Mapping[str, Any], radios: Radios, now: datetime, changed: Callable[[], None]
) -> Node:
    """The time, the date, and the tiles.

    Args:
        look: the release's row of ``notification_list``.
        radios: what the tiles switch.
        now: the time that is shown.
        changed: called after a tile was tapped.
    """
    tiles = [_tile(look, radios, kind, name, changed) for kind, name in look["tiles"].items()]
    date = Style(color=_INK, text_size=14)
    row = Style(direction="row", gap=12, padding=(0, 8, 0, 8))
    return Node(
        Role.GROUP,
        id="quick_qs_panel",
        style=Style(padding=(12, 12, 12, 4), gap=4),
        children=[
            Node(Role.TEXT, id="date", text=f"{now:%a}, {now:%b} {now.day}", style=date),
            Node(Role.GROUP, important=False, style=row, children=tiles),
        ],
    )


def _tile(
    look: Mapping[str, Any], radios: Radios, kind: str, name: str, changed: Callable[[], None]
) -> Node:
    on = bool(getattr(radios, kind))

    def turn() -> None:
        getattr(radios, f"set_{kind}")(on=not on)
        changed()

    ground = look["accent"] if on else _OFF
    text = Style(color=look["on_accent"] if on else _INK, text_size=13, bold=True)
    return Node(
        Role.GROUP,
        label=name,
        checkable=True,
        checked=on,
        on_tap=turn,
        style=Style(background=ground, radius=20, padding=(14, 11, 14, 11)),
        children=[Node(Role.TEXT, id="tile_label", text=name, style=text)],
    )
