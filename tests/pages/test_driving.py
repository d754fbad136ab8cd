"""Pages drive an iPhone as they drive Android: the words and the gestures are the driver's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

import pytest
from selenium.common.exceptions import StaleElementReferenceException

from config import app
from devices.errors import CommandFailed
from pages import (
    AccountsPage,
    BiometricSettingsPage,
    ContactForm,
    ContactsPage,
    DashboardPage,
    LoginPage,
    TwoFactorPage,
)
from pages.page import Page
from tests.pages.fakes import IPHONE, FakeElement, FakeSession, on

if TYPE_CHECKING:
    from appium.webdriver.webelement import WebElement

    from config.locators import Locator
    from devices.appium.session import Session

_ON_SCREEN = 4


class IosElement(FakeElement):
    """An element with attributes of the XCUITest driver's."""

    def __init__(self, text: str = "", y: int = 300, **attributes: str) -> None:
        super().__init__(text)
        self._attributes = attributes
        self.rect = {"x": 0, "y": y, "width": 390, "height": 60}

    def get_attribute(self, name: str) -> str | None:
        return self._attributes.get(name)


class IosScreen(FakeSession):
    """A screen of an iPhone.

    Attributes:
        looked_at: the applications that were looked at, one after another.
        executed: the driver's own commands.
    """

    def __init__(self, elements: dict[str, list[FakeElement]] | None = None) -> None:
        super().__init__(elements)
        self.facts = IPHONE
        self.looked_at: list[str] = []
        self.executed: list[tuple[str, dict[str, Any]]] = []
        self.pressed: list[str] = []

    def look_at(self, application: str) -> None:
        self.looked_at.append(application)

    def press(self, key: str) -> None:
        self.pressed.append(key)

    def execute(self, script: str, **arguments: object) -> None:
        self.executed.append((script, arguments))


class Area(FakeElement):
    """What scrolls, as the driver tells of it: rows further on have their place beyond it."""

    def __init__(self, screen: LongList) -> None:
        super().__init__("contact_list")
        self._screen = screen

    def find_elements(self, _by: str, selector: str) -> list[IosElement]:
        assert selector == "*"
        return [
            IosElement(name, 60 * (n - self._screen.first), label=name)
            for n, name in enumerate(_NAMES)
        ]


_NAMES = [f"Contact {number:02}" for number in range(12)]


class LongList(IosScreen):
    """A list that shows some rows, of which the driver finds no others."""

    first = 0

    def find_all(self, locator: Locator) -> list[FakeElement]:
        if locator.selector == "contact_list":
            return [Area(self)]
        shown = _NAMES[self.first : self.first + _ON_SCREEN]
        return [
            IosElement(name).found(name, self.done.append)
            for name in shown
            if f'"{name}"' in locator.selector
        ]

    def execute(self, script: str, **arguments: object) -> None:
        super().execute(script, **arguments)
        step = (_ON_SCREEN - 1) * (1 if arguments["direction"] == "down" else -1)
        self.first = min(max(self.first + step, 0), len(_NAMES) - _ON_SCREEN)


def ways(screen: LongList) -> list[object]:
    """Where it was scrolled to, one after another."""
    return [arguments["direction"] for _, arguments in screen.executed]


def test_the_app_under_test_is_looked_at() -> None:
    """An app's page finds in the app, whatever the system shows over it."""
    screen = IosScreen()
    assert not TwoFactorPage(on(screen)).is_open
    assert set(screen.looked_at) == {app.read().ios.bundle_id}


def test_a_page_of_the_system_looks_at_its_own_application() -> None:
    """What another application shows is found where it says."""

    class Elsewhere(Page):
        NAME: ClassVar = "lock"
        APPLICATION: ClassVar[str] = "com.apple.springboard"

    screen = IosScreen()
    assert not Elsewhere(on(screen)).is_open
    assert screen.looked_at == ["com.apple.springboard"]


@pytest.mark.parametrize(("value", "on_"), [("1", True), ("0", False)])
def test_a_switch_stands_as_its_value_says(value: str, on_: bool) -> None:  # noqa: FBT001 - a parameter of pytest's
    """XCUITest tells a switch by its value."""
    screen = IosScreen({"biometric_enabled": [IosElement(value=value)]})
    assert BiometricSettingsPage(on(screen))._is_on("switch") is on_


