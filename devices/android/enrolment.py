"""Teaching a phone a finger by the wizard of its own Settings, as a user does.

The releases differ in the order of the pages and in what they say around it, so each step is taken
when its page shows. Source of the words: webdriverio/appium-boilerplate,
tests/screenobjects/AndroidSettings.ts (Android 8 to 10); AOSP packages/apps/Settings,
res/values/strings.xml.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from config.deadlines import DEADLINES
from config.locators import Locator
from devices import wait

if TYPE_CHECKING:
    from collections.abc import Callable

    from appium.webdriver.webelement import WebElement

    from devices.android.adb import Adb
    from devices.appium.session import Session

_FIRST_WITH_ACTION: Final = 28
"""Source: developer.android.com, Settings.ACTION_FINGERPRINT_ENROLL, added in API level 28."""
_START: Final = "am start -f 0x10008000 -a android.settings.{}"
_LEAVE: Final = "am force-stop com.android.settings; input keyevent HOME"


@dataclass(frozen=True, slots=True)
class _Step:
    """What to do where a text shows that fits the pattern, all of it, in any case."""

    shows: str
    does: Literal["type", "touch", "tap"]

    @property
    def locator(self) -> Locator:
        return Locator(uiautomator=f'new UiSelector().textMatches("(?i){self.shows}")')


# The first that fits is taken: a page with a button may name the finger in its text, too.
_STEPS: Final = (
    _Step("re-enter your pin", "type"),
    _Step("(touch the sensor|put your finger.*|keep lifting.*|lift, then touch.*)", "touch"),
    _Step("(next|i agree|agree|more|continue)", "tap"),
    _Step("(fingerprint|fingerprint unlock)", "tap"),
)


class Enrolment:
    """One way through the wizard.

    Args:
        adb: of the device.
        session: on it.
        type_pin: types the PIN of its screen lock.
        touch: puts the finger on the sensor.
    """

    def __init__(
        self,
        adb: Adb,
        session: Session,
        type_pin: Callable[[], None],
        touch: Callable[[], None],
    ) -> None:
        self._adb = adb
        self._session = session
        self._enter_pin = type_pin
        self._touch = touch

    def run(self, is_done: Callable[[], bool]) -> bool:
        """Go on until the phone knows the finger; whether it does. Settings is left either way."""
        named = self._session.facts.api_level >= _FIRST_WITH_ACTION
        page = "FINGERPRINT_ENROLL" if named else "SECURITY_SETTINGS"

        def go_on() -> bool:
            if is_done():
                return True
            self._step()
            return False

        self._adb.shell(_START.format(page))
        try:
            return wait.until(go_on, DEADLINES.enrolment_s)
        finally:
            self._adb.shell(_LEAVE)

    def _step(self) -> None:
        """Take the first step that the page in front has, if any."""
        for step in _STEPS:
            if found := self._session.find_all(step.locator):
                self._do(step, found[0])
                return

    def _do(self, step: _Step, found: WebElement) -> None:
        if step.does == "touch":
            self._touch()
        elif step.does == "tap":
            self._session.call(f"tapping {step.shows!r} of Settings", found.click)
        else:
            self._type_pin(step)

    def _type_pin(self, step: _Step) -> None:
        """Enter it once: what is typed while the page goes would land in the next one."""
        self._enter_pin()
        wait.until(lambda: not self._session.find_all(step.locator), DEADLINES.effect_s)
