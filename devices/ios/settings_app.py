"""The Settings app under a finger, for verbs: to an app's page, and its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from lxml import etree

from config.deadlines import DEADLINES
from config.locators import Locator
from devices import wait
from devices.errors import EffectMissing
from devices.ios import screens

if TYPE_CHECKING:
    from collections.abc import Callable

    from appium.webdriver.webelement import WebElement

    from devices.appium.session import Session
    from devices.device import DeviceFacts

SETTINGS: Final = "com.apple.Preferences"
_BACK: Final = Locator(predicate="type == 'XCUIElementTypeButton' AND name == 'BackButton'")
_BETWEEN: Final = ", "
_ROW: Final = (
    "type IN {{'XCUIElementTypeCell', 'XCUIElementTypeButton'}} AND visible == 1"
    " AND (label == '{title}' OR label BEGINSWITH '{title}, ')"
)
_SWITCH: Final = "type == 'XCUIElementTypeSwitch' AND visible == 1 AND label == '{title}'"
_SWITCH_TYPE: Final = "XCUIElementTypeSwitch"
_TEXT_TYPE: Final = "XCUIElementTypeStaticText"
_ROW_TYPES: Final = ("XCUIElementTypeCell", "XCUIElementTypeButton")
_FROM_THE_RIGHT: Final = 39
"""Points from a switch's right edge that are surely its knob: the element may span its whole row,
and a tap on the middle of that does nothing. Source: page objects run on iOS 17 to 27."""
_LIST: Final = Locator(
    predicate="type IN {'XCUIElementTypeTable', 'XCUIElementTypeCollectionView'} AND visible == 1"
)
_PAGES: Final = 20  # of a list, at most


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of a page says.

    Attributes:
        value: beside its title; "1" or "0" of a switch.
        is_switch: whether it has a switch.
    """

    value: str
    is_switch: bool


