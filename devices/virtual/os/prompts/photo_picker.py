"""The photo picker, as far as a permission prompt leads to it: the user marks pictures for an app.

Source: AOSP packages/providers/MediaProvider, photopicker; res/layout/activity_photo_picker.xml.
Where its parts lie, its words and what is marked in it are read from pictures of it: unsure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.virtual.os.belongings import pictures
from devices.virtual.os.system_apps import views
from devices.virtual.os.system_apps.system_app import SystemApp
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from devices.virtual.os.system_apps.privileged import Privileged

PICK: Final = "android.provider.action.USER_SELECT_IMAGES_FOR_APP"
_COLUMNS: Final = 3
_THUMBNAIL: Final = Style(
    weight=1,
    height=120,
    background="#D9E2FF",
    color="#0B57D0",
    padding=(40, 40, 40, 40),
    icon="picture",
)
_MARKED: Final = replace(_THUMBNAIL, background="#0B57D0", color="#FFFFFF", icon="check")
_ADD: Final = Style(
    text_size=15, bold=True, color="#FFFFFF", background="#0B57D0", radius=24, height=48
)
_WORDS: Final = Style(text_size=16, color=views.INK, padding=(20, 40, 20, 40), text_align="center")


class PhotoPicker(SystemApp):
    """See `SystemApp`."""

    def __init__(self, phone: Privileged) -> None:
        super().__init__(phone)
        self._marked: list[str] = []

    def resume(self, activity: str) -> None:
        """Begin anew with each request."""
        if self.intent is not self.phone.intent:
            self._marked = []
        super().resume(activity)

    def shows(self) -> bool:
        """Whether pictures are picked for an app."""
        return self.phone.intent.action == PICK

    def content(self) -> Node:
        """The pictures of the phone, newest last, and the button once one is marked."""
        cells = [self._cell(path) for path in pictures(self.phone.files)]
        rows = [
            Node(Role.GROUP, style=Style(direction="row", gap=2), children=_filled(cells[n:]))
            for n in range(0, len(cells), _COLUMNS)
        ]
        if not rows:
            rows = [Node(Role.TEXT, text="No photos or videos", style=_WORDS)]
        grid = Node(Role.SCROLL, style=Style(weight=1, gap=2), children=rows)
        holder = Node(Role.GROUP, id="fragment_container", style=Style(weight=1), children=[grid])
        parts = [self._toolbar(), holder]
        if self._marked:
            parts.append(self._add())
        return Node(Role.GROUP, style=Style(background="#FFFFFF"), children=parts)

    def _toolbar(self) -> Node:
        bar = Style(direction="row", height=56, padding=(4, 4, 4, 4))
        look = Style(icon="close", width=48, height=48, padding=(12, 12, 12, 12), color=views.INK)
        close = Node(Role.IMAGE_BUTTON, label="Cancel", on_tap=self.back, style=look)
        return Node(Role.GROUP, id="toolbar", style=bar, children=[close])

    def _cell(self, path: str) -> Node:
        marked = path in self._marked
        return Node(
            Role.IMAGE,
            id="icon_thumbnail",
            label=f"Photo {path.rpartition('/')[2]}",
            selected=marked,
            on_tap=lambda: self._mark(path),
            style=_MARKED if marked else _THUMBNAIL,
        )

    def _mark(self, path: str) -> None:
        if path in self._marked:
            self._marked.remove(path)
        else:
            self._marked.append(path)
        self.phone.app.invalidate()

    def _add(self) -> Node:
        button = Node(
            Role.BUTTON,
            id="button_add",
            text=f"Allow ({len(self._marked)})",
            on_tap=self._done,
            style=_ADD,
        )
        return Node(Role.GROUP, style=Style(padding=(16, 8, 16, 8)), children=[button])

    def _done(self) -> None:
        self.phone.activities.app_answer(self.phone.app.package, tuple(self._marked))
        self.phone.app.finish()


def _filled(cells: list[Node]) -> list[Node]:
    """A row of cells, with nothing where there are too few."""
    row = cells[:_COLUMNS]
    missing = _COLUMNS - len(row)
    return row + [
        Node(Role.GROUP, important=False, silent=True, style=Style(weight=1))
        for _ in range(missing)
    ]
