"""A session before Settings and SpringBoard, as far as permission verbs go through them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import quoteattr

from devices.ios.settings_app import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from config.locators import Locator

APP: Final = "com.x"
NAME: Final = "O'Reilly"
SHOWN: Final = 3  # rows of a page at a time
_TITLE: Final = re.compile(r"label == '((?:[^'\\]|\\.)*)'")
_PURPOSES: Final = ("NSCameraUsageDescription", "NSContactsUsageDescription")
_PLACES: Final = ("NSLocationWhenInUseUsageDescription", "NSPhotoLibraryUsageDescription")
_CHOICES: Final = {
    "Location": ("Never", "While Using the App"),
    "Photos": ("None", "Full Access"),
}
ASKS: Final = "\u201cOne\u201d Would Like to Send You Notifications"


WIDE: Final[Mapping[str, float]] = {"x": 0, "y": 40, "width": 330, "height": 44}


@dataclass
class Element:
    """What was found: a tap does something."""

    id: str
    click: Callable[[], None]
    value: str = ""
    rect: Mapping[str, float] = field(default_factory=lambda: WIDE)

    def get_attribute(self, name: str) -> str:
        assert name == "value"
        return self.value


@dataclass
class Phone:
    """Stands for a session, for app verbs and for SpringBoard at once.

    Attributes:
        rows: what the app's page says of each thing that the app has asked for: "1" or "0" of a
            switch, the chosen words of a page.
        obeys: whether Settings do what they are told.
        question: the alert that is up.
        asks_at_start: whether the app's first start puts one up.
        state: of the app.
        strays: the row that leads nowhere.
        pages: titles of what is open in Settings, the last one in sight.
        looks_at: the application that is found in.
        found: the switch that was looked for last, which a tap of a point meets.
    """

    rows: dict[str, str] = field(default_factory=dict)
    obeys: bool = True
    question: str = ""
    asks_at_start: bool = True
    state_: str = "front"
    untouched: bool = False
    strays: str = ""
    pages: list[str] = field(default_factory=list)
    scrolled: int = 0
    taps: list[tuple[float, float]] = field(default_factory=list)
    found: str = ""
    looks_at: str = ""

    # -- app verbs

    def is_untouched(self, package: str) -> bool:
        assert package == APP
        return self.untouched

    def name(self, package: str) -> str:
        assert package == APP
        return NAME

    def told_of(self, package: str, *attributes: str) -> Mapping[str, Any] | None:
        assert set(_PURPOSES) < set(attributes)
        return dict.fromkeys((*_PURPOSES, *_PLACES), "so") if package == APP else None

    def state(self, package: str) -> str:
        assert package == APP
        return self.state_

    def start(self, package: str) -> None:
        assert package == APP
        self.state_ = "front"
        if self.untouched and self.asks_at_start:
            self.question = ASKS
        self.untouched = False

    # -- SpringBoard

    def alert(self) -> str:
        return self.question

    def answer(self, *labels: str) -> bool:
        assert labels == ("Allow",)
        self.question, self.rows["Notifications"] = "", ""
        return True

    # -- the session, in Settings

    def execute(self, script: str, **arguments: Any) -> None:  # noqa: ANN401 - JSON
        if script == "mobile: swipe":
            last = max(0, len(self._page()) - SHOWN)
            way = 1 if arguments["direction"] == "up" else -1
            self.scrolled = min(max(self.scrolled + way, 0), last)
        elif script == "mobile: resetPermission":
            assert (self.state_, self.looks_at) == ("front", APP)
            if self.obeys:
                del self.rows[arguments["service"].capitalize()]
                self.state_ = "stopped"
        elif script == "mobile: tap":
            self.taps.append((arguments["x"], arguments["y"]))
            self._flip()
        else:
            assert arguments == {"bundleId": SETTINGS}
            self.pages = ["Settings"] if script == "mobile: launchApp" else []
            if script == "mobile: launchApp" and self.state_ == "front":
                self.state_ = "background"

    def look_at(self, application: str) -> None:
        assert application in {APP, SETTINGS, "com.apple.springboard"}
        self.looks_at = application

    def call(self, tried: str, command: Callable[[], Any]) -> Any:  # noqa: ANN401 - the command's
        assert tried
        return command()

    def source(self) -> str:
        return f"<AppiumAUT>{''.join(map(_xml, self._seen()))}</AppiumAUT>"

    def find_all(self, locator: Locator) -> list[Element]:
        wanted = locator.selector
        if "NavigationBar" in wanted or wanted == "NotificationShortLookView":
            return self._on_top(wanted)
        if "CollectionView" in wanted:
            return [Element("list", lambda: None)]
        if "com.apple.settings.apps" in wanted:
            return [Element("apps", lambda: self._open("Apps"))]
        said = _TITLE.search(wanted)
        assert said
        title = said[1].replace("\\'", "'")
        found = [value for name, value in self._seen() if name == title]
        if "XCUIElementTypeSwitch" in wanted:
            self.found = title
            return [Element(title, lambda: None, value) for value in found if value in {"0", "1"}]
        return [Element(title, lambda: self._open(title))] if found else []

    def _on_top(self, wanted: str) -> list[Element]:
        """The bar and its button; no banner."""
        if "NavigationBar/**/" in wanted:
            return [Element("back", self._back)] if len(self.pages) > 1 else []
        bar = "NavigationBar" in wanted and self._is_open(wanted)
        return [Element("bar", lambda: None)] if bar else []

    def _is_open(self, wanted: str) -> bool:
        said = _TITLE.search(wanted)
        assert said
        return self.pages[-1:] == [said[1].replace("\\'", "'")]

    def _page(self) -> list[tuple[str, str]]:
        page = self.pages[-1] if self.pages else ""
        if page == NAME:
            return list(self.rows.items())
        if page == "Notifications":
            return [("Allow Notifications", "0" if self.rows[page] == "Off" else "1")]
        if page in self.rows:
            return [(choice, "") for choice in _CHOICES[page]]
        return [("General", ""), ("Camera", ""), ("Maps", ""), ("News", ""), (NAME, "")]

    def _seen(self) -> list[tuple[str, str]]:
        return self._page()[self.scrolled : self.scrolled + SHOWN]

    def _open(self, title: str) -> None:
        self.scrolled = 0
        page = self.pages[-1]
        if self.strays and title == self.strays:
            return
        if page in self.rows and page != NAME:
            if self.obeys:
                self._change(page, "While Using" if "Using" in title else title)
            return
        self.pages.append(title)

    def _back(self) -> None:
        self.scrolled = 0
        self.pages.pop()

    def _flip(self) -> None:
        if not self.obeys:
            return
        if self.pages[-1] == "Notifications":
            self.rows["Notifications"] = "Off" if self.rows["Notifications"] == "" else ""
            return
        self._change(self.found, "0" if self.rows[self.found] == "1" else "1")

    def _change(self, title: str, value: str) -> None:
        self.rows[title] = value
        if title != "Location" and self.state_ == "background":
            self.state_ = "stopped"


def _xml(row: tuple[str, str]) -> str:
    title, value = row
    label = quoteattr(title)
    text = f"<XCUIElementTypeStaticText label={label} visible='true'/>"
    if value in {"0", "1"}:
        switch = f"<XCUIElementTypeSwitch label={label} value='{value}' visible='true'/>"
        cell = f"<XCUIElementTypeCell label={label} visible='true'>"
        return f"{cell}{text}{switch}</XCUIElementTypeCell>"
    label = quoteattr(f"{title}, {value}") if value else label
    return f"<XCUIElementTypeButton label={label} visible='true'>{text}</XCUIElementTypeButton>"
