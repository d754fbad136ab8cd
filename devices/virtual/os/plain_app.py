"""Any build that is not the reference app: it opens one window that shows its label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from devices.virtual.os.process import AppContext


class PlainApp:
    """A running app without behaviour. See `devices.virtual.os.process.AppProcess`."""

    def __init__(self, context: AppContext) -> None:
        self._context = context

    def resume(self, activity: str) -> None:
        """Come to the foreground."""

    def pause(self) -> None:
        """Leave the foreground."""

    def content(self) -> Node:
        """The label in the middle of an empty screen."""
        style = Style(padding=(24, 320, 24, 24), align="center", background="#FFFFFF")
        text = Style(text_size=24, text_align="center")
        label = Node(Role.TEXT, text=self._context.label, style=text)
        return Node(Role.GROUP, style=style, children=[label])

    def back(self) -> None:
        """Leave the app."""
        self._context.finish()

    def stop(self) -> None:
        """Nothing is held."""