def test_a_chosen_button_says_its_label() -> None:
    """Its text is its value, as the driver has it: of what is chosen, 1."""
    screen = IosScreen({"account_name": [IosElement("1", label="Harbour Studio")]})
    assert AccountsPage(on(screen))._text("account") == "Harbour Studio"


@pytest.mark.parametrize(("text", "name"), [("Name", ""), ("Otis Grant", "Otis Grant")])
def test_an_input_that_shows_its_hint_is_empty(text: str, name: str) -> None:
    """XCUITest gives the placeholder for an empty field's text."""
    form = ContactForm(
        on(IosScreen({"contact_name_input": [IosElement(text, placeholderValue="Name")]}))
    )
    assert form.name == name


class Banner(IosScreen):
    """A screen of the app with a button at this height, under a banner of SpringBoard's."""

    def __init__(self, y: int, *, goes: bool = False) -> None:
        super().__init__({"refresh": [IosElement(y=y)]})
        self._is_there, self._goes = True, goes

    def find_all(self, locator: Locator) -> list[FakeElement]:
        if locator.selector != "NotificationShortLookView":
            return super().find_all(locator)
        assert self.looked_at[-1] == "com.apple.springboard"
        return [IosElement("the banner")] if self._is_there else []

    def execute(self, script: str, **arguments: object) -> None:
        super().execute(script, **arguments)
        self._is_there = False
        if self._goes:
            raise CommandFailed(
                "cell", "mobile: swipe", "stale"
            ) from StaleElementReferenceException


@pytest.mark.parametrize("goes", [False, True])
def test_a_banner_over_what_is_tapped_is_swept_away(*, goes: bool) -> None:
    """A tap on the bar at the top is not the banner's; one that goes by itself is let go."""
    screen = Banner(53, goes=goes)
    DashboardPage(on(screen)).refresh()
    assert screen.executed == [("mobile: swipe", {"elementId": "the banner", "direction": "up"})]
    assert screen.done == ["tap refresh"]


@pytest.mark.parametrize(("width", "x"), [(330, 291), (51, 25.5)])
def test_a_switch_is_touched_at_its_knob(width: int, x: float) -> None:
    """One that spans its row does nothing at its middle; a knob alone has its own."""

    class Switch(IosScreen):
        value = "0"

        def find_all(self, locator: Locator) -> list[FakeElement]:
            if locator.selector != "biometric_enabled":
                return []
            switch = IosElement(value=self.value)
            switch.rect["width"] = width
            return [switch]

        def execute(self, script: str, **arguments: object) -> None:
            super().execute(script, **arguments)
            self.value = "1"

    screen = Switch()
    BiometricSettingsPage(on(screen))._turn("switch", on=True)
    assert screen.executed == [("mobile: tap", {"x": x, "y": 330})]
    assert screen.done == []


def test_a_banner_elsewhere_is_let_be() -> None:
    """What is tapped further down has nothing over it."""
    screen = Banner(300)
    DashboardPage(on(screen)).refresh()
    assert (screen.executed, screen.done) == ([], ["tap refresh"])


def test_leaving_the_app_is_going_home() -> None:
    """There is no Back on an iPhone."""
    screen = IosScreen()
    LoginPage(on(screen)).back()
    assert screen.pressed == ["home"]


@pytest.mark.parametrize("name", ["Contact 06", "Contact 11"])
def test_what_is_below_is_scrolled_to(name: str) -> None:
    """A row further down is found on the way, the very last one as well."""
    screen = LongList()
    ContactsPage(on(screen)).choose(name)
    assert screen.done == [f"tap {name}"]
    assert set(ways(screen)) == {"down"}


def test_the_ends_of_a_list_end_the_scrolling() -> None:
    """The driver does not say where a list ends: rows that stay where they were do."""
    screen = LongList()
    page = ContactsPage(on(screen))
    for direction in ("down", "up"):
        page._to_end("list", direction)
    assert ways(screen) == ["down"] * 4 + ["up"] * 4


def test_scrolls_leave_some_of_what_was_seen() -> None:
    """The gesture is that of the driver for scroll views, on the area, by less than its height."""
    screen = LongList()
    area = cast("WebElement", Area(screen))
    assert ContactsPage(cast("Session", screen))._driving.scroll_on(area, "down")
    ((script, arguments),) = screen.executed
    assert script == "mobile: scroll"
    assert arguments == {"elementId": "contact_list", "direction": "down", "distance": 0.8}
