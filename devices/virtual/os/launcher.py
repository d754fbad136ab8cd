"""The home screen: a grid of the installed apps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PACKAGE: Final = "com.google.android.apps.nexuslauncher"
ACTIVITY: Final = "com.google.android.apps.nexuslauncher.NexusLauncherActivity"

_COLUMNS: Final = 4
_WALLPAPER: Final = "#20304F"
_INK: Final = "#FFFFFF"
# Apps whose icon is a picture: its name and the colour below it.
_PICTURES: Final = {"com.android.settings": ("settings", "#5F6368")}
# Colours of the icons, by turns; an icon shows its app's first letter.
_TILES: Final = ("#1A73E8", "#188038", "#D93025", "#E37400", "#8430CE", "#007B83")
_CELL: Final = Style(weight=1, gap=6, align="center", padding=(2, 10, 2, 10))
_TILE_DP: Final = 56.0


def home(apps: Iterable[tuple[str, str]], open_app: Callable[[str], None]) -> Node:
    """The home screen's content.

    Args:
        apps: package and label of each app that can be started.
        open_app: called with the package of an icon that was tapped.
    """
    cells = [_cell(number, *app, open_app) for number, app in enumerate(apps)]
    missing = -len(cells) % _COLUMNS
    cells += [Node(Role.GROUP, important=False, style=Style(weight=1)) for _ in range(missing)]
    rows = [
        Node(
            Role.GROUP,
            important=False,
            style=Style(direction="row"),
            children=cells[start : start + _COLUMNS],
        )
        for start in range(0, len(cells), _COLUMNS)
    ]
    return Node(
        Role.GROUP,
        id="workspace",
        style=Style(background=_WALLPAPER, padding=(12, 48, 12, 12), gap=8),
        children=rows,
    )


def _cell(number: int, package: str, label: str, open_app: Callable[[str], None]) -> Node:
    picture, background = _PICTURES.get(package, (None, _TILES[number % len(_TILES)]))
    tile = Style(
        width=_TILE_DP,
        height=_TILE_DP,
        radius=_TILE_DP / 2,
        background=background,
        color=_INK,
        text_size=24,
        bold=True,
        icon=picture,
        padding=(14, 14, 14, 14) if picture else (0, 0, 0, 0),
    )
    return Node(
        Role.GROUP,
        label=label,
        on_tap=lambda: open_app(package),
        style=_CELL,
        children=[
            Node(
                Role.IMAGE,
                text="" if picture else label[:1].upper(),
                important=False,
                style=tile,
            ),
            Node(Role.TEXT, text=label, style=Style(color=_INK, text_size=12, text_align="center")),
        ],
    )