class SettingsApp:
    """Walks through Settings.

    Args:
        facts: of the device.
        session: opens its session, or gives the one that is open.
    """

    def __init__(self, facts: DeviceFacts, session: Callable[[], Session]) -> None:
        self._facts = facts
        self._session = session
        self._screens = screens.row_for(screens.read().settings, facts.api_level)

    def open(self) -> None:
        """Come to the first page."""
        session = self._session()
        session.execute("mobile: terminateApp", bundleId=SETTINGS)
        session.execute("mobile: launchApp", bundleId=SETTINGS)
        session.look_at(SETTINGS)

    def open_app(self, name: str) -> None:
        """Come to an app's page, from the first page of Settings.

        Raises:
            EffectMissing: there is no such row on the way.
        """
        self.open()
        if self._screens.apps is not None:
            self._tap(self._scrolled_to(self._screens.apps, "the row of apps"))
        self.go_to(name)

    def close(self) -> None:
        """End it; what was below it is not brought back."""
        self._session().execute("mobile: terminateApp", bundleId=SETTINGS)

    def go_to(self, title: str) -> None:
        """Open the page that a row leads to.

        Raises:
            EffectMissing: there is no such row.
        """
        row = self._scrolled_to(_row(title), f"the row {title!r}")
        self._tap(row)
        shown = wait.until(lambda: self._session().find_all(_BACK), DEADLINES.effect_s)
        if not shown:
            raise self._missing(f"opening {title!r}", "there is no way back from where this is")

    def back(self) -> None:
        """Go to the page before."""
        for button in self._session().find_all(_BACK)[:1]:
            self._tap(button)

    def rows(self, *titles: str) -> dict[str, Row]:
        """Those of these rows that the page has, wherever they are on it."""
        found: dict[str, Row] = {}

        def complete(source: str) -> bool:
            tree = etree.fromstring(source.encode())
            seen = {title: _read(tree, title) for title in titles if title not in found}
            found.update({title: row for title, row in seen.items() if row is not None})
            return len(found) == len(titles)

        self._scroll_until(complete)
        return found

    def title_among(self, *titles: str) -> str | None:
        """The first of these rows that the page has, wherever it is on it; None without one."""
        found: list[str] = []

        def there(source: str) -> bool:
            tree = etree.fromstring(source.encode())
            found[:] = [title for title in titles if _read(tree, title) is not None]
            return bool(found)

        return found[0] if self._scroll_until(there) else None

    def turn(self, title: str, *, on: bool) -> None:
        """Have a row's switch stand so.

        Raises:
            EffectMissing: it stands as before, or is not there.
        """
        wanted = str(int(on))
        locator = Locator(predicate=_SWITCH.format(title=_quoted(title)))
        self._scrolled_to(locator, f"the switch {title!r}")

        def stands() -> str | None:
            for switch in self._session().find_all(locator)[:1]:
                if (value := self._value(switch)) == wanted:
                    return value
                self._flip(switch)
            return None

        seen = wait.until(stands, DEADLINES.effect_s, holds=lambda value: value == wanted)
        if seen != wanted:
            raise self._missing(f"switching {title!r} to {wanted}", "it does not stand so")

    def choose(self, *titles: str) -> None:
        """Tap the first of these choices that the page has.

        Raises:
            EffectMissing: it has none of them.
        """

        def found() -> list[WebElement]:
            each = (self._session().find_all(_row(title)) for title in titles)
            return next((rows for rows in each if rows), [])

        rows = wait.until(found, DEADLINES.effect_s)
        if not rows:
            raise self._missing(f"choosing {' or '.join(titles)}", "the page has none of them")
        self._tap(rows[0])

    def _scrolled_to(self, locator: Locator, what: str) -> WebElement:
        found = self._session().find_all(locator)
        if found:  # spares the source, which a phone takes seconds for
            return found[0]

        def there(source: str) -> bool:
            del source  # a locator says it better
            found[:] = self._session().find_all(locator)
            return bool(found)

        if not (self._scroll_until(there) or self._scroll_until(there, direction="down")):
            raise self._missing(f"looking for {what}", "no list in front has it")
        return found[0]

    def _scroll_until(
        self, there: Callable[[str], bool], *, direction: Literal["up", "down"] = "up"
    ) -> bool:
        """Sweep over the list until something is there, by its source, or nothing new comes."""
        session = self._session()
        wait.until(lambda: session.find_all(_LIST), DEADLINES.effect_s)  # the page may be coming
        before = ""
        for _ in range(_PAGES):
            source = session.source()
            if there(source):
                return True
            lists = session.find_all(_LIST)
            if not lists or source == before:
                return False
            before = source
            session.execute("mobile: swipe", elementId=lists[-1].id, direction=direction)
        return False

    def _tap(self, found: WebElement) -> None:
        self._session().call("tapping a row", found.click)

    def _value(self, switch: WebElement) -> str:
        return str(self._session().call("reading a switch", lambda: switch.get_attribute("value")))

    def _flip(self, switch: WebElement) -> None:
        rect = self._session().call("reading where it is", lambda: switch.rect)
        inset = min(_FROM_THE_RIGHT, rect["width"] / 2)
        x, y = rect["x"] + rect["width"] - inset, rect["y"] + rect["height"] / 2
        self._session().execute("mobile: tap", x=x, y=y)

    def _missing(self, tried: str, seen: str) -> EffectMissing:
        return EffectMissing(self._facts.name, f"in Settings: {tried}", seen, "see the picture")


def _row(title: str) -> Locator:
    return Locator(predicate=_ROW.format(title=_quoted(title)))


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _read(tree: etree._Element, title: str) -> Row | None:
    """A row in a page's source: a switch of that name, else what stands beside the title."""
    for switch in tree.iter(_SWITCH_TYPE):
        if switch.get("label") == title and switch.get("visible") == "true":
            return Row(switch.get("value", ""), is_switch=True)
    for row in tree.iter(*_ROW_TYPES):
        label = row.get("label") or ""
        name, _, beside = label.partition(_BETWEEN)
        if name == title and row.get("visible") == "true":
            said = [text.get("label") or "" for text in row.iter(_TEXT_TYPE)]
            return Row(beside or next((t for t in said if t != title), ""), is_switch=False)
    return None
