"""A screen that pages are tried on without a phone."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from devices.facts import DeviceFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from config.locators import Locator
    from devices.appium.session import Session

FACTS: Final = DeviceFacts("cell", "virtual", "android", "14", 34, "emulator", "emulator-5600")
IPHONE: Final = DeviceFacts("cell", "virtual", "ios", "17", 0, "cable", "00008120-000A")


class FakeElement:
    """An element that says something as text, or as its label; its text is its id as well."""

    def __init__(self, text: str = "", label: str = "") -> None:
        self.text = text
        self._label = label
        self._tell: Callable[[str], None] = lambda _: None
        self._name = ""

    @property
    def id(self) -> str:
        return self.text

    def found(self, name: str, tell: Callable[[str], None]) -> FakeElement:
        """As a session finds it, by a selector; who hears what is done to it."""
        self._name, self._tell = name, tell
        return self

    def click(self) -> None:
        self._tell(f"tap {self._name}")

    def send_keys(self, text: str) -> None:
        self._tell(f"type {text}")

    def get_attribute(self, name: str) -> str | None:
        return {"content-desc": self._label}.get(name)


class FakeSession:
    """A screen with elements, by selector.

    Attributes:
        asked: the selectors that were looked for.
        done: what was done to elements, in its order; what was marked as a secret says so.
    """

    def __init__(
        self, elements: Mapping[str, list[FakeElement]] | None = None, skin: str = "native"
    ) -> None:
        self.facts = replace(FACTS, skin=skin)
        self.elements = dict(elements or {})
        self.asked: list[str] = []
        self.done: list[str] = []
        self._is_sensitive = False

    @classmethod
    def showing(cls, *selectors: str) -> FakeSession:
        """A screen with one element for each selector, which says just that."""
        return cls({selector: [FakeElement(selector)] for selector in selectors})

    def find_all(self, locator: Locator) -> list[FakeElement]:
        self.asked.append(locator.selector)
        there = self.elements.get(locator.selector, [])
        return [element.found(locator.selector, self._hear) for element in there]

    def call(self, _tried: str, command: Callable[[], object]) -> object:
        return command()

    @contextmanager
    def sensitive(self) -> Iterator[None]:
        self._is_sensitive = True
        yield
        self._is_sensitive = False

    def _hear(self, what: str) -> None:
        self.done.append(f"secretly {what}" if self._is_sensitive else what)


def on(session: FakeSession) -> Session:
    """The fake as pages see it."""
    return cast("Session", session)
