"""The Settings app under a finger, for verbs: to an app's page, and its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from lxml import etree

from config.deadlines import DEADLINES
from config.locators import Locator
from devices import wait
from devices.errors import EffectMissing
from devices.ios import screens, touch

if TYPE_CHECKING:
    from collections.abc import Callable

    from appium.webdriver.webelement import WebElement

    from devices.appium.session import Session
    from devices.facts import DeviceFacts

SETTINGS: Final = "com.apple.Preferences"
# By where it stands: that it is called BackButton is sure of late releases alone.
_BACK: Final = Locator(class_chain="**/XCUIElementTypeNavigationBar/**/XCUIElementTypeButton[1]")
# What is open: its bar is called so; an app's page says the app's name over its rows as well.
_PAGE: Final = (
    "(type == 'XCUIElementTypeNavigationBar' AND (name == '{title}' OR label == '{title}'))"
    " OR (type == 'XCUIElementTypeStaticText'"
    " AND label ==[c] 'Allow \u201c{title}\u201d to Access')"
)
_BETWEEN: Final = ", "
_ROW: Final = (
    "type IN {{'XCUIElementTypeCell', 'XCUIElementTypeButton'}} AND visible == 1"
    " AND (label == '{title}' OR label BEGINSWITH '{title}, ')"
)
_SWITCH: Final = "type == 'XCUIElementTypeSwitch' AND visible == 1 AND label == '{title}'"
_SWITCH_TYPE: Final = "XCUIElementTypeSwitch"
_TEXT_TYPE: Final = "XCUIElementTypeStaticText"
_ROW_TYPES: Final = ("XCUIElementTypeCell", "XCUIElementTypeButton")
_LIST: Final = Locator(
    predicate="type IN {'XCUIElementTypeTable', 'XCUIElementTypeCollectionView'} AND visible == 1"
)
_PAGES: Final = 20  # of a list, at most


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of a page says.

    Attributes:
        value: beside its title, empty where nothing is; "1" or "0" of a switch.
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
        self._pages: list[str] = []  # titles of those that were gone to, as far as they are known

    def open(self) -> None:
        """Come to the first page."""
        self._pages = []
        session = self._session()
        session.execute("mobile: terminateApp", bundleId=SETTINGS)
        session.execute("mobile: launchApp", bundleId=SETTINGS)
        session.look_at(SETTINGS)

    def open_app(self, name: str) -> None:
        """Come to an app's page, from the first page of Settings.

        Raises:
            EffectMissing: there is no such row on the way, or its page does not open.
        """
        self.open()
        if self._screens.apps is not None:
            self._tap(self._scrolled_to(self._screens.apps, "the row of apps"))
        self.go_to(name)

    def close(self) -> None:
        """End it; what was below it is not brought back."""
        self._session().execute("mobile: terminateApp", bundleId=SETTINGS)

    def go_to(self, title: str) -> None:
        """Open the page that a row leads to and that is called like it.

        Raises:
            EffectMissing: there is no such row, or the page does not open.
        """
        self.tap(title)
        self._prove(title)
        self._pages.append(title)

    def tap(self, title: str) -> None:
        """Tap a row; what comes of it is the caller's to see.

        Raises:
            EffectMissing: there is no such row.
        """
        self._tap(self._scrolled_to(_row(title), f"the row {title!r}"))

    def back(self) -> None:
        """Go to the page before.

        Raises:
            EffectMissing: it does not come back.
        """
        for button in self._session().find_all(_BACK)[:1]:
            self._tap(button)
        self._pages.pop()
        for title in self._pages[-1:]:
            self._prove(title)

    def _prove(self, title: str) -> None:
        page = Locator(predicate=_PAGE.format(title=_quoted(title)))
        if not wait.until(lambda: self._session().find_all(page), DEADLINES.effect_s):
            raise self._missing(f"coming to {title!r}", "another page is open")

    def clear_way(self, found: WebElement) -> None:
        """Have no banner stand over what is to be touched: it would be touched instead."""
        touch.clear_way(self._session(), found, SETTINGS)

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
        self.clear_way(found)
        self._session().call("tapping a row", found.click)

    def _value(self, switch: WebElement) -> str:
        return str(self._session().call("reading a switch", lambda: switch.get_attribute("value")))

    def _flip(self, switch: WebElement) -> None:
        self.clear_way(switch)
        touch.flip(self._session(), switch)

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
            texts = (text.get("label") or "" for text in row.iter(_TEXT_TYPE))
            said = (beside, row.get("value") or "", *texts)
            return Row(
                next((each for each in said if each not in {"", title}), ""), is_switch=False
            )
    return None
