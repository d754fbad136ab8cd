"""Locators of every page, by platform: data that a team fits to a build without touching code."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated, Final, Literal, cast

from pydantic import Field, field_validator, model_validator

from config.errors import ConfigError, nearest
from config.paths import CONFIG
from config.yaml_file import Model, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from config.platforms import Platform

LOCATORS: Final = CONFIG / "locators"
NATIVE: Final = "native"
"""The skin whose locators stand in ``config/locators`` itself."""
Strategy = Literal[
    "id", "accessibility_id", "class_name", "xpath", "uiautomator", "predicate", "class_chain"
]


class Locator(Model):
    """One way to find an element: exactly one strategy with its selector.

    Attributes:
        pattern: what a text that is read there looks like; its named group ``value`` is the value.
    """

    id: str | None = None
    accessibility_id: str | None = None
    class_name: str | None = None
    xpath: str | None = None
    uiautomator: str | None = None
    predicate: str | None = None
    class_chain: str | None = None
    pattern: str | None = None

    @field_validator("pattern")
    @classmethod
    def _names_its_value(cls, pattern: str | None) -> str | None:
        try:
            groups = re.compile(pattern or "(?P<value>)").groupindex
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from None
        if "value" not in groups:
            raise ValueError("has no group (?P<value>...), so nothing can be read by it")
        return pattern

    @model_validator(mode="after")
    def _one_strategy(self) -> Locator:
        given = [name for name, _ in self._strategies()]
        if len(given) != 1:
            raise ValueError(
                f"a locator has one strategy, found {len(given)}: {', '.join(given) or 'none'}"
            )
        return self

    @property
    def strategy(self) -> Strategy:
        """The strategy that is given."""
        return cast("Strategy", next(self._strategies())[0])

    @property
    def selector(self) -> str:
        """The selector of that strategy."""
        return next(self._strategies())[1]

    def _strategies(self) -> Iterator[tuple[str, str]]:
        return ((name, value) for name, value in self if value is not None and name != "pattern")

    def filled(self, values: Mapping[str, str]) -> Locator:
        """The locator with the ``{name}`` places of its selector filled in."""
        if not values:
            return self
        selector = self.selector
        for name, value in values.items():
            selector = selector.replace(f"{{{name}}}", value)
        return Locator.model_validate({self.strategy: selector, "pattern": self.pattern})

    def value_in(self, text: str) -> str | None:
        """What the pattern takes out of a text; all of it without one, None where it does not fit.

        Nothing but the group counts: a text may hold more than the value.
        """
        if self.pattern is None:
            return text
        found = re.search(self.pattern, text)
        return found["value"] if found else None


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

    def overlaid(self, other: PageLocators) -> PageLocators:
        """These locators, with every side that the other has in place of their own."""
        merged = dict(self.elements)
        for name, element in other.elements.items():
            below = merged.get(name, Element())
            merged[name] = Element(
                android=element.android or below.android, ios=element.ios or below.ios
            )
        return PageLocators(elements=merged)


def skins() -> tuple[str, ...]:
    """Every skin that there are locators for."""
    return (NATIVE, *sorted(folder.name for folder in (LOCATORS / "skins").glob("*/")))


def page_of(path: Path) -> str:
    """The page that a locator file is about; the system's own pages begin with ``system/``."""
    parts = path.relative_to(LOCATORS).with_suffix("").parts
    return "/".join(parts[2:] if is_skins(path) else parts)


def is_skins(path: Path) -> bool:
    """Whether a locator file is that of one skin."""
    return path.relative_to(LOCATORS).parts[0] == "skins"


def names() -> list[str]:
    """Every page that there are locators for."""
    return [page_of(path) for path in sorted(LOCATORS.rglob("*.yaml")) if not is_skins(path)]


@cache
def read(page: str, skin: str = NATIVE) -> PageLocators:
    """The locators of a page, as a build with that skin draws it.

    Raises:
        ConfigError: there is no file for that page, no such skin, or a file is wrong.
    """
    if skin not in skins():
        raise ConfigError(
            LOCATORS / "skins", 0, 0, f"no locators for the skin {skin!r}; {nearest(skin, skins())}"
        )
    own = LOCATORS / "skins" / skin / f"{page}.yaml"
    base = _read_base(page)
    return base.overlaid(load(own, PageLocators)) if own.is_file() else base


@cache
def _read_base(page: str) -> PageLocators:
    path = LOCATORS / f"{page}.yaml"
    if not path.is_file():
        raise ConfigError(
            LOCATORS, 0, 0, f"no locators for the page {page!r}; {nearest(page, names())}"
        )
    return load(path, PageLocators)
