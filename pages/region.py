"""Region: a part of a screen that several screens share, and what every page can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.scrolling import Scrolling

if TYPE_CHECKING:
    from appium.webdriver.webelement import WebElement

    from config.secrets import Secret


class Region(Scrolling):
    """A part of a screen: its elements are found, read, scrolled to, tapped and typed into."""

    def _tap(self, element: str, **values: str) -> None:
        self._click(element, self._one(element, values=values))

    def _tap_in(self, area: str, element: str, **values: str) -> None:
        """Tap what may have to be scrolled to."""
        self._click(element, self._one_in(area, element, values))

    def _click(self, element: str, found: WebElement) -> None:
        self._driving.clear_way(found)
        self._session.call(f"tapping {element!r}", found.click)

    def _flip(self, element: str, **values: str) -> None:
        found = self._one(element, values=values)
        self._driving.clear_way(found)
        self._driving.flip(found)

    def _type(self, element: str, text: str) -> None:
        found = self._one(element)
        self._driving.clear_way(found)
        self._session.call(f"typing into {element!r}", lambda: found.send_keys(text))

    def _type_secret(self, element: str, secret: Secret) -> None:
        """Type what no log may show."""
        found = self._one(element)
        self._driving.clear_way(found)
        with self._session.sensitive():
            self._session.call(
                f"typing a secret into {element!r}", lambda: found.send_keys(secret.reveal())
            )
