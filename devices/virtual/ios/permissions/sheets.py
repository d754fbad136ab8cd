"""A sheet of the system over one app: away while another app is in front, gone with its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.os.window import Window, WindowKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.apps.running import Apps
    from devices.virtual.ios.display import IosDisplay
    from devices.virtual.ui.node import Node


class Sheet:
    """One sheet, up until it is closed or its app ends.

    Args:
        over: bundle identifier of the app that it lies over.
        package: the application in whose tree it stands.
        build: makes its content.
        gone: called when the app has ended under it.
    """

    def __init__(
        self,
        display: IosDisplay,
        apps: Apps,
        *,
        over: str,
        package: str,
        build: Callable[[], Node],
        gone: Callable[[], None],
    ) -> None:
        self._display, self._apps = display, apps
        self._over, self._gone = over, gone
        self._window = Window(package, "sheet", WindowKind.OVERLAY, build, _nothing)
        apps.on_front.append(self._front_changed)
        apps.on_end.append(self._ended)
        self._front_changed()

    def redraw(self) -> None:
        """Build it anew."""
        self._display.invalidate(self._window)

    def close(self) -> None:
        """Take it away."""
        self._apps.on_front.remove(self._front_changed)
        self._apps.on_end.remove(self._ended)
        self._display.remove(self._window)

    def _front_changed(self) -> None:
        if self._apps.front == self._over:
            self._display.show(self._window)
        else:
            self._display.remove(self._window)

    def _ended(self, bundle_id: str) -> None:
        if bundle_id == self._over:
            self.close()
            self._gone()


def _nothing() -> None:
    """What the Back key does, which there is none of."""
