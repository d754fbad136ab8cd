"""The home screen: a grid of the installed apps, and what holding an icon offers.

Source: AOSP packages/apps/Launcher3, Workspace, PopupContainerWithArrow, SystemShortcut.AppInfo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.intents import Intent
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from devices.virtual.os.activities import Activities
    from devices.virtual.os.display import Display
    from devices.virtual.os.package import Package
    from devices.virtual.os.packages import Packages
    from devices.virtual.os.profile import Profile
    from devices.virtual.ui.node import Rect

PACKAGE: Final = "com.google.android.apps.nexuslauncher"
ACTIVITY: Final = "com.google.android.apps.nexuslauncher.NexusLauncherActivity"

_DETAILS: Final = "android.settings.APPLICATION_DETAILS_SETTINGS"
_COLUMNS: Final = 4
_WALLPAPER: Final = "#20304F"
_INK: Final = "#FFFFFF"
# Apps whose icon is a picture: its name and the colour below it.
_PICTURES: Final = {"com.android.settings": ("settings", "#5F6368")}
# Colours of the icons, by turns; an icon shows its app's first letter.
_TILES: Final = ("#1A73E8", "#188038", "#D93025", "#E37400", "#8430CE", "#007B83")
_CELL: Final = Style(weight=1, gap=6, align="center", padding=(2, 10, 2, 10))
_TILE_DP: Final = 56.0
_MENU_DP: Final = (216.0, 56.0)  # width, and the height of one entry
_MARGIN_DP: Final = 12.0
_ENTRY: Final = Style(
    direction="row", align="center", gap=16, height=_MENU_DP[1], padding=(16, 8, 16, 8)
)


class Launcher:
    """The home screen of one boot.

    Attributes:
        window: where it is.
    """

    def __init__(
        self, profile: Profile, display: Display, packages: Packages, activities: Activities
    ) -> None:
        self._row = profile.rows["launcher"]
        self._display, self._packages, self._activities = display, packages, activities
        self._held: tuple[Package, Rect] | None = None  # whose menu is open, and its icon
        self.window = Window(PACKAGE, ACTIVITY, WindowKind.LAUNCHER, self._content, self._dismiss)
        activities.on_move.append(self._dismiss)

    def _content(self) -> Node:
        cells = [self._cell(number, app) for number, app in enumerate(self._startable())]
        missing = -len(cells) % _COLUMNS
        cells += [Node(Role.GROUP, important=False, style=Style(weight=1)) for _ in range(missing)]
        rows = [_row(cells[start : start + _COLUMNS]) for start in range(0, len(cells), _COLUMNS)]
        style = Style(background=_WALLPAPER, padding=(12, 48, 12, 12), gap=8)
        workspace = Node(Role.GROUP, id="workspace", style=style, children=rows)
        if self._held is None:
            return workspace
        over = Style(direction="stack", align="stretch")
        return Node(Role.GROUP, style=over, children=[workspace, self._menu(*self._held)])

    def _startable(self) -> Iterable[Package]:
        return [
            package
            for package in self._packages.all()
            if package.name != PACKAGE and self._activities.resolver.front_door(package) is not None
        ]

    def _cell(self, number: int, package: Package) -> Node:
        cell = _icon(number, package.name, self._name(package))
        cell.on_tap = lambda: self._open(package)
        cell.on_long_press = lambda: self._hold(package, cell)
        return cell

    def _name(self, package: Package) -> str:
        """What stands below an icon: the name of the activity that it starts, or the app's."""
        door = self._activities.resolver.front_door(package)
        declared = package.manifest.components.get(door.class_name) if door else None
        return (declared.label if declared else "") or package.manifest.label

    def _open(self, package: Package) -> None:
        self._activities.start(self._activities.resolve(package.name))

    # -- the menu of an icon

    def _hold(self, package: Package, cell: Node) -> None:
        self._held = package, cell.visible
        self._display.invalidate(self.window)

    def _dismiss(self) -> None:
        if self._held is not None:
            self._held = None
            self._display.invalidate(self.window)

    def _app_info(self, package: Package) -> None:
        self._dismiss()
        intent = Intent(_DETAILS, data=f"package:{package.name}")
        self._activities.start(self._activities.resolver.resolve(intent), intent=intent)

    def _menu(self, package: Package, icon: Rect) -> Node:
        """The menu below its icon, above it where there is no room; a tap beside it closes it."""
        scale, bars, screen = self._display.scale, self._display.system_bars(), self._display.bounds
        width, height = _MENU_DP
        has_room = icon.bottom + height * scale < screen.bottom - bars.navigation_bar
        edge = icon.bottom if has_room else icon.top - height * scale
        top = (edge - screen.top - bars.status_bar) / scale
        left = min((icon.left - screen.left) / scale, screen.width / scale - width - _MARGIN_DP)
        entry = Node(
            Role.GROUP,
            on_tap=lambda: self._app_info(package),
            style=_ENTRY,
            children=[
                Node(Role.IMAGE, id="icon", style=Style(width=24, height=24, icon="info")),
                Node(Role.TEXT, id=self._row["entry"], text="App info", style=Style(text_size=16)),
            ],
        )
        box = Style(width=width, background=_INK, radius=24, elevation=8)
        menu = Node(Role.GROUP, id=self._row["menu"], style=box, children=[entry])
        around = Style(padding=(max(left, _MARGIN_DP), max(top, 0.0), 0, 0))
        return Node(
            Role.GROUP, important=False, on_tap=self._dismiss, style=around, children=[menu]
        )


def _row(cells: list[Node]) -> Node:
    return Node(Role.GROUP, important=False, style=Style(direction="row"), children=cells)


def _icon(number: int, package: str, label: str) -> Node:
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
