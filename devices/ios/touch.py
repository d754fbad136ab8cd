"""Touches that have to be right on an iPhone: past a banner, and on a switch's knob.

Sources: page objects run on iOS 17 to 27 (switches); appium/appium#20835 (banners).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from selenium.common.exceptions import StaleElementReferenceException

from config.deadlines import DEADLINES
from config.locators import Locator
from devices import wait
from devices.errors import CommandFailed
from devices.ios.springboard import SPRINGBOARD

if TYPE_CHECKING:
    from appium.webdriver.webelement import WebElement

    from devices.appium.session import Session

_BANNER: Final = Locator(accessibility_id="NotificationShortLookView")
_BELOW_BANNERS: Final = 180  # points from the top that none reaches down to
_FROM_THE_RIGHT: Final = 39
"""Points from a switch's right edge that are surely its knob: the element may span its whole row,
and a tap on the middle of that does nothing."""


def flip(session: Session, found: WebElement) -> None:
    """Tap a switch where its knob is; of anything narrower, the middle."""
    rect = session.call("reading where it is", lambda: found.rect)
    inset = min(_FROM_THE_RIGHT, rect["width"] / 2)
    x, y = rect["x"] + rect["width"] - inset, rect["y"] + rect["height"] / 2
    session.execute("mobile: tap", x=x, y=y)


def clear_way(session: Session, found: WebElement, application: str) -> None:
    """Sweep away a banner, which stands over the top of an app for seconds and takes its touches.

    Args:
        session: looks at the application, and does so again afterwards.
        found: what is to be touched.
        application: bundle identifier of what it belongs to.
    """
    top = session.call("reading where it is", lambda: found.rect)["y"]
    if application == SPRINGBOARD or top >= _BELOW_BANNERS:
        return
    sweep_banner(session)
    session.look_at(application)


def sweep_banner(session: Session) -> None:
    """Sweep away a banner that is there; the session looks at SpringBoard afterwards."""
    session.look_at(SPRINGBOARD)
    for banner in session.find_all(_BANNER)[:1]:
        _sweep_away(session, banner)
        wait.until(lambda: not session.find_all(_BANNER), DEADLINES.find_s)


def _sweep_away(session: Session, banner: WebElement) -> None:
    """Sweep it up, unless it has gone by itself."""
    try:
        session.execute("mobile: swipe", elementId=banner.id, direction="up")
    except CommandFailed as error:
        if not isinstance(error.__cause__, StaleElementReferenceException):
            raise
