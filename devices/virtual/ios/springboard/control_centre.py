"""Control Centre: the radios, and nothing else.

Source of the identifiers: leancodepl/patrol, IOSAutomator.swift; Apple's accessibility bundle for
CCUIConnectivityButtonViewController.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios import colors
from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.ios.springboard.covers import Covers
    from devices.virtual.os.radios import Radios

_GROUND: Final = "#2B3550"
_MODULE: Final = "#1D2336"
_OFF: Final = "#4A5062"
_SIDE: Final = 60.0


class ControlCentre:
    """Control Centre of one phone.

    Args:
        look: row of the table ``control_centre``.
        radios: what it switches.
        covers: among which it lies.
    """

    def __init__(self, look: Mapping[str, Any], radios: Radios, covers: Covers) -> None:
        self._look, self._radios, self._covers = look, radios, covers
        self._window = Window(
            SPRINGBOARD, "Control Center", WindowKind.SHADE, self._content, self._close
        )
        self._on: dict[str, Callable[[], bool]] = {
            "airplane": lambda: radios.airplane,
            "cellular": lambda: radios.data,
            "wifi": lambda: radios.wifi,
            "bluetooth": lambda: radios.bluetooth,
        }
        self._turn: dict[str, Callable[[bool], None]] = {
            "airplane": lambda on: radios.set_airplane(on=on),
            "cellular": lambda on: radios.set_data(on=on),
            "wifi": lambda on: radios.set_wifi(on=on),
            "bluetooth": lambda on: radios.set_bluetooth(on=on),
        }
        radios.on_change(lambda: covers.redraw(self._window))

    def open(self) -> None:
        """Pull it in."""
        self._covers.open(self._window)

    def _close(self) -> None:
        self._covers.close(self._window)

    def _content(self) -> Node:
        """The module in the upper left; a touch of anything else closes it all."""
        rows = [self._row(pair) for pair in (("airplane", "cellular"), ("wifi", "bluetooth"))]
        module = Node(
            Role.GROUP,
            kind="Other",
            id="ConnectivityModule",
            style=Style(width=164, background=_MODULE, radius=36, padding=(16, 16, 16, 16), gap=12),
            children=rows,
        )
        style = Style(background=_GROUND, padding=(28, 76, 28, 16))
        return Node(
            Role.GROUP,
            id="ControlCenterView",
            kind="Other",
            on_tap=self._close,
            style=style,
            children=[module],
        )

    def _row(self, names: tuple[str, str]) -> Node:
        toggles = [self._toggle(name) for name in names]
        style = Style(direction="row", gap=12)
        return Node(Role.GROUP, important=False, style=style, children=toggles)

    def _toggle(self, name: str) -> Node:
        row, on = self._look["toggles"][name], self._on[name]()
        style = Style(
            width=_SIDE,
            height=_SIDE,
            radius=_SIDE / 2,
            padding=(17, 17, 17, 17),
            background=row["colour"] if on else _OFF,
        )
        icon = Style(icon=row["icon"], color=colors.PAPER, width=26, height=26)
        return Node(
            Role.GROUP,
            id=row["on" if on else "off"],
            kind=row["kind"],
            label=row["label"],
            checkable=True,
            checked=on,
            owner=name,
            on_tap=lambda: self._turn[name](not on),
            style=style,
            children=[Node(Role.IMAGE, important=False, style=icon)],
        )
