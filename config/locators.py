"""Locators of every page, by platform: data that a team fits to a build without touching code."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Final, Literal, cast

from pydantic import Field, model_validator

from config.errors import ConfigError, nearest
from config.paths import CONFIG
from config.yaml_file import Model, load

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCATORS: Final = CONFIG / "locators"
Platform = Literal["android", "ios"]
Strategy = Literal[
    "id", "accessibility_id", "class_name", "xpath", "uiautomator", "predicate", "class_chain"
]


class Locator(Model):
    """One way to find an element: exactly one strategy with its selector."""

    id: str | None = None
    accessibility_id: str | None = None
    class_name: str | None = None
    xpath: str | None = None
    uiautomator: str | None = None
    predicate: str | None = None
    class_chain: str | None = None

    @model_validator(mode="after")
    def _one_strategy(self) -> Locator:
        given = [name for name, value in self if value is not None]
        if len(given) != 1:
            raise ValueError(
                f"a locator has one strategy, found {len(given)}: {', '.join(given) or 'none'}"
            )
        return self

    @property
    def strategy(self) -> Strategy:
        """The strategy that is given."""
        given = next(name for name, value in self if value is not None)
        return cast("Strategy", given)

    @property
    def selector(self) -> str:
        """The selector of that strategy."""
        return str(next(value for _, value in self if value is not None))

    def filled(self, values: Mapping[str, str]) -> Locator:
        """The locator with the ``{name}`` places of its selector filled in."""
        if not values:
            return self
        selector = self.selector
        for name, value in values.items():
            selector = selector.replace(f"{{{name}}}", value)
        return Locator.model_validate({self.strategy: selector})


class Element(Model):
    """The ways to find one element, tried in order; a side left empty cannot be found there."""

    android: Annotated[tuple[Locator, ...], Field(min_length=1)] | None = None
    ios: Annotated[tuple[Locator, ...], Field(min_length=1)] | None = None

    def on(self, platform: Platform) -> tuple[Locator, ...]:
        """The locators for a platform, none where that side is not written."""
        return getattr(self, platform) or ()


class PageLocators(Model):
    """The elements of one page by name."""

    elements: dict[str, Element]


@cache
def read(page: str) -> PageLocators:
    """The locators of a page.

    Raises:
        ConfigError: there is no file for that page, or it is wrong.
    """
    path = LOCATORS / f"{page}.yaml"
    if not path.is_file():
        names = (file.stem for file in LOCATORS.glob("*.yaml"))
        raise ConfigError(
            LOCATORS, 0, 0, f"no locators for the page {page!r}; {nearest(page, names)}"
        )
    return load(path, PageLocators)
