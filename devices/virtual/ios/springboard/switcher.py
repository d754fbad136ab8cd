"""The app switcher: a card for each app that was used, the one used last in front.

Source of the identifiers: SpringBoard trees that Xcode's recorder wrote down, such as
``card:com.apple.Preferences:sceneID:com.apple.Preferences-default`` in AppSwitcherContentView.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.ios import colors
from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.ios.springboard.notification_views import app_icon
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from devices.virtual.ios.apps.running import Apps
    from devices.virtual.ios.apps.running_app import RunningApp
    from devices.virtual.ios.springboard.covers import Covers

_CARD: Final = Style(
    width=240,
    height=460,
    radius=28,
    background=colors.PAPER,
    align="center",
    padding=(0, 180, 0, 0),
)


class Switcher:
    """The switcher of one phone."""

    def __init__(self, covers: Covers, apps: Apps) -> None:
        self._covers, self._apps = covers, apps
        apps.on_front.append(lambda: covers.close(self._window))
        self._window = Window(
            SPRINGBOARD, "SBSwitcherWindow", WindowKind.SHADE, self._content, self._home
        )

    def open(self) -> None:
        """Show the cards."""
        self._covers.open(self._window)

    def _home(self) -> None:
        self._covers.close(self._window)
        self._apps.to_home()

    def _content(self) -> Node:
        cards = Node(
            Role.SCROLL,
            id="AppSwitcherContentView",
            kind="Other",
            style=Style(direction="row", weight=1, gap=20, align="center", padding=(60, 0, 60, 0)),
            children=[self._card(running) for running in reversed(self._apps.running)],
        )
        style = Style(background=colors.BLURRED_WALLPAPER)
        return Node(Role.GROUP, important=False, on_tap=self._home, style=style, children=[cards])

    def _card(self, running: RunningApp) -> Node:
        bundle_id, name = running.bundle_id, running.app.label
        title = Node(
            Role.GROUP,
            important=False,
            style=Style(direction="row", align="center", gap=8),
            children=[
                app_icon(name, 28),
                Node(Role.TEXT, text=name, style=Style(text_size=15, color=colors.PAPER)),
            ],
        )
        card = Node(
            Role.GROUP,
            id=f"card:{bundle_id}:sceneID:{bundle_id}-default",
            kind="Other",
            style=_CARD,
            children=[app_icon(name, 64)],
        )
        return Node(
            Role.GROUP,
            kind="Other",
            label=name,
            owner=bundle_id,
            on_tap=lambda: self._pick(bundle_id),
            on_flick=partial(self._sweep, bundle_id),
            style=Style(width=240, gap=10),
            children=[title, card],
        )

    def _pick(self, bundle_id: str) -> None:
        self._covers.close(self._window)  # the app may be in front already
        self._apps.launch(bundle_id)

    def _sweep(self, bundle_id: str, way: str) -> None:
        """End an app by sweeping its card up; the others stay, though it was the one in front."""
        if way == "up":
            self._apps.terminate(bundle_id)
            self.open()
