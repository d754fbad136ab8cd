"""What real phones do otherwise: icons in the list of all apps, two taps on a notification."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Final, cast

import pytest

from config.deadlines import DEADLINES
from devices.facts import DeviceFacts
from pages import ElementMissing, StepFailed, scrolling
from pages.system import Launcher, LockScreen, NotificationShade, launcher, system_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.locators import Locator
    from devices.appium.session import Session

_WAKE: Final = 224


@dataclass
class Phone:
    """A session and what is on its screen; an element of it as well.

    Attributes:
        icons: where the app's icon is: ``home``, ``all apps`` or nowhere.
        taps: how many taps its lock screen wants.
    """

    icons: str = ""
    taps: int = 1
    shown: str = "home"
    done: list[str] = field(default_factory=list)
    id = "7"
    text = "LeadConnector"
    facts = DeviceFacts("cell", "real", "android", "8.0", 26, "cable", "X1", transport="usb")

    def find_all(self, locator: Locator) -> list[Phone]:
        return [self] * self._has(locator.selector)

    def click(self) -> None:
        assert self.done[0] == str(_WAKE), "a dark screen takes no tap"
        self.taps -= 1

    def execute(self, script: str, **arguments: object) -> object:
        match script, arguments:
            case "mobile: swipeGesture", {"direction": "up"}:
                self.shown = "all apps"
            case "mobile: longClickGesture", _:
                self.shown = "menu"
            case "mobile: pressKey", {"keycode": code}:
                self.done.append(str(code))
            case "mobile: scrollGesture", _:
                return False
            case _:
                return script.rpartition("getCurrent")[2]
        return None

    def source(self) -> str:
        return '<a text="Calendar"/>'

    def call(self, _tried: str, command: Callable[[], object]) -> object:
        return command()

    def _has(self, selector: str) -> bool:
        if "keyguard" in selector or "expandableNotificationRow" in selector:
            return self.taps > 0
        if "workspace" in selector:
            return self.shown == "home"
        if "apps_list_view" in selector:
            return self.shown == "all apps"
        if "App info" in selector:
            return self.shown == "menu"
        return "LeadConnector" in selector and self.shown == self.icons


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not come is given up soon."""
    soon = replace(DEADLINES, settle_s=0.02, find_s=0.1, notice_s=0.1)
    for module in (launcher, system_page, scrolling):
        monkeypatch.setattr(module, "DEADLINES", soon, raising=False)


def _launcher(phone: Phone) -> Launcher:
    return Launcher(cast("Session", phone))


@pytest.mark.parametrize("icons", ["home", "all apps"])
def test_an_icon_is_found_wherever_the_launcher_has_it(icons: str) -> None:
    """The list of all apps is swept up where the home screen has none; a long press works there."""
    phone = Phone(icons)
    assert _launcher(phone).has_icon("LeadConnector")
    assert phone.shown == icons
    _launcher(phone).long_press("LeadConnector")
    assert phone.shown == "menu"


def test_an_icon_that_is_nowhere_is_told() -> None:
    """Neither the home screen nor the list has it."""
    phone = Phone("nowhere")
    assert not _launcher(phone).has_icon("LeadConnector")
    with pytest.raises(ElementMissing, match="LeadConnector"):
        _launcher(phone).long_press("LeadConnector")


@pytest.mark.parametrize("taps", [1, 2])
def test_the_lock_screen_is_lit_and_tapped_until_it_goes(taps: int) -> None:
    """Some phones take the first tap for a question whether it was meant."""
    phone = Phone(taps=taps)
    LockScreen(cast("Session", phone)).open("New message")
    assert phone.taps == 0


@dataclass
class Centre:
    """Notification Centre of an iPhone with one notification, and an element of it as well.

    Attributes:
        asks: whether a tap has it ask by a button.
        at: what is shown.
    """

    asks: bool
    at: str = "list"
    text = "SHOP, now, New message, Ada: hello"
    rect: ClassVar = {"x": 0, "y": 300, "width": 374, "height": 62}
    facts = DeviceFacts("cell", "real", "ios", "17", 17, "cable", "X1", transport="usb")

    def look_at(self, application: str) -> None:
        assert application == "com.apple.springboard"

    def find_all(self, locator: Locator) -> list[Centre]:
        if "'Open'" in locator.selector:
            return [self] * (self.at == "question")
        return [self] * (self.at != "app")

    def click(self) -> None:
        self.at = "question" if self.asks and self.at == "list" else "app"

    def call(self, _tried: str, command: Callable[[], object]) -> object:
        return command()


@pytest.mark.parametrize("asks", [False, True])
def test_a_notification_is_opened_whether_the_phone_asks_or_not(*, asks: bool) -> None:
    """Some iPhones show a button after the tap, which is what opens it."""
    centre = Centre(asks)
    NotificationShade(cast("Session", centre)).open("New message", "Ada")
    assert centre.at == "app"


def test_a_lock_screen_that_stays_is_told() -> None:
    """Taps without end lead nowhere."""
    with pytest.raises(StepFailed, match="nothing came of it"):
        LockScreen(cast("Session", Phone(taps=10**6))).open("New message")
