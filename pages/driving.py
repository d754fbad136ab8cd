"""What a page does another way on each platform: the words of the drivers, and their gestures.

Sources: UiAutomator2 driver, "Element Attributes" and "mobile: scrollGesture"; XCUITest driver,
"Element Attributes" and "mobile: scroll".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal, Protocol

from appium.webdriver.common.appiumby import AppiumBy

from config import app
from devices.ios import touch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appium.webdriver.webelement import WebElement

    from devices.appium.session import Session

Direction = Literal["up", "down"]

APP: Final = "app"
"""The application under test, whatever it is called there."""
SPRINGBOARD: Final = "com.apple.springboard"
"""What shows the home screen of iOS, alerts and notifications."""
SETTINGS: Final = "com.apple.Preferences"
"""The system's settings on iOS."""
_PART: Final = 0.8  # of the area a scroll, so that what was cut off at its edge comes whole
_WAKE: Final = 224  # Source: AOSP android.view.KeyEvent.KEYCODE_WAKEUP
_IN_FRONT: Final = "auto"
"""Source: WebDriverAgent, FBConfiguration.m, FBDefaultApplicationAuto."""


class Driving(Protocol):
    """One platform's way.

    Attributes:
        HINT: attribute that holds what an empty input shows.
        SEES_BEHIND: whether an app can be looked at while a prompt of the system's stands over it.
    """

    HINT: ClassVar[str]
    SEES_BEHIND: ClassVar[bool]

    def look_at(self, application: str) -> None:
        """Find in what this application shows from now on: `APP`, or its name on the platform."""

    def words(self, found: WebElement) -> str:
        """What an element says that is no input: its text, or what a screen reader says of it."""

    def is_on(self, found: WebElement) -> bool:
        """How a switch, a box or a radio button stands."""

    def clear_way(self, found: WebElement) -> None:
        """Have nothing that goes by itself again stand over what is to be touched."""

    def flip(self, found: WebElement) -> None:
        """Touch a switch, a box or a radio button where it takes that."""

    def scroll_on(self, area: WebElement, direction: Direction) -> bool:
        """Scroll an area by less than what is on screen; whether it may go on."""

    def leave_app(self) -> None:
        """Leave the app as its user does on its first screen."""

    def in_front(self) -> str:
        """What the system calls what is in front, which is looked at from now on.

        Raises:
            CommandFailed: it does not say.
        """

    def wake(self) -> None:
        """Light a locked phone's screen, where a notification does not do so by itself."""


class AndroidDriving:
    """With the UiAutomator2 driver, which finds in every window of the screen."""

    HINT: ClassVar = "hint"
    SEES_BEHIND: ClassVar = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def look_at(self, application: str) -> None:
        """See `Driving`."""

    def words(self, found: WebElement) -> str:
        """See `Driving`. Toolkits that draw for themselves leave the text empty."""
        return _text(self._session, found) or _says(self._session, found, "content-desc")

    def is_on(self, found: WebElement) -> bool:
        """See `Driving`."""
        return _says(self._session, found, "checked") == "true"

    def clear_way(self, found: WebElement) -> None:
        """See `Driving`. A session has the system show none: devices/android/session_settings."""

    def flip(self, found: WebElement) -> None:
        """See `Driving`. Its middle."""
        self._session.call("tapping it", found.click)

    def scroll_on(self, area: WebElement, direction: Direction) -> bool:
        """See `Driving`."""
        return bool(
            self._session.execute(
                "mobile: scrollGesture", elementId=area.id, direction=direction, percent=_PART
            )
        )

    def leave_app(self) -> None:
        """See `Driving`."""
        self._session.press("back")

    def in_front(self) -> str:
        """See `Driving`. Package and activity."""
        package = self._session.execute("mobile: getCurrentPackage")
        return f"{package}/{self._session.execute('mobile: getCurrentActivity')}"

    def wake(self) -> None:
        """See `Driving`."""
        self._session.execute("mobile: pressKey", keycode=_WAKE)


class IosDriving:
    """With the XCUITest driver, which finds in one application at a time."""

    HINT: ClassVar = "placeholderValue"
    SEES_BEHIND: ClassVar = True

    def __init__(self, session: Session) -> None:
        self._session = session
        self._application = app.read().ios.bundle_id

    def look_at(self, application: str) -> None:
        """See `Driving`."""
        self._application = app.read().ios.bundle_id if application == APP else application
        self._session.look_at(self._application)

    def words(self, found: WebElement) -> str:
        """See `Driving`. The text of what has a value is the value: of a chosen button, ``1``."""
        return _says(self._session, found, "label") or _text(self._session, found)

    def is_on(self, found: WebElement) -> bool:
        """See `Driving`. A row of a list that is the chosen one is selected, and has no value."""
        value = _says(self._session, found, "value")
        return value == "1" or (not value and _says(self._session, found, "selected") == "true")

    def clear_way(self, found: WebElement) -> None:
        """See `Driving`. A banner stands over the top of an app for seconds."""
        touch.clear_way(self._session, found, self._application)

    def flip(self, found: WebElement) -> None:
        """See `Driving`. A switch may span its row, whose middle does nothing."""
        touch.flip(self._session, found)

    def scroll_on(self, area: WebElement, direction: Direction) -> bool:
        """See `Driving`. The driver does not tell: what the area begins and ends with does."""
        before = self._ends(area)
        self._session.execute(
            "mobile: scroll", elementId=area.id, direction=direction, distance=_PART
        )
        return self._ends(area) != before

    def leave_app(self) -> None:
        """See `Driving`. An iPhone has no Back."""
        self._session.press("home")

    def in_front(self) -> str:
        """See `Driving`. Its bundle identifier; the agent tells of what it looks at."""
        self._session.look_at(_IN_FRONT)
        return str(self._session.execute("mobile: activeAppInfo")["bundleId"])

    def wake(self) -> None:
        """See `Driving`. What arrives lights the screen."""

    def _ends(self, area: WebElement) -> list[tuple[object, object]]:
        """Where the first and the last of an area's children are, and what they say."""
        inside = self._session.call(
            "finding what an area holds", lambda: area.find_elements(AppiumBy.IOS_CLASS_CHAIN, "*")
        )
        return [
            (
                self._session.call("reading where it is", lambda each=each: each.rect),  # type: ignore[misc] # a default binds the loop's value
                _says(self._session, each, "label"),
            )
            for each in (*inside[:1], *inside[1:][-1:])
        ]


_WAYS: Final[Mapping[str, type[AndroidDriving | IosDriving]]] = {
    "android": AndroidDriving,
    "ios": IosDriving,
}


def driving(session: Session) -> Driving:
    """The way of a session's platform."""
    return _WAYS[session.facts.platform](session)


def _says(session: Session, found: WebElement, attribute: str) -> str:
    said = session.call(f"reading its {attribute}", lambda: found.get_attribute(attribute))
    return str(said or "")


def _text(session: Session, found: WebElement) -> str:
    return str(session.call("reading its text", lambda: found.text))
