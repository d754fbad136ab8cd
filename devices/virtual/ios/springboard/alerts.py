"""SpringBoard's alerts: one at a time, over everything but the lock screen; the others wait.

Source: appium/WebDriverAgent#889 and appium/appium#9544, dumps of alerts: what is in one, and how
deep.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.ios.springboard.alert_views import card
from devices.virtual.os.window import Window, WindowKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.display import IosDisplay
    from devices.virtual.ios.profile import IosProfile
    from devices.virtual.ui.node import Node


def _nothing() -> None:
    """What a button does that only closes the alert."""


@dataclass(frozen=True, slots=True)
class Button:
    """One button of an alert.

    Attributes:
        label: its words, and its accessibility label.
        on_tap: called after the alert has gone, or stays.
        id: accessibility identifier; most of the system's buttons have none.
        bold: whether it is the preferred one.
        closes: whether a tap takes the alert away.
    """

    label: str
    on_tap: Callable[[], None] = _nothing
    id: str = ""
    bold: bool = False
    closes: bool = True


@dataclass(frozen=True, slots=True)
class Alert:
    """What an alert says.

    Attributes:
        buttons: in the order of the tree, which is that of the screen.
        kind: its XCUIElementType, without the prefix.
        id: accessibility identifier; the system's own mostly have none.
        value: accessibility value.
        picture: builds what stands between the words and the buttons, each time it is drawn.
        width: in points; None for the release's own.
    """

    title: str
    message: str = ""
    buttons: tuple[Button, ...] = ()
    kind: str = "Alert"
    id: str = ""
    value: str = ""
    picture: Callable[[], Node] | None = None
    width: float | None = None


class Shown:
    """An alert that is up, or waits to be."""

    def __init__(self, alerts: Alerts, alert: Alert) -> None:
        self._alerts, self.alert = alerts, alert

    def dismiss(self) -> None:
        """Take it away without an answer; nothing happens where it has gone."""
        self._alerts.take_away(self)

    def replace(self, alert: Alert) -> None:
        """Show other words in its place."""
        self.alert = alert
        self._alerts.redraw()


class Alerts:
    """The alert that is up, and those that wait for it to go.

    Whatever is in front, an alert stays until it is answered or dismissed.
    """

    def __init__(self, profile: IosProfile, display: IosDisplay) -> None:
        self._look, self._display = profile.rows["alerts"], display
        self._waiting: deque[Shown] = deque()
        self._window = Window(SPRINGBOARD, "alert", WindowKind.PANEL, self._content, _nothing)

    @property
    def current(self) -> Alert | None:
        """The one that is up."""
        return self._waiting[0].alert if self._waiting else None

    def show(self, alert: Alert) -> Shown:
        """Put an alert up, after those that were asked for before it."""
        shown = Shown(self, alert)
        self._waiting.append(shown)
        if self._waiting[0] is shown:
            self._display.show(self._window)
        return shown

    def take_away(self, shown: Shown) -> None:
        """See `Shown.dismiss`."""
        if shown not in self._waiting:
            return
        was_up = self._waiting[0] is shown
        self._waiting.remove(shown)
        if was_up:
            self._display.remove(self._window)
            if self._waiting:
                self._display.show(self._window)

    def redraw(self) -> None:
        """Build what is shown anew."""
        self._display.invalidate(self._window)

    def _content(self) -> Node:
        shown = self._waiting[0]
        return card(
            shown.alert, self._look, self._display.scale, lambda button: self._tapped(shown, button)
        )

    def _tapped(self, shown: Shown, button: Button) -> None:
        if button.closes:
            shown.dismiss()
        button.on_tap()
        self.redraw()
