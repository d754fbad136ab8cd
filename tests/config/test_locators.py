"""Locators: an ordered list a side, values taken by a pattern, skins laid over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config import locators
from config.errors import ConfigError
from config.locators import Element, Locator, PageLocators

if TYPE_CHECKING:
    from pathlib import Path


def test_a_pattern_names_the_value_in_a_text() -> None:
    """The named group is the value, wherever it stands; without a pattern all of the text is."""
    open_ = Locator(id="card", pattern=r"(?P<value>\d+) open")
    assert open_.value_in("Conversations, 12 open, 3 unread") == "12"
    assert open_.value_in("Conversations") is None
    assert Locator(id="card").value_in("12 open") == "12 open"
    assert open_.filled({"contact": "Mia"}).pattern == open_.pattern


@pytest.mark.parametrize(
    ("pattern", "said"), [(r"\d+", "has no group"), ("(?P<value>", "is no regular expression")]
)
def test_a_pattern_that_can_read_nothing_is_refused(pattern: str, said: str) -> None:
    """A pattern without the group, or that is none, is refused as the file is read."""
    with pytest.raises(ValueError, match=said):
        Locator.model_validate({"id": "x", "pattern": pattern})


def test_a_skin_takes_the_place_of_what_it_names_and_of_nothing_else() -> None:
    """Laid over, a side of an element is another; sides and elements it leaves out stay."""
    base = PageLocators(
        elements={
            "title": Element(android=(Locator(id="t"),), ios=(Locator(id="i"),)),
            "menu": Element(android=(Locator(id="m"),)),
        }
    )
    over = PageLocators(elements={"title": Element(android=(Locator(xpath="//t"),))})
    merged = base.overlaid(over).elements
    assert merged["title"].on("android")[0].selector == "//t"
    assert merged["title"].on("ios")[0].selector == "i"
    assert merged["menu"].on("android")[0].selector == "m"


def test_a_skin_needs_only_its_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the skin is laid over the page's own; a page without one keeps its own."""
    for name in ("login", "menu"):
        text = f"elements: {{screen: {{android: [{{id: {name}}}]}}}}\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    skin = tmp_path / "skins" / "merged"
    skin.mkdir(parents=True)
    text = "elements: {screen: {android: [{xpath: //other}]}}\n"
    (skin / "login.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(locators, "LOCATORS", tmp_path)
    locators.read.cache_clear()
    try:
        found = {
            name: locators.read(name, "merged").elements["screen"].on("android")[0].selector
            for name in ("login", "menu")
        }
        with pytest.raises(ConfigError, match="no locators for the skin 'merge'"):
            locators.read("login", "merge")
    finally:
        locators.read.cache_clear()
        locators._read_base.cache_clear()
    assert found == {"login": "//other", "menu": "menu"}
