"""The home screen: icons, a dock, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios import colors
from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from devices.virtual.ios.apps.installed import App, Installed
    from devices.virtual.ios.apps.running import Apps
    from devices.virtual.ios.display import IosDisplay

_COLUMNS: Final = 4
_TILES: Final = (colors.TILE, "#30D158", "#FF9F0A", "#FF453A", "#BF5AF2", "#64D2FF")
_CELL: Final = Style(weight=1, gap=6, align="center", padding=(0, 10, 0, 10))
_TILE: Final = 60.0


class HomeScreen:
    """The one window that is always there, below all others.

    Attributes:
        window: where it is.
    """

    def __init__(self, display: IosDisplay, installed: Installed, apps: Apps) -> None:
        self._installed, self._apps = installed, apps
        self.window = Window(
            SPRINGBOARD, "home", WindowKind.LAUNCHER, self._content, display.hide_keyboard
        )
        installed.on_change.append(lambda _: display.invalidate(self.window))
        display.show(self.window)

    def _content(self) -> Node:
        cells = [self._icon(number, app) for number, app in enumerate(self._installed.all())]
        rows = [_row(cells[start : start + _COLUMNS]) for start in range(0, len(cells), _COLUMNS)]
        style = Style(background=colors.WALLPAPER, padding=(16, 24, 16, 12), gap=12)
        return Node(Role.GROUP, id="Home screen icons", style=style, children=rows)

    def _icon(self, number: int, app: App) -> Node:
        letter = Style(
            width=_TILE,
            height=_TILE,
            radius=14,
            background=_TILES[number % len(_TILES)],
            color=colors.PAPER,
            text_size=28,
            bold=True,
            text_align="center",
        )
        tile = Node(Role.TEXT, text=app.label[:1], important=False, style=letter)
        name = Node(
            Role.TEXT,
            text=app.label,
            important=False,
            style=Style(text_size=11, color=colors.PAPER, text_align="center"),
        )
        return Node(
            Role.GROUP,
            kind="Icon",
            id=app.label,
            label=app.label,
            on_tap=lambda: self._open(app),
            style=_CELL,
            children=[tile, name],
        )

    def _open(self, app: App) -> None:
        self._apps.launch(app.bundle_id)


def _row(cells: list[Node]) -> Node:
    missing = _COLUMNS - len(cells)
    room = [Node(Role.GROUP, important=False, style=Style(weight=1)) for _ in range(missing)]
    return Node(Role.GROUP, important=False, style=Style(direction="row"), children=[*cells, *room])
