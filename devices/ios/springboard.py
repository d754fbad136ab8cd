"""SpringBoard under a finger: its alerts, and drags across the whole screen.

A verb looks at SpringBoard; pages look at theirs again by themselves.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from config.locators import Locator
from devices import wait
from devices.errors import EffectMissing

if TYPE_CHECKING:
    from collections.abc import Callable

    from appium.webdriver.webelement import WebElement

    from devices.appium.session import Session
    from devices.facts import DeviceFacts
    from devices.ios.screens import Drag, Place

SPRINGBOARD: Final = "com.apple.springboard"
_PRESS_S: Final = 0.1  # before the finger moves, as leancodepl/patrol has it
_ALERT: Final = Locator(class_name="XCUIElementTypeAlert")
_BUTTONS: Final = "**/XCUIElementTypeAlert/**/XCUIElementTypeButton[`label IN {{{labels}}}`]"
# What refuses, or says no more than that it was read; the first that an alert has is tapped.
REFUSING: Final = (
    "Don\u2019t Allow",
    "Ask App Not to Track",
    "Keep Only While Using",
    "Change to Only While Using",
    "Keep Add Only",
    "Cancel",
    "Not Now",
    "Close",
    "Dismiss",
    "OK",
)
_MOST_ALERTS: Final = 5  # one behind the other
_SIXTEEN_TO_NINE: Final = (1.7, 1.8)
"""Height by width of every iPhone with a home button that runs a release of ours."""


def has_home_button(width: float, height: float) -> bool:
    """Whether an iPhone has one, by its screen's size in any unit."""
    low, high = _SIXTEEN_TO_NINE
    return low < max(width, height) / min(width, height) < high


class Springboard:
    """What is on the screen beside apps.

    Args:
        facts: of the device.
        session: opens its session, or gives the one that is open.
    """

    def __init__(self, facts: DeviceFacts, session: Callable[[], Session]) -> None:
        self.facts = facts
        self._session = session

    @cached_property
    def has_home_button(self) -> bool:
        """Whether it is an iPhone with one, by the shape of its screen."""
        return has_home_button(*self._size)

    def find(self, locator: Locator) -> list[WebElement]:
        """What SpringBoard has of that now."""
        session = self._session()
        session.look_at(SPRINGBOARD)
        return session.find_all(locator)

    def tap(self, found: WebElement) -> None:
        """Tap an element."""
        self._session().call("tapping it", found.click)

    def attribute(self, found: WebElement, name: str) -> str:
        """One of an element's attributes; empty where it has none."""
        told = self._session().call(f"reading its {name}", lambda: found.get_attribute(name))
        return str(told or "")

    def tap_at(self, place: Place) -> None:
        """Tap a point of the screen."""
        x, y = self._point(place)
        self._session().execute("mobile: tap", x=x, y=y)

    def drag(self, drag: Drag) -> None:
        """Draw a finger across the screen."""
        (from_x, from_y), (to_x, to_y) = self._point(drag.start), self._point(drag.end)
        self._session().execute(
            "mobile: dragFromToForDuration",
            duration=_PRESS_S,
            fromX=from_x,
            fromY=from_y,
            toX=to_x,
            toY=to_y,
        )

    def sweep_left(self, found: WebElement) -> None:
        """Sweep over an element to the left."""
        self._session().execute("mobile: swipe", elementId=found.id, direction="left")

    def press_home(self) -> None:
        """Press Home, which takes away what was pulled over an app before it leaves the app."""
        self._session().press("home")

    def alert(self) -> str:
        """The title of the alert that is up; empty without one."""
        found = self.find(_ALERT)
        return self.attribute(found[-1], "label") if found else ""

    def answer(self, *labels: str) -> bool:
        """Tap the first of these buttons that an alert has; whether there was one."""
        buttons = self.find(_buttons(labels))[::-1]  # of two alerts the last one is in front
        if len(buttons) > 1:
            buttons.sort(key=lambda button: labels.index(self.attribute(button, "label")))
        for button in buttons[:1]:
            self.tap(button)
        return bool(buttons)

    def refuse(self) -> None:
        """Dismiss whatever alerts are up, each by what allows nothing.

        Raises:
            EffectMissing: one stays, or has no such button.
        """
        for _ in range(_MOST_ALERTS):
            title = self.alert()
            if not title:
                return
            self.answer(*REFUSING)
            wait.until(lambda title=title: self.alert() != title, DEADLINES.settle_s)  # type: ignore[misc] # a default binds the loop's value
        if title := self.alert():
            raise EffectMissing(self.facts.name, "dismissing what covers apps", f"{title!r} stays")

    def uncover(self) -> None:
        """Leave alerts, what was pulled over the screen, and the app in front, for its first page.

        Raises:
            EffectMissing: an alert stays.
        """
        self.refuse()
        self.press_home()
        self._session().execute("mobile: backgroundApp", seconds=-1)

    @cached_property
    def _size(self) -> tuple[float, float]:
        size = self._session().execute("mobile: deviceScreenInfo")["screenSize"]
        return float(size["width"]), float(size["height"])

    def _point(self, place: Place) -> tuple[float, float]:
        (width, height), (x, y) = self._size, place
        return width * x, height * y


def _buttons(labels: tuple[str, ...]) -> Locator:
    """Those of an alert that are labelled so."""
    return Locator(class_chain=_BUTTONS.format(labels=", ".join(f'"{each}"' for each in labels)))
