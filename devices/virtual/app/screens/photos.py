"""The phone's pictures, to send one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import theme
from devices.virtual.app.permissions import UPLOADS
from devices.virtual.app.screens.screen import Screen
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.screens.screen import App

_COLUMNS: Final = 3
_CELL: Final = Style(
    weight=1, height=110, padding=(32, 32, 32, 32), icon="picture", background="#D1E0FF"
)


class Photos(Screen):
    """Those that the app may see.

    Args:
        app: around it.
        take: what is done with the name of the one that is tapped.
    """

    id = "photos"

    def __init__(self, app: App, take: Callable[[str], None]) -> None:
        super().__init__(app)
        self._take = take

    @property
    def title(self) -> str:
        """What they are."""
        return "Photos"

    def body(self) -> Node:
        """What the user has given access to, the way to change that, and the grid."""
        cells = [self._cell(path) for path in self.app.context.belongings.pictures()]
        rows = [_row(cells[n : n + _COLUMNS]) for n in range(0, len(cells), _COLUMNS)]
        shown = theme.empty("photos_empty", "picture", "No photos")
        if rows:
            shown = Node(
                Role.LIST,
                id="photo_grid",
                kind="CollectionView",
                style=Style(weight=1, gap=2),
                children=rows,
            )
        return theme.column(self._access(), theme.divider(), shown, weight=1)

    def _access(self) -> Node:
        given = "some" if self.app.permissions.sees_some_pictures else "all"
        said = theme.text(f"You gave access to {given} photos.", id="photos_access", size=14)
        change = theme.button("photos_change_access", "Change access", self._change, plain=True)
        return theme.spaced(said, change)

    def _cell(self, path: str) -> Node:
        name = path.rpartition("/")[2]
        tap = lambda: self._chosen(name)  # noqa: E731 - a tap on this one
        return Node(Role.IMAGE_BUTTON, id="photo_item", label=name, on_tap=tap, style=_CELL)

    def _chosen(self, name: str) -> None:
        self.app.back()
        self._take(name)

    def _change(self) -> None:
        permissions = self.app.permissions
        if permissions.sees_some_pictures:
            permissions.ask(UPLOADS, self.app.context.invalidate)
        else:
            permissions.open_settings()


def _row(cells: list[Node]) -> Node:
    """Cells beside each other, with nothing where there are too few."""
    missing = [theme.spacer() for _ in range(_COLUMNS - len(cells))]
    style = Style(direction="row", gap=2)
    return Node(Role.GROUP, important=False, style=style, children=[*cells, *missing])
