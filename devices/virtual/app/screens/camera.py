"""What the camera sees, and the button that takes a picture of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import theme
from devices.virtual.app.screens.screen import Screen
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.screens.screen import App

_VIEW: Final = Style(weight=1, background="#1F2937", color="#9CA3AF", icon="picture")


class Camera(Screen):
    """Takes one picture and is gone.

    Args:
        app: around it.
        title: what the picture is for.
        take: what is done once it is taken, and the screen below is in front again.
    """

    id = "camera"

    def __init__(self, app: App, title: str, take: Callable[[], None]) -> None:
        super().__init__(app)
        self._title = title
        self._take = take

    @property
    def title(self) -> str:
        """What the picture is for."""
        return self._title

    def body(self) -> Node:
        """The picture, and the shutter."""
        view = Node(Role.IMAGE, id="camera_view", label="Camera", style=_VIEW)
        shutter = theme.icon_button("camera_shutter", "Take picture", "camera", self._shoot)
        style = Style(align="center", padding=(16, 16, 16, 16), background=theme.SURFACE)
        foot = Node(Role.GROUP, important=False, style=style, children=[shutter])
        return theme.column(view, foot, weight=1)

    def _shoot(self) -> None:
        self.app.back()
        self._take()
