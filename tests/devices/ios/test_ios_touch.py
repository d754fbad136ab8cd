"""What verbs and pages touch on an iPhone is not a banner that stands over it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, cast

import pytest

from config.secrets import Secret
from devices.facts import DeviceFacts
from devices.ios.passcode import IosPasscode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from config.locators import Locator
    from devices.appium.session import Session

FACTS = DeviceFacts("cell", "virtual", "ios", "17", 17, "cable", "X1")
SPRINGBOARD = "com.apple.springboard"
SETTINGS = "com.apple.Preferences"
APP = "com.x"


@dataclass
class Element:
    """Something on the screen, at the top of it."""

    id: str
    phone: Phone
    rect: ClassVar = {"x": 0, "y": 110, "width": 390, "height": 48}

    def click(self) -> None:
        self.phone.touched(self.id)

    def send_keys(self, digits: str) -> None:
        self.phone.touched(f"{self.id} {digits}")


@dataclass
class Phone:
    """A session on an iPhone on whose screen a banner comes.

    Attributes:
        comes_with: what it comes with: "" is there from the beginning, else a command or a touch.
    """

    comes_with: str
    front: str = APP
    looks_at: str = ""
    page: str = "first"
    has_come: bool = False
    is_swept: bool = False
    opened: list[str] = field(default_factory=list)

    @property
    def has_banner(self) -> bool:
        return (self.has_come or not self.comes_with) and not self.is_swept

    def touched(self, what: str) -> None:
        assert not self.has_banner, f"the banner took {what}"
        self.page = {"row": "passcode", "field 4711": "open"}[what]
        self.has_come |= what == self.comes_with

    def look_at(self, application: str) -> None:
        self.looks_at = application

    def find_all(self, locator: Locator) -> list[Element]:
        if self.looks_at == SPRINGBOARD:
            assert locator.selector == "NotificationShortLookView"
            return [Element("banner", self)] * self.has_banner
        assert self.looks_at == SETTINGS
        shown = {
            "first": {"Face ID & Passcode'": "row", "CollectionView": "list"},
            "passcode": {"SecureTextField": "field", "NavigationBar": "bar", "Back": "bar"},
            "open": {"Reset Face ID": "known", "NavigationBar": "bar", "Back": "bar"},
        }[self.page]
        return [Element(id_, self) for word, id_ in shown.items() if word in locator.selector]

    def source(self) -> str:
        kind = "XCUIElementTypeCell"
        return f'<a><{kind} label="Face ID &amp; Passcode" visible="true"/></a>'

    def execute(self, script: str, **arguments: object) -> object:
        self.has_come |= script == self.comes_with
        match script, arguments:
            case "mobile: activeAppInfo", _:
                assert self.looks_at == "auto"
                return {"bundleId": SPRINGBOARD if self.has_banner else self.front}
            case "mobile: swipe", {"elementId": "banner", "direction": "up"}:
                self.is_swept = True
            case "mobile: launchApp" | "mobile: activateApp", {"bundleId": str(application)}:
                self.opened.append(application)
        return None

    def call(self, _tried: str, command: Callable[[], object]) -> object:
        return command()

    @contextmanager
    def sensitive(self) -> Iterator[None]:
        yield


@pytest.mark.parametrize("comes_with", ["", "mobile: launchApp", "row"])
def test_a_banner_takes_no_touch_and_not_the_place_of_the_app(comes_with: str) -> None:
    """It is swept away before anything is touched, and before it is asked who is in front."""
    phone = Phone(comes_with)
    passcode = IosPasscode(FACTS, lambda: cast("Session", phone), Secret("4711"))
    passcode.is_set = True
    assert passcode.look() == ("face_id", True)
    assert phone.opened == [SETTINGS, APP]
    assert phone.is_swept
