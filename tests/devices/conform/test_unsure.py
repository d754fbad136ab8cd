"""Golden rows keep away from what the virtual iPhones' own tables call unsure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest

from devices.conform.golden import read_rows
from devices.virtual.ios.profile import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.conform.rows import Row

RELEASES = ("ios-15", "ios-16", "ios-17", "ios-18", "ios-26", "ios-27")
_SHORTEST: Final = 8  # words such as `Cell` or `Done` stand for much else
_SOURCED: Final = {
    "Continue": "its words are confirmed, its place among the buttons is not",
    "Don\u2019t Allow": "the same",
    "com.apple.settings.apps": "confirmed for 18 and 26, unlike the other identifiers of its table",
    "location": "a word of the message, and the name of a service",
}
"""What a row may assert though a table counts it among what is unsure, and why."""


def _texts(value: Any, *, keys: bool) -> Iterator[str]:  # noqa: ANN401 - YAML
    """Every text in a value, those that are keys of mappings if they count."""
    match value:
        case str():
            yield value
        case dict():
            if keys:
                yield from map(str, value)  # precise has the keys true and false
            for held in value.values():
                yield from _texts(held, keys=keys)
        case list() | tuple():
            for held in value:
                yield from _texts(held, keys=keys)


def _unsure(profile: str) -> set[str]:
    """What tables in effect on a release call unsure, unless another is sure of the same words."""
    unsure: set[str] = set()
    sure: set[str] = set()
    for row in catalog()[profile].rows.values():
        marked = row.get("unsure", ())
        for key, value in row.items():
            told = {text.replace("{app}", "Asker") for text in _texts(value, keys=True)}
            (unsure if key in marked else sure).update(told)
    return {text for text in unsure - sure if len(text) >= _SHORTEST and "{" not in text}


def _said(row: Row) -> str:
    """All that a row asks for and expects, regular expressions without their escapes."""
    steps = [step.model_dump(by_alias=True, exclude_unset=True) for step in row.steps]
    return "\n".join(_texts(steps, keys=False)).replace("\\", "")


def _names(said: str, text: str) -> bool:
    """Whether a text stands there as one: alone on a line, or between quotes or brackets."""
    return bool(re.search(rf"(?m)(^|['\"(]){re.escape(text)}([.?]?$|['\"()\[\n])", said))


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """Those about iPhones."""
    return [row for row in read_rows() if row.platform == "ios"]


@pytest.mark.parametrize("profile", RELEASES)
def test_no_golden_row_rests_on_what_is_unsure(rows: list[Row], profile: str) -> None:
    """What is built without a source that confirms it is asserted by no row about the release."""
    release = tuple(map(int, catalog()[profile].version.split(".")))
    about = [(row.id, _said(row)) for row in rows if row.is_about(release, "cable")]
    resting = {
        (row, text)
        for text in _unsure(profile) - _SOURCED.keys()
        for row, said in about
        if _names(said, text)
    }
    assert resting == set()


def test_the_search_finds_what_is_unsure() -> None:
    """The camera's words from 26 on are among what no row may assert, those of 17 are not."""
    words = "\u201cAsker\u201d Would Like to Access the Camera"
    assert words in _unsure("ios-26")
    assert words not in _unsure("ios-17")
